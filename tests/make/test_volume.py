"""The bound volume of a year: what it holds, in which order, on which pages, and when it is made."""

import io
from datetime import date

import msgspec
import pikepdf
import pytest

from generator.make.print_data import _register, volume_data
from generator.make.typeset import volume_pdf
from generator.model import Bodies, Credit, Issue, Keyword, PrintDesign
from generator.plan_print import Year, closed_years
from tests.make.typeset_sample import (
    SECTIONS,
    SERIES,
    bodies,
    bookmarks,
    bundled,
    issue,
    items,
    page_count,
    rules,
    tags,
    theme,
    words,
)
from tests.sites import Site
from tests.sites import issue as issue_file
from tests.sites import item as item_file

pytestmark = pytest.mark.needs("pdftotext")


def nth(number: int, kind: str = "regular") -> Issue:
    path = f"2025/{'z' if kind == 'supplement' else ''}{number:02}"
    own = tuple(msgspec.structs.replace(item, path=f"{path}/{item.number}") for item in items())
    total = None if kind == "supplement" else 183 + number
    return issue(path=path, number=number, kind=kind, total=total, date=date(2025, number, 15), items=own)


def volume(*issues: Issue, **settings: object) -> bytes:
    design = msgspec.structs.replace(PrintDesign(), **settings)
    texts: dict[str, Bodies] = {made.path: bodies() for made in issues}
    return volume_pdf(theme(), bundled(), design, SERIES, SECTIONS, 2025, issues, texts, {})


@pytest.fixture(scope="module")
def bound() -> bytes:
    return volume(nth(1), nth(1, "supplement"), nth(3), nth(2))


def pages_with(pdf: bytes, text: str) -> list[int]:
    return [page for page in range(1, page_count(pdf) + 1) if text in words(pdf, page)]


def test_the_cover_says_what_is_bound(bound):
    cover = words(bound, 1)

    assert cover == "芦川效能简报2025年合订本第1期—第3期总第184期—总第186期增刊第1期芦川县机关效能建设办公室"


def test_issues_stand_in_the_order_of_their_numbers_and_supplements_after_them(bound):
    chapters = [title for depth, title in bookmarks(bound) if depth == 1]

    assert chapters == ["总目录", "第1期", "第2期", "第3期", "增刊第1期", "按单位索引", "按关键词索引"]


def test_bookmarks_are_two_levels_deep(bound):
    assert {depth for depth, _ in bookmarks(bound)} == {1, 2}
    assert sum(title == "开展窗口在岗情况抽查" for _, title in bookmarks(bound)) == 4


def test_each_issue_begins_a_page_with_its_own_masthead_and_ends_with_its_colophon(bound):
    begun = [page for page in pages_with(bound, "本期要目") if words(bound, page).startswith("内部资料")]

    assert len(begun) == 4
    for page in begun[1:]:
        assert "（共印160份）" in words(bound, page - 1)
        assert rules(bound, page - 1)[-1].middle == pytest.approx(262, abs=0.01)


def test_pages_are_numbered_on_from_the_first_issue(bound):
    first = pages_with(bound, "本期要目")[0]

    assert "—I—" in words(bound, 3)
    assert first % 2 == 1
    for page in range(first, page_count(bound) + 1):
        assert f"—{page - first + 1}—" in words(bound, page)


def test_the_contents_name_issues_sections_and_items_with_their_pages(bound):
    text = words(bound, 3)
    first = pages_with(bound, "本期要目")[0]
    second = next(p for p in pages_with(bound, "本期要目") if "第2期" in words(bound, p)) - first + 1

    for said in ("第1期2025年1月15日1", f"第2期2025年2月15日{second}", "【督查】1", "抽查（县效能办）1"):
        assert said in text.replace(".", "")
    assert tags(bound).count("TOC") >= 5  # the year's, and one in each issue


def test_the_contents_of_an_issue_name_its_own_items_only(bound):
    first = pages_with(bound, "本期要目")[0]

    assert words(bound, first).count("◆") == 4


def test_indexes_stand_in_the_order_of_pinyin_with_each_page_once(bound):
    units = words(bound, pages_with(bound, "按单位索引")[-1]).replace(".", "")
    begun = [p - pages_with(bound, "本期要目")[0] + 1 for p in pages_with(bound, "本期要目")]

    assert units.index("芦川农商行") < units.index("县市场监管局") < units.index("县效能办")
    assert f"县效能办{'、'.join(map(str, begun))}" in units
    keywords = words(bound, pages_with(bound, "按关键词索引")[-1]).replace(".", "")
    assert f"C窗口作风{'、'.join(map(str, begun))}" in keywords


def test_names_without_a_letter_stand_first():
    (signs, letters) = _register(
        [("县医保局", "b"), ("12345热线", "a"), ("县医保局", "b"), ("县医保局", "c")]
    )

    assert (signs["letter"], [entry["name"] for entry in signs["entries"]]) == ("#", ["12345热线"])
    assert letters["entries"] == [{"name": "县医保局", "targets": ["b", "c"]}]


def test_withdrawn_items_are_in_no_index():
    gone = tuple(msgspec.structs.replace(item, status="withdrawn") for item in items())
    made = volume_data(PrintDesign(), SERIES, 2025, [issue(items=gone)], {})

    assert (made["units"], made["keywords"]) == ([], [])


def test_joint_items_stand_under_each_of_their_units():
    joint = msgspec.structs.replace(
        items()[0],
        credits=(Credit("县人社局", "a"), Credit("县财政局", "b")),
        keywords=(Keyword("就业", "k"),),
    )
    made = volume_data(PrintDesign(), SERIES, 2025, [issue(items=(joint,))], {})

    assert [entry["name"] for group in made["units"] for entry in group["entries"]] == [
        "县财政局",
        "县人社局",
    ]


def test_the_file_is_archival_and_says_what_it_is(bound):
    with pikepdf.open(io.BytesIO(bound)) as document, document.open_metadata() as meta:
        assert meta["dc:title"] == "芦川效能简报2025年合订本"
        assert meta["xmp:CreateDate"] == "2025-03-15T00:00:00Z"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")


def test_the_same_issues_make_the_same_bytes(bound):
    assert volume(nth(2), nth(3), nth(1), nth(1, "supplement")) == bound


def test_where_both_sides_are_printed_each_issue_begins_a_sheet():
    pdf = volume(nth(1), nth(2), even=True)

    assert [page % 2 for page in pages_with(pdf, "本期要目")] == [1, 1]


# --- When it is made --------------------------------------------------------------------------


def test_a_year_is_over_when_its_series_has_a_later_one():
    made = [
        issue(path="2024/01", year=2024),
        issue(path="2025/01", year=2025, status="draft"),
        issue(path="x/2024/01", year=2024, series="x"),
        issue(path="x/2023/01", year=2023, series="x"),
    ]

    assert closed_years(made) == {Year("x", 2023)}
    assert closed_years([*made, issue(path="2025/02", year=2025)]) == {Year("x", 2023), Year("", 2024)}


def with_an_earlier_year(site: Site) -> Site:
    site.write("content/2025/24/issue.yaml", issue_file(24, 124, "2025-12-20"))
    site.write("content/2025/24/01.md", item_file("盘点全年督查"))
    return site


def test_the_volume_of_a_closed_year_is_part_of_the_site_and_stays_right(site):
    assert not [address for address in site.build(pdf=True).written if address.endswith("2026.pdf")]
    with_an_earlier_year(site).build(pdf=True)
    assert "盘点全年督查" in words((site.output / "2025/2025.pdf").read_bytes())
    assert 'href="../2025/2025.pdf"' in site.html("2025/index.html")
    assert "2026.pdf" not in site.html("2026/index.html")

    site.edit("content/2026/06/01.md", "近日", "近期")
    assert "2025/2025.pdf" not in site.build(pdf=True).written
    site.edit("content/2025/24/01.md", "近日", "近期")
    assert "2025/2025.pdf" in site.build(pdf=True).written
    site.remove("content/2025/24/01.md")
    site.remove("content/2025/24/issue.yaml")
    assert "2025/2025.pdf" in site.build(pdf=True).removed


def test_without_pdfs_there_is_no_volume_and_no_link(site):
    with_an_earlier_year(site).build()

    assert "2025/2025.pdf" not in site.tree()
    assert "2025.pdf" not in site.html("2025/index.html")


def test_the_command_makes_a_volume_of_any_year(site):
    result = site.jianbao("volume", "2026")
    assert result.returncode == 0, result.stderr
    assert "2026年合订本" in words((site.folder / "2026-合订本.pdf").read_bytes(), 1)

    assert site.jianbao("volume", "2026", "-o", "x.pdf").returncode == 0
    assert (site.folder / "x.pdf").read_bytes() == (site.folder / "2026-合订本.pdf").read_bytes()
    assert site.jianbao("volume", "去年").returncode == 2
    missing = site.jianbao("volume", "2020")
    assert (missing.returncode, "没有已发布" in missing.stderr) == (1, True)


def test_an_error_elsewhere_does_not_hinder_a_volume(site):
    with_an_earlier_year(site)
    site.edit("content/2026/06/01.md", "section: 部门经验", "section: 无")

    assert site.jianbao("volume", "2025").returncode == 0
    result = site.jianbao("volume", "2026")
    assert result.returncode == 1
    assert "S01" in result.stderr
    assert not (site.folder / "2026-合订本.pdf").exists()
