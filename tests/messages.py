"""Holds the translations against the code (`make messages-current`), or brings them up to date (`make messages`).

gettext reads the code as `makemessages` does; what it finds is compared without dates, and the files are then put
back as they were. A .mo file is current when it says the same as its .po file.
"""

import gettext
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
TOOLS = ("xgettext", "msgmerge", "msgfmt")
IGNORED = [word for folder in (".venv", "var", "tests", "bench", "docs") for word in ("--ignore", folder)]
GATHER = ["makemessages", "--all", "--no-location", "--no-obsolete", "--no-wrap", "--verbosity", "0", *IGNORED]


def manage(*command):
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)


def undated(po):
    """The file without the line that changes whenever it is written."""
    return [line for line in po.decode().splitlines() if not line.startswith('"POT-Creation-Date')]


def gather(files):
    """Brings the files up to date. One that gains no text keeps its date, so that it does not change at all."""
    before = {file: file.read_bytes() for file in files}
    manage(*GATHER)
    for file, content in before.items():
        if undated(content) == undated(file.read_bytes()):
            file.write_bytes(content)


def behind(files):
    """Which .po files lack something that the code says, or say something that it no longer does."""
    before = {file: file.read_bytes() for file in files}
    try:
        manage(*GATHER)
        return [file for file, content in before.items() if undated(content) != undated(file.read_bytes())]
    finally:
        for file, content in before.items():
            file.write_bytes(content)


def says(mo):
    with mo.open("rb") as opened:
        return gettext.GNUTranslations(opened)._catalog


def uncompiled(files):
    """Which .po files have a .mo beside them that says something else, or none."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.mo"
        for file in files:
            subprocess.run(["msgfmt", "--check", "-o", fresh, file], check=True)
            compiled = file.with_suffix(".mo")
            if not compiled.exists() or says(compiled) != says(fresh):
                yield file


def complaints(files):
    """One sentence for each file to mend."""
    for file in behind(files):
        yield f"{file.relative_to(ROOT)} does not fit the code. Run: make messages"
    for file in uncompiled(files):
        yield f"{file.relative_to(ROOT)} was not compiled. Run: make messages"


def main(arguments):
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        found = [f"{', '.join(missing)} is not installed, so the translations were not checked: apt install gettext"]
    elif "--write" in arguments:
        gather(sorted(LOCALE.rglob("*.po")))
        manage("compilemessages", "--verbosity", "0")
        found = []
    else:
        found = list(complaints(sorted(LOCALE.rglob("*.po"))))
    print(*found or ["The translations are current."], sep="\n")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
