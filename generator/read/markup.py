"""The Markdown of an item: what clerks type and paste, to clean HTML.

Python-Markdown does the work; before it, lines are put into the form it expects; after it, links are
resolved, line breaks between Han characters dropped and everything outside the allow-list cleaned away.
Raw HTML is shown as text: content is not trusted.
"""

import html
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from generator.chinese import HAN, seen
from generator.model import Picture
from generator.pictures import SCREENS, is_resized, sizes
from generator.read.text import CONTROL
from generator.urls import ROOT, webp

_BLOCKS = ("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "figure", "figcaption", "div")
_TABLES = ("table", "thead", "tbody", "tr", "th", "td")
_INLINES = ("strong", "em", "code", "sup", "br", "a", "picture", "source", "img")
TAGS = frozenset((*_BLOCKS, *_TABLES, *_INLINES))
"""What may stand in the HTML of an item; `div` only as the frame of footnotes and tables."""

ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "download", "class", "id", "title"},
    "source": {"type", "srcset", "sizes"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
    "li": {"id"},
    "sup": {"id"},
    "div": {"class"},
}

_SCHEMES = {"http", "https", "mailto"}


class Target(NamedTuple):
    """What a link or picture of the source is to become: `href` None takes the link away."""

    href: str | None
    download: str = ""
    picture: Picture | None = None


Resolve = Callable[[str, bool], Target]
"""Tells what the target of a link (or picture: True) as written is to become."""


class TooComplexError(ValueError):
    """A Markdown text whose conversion would take minutes or exhaust the stack: nobody wrote it by hand."""


LONGEST = 200_000
"""Characters of a text with markup; the longest items have some thousands."""

DEEPEST = 40
"""Levels of elements in each other; a list of three levels in a quotation has eight."""

_BRACKETS = 20_000_000
"""Opening brackets times characters of a block: Python-Markdown looks for the end of each to the end."""


def to_html(text: str, prefix: str, resolve: Resolve) -> str:
    """The clean HTML of a Markdown text; `prefix` makes its ids unique on a page of several items.

    Raises:
        TooComplexError: the text is too long, too deep or has too many brackets.
    """
    if not text.strip():
        return ""
    text = _entered(text)
    if not _MARKS.search(text):
        return _plain(text)
    if len(text) > LONGEST:
        raise TooComplexError
    made = clean(_SOFT_BREAK.sub(r"\1\2", _convert(_prepared(text), prefix, resolve)))
    return _FORGED.sub(_REPLACEMENT, CONTROL.sub(_REPLACEMENT, made))


def _entered(text: str) -> str:
    """A text without what stands in it for this program alone, and without tabs."""
    return _without_tabs(_unmarked(text.replace(ROOT[0], _REPLACEMENT)))


_NO_BLANK_LINE = r"(?!\n[ \u3000]*\n)"
CODE = rf"(?<![\\`])(?P<ticks>`++)(?:{_NO_BLANK_LINE}.)+?(?<!`)(?P=ticks)(?!`)"
AS_MEANT = rf"(?:\{{\{{|｛｛)(?P<meant>(?:{_NO_BLANK_LINE}(?!\{{\{{|｛｛|\}}\}}|｝｝).)+)(?:\}}\}}|｝｝)"
"""What proofreading is to leave alone: `{{2、3个}}`. The braces are for it only, nothing of them is shown."""

_CODE_OR_AS_MEANT = re.compile(f"(?P<code>{CODE})|{AS_MEANT}", re.DOTALL)


def _unmarked(text: str) -> str:
    """A text without the braces around what is as it is meant to be."""
    if "{{" not in text and "｛｛" not in text:
        return text
    return _CODE_OR_AS_MEANT.sub(lambda found: found["code"] or found["meant"], text)


_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FORGED = re.compile(rf'(?<!href=")(?<!src=")(?<!srcset=")(?<!\dw, ){ROOT[0]}')
"""The mark of inside addresses where it came from a character reference; `_Finish` makes the true ones."""


def _without_tabs(text: str) -> str:
    """Tabs as spaces; at the end of a line they are nothing, where two spaces would break it."""
    if "\t" not in text:
        return text
    lines = (line.rstrip(" \t\u3000") if line.endswith("\t") else line for line in text.split("\n"))
    return "\n".join(lines).expandtabs(_INDENT_UNIT)


def to_text(body: str) -> str:
    """The plain text of clean HTML, a line a paragraph, without marks of footnotes and what nobody sees."""
    flat = seen(_FOOTNOTE_MARKS.sub("", body)).replace("\n", " ")
    broken = _BLOCK_EDGE.sub("\n", flat)
    lines = (" ".join(line.split()) for line in html.unescape(_ANY_TAG.sub("", broken)).split("\n"))
    return "\n".join(line for line in lines if line)


_FOOTNOTE_MARKS = re.compile(r'<sup id="fnref.*?</sup>|<a class="footnote-backref".*?</a>')
_BLOCK_EDGE = re.compile(r"</(?:p|h[234]|li|td|th|figcaption)>|<br>|<[uo]l\b[^>]*>")
_ANY_TAG = re.compile(r"<[^>]*>")

# --- Plain text: most items are nothing but paragraphs --------------------------------------------

_MARKS = re.compile(
    r"[\\`*_\[\]<>&#|]|[^\S \n\u3000]|^[ \u3000]*(?:(?:[-+]|\d+\.)(?:\s|$)|[-=][-= \u3000]*$)|  $",
    re.MULTILINE,
)
"""Whatever Markdown could take for markup. A text without it skips Python-Markdown: see docs/decisions.md."""

_PARAGRAPH_START = re.compile(r"\n(?=\u3000|    )")
_BLANK_LINES = re.compile(r"\n[ \u3000]*(?=\n)")


def _plain(text: str) -> str:
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in _paragraphs(text))


def _paragraphs(text: str) -> list[str]:
    blocks = _PARAGRAPH_START.sub("\n\n", _BLANK_LINES.sub("\n", text)).split("\n\n")
    joined = (
        _SOFT_BREAK.sub(r"\1\2", "\n".join(map(_trim, block.split("\n"))).strip("\n")) for block in blocks
    )
    return [paragraph for paragraph in joined if paragraph]


def _trim(line: str) -> str:
    return line.strip(" \u3000")


# --- Line by line, before Python-Markdown ----------------------------------------------------------

_LIST_MARK = re.compile(r"^(?P<indent> *)(?P<mark>[*+-]|\d{1,9}\.)(?P<gap> +)(?=\S)")
_HEAD = re.compile(r"#{1,6}\s+\S")
_NO_HEAD = re.compile(r"^((?: {0,3}>)* {0,3})(?=#)(?!#{1,6}\s+\S)")
_RULE = re.compile(r"-[- ]*|=+ *")
_FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:")
_INDENT_UNIT = 4


def _prepared(text: str) -> str:
    """The text with its paragraphs, lists and heads written as Python-Markdown expects them."""
    lines = _Lines()
    for line in text.split("\n"):
        lines.add(line)
    return "\n".join(lines.out)


class _Level(NamedTuple):
    """A list that the next line may belong to."""

    indent: int
    ordered: bool


class _Lines:
    """Lines put in form one after another; knows the list that the next line may belong to."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._levels: list[_Level] = []
        self._in_footnote = False
        self._loose = False

    def add(self, line: str) -> None:
        text = line.rstrip(" \u3000")
        if not text:
            self.out.append("")
            return
        line = f"{text}  " if line.endswith("  ") else text
        mark = _LIST_MARK.match(line)
        if mark:
            self._list_item(line, mark)
        elif (self._levels or self._in_footnote) and line.startswith(" "):
            self._continuation(line)
        else:
            self._paragraph(line)

    def _list_item(self, line: str, mark: re.Match[str]) -> None:
        level = _Level(len(mark["indent"]), mark["mark"][0].isdigit())
        before = self._levels[-1] if self._levels else None
        while self._levels and level.indent < self._levels[-1].indent + 2:
            before = self._levels.pop()
        self._in_footnote &= bool(level.indent)
        other = before is None or (before.indent >= level.indent and before.ordered != level.ordered)
        if other or self._loose:
            self._blank()
        self._loose = False
        self._levels.append(level)
        depth = len(self._levels) - 1 + self._in_footnote
        sign = f"{int(mark['mark'][:-1])}." if level.ordered else mark["mark"]
        self.out.append(f"{' ' * _INDENT_UNIT * depth}{sign} {_text(line[mark.end() :])}")

    def _continuation(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        after_blank = bool(self.out) and not self.out[-1]
        while after_blank and len(self._levels) > 1 and indent <= self._levels[-1].indent:
            self._levels.pop()
        self._loose |= after_blank
        depth = max(len(self._levels) + self._in_footnote, 1)
        self.out.append(f"{' ' * _INDENT_UNIT * depth if after_blank else ''}{_text(line.lstrip(' '))}")

    def _paragraph(self, line: str) -> None:
        lazy = bool(self._levels) and bool(self.out) and bool(self.out[-1])
        indented = line.startswith(("\u3000", "    "))
        line = line.lstrip(" \u3000")
        head = bool(_HEAD.match(line))
        rule = bool(_RULE.fullmatch(line))
        apart = indented or head or (rule and lazy)
        if not lazy or apart:
            self._levels.clear()
        self._in_footnote = bool(_FOOTNOTE.match(line))
        if apart or self._in_footnote:
            self._blank()
        self.out.append(_text(line))
        if head or rule:
            self._blank()

    def _blank(self) -> None:
        if self.out and self.out[-1]:
            self.out.append("")


def _text(line: str) -> str:
    """A line's text in which `#` begins a head only with a space and a text after it."""
    return _NO_HEAD.sub(r"\1\\", line)


# --- Python-Markdown and what comes after it --------------------------------------------------------

_INLINE = r"(?:</?(?:strong|em|code|sup|a)\b[^>]*>)*"
_SOFT_BREAK = re.compile(rf"(?<=[{HAN}])({_INLINE})[ \t]*\n[ \t]*({_INLINE})(?=[{HAN}])")
_SENTINEL_SCHEME = re.compile(r"^[\s\x00-\x1f]*([A-Za-z][A-Za-z0-9+.-]*)\s*:")


def clean(made: str) -> str:
    """HTML with everything outside the allow-list taken out."""
    return nh3.clean(made, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


def _convert(text: str, prefix: str, resolve: Resolve) -> str:
    cost = sum(block.count("[") * len(block) for block in text.split("\n\n"))
    if cost > _BRACKETS:
        raise TooComplexError
    markdown, finish = _markdown()
    finish.prefix, finish.resolve = prefix, resolve
    try:
        return markdown.reset().convert(text)
    except (RecursionError, TooComplexError):
        _markdown.cache_clear()  # it stands in the midst of a text
        raise TooComplexError from None


@cache
def _markdown() -> tuple[Markdown, "_Finish"]:
    """Python-Markdown, made once in a process: to set it up takes longer than to convert an item."""
    markdown = Markdown(
        output_format="html",
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE="回到正文", BACKLINK_TEXT="↩"),
            SaneListExtension(),
        ],
    )
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.parser.blockprocessors.deregister("code")
    finish = _Finish(markdown)
    markdown.treeprocessors.register(finish, "jianbao", -10)
    return markdown, finish


class _Finish(Treeprocessor):
    """Makes Python-Markdown's tree into ours: links resolved, figures, levels of heads, ids."""

    prefix = ""
    resolve: Resolve
    _pictures: dict[Element, Picture]

    def run(self, root: Element) -> None:
        _refuse_deep(root)
        self._pictures = {}
        ids: dict[str, int] = {}
        lowest = min((int(e.tag[1]) for e in root.iter() if e.tag in _HEADS), default=1)
        for element in root.iter():
            self._link(element, ids)
            self._shape(element, lowest)
        for paragraph in [e for e in root.iter() if e.tag == "p"]:
            _figure(paragraph)
        for table in [e for e in root.iter() if e.tag == "table"]:
            _frame(table)
        if self._pictures:
            self._show(root)

    def _link(self, element: Element, ids: dict[str, int]) -> None:
        made_by_footnotes = element.get("class", "").startswith("footnote")
        for name in ("id", "href"):
            found = _FOOTNOTE_ID.fullmatch(element.get(name, ""))
            if found and (name == "id" or made_by_footnotes):
                number = ids.setdefault(found["label"], len(ids) + 1)
                element.set(name, f"{found['kind']}-{self.prefix}-{number}")
                return
        for name, picture in (("href", False), ("src", True)):
            if name in element.attrib:
                written = html.unescape(element.attrib[name].replace(AMP_SUBSTITUTE, "&"))
                self._resolve(element, name, self.resolve(written, picture))

    def _resolve(self, element: Element, name: str, target: Target) -> None:
        if target.href is None:
            del element.attrib[name]
            return
        element.set(name, target.href)
        if target.download:
            element.set("download", target.download)
        if target.picture:
            self._pictures[element] = target.picture

    def _show(self, root: Element) -> None:
        places = [(parent, child) for parent in root.iter() for child in parent if child in self._pictures]
        for parent, image in places:
            _sized(parent, image, self._pictures[image])

    def _shape(self, element: Element, lowest: int) -> None:
        if element.tag in _HEADS:
            element.tag = f"h{min(int(element.tag[1]) - lowest + 2, 4)}"
        align = element.attrib.pop("align", "")
        if align:
            element.set("class", align)


def _refuse_deep(root: Element) -> None:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
    if level:
        raise TooComplexError


_FOOTNOTE_ID = re.compile(r"(?P<kind>#?fn(?:ref)?\d*):(?P<label>.+)", re.DOTALL)
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _frame(table: Element) -> None:
    """Put the table into a frame of its own, so that a wide one scrolls on a narrow screen."""
    inner = Element("table", table.attrib)
    inner[:] = list(table)
    inner.tail = "\n"
    tail = table.tail
    table.clear()
    table.tag = "div"
    table.set("class", "table")
    table.append(inner)
    table.tail = tail


def _figure(paragraph: Element) -> None:
    """A picture that stands alone becomes a figure; its title is the caption."""
    if len(paragraph) != 1 or (paragraph.text or "").strip() or paragraph[0].tag != "img":
        return
    picture = paragraph[0]
    if (picture.tail or "").strip():
        return
    paragraph.tag = "figure"
    caption = picture.attrib.pop("title", "")
    picture.tail = None
    if caption:
        picture.set("alt", picture.get("alt") or caption)
        element = Element("figcaption")
        element.text = caption
        paragraph.append(element)


def _sized(parent: Element, image: Element, picture: Picture) -> None:
    """Give a picture its size, so that the text stays where it is, and WebPs to choose from."""
    made = sizes(picture)
    width, height = made[-1]
    if width:
        image.set("width", str(width))
        image.set("height", str(height))
    image.set("loading", "lazy")
    if not is_resized(picture):
        return
    address = image.get("src", "")
    shown = min(width, SCREENS[0])
    webps = ", ".join(f"{webp(address, size.width)} {size.width}w" for size in made)
    choice = Element("picture")
    choice.append(
        Element("source", type="image/webp", srcset=webps, sizes=f"(max-width: {shown}px) 100vw, {shown}px")
    )
    choice.append(image)
    choice.tail, image.tail = image.tail, None
    parent[list(parent).index(image)] = choice


def scheme(target: str) -> str:
    """The scheme of a link's target in lower case, or nothing: `javascript`, `https`."""
    found = _SENTINEL_SCHEME.match(target)
    return found[1].lower() if found else ""


def is_outside(target: str) -> bool:
    """Whether a target leads out of the site by an allowed scheme."""
    return scheme(target) in _SCHEMES
