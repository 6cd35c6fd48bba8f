"""Characters that no face has: an error where they are written, drawn as 〓 where a site lets them pass."""

import re

import pylopdf_fonts_zh_cn
import pytest

from generator import chinese, survey
from generator.make import fonts
from generator.make.fonts import Found, coverage, find_faces, look
from tests.make.typeset_sample import pdf_of, words
from tests.sites import TODAY, UNITS, Site, item

FACE = "\U0001f600"
LATIN = "ñ"  # not in GBK, and in every face


@pytest.fixture(autouse=True)
def _bundled_fonts_only(monkeypatch):
    monkeypatch.setattr(fonts, "look", lambda folder, **_: look(folder, machine=False))


def test_what_gbk_has_the_bundle_has():
    """Reading puts aside only what `rare` tells; all else must be there whatever the office has installed."""
    bundle = coverage(str(pylopdf_fonts_zh_cn.serif_path())) | coverage(str(pylopdf_fonts_zh_cn.sans_path()))
    common = [chr(code) for code in range(0x20, 0x10000) if chr(code).encode("gbk", "ignore")]

    assert len(common) > 21000
    assert [c for c in common if c.isprintable() and ord(c) not in bundle and not chinese.rare(c)] == []


def test_rare_is_what_gbk_lacks():
    assert chinese.rare("县效能办2016“①”㎡……——〔〕é") == frozenset()
    assert chinese.rare("x≒y") == {"≒"}
    assert chinese.rare(f"{FACE}{LATIN}{FACE}") == {FACE, LATIN}


@pytest.mark.parametrize(
    "name, old, new, place",
    [
        ("content/2026/05/01.md", "近日", f"近日{FACE}", (7, 3)),
        ("content/2026/05/01.md", "title: 开展", f"title: {FACE}开展", (2, 8)),
        ("content/2026/05/01.md", "---\n\n", f"note: 好{FACE}\n---\n\n", (5, 8)),
        ("content/2026/05/issue.yaml", "status", f"signed_by: 王{FACE}\nstatus", (4, 13)),
        ("units.yaml", "县效能办", f"县效{FACE}办", (1, 5)),
        ("site.yaml", "芦川简报", f"芦川{FACE}简报", (1, 9)),
    ],
)
def test_a_character_without_a_face_is_an_error_where_it_stands(site, name, old, new, place):
    site.write(name, site.read(name).replace(old, new, 1))
    if name == "units.yaml":
        site.edit("content/2026/05/01.md", "source: 县效能办", f"source: 县效{FACE}办")

    assert site.problems() == [("G01", name, *place)]
    report = site.build(pdf=True)
    assert report.failed
    assert not site.output.exists() or not list(site.output.iterdir())
    assert FACE in report.problems[0].message


def test_characters_that_are_not_printed_do_no_harm(site):
    site.edit("content/2026/05/01.md", "---\n\n", f"summary: {FACE}\nkeywords: [{LATIN}]  # {FACE}\n---\n\n")
    assert site.problems() == []


def test_a_withdrawn_item_needs_no_face(site):
    site.edit("content/2026/05/01.md", "---\n\n", f"status: withdrawn\nauthor: {FACE}\n---\n\n")
    assert site.problems() == []


def test_a_site_without_pdfs_asks_for_no_face(site):
    site.edit("content/2026/05/01.md", "近日", f"近日{FACE}")
    assert not site.build().problems


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("level", ["warning", "off"])
def test_where_it_is_no_error_a_sign_is_drawn(site, level):
    site.edit("content/2026/05/01.md", "近日", f"近日{FACE}{LATIN}")
    site.write("site.yaml", f"{site.read('site.yaml')}checks: {{G01: {level}}}\n")
    told = site.build(pdf=True).problems
    assert [p.level for p in told] == (["warning"] if level == "warning" else [])
    assert f"近日〓{LATIN}，" in words((site.output / "2026/05/2026-05.pdf").read_bytes())

    again = site.build(pdf=True)
    assert (again.made, again.problems) == (0, told)


def test_fonts_are_asked_for_only_where_there_is_a_rare_character(site, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError

    monkeypatch.setattr(fonts, "look", refuse)
    assert site.problems() == []


def test_a_face_of_the_folder_of_the_site_serves_whatever_it_is_called(site: Site):
    (site.folder / "fonts").mkdir()
    site.write("fonts/rare.otf", pylopdf_fonts_zh_cn.sans_path().read_bytes())
    own = look(site.folder / "fonts", machine=False)

    for chain in (own.serving({}).chains["body"], own.serving({}).chains["masthead"]):
        assert str(site.folder / "fonts/rare.otf") in [face.path for face in chain]


def test_a_family_that_the_house_names_comes_first():
    kai, song = (
        fonts.Face(name, str(pylopdf_fonts_zh_cn.serif_path())) for name in ("LXGW WenKai", "MySong")
    )
    found = Found((kai,), (song,), (kai, kai))

    assert found._first("note", ()) == kai
    assert found._first("note", ("MySong",)) == song
    assert found._first("note", ("Unknown",)) == kai


def test_the_same_font_under_another_date_is_the_same_face(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
        (folder / "body.otf").write_bytes(pylopdf_fonts_zh_cn.sans_path().read_bytes())
    one, other = (find_faces(folder, machine=False).serving("body") for folder in (first, second))

    assert one and other and one.stamp == other.stamp  # noqa: PT018
    assert one.stamp != find_faces(machine=False).chains["body"][0].stamp


@pytest.mark.needs("pdftotext")
def test_signs_that_show_nothing_do_no_harm_in_print():
    text = words(pdf_of("<p>甲\u200b乙\u2060丙\ufeff丁\u00ad。</p>"))

    assert "甲乙丙丁。" in re.sub("[\u200b\u2060\u00ad]", "", text)


def test_the_survey_names_the_issue_that_lacks_a_character(site):
    site.edit("content/2026/06/02.md", "近日", f"近日{FACE}")
    site.write("content/2026/05/03.md", item(title=f"甲{LATIN}"))
    site.write("units.yaml", UNITS)

    assert survey.survey(site.folder, site.output, TODAY, jobs=1).undrawable == {"2026/06": FACE}
