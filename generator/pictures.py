"""Pictures on the screen: the sizes each is made in. No picture is opened here.

A reader's browser takes the smallest WebP that fills its column; one that knows no WebP takes the fallback,
a JPEG or PNG as large as the largest of them.
"""

from typing import NamedTuple

from generator import urls
from generator.model import Attached, Picture

SCREENS = (760, 1520)
"""Widths in pixels: the column of text on a plain screen, and on one of twice the density."""

HIGHEST = 16_000
"""Pixels; WebP ends at 16,383, and a screenshot of a long talk is that high."""


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


class Fault(NamedTuple):
    """What is wrong with a picture: `message` goes on after its name."""

    code: str
    message: str
    hint: str


class PictureError(Exception):
    """A picture that can't be shown."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


BROKEN = Fault("L09", "打不开：文件已损坏，或者不是图片。", "用画图程序打开它，另存为 JPG 或 PNG。")


def sizes(picture: Picture) -> tuple[Size, ...]:
    """The sizes that are made for the screen, the smallest first; never larger than the picture itself.

    One that moves, or is made of lines, is shown as it is, in its own size. A drawing of dots has one size
    alone: made smaller without loss, it would have more bytes than before, and its letters would be blurred.
    """
    own = Size(picture.width, picture.height)
    if not is_resized(picture):
        return (own,)
    largest = _scaled(own, min(1.0, SCREENS[-1] / own.width, HIGHEST / own.height))
    widths = SCREENS[:-1] if picture.kind == "photo" else ()
    smaller = (_scaled(own, width / own.width) for width in widths if width < largest.width)
    return (*smaller, largest)


def is_resized(picture: Picture) -> bool:
    """Whether sizes for the screen are made of it, and not just one file."""
    return picture.kind in {"photo", "drawing"}


def original(attached: Attached) -> str:
    """Where a picture that is shown smaller is published as it came, if the site wishes it; else nothing."""
    if not attached.shown or attached.picture is None or not is_resized(attached.picture):
        return ""
    return urls.full_picture(attached.address.rpartition("/")[0], attached.digest, attached.file)


def _scaled(size: Size, factor: float) -> Size:
    return Size(max(1, round(size.width * factor)), max(1, round(size.height * factor)))
