"""Metadata taken out of picture files: all of it, and not a pixel more."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from generator.make.stripping import CutOffError, stripped
from tests.pictures import PLACE, chart, moving, opened, photo

FORMS = {
    "JPEG": photo(300, 200),
    "progressive JPEG": photo(300, 200, progressive=True),
    "PNG": photo(300, 200, "PNG"),
    "WebP": photo(300, 200, "WEBP"),
    "lossless WebP": photo(300, 200, "WEBP", lossless=True),
    "GIF": photo(300, 200, "GIF"),
    "moving GIF": moving(),
}


def same(one: bytes, other: bytes) -> bool:
    left, right = opened(one).convert("RGBA"), opened(other).convert("RGBA")
    return left.size == right.size and ImageChops.difference(left, right).getbbox() is None


@pytest.mark.parametrize("form", FORMS)
def test_what_a_camera_wrote_is_gone_and_the_pixels_are_the_same(form):
    content = FORMS[form]
    assert PLACE in content
    clean = stripped(content)
    assert PLACE not in clean
    assert not opened(clean).getexif()
    assert same(clean, content)
    assert getattr(opened(clean), "n_frames", 1) == getattr(opened(content), "n_frames", 1)


@pytest.mark.parametrize("form", FORMS)
def test_to_strip_again_changes_nothing(form):
    once = stripped(FORMS[form])
    assert stripped(once) == once


def test_what_follows_the_picture_goes_too():
    """Phones hang a second picture with its own Exif on the first."""
    for form in ("JPEG", "PNG"):
        assert stripped(FORMS[form] + FORMS["JPEG"]) == stripped(FORMS[form])


def test_a_profile_of_colours_stays():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for form in ("JPEG", "PNG", "WEBP"):
        content = photo(60, 40, form, icc_profile=profile)
        assert opened(stripped(content)).info["icc_profile"] == profile


@pytest.mark.parametrize("content", [b"", b"text", chart(form="BMP"), chart(form="TIFF"), b"<svg/>"])
def test_other_formats_are_left_alone(content):
    assert stripped(content) == content


@given(st.sampled_from(sorted(FORMS)), st.floats(0, 1))
def test_a_file_cut_off_anywhere_is_refused_or_clean(form, part):
    content = FORMS[form][: int(len(FORMS[form]) * part)]
    try:
        clean = stripped(content)
    except CutOffError:
        return
    assert PLACE not in clean or clean == content  # cut before the format can be told


@given(st.sampled_from(sorted(FORMS)), st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_refused_or_stripped_and_nothing_worse(form, at, bytes_):
    content = FORMS[form][:at] + bytes_ + FORMS[form][at + len(bytes_) :]
    with suppress(CutOffError):
        stripped(content)
