"""What the heads of pictures tell, and which drawings may be shown."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.model import Picture
from generator.pictures import Fault
from generator.read.pictures import is_picture, look
from tests.pictures import chart, moving, photo, svg


def told(content: bytes, name: str = "图.jpg"):
    return look(name, io.BytesIO(content))


# --- Pictures of dots -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, picture",
    [
        (photo(600, 400), Picture("photo", ".jpg", 600, 400)),
        (photo(600, 400, "PNG"), Picture("photo", ".jpg", 600, 400)),
        (photo(600, 400, "WEBP"), Picture("photo", ".jpg", 600, 400)),
        (photo(600, 400, "BMP"), Picture("photo", ".jpg", 600, 400)),
        (photo(600, 400, "TIFF"), Picture("photo", ".jpg", 600, 400)),
        (chart(), Picture("drawing", ".png", 400, 240)),
        (chart(mode="RGB"), Picture("drawing", ".png", 400, 240)),
        (chart(mode="RGBA"), Picture("drawing", ".png", 400, 240)),
        (chart(form="GIF"), Picture("drawing", ".png", 400, 240)),
        (chart(mode="1", form="TIFF"), Picture("drawing", ".png", 400, 240)),
        (moving(), Picture("moving", ".gif", 60, 40)),
    ],
)
def test_kind_ending_and_size(content, picture):
    assert told(content) == picture


def test_a_photograph_with_holes_needs_a_format_that_has_them():
    made = io.BytesIO()
    image = Image.open(io.BytesIO(photo(300, 200))).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((300, 200)))
    image.save(made, "PNG")
    assert told(made.getvalue()) == Picture("photo", ".png", 300, 200)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_that_of_the_picture_as_it_is_seen(form, orientation):
    seen = told(photo(300, 200, form, orientation))
    assert (seen.width, seen.height) == ((200, 300) if orientation > 4 else (300, 200))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\3\4", b"\xff\xd8\xff\xe0", "正文".encode() * 99, photo()[:40], b"%PDF-1.7", b"GIF89a"],
)
def test_what_is_no_picture_is_a_fault(content):
    assert told(content).code == "L09"


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is large, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(12_000, 10_001), (50_000, 50_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_a_fault(size):
    assert told(bomb(*size)).code == "L10"


def test_one_of_a_large_camera_is_none():
    assert told(bomb(12_000, 9_000)) == Picture("drawing", ".png", 12_000, 9_000)


@given(
    st.sampled_from([photo(60, 40), photo(60, 40, "PNG"), chart(), moving(), photo(60, 40, "WEBP")]),
    st.data(),
)
def test_a_damaged_head_is_a_picture_or_a_fault(content, data):
    at = data.draw(st.integers(0, min(len(content), 300)))
    damaged = content[:at] + data.draw(st.binary(max_size=6)) + content[at + data.draw(st.integers(0, 6)) :]
    assert isinstance(told(damaged), Picture | Fault)


@pytest.mark.parametrize(
    "name, yes", [("a.JPG", True), ("a.tiff", True), ("a.svg", True), ("a.heic", False), ("a", False)]
)
def test_pictures_go_by_their_names(name, yes):
    assert is_picture(name) is yes


# --- Drawings of lines ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size, expected",
    [
        ('width="120" height="80"', (120, 80)),
        ('width="120px" height="80.4"', (120, 80)),
        ('width="96pt" height="25.4mm"', (128, 96)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('viewBox="0,0,300,200" width="100%" height="100%"', (300, 200)),
        ('viewBox="0 0 300 200" width="150"', (150, 100)),
        ('viewBox="0 0 300 200" height="50"', (75, 50)),
        ('viewBox="0 0 0 0"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_drawing_has_the_size_it_says(size, expected):
    assert told(svg(size=size), "图.svg") == Picture("vector", ".svg", *expected)


@pytest.mark.parametrize(
    "inner",
    [
        "<text>一窗受理</text>",
        '<a xlink:href="#b"><circle id="b" r="4"/></a>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        '<rect fill="url(#g)" style="fill: url( \'#g\' ); color: red"/>',
        "<style>.a { fill: #c00 } .b { mask: url(#m) }</style>",
        '<metadata xmlns:i="http://www.inkscape.org/x" i:path="C:\\图\\1.svg"/>',
        "<desc>url (见附件)</desc>",
    ],
)
def test_shapes_and_words_may_be_shown(inner):
    assert isinstance(told(svg(inner), "图.svg"), Picture)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>1</x:script>",
        "<SCRIPT/>",
        '<rect onclick="alert(1)"/>',
        '<rect OnLoad="1"/>',
        '<a href="javascript:alert(1)"><text>甲</text></a>',
        '<a xlink:href=" java&#10;script:alert(1)"><text>甲</text></a>',
        '<a href="#"><set attributeName="href" to="https://a.cn/"/></a>',
        '<animate attributeName="xlink:href" values="#a"/>',
        "<foreignObject><p>甲</p></foreignObject>",
        '<p xmlns="http://www.w3.org/1999/xhtml">甲</p>',
        '<image href="https://a.cn/1.png"/>',
        '<image xlink:href="1.png"/>',
        '<use href="b.svg#x"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<image href="data:text/html,1"/>',
        '<rect fill="url(https://a.cn/1.svg#g)"/>',
        '<rect style="fill: URL( &quot;//a.cn/g&quot; )"/>',
        "<style>@import 'a.css';</style>",
        "<style>.a { background: u\\72l(https://a.cn) }</style>",
        "<style><![CDATA[ .a { background: image-set('a.png' 1x) } ]]></style>",
        "<iframe/>",
    ],
)
def test_anything_more_is_a_fault(inner):
    assert told(svg(inner), "图.svg").code == "L11"


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg [<!ENTITY a "1">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<?xml-stylesheet href="a.css"?>',
    ],
)
def test_nothing_is_loaded_before_the_drawing(before):
    assert told(svg(before=before), "图.svg").code == "L11"


def test_a_head_as_programs_write_it_does_no_harm():
    head = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.cn/svg.dtd">'
    assert isinstance(told(svg(before=head), "图.svg"), Picture)


@pytest.mark.parametrize("content", [b"", b"<svg", b"<html/>", "图".encode("gbk"), b"<svg></g>", b"\0" * 9])
def test_what_is_no_drawing_is_a_fault(content):
    assert told(content, "图.svg").code == "L09"


def test_a_drawing_of_megabytes_is_a_fault():
    assert told(svg("<g/>" * 1_100_000), "图.svg").code == "L10"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_drawing_or_a_fault(content):
    assert isinstance(told(svg()[:60] + content, "图.svg"), Picture | Fault)
