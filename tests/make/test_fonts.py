"""Which faces serve, and which characters none of them has."""

import shutil
import struct
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest

from generator.make.fonts import (
    ROLES,
    Face,
    Faces,
    Found,
    _mapped,
    collection,
    coverage,
    find_faces,
    is_light,
    missing,
    uncovered,
)

SERIF = Face("Noto Serif SC", "/f/serif.otf")
SANS = Face("Noto Sans SC", "/f/sans.otf")
BUNDLE = (SERIF, SANS)


def served(role, site=(), installed=()):
    found = Found(tuple(site), tuple(installed), BUNDLE)
    return found._chain(role, found._first(role, ()), ())


def test_the_bundle_serves_every_role_but_the_latin_one():
    faces = find_faces(machine=False)

    assert set(faces.chains) == set(ROLES)
    assert {role: face.family for role in ROLES if (face := faces.serving(role))} == {
        "masthead": "Noto Serif SC",
        "body": "Noto Serif SC",
        "head": "Noto Sans SC",
        "note": "Noto Serif SC",
        "folio": "Noto Serif SC",
    }


def test_the_site_comes_before_the_machine_and_the_machine_before_the_bundle():
    own, installed = Face("方正仿宋_GBK", "/site/fz.ttf"), Face("FangSong", "/win/simfang.ttf")

    assert served("body", [own], [installed]) == (own, SERIF, SANS)
    assert served("body", [], [installed]) == (installed, SERIF, SANS)
    assert served("body") == (SERIF, SANS)
    assert served("head") == (SANS, SERIF)


def test_a_better_family_comes_before_a_lesser_one():
    names = ("STFangsong", "仿宋_GB2312", "FangSong")
    faces = [Face(name, f"/f/{n}.ttf") for n, name in enumerate(names)]

    assert served("body", [], faces)[0].family == "仿宋_GB2312"


def test_a_file_named_for_a_role_serves_it_whatever_its_family():
    own = Face("手写体", "/site/fonts/Masthead.ttf")

    assert served("masthead", [own], [Face("方正小标宋简体", "/f/x.ttf")])[0] == own
    assert served("body", [own])[0] == SERIF


def test_the_masthead_takes_the_heaviest_weight_and_the_text_none():
    weights = [Face("Noto Serif CJK SC", f"/f/{weight}.ttc", weight=weight) for weight in (200, 400, 700)]
    times = [Face("Times New Roman", f"/f/{weight}.ttf", weight=weight) for weight in (400, 700)]

    assert served("masthead", [], weights)[0].weight == 700
    assert served("numbers", [], times) == (times[0],)


@pytest.mark.parametrize(
    "face, light",
    [
        (SERIF, True),
        (Face("方正小标宋简体", "/f/x.ttf"), False),
        (Face("SimHei", "/f/x.ttf"), False),
        (Face("Noto Serif CJK SC", "/f/x.ttc", weight=700), False),
    ],
)
def test_a_regular_face_is_too_light_for_a_heavy_role(face, light):
    assert is_light(face) is light


def test_faces_of_the_folder_of_the_site_are_found(tmp_path):
    shutil.copy(pylopdf_fonts_zh_cn.sans_path(), tmp_path / "body.otf")
    faces = find_faces(tmp_path, machine=False)
    serving = faces.serving("body")

    assert serving is not None
    assert Path(serving.path) == tmp_path / "body.otf"
    assert serving.stamp
    assert "Noto Sans SC" in collection(faces).families()


def test_a_missing_folder_is_no_fault(tmp_path):
    assert find_faces(tmp_path / "fonts", machine=False) == find_faces(machine=False)


def test_the_collection_is_read_once_for_a_process():
    faces = find_faces(machine=False)

    assert collection(faces) is collection(find_faces(machine=False))


# --- Characters -------------------------------------------------------------------------------


def test_a_character_that_no_face_has_is_named_once_in_the_order_of_the_text():
    assert uncovered("县龘人龘社𰻝", [{ord("县"), ord("人")}, {ord("社")}]) == ("龘", "𰻝")


def test_what_shows_nothing_needs_no_face():
    assert uncovered(" \n\t\u3000\u200b葛\U000e0100\ufe0f", [{ord("葛")}]) == ()


def test_the_bundle_has_the_characters_of_an_office():
    faces = find_faces(machine=False)

    assert missing("县效能办〔2025〕第5号：“①○●◆★”——㎡℃……骉喆堃犇垚昇珺赟璟湉翀彧祎", faces) == ()
    assert missing("私用\U000f0000和😀", faces, "head") == ("\U000f0000", "😀")


def test_coverage_agrees_with_the_font():
    covered = coverage(str(pylopdf_fonts_zh_cn.serif_path()))

    assert all(ord(character) in covered for character in "中国，。ABC123龥")
    assert 0xE000 not in covered
    assert len(covered) > 20000


def test_a_damaged_file_is_an_error(tmp_path):
    (tmp_path / "x.ttf").write_bytes(b"\0\1\0\0\0\1no font")
    with pytest.raises(ValueError, match=r"x\.ttf"):
        coverage(str(tmp_path / "x.ttf"))


def cmap(*tables: bytes) -> bytes:
    offsets = [4 + 8 * len(tables) + sum(map(len, tables[:n])) for n in range(len(tables))]
    records = b"".join(struct.pack(">HHI", 3, 1, offset) for offset in offsets)
    return struct.pack(">HH", 0, len(tables)) + records + b"".join(tables)


def format_4(segments, glyphs=()) -> bytes:
    """Segments of (first, last, delta, offset), as in fonts of the nineties."""
    columns = (
        [s[1] for s in segments],
        [s[0] for s in segments],
        [s[2] for s in segments],
        [s[3] for s in segments],
    )
    ends, *rest = (struct.pack(f">{len(segments)}H", *column) for column in columns)
    body = ends + b"\0\0" + b"".join(rest) + struct.pack(f">{len(glyphs)}H", *glyphs)
    return struct.pack(">7H", 4, 14 + len(body), 0, 2 * len(segments), 0, 0, 0) + body


def test_old_character_maps_are_read():
    # 0x41–0x43 by a difference; 0x4e00–0x4e02 by a list in which the middle one is left out
    segments = [(0x41, 0x43, 1, 0), (0x4E00, 0x4E02, 0, 4), (0xFFFF, 0xFFFF, 1, 0)]

    assert set(_mapped(cmap(format_4(segments, (7, 0, 9))), 0)) == {0x41, 0x42, 0x43, 0x4E00, 0x4E02}


def test_the_fuller_map_is_preferred():
    groups = struct.pack(">HHIII3I", 12, 0, 28, 0, 1, 0x20000, 0x20002, 5)

    assert set(_mapped(cmap(format_4([(0x41, 0x41, 1, 0)]), groups), 0)) == {0x20000, 0x20001, 0x20002}


def test_a_map_of_no_known_format_covers_nothing():
    assert set(_mapped(cmap(struct.pack(">HH", 6, 4)), 0)) == set()


def test_faces_with_the_same_files_are_the_same_value():
    assert Faces({"body": BUNDLE}) == Faces({"body": (Face("Noto Serif SC", "/f/serif.otf"), SANS)})
