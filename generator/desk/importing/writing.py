"""From a bulletin to the files of an issue: issue.yaml and its items, the same bytes each time.

The YAML is put together line by line, so that `# 待核` can stand behind a value that was guessed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from generator.desk.importing.bulletin import Article, Bulletin, Credits, Front, Said
from generator.desk.importing.markdown import paragraphs
from generator.desk.yaml_value import on_one_line
from generator.model import Reprint
from generator.read.folder import ISSUE_FILE
from generator.read.schema import PLACEHOLDER

TO_CHECK = "  # 待核"
"""Stands behind a value that was guessed."""

_LISTS = ("editors", "report_to", "send_to", "issue_to", "extra_to")


def render(bulletin: Bulletin) -> tuple[tuple[str, bytes], ...]:
    """The files of a bulletin by their names in the issue's folder: issue.yaml, 01.md, 02.md …."""
    items = ((item_name(number), item_file(item)) for number, item in enumerate(bulletin.items, 1))
    return ((ISSUE_FILE, issue_file(bulletin.front)), *items)


def item_name(number: int) -> str:
    """The name of an item's file: `01.md`."""
    return f"{number:02d}.md"


def issue_file(front: Front) -> bytes:
    """issue.yaml; what is demanded and not said is 【待填】, everything else not said is left out."""
    lines = [
        _line("number", front.number) or f"number: {PLACEHOLDER}",
        _line("total", front.total),
        _line("kind", front.kind),
        _line("date", front.date) or f"date: {PLACEHOLDER}",
        _line("signed_by", front.signed_by),
        *(_list(name, getattr(front, name)) for name in _LISTS),
        _line("copies", front.copies),
        _line("marking", front.marking),
        _line("classification", front.classification),
        *_note(front.notes),
    ]
    return _encoded(lines)


def item_file(item: Article) -> bytes:
    """An item: front matter and the paragraphs as Markdown."""
    lines = [
        "---",
        _line("title", item.title) or f"title: {PLACEHOLDER}",
        _line("section", item.section) or f"section: {PLACEHOLDER}",
        *_credits(item.credits),
        *_note(item.notes),
        "---",
        "",
        paragraphs([paragraph.value for paragraph in item.paragraphs]),
    ]
    return _encoded(line for line in lines if line is not None)


def _credits(credits_: Credits) -> list[str | None]:
    lines = [
        _one_or_list("source", credits_.units),
        _line("author", credits_.author),
        _reprint(credits_.reprint),
    ]
    return lines if credits_.given else [f"source: {PLACEHOLDER}", *lines]


def _reprint(said: Said[Reprint] | None) -> str | None:
    if said is None:
        return None
    reprint = said.value
    details = {"name": reprint.name, "url": reprint.url, "date": reprint.date}
    value: Any = {k: v for k, v in details.items() if v} if reprint.url or reprint.date else reprint.name
    return f"reprint: {on_one_line(value)}{_mark((said,))}"


def _one_or_list(key: str, said: Sequence[Said[str]]) -> str | None:
    return _list(key, said) if len(said) != 1 else _line(key, said[0])


def _line(key: str, said: Said[Any] | None) -> str | None:
    return None if said is None else f"{key}: {on_one_line(said.value)}{_mark((said,))}"


def _list(key: str, said: Sequence[Said[str]]) -> str | None:
    return f"{key}: {on_one_line([one.value for one in said])}{_mark(said)}" if said else None


def _note(notes: Sequence[Said[str]]) -> list[str]:
    """A note in Markdown: a line where it is one paragraph, else a block."""
    if not notes:
        return []
    text = paragraphs([note.value for note in notes])
    if "\n" not in text:
        return [f"note: {on_one_line(text)}{_mark(notes)}"]
    return [f"note: |{_mark(notes)}", *(f"  {line}".rstrip() for line in text.split("\n"))]


def _mark(said: Iterable[Said[Any]]) -> str:
    return TO_CHECK if any(one.guess for one in said) else ""


def _encoded(lines: Iterable[str | None]) -> bytes:
    text = "\n".join(line for line in lines if line is not None)
    return (text.rstrip("\n") + "\n").encode()
