"""Pictures for tests, drawn on the spot: photographs with all that a camera writes into them, and charts."""

import random
from io import BytesIO

from PIL import Image, ImageDraw, PngImagePlugin

PLACE = b"Luchuan-33.0117N"
"""Stands in every kind of metadata that `photo` writes; no file that is published may hold it."""

_GPS, _ORIENTATION = 0x8825, 0x0112


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: where it was, who held it, how."""
    made = Image.Exif()
    made[_ORIENTATION] = orientation
    made[0x010F] = PLACE.decode()
    made[0x013B] = PLACE.decode()
    made.get_ifd(_GPS).update(
        {1: "N", 2: (33.0, 1.0, 10.0), 3: "E", 4: (119.0, 2.0, 20.0), 29: PLACE.decode()}
    )
    return made


def scene(width: int = 1200, height: int = 800) -> Image.Image:
    """A scene of soft colours: red above, blue to the right, noise over all, as in a photograph."""
    red = Image.linear_gradient("L").resize((width, height)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    blue = Image.linear_gradient("L").rotate(90).resize((width, height))
    noise = Image.frombytes("L", (width, height), random.Random(1).randbytes(width * height))
    return Image.merge("RGB", (red, noise.point(lambda value: value // 2), blue))


def photo(
    width: int = 1200, height: int = 800, form: str = "JPEG", orientation: int = 1, **how: object
) -> bytes:
    """A photograph as it comes from a phone: `PLACE` in Exif, XMP and comment, where the format has them."""
    made = BytesIO()
    words: dict[str, object] = {"exif": exif(orientation)}
    if form in {"JPEG", "WEBP", "PNG"}:
        words["xmp"] = b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    if form in {"JPEG", "GIF"}:
        words["comment"] = PLACE
    if form == "PNG":
        words["pnginfo"] = PngImagePlugin.PngInfo()
        words["pnginfo"].add_text("Comment", PLACE.decode())  # type: ignore[attr-defined]
    if form in {"GIF", "BMP"}:
        del words["exif"]
    scene(width, height).save(made, form, **words, **how)
    return made.getvalue()


def chart(width: int = 400, height: int = 240, form: str = "PNG", mode: str = "P") -> bytes:
    """A chart of a few plain colours."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for n in range(4):
        draw.rectangle(
            (40 + 80 * n, 40 * n, 90 + 80 * n, height - 20), fill=("#c00", "#06c", "#393", "#666")[n]
        )
    made = BytesIO()
    image.convert(mode).save(made, form)
    return made.getvalue()


def moving(width: int = 60, height: int = 40) -> bytes:
    """Two frames that follow each other for ever."""
    made = BytesIO()
    frames = [Image.new("RGB", (width, height), colour).convert("P") for colour in ("red", "blue")]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=PLACE, duration=200)
    return made.getvalue()


def svg(inner: str = "", head: str = "", size: str = 'width="120" height="80"', before: str = "") -> bytes:
    """A drawing of a square and what is given."""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}{head}>'
    )
    return f'{before}{opening}<path d="M0 0H60V60H0z"/>{inner}</svg>'.encode()


def opened(content: bytes) -> Image.Image:
    """The picture, unpacked."""
    image = Image.open(BytesIO(content))
    image.load()
    return image
