"""The pictures of an issue's folder: what their heads tell, and whether an SVG may be shown to readers.

A browser runs no script of an SVG that a page shows, but it does once somebody opens the picture by itself,
with all rights of the site. A drawing with anything but shapes and words in it is refused: to take things
out would change what the author drew without telling, and a drawing made of dots is no longer sharp.
"""

import re
from typing import BinaryIO
from xml.parsers import expat

from generator.model import Picture
from generator.pictures import BROKEN, Fault, PictureError

ENDINGS = (".png", ".jpg", ".jpeg", ".jfif", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".svg")
"""How the names of pictures end that a page can show."""

LARGEST_SVG = 4 * 1024 * 1024
"""Bytes of a drawing; a larger one is a photograph in disguise."""

NO_PICTURE = Fault(
    "L09", "不是能在网页上显示的图片。", "请另存为 JPG、PNG 或 SVG；别的文件作附件，不要写前面的叹号。"
)

_LONG_SVG = Fault("L10", "大得无法处理：SVG 图超过 4 MB。", "请另存为 PNG。")


def is_picture(name: str) -> bool:
    """Whether a file of that name is a picture, going by its ending."""
    return name.lower().endswith(ENDINGS)


def look(name: str, file: BinaryIO) -> Picture | Fault:
    """What the head of a picture's file tells, or what is wrong with it."""
    try:
        if name.lower().endswith(".svg"):
            return read_svg(file.read(LARGEST_SVG + 1))
        from generator import raster  # noqa: PLC0415 - Pillow: most builds meet no picture

        return raster.look(file)
    except PictureError as error:
        return error.fault


# --- SVG ------------------------------------------------------------------------------------------

_FORBIDDEN = frozenset((
    "script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video", "canvas",
))  # fmt: skip
_INNER = r"data:image/(?:png|jpe?g|gif|webp)[;,]"
_INNER_PICTURE = re.compile(_INNER, re.IGNORECASE)
_OUTSIDE = re.compile(
    rf"""@import|image-set\s*\(|url\s*\(\s*["']?(?!\s*["']?(?:\#|{_INNER}))|\\""", re.IGNORECASE
)
"""In a style, what loads a file; the backslash may hide it."""
_XLINK = "http://www.w3.org/1999/xlink"
_SPACE = re.compile(r"[\s\x00-\x1f]+")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_MOST = 10_000  # pixels of a side


def read_svg(content: bytes) -> Picture:
    """The drawing as a page shows it.

    Raises:
        PictureError: it is no drawing, or holds more than a drawing.
    """
    if len(content) > LARGEST_SVG:
        raise PictureError(_LONG_SVG)
    reader = _Svg()
    try:
        reader.parser.Parse(content, True)
    except (expat.ExpatError, UnicodeError, ValueError, LookupError):
        raise PictureError(BROKEN) from None
    width, height = reader.size
    return Picture("vector", ".svg", width, height)


def _refused(what: str) -> PictureError:
    return PictureError(Fault("L11", f"里有{what}。", "请在绘图程序里删去它，或另存为 PNG。"))


class _Svg:
    """Reads a drawing from end to end, and stops at the first thing that is more than shapes and words."""

    def __init__(self) -> None:
        self.size = (0, 0)
        self._began = False
        self._in_style = False
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.EntityDeclHandler = self._entity
        self.parser.ProcessingInstructionHandler = self._instruction

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, own = name.rpartition("}")
        own = own.lower()
        if not self._began and own != "svg":
            raise PictureError(BROKEN)
        if own in _FORBIDDEN or space.endswith("/xhtml"):
            raise _refused(f"脚本或网页元素（{own}）")
        if not self._began:
            self.size = _size(attributes)
        self._began = True
        self._in_style = own == "style"
        for key, value in attributes.items():
            _check(key, value)

    def _end(self, _: str) -> None:
        self._in_style = False

    def _words(self, words: str) -> None:
        if self._in_style:
            _check("style", words)

    def _entity(self, *_: object) -> None:
        raise _refused("实体定义（ENTITY）")

    def _instruction(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _refused("外部样式表")


def _check(name: str, value: str) -> None:
    """Look at an attribute. Those that drawing programs keep for themselves mean nothing to a browser."""
    space, _, own = name.rpartition("}")
    if space and space != _XLINK:
        return
    key, bare = own.lower(), _SPACE.sub("", value).lower()
    if key.startswith("on") or "script:" in bare or (key == "attributename" and bare.endswith("href")):
        raise _refused(f"脚本（{own}）")
    if key in {"href", "src"}:
        if bare and not bare.startswith("#") and not _INNER_PICTURE.match(bare):
            raise _refused(f"外部引用“{value.strip()[:40]}”")
    elif _OUTSIDE.search(value):
        raise _refused(f"对外部文件的引用（{own}）")


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    """Width and height in pixels: as said, else those of the view; nothing where neither tells."""
    said = [_pixels(attributes.get(name, "")) for name in ("width", "height")]
    view = [_pixels(part) for part in attributes.get("viewBox", "").replace(",", " ").split()[2:4]]
    width, height = said
    if view and len(view) == 2 and all(view):
        if not width and not height:
            width, height = view
        width, height = width or height * view[0] / view[1], height or width * view[1] / view[0]
    if not (width and height):
        return 0, 0
    return round(min(max(width, 1), _MOST)), round(min(max(height, 1), _MOST))


def _pixels(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _PIXELS[found[2].lower()] if found else 0.0
