"""The page of GB/T 9704-2012 in millimetres: 22 lines of 28 characters, rules and page numbers."""

import re
import subprocess
from itertools import pairwise

import pytest
import typst

from generator import urls
from generator.make.typeset import issue_pdf
from generator.model import Bodies, Body, PrintDesign
from tests.make.typeset_sample import (
    A4_HEIGHT,
    ELSEWHERE,
    HAN,
    LICENCES,
    LOANS,
    MM,
    SECTIONS,
    SERIES,
    WINDOWS,
    bodies,
    bundled,
    issue,
    item,
    page_count,
    paragraphs,
    pdf_of,
    pixels,
    rules,
    runs,
    sample_pdf,
    theme,
    words,
)

pytestmark = pytest.mark.needs("pdftotext")

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
CHARACTER = 156 / 28
PITCH = CHARACTER * 15 / 8  # a character and 7/8 of one
SIZE_3 = CHARACTER * MM
SIZE_4 = 14.0 / MM
PROSE = (WINDOWS, LICENCES, LOANS, *ELSEWHERE)


def lines(pdf: bytes, page: int) -> list[tuple[float, float, str]]:
    """The lines of a page: left, right, text."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"]
    html = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    boxes = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', html)
    rows: list[list[tuple[float, float, str]]] = []
    foot_of_row = -100.0
    for left, right, foot, text in sorted(boxes, key=lambda box: float(box[2])):
        if float(foot) - foot_of_row > 6:
            rows.append([])
            foot_of_row = float(foot)
        rows[-1].append((float(left) / MM, float(right) / MM, text))
    return [
        (min(row)[0], max(right for _, right, _ in row), "".join(text for *_, text in sorted(row)))
        for row in rows
    ]


def grid_lines(pdf: bytes, page: int) -> list[float]:
    """For each line of 3号 text its number on the page, from 0: whole if it stands on the grid."""
    baselines = sorted({round(run.baseline, 2) for run in runs(pdf, page) if abs(run.size - SIZE_3) < 0.01})
    return [(baseline - TOP - 0.88 * CHARACTER) / PITCH for baseline in baselines]


def test_a_full_page_has_22_lines_of_28_characters():
    pdf = pdf_of(paragraphs(HAN * 60))
    full = [line for line in lines(pdf, 2) if "—" not in line[2]]

    assert [len(text) for _, _, text in full] == [28] * 22
    assert {round(left, 2) for left, _, _ in full} == {LEFT}
    assert max(right for _, right, _ in full) == pytest.approx(RIGHT, abs=0.05)


def test_22_lines_fill_the_height_of_the_type_area():
    grid = grid_lines(pdf_of(paragraphs(HAN * 60)), 2)

    assert grid == pytest.approx(list(range(22)), abs=0.005)
    assert pytest.approx(BOTTOM - TOP, abs=0.1) == 21 * PITCH + CHARACTER


def test_the_first_line_is_two_characters_in():
    shown = lines(pdf_of(paragraphs("起。", HAN * 3)), 1)
    first, second = (left for left, _, text in shown if text in HAN * 3 and len(text) > 25)

    assert first == pytest.approx(LEFT + 2 * CHARACTER, abs=0.01)
    assert second == pytest.approx(LEFT, abs=0.01)


RICH = f"""
<p>起{HAN}<sup>1</sup>、m<sub>2</sub>。</p><h2>一、黑体</h2><h3>（一）楷体</h3><h4>1.仿宋</h4>
<ol><li>甲{HAN}</li><li>乙<ul><li>丙</li></ul></li></ol><blockquote><p>{HAN}{HAN}</p></blockquote><hr>
<table><thead><tr><th>单位</th><th>做法</th></tr></thead><tbody>
{"".join(f"<tr><td>县人社局</td><td>{HAN * (n % 4)}</td></tr>" for n in range(30))}</tbody></table>
<p>表后{HAN}。</p><p><img src="{urls.ROOT}a.jpg" alt="图" title="图注"></p><p>图后<strong>{HAN}</strong>。</p>
<p>注<sup id="fnref-01-1"><a class="footnote-ref" href="#fn-01-1">1</a></sup>。{HAN * 30}</p>
<div class="footnote"><ol><li id="fn-01-1"><p>{HAN}</p></li></ol></div>
"""


def test_the_layout_comes_to_rest(monkeypatch):
    """Typst lays out again and again until nothing moves; it warns when it gives up."""
    warned = []

    def compile_watched(*arguments, **more):
        pdf, warnings = typst.compile_with_warnings(*arguments, **more)
        warned.extend(warnings)
        return pdf

    monkeypatch.setattr(typst, "compile", compile_watched)
    pdf_of(f"{RICH}<p>完。</p>", "block", ("a.jpg",), paragraphs("按语。"))

    assert [warning.message for warning in warned] == []


@pytest.mark.parametrize("heads", ["run-in", "block"])
def test_every_line_of_text_stands_on_the_grid(heads):
    pdf = pdf_of(RICH, heads, ("a.jpg",), paragraphs(HAN * 3))

    for page in range(1, page_count(pdf) + 1):
        for number in grid_lines(pdf, page):
            assert number == pytest.approx(round(number), abs=0.01), f"page {page}"


def test_nothing_stands_outside_the_type_area():
    pdf = pdf_of(RICH, "run-in", ("a.jpg",))

    for page in range(1, page_count(pdf) + 1):
        text = [line for line in lines(pdf, page) if not re.fullmatch(r"—\d+—", line[2])]
        assert min(left for left, _, _ in text) >= LEFT - 0.01
        assert max(right for _, right, _ in text) <= RIGHT + 0.01


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{HAN}校验码{'0123456789abcdef' * 4}</p>",
        f"<p>{HAN}https://www.example.cn/{'a/b.html?c=d&amp;' * 8}</p>",
        f"<table><tbody><tr>{'<td>12345.67</td>' * 12}</tr></tbody></table>",
    ],
)
def test_long_words_and_many_columns_stay_within_the_type_area(html):
    pdf = pdf_of(html)

    assert (
        max(right for page in range(1, page_count(pdf) + 1) for _, right, _ in lines(pdf, page))
        < RIGHT + CHARACTER / 2 + 0.01  # a mark set half-width
    )


def test_a_last_line_may_stand_alone_on_a_page():
    """The grid wins: no line is held back to keep another company."""
    pdf = pdf_of(paragraphs(*[HAN + HAN[:8]] * 30))

    for page in range(2, page_count(pdf)):
        assert len(grid_lines(pdf, page)) == 22


@pytest.mark.parametrize("heads", ["run-in", "block"])
@pytest.mark.parametrize("before", range(8, 15))
def test_no_head_stands_alone_at_the_foot_of_a_page(heads, before):
    section = "waidi" if heads == "block" else "bumen"
    two = (item(1, "前篇", "ducha", "县效能办"), item(2, "后篇题目", section, "县效能办"))
    texts = Bodies(
        "", {"01": Body(paragraphs(HAN * before)), "02": Body(f"<h2>一、小标题</h2><p>{HAN * 9}</p>")}
    )
    pdf = issue_pdf(theme(), bundled(), PrintDesign(), SERIES, SECTIONS, issue(items=two), texts, {})

    for page in range(1, page_count(pdf)):
        assert not re.search(r"(】|后篇题目|一、小标题)—\d—$", words(pdf, page))


# --- Setting of lines -------------------------------------------------------------------------


def set_lines() -> list[str]:
    texts = [HAN[:length] + text for text in PROSE for length in range(0, len(HAN), 2)]
    pdf = pdf_of(paragraphs(*texts))
    return [text for page in range(2, page_count(pdf) + 1) for _, _, text in lines(pdf, page)[:-1]]


def test_no_line_begins_or_ends_with_a_forbidden_mark():
    for line in set_lines():
        assert not re.match(r"[，。、；：？！”’）》】…%℃]", line), line
        assert not re.search(r"[“‘（《【]$", line), line


def test_dashes_ellipses_numbers_and_their_units_are_not_parted():
    for above, below in pairwise(set_lines()):
        assert not (above.endswith("—") and below.startswith("—"))
        assert not (above.endswith("…") and below.startswith("…"))
        assert not (above[-1].isdigit() and re.match(r"[0-9.%\u4e00-\u9fff]", below)), (above, below)


def test_lines_are_justified():
    pdf = pdf_of(paragraphs(*PROSE))
    turned_over = [right for _, right, text in lines(pdf, 2) if len(text) > 26 and not text.endswith("。")]

    assert len(turned_over) >= 5
    assert all(right == pytest.approx(RIGHT, abs=3) for right in turned_over)


# --- Head and foot ----------------------------------------------------------------------------


def test_the_red_rule_is_as_wide_as_the_text_at_a_third_of_the_page():
    (rule,) = [rule for rule in rules(sample_pdf(), 1) if rule.middle < 150]

    assert (rule.left, rule.right) == pytest.approx((LEFT, RIGHT), abs=0.01)
    assert rule.middle == pytest.approx(297 / 3, abs=1)
    assert rule.weight == pytest.approx(0.53, abs=0.01)
    shown = pixels(sample_pdf(), 1, 300).crop((1200, y := round(rule.middle / 25.4 * 300), 1201, y + 1))
    red, green, blue = shown.convert("RGB").tobytes()
    assert red > 200
    assert max(green, blue) < 60


def test_the_name_is_centred_over_the_text():
    left, right = next((left, right) for left, right, text in lines(sample_pdf(), 1) if text == SERIES.name)

    assert (left + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)
    assert 0.8 * 156 < right - left <= 156


@pytest.mark.parametrize(
    "name", ["简报", "效能动态", "芦川县农村人居环境整治工作领导小组专报", "芦川县委\n督查专报"]
)
def test_a_name_of_any_length_fits(name):
    design = PrintDesign(name=tuple(name.split("\n")))
    pdf = issue_pdf(theme(), bundled(), design, SERIES, SECTIONS, issue(), bodies(), {})
    shown = [line for line in lines(pdf, 1) if line[2] and line[2] in name]

    assert "".join(text for _, _, text in shown) == name.replace("\n", "")
    for left, right, _ in shown:
        assert LEFT <= left < right <= RIGHT + 0.01
        assert (left + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)


def test_page_numbers_stand_on_the_outer_side_one_character_in():
    pdf = pdf_of(paragraphs(HAN * 60))

    for page in (1, 2, 3):
        left, right, text = next(line for line in lines(pdf, page) if line[2] == f"—{page}—")
        if page % 2:
            assert right == pytest.approx(RIGHT - SIZE_4, abs=0.1)
        else:
            assert left == pytest.approx(LEFT + SIZE_4, abs=0.1)
        assert text == f"—{page}—"


def test_the_dashes_of_the_page_number_are_7_mm_below_the_type_area():
    dpi = 300
    page = pixels(pdf_of(paragraphs(HAN * 60)), 2, dpi).convert("L")
    dash = page.crop((round(32.9 / 25.4 * dpi), round(263 / 25.4 * dpi), round(37 / 25.4 * dpi), page.height))
    ink = [y for y in range(dash.height) if min(dash.crop((0, y, dash.width, y + 1)).tobytes()) < 128]

    assert (263 + ink[0] / dpi * 25.4) == pytest.approx(BOTTOM + 7, abs=0.2)


def test_the_colophon_lies_on_the_foot_of_the_last_page_between_rules():
    last = page_count(sample_pdf())
    first, middle, bottom = rules(sample_pdf(), last)

    assert [rule.weight for rule in (first, middle, bottom)] == pytest.approx([0.35, 0.25, 0.35], abs=0.01)
    assert bottom.middle == pytest.approx(BOTTOM, abs=0.01)
    for rule in (first, middle, bottom):
        assert (rule.left, rule.right) == pytest.approx((LEFT, RIGHT), abs=0.01)
        assert rule.colour == (0.0,)


def test_names_turned_over_in_the_colophon_stand_after_the_colon():
    last = page_count(sample_pdf())
    sent = [line for line in lines(sample_pdf(), last) if line[2].startswith(("送：", "县人武部"))]

    assert sent[1][0] - sent[0][0] == pytest.approx(2 * SIZE_4, abs=0.3)
    assert sent[0][0] == pytest.approx(LEFT + SIZE_4, abs=0.01)


@pytest.mark.parametrize("length", range(18, 30, 2))
def test_a_colophon_that_does_not_fit_stands_at_the_foot_of_the_next_page(length):
    pdf = pdf_of(paragraphs(HAN * length))

    assert rules(pdf, page_count(pdf))[-1].middle == pytest.approx(BOTTOM, abs=0.01)


def test_footnotes_of_the_last_page_stand_above_the_colophon():
    note = '<div class="footnote"><ol><li id="fn-01-1"><p>数据截至7月10日。</p></li></ol></div>'
    mark = '<sup id="fnref-01-1"><a class="footnote-ref" href="#fn-01-1">1</a></sup>'
    pdf = pdf_of(f"<p>正文{mark}。</p>{note}")
    found = rules(pdf, 1)

    assert found[-1].middle == pytest.approx(BOTTOM, abs=0.01)
    assert [rule.right - rule.left for rule in found[1:]] == pytest.approx([39, 156, 156, 156], abs=0.01)
    assert re.search(r"①数据截至7月10日。报：", words(pdf))


def test_another_house_has_another_grid():
    design = PrintDesign(characters=32, lines=25)
    texts = Bodies("", {"01": Body(paragraphs(HAN * 70))})
    single = issue(items=(item(1, "单篇", "ducha", "县效能办"),))
    pdf = issue_pdf(theme(), bundled(), design, SERIES, SECTIONS, single, texts, {})
    full = [text for _, _, text in lines(pdf, 2) if "—" not in text]

    assert [len(text) for text in full] == [32] * 25


def test_the_paper_is_a4():
    page = pixels(sample_pdf(), 1, 72)

    assert page.height == pytest.approx(A4_HEIGHT, abs=1)
    assert page.width == pytest.approx(210 * MM, abs=1)
