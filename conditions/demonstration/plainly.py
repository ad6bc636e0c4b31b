"""A lay reader of the demonstration: invented like everybody there, asked and answering by the moves of life."""

import datetime

from conditions.demonstration import reading
from conditions.demonstration.cast import LAY_READER
from conditions.demonstration.stage import Stage
from conditions.editorial import readings
from conditions.models import Reading, Round, User

NAME = "Invented reader Robin Vale"


def asked(round_: Round, told: reading.Version, stage: Stage, *, by: User, at: datetime.datetime) -> None:
    """They are asked for, where the file says so."""
    if told.lay_reader:
        readings.ask(round_, [stage.cast.users[LAY_READER]], by=by, at=at)


def answered(round_: Round, told: reading.Version, *, at: datetime.datetime) -> None:
    """They understood all of it, unless the file leaves them waiting."""
    if told.lay_reader == reading.UNDERSTOOD:
        (mine,) = round_.readings.select_related("reader", "round__answer")
        about = {"standpoint": Reading.Standpoint.LIVES, "name": NAME, "seen": mine.digest}
        readings.answer(mine, Reading.Said.CLEAR, by=mine.reader, at=at, **about)
