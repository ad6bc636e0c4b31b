"""Rules about the code itself: docs/house.md, held by the machine.

Each test gathers every offender, so that its failure is the list of places to mend.
"""

import ast
import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import get_commands

from diseasemaps.settings import environment

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("diseasemaps", "community", "conditions")
REFUSED_ROOMS = {"utils", "helpers", "common", "core", "services", "signals", "mixins", "constants"}
NOT_ADMINISTERED = {
    "Opening",  # counted for the moderator’s sake: which texts, nobody sees
    "StandIn",  # on the page of safety, by whoever is away
    "Device",  # each person's own list, under /me/
    "Following",  # each member's own as well
    "Member",  # a page that joins chosen names with e-mail addresses would undo the choice
    "Thanks",  # for the author of the story alone
    "SearchEntry",  # written with what it finds, and made again by rebuild_search
    "SearchAnswer",
    "SearchStory",
    "SearchWord",
    "SearchCount",  # nameless, and gone after a day
}
CLOCK_ROOMS = re.compile(r"/(views|admin|management|accounts|context|middleware|site|tasks)\b")
# What writes, guards or proves stories, and what shows authors and moderators how one stands.
STORY_ROOMS = re.compile(
    r"community/((models|moderation|guards|admin)/|(evidence|words|stages|happened|waiting|export|columns|views/turns)\.py)"
)
MODEL_SIGNALS = re.compile(r"\b(pre|post)_(save|delete|init)\b|\bm2m_changed\b")
REGISTRIES = re.compile("|".join(("py" + "pi\\.", "python" + "hosted", "npm" + "js", "deb" + "ian\\.org")))
ASSERTS = re.compile(r"\bassert\b|\.raises\(|\bassert[A-Z]\w+\(|\bexpect\(")


def files(suffix, *folders):
    """Every file of the folders with the suffix, migrations apart."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob(f"*{suffix}")))
    return [path for path in found if "migrations" not in path.parts]


def source():
    return [*files(".py", *PACKAGES), ROOT / "manage.py"]


def templates():
    return [*files(".html", "templates"), *files(".txt", "templates")]


def tracked():
    """Every file that git keeps."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines()]


def place(path, line=None):
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


def functions(path):
    """Every function of the file, methods included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines(function):
    return function.end_lineno - function.lineno + 1


def matches(pattern, paths):
    """Where the pattern occurs in the files."""
    return [
        place(path, number)
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


@pytest.mark.promise("E8")
def test_imports_go_down_the_house():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_nothing_is_imported_inside_a_function():
    assert [
        place(path, node.lineno)
        for path in [*source(), *files(".py", "tests")]
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ] == []


def test_no_room_without_a_noun():
    assert [place(path) for path in source() if REFUSED_ROOMS & {*path.parent.parts, path.stem}] == []


@pytest.mark.parametrize(("room", "limit"), [("", 40), ("/views/", 20)])
def test_function_is_short(room, limit):
    assert [
        f"{place(path, function.lineno)} {function.name}: {lines(function)} lines"
        for path in source()
        if room in str(path)
        for function in functions(path)
        if lines(function) > limit
    ] == []


@pytest.mark.parametrize(
    ("paths", "limit"),
    [(source(), 300), (templates(), 60), ([ROOT / "diseasemaps" / "settings.py"], 250)],
    ids=["module", "template", "settings"],
)
def test_file_is_short(paths, limit):
    longer = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {path: length for path, length in longer.items() if length > limit} == {}


def test_module_says_what_room_it_is():
    assert [
        place(path)
        for path in source()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ] == []


def test_no_consequence_hides_in_save_or_a_signal():
    overridden = [
        place(path, function.lineno)
        for path in files(".py", *(f"{package}/models" for package in PACKAGES))
        for function in functions(path)
        if function.name in {"save", "delete"}
    ]
    assert overridden + matches(MODEL_SIGNALS, source()) == []


def test_clock_is_read_only_where_life_comes_in():
    paths = [path for path in source() if not CLOCK_ROOMS.search(place(path))]
    assert matches(r"timezone\.(now|localdate|localtime)\(\)", paths) == []


@pytest.mark.promise("C1")
def test_there_is_one_door_to_public_stories():
    """Elsewhere a story is shown only by `Story.objects.published(on)` or `.listed(on)`, with the words these bring."""
    readers = [path for path in source() if not STORY_ROOMS.match(place(path))]
    assert matches(r"\bStoryPublication\b|\bStoryText\.(_default_manager|objects)\b", readers) == []


@pytest.mark.promise("S3")
def test_no_page_has_a_policy_of_its_own():
    assert matches(r"csp_(exempt|replace|update)|CSPPolicy|csp_nonce|_csp_", [*source(), *templates()]) == []


def test_text_to_translate_stands_where_gettext_finds_it():
    """Not within an f-string, of which it reads nothing."""
    assert matches(r"""\bf["'].*\{(?:_|\w*gettext)\(""", source()) == []


@pytest.mark.promise("S3")
def test_template_has_no_inline_style_script_or_handler():
    inline = r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*(\bsrc=|json))"
    assert matches(inline, templates()) == []


def test_included_template_sees_only_what_it_is_given():
    assert matches(r"{%\s*include\b(?!.*\bonly\s*%})", templates()) == []


def test_included_template_is_given_its_token():
    """The tag writes nothing where the context was left behind, and then no browser can send the form."""
    included = {name for path in templates() for name in re.findall(r'include "([^"]+)"', path.read_text("utf-8"))}
    assert matches(r"{% csrf_token %}", [ROOT / "templates" / name for name in sorted(included)]) == []


def test_every_model_stands_in_the_administration():
    ours = {model for package in ("conditions", "community") for model in apps.get_app_config(package).get_models()}
    inside = {inline.model for held in admin.site._registry.values() for inline in held.inlines}
    assert {model.__name__ for model in ours - inside - set(admin.site._registry)} == NOT_ADMINISTERED


def test_component_opens_with_the_list_of_its_inputs():
    assert [
        place(path)
        for path in files(".html", "templates/components")
        if not re.match(r"{#|{% comment %}", path.read_text(encoding="utf-8"))
    ] == []


def test_test_is_a_sentence_that_can_fail():
    assert [
        f"{place(path, function.lineno)} {function.name}"
        for path in files(".py", "tests")
        for function in functions(path)
        if function.name.startswith("test_")
        and (function.name.count("_") < 3 or not ASSERTS.search(ast.unparse(function)) or lines(function) > 30)
    ] == []


def test_nothing_is_left_for_another_day():
    paths = [
        *source(),
        *files(".py", "tests"),
        *templates(),
        *files(".css", "diseasemaps"),
        *files(".js", "diseasemaps"),
    ]
    assert matches("|".join(("TO" + "DO", "FIX" + "ME", "X" * 3 + r"\b")), paths) == []


def test_floor_plan_shows_every_room():
    plan = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    rooms = [path for package in PACKAGES for path in (ROOT / package).iterdir() if path.name[0] not in "_."]
    assert sorted(place(path) for path in rooms if path.name not in plan and path.name != "migrations") == []


def test_operating_guide_names_every_setting():
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert sorted(name for name in environment.known if f"`{name}`" not in guide) == []


def test_operating_guide_names_every_command():
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    ours = [name for name, owner in get_commands().items() if owner in PACKAGES]
    assert sorted(name for name in ours if f"manage.py {name}" not in guide) == []


def test_repository_holds_code_and_no_data():
    kept = tracked()
    assert [place(path) for path in kept if path.is_symlink() or path.stat().st_size > 1_000_000] == []
    assert [place(path) for path in kept if path.suffix in {".csv", ".obo", ".owl", ".sqlite3", ".xlsx"}] == []


def test_no_file_names_the_host_of_a_package_registry():
    texts = [path for path in tracked() if path.suffix in {".in", ".md", ".py", ".toml", ".txt", ".yml", ""}]
    assert matches(REGISTRIES, texts) == []
    assert matches("://", files(".txt", "requirements")) == []


def test_every_decision_has_its_own_number():
    names = [path.name for path in files(".md", "docs/decisions")]
    assert [name for name in names if not re.fullmatch(r"[0-9]{4}(-[a-z0-9]+)+\.md", name)] == []
    assert [name for name, after in itertools.pairwise(names) if name[:4] == after[:4]] == []


def test_what_refers_to_a_decision_names_one_that_stands():
    stand = {name for path in files(".md", "docs/decisions") for name in (path.stem, path.stem[:4])}
    assert [
        f"{place(path)}: {named}"
        for path in [*source(), *files(".py", "tests"), *files(".md", "docs")]
        for named in re.findall(r"docs/decisions/([0-9]{4}[a-z0-9-]*)", path.read_text(encoding="utf-8"))
        if named not in stand
    ] == []
