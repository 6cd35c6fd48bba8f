"""Where pages lead: their links, pictures and assets inside the site, found while the pages are at hand.

`targets` looks at every page that is made and is quick: it may take words of a text for a link. `links` reads
a page as a browser does, and is asked before anything is said to be wrong.
"""

import html
import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote

from generator import urls
from generator.jobs import Files

_PAGE, _STYLE = ".html", ".css"

_NAMES = frozenset(("href", "src", "srcset", "action", "poster"))
_LINK = re.compile(
    rb" (?:href|src|srcset|action|poster)(\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))"
)  # the blank in front is what makes it quick
_AFTER_BREAK = re.compile(rb"\n(?:href|src|srcset|action|poster)\s*=")
_IN_STYLE = re.compile(rb"url(\(\s*[\"']?[^\"')]+)", re.IGNORECASE)


def targets(files: Files) -> str:
    """Where a job's pages lead inside the site, but to each other: addresses in order, a line each.

    An address with `#` behind it asks for that place on the page.
    """
    pages = {address: content for address, content in files if address.endswith((_PAGE, _STYLE))}
    written: dict[str, set[bytes]] = defaultdict(set)
    found: set[str] = set()
    for address, content in pages.items():
        raw = _written(content) if address.endswith(_PAGE) else set(_IN_STYLE.findall(content))
        within = {one for one in raw if one.startswith(b'="#')}
        written[posixpath.dirname(address)] |= raw - within
        found.update(f"{address}{_bare(one)}" for one in within)
    for folder, raw in written.items():
        found |= _inside(folder, raw)
    found -= {address for address, _ in files}
    return "\n".join(sorted(found - {target for target in found if "#" in target and _is_met(target, pages)}))


def _written(content: bytes) -> set[bytes]:
    """The values of a page's attributes that lead somewhere, each with its sign and its quotes."""
    if b"\t" in content or b"\r" in content or _AFTER_BREAK.search(content):
        content = _BREAK.sub(b" ", content)
    return set(_LINK.findall(content))


_BREAK = re.compile(rb"[\t\r\n]")


def _inside(folder: str, raw: Collection[bytes]) -> set[str]:
    """The addresses that links of pages in one folder stand for."""
    plain = _plain(urls.up(f"{folder}/x" if folder else "x"))
    joined = b"".join(raw)
    found = plain.findall(joined)
    odd = [one for one in raw if not plain.fullmatch(one)] if len(found) < len(raw) else []
    addresses = set(b"\n".join(found).decode().split("\n"))
    for one in odd:
        addresses.update(resolved(folder, part.partition(" ")[0]) for part in _bare(one).split(", "))
    return addresses - {""}


@cache
def _plain(up: str) -> re.Pattern[bytes]:
    """A link as our templates write it: to the root of the site, and from there with nothing to be undone."""
    return re.compile(
        rb'="%s((?:[A-Za-z0-9_-]+[./])*[A-Za-z0-9_-]+(?:#[A-Za-z0-9_-]+)?)"' % re.escape(up).encode()
    )


def _bare(one: bytes) -> str:
    return one.decode(errors="replace").lstrip("=( \t\r\n").strip(" \"'")


def resolved(folder: str, written: str) -> str:
    """The address that a link of a page in that folder leads to; nothing where it leads out of the site.

    A folder keeps its `/`: no address ends so. A link that begins with `/` leads to another part of the same
    server, of which we know nothing.
    """
    path, sign, anchor = html.unescape(written).strip().partition("#")
    path = path.partition("?")[0]
    if not path or path.startswith("/") or _SCHEME.match(path):
        return ""
    address = posixpath.normpath(posixpath.join(folder, unquote(path)))
    folderish = path.endswith(("/", "/.", "/..")) or path in {".", ".."}
    return "" if address.startswith("..") else f"{address}{'/' * folderish}{sign}{anchor}"


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def _is_met(target: str, pages: Mapping[str, bytes]) -> bool:
    """Whether a link leads to a place that exists on a page of the same job."""
    address, _, place = target.partition("#")
    return address in pages and (place in _ALWAYS or f'id="{place}"'.encode() in pages[address])


_ALWAYS = ("", "top")
"""Places that every page has."""


# --- One page, read as a browser does ----------------------------------------------------------------


class Page(NamedTuple):
    """What a page links to, each as it is written and as an address, and the places it has."""

    links: tuple[tuple[str, str], ...]
    places: frozenset[str]


def links(address: str, content: bytes) -> Page:
    """The links of a page inside the site; one to a place on the same page has its own address."""
    if not address.endswith(_PAGE):
        return Page(tuple(_led(address, map(_bare, _IN_STYLE.findall(content)))), frozenset())
    reader = _Reader()
    reader.feed(content.decode(errors="replace"))
    reader.close()
    return Page(tuple(_led(address, reader.written)), frozenset((*reader.places, *_ALWAYS)))


def _led(address: str, written: Iterable[str]) -> Iterator[tuple[str, str]]:
    for one in dict.fromkeys(written):
        target = f"{address}{one}" if one.startswith("#") else resolved(posixpath.dirname(address), one)
        if target:
            yield one, target


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "srcset":
                self.written += [one.split()[0] for one in (value or "").split(",") if one.strip()]
            elif name in _NAMES:
                self.written.append((value or "").strip())
            elif (name == "id" or (name == "name" and tag == "a")) and value:
                self.places.add(value)
