"""The prose of an item or an issue.yaml: what a reader reads, and where each of it stands in the file.

Markup is taken away, so that `**重点**,其余` reads `重点,其余`; what is no prose (code, addresses, tags, what
the editor marked as right) becomes one `ASIDE`. A paragraph, head, list item or cell is a line of the prose.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from generator.chinese import HAN
from generator.read.items import fences
from generator.read.markup import AS_MEANT, CODE

ASIDE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for what is not read."""

SOFT = "\u2028"
"""Stands for a line end inside of a paragraph that is no line end in print; sources never hold it."""

Kind = Literal["title", "front", "names", "head", "text", "cell"]


class Paragraph(NamedTuple):
    """A line of the prose; `title`, `front` and `names` are values of YAML.

    Values of names hold nothing that could be punctuated wrong: they are looked through for words alone.
    """

    start: int
    end: int
    kind: Kind


class Prose(NamedTuple):
    """The prose of a file.

    `pieces` are the offsets, in the prose and in the file, where a run of the same text begins; `tables` hold
    the paragraphs of each row; `body` is the offset at which the front matter's values end.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    pieces: tuple[tuple[int, int], ...]
    body: int

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a passage of the prose stands in the file."""
        return self._offset(start), self._offset(max(end - 1, start)) + (end > start)

    def _offset(self, offset: int) -> int:
        if not self.pieces:
            return 0
        piece = self.pieces[max(bisect_right(self.pieces, (offset, 1 << 60)) - 1, 0)]
        return piece[1] + offset - piece[0]


def read(text: str) -> Prose:
    """The prose of an item's file with Unix line ends."""
    front = fences(text)
    builder = _Builder(text)
    start = 0
    if front is not None:
        opening, closing = front
        start = closing.end()
        for kind, value_start, value_end in _values(text, opening.end(), closing.start()):
            _blocks(builder, value_start, value_end, kind)
    body = builder.length
    _blocks(builder, start, len(text), "text")
    return builder.prose(body)


def read_yaml(text: str) -> Prose:
    """The prose of an issue.yaml with Unix line ends."""
    builder = _Builder(text)
    for kind, start, end in _values(text, 0, len(text)):
        _blocks(builder, start, end, kind)
    return builder.prose(builder.length)


def without_titles(text: str) -> str:
    """The prose with what stands in 《》 blanked: a document is cited as it is called."""
    if "《" not in text:
        return text
    return _BOOK.sub(lambda found: f"《{ASIDE * (len(found[0]) - 2)}》", text)


_BOOK = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")

# --- YAML -----------------------------------------------------------------------------------------

_KINDS: dict[str, Kind] = {
    "title": "title", "标题": "title", "题名": "title",
    "note": "front", "按语": "front", "summary": "front", "摘要": "front",
    "author": "names", "作者": "names", "keywords": "names", "关键词": "names",
    "signed_by": "names", "签发人": "names", "editors": "names", "责任编辑": "names",
}  # fmt: skip
_KEY = re.compile(r"^(?P<key>[^\s:：#'\"-][^:：\n]*?)[ ]*[:：][ \u3000]*", re.MULTILINE)
_BLOCK_SIGN = re.compile(r"[|>][0-9+-]*[ ]*(?:#.*)?\n")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
_COMMENT = re.compile(r"[ \t]+#")


def _values(text: str, start: int, end: int) -> Iterator[tuple[Kind, int, int]]:
    """The values that are printed as prose."""
    keys = list(_KEY.finditer(text, start, end))
    for number, key in enumerate(keys):
        kind = _KINDS.get(key["key"])
        if kind is None:
            continue
        value_end = keys[number + 1].start() if number + 1 < len(keys) else end
        comment = text.find("\n#", key.end(), value_end)
        yield kind, *_unquoted(text, key.end(), comment if comment >= 0 else value_end)


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A value without the signs of YAML around it and the comment behind it."""
    sign = _BLOCK_SIGN.match(text, start, end)
    if sign:
        return sign.end(), end
    quoted = _QUOTED.match(text, start, end)
    if quoted:
        return start + 1, quoted.end() - 1
    comment = _COMMENT.search(text, start, end)
    return start, comment.start() if comment else end


# --- Blocks ---------------------------------------------------------------------------------------

_PREFIX = re.compile(r"[ \u3000\t]*(?:>[ ]?)*[ \u3000\t]*")
_LIST_MARK = re.compile(r"(?:[*+-]|\d{1,9}\.)[ \t]+(?=\S)")
_HEAD_MARK = re.compile(r"#{1,6}\s+")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]:[ ]*")
_REFERENCE = re.compile(r"\[[^\[\]\n]*\]:[ ]*\S+.*")
_RULE = re.compile(r"(?:[-*_=][ ]?)+")
_DELIMITERS = re.compile(r"[ ]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
_CELL_END = re.compile(r"(?<!\\)\|")


def _blocks(builder: "_Builder", start: int, end: int, kind: Kind) -> None:
    text = builder.source
    asides = _asides(text, start, end)
    lines = list(_lines(text, start, end))
    number, in_table = 0, False
    while number < len(lines):
        line_start, line_end = lines[number]
        line = text[line_start:line_end]
        if not line.strip():
            builder.end_paragraph()
            in_table = False
        elif in_table:
            _row(builder, line_start, line_end, asides)
        elif "|" in line and number + 1 < len(lines) and _is_delimiters(text[slice(*lines[number + 1])]):
            in_table = True
            builder.end_paragraph()
            builder.begin_table()
            _row(builder, line_start, line_end, asides)
            number += 1
        else:
            _line(builder, line_start, line_end, kind, asides)
        number += 1
    builder.end_paragraph()


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        found = text.find("\n", start, end)
        stop = end if found < 0 else found
        yield start, stop
        start = stop + 1


def _is_delimiters(line: str) -> bool:
    return "|" in line and _DELIMITERS.fullmatch(line) is not None


def _row(builder: "_Builder", start: int, end: int, asides: "list[_Aside]") -> None:
    line = builder.source[start:end]
    bounds = [start - 1, *(start + found.start() for found in _CELL_END.finditer(line)), end]
    cells = [(left + 1, right) for left, right in pairwise(bounds)]
    if line.lstrip().startswith("|"):
        cells = cells[1:]
    if line.rstrip().endswith("|"):
        cells = cells[:-1]
    builder.begin_row()
    for left, right in cells:
        cell = builder.source[left:right]
        begin = left + len(cell) - len(cell.lstrip())
        builder.begin_paragraph("cell")
        builder.add(begin, begin + len(cell.strip()), asides)
        builder.end_paragraph(empty_too=True)


def _line(builder: "_Builder", start: int, end: int, kind: Kind, asides: "list[_Aside]") -> None:
    text = builder.source
    prefix = _PREFIX.match(text, start, end)
    at = prefix.end() if prefix else start
    written = text[at:end].rstrip()
    end = at + len(written)
    indented = text.startswith(("\u3000", "    "), start) or ">" in text[start:at]
    mark = _LIST_MARK.match(text, at, end) or _FOOTNOTE.match(text, at, end)
    head = _HEAD_MARK.match(text, at, end)
    if _RULE.fullmatch(written) or (_REFERENCE.match(written) and not _FOOTNOTE.match(written)):
        builder.end_paragraph()
        return
    if indented or mark or head:
        builder.end_paragraph()
    begin = (head or mark).end() if head or mark else at  # type: ignore[union-attr]
    builder.begin_paragraph("head" if head and kind == "text" else kind)
    builder.add(begin, end, asides)
    if head:
        builder.end_paragraph()


# --- Inlines --------------------------------------------------------------------------------------


class _Aside(NamedTuple):
    """A passage that is no prose: nothing stands for it, or one `ASIDE`."""

    start: int
    end: int
    shown: bool


_SPECIAL = re.compile(r"[\\`*_\[\]<&{｛@]|://|www\.")
_ASIDE = re.compile(
    rf"""
    (?P<shown>
        {AS_MEANT}
      | {CODE}
      | <[A-Za-z/!] [^<>\n]* >
      | (?:(?:https?|ftp)://|\bwww\.) [!-;=?-~]* [A-Za-z0-9/=_~\#&%+$@*-]
      | [A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+
      | &(?:\#\w+|[A-Za-z]\w*);
    )
  | (?P<gone>
        \\ (?=[!-/:-@\[-`{{-~])
      | !?\[ (?= [^\[\]\n]* \]\( [^()\n]* (?:\([^()\n]*\)[^()\n]*)* \) )
      | (?<=\S) \]\( [^()\n]* (?:\([^()\n]*\)[^()\n]*)* \)
      | \[\^ [^\]\s]+ \] (?!:)
      | [*_]{{1,3}}
    )
    """,
    re.VERBOSE | re.DOTALL,
)


def _asides(text: str, start: int, end: int) -> list[_Aside]:
    if not _SPECIAL.search(text, start, end):
        return []
    found = _ASIDE.finditer(text, start, end)
    return [_Aside(one.start(), one.end(), one["shown"] is not None) for one in found]


_HAN = re.compile(f"[{HAN}]")


class _Builder:
    """Puts prose together from passages of a file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.length = 0
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int]] = []
        self._paragraphs: list[Paragraph] = []
        self._tables: list[list[list[Paragraph]]] = []
        self._open: tuple[int, Kind] | None = None
        self._row: list[Paragraph] | None = None

    def begin_table(self) -> None:
        self._tables.append([])

    def begin_row(self) -> None:
        self._row = []
        self._tables[-1].append(self._row)

    def begin_paragraph(self, kind: Kind) -> None:
        """Begin a paragraph, or go on with the one that is open."""
        if self._open is None:
            self._open = (self.length, kind)

    def end_paragraph(self, *, empty_too: bool = False) -> None:
        if self._open is None:
            return
        start, kind = self._open
        if self.length > start or empty_too:
            paragraph = Paragraph(start, self.length, kind)
            self._paragraphs.append(paragraph)
            if kind == "cell" and self._row is not None:
                self._row.append(paragraph)
            self._put("\n", None)
        self._open = None

    def add(self, start: int, end: int, asides: list[_Aside]) -> None:
        """A line's text, joined to what stands before it as print joins it."""
        first = True
        for left, right, shown in _runs(start, end, asides):
            passage = ASIDE if shown else self.source[left:right]
            if passage and first and self._open and self.length > self._open[0]:
                before = self._parts[-1][-1]
                if not (_HAN.match(before) and _HAN.match(passage[0])):
                    self._put(SOFT, left - 1)
            if passage:
                first = False
                self._put(passage, left)

    def _put(self, passage: str, source: int | None) -> None:
        if source is not None:
            self._pieces.append((self.length, source))
        self._parts.append(passage)
        self.length += len(passage)

    def prose(self, body: int) -> Prose:
        tables = tuple(tuple(tuple(row) for row in table) for table in self._tables)
        return Prose("".join(self._parts), tuple(self._paragraphs), tables, tuple(self._pieces), body)


def _runs(start: int, end: int, asides: list[_Aside]) -> Iterator[tuple[int, int, bool]]:
    """The passages of a line: prose, and what stands aside and is shown."""
    at = start
    for aside in asides[_first(asides, start) :]:
        if aside.start >= end:
            break
        if aside.start > at:
            yield at, aside.start, False
        if aside.shown:
            yield max(aside.start, start), min(aside.end, end), True
        at = max(at, aside.end)
    if at < end:
        yield at, end, False


def _first(asides: list[_Aside], start: int) -> int:
    """The number of the first aside that ends after an offset."""
    return bisect_right(asides, start, key=lambda aside: aside.end)
