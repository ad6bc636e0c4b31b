"""Real starts with good and bad settings: what an operator sees."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "hemlig-" * 9,
    "ALLOWED_HOSTS": "health.example.org",
    "DATABASE_URL": "postgresql://site:hemlig@localhost:5432/site",
    "EMAIL_URL": "submission://site:hemlig@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "no-reply@example.org",
    "DISEASEMAPS_ADDRESS": "https://health.example.org",
    "DISEASEMAPS_PUBLISHER": "A patient organisation",
    "DISEASEMAPS_FUNDING": "Its members pay for the site.",
    "DISEASEMAPS_CONTACT": "editors@example.org",
    "DISEASEMAPS_PRIVACY_CONTACT": "privacy@example.org",
    "DISEASEMAPS_COUNTRIES": "GB,IE",
    "DISEASEMAPS_READING_HOURS": "weekdays, 9 am to 5 pm",
}
BAD = [
    ("DISEASEMAPS_MODE", "live", "production, demonstration or test"),
    ("DISEASEMAPS_VAR", "/dev/null/var", "a folder that the site may write to"),
    ("DEBUG", "maybe", "true or false"),
    ("DISEASEMAPS_HTTPS", "2", "true or false"),
    ("DISEASEMAPS_DEMONSTRATION_IN_PUBLIC", "perhaps", "true or false"),
    ("SECRET_KEY", "hemlig", "at least 50 characters"),
    ("ALLOWED_HOSTS", "*", "the site's host names"),
    ("ALLOWED_HOSTS", "https://example.org", "the site's host names"),
    ("DATABASE_URL", "mysql://site:hemlig@localhost/site", "like postgresql://"),
    ("DATABASE_URL", "postgresql://site:hemlig@localhost", "like postgresql://"),
    ("DATABASE_URL", "sqlite://:memory:", "sqlite:////folder/file.sqlite3"),
    ("DATABASE_URL", "hemlig", "like postgresql://"),
    ("CACHE_URL", "locmem://", "db://diseasemaps_cache or redis://"),
    ("CACHE_URL", "hemlig", "db://diseasemaps_cache or redis://"),
    ("EMAIL_URL", "hemlig", "like submission://"),
    ("EMAIL_URL", "dummy:", "like submission://"),
    ("DEFAULT_FROM_EMAIL", "nobody", "like no-reply@example.org"),
    ("TIME_ZONE", "Mars", "like Europe/London"),
    ("DISEASEMAPS_ADDRESS", "health.example.org", "the address that readers open"),
    ("DISEASEMAPS_ADDRESS", "https://health.example.org/", "like https://example.org"),
    ("DISEASEMAPS_ADDRESS", "https://other.example.org", "at one of ALLOWED_HOSTS"),
    ("DISEASEMAPS_PUBLISHER", " ", "the name of who runs the site"),
    ("DISEASEMAPS_COUNTRIES", "GB,Ireland", "two-letter codes"),
    ("DISEASEMAPS_MINIMUM_AGE", "ten", "from 13 to 21"),
    ("DISEASEMAPS_MINIMUM_AGE", "12", "from 13 to 21"),
    ("DISEASEMAPS_SEARCHED_BY", "4", "from 5 to 100, or 0 for never"),
    ("DISEASEMAPS_LEASE", "4", "from 5 to 240"),
    ("DISEASEMAPS_HARD_TEXTS", "0", "from 1 to 50"),
    ("DISEASEMAPS_TRUSTED_PROXIES", "-1", "from 0 to 5"),
]


def start(*command, **changes):
    """Runs the command in a process of its own, as production, with the changed settings; None takes one away."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL"}}
    settings = {name: value for name, value in (GOOD | changes).items() if value is not None}
    command = command or ("manage.py", "check")
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=kept | settings, capture_output=True, text=True, check=False
    )


def complaints(ran):
    return [line.removeprefix("  - ") for line in ran.stderr.splitlines() if line.startswith("  - ")]


def rounds():
    """The bad values for as few starts as there are bad values of one setting: a start tells of each that it met."""
    left = list(BAD)
    while left:
        together = {name: (value, allowed) for name, value, allowed in reversed(left)}
        left = [each for each in left if together[each[0]] != each[1:]]
        yield together


@pytest.mark.promise("O4")
@pytest.mark.parametrize("bad", rounds())
def test_bad_settings_stop_the_start_with_a_sentence_each(bad):
    ran = start(**{name: value for name, (value, _) in bad.items()})
    told = {name: [line for line in complaints(ran) if line.startswith(f"{name} is ")] for name in bad}
    assert [name for name, (_, allowed) in bad.items() if len(told[name]) != 1 or allowed not in told[name][0]] == []
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Traceback" not in ran.stderr
    assert "hemlig" not in ran.stderr


@pytest.mark.promise("O4")
def test_missing_settings_stop_the_start():
    ran = start(**dict.fromkeys(GOOD))
    told = {line.partition(" is not set. It must be ")[0]: line for line in complaints(ran)}
    assert told.keys() == GOOD.keys()
    assert len(complaints(ran)) == len(GOOD)
    assert ran.returncode == 1


@pytest.mark.promise("O4")
@pytest.mark.parametrize("name", ["SECRET_KEY", "DISEASEMAPS_READING_HOURS"])
def test_one_missing_setting_is_enough_to_stop_the_start(name):
    ran = start(**{name: None})
    (sentence,) = complaints(ran)
    assert sentence.startswith(f"{name} is not set. It must be ")
    assert ran.returncode == 1


def test_address_may_be_at_a_subdomain_of_an_allowed_host():
    assert start(ALLOWED_HOSTS="example.org,.example.net", DISEASEMAPS_ADDRESS="https://a.example.net").returncode == 0


@pytest.mark.promise("O4")
def test_misspelt_setting_is_refused_with_the_near_name():
    ran = start(DISEASEMAPS_CONTACTS="x@example.org")
    assert complaints(ran) == ["DISEASEMAPS_CONTACTS is not a setting of this site. Did you mean DISEASEMAPS_CONTACT?"]
    assert ran.returncode == 1


@pytest.mark.promise("O4")
def test_several_bad_settings_are_told_at_once():
    ran = start(DEBUG="maybe", TIME_ZONE="Mars", SECRET_KEY=None)
    assert [line.split()[0] for line in complaints(ran)] == ["DEBUG", "SECRET_KEY", "TIME_ZONE"]


@pytest.mark.promise("O4")
@pytest.mark.parametrize("door", ["diseasemaps.wsgi", "diseasemaps.asgi"])
def test_web_process_refuses_a_bad_setting_too(door):
    ran = start("-c", f"import {door}", TIME_ZONE="Mars")
    assert complaints(ran) == ["TIME_ZONE is “Mars”. It must be the name of a time zone, like Europe/London."]
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


@pytest.mark.promise("O4")
def test_demonstration_refuses_a_public_host_name_unless_it_is_meant():
    ran = start(DISEASEMAPS_MODE="demonstration", ALLOWED_HOSTS="health.example.org")
    (sentence,) = complaints(ran)
    assert sentence.startswith("ALLOWED_HOSTS is “health.example.org”. It must be localhost")
    meant = start(
        DISEASEMAPS_MODE="demonstration",
        DISEASEMAPS_DEMONSTRATION_IN_PUBLIC="true",
        ALLOWED_HOSTS="health.example.org",
    )
    assert meant.returncode == 0, meant.stderr


@pytest.mark.promise("S3")
def test_production_settings_pass_the_deployment_check():
    ran = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert ran.returncode == 0, ran.stderr
    assert "no issues (0 silenced)" in ran.stdout


def test_settings_of_the_test_suite_are_left_to_it():
    assert start("-c", "import diseasemaps.wsgi", DISEASEMAPS_TEST_DATA="/nowhere").returncode == 0


SHOW = "from diseasemaps.settings import DATABASES; print(DATABASES['default'])"


def test_database_in_a_file_overwrites_what_is_erased(tmp_path):
    ran = start("-c", SHOW, DATABASE_URL=f"sqlite:///{tmp_path}/site.sqlite3", DISEASEMAPS_VAR=str(tmp_path))
    assert "secure_delete=ON" in ran.stdout
    assert f"PosixPath('{tmp_path}/test-suite.sqlite3')" in ran.stdout


def test_options_of_a_database_stand_beside_ours():
    url = f"{GOOD['DATABASE_URL']}?options=-c%20search_path%3Dsite&sslmode=require"
    ran = start("-c", SHOW, DATABASE_URL=url)
    assert "'options': '-c jit=off -c search_path=site'" in ran.stdout
    assert "'sslmode': 'require'" in ran.stdout
    assert "'CONN_HEALTH_CHECKS': True" in ran.stdout
