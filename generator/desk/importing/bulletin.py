"""What an importer finds in a bulletin: frozen values, each with its place and whether it was guessed."""

from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar

import msgspec

from generator.model import IssueKind, Place, Problem, Reprint, Value

T_co = TypeVar("T_co", covariant=True)


class Said(Value, Generic[T_co], frozen=True):
    """A value and where the text says it; `guess` is why we believe it where the text does not say so."""

    value: T_co
    place: Place
    guess: str = ""


class Known(Value, frozen=True):
    """What a site already knows: its sections, and the names and aliases of its units."""

    sections: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class Credits(Value, frozen=True):
    """Whom an item comes from. `unused` are names of staff (拟稿, 审核 …), for which an item has no key."""

    units: tuple[Said[str], ...] = ()
    author: Said[str] | None = None
    reprint: Said[Reprint] | None = None
    editors: tuple[Said[str], ...] = ()
    unused: tuple[Said[str], ...] = ()

    @property
    def given(self) -> bool:
        """Whether a source or a reprint is named, as an item demands."""
        return bool(self.units or self.reprint)


class Entry(Value, frozen=True):
    """A line of the contents (要目): `credit` is the inside of its bracket, `credits` what that names."""

    title: Said[str]
    credit: Said[str] | None = None
    credits: Credits = Credits()
    section: Said[str] | None = None


class Article(Value, frozen=True):
    """An item as found; `place` is where it begins."""

    place: Place
    title: Said[str] | None
    paragraphs: tuple[Said[str], ...] = ()
    section: Said[str] | None = None
    credits: Credits = Credits()
    notes: tuple[Said[str], ...] = ()


class Front(Value, frozen=True):
    """What is said of the issue as a whole, in its masthead (报头) and colophon (报尾).

    `year` stands beside `number` (2016年第5期) or is the date's. `classification` (密级) is kept, so that a
    build refuses the issue.
    """

    number: Said[int] | None = None
    total: Said[int] | None = None
    kind: Said[IssueKind] | None = None
    date: Said[date] | None = None
    year: Said[int] | None = None
    marking: Said[str] | None = None
    classification: Said[str] | None = None
    signed_by: Said[str] | None = None
    copies: Said[int] | None = None
    editors: tuple[Said[str], ...] = ()
    report_to: tuple[Said[str], ...] = ()
    send_to: tuple[Said[str], ...] = ()
    issue_to: tuple[Said[str], ...] = ()
    extra_to: tuple[Said[str], ...] = ()
    notes: tuple[Said[str], ...] = ()


class Bulletin(Value, frozen=True):
    """One text taken apart; `remarks` tell what was dropped, changed or not understood, without a file."""

    front: Front
    contents: tuple[Entry, ...]
    items: tuple[Article, ...]
    remarks: tuple[Problem, ...] = ()


def united(fronts: Sequence[Front]) -> Front:
    """The front of an issue that came in several texts: of each value the first that is given."""
    names = Front.__struct_fields__
    given = {name: [value for f in fronts if (value := getattr(f, name))] for name in names}
    return msgspec.structs.replace(Front(), **{name: values[0] for name, values in given.items() if values})


def remark(place: Place, code: str, message: str, hint: str = "", old: str | None = None) -> Problem:
    """Something the editor should know about a place of the text."""
    return Problem("", place.line, place.column, code, message, hint, "warning", old)
