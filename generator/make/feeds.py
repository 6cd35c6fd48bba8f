"""Atom feeds (RFC 4287) of the newest items: of the whole site, and of each section.

What an entry is called never changes: its id is a `tag:` URI (RFC 4151) made of the site's name and the
item's path, not of the server's name, which may be another tomorrow. No clock is asked: an entry was updated
on the day of its issue or of its newest correction, in Beijing time.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date

from markupsafe import escape

from generator import urls, wording
from generator.jobs import Files
from generator.model import Bodies, Item, Value

LONGEST = 140
"""Characters of a text that stand for the whole in an entry."""

_SENTENCE_END = re.compile(r".*[。！？；]", re.DOTALL)
_NEVER = date(1970, 1, 1)
"""When a feed without entries was updated."""


class Feed(Value, frozen=True):
    """What a feed says of itself: its address and that of the page whose items it has.

    `base_url` is empty where the site's address isn't known; then links are relative to the feed.
    """

    address: str
    page: str
    title: str
    site: str
    office: str
    base_url: str = ""


class Entry(Value, frozen=True):
    """An item in a feed, with its section's name, the day of its issue and what the issue is called."""

    item: Item
    section: str
    date: date
    issue: str


def feed(given: Feed, entries: tuple[Entry, ...], bodies: Mapping[str, Bodies]) -> Files:
    """A feed of items in the order given; `bodies` are the texts by the issue's path; a maker."""
    newest = max((updated(entry.date, entry.item) for entry in entries), default=_NEVER)
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<id>{tag(given.site, given.address)}</id>",
        f"<title>{escape(given.title)}</title>",
        f"<updated>{_moment(newest)}</updated>",
        f"<author><name>{escape(given.office)}</name></author>",
        f'<link rel="alternate" type="text/html" href="{_link(given, given.page)}"/>',
        *([f'<link rel="self" href="{_link(given, given.address)}"/>'] if given.base_url else []),
        *(_entry(given, entry, bodies) for entry in entries),
        "</feed>\n",
    )
    return ((given.address, "\n".join(lines).encode()),)


def tag(site: str, path: str) -> str:
    """The id of something of a site, for ever: RFC 4151 wants a name, a year it was had in, what is named.

    The name is a digest of the site's under `.invalid`, which nobody else can own (RFC 2606).
    """
    return f"tag:{hashlib.sha256(site.encode()).hexdigest()[:12]}.invalid,2000:{path}"


def beginning(text: str) -> str:
    """The first sentences of a text, as many as fit; a longer sentence is broken off."""
    text = " ".join(text.split("\n"))
    if len(text) <= LONGEST:
        return text
    whole = _SENTENCE_END.match(text[:LONGEST])
    return whole[0] if whole else f"{text[: LONGEST - 2]}……"


def _entry(given: Feed, entry: Entry, bodies: Mapping[str, Bodies]) -> str:
    item = entry.item
    lines = (
        "<entry>",
        f"<id>{tag(given.site, item.path)}</id>",
        f"<title>{escape(item.title)}</title>",
        f'<link rel="alternate" type="text/html" href="{_link(given, item.address)}"/>',
        f"<published>{_moment(entry.date)}</published>",
        f"<updated>{_moment(updated(entry.date, item))}</updated>",
        *(f"<author><name>{escape(name)}</name></author>" for name in _authors(item)),
        *([f'<category term="{escape(entry.section)}"/>'] if entry.section else []),
        f"<summary>{escape(_summary(entry, bodies))}</summary>",
        "</entry>",
    )
    return "\n".join(lines)


def _authors(item: Item) -> Iterable[str]:
    names = tuple(credit.name for credit in item.credits)
    return names or ((item.reprint.name,) if item.reprint else ())


def _summary(entry: Entry, bodies: Mapping[str, Bodies]) -> str:
    """Corrections, the newest first, since whoever has read the item wants to know of them; then the text."""
    item = entry.item
    corrections = sorted(item.corrections, key=lambda correction: correction.date, reverse=True)
    told = [f"更正（{wording.day(one.date)}）：{one.text}" for one in corrections]
    texts = bodies[item.path.rpartition("/")[0]].items
    body = texts.get(item.number) if item.status != "withdrawn" else None
    text = item.summary or (beginning(body.text) if body else "")
    return "\n".join(part for part in (*told, text, entry.issue) if part)


def updated(day: date, item: Item) -> date:
    """When there was last something new of an item of an issue of that day."""
    return max((day, *(correction.date for correction in item.corrections)))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"


def _link(given: Feed, address: str) -> str:
    return escape(f"{given.base_url or urls.up(given.address)}{address}")
