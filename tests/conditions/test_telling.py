"""Words by which one person could be known are told from words that many share."""

import pytest

from conditions.telling import may_tell

DAYS = (
    "jane doe 12 march 1985",
    "jane doe 12 march",
    "1985 march 12 jane doe",
    "jane doe 1985",
    "1985 jane doe",
    "12MAR85",
    "jane 1st of may",
    "jane, the twelfth of march",
    "jane march the twenty-third",
    "jane third march",
    "jane doe 12 de marzo de 1985",
    "juana el doce de marzo",
    "juana primero de mayo",
    "juana 3 setiembre",
    "juana ene. 4",
    "jane 1/3/85",
    "jane 1-3-85",
    "jane 85.3.1",
    "jane 12/3",
    "jane 12.3.",
)
NUMBERS = ("call 0171 23 45", "0_1  7  /  1 - - 2 __ 3", "٠ ١ ٢ ٣ ٤", "12345", "call 01 71 then 2 3", "１２３４５ jane")
ADDRESSES = (
    "anna@example.org",
    "anna＠example.org",
    "anna at example dot org",
    "ana arroba ejemplo punto es",
    "anna gmail",
)
NAMES = ("anna1987", "Anna_987", "born 1987")
PAGES = ("https://example.org", "www example", "see example.org")
SHARED = (
    "type 2 quiver",
    "quiver-19",
    "hla b27",
    "hla-dq2.5",
    "covid19",
    "47,xxy",
    "trisomy 99",
    "22q11.2 deletion",
    "t(9;22)",
    "may-hegglin anomaly",
    "marching with pain",
    "march fracture",
    "marfan of the hand",
    "fièvre de mer",
    "mal de mar",
    "mareo del mar muerto",
)


@pytest.mark.one_engine
@pytest.mark.promise("S7")
@pytest.mark.parametrize("typed", [*DAYS, *NUMBERS, *ADDRESSES, *NAMES, *PAGES])
def test_words_that_may_tell_who_somebody_is(typed):
    assert may_tell(typed)


@pytest.mark.one_engine
@pytest.mark.parametrize("typed", SHARED)
def test_words_that_many_share(typed):
    assert not may_tell(typed)
