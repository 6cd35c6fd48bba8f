"""The table `print` of site.yaml: what it says, what is wrong with it, houses with their own style."""

import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.model import PrintDesign, Settings
from generator.read.print_table import FONTS, PRINT
from generator.read.site import read_site
from tests.make.typeset_sample import bookmarks, page_count, tags, words
from tests.sites import TODAY, Site

HEAD = "name: 芦川简报\noffice: 芦川县效能办\nsections: [督查, 部门经验, 外地经验]\n"


def read(table: str) -> Any:
    return read_site(f"{HEAD}print:\n{table}".encode())


def design(table: str) -> PrintDesign:
    made = read("".join(f"  {line}\n" for line in table.split("\n")))
    assert made.problems == ()
    settings: Settings = made.settings
    return settings.print


def test_without_a_table_print_follows_the_standard():
    read_settings = read_site(HEAD.encode()).settings
    assert read_settings is not None
    made = read_settings.print

    assert made == PrintDesign()
    assert (made.top, made.left, made.width, made.height, made.characters, made.lines) == (
        37, 28, 156, 225, 28, 22,
    )  # fmt: skip


def test_every_setting_has_a_key_of_its_own():
    assert [field.key for field in PRINT.fields] == list(PrintDesign.__struct_fields__)


def test_a_design_is_the_same_value_after_it_was_stored():
    """Else each build would make all PDFs anew: 37 and 37.0 have different bytes."""
    for made in (PrintDesign(), design("top: 37\nhead_size: 小二\nname_size: 60磅\nfonts: {正文: FangSong}")):
        stored = msgspec.msgpack.encode(made)
        assert msgspec.msgpack.encode(msgspec.msgpack.decode(stored, type=PrintDesign)) == stored


@pytest.mark.parametrize(
    "table, name, value",
    [
        ("name: 效能简报", "name", ("效能简报",)),
        ("报头名称: [芦川县, 效能简报]", "name", ("芦川县", "效能简报")),
        ("head_size: 2号", "head_size", 22.0),
        ("标题字号：三号", "head_size", 16.0),
        ("head_size: 20pt", "head_size", 20.0),
        ("red: C00000", "red", "#c00000"),
        ('red: "#c00000"', "red", "#c00000"),
        ("红线: 文武线", "rule", "thick-thin"),
        ("rule: double", "rule", "double"),
        ("contents: off", "contents", ""),
        ("要目标题: 不印", "contents", ""),
        ("item_mark: N、", "item_mark", "N、"),
        ("number: 〔Y〕第N期", "number", "〔Y〕第N期"),
        ("双面: 是", "even", True),
        ("first_page_number: no", "first_page_number", False),
        ("页码: 第几页", "page_number", "words"),
        ("width: 160毫米", "width", 160.0),
        ("fonts: {正文: [方正仿宋_GBK, FangSong]}", "fonts", {"body": ("方正仿宋_GBK", "FangSong")}),
        ("standard: off", "standard", "off"),
    ],
)
def test_settings_are_read_as_written(table, name, value):
    assert getattr(design(table), name) == value


@pytest.mark.parametrize(
    "line, code, column, said",
    [
        ("colums: 2", "Y03", 3, "是不是“columns”"),
        ("columns: 两", "Y07", 12, "不是1～3 的整数"),
        ("width: 300", "Y07", 10, "毫米的长度"),
        ("width: 190", "Y07", 10, "超出了纸宽"),
        ("height: 260", "Y07", 11, "放不下页码"),
        ("lines: 40", "Y07", 10, "没有空隙"),
        ("head_size: 大", "Y07", 14, "不是字号"),
        ("number: 第5期", "Y07", 11, "不是期号的式样"),
        ("rule: dashed", "Y07", 9, "可用：single、double、thick-thin"),
        ("red: 大红", "Y07", 8, "不是颜色"),
        ("even: 也许", "Y07", 9, "不是“是”或“否”"),
        ("name_picture: a.doc", "Y07", 17, "不是图片文件"),
        ("fonts: {标提: 黑体}", "Y03", 11, "是不是“标题”"),
        ("top: [1]", "Y04", 8, "不是列表"),
    ],
)
def test_a_wrong_setting_is_a_problem_at_its_place(line, code, column, said):
    (problem,) = read(f"  {line}\n").problems

    assert (problem.code, problem.line, problem.column) == (code, 5, column)
    assert said in problem.message + problem.hint


def test_columns_divide_a_line_into_whole_characters():
    (problem,) = read("  columns: 2\n  characters: 29\n").problems

    assert (problem.code, problem.line) == ("Y07", 6)
    assert "不能平分成 2 栏" in problem.message


def test_a_series_has_its_own_print_over_that_of_the_site():
    made = read(
        "  mark: ●\n  lines: 24\n  fonts: {body: A}\n"
        "series:\n  xn: {name: 甲, print: {mark: ■, fonts: {head: B}}}\n  ys: {name: 乙}\n"
    ).settings

    assert made.print_of("ys") == made.print
    assert (made.print_of("xn").mark, made.print_of("xn").lines) == ("■", 24)
    assert made.print_of("xn").fonts == {"body": ("A",), "head": ("B",)}


def test_the_sample_shows_every_setting(repository):
    """Its commented lines, read without the comment signs, are right and name all keys."""
    text = (repository / "site.yaml").read_text(encoding="utf-8")
    start, end = text.index("# print:"), text.index("# 校对规则")
    table = "\n".join(re.sub(r"^# ?", "", line) for line in text[start:end].splitlines())
    made: Any = read_site(f"{text[:start]}{table}\n{text[end:]}".encode())

    assert made.problems == ()
    keys = set(re.findall(r"^  ([a-z_]+):", table, re.MULTILINE))
    assert keys == {field.key for field in PRINT.fields}
    changed = {name for name in keys if getattr(made.settings.print, name) != getattr(PrintDesign(), name)}
    assert changed == {"name", "name_picture", "name_size", "office_word", "fonts"}


def test_the_handbook_tells_of_every_setting(repository):
    page = (repository / "docs/print.md").read_text(encoding="utf-8")

    for field in (*PRINT.fields, *FONTS.fields):
        assert f"`{field.key}`" in page
        assert field.chinese in page
    for template in (repository / "templates/print").glob("*.typ"):
        assert f"`{template.name}`" in page


# --- Sites with their own style ---------------------------------------------------------------

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="12"><path d="M0 0H60V12H0z"/></svg>'


def test_a_picture_of_the_name_must_be_there(site):
    site.write("site.yaml", f"{site.read('site.yaml')}print: {{name_picture: 报头.svg}}\n")
    assert [p[:2] for p in site.problems()] == [("L02", "site.yaml")]

    site.write("报头.svg", PICTURE)
    assert site.problems() == []


@pytest.mark.needs("pdftotext")
def test_a_picture_of_the_name_is_drawn_and_stays_right(site):
    site.write("site.yaml", f"{site.read('site.yaml')}print: {{name_picture: 报头.svg}}\n")
    site.write("报头.svg", PICTURE)
    site.build(pdf=True)
    pdf = (site.output / "2026/05/2026-05.pdf").read_bytes()
    assert "Figure" in tags(pdf)
    assert "芦川简报" not in words(pdf, 1)

    site.write("报头.svg", PICTURE.replace("H60", "H30"))
    assert {a for a in site.build(pdf=True).written if a.endswith(".pdf")} == {
        "2026/05/2026-05.pdf",
        "2026/06/2026-06.pdf",
    }
    site.remove("报头.svg")
    assert site.build(pdf=True).failed


@pytest.fixture(scope="module")
def other_house(repository, tmp_path_factory) -> Site:
    """The sample's content in the style of docs/examples/two-column."""
    folder: Path = tmp_path_factory.mktemp("house") / "site"
    shutil.copytree(repository / "docs/examples/two-column", folder)
    shutil.copy(repository / "units.yaml", folder / "units.yaml")
    shutil.copytree(repository / "content", folder / "content")
    site = Site(folder)
    assert site.build(pdf=True, today=TODAY).problems == ()
    return site


@pytest.mark.needs("pdftotext")
def test_another_house_prints_in_its_own_style(other_house):
    pdf = (other_house.output / "2026/03/2026-03.pdf").read_bytes()
    text = words(pdf)

    assert "2026年第3期" in text
    assert text.count("●") >= 2 * 6  # 要目 and heads
    assert "（县效能办）" in text
    assert "供稿）" not in text
    assert page_count(pdf) % 2 == 0
    assert [title for depth, title in bookmarks(pdf) if depth == 1] == ["督查", "部门经验", "外地经验"]


@pytest.mark.needs("pdftotext")
def test_the_volume_of_another_house_is_made_of_the_same_parts(other_house):
    pdf = (other_house.output / "2025/2025.pdf").read_bytes()

    assert "2025年合订本" in words(pdf, 1)
    assert "2025年第3期" in [title for _, title in bookmarks(pdf)]
