"""The grammar of a bulletin: masthead, contents, items under their columns, colophon.

An item runs to the next mark, column head or credit of a line of its own that is followed by a new title;
empty lines are page breaks as often as they part items, so they decide nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from generator.desk.importing import articles, contents, crediting, front, marks
from generator.desk.importing.articles import LONGEST_TITLE, Draft
from generator.desk.importing.bulletin import Article, Bulletin, Entry, Front, Known, Said, remark
from generator.desk.importing.checking import checked
from generator.desk.importing.debris import is_debris
from generator.desk.importing.heads import Heads, heads_of
from generator.desk.importing.lines import Line, split
from generator.desk.importing.numerals import find_year
from generator.model import Problem

_MASTHEAD_LINES = 12
_TITLE_END = re.compile(r"[。！？；：，、…:;,]$")
_LONGEST_HEAD = LONGEST_TITLE + 10


def parse(text: str, known: Known, file_name: str = "") -> Bulletin:
    """A bulletin taken apart; whatever the text, nothing is raised and nothing is lost without a remark."""
    every, remarks = split(text)
    debris = {line for line in every if is_debris(line.text)}
    lines = tuple(line for line in every if line not in debris)
    dropped = [_dropped(line) for line in every if line in debris]
    head = contents.head(lines)
    listed = contents.read(lines, head + 1, known) if head is not None else contents.Contents((), 0)
    if head is None or not listed.entries or listed.end == len(lines):
        head = _masthead_end(lines, known)
        listed = contents.Contents((), head)
    known = _with_units(known, listed.entries)
    top, unused = front.masthead(lines[:head], known, file_name)
    body = lines[listed.end :]
    start = front.colophon_start(body, 0)
    items, lost, top = _items(body[:start], listed.entries, known, top)
    top, left = front.colophon(top, body[start:], known)
    top = _with_editors(top, items)
    items, differences = checked(items, listed.entries, known)
    if top.year is None:
        top = _year_of_text(top, lines)
    return Bulletin(top, listed.entries, items, (*remarks, *dropped, *unused, *lost, *left, *differences))


def _dropped(line: Line) -> Problem:
    message = f"“{line.text[:30]}”像是网页上的按钮、计数或分隔线，没有写入。"
    return remark(line.place(), "I09", message, old=line.text)


def _with_units(known: Known, entries: Sequence[Entry]) -> Known:
    """What the contents name as units, the body may name without 供稿."""
    named = (unit.value for entry in entries for unit in entry.credits.units)
    return Known(known.sections, tuple(dict.fromkeys((*known.units, *named))))


def _year_of_text(top: Front, lines: Sequence[Line]) -> Front:
    for line in lines:
        year = find_year(line.text)
        if year is not None:
            said = Said(year, line.place(str(year)), "期号和日期都没有年份，取自正文里最先出现的年份")
            return msgspec.structs.replace(top, year=said)
    return top


# --- Where the body begins, without contents --------------------------------------------------------


def _masthead_end(lines: Sequence[Line], known: Known) -> int:
    """The number of lines that are masthead: up to the last that looks like one, before the first item."""
    end = 0
    for index, line in enumerate(lines[:_MASTHEAD_LINES]):
        if front.is_masthead(line.text) and not marks.strip(line.text).is_symbol:
            end = index + 1
        elif (
            marks.strip(line.text).is_symbol
            or "。" in line.text
            or contents.column_head(line, known.sections)
        ):
            break
    return end


# --- Items ------------------------------------------------------------------------------------------


@dataclass
class _Gathering:
    """What the body has given so far, line by line."""

    drafts: list[Draft] = field(default_factory=list)
    section: Said[str] | None = None
    notes: list[Said[str]] = field(default_factory=list)
    open: bool = False
    closed_by_credit: bool = False
    number: int = 0
    lost: list[Problem] = field(default_factory=list)

    def begin(self, line: Line, *, titled: bool = True) -> None:
        """Begin an item."""
        self.drafts.append(Draft([line], self.section, tuple(self.notes), titled))
        self.notes, self.open, self.closed_by_credit = [], True, False
        self.number = marks.strip(line.text).number or self.number

    def go_on(self, line: Line) -> None:
        """Add a line to the item that is open."""
        self.drafts[-1].lines.append(line)

    def column(self, section: Said[str] | None) -> None:
        """Begin a column, which ends the item before it; one without any item is remarked on."""
        used = any(draft.section == self.section for draft in self.drafts)
        if self.section and not used:
            message = f"栏目“{self.section.value}”下面没有条目，没有写入。"
            self.lost.append(remark(self.section.place, "I10", message, old=self.section.value))
        self.section, self.open, self.number = section, False, 0


def _items(
    body: Sequence[Line], entries: Sequence[Entry], known: Known, top: Front
) -> tuple[tuple[Article, ...], tuple[Problem, ...], Front]:
    named = (entry.section.value for entry in entries if entry.section)
    columns = tuple(dict.fromkeys((*known.sections, *named)))
    heads = heads_of(body, entries, columns)
    gathered = _Gathering()
    for index, line in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        _gather(gathered, line, following, heads, known, columns)
    gathered.column(None)
    items = tuple(articles.make(draft, entries, known) for draft in gathered.drafts)
    top = front.with_more(top, (("notes", tuple(gathered.notes)),))
    if items and front.note(body[0].text):
        # What stands before the items and before any column speaks of the whole issue.
        before = gathered.drafts[0].notes
        top = front.with_more(top, (("notes", before),))
        items = (msgspec.structs.replace(items[0], notes=items[0].notes[len(before) :]), *items[1:])
    return items, tuple(gathered.lost), top


def _gather(
    gathered: _Gathering,
    line: Line,
    following: Line | None,
    heads: Heads,
    known: Known,
    columns: Sequence[str],
) -> None:
    column = contents.column_head(line, columns) or heads.column(line, following)
    if column and gathered.open and column.value not in columns and not heads.leads(following, column):
        column = None  # 【案例】 inside of an item
    words = front.note(line.text)
    if column:
        gathered.column(column)
    elif heads.begins(line, gathered.number):
        gathered.begin(line)
    elif not gathered.open and (words or (gathered.notes and heads.kind)):
        gathered.notes.append(Said(words or line.text, line.place(words or "")))
    elif heads.is_day(line, following):
        message = f"“{line.text}”是分日期的小标题，没有写入。"
        gathered.lost.append(remark(line.place(), "I10", message, old=line.text))
        gathered.open = False
    elif gathered.open and not (gathered.closed_by_credit and _is_title(line, following, known)):
        gathered.go_on(line)
        gathered.closed_by_credit = gathered.closed_by_credit or _closes(line, known)
    else:
        gathered.begin(line, titled=_is_title(line, following, known))


def _is_title(line: Line, following: Line | None, known: Known) -> bool:
    """A short line without a full stop that is no credit, followed by something longer."""
    text = line.text
    short = len(text) <= _LONGEST_HEAD and "。" not in text and not _TITLE_END.search(text)
    if not short or following is None or len(following.text) <= len(text):
        return False
    taken = crediting.tail(text, line, known)
    return taken is None or bool(taken.text)


def _closes(line: Line, known: Known) -> bool:
    """Whether a line ends in a credit that leaves no doubt, as the last line of an item does."""
    found = crediting.tail(line.text, line, known)
    return found is not None and found.credits.given


def _with_editors(top: Front, items: Sequence[Article]) -> Front:
    """Editors named under items are the issue's."""
    return front.with_more(top, (("editors", item.credits.editors) for item in items))
