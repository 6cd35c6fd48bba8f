"""Picture files without what cameras and programs write into them: Exif, GPS, XMP, comments, thumbnails.

The pixels are not unpacked, so that nothing of them is lost; what they need to be shown stays, profiles of
colours too. Each format is walked part by part as its standard says; a file that is cut off is refused.
"""

import re
from collections.abc import Callable, Iterator


class CutOffError(ValueError):
    """The file ends within a part, or has a part that can't be there."""


def stripped(content: bytes) -> bytes:
    """The file without metadata; one of another format than JPEG, PNG, WebP and GIF as it is.

    Raises:
        CutOffError: the file is not whole.
    """
    for beginning, strip in _FORMATS:
        if beginning.match(content):
            return strip(content)
    return content


def _number(content: bytes, at: int, length: int, order: str) -> int:
    field = content[at : at + length]
    if len(field) < length:
        raise CutOffError
    return int.from_bytes(field, "little" if order == "little" else "big")


# --- JPEG: ISO/IEC 10918-1, Annex B ---------------------------------------------------------------

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Ends the packed pixels: within them 0xFF is followed by 0, or is a mark to begin anew."""

_SCAN, _END = 0xDA, 0xD9
_APPS_AND_COMMENT = frozenset((*range(0xE0, 0xF0), 0xFE))


def _jpeg(content: bytes) -> bytes:
    kept = [content[:2]]
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if content[at : at + 1] != b"\xff":
            raise CutOffError
        marker = _number(content, at + 1, 1, "big")
        if marker == _END:
            return b"".join((*kept, b"\xff\xd9"))
        end = at + 2 + _number(content, at + 2, 2, "big")
        if marker == _SCAN:
            found = _MARKER.search(content, end)
            if found is None:
                raise CutOffError
            end = found.start()
        segment = content[at:end]
        if marker not in _APPS_AND_COMMENT or _is_shown(marker, segment[4:]):
            kept.append(segment)
        at = end


def _is_shown(marker: int, data: bytes) -> bool:
    """Whether a segment tells how to show the pixels: JFIF, a profile of colours, Adobe's colours."""
    wanted = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(marker)
    return wanted is not None and data.startswith(wanted)


# --- PNG: ISO/IEC 15948 ---------------------------------------------------------------------------

_SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split()
)


def _png(content: bytes) -> bytes:
    kept = [content[:8]]
    at = 8
    while True:
        end = at + 12 + _number(content, at, 4, "big")
        name = content[at + 4 : at + 8]
        if end > len(content):
            raise CutOffError
        if name in _SHOWN_CHUNKS:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


# --- WebP: RFC 9649 -------------------------------------------------------------------------------

_HIDDEN_CHUNKS = frozenset((b"EXIF", b"XMP "))
_HIDDEN_FLAGS = 0x08 | 0x04  # Exif and XMP


def _webp(content: bytes) -> bytes:
    end = 8 + _number(content, 4, 4, "little")
    if end > len(content):
        raise CutOffError
    chunks = b"".join(_without_flags(c) for c in _riff(content, end) if c[:4] not in _HIDDEN_CHUNKS)
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def _riff(content: bytes, end: int) -> Iterator[bytes]:
    at = 12
    while at < end:
        length = _number(content, at + 4, 4, "little")
        following = at + 8 + length + length % 2
        if at + 8 + length > end:
            raise CutOffError
        yield content[at:following]
        at = following


def _without_flags(chunk: bytes) -> bytes:
    if not chunk.startswith(b"VP8X") or len(chunk) < 9:
        return chunk
    return chunk[:8] + bytes((chunk[8] & ~_HIDDEN_FLAGS,)) + chunk[9:]


# --- GIF: GIF89a ----------------------------------------------------------------------------------

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL = 0xF9
_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def _gif(content: bytes) -> bytes:
    at = 13 + _colours(_number(content, 10, 1, "big"))
    kept = [content[:at]]
    while True:
        begin = at
        kind = _number(content, at, 1, "big")
        if kind == _TRAILER:
            return b"".join((*kept, b"\x3b"))
        if kind == _IMAGE:
            at = _blocks(content, at + 11 + _colours(_number(content, at + 9, 1, "big")))
            kept.append(content[begin:at])
        elif kind == _EXTENSION:
            label = _number(content, at + 1, 1, "big")
            at = _blocks(content, at + 2)
            if label == _CONTROL or content.startswith(_LOOPS, begin + 2):
                kept.append(content[begin:at])
        else:
            raise CutOffError


def _colours(flags: int) -> int:
    """The bytes of a table of colours, if there is one."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(content: bytes, at: int) -> int:
    """The end of a chain of blocks, each led by its length."""
    while length := _number(content, at, 1, "big"):
        at += 1 + length
    return at + 1


_FORMATS: tuple[tuple[re.Pattern[bytes], Callable[[bytes], bytes]], ...] = (
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    (re.compile(rb"GIF8[79]a"), _gif),
)
