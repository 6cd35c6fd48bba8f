"""The text of an item as print sees it: cleaned HTML turned into a tree of plain values.

A node is a string or a dictionary of its tag, its children and what its attributes say; the tree
goes to the templates as JSON, never as Typst's own language. What print does its own way is
settled here: a footnote stands where it is referred to, a picture alone in a paragraph is a
figure, and digits keep their unit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple, TypeAlias

from generator import urls

_BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "figure", "hr", "div"})
_PARTS = frozenset({"li", "thead", "tbody", "tr", "th", "td", "figcaption"})
_INLINES = frozenset({"strong", "em", "del", "code", "sup", "sub", "br", "a", "picture", "source", "img"})
TAGS = _BLOCKS | _PARTS | _INLINES
"""The tags that have a drawing in print; of any other only the words are printed."""

Node: TypeAlias = "str | dict[str, object]"

_VOID = frozenset({"br", "hr", "img"})
_FOR_SCREENS = frozenset({"picture", "source"})
"""They offer a screen smaller files; print shows the picture within, as if it stood alone."""
_LINKS = ("http://", "https://", "mailto:")
_FIRST_INNER_LEVEL = 3  # sections are heads of level 1, items of level 2

# Digits with what they count (14.8亿元, 200多家, 第5期): a line may end between a digit and a Han
# character, but number and unit belong together. And long words of no language, an address or a
# key, which leave a line half empty or run off the page if they can't be parted.
_SPECIAL = re.compile(
    r"(?P<long>[!-~]{24,})"
    r"|(?P<kept>(?<![0-9A-Za-z.])第?[0-9]+(?:[.,:：～~/-][0-9]+)*[余多百千万亿]*[\u3400-\u4dbf\u4e00-\u9fff])"
)
_PIECE = re.compile(r"[0-9A-Za-z]{1,8}[^0-9A-Za-z]*|[^0-9A-Za-z]+")
_SPACE = re.compile(r"[ \t\r\n\f]+")


class TypesetError(Exception):
    """An issue could not be set in type; the message says why.

    `picture` is the address of the picture at fault, if it is one.
    """

    def __init__(self, message: str, picture: str = "") -> None:
        super().__init__(message)
        self.picture = picture


@dataclass(eq=False)
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[str | _Element]" = field(default_factory=list)

    def elements(self) -> "Iterator[_Element]":
        return (child for child in self.children if isinstance(child, _Element))

    def find(self, tag: str) -> "Iterator[_Element]":
        """The elements of a tag, at any depth, in the order of the text."""
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.find(tag)

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [_Element("div")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FOR_SCREENS:
            return
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FOR_SCREENS:
            return
        self.open[-1].children.append(_Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        depths = [depth for depth, element in enumerate(self.open) if depth and element.tag == tag]
        if depths:
            del self.open[depths[-1] :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


class _Text(NamedTuple):
    """What the drawing of one text has to know beside its elements."""

    scope: str
    pictures: Mapping[str, str]
    items: Mapping[str, str]
    notes: Mapping[str, _Element]
    first_references: frozenset[_Element]


def tree(
    html: str, scope: str, pictures: Mapping[str, str] | None = None, items: Mapping[str, str] | None = None
) -> list[Node]:
    """The blocks of a text.

    Args:
        html: cleaned HTML, of the tags in `ALLOWED`.
        scope: stands before the names of footnotes, so that they are unique in the issue.
        pictures: the file in Typst's folder for each picture's address.
        items: the label of each item of the same issue, by its address.

    Raises:
        TypesetError: the text shows a picture that is not among `pictures`.
    """
    parser = _Parser()
    parser.feed(html)
    parser.close()
    root = parser.open[0]
    notes = {
        entry.attributes["id"]: entry
        for division in root.find("div")
        if division.has_class("footnote")
        for entry in division.find("li")
        if "id" in entry.attributes
    }
    text = _Text(scope, pictures or {}, items or {}, notes, _first_references(root))
    return _levelled(_blocks(root.children, text))


def _first_references(root: _Element) -> frozenset[_Element]:
    seen: dict[str, _Element] = {}
    for mark in root.find("sup"):
        if name := _refers_to(mark):
            seen.setdefault(name, mark)
    return frozenset(seen.values())


def _refers_to(mark: _Element) -> str:
    """The footnote that a raised mark refers to, or nothing."""
    links = (link for link in mark.elements() if link.tag == "a" and link.has_class("footnote-ref"))
    return next((link.attributes.get("href", "").removeprefix("#") for link in links), "")


def _levelled(nodes: list[Node]) -> list[Node]:
    """Heads inside an item, their levels without a gap, as PDF/UA-1 demands."""
    open_heads: list[str] = []
    levelled: list[Node] = []
    for node in nodes:
        if isinstance(node, dict) and (tag := str(node["tag"])) in ("h2", "h3", "h4"):
            open_heads = [*(head for head in open_heads if head < tag), tag]
            levelled.append({**node, "level": _FIRST_INNER_LEVEL + len(open_heads) - 1})
        else:
            levelled.append(node)
    return levelled


# --- Blocks -----------------------------------------------------------------------------------


def _blocks(children: Iterable[str | _Element], text: _Text, depth: int = 0) -> list[Node]:
    """Block by block; what stands loose between blocks makes paragraphs of its own."""
    nodes: list[Node] = []
    loose: list[str | _Element] = []
    for child in children:
        if isinstance(child, _Element) and child.tag in _BLOCKS:
            nodes += [*_paragraph(loose, text), *_block(child, text, depth)]
            loose = []
        else:
            loose.append(child)
    return [*nodes, *_paragraph(loose, text)]


def _block(element: _Element, text: _Text, depth: int) -> list[Node]:
    match element.tag:
        case "p":
            return _paragraph(element.children, text)
        case "figure":
            return _figure(element, text)
        case "div":
            return [] if element.has_class("footnote") else _blocks(element.children, text, depth)
    return [_single_block(element, text, depth)]


def _single_block(element: _Element, text: _Text, depth: int) -> Node:
    match element.tag:
        case "ul" | "ol":
            return _list(element, text, depth + 1)
        case "table":
            return _table(element, text)
        case "blockquote":
            return {"tag": "blockquote", "children": _blocks(element.children, text, depth)}
        case "hr":
            return {"tag": "hr"}
    return {"tag": element.tag, "children": _inline(element.children, text), "level": _FIRST_INNER_LEVEL}


def _paragraph(children: Sequence[str | _Element], text: _Text) -> list[Node]:
    """A paragraph; pictures that stand alone in one are figures, with their title as the caption."""
    filled = [child for child in children if isinstance(child, _Element) or child.strip()]
    if filled and all(isinstance(child, _Element) and child.tag == "img" for child in filled):
        pictures = [child for child in filled if isinstance(child, _Element)]
        return [_picture(picture, [picture.attributes.get("title", "")], text) for picture in pictures]
    nodes = _inline(children, text)
    return [{"tag": "p", "children": nodes}] if nodes else []


def _list(element: _Element, text: _Text, depth: int) -> Node:
    start = element.attributes.get("start", "")
    return {
        "tag": element.tag,
        "depth": depth,
        "start": int(start) if start.isdecimal() else 1,
        "children": [
            {"children": _blocks(entry.children, text, depth)}
            for entry in element.elements()
            if entry.tag == "li"
        ],
    }


def _table(element: _Element, text: _Text) -> Node:
    head = [row for part in element.find("thead") for row in part.find("tr")]
    body = [row for row in element.find("tr") if row not in head]
    return {
        "tag": "table",
        "head": [_cells(row, text) for row in head],
        "body": [_cells(row, text) for row in body],
    }


def _cells(row: _Element, text: _Text) -> list[Node]:
    return [
        {"align": cell.attributes.get("class", ""), "children": _inline(cell.children, text)}
        for cell in row.elements()
        if cell.tag in ("th", "td")
    ]


def _figure(element: _Element, text: _Text) -> list[Node]:
    captions = [child for caption in element.find("figcaption") for child in caption.children]
    pictures = list(element.find("img"))
    return [
        _picture(picture, captions if picture is pictures[-1] else [], text) for picture in pictures
    ] or _paragraph(captions, text)


def _picture(element: _Element, caption: Sequence[str | _Element], text: _Text) -> Node:
    nodes = _inline(caption, text)
    shown = _image(element, text)
    if isinstance(shown, str):
        return {"tag": "p", "children": [shown]}
    return {**shown, "tag": "figure", "caption": nodes}


# --- Inside a line ----------------------------------------------------------------------------


def _inline(children: Iterable[str | _Element], text: _Text) -> list[Node]:
    nodes: list[Node] = []
    for child in children:
        if isinstance(child, _Element):
            nodes.append(_span(child, text))
        else:
            nodes += _words(child, at_start=not nodes or nodes[-1] == {"tag": "br"})
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip(" ")
    return [node for node in nodes if node]


def _words(data: str, *, at_start: bool) -> list[Node]:
    """Text with its spaces made single, each number with its unit, and places to part long words."""
    plain = _SPACE.sub(" ", data)
    plain = plain.lstrip(" ") if at_start else plain
    nodes: list[Node] = []
    end = 0
    for match in _SPECIAL.finditer(plain):
        nodes += [plain[end : match.start()], *_special(match)]
        end = match.end()
    return [node for node in (*nodes, plain[end:]) if node]


def _special(match: re.Match[str]) -> list[Node]:
    word = match[0]
    if match.lastgroup == "kept":
        return [{"tag": "keep", "children": [word]}]
    pieces: list[str] = _PIECE.findall(word)
    part: Node = {"tag": "part"}
    parted: list[Node] = [node for piece in pieces for node in (piece, part)]
    return parted[:-1]


def _span(element: _Element, text: _Text) -> Node:
    match element.tag:
        case "br":
            return {"tag": "br"}
        case "img":
            return _image(element, text)
        case "sup" if name := _refers_to(element):
            return _footnote(element, name, text)
        case "a":
            return _link(element, text)
        case "strong" | "em" | "del" | "code" | "sup" | "sub" as tag:
            return {"tag": tag, "children": _inline(element.children, text)}
        case _:
            return {"tag": "span", "children": _inline(element.children, text)}


def _image(element: _Element, text: _Text) -> Node:
    """A picture of the site; of any other only the words that stand for it."""
    source, words = element.attributes.get("src", ""), element.attributes.get("alt", "")
    if not source.startswith(urls.ROOT):
        return f"［{words or '图片'}］"
    address = source.removeprefix(urls.ROOT)
    if address not in text.pictures:
        raise TypesetError(f"找不到图片 {address}", address)
    alternative = words or element.attributes.get("title", "") or "图片"
    return {"tag": "img", "file": text.pictures[address], "alt": alternative}


def _link(element: _Element, text: _Text) -> Node:
    """A link that works in a PDF: to the web, to a mailbox, or to an item of the same issue."""
    href, children = element.attributes.get("href", ""), _inline(element.children, text)
    if href.lower().startswith(_LINKS) and children:
        return {"tag": "a", "href": href, "children": children}
    if label := text.items.get(href.removeprefix(urls.ROOT)):
        return {"tag": "a", "item": label, "children": children}
    return {"tag": "span", "children": children}


def _footnote(mark: _Element, name: str, text: _Text) -> Node:
    """A footnote where it is first referred to; later references repeat its number."""
    if name not in text.notes:
        return {"tag": "sup", "children": _inline(mark.children, text)}
    again = mark not in text.first_references
    children = [] if again else _note(text.notes[name], text)
    return {"tag": "footnote", "id": f"{text.scope}-{name}", "again": again, "children": children}


def _note(entry: _Element, text: _Text) -> list[Node]:
    """The words of a footnote, without the way back to the text; its paragraphs run on."""
    paragraphs = [child for child in entry.elements() if child.tag == "p"] or [entry]
    runs = [_inline(_without_way_back(paragraph.children), text) for paragraph in paragraphs]
    return [node for run in runs for node in run]


def _without_way_back(children: Iterable[str | _Element]) -> list[str | _Element]:
    kept = [
        child
        for child in children
        if not (isinstance(child, _Element) and child.has_class("footnote-backref"))
    ]
    while kept and isinstance(kept[-1], str) and not kept[-1].strip("\xa0 \n"):
        kept.pop()
    if kept and isinstance(last := kept[-1], str):
        kept[-1] = last.rstrip("\xa0 \n")
    return kept
