"""The glossary of the demonstration: words that its answers use, proposed by one editor and accepted by another."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from conditions import names
from conditions.editorial import proposals
from conditions.editorial.comparison import screen
from conditions.models import Proposal, User

WORDS = Path(__file__).parent / "words.toml"


@transaction.atomic
def load(*, by: User, second: User, at: datetime.datetime) -> int:
    """Explains the words, by the moves of life; how many it explained now. What changed since stays as it is."""
    told = [(language, said) for language, words in tomllib.loads(WORDS.read_text("utf-8")).items() for said in words]
    new = [(language, said) for language, said in told if not _is_known(language, said["term"])]
    for language, said in new:
        _explain(language, by, second, at, **said)
    return len(new)


def _is_known(language: str, term: str) -> bool:
    return Proposal.objects.filter(about=f"term:{language}:{names.slug(term)}").exists()


def _explain(language: str, by: User, second: User, at: datetime.datetime, **said: Any) -> None:
    said["forms"] = "\n".join(said.get("forms", []))
    made = proposals.propose_term(language=language, by=by, at=at, **said)
    proposals.accept(made, by=second, at=at, seen=screen(made))
