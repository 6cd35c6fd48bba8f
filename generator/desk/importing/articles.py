"""One item from its lines: where its title ends, who gave it, what is its text."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.desk.importing import contents, crediting, front, marks, names
from generator.desk.importing.bulletin import Article, Credits, Entry, Known, Said
from generator.desk.importing.lines import Line

LONGEST_TITLE = 40
"""Characters of the longest run-in title that is believed without a contents to confirm it."""

_MOST_TAILS = 4
_Piece = tuple[str, Line]


class Draft(NamedTuple):
    """The lines of one item as they are gathered; `titled` where its first line is its head."""

    lines: list[Line]
    section: Said[str] | None
    notes: tuple[Said[str], ...] = ()
    titled: bool = True


def make(draft: Draft, entries: Sequence[Entry], known: Known) -> Article:
    """The item that its lines make: title, paragraphs, credits, notes."""
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
