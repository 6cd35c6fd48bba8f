"""What proofreading says of a place in a text."""

from typing import NamedTuple


class Finding(NamedTuple):
    """Something wrong from `start` to before `end` in the prose of an item.

    `new` is the right text, None where only the editor can know it. `safe` tells that `new` may be put in
    without asking: it changes how something is written, never what is said.
    """

    start: int
    end: int
    code: str
    message: str
    hint: str = ""
    new: str | None = None
    safe: bool = False
