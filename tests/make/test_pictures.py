"""Pictures for screens: small enough, sharp enough, upright, and silent about who took them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.make.pictures import for_print, screen, whole
from generator.make.pixels import cleaned
from generator.model import Picture
from generator.pictures import SCREENS, PictureError, sizes
from generator.raster import look
from tests.pictures import PLACE, chart, moving, opened, photo

ADDRESS = "2026/05/0123456789abcdef.jpg"


def seen(content):
    from io import BytesIO

    return look(BytesIO(content))


def made(content, address=ADDRESS):
    return dict(screen(address, seen(content), content))


@given(
    st.sampled_from(["photo", "drawing", "moving", "vector"]), st.integers(1, 20_000), st.integers(1, 20_000)
)
def test_sizes_grow_keep_the_proportions_and_never_enlarge(kind, width, height):
    found = sizes(Picture(kind, ".jpg", width, height))
    assert list(found) == sorted(set(found))
    for size in found:
        assert (1, 1) <= size <= (width, height)
        assert 1 <= size.height <= height
        assert abs(size.width * height - size.height * width) <= max(width, height)
    if kind in {"photo", "drawing"}:
        assert found[-1].width <= SCREENS[-1]
        assert found[-1].height <= 16_000


def test_a_photograph_is_made_for_two_densities_and_old_browsers():
    files = made(photo(2400, 1600))
    assert {address: (opened(c).format, opened(c).size) for address, c in files.items()} == {
        "2026/05/0123456789abcdef-760.webp": ("WEBP", (760, 507)),
        "2026/05/0123456789abcdef-1520.webp": ("WEBP", (1520, 1013)),
        "2026/05/0123456789abcdef.jpg": ("JPEG", (1520, 1013)),
    }


def test_a_small_photograph_is_not_enlarged():
    files = made(photo(300, 200))
    assert {opened(content).size for content in files.values()} == {(300, 200)}
    assert sorted(files) == ["2026/05/0123456789abcdef-300.webp", ADDRESS]


def test_a_drawing_keeps_every_pixel():
    content = chart(1200, 700)
    for file in made(content, "2026/05/a.png").values():
        assert opened(file).convert("RGB").tobytes() == opened(content).convert("RGB").tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
def test_nothing_that_a_camera_wrote_is_left(form):
    content = photo(1000, 600, form)
    for address, file in (*made(content).items(), ("print", for_print(content)), ("whole", cleaned(content))):
        assert PLACE not in file, address
        assert not {0x8825, 0x8769, 0x010F, 0x013B} & opened(file).getexif().keys()
        assert not {"exif", "xmp", "comment", "icc_profile"} & opened(file).info.keys()


def coarse(image):
    return image.convert("RGB").resize((4, 4)).tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(form, orientation):
    """The scene is red above and blue to one side; where the camera says how it was turned, pixels follow."""
    from PIL import Image

    content = photo(120, 80, form, orientation)
    turns = (None, 0, 3, 1, 5, 4, 6, 2)  # of Image.Transpose, in the order of the orientations
    plain = opened(photo(120, 80, form, 1)).convert("RGB")
    turn = turns[orientation - 1]
    expected = plain if turn is None else plain.transpose(Image.Transpose(turn))
    for file in (*made(content).values(), cleaned(content), for_print(content)):
        image = opened(file)
        assert image.size == expected.size
        corners = zip(coarse(image), coarse(expected), strict=True)
        assert all(abs(shown - wanted) < 16 for shown, wanted in corners)


def test_colours_of_another_profile_are_those_that_were_meant():
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = photo(200, 100, icc_profile=lab)
    assert all("icc_profile" not in opened(file).info for file in made(content).values())


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "I;16", "LA", "RGBA", "P"])
def test_every_way_of_keeping_colours_can_be_shown(mode):
    from io import BytesIO

    from tests.pictures import scene

    source = scene(90, 60).convert("L").convert("I;16") if mode == "I;16" else scene(90, 60).convert(mode)
    file = BytesIO()
    source.save(file, "TIFF")
    files = made(file.getvalue())
    assert {opened(content).size for content in files.values()} == {(90, 60)}


def test_the_same_bytes_each_time():
    content = photo(1800, 900)
    assert screen(ADDRESS, seen(content), content) == screen(ADDRESS, seen(content), content)


@pytest.mark.parametrize("content", [photo(900, 600), photo(900, 600, "PNG"), chart(), photo(90, 60, "WEBP")])
def test_a_picture_that_was_not_copied_to_its_end_is_refused(content):
    with pytest.raises(PictureError) as raised:
        screen(ADDRESS, seen(content), content[: len(content) * 2 // 3])
    assert raised.value.fault.code == "L09"


def test_one_that_moves_stays_as_it_is_but_for_what_it_says():
    ((address, content),) = whole("2026/05/a.gif", moving())
    assert address == "2026/05/a.gif"
    assert getattr(opened(content), "n_frames", 1) == 2
    assert PLACE not in content


def test_print_gets_formats_that_it_knows():
    assert opened(for_print(photo(90, 60, "TIFF"))).format == "PNG"
    assert opened(for_print(photo(90, 60, "BMP"))).format == "PNG"
    assert opened(for_print(photo(90, 60))).format == "JPEG"
    assert for_print(b"<svg/>") == b"<svg/>"
    assert for_print(b"BM6\0") == b"BM6\0"
