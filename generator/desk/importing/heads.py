"""How items and columns begin in one bulletin: by a mark, by a number, or by the titles of the contents."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.desk.importing import contents, front, marks
from generator.desk.importing.bulletin import Entry, Said
from generator.desk.importing.lines import Line
from generator.desk.importing.numerals import find_date

_ANY_YEAR = 2000
_COLUMN = re.compile(r"[\u4e00-\u9fff ]{2,10}")
_DAY = re.compile(r"[\s\d月日号至到～~—\-（）()星期周一二三四五六天]+")


class Heads(NamedTuple):
    """How items begin in this bulletin.

    `kind` is the mark they bear, if any; `listed` where the contents name them, so that a number alone
    does not make an item.
    """

    kind: str
    listed: bool
    entries: Sequence[Entry]

    def begins(self, line: Line, last: int) -> bool:
        """Whether a line begins an item; `last` is the number of the item before it in its column."""
        marked = marks.strip(line.text)
        if self.is_listed(line):
            return marked.kind in ("", self.kind)
        if not self.kind or marked.kind != self.kind:
            return False
        return (
            marked.is_symbol or (not self.listed and marked.number == last + 1) or self._is_alike(marked.rest)
        )

    def leads(self, following: Line | None, column: Said[str]) -> bool:
        """Whether an item begins right under a column's head."""
        if column.guess or not self.kind or following is None:
            return following is not None
        return self.is_listed(following) or marks.strip(following.text).kind == self.kind

    def is_listed(self, line: Line) -> bool:
        """Whether a line begins with a title of the contents."""
        return contents.match(line.text, self.entries) is not None

    def column(self, line: Line, following: Line | None) -> Said[str] | None:
        """The column that a few words alone on a line name, right before the first of its items."""
        if not self.kind or following is None or self.is_listed(line):
            return None
        own, next_ = marks.strip(line.text), marks.strip(following.text)
        if not _COLUMN.fullmatch(own.rest) or next_.kind in ("", own.kind):
            return None
        if next_.kind == self.kind and (not own.kind or next_.is_symbol or not own.is_symbol):
            name = own.rest.replace(" ", "")
            return Said(name, line.place(own.rest), f"“{name}”独占一行，后面紧跟条目，当作栏目")
        return None

    def is_day(self, line: Line, following: Line | None) -> bool:
        """Whether a line is nothing but a date that stands over the items of a day."""
        if following is None or marks.strip(following.text).kind != (self.kind or None):
            return False
        return bool(_DAY.fullmatch(line.text)) and find_date(line.text, _ANY_YEAR) is not None

    def _is_alike(self, text: str) -> bool:
        return any(contents.alike(text.partition("。")[0], entry.title.value) for entry in self.entries)


def heads_of(body: Sequence[Line], entries: Sequence[Entry], columns: Sequence[str]) -> Heads:
    """The mark of the items: that of the titles in the contents; else the first sign as ◆; else a number.

    Where sentences stand before the first number, it counts the parts of one item.
    """
    plain = [line for line in body if contents.column_head(line, columns) is None]
    marked = [marks.strip(line.text) for line in plain]
    pairs = list(zip(plain, marked, strict=True))
    titled = [mark for line, mark in pairs if contents.match(line.text, entries) is not None]
    symbol = next((mark.kind for mark in titled or marked if mark.is_symbol), None)
    if titled or symbol:
        return Heads(symbol or titled[0].kind, bool(titled), entries)
    before = next(
        (i for i, line in enumerate(plain) if "。" in line.text and not front.note(line.text)), len(plain)
    )
    numbers = [mark for mark in marked[: before + 1] if mark.kind]
    if len(numbers) > 1 and _COLUMN.fullmatch(numbers[0].rest) and numbers[0].kind != numbers[1].kind:
        numbers = numbers[1:]
    return Heads(numbers[0].kind if numbers else "", listed=False, entries=entries)
