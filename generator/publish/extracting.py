"""The texts in a file of the output: what readers see, and what stands behind it.

Where a paragraph or a cell ended, `BREAK` stands: a number does not go over it, a run of characters does.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import BytesIO
from itertools import chain
from typing import Any, Literal, NamedTuple

import msgspec

from generator import urls
from generator.make.stripping import CutOffError, stripped

Kind = Literal["page", "search", "feed", "pdf", "picture", "other", "unread"]

BREAK = "\u200b"


class Content(NamedTuple):
    """What a file says. `hidden` tells that a picture holds more than its pixels need."""

    texts: tuple[str, ...]
    hidden: bool = False


class UnreadableError(Exception):
    """The file is damaged or locked, or far too large once unpacked."""


def kind(address: str) -> Kind:
    """What is to be found at an address."""
    name = posixpath.basename(address)
    if name == "feed.xml":
        return "feed"
    if address.startswith("search/") and name.endswith(".js"):
        return "search"
    return _KINDS.get(posixpath.splitext(name)[1].lower(), "other" if name == urls.SUMS else "unread")


def extract(address: str, content: bytes) -> Content:
    """The texts of a file.

    Raises:
        UnreadableError: it can't be told.
    """
    ending = posixpath.splitext(address)[1].lower()
    match kind(address):
        case "page" | "feed":
            return Content(_markup(content))
        case "search":
            return Content(() if address.startswith(_TABLES) else _search(content))
        case "pdf":
            return Content(tuple(_pdf(content)))
        case "picture":
            return _picture(content) if ending != ".svg" else Content(_markup(content))
        case "other":
            return Content(_OTHERS.get(ending, _plain)(content))
        case "unread":
            return Content(())


# --- Pages, feeds, scripts ------------------------------------------------------------------------

_REST = r"""(?:[^<>"']|"[^"]*"|'[^']*')*+>"""
_TAG = re.compile(rf"<!--.*?-->|<{_REST}", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|i|ins|mark|s|small|span|strong|sub|sup|u"
    r"|r|t|w:(?!(?:p|tc|tab|br)[\s/>])\w+)(?=[\s/>])" + _REST
)
"""Goes on in the midst of a word or number: of HTML, and of Word and Excel, which cut texts as they like."""


def _markup(content: bytes) -> tuple[str, ...]:
    """What stands between the tags, and the tags with their attributes; text in a text (a feed's) too."""
    written = content.decode("utf-8", "replace")
    shown = _shown(written)
    again = (_shown(shown),) if "<" in shown else ()
    return (shown, unescape("\n".join(dict.fromkeys(_TAG.findall(written)))), *again)


def _shown(markup: str) -> str:
    return unescape(_TAG.sub(BREAK, _INLINE.sub("", markup)))


_TABLES = ("search/pairs/", "search/fours/")
"""Hashes of four characters at most, which say nothing; numbers in them mean nothing."""


def _search(content: bytes) -> tuple[str, ...]:
    """The strings in a script of the index."""
    try:
        value = msgspec.json.decode(content.partition(b",")[2].rstrip()[:-1])
    except msgspec.DecodeError as error:
        raise UnreadableError from error
    return ("\n".join(_strings(value)),)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_strings, value))


def _plain(content: bytes) -> tuple[str, ...]:
    try:
        return (content.decode("utf-8"),)
    except UnicodeDecodeError:
        return (content.decode("gb18030", "replace"),)


# --- PDF ------------------------------------------------------------------------------------------

_FOLIO = re.compile(r"^\s*(?:[—–-]\s*\d{1,4}\s*[—–-]|第\s*\d{1,4}\s*页.{0,9}|\d{1,4})\s*$", re.MULTILINE)
"""A page's number: without it, texts go on from one page to the next."""

_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)


def _pdf(content: bytes) -> Iterator[str]:
    """The text of all pages, the titles of the outline, and what the file says of itself."""
    import pypdfium2  # noqa: PLC0415 - 70 ms, for sites with PDFs

    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = [_page(page) for page in document]
            yield _FOLIO.sub("", "\n".join(pages))
            yield "\n".join(bookmark.get_title() for bookmark in document.get_toc())
            yield "\n".join(document.get_metadata_dict().values())
    except pypdfium2.PdfiumError as error:
        raise UnreadableError from error
    for packet in _XMP.findall(content):
        yield from _markup(packet)


def _page(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range()).replace("\x02", "").replace("\ufffe", "")  # hyphens of line ends
    finally:
        text.close()
        page.close()


# --- Pictures and attachments ---------------------------------------------------------------------


def _picture(content: bytes) -> Content:
    """What a camera or a program wrote beside the pixels, in the encodings that they use."""
    try:
        hidden = stripped(content) != content
    except CutOffError as error:
        raise UnreadableError from error
    texts = (content.decode("utf-8", "ignore"), content.decode("utf-16-le", "ignore")) if hidden else ()
    return Content(texts, hidden)


_LARGEST = 100_000_000
"""Bytes of a packed document's texts; a small file may unpack to a thousand times as much."""


def _office(content: bytes) -> tuple[str, ...]:
    """The XML in a packed document (Word, Excel, OpenDocument): its text, and who wrote it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = [part for part in package.infolist() if part.filename.endswith(".xml")]
            if sum(part.file_size for part in parts) > _LARGEST:
                raise UnreadableError
            return tuple(chain.from_iterable(_markup(package.read(part)) for part in parts))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableError from error


_OTHERS: Mapping[str, Callable[[bytes], tuple[str, ...]]] = {
    ".xml": _markup,
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods"), _office),
}
_KINDS: Mapping[str, Kind] = {
    ".html": "page",
    ".pdf": "pdf",
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"), "picture"),
    **dict.fromkeys((".txt", ".csv", ".md", ".json", ".yaml", ".js", ".css", *_OTHERS), "other"),
}
