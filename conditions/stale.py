"""What a move says when somebody was faster."""


class Stale(Exception):  # noqa: N818 (it says what happened)
    """It moved while the person looked: nothing is applied, and they look again (E4)."""
