"""Picture files at Pillow's edge: what their head tells, and their pixels upright and in sRGB.

Whatever a file holds, nothing but `PictureError` comes out of here. The only module that loads Pillow; who
needs it imports it then, since most builds meet no picture.
"""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from generator.model import Picture, PictureKind
from generator.pictures import BROKEN, Fault, PictureError, Size

LARGEST = 120_000_000
"""Pixels: those of a large phone's camera; a small file may unpack to a thousand times as many."""

_TOO_LARGE = Fault("L10", "大得无法处理：超过一亿二千万像素。", "用画图程序把它缩小，宽 4000 像素已经足够。")

# Loaded by name: Pillow would search all its forty plugins for a format that is not yet there.
_PLUGINS = (
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    WebPImagePlugin.WebPImageFile,
    GifImagePlugin.GifImageFile,
    BmpImagePlugin.BmpImageFile,
    TiffImagePlugin.TiffImageFile,
)
_FORMATS = tuple(filter(None, (plugin.format for plugin in _PLUGINS)))
_MAY_MOVE = frozenset(("GIF", "PNG", "WEBP"))
_NATIVE: dict[str, str] = {"GIF": ".gif", "PNG": ".png", "WEBP": ".webp"}
_DRAWN = 0.75
"""Bytes a pixel: a PNG of a chart or a window has a tenth of it, a photograph at least twice as many."""

_ORIENTATION = 0x0112
_CAMERAS = (0x8769, 0x8825, 0x010F, 0x013B, 0x02BC)  # Exif, GPS, make, artist, XMP
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = frozenset((5, 6, 7, 8))


def look(file: BinaryIO) -> Picture:
    """What the head of a file tells; its pixels are not unpacked.

    Raises:
        PictureError: it is no picture, or too large a one.
    """
    with opened(file) as image:
        size = Size(*image.size)
        upright = Size(size.height, size.width) if _turn(image) in _ON_ITS_SIDE else size
        if is_moving(image):
            return Picture("moving", _NATIVE[image.format or ""], *upright)
        kind = _kind(image, file)
        clear = image.has_transparency_data
        return Picture(kind, ".png" if clear or kind == "drawing" else ".jpg", *upright)


def _kind(image: Image.Image, file: BinaryIO) -> PictureKind:
    """A drawing has few colours, and packs well without loss."""
    if image.mode in {"1", "P", "PA"}:
        return "drawing"
    length, _ = file.seek(0, 2), file.seek(12)
    lossless = image.format == "PNG" or (image.format == "WEBP" and file.read(4) == b"VP8L")
    return "drawing" if lossless and length < _DRAWN * image.width * image.height else "photo"


@contextmanager
def opened(file: BinaryIO) -> Iterator[Image.Image]:
    """A picture whose head has been read.

    Raises:
        PictureError: it is no picture, or too large a one; also where what is done with it finds it broken.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow speaks of what it can mend, and of sizes that we weigh
            with Image.open(file, formats=_FORMATS) as image:
                _refuse_large(image)
                yield image
    except PictureError:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise PictureError(_TOO_LARGE) from None
    except Exception:  # noqa: BLE001 - what a broken file makes Pillow raise is written nowhere
        raise PictureError(BROKEN) from None


def _refuse_large(image: Image.Image) -> None:
    if image.width * image.height > LARGEST:
        raise PictureError(_TOO_LARGE)


def upright(image: Image.Image, wanted: Size | None = None) -> Image.Image:
    """The pixels as they are seen: turned as the camera says, sRGB, of mode L, RGB or RGBA.

    Where a size is `wanted`, a JPEG may come out smaller than it is, though not below that size.
    """
    turn = _turn(image)
    if wanted:
        image.draft(image.mode, (wanted.height, wanted.width) if turn in _ON_ITS_SIDE else wanted)
    image.load()
    plain = _plain(image)
    return plain.transpose(_TURNS[turn]) if turn in _TURNS else plain


def is_moving(image: Image.Image) -> bool:
    """Whether it has frames that follow each other; the pages of a TIFF are none."""
    return image.format in _MAY_MOVE and getattr(image, "is_animated", False)


def is_from_camera(image: Image.Image) -> bool:
    """Whether it is a TIFF of one picture with Exif or GPS among its tags; a scanner writes neither."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or image.n_frames > 1:
        return False
    return any(tag in image.tag_v2 for tag in _CAMERAS)


def is_turned(image: Image.Image) -> bool:
    """Whether the camera was held other than the pixels lie."""
    return _turn(image) in _TURNS


def is_plain(image: Image.Image) -> bool:
    """Whether a browser shows the pixels as they are, without a profile of colours."""
    return image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"} and "icc_profile" not in image.info


def _turn(image: Image.Image) -> int:
    """The orientation that the head tells (Exif 2.32, tag 0x0112); a TIFF is turned by Pillow itself.

    Not `Image.getexif`, which would unpack a PNG to look behind its pixels.
    """
    written = image.info.get("exif")
    if image.format == "TIFF" or not isinstance(written, bytes):
        return 1
    exif = Image.Exif()
    try:
        exif.load(written)
        return int(exif.get(_ORIENTATION, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, struct.error, OSError):
        return 1


def _plain(image: Image.Image) -> Image.Image:
    clear = image.has_transparency_data
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode in {"P", "PA", "1"} or clear:
        image = image.convert("RGBA" if clear else "L" if image.mode == "1" else "RGB")
    profile = image.info.get("icc_profile")
    wanted = "RGBA" if clear else "L" if image.mode == "L" else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        image = _in_srgb(image, profile, wanted)
    return image if image.mode == wanted else image.convert(wanted)


def _in_srgb(image: Image.Image, profile: bytes, wanted: str) -> Image.Image:
    """The colours as they are meant; a profile that can't be read is let go."""
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image
