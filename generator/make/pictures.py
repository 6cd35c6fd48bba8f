"""The makers of pictures: in the sizes of screens, or whole; never with what a camera wrote into them.

Pure like all makers, and the same to the byte for one version of Pillow, which the program's digest knows.
"""

from generator import urls
from generator.jobs import Files
from generator.model import Picture


def screen(address: str, picture: Picture, content: bytes) -> Files:
    """The picture as pages show it: a WebP of each size, and under its own address a JPEG or PNG.

    Raises:
        PictureError: the file is broken.
    """
    from generator.make.pixels import for_screen  # noqa: PLC0415 - Pillow: most builds meet no picture

    made = for_screen(picture, content)
    webps = ((urls.webp(address, width), webp) for width, webp in made.webps)
    return (*webps, (address, made.fallback))


def whole(address: str, content: bytes) -> Files:
    """The picture in its own format and size, without metadata.

    Raises:
        PictureError: the file is broken.
    """
    from generator.make.pixels import cleaned  # noqa: PLC0415 - as above

    return ((address, cleaned(content)),)


def for_print(content: bytes) -> bytes:
    """The picture as Typst takes it: without metadata, upright, and a PNG in place of a TIFF or BMP."""
    from generator.make import pixels  # noqa: PLC0415 - as above

    return pixels.for_print(content)
