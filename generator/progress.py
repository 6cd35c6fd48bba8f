"""How a long build tells that it is getting on."""

from collections.abc import Callable
from typing import NamedTuple


def _nothing(*_: object) -> None:
    pass


class Progress(NamedTuple):
    """Who is told: `step` of what is done, how much of how much; `waiting` of another build in the way."""

    step: Callable[[str, int, int], None] = _nothing
    waiting: Callable[[], None] = _nothing
