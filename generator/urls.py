"""Addresses inside the site.

Every address is relative to the root of the site, ASCII only and ends in a file name, so that the
same bytes serve from any folder of any server and from `file://`. A page puts `up(address)` before
an address to reach it.
"""

import hashlib
import posixpath
import re

ROOT = "\ue000/"
"""Stands before addresses in the HTML of an item, which is shown on pages of different depth.

The character is for private use and is taken out of what editors write, so it can't be forged.
"""

HOME = "index.html"
ARCHIVE = "archive/index.html"
UNITS = "units/index.html"
SEARCH = "search/index.html"
SEARCH_CATALOGUE = "search/catalogue.js"
NOT_FOUND = "404.html"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
HANDBOOK = "handbook/index.html"


def up(address: str) -> str:
    """What leads from a page to the root of the site: `../../` for `2016/05/01.html`."""
    return "../" * address.count("/")


def year(series: str, number: int) -> str:
    """The page of a year."""
    return f"{_under(series)}{number}/index.html"


def issue_pdf(path: str) -> str:
    """The PDF of the issue `2016/05`: `2016/05/2016-05.pdf`; the series' key is no part of the name."""
    folder, name = path.rsplit("/", 2)[-2:]
    return f"{path}/{folder}-{name}.pdf"


def volume_pdf(series: str, number: int) -> str:
    """The bound volume of a year: `2016/2016.pdf`."""
    return f"{_under(series)}{number}/{number}.pdf"


def section(key: str, in_year: int | None = None) -> str:
    """The page of a section: the newest year's, or that of the year given."""
    return _by_year("sections", key, in_year)


def unit(key: str, in_year: int | None = None) -> str:
    """The page of a unit: the newest year's, or that of the year given."""
    return _by_year("units", key, in_year)


def section_feed(key: str) -> str:
    """The Atom feed of a section."""
    return f"sections/{key}/feed.xml"


def keyword(key: str) -> str:
    """The page of a keyword."""
    return f"keywords/{key}/index.html"


def search_text(path: str) -> str:
    """The script with the texts of the issue `2016/05`."""
    return f"search/text/{path}.js"


def search_pairs(block: str, shard: int) -> str:
    """A shard of a block's table of pairs."""
    return f"search/pairs/{block}/{shard}.js"


def search_fours(block: str, shard: int) -> str:
    """A shard of a block's table of fours."""
    return f"search/fours/{block}/{shard}.js"


def attachment(folder: str, digest: str, name: str) -> str:
    """A picture or attachment: named by its content, with the ending it came with."""
    return f"{folder}/{digest[:16]}{_ending(name)}"


def full_picture(folder: str, digest: str, name: str) -> str:
    """A picture in its own size, where a page shows a smaller one under its address."""
    return f"{folder}/{digest[:16]}-full{_ending(name)}"


def webp(picture: str, width: int) -> str:
    """The WebP of that width which stands beside a picture's address."""
    return f"{posixpath.splitext(picture)[0]}-{width}.webp"


def _ending(name: str) -> str:
    ending = posixpath.splitext(name)[1].lower()
    return ending if _ENDING.fullmatch(ending) else ""


_ENDING = re.compile(r"\.[a-z0-9]{1,10}")


def handbook(chapter: str) -> str:
    """A chapter of the editors' handbook."""
    return f"handbook/{chapter}.html"


def asset(name: str, content: bytes) -> str:
    """A file of the theme: its name, with a part of its digest so that it can be cached for ever."""
    stem, ending = posixpath.splitext(name)
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}{ending}"


def _under(series: str) -> str:
    return f"{series}/" if series else ""


def _by_year(kind: str, key: str, in_year: int | None) -> str:
    return f"{kind}/{key}/{'index' if in_year is None else in_year}.html"
