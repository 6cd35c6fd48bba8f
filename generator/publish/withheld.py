"""The texts that readers must not get, and those that they get: from the sources, not from the output."""

from collections.abc import Iterator

from generator.model import Bodies, Body, Issue, IssueSource, ItemSource
from generator.read.markup import to_text
from generator.read.reading import BODIES
from generator.store import Store
from generator.survey import Survey
from generator.wording import credit_line

_NOTHING = Body("")


def withheld(read: Survey, store: Store) -> Iterator[tuple[str, str]]:
    """The texts of drafts, withdrawn items and whole issues that are not published, each with its file."""
    shown = _shown(read)
    for source in read.sources:
        issue = shown.get(source.path)
        out = {item.file for item in issue.items if item.status != "withdrawn"} if issue else frozenset[str]()
        items = [item for item in source.items if item.file not in out]
        if not items and issue:
            continue
        bodies = store.get(BODIES, source.bodies, Bodies)
        if issue is None:
            yield from _of_issue(source, bodies)
        for item in items:
            for text in _of_item(item, bodies.items.get(item.number, _NOTHING)):
                yield item.file, text


def published(read: Survey, store: Store) -> Iterator[str]:
    """The texts of all that is published."""
    for issue in _shown(read).values():
        bodies = store.get(BODIES, issue.bodies, Bodies)
        yield issue.title
        yield to_text(bodies.note_html)
        for item in issue.items:
            if item.status == "withdrawn":
                continue
            body = bodies.items.get(item.number, _NOTHING)
            yield from (item.title, item.summary, body.text, to_text(body.note_html))
            yield credit_line(item.credits, item.reprint, item.author)
            yield from (correction.text for correction in item.corrections)


def _shown(read: Survey) -> dict[str, Issue]:
    return {issue.path: issue for issue in read.archive.issues} if read.archive else {}


def _of_issue(source: IssueSource, bodies: Bodies) -> Iterator[tuple[str, str]]:
    yield from ((source.file, text) for text in (source.title, to_text(bodies.note_html)) if text)


def _of_item(item: ItemSource, body: Body) -> Iterator[str]:
    yield from (item.title.value, item.summary, body.text, to_text(body.note_html))
    yield from (correction.text for correction in item.corrections)
