"""The grammar of a bulletin: masthead, contents, items under their columns, colophon.

An item runs to the next mark, column head or credit of a line of its own that is followed by a new title;
empty lines are page breaks as often as they part items, so they decide nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from generator.desk.importing import contents, crediting, front, marks, names, sections
from generator.desk.importing.bulletin import Article, Bulletin, Credits, Entry, Front, Known, Said, remark
from generator.desk.importing.debris import is_debris
from generator.desk.importing.lines import Line, split
from generator.desk.importing.numerals import find_date, find_year
from generator.model import Problem

LONGEST_TITLE = 40
"""Characters of the longest run-in title that is believed without a contents to confirm it."""

_ANY_YEAR = 2000
_MASTHEAD_LINES = 12
_MOST_TAILS = 4
_TITLE_END = re.compile(r"[。！？；：，、…:;,]$")
_COLUMN = re.compile(r"[\u4e00-\u9fff ]{2,10}")
_STOPS = "。！？…）)”》］]"
_YEARLESS = re.compile(r"[\s\d月日号至到～~—\-（）()星期周一二三四五六天]+")


def parse(text: str, known: Known, file_name: str = "") -> Bulletin:
    """A bulletin taken apart; whatever the text, nothing is raised and nothing is lost without a remark."""
    every, remarks = split(text)
    debris = {line for line in every if is_debris(line.text)}
    lines = tuple(line for line in every if line not in debris)
    dropped = [_dropped(line) for line in every if line in debris]
    head = contents.head(lines)
    listed = contents.read(lines, head + 1, known) if head is not None else contents.Contents((), 0)
    if head is None or not listed.entries:
        head = _masthead_end(lines, known)
        listed = contents.Contents((), head)
    known = _with_units(known, listed.entries)
    top, unused = front.masthead(lines[:head], known, file_name)
    body = lines[listed.end :]
    start = front.colophon_start(body, 0)
    items, lost, top = _items(body[:start], listed.entries, known, top)
    top, left = front.colophon(top, body[start:], known)
    top = _with_editors(top, items)
    items, differences = _checked(items, listed.entries, known)
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
        if marks.strip(line.text).is_symbol or contents.column_head(line, known) or "。" in line.text:
            break
        if front.is_masthead(line.text):
            end = index + 1
    return end


# --- Items ------------------------------------------------------------------------------------------


@dataclass
class _Draft:
    """The lines of one item while they are gathered; `titled` where its first line is its head."""

    lines: list[Line]
    section: Said[str] | None
    notes: tuple[Said[str], ...] = ()
    titled: bool = True


@dataclass
class _Gathering:
    """What the body has given so far, line by line."""

    drafts: list[_Draft] = field(default_factory=list)
    section: Said[str] | None = None
    notes: list[Said[str]] = field(default_factory=list)
    open: bool = False
    closed_by_credit: bool = False
    number: int = 0
    lost: list[Problem] = field(default_factory=list)

    def begin(self, line: Line, *, titled: bool = True) -> None:
        """Begin an item."""
        self.drafts.append(_Draft([line], self.section, tuple(self.notes), titled))
        self.notes, self.open, self.closed_by_credit = [], True, False
        self.number = marks.strip(line.text).number or self.number

    def go_on(self, line: Line) -> None:
        """Add a line to the item that is open."""
        self.drafts[-1].lines.append(line)

    def column(self, section: Said[str] | None) -> None:
        """Begin a column, which ends the item before it."""
        self.section, self.open, self.number = section, False, 0


def _items(
    body: Sequence[Line], entries: Sequence[Entry], known: Known, top: Front
) -> tuple[tuple[Article, ...], tuple[Problem, ...], Front]:
    heads = _heads(body, entries, known)
    gathered = _Gathering()
    for index, line in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        _gather(gathered, line, following, heads, known)
    items = tuple(_article(draft, entries, known) for draft in gathered.drafts)
    if not items:
        top = front.with_more(top, (("notes", tuple(gathered.notes)),))
    elif front.note(body[0].text):
        # What stands before the items and before any column speaks of the whole issue.
        top = front.with_more(top, (("notes", items[0].notes),))
        items = (msgspec.structs.replace(items[0], notes=()), *items[1:])
    return items, tuple(gathered.lost), top


def _gather(gathered: _Gathering, line: Line, following: Line | None, heads: "_Heads", known: Known) -> None:
    column = contents.column_head(line, known) or heads.column(line, following)
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
    elif gathered.open and not (gathered.closed_by_credit and _is_title(line, following)):
        gathered.go_on(line)
        gathered.closed_by_credit = gathered.closed_by_credit or _closes(line, known)
    else:
        gathered.begin(line, titled=_is_title(line, following))


class _Heads(NamedTuple):
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
        return bool(_YEARLESS.fullmatch(line.text)) and find_date(line.text, _ANY_YEAR) is not None

    def _is_alike(self, text: str) -> bool:
        return any(contents.alike(text.partition("。")[0], entry.title.value) for entry in self.entries)


def _heads(body: Sequence[Line], entries: Sequence[Entry], known: Known) -> _Heads:
    """The mark of the items: that of the titles in the contents; else the first sign as ◆; else a number.

    Where sentences stand before the first number, it counts the parts of one item.
    """
    plain = [line for line in body if contents.column_head(line, known) is None]
    marked = [marks.strip(line.text) for line in plain]
    pairs = list(zip(plain, marked, strict=True))
    titled = [mark for line, mark in pairs if contents.match(line.text, entries) is not None]
    symbol = next((mark.kind for mark in titled or marked if mark.is_symbol), None)
    if titled or symbol:
        return _Heads(symbol or titled[0].kind, bool(titled), entries)
    before = next(
        (i for i, line in enumerate(plain) if "。" in line.text and not front.note(line.text)), len(plain)
    )
    numbers = [mark for mark in marked[: before + 1] if mark.kind]
    if len(numbers) > 1 and _COLUMN.fullmatch(numbers[0].rest) and numbers[0].kind != numbers[1].kind:
        numbers = numbers[1:]
    return _Heads(numbers[0].kind if numbers else "", listed=False, entries=entries)


def _is_title(line: Line, following: Line | None) -> bool:
    """A short line without a full stop, followed by something that is a sentence."""
    text = line.text
    short = len(text) <= LONGEST_TITLE + 10 and "。" not in text and not _TITLE_END.search(text)
    return short and following is not None and len(following.text) > len(text)


def _closes(line: Line, known: Known) -> bool:
    """Whether a line ends in a credit that leaves no doubt, as the last line of an item does."""
    found = crediting.tail(line.text, line, known)
    return found is not None and found.credits.given


# --- One item ---------------------------------------------------------------------------------------


def _article(draft: _Draft, entries: Sequence[Entry], known: Known) -> Article:
    first, rest = draft.lines[0], draft.lines[1:]
    title, text = _head(first, rest, entries) if draft.titled else (None, first.text)
    pieces = [(text, first)] if text else []
    pieces += [(line.text, line) for line in rest]
    title, found = _credit_in_head(title, first, known)
    on_top, pieces = _credits_on_top(pieces, known) if title else (Credits(), pieces)
    tails, pieces = _tails(pieces, known)
    if not pieces and title and "。" in first.text and not contents.match(first.text, entries):
        # A single sentence is a text without a title, not a title without a text.
        title, pieces = None, [(marks.strip(first.text).rest.partition("。")[0] + "。", first)]
    notes = [Said(words, line.place(words)) for piece, line in pieces if (words := front.note(piece))]
    return Article(
        first.place(),
        title,
        tuple(Said(piece, line.place(piece)) for piece, line in pieces if not front.note(piece)),
        draft.section,
        crediting.joined(crediting.joined(found, on_top), tails),
        (*draft.notes, *notes),
    )


def _head(line: Line, rest: Sequence[Line], entries: Sequence[Entry]) -> tuple[Said[str] | None, str]:
    """The title of an item and the text that runs on after it.

    The contents tell where a title ends; without them it ends at the first 。, never at ， or ：.
    """
    text = marks.strip(line.text).rest
    matched = contents.match(line.text, entries)
    if matched:
        end = matched.end
        while end < len(line.text) and line.text[end] in "？！?!":
            end += 1
        title = marks.strip(line.text[:end]).rest
        return Said(title, line.place(title)), line.text[end:].lstrip("。：: ")
    sentence, stop, after = text.partition("。")
    if not stop:
        return (Said(text, line.place(text)), "") if 0 < len(text) <= 2 * LONGEST_TITLE else (None, text)
    if not 0 < len(sentence) <= LONGEST_TITLE or not (after.strip() or rest):
        return None, text
    return Said(sentence, line.place(sentence)), after.strip()


def _credit_in_head(title: Said[str] | None, line: Line, known: Known) -> tuple[Said[str] | None, Credits]:
    """A unit in brackets at the end of a head that stands alone: `柳浦镇清理河道（柳浦镇）`."""
    found = crediting.last_bracket(title.value) if title else None
    if (
        title is None
        or found is None
        or not crediting.is_credit(found[1])
        or not names.is_unit(found[1], known)
    ):
        return title, Credits()
    start, inner = found
    said = Said(inner, line.place(inner), "" if inner in known.units else f"标题末尾的“{inner}”当作供稿单位")
    return Said(title.value[:start].rstrip(), title.place), Credits(units=(said,))


_Piece = tuple[str, Line]


def _credits_on_top(pieces: list[_Piece], known: Known) -> tuple[Credits, list[_Piece]]:
    """Credits under the title or right after it: `来源：… 作者：…`, `（县人社局）` and then the text."""
    found = Credits()
    while len(pieces) > 1:
        text, line = pieces[0]
        taken = crediting.tail(text, line, known)
        if taken is None or taken.text:
            break
        found, pieces = crediting.joined(found, taken.credits), pieces[1:]
    return found, pieces


def _tails(pieces: list[_Piece], known: Known) -> tuple[Credits, list[_Piece]]:
    """The credits at the end of the last lines, from the last line upwards."""
    found = Credits()
    for _ in range(_MOST_TAILS):
        taken = crediting.tail(pieces[-1][0], pieces[-1][1], known) if pieces else None
        if taken is None or (found.reprint and taken.credits.reprint):
            break
        found = crediting.joined(taken.credits, found)
        pieces = [*pieces[:-1], (taken.text, pieces[-1][1])] if taken.text else pieces[:-1]
    return found, pieces


def _with_editors(top: Front, items: Sequence[Article]) -> Front:
    """Editors named under items are the issue's."""
    return front.with_more(top, (("editors", item.credits.editors) for item in items))


# --- The contents as a check, and as a source ---------------------------------------------------------


def _checked(
    items: Sequence[Article], entries: Sequence[Entry], known: Known
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    paired = _paired(items, entries)
    differences: list[Problem] = []
    done = []
    for number, item in enumerate(items):
        entry = entries[paired[number]] if number in paired else None
        if entries:
            differences += _compared(item, entry)
        done.append(_completed(item, entry, known))
    used = set(paired.values())
    for number, entry in enumerate(entries):
        if number not in used:
            message = f"要目中的“{entry.title.value}”在正文里没有找到。"
            differences.append(remark(entry.title.place, "I08", message, old=entry.title.value))
    return tuple(done), tuple(differences)


def _paired(items: Sequence[Article], entries: Sequence[Entry]) -> dict[int, int]:
    """Which entry belongs to which item: the same title, else a title much like it, else the place."""
    pairs: dict[int, int] = {}
    for test in (contents.same, contents.alike):
        for number, item in enumerate(items):
            free = (i for i in range(len(entries)) if i not in pairs.values())
            title = item.title.value if item.title else ""
            found = next(
                (i for i in free if number not in pairs and test(title, entries[i].title.value)), None
            )
            if title and found is not None:
                pairs[number] = found
    if len(items) == len(entries):
        for number in range(len(items)):
            if number not in pairs and number not in pairs.values():
                pairs[number] = number
    return pairs


def _compared(item: Article, entry: Entry | None) -> list[Problem]:
    if entry is None:
        title = f"“{item.title.value}”" if item.title else "这一条"
        return [remark(item.place, "I08", f"{title}不在要目里。")]
    found = []
    if item.title and not contents.same(item.title.value, entry.title.value):
        message = f"标题与要目不一致：正文是“{item.title.value}”，要目是“{entry.title.value}”，用了正文的。"
        found.append(remark(item.title.place, "I08", message, old=item.title.value))
    body, listed = _names(item.credits), _names(entry.credits)
    if item.credits.given and entry.credits.given and not body & listed:
        said, wanted = "、".join(sorted(body)), "、".join(sorted(listed))
        message = f"署名与要目不一致：正文是“{said}”，要目是“{wanted}”，用了正文的。"
        found.append(remark(item.place, "I08", message))
    return found


def _names(credits_: Credits) -> set[str]:
    reprint = {credits_.reprint.value.name} if credits_.reprint else set()
    return {unit.value for unit in credits_.units} | reprint


def _completed(item: Article, entry: Entry | None, known: Known) -> Article:
    """The item with what it lacks taken from its entry, and a section proposed where none is named."""
    in_body = item.credits.given
    credits_ = item.credits
    if entry and not in_body:
        credits_ = crediting.joined(credits_, entry.credits)
    title = item.title
    if title is None and entry:
        title = Said(entry.title.value, entry.title.place, "正文没有标题，按先后取自要目")
    section = item.section or (entry.section if entry else None)
    section = section or sections.propose(credits_, known.sections, item.place, in_body=in_body)
    return Article(item.place, title, item.paragraphs, section, credits_, item.notes)
