"""What Pillow makes of a picture: smaller ones for the screen, clean ones for print and download."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image

from generator.make.stripping import CutOffError, stripped
from generator.model import Picture
from generator.pictures import PictureError, sizes
from generator.raster import is_from_camera, is_moving, is_plain, is_turned, opened, upright

_JPEG, _WEBP = 82, 80  # alike to the eye
_KEPT = 92  # where pixels have to be packed anew and are to stay what they were
_FORMATS = {".jpg": ("JPEG", "MPO"), ".png": ("PNG",)}


class Screens(NamedTuple):
    """A picture for the screen: WebPs by their widths, and what is shown where they are not known."""

    webps: tuple[tuple[int, bytes], ...]
    fallback: bytes


def for_screen(picture: Picture, content: bytes) -> Screens:
    """The picture in the sizes of screens.

    Raises:
        PictureError: the file is broken.
    """
    *smaller, largest = sizes(picture)
    with opened(BytesIO(content)) as image:
        as_it_is = is_plain(image) and not is_turned(image) and image.size == largest
        kept = as_it_is and image.format in _FORMATS[picture.ending]
        pixels = upright(image, largest)
    shown = pixels if pixels.size == largest else pixels.resize(largest, Image.Resampling.LANCZOS)
    fallback = _fallback(shown, picture.ending)
    if kept:
        fallback = min(fallback, _stripped(content) or fallback, key=len)
    reduced = ((size.width, shown.resize(size, Image.Resampling.LANCZOS)) for size in smaller)
    webps = ((width, _webp(pixels, picture)) for width, pixels in (*reduced, (largest.width, shown)))
    return Screens(tuple(webps), fallback)


def _webp(pixels: Image.Image, picture: Picture) -> bytes:
    if picture.kind == "drawing":
        return _saved(pixels, "WEBP", lossless=True, quality=80, method=4)
    return _saved(pixels, "WEBP", quality=_WEBP, method=4)


def _fallback(pixels: Image.Image, ending: str) -> bytes:
    if ending == ".png":
        return _saved(pixels, "PNG", optimize=True)
    return _saved(pixels, "JPEG", quality=_JPEG, optimize=True, progressive=True)


def cleaned(content: bytes) -> bytes:
    """The picture in its own format and size without metadata; pixels are packed anew only to turn them.

    A TIFF of several pages, a scan, stays as it is.

    Raises:
        PictureError: the file is broken.
    """
    with opened(BytesIO(content)) as image:
        if is_from_camera(image):
            return _saved(upright(image).copy(), "TIFF", compression="tiff_lzw")
        kept = _stripped(content)
        if kept is not None and (is_moving(image) or not is_turned(image)):
            return kept
        form = "JPEG" if image.format == "MPO" else image.format or ""
        pixels = upright(image)
    return _saved(pixels, form, quality=_KEPT)


def for_print(content: bytes) -> bytes:
    """The picture as Typst takes it: clean, and a PNG in place of what it does not know.

    What can't be read is left to Typst, which says why.
    """
    try:
        with opened(BytesIO(content)) as image:
            if image.format in {"BMP", "TIFF"}:
                return _saved(upright(image), "PNG")
        return cleaned(content)
    except PictureError:
        return content


def _stripped(content: bytes) -> bytes | None:
    try:
        return stripped(content)
    except CutOffError:
        return None  # Pillow may know how to mend it


def _saved(pixels: Image.Image, form: str, **how: int | bool | str) -> bytes:
    pixels.info.clear()  # Pillow would write along what it knows of the file they come from
    made = BytesIO()
    pixels.save(made, form, **how)
    return made.getvalue()
