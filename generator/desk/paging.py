"""How many pages an issue will have in print, by counting its lines: no typesetting, no fonts.

It counts what `templates/print` sets: the masthead, the contents, heads, paragraphs, tables, pictures, the
colophon. Line breaks that the type setter moves (kinsoku, justification) are not foreseen. Measured: all 8
issues of the sample right, in one column and in two; of 40 issues of the benchmark's corpus (11 or 12 pages
each) 27 right and 13 one page too many.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from generator import wording
from generator.model import Bodies, Body, Credit, IssueSource, ItemSource, PrintDesign
from generator.read.markup import to_text

_POINT = 72 / 25.4  # in a millimetre
_NOTE_INSET = 4  # characters that a note's lines are shorter
_PICTURE = 8  # lines: the most that a picture and its caption take
_TABLE_SIZE = 0.76  # of a character of the text: 小四


class _Page(NamedTuple):
    """What a page holds: characters of a line, lines of all its columns, a line's height in points."""

    line: int
    lines: int
    pitch: float
    cell: float


def pages(
    design: PrintDesign,
    source: IssueSource,
    items: Sequence[ItemSource],
    bodies: Bodies,
    run_in: Iterable[str],
) -> int:
    """The estimate for the `items` of an issue; `run_in` names the sections whose heads run in."""
    page = _page(design)
    heads = frozenset(run_in)
    shown = [item for item in items if item.status != "withdrawn"]
    lines = _masthead(design, source) + _contents(page, design, shown)
    lines += _note(page, design, bodies.note_html)
    lines += 2 * len({_section(item) for item in shown})
    for item in shown:
        body = bodies.items.get(item.number, Body(""))
        lines += _item(page, design, item, body, runs_in=_section(item) in heads)
    count = max(1, ceil((lines + _colophon(page, design, source)) / page.lines))
    return count + count % 2 if design.even else count


def _page(design: PrintDesign) -> _Page:
    line = (design.characters - 2 * (design.columns - 1)) // design.columns
    cell = design.width / design.characters * _POINT
    gap = (design.height * _POINT - design.lines * cell) / max(1, design.lines - 1)
    return _Page(line, design.lines * design.columns, cell + gap, cell)


def _masthead(design: PrintDesign, source: IssueSource) -> int:
    name = 4 if len(design.name) > 1 and not design.name_picture else 3
    below = design.total == "below" and source.total is not None
    return (4 + name + below + bool(source.title)) * design.columns


def _contents(page: _Page, design: PrintDesign, items: Sequence[ItemSource]) -> int:
    if not design.contents:
        return 0
    line = page.line * design.columns
    entries = (f"{design.mark}{item.title.value}（{_credited(item)}）" for item in items)
    return (1 + sum(ceil(_width(entry) / line) for entry in entries)) * design.columns


def _item(page: _Page, design: PrintDesign, item: ItemSource, body: Body, *, runs_in: bool) -> int:
    blocks = _blocks(body.html)
    lines = _note(page, design, body.note_html)
    title = f"{design.item_mark}{item.title.value}"
    if runs_in and blocks and isinstance(blocks[0], str):
        blocks[0] = f"{wording.run_in(title)}{blocks[0]}"
    else:
        lines += ceil(_width(title) * design.head_size / page.cell / max(1, page.line - _NOTE_INSET))
    if item.units:
        credit = f"（{_credited(item)}{item.author}{design.credit_word}）"
        if design.credit == "run-on" and blocks and isinstance(blocks[-1], str):
            blocks[-1] += credit
        else:
            lines += 1
    lines += item.reprint is not None
    lines += sum(_paragraph(one.text, page.line - _NOTE_INSET) for one in item.corrections)
    return lines + sum(_height(page, block) for block in blocks)


def _note(page: _Page, design: PrintDesign, note: str) -> int:
    if not note:
        return 0
    return sum(
        _paragraph(line, page.line - _NOTE_INSET)
        for line in f"{design.note_label}{to_text(note)}".split("\n")
    )


def _colophon(page: _Page, design: PrintDesign, source: IssueSource) -> float:
    """Lines of the text; the colophon's own are smaller and closer."""
    line = int(page.line * design.columns * page.cell / design.colophon_size) - 2
    sent = [names for names in (source.report_to, source.send_to, source.issue_to, source.extra_to) if names]
    own = sum(ceil(_width(f"报：{'、'.join(names)}。") / line) for names in sent)
    staff = bool(source.signed_by or source.editors or source.copies)
    if not own and not staff:
        return 0.0
    inset = 0.8 * (bool(sent) + staff)
    height = (1.5 * (own + staff) + inset) * design.colophon_size
    return (height / page.pitch + 1) * design.columns


# --- The text of an item -------------------------------------------------------------------------------

_Block = str | int
"""A paragraph, a table, or a number: what takes up that many lines."""

_APART = re.compile(r"<figure>.*?</figure>|<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def _blocks(html: str) -> list[_Block]:
    blocks: list[_Block] = []
    end = 0
    for found in _APART.finditer(html):
        blocks += _paragraphs(html[end : found.start()])
        blocks.append(found[0] if found[0].startswith("<table") else _PICTURE)
        end = found.end()
    return [*blocks, *_paragraphs(html[end:])]


def _paragraphs(html: str) -> list[str]:
    return [line for line in to_text(html).split("\n") if line]


def _height(page: _Page, block: _Block) -> int:
    if isinstance(block, int):
        return block
    if block.startswith("<table"):
        return sum(_row(page, row) for row in _ROW.findall(block))
    return _paragraph(block, page.line)


def _row(page: _Page, row: str) -> int:
    cells = [_width(to_text(cell)) * _TABLE_SIZE for cell in _CELL.findall(row)]
    share = page.line / max(1, len(cells)) - 1
    return max([1, *(ceil(cell * 0.8 / max(1.0, share)) for cell in cells)])


def _paragraph(text: str, line: int) -> int:
    return ceil((2 + _width(text)) / max(1, line))


def _width(text: str) -> float:
    """Characters of a Chinese width; Latin letters and digits are half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _section(item: ItemSource) -> str:
    return item.section.value if item.section else ""


def _credited(item: ItemSource) -> str:
    return wording.credit([Credit(unit.value, "") for unit in item.units], item.reprint)
