"""Where in the sources something stands that shows only in what is made of them."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.model import IssueSource, Mention, Place, Problem

_START = Place(1, 1)


def at_mentions(problems: Iterable[Problem], sources: Sequence[IssueSource]) -> tuple[Problem, ...]:
    """Problems of a picture or attachment, put where a text first names it."""
    return tuple(_at_mention(one, sources) for one in problems)


def _at_mention(found: Problem, sources: Sequence[IssueSource]) -> Problem:
    named = ((file, mention) for file, mention in _mentions(sources) if mention.target == found.file)
    file, mention = next(named, (found.file, None))
    if mention is None:
        return found
    place, raw = mention.raw.place, mention.raw.value
    return msgspec.structs.replace(found, file=file, line=place.line, column=place.column, old=raw)


def of_page(page: str, target: str, sources: Sequence[IssueSource]) -> tuple[str, Place] | None:
    """The file that a page of an issue is made of, and where it names the target of a link.

    On the page of a whole issue that is the item which names it, else its issue.yaml.
    """
    for source in sources:
        if not page.startswith(f"{source.path}/"):
            continue
        items = {f"{source.path}/{item.number}.html": item for item in source.items}
        own = items.get(page)
        texts = [(own.file, own.mentions)] if own else [(item.file, item.mentions) for item in source.items]
        named = ((file, m.raw.place) for file, mentions in texts for m in mentions if m.address == target)
        return next(named, (own.file if own else source.file, _START))
    return None


def _mentions(sources: Iterable[IssueSource]) -> Iterator[tuple[str, Mention]]:
    for source in sources:
        for file, mentions in ((source.file, source.mentions), *((i.file, i.mentions) for i in source.items)):
            for mention in mentions:
                yield file, mention
