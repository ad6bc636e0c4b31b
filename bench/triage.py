"""How often the rules of triage are right, how often they cry wolf, and how long they take.

    DISEASEMAPS_MODE=test .venv/bin/python bench/triage.py [folder]

Without a folder it reads our own invented stories alone. A folder holds what others made, in three folders of its own,
of which each may be missing: `pii` (sentences with marked personal data, from presidio-research), `moderation`
(HateCheck) and `medquad` (answers of MedQuAD, in zip files of XML). It prints recall and precision, alarms for each
thousand medical answers, in which nobody tells of themselves, and milliseconds for a story and for 100,000 letters. It
exits 1 if a story takes more than 50 ms, or if ten times the letters take more than twenty times as long.
"""

import csv
import gzip
import html
import json
import os
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diseasemaps.settings")

import django

django.setup()

from community import triage
from tests.community.triage.scores import HELD_OUT, SHAPED_ON, Score, scores, stories

BELOW, GROWTH = 50.0, 20.0  # ms; for ten times the letters
LETTERS = 100_000
ANSWER = re.compile(r"<Answer>(.*?)</Answer>", re.DOTALL)
KINDS = {
    "EMAIL_ADDRESS": "contact",
    "PHONE_NUMBER": "contact",
    "DOMAIN_NAME": "contact",
    "STREET_ADDRESS": "address",
    "AGE": "recognised",
    "DATE_TIME": "recognised",
    "TITLE": "",
}


def main(folder: Path | None) -> int:
    for title, names in (("stories on which rules were shaped", SHAPED_ON), ("stories held out", HELD_OUT)):
        told(f"{title}: {len(list(stories(names)))}", scores(names))
    if folder:
        for name, measured in (("pii", personal), ("moderation", contempt), ("medquad", alarms)):
            if (folder / name).is_dir():
                measured(folder / name)
    return speed()


def told(title: str, found: dict[str, Score]) -> None:
    print(f"\n{title}")
    for rule, score in found.items():
        whole, said = score.right + score.missed, score.right + score.wrong
        print(
            f"  {rule:12} recall {score.right:4}/{whole:<4} {score.recall:6.1%}"
            f"   precision {score.right:4}/{said:<4} {score.precision:6.1%}"
        )


def personal(folder: Path) -> None:
    """Of each kind of personal data, how much is touched by a mark of the rule that is meant for it."""
    found, whole, marks, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    with gzip.open(folder / "synth_dataset_v2.json.gz", "rt", encoding="utf-8") as file:
        texts = json.load(file)
    for each in texts:
        spans = [(s["entity_type"], s["start_position"], s["end_position"]) for s in each["spans"]]
        for mark in triage.read(each["full_text"]):
            marks[mark.rule] += 1
            right[mark.rule] += any(touches(mark, begin, end) for _kind, begin, end in spans)
        for kind, begin, end in spans:
            if rule := KINDS.get(kind):
                whole[kind] += 1
                of_rule = (mark for mark in triage.read(each["full_text"]) if mark.rule == rule)
                found[kind] += any(touches(mark, begin, end) for mark in of_rule)
    print(f"\npersonal data in {len(texts)} sentences of presidio-research")
    for kind, count in whole.most_common():
        print(f"  {kind:15} by {KINDS[kind]:11} recall {found[kind]:4}/{count:<4} {found[kind] / count:6.1%}")
    for rule in ("contact", "address"):
        print(f"  {rule:15} marks that touch personal data {right[rule]:4}/{marks[rule]}")


def touches(mark: triage.Mark, begin: int, end: int) -> bool:
    return mark.place < end and begin < mark.place + mark.length


def contempt(folder: Path) -> None:
    """HateCheck: by what each case tests, how many hateful ones are found, and how many others are."""
    with gzip.open(folder / "hatecheck" / "test_suite_cases.csv.gz", "rt", encoding="utf-8") as file:
        cases = list(csv.DictReader(file))
    right = Score(0, 0, 0)
    for case in cases:
        hit = any(mark.rule == "hate" for mark in triage.read(case["test_case"]))
        is_hateful = case["label_gold"] == "hateful"
        right = Score(
            right.right + (hit and is_hateful),
            right.missed + (is_hateful and not hit),
            right.wrong + (hit and not is_hateful),
        )
    told(f"{len(cases)} cases of HateCheck", {"hate": right})


def answers(folder: Path) -> Iterator[str]:
    for name in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(name) as held:
            for file in held.namelist():
                if file.endswith(".xml"):
                    found = ANSWER.findall(held.read(file).decode())
                    yield from (html.unescape(text) for text in found if text.strip())


def alarms(folder: Path) -> None:
    """Every mark is a false alarm but of amounts, days and names, which stand there."""
    found, count, urgent = Counter[str](), 0, 0
    for text in answers(folder):
        count += 1
        marks = triage.read(text)
        found.update({mark.rule for mark in marks})
        urgent += any(mark.level == "danger" for mark in marks)
    print(f"\n{count} answers of MedQuAD: in how many of each thousand a rule marks something")
    for rule in triage.RULES:
        print(f"  {rule.name:12} {1_000 * found[rule.name] / count:7.1f}")
    print(f"  {'urgent':12} {1_000 * urgent / count:7.1f}")


def milliseconds(measured: Callable[[], object]) -> float:
    """The quickest of five, in time of this process alone."""
    taken = []
    for _ in range(5):
        begun = time.process_time()
        measured()
        taken.append(time.process_time() - begun)
    return 1_000 * min(taken)


def speed() -> int:
    whole = " ".join(story["text"] for story in stories(SHAPED_ON + HELD_OUT))
    long = (whole * (1 + LETTERS // len(whole)))[:LETTERS]
    usual, tenth, full = (milliseconds(lambda n=n: triage.read(long[:n])) for n in (2_000, LETTERS // 10, LETTERS))
    print(f"\na story of 2,000 letters {usual:.1f} ms; 10,000 letters {tenth:.0f} ms; 100,000 letters {full:.0f} ms")
    return int(usual > BELOW or full > GROWTH * tenth)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
