"""What houses vary in print: each setting changes what it says, and the grid stays whole."""

import msgspec
import pytest

from generator import urls
from generator.make.typeset import issue_pdf
from generator.model import Body, Issue, PrintDesign
from tests.make.test_typeset_grid import BOTTOM, LEFT, PITCH, RIGHT, grid_lines, lines
from tests.make.typeset_sample import (
    HAN,
    SECTIONS,
    SERIES,
    bodies,
    bundled,
    issue,
    page_count,
    paragraphs,
    pixels,
    rules,
    runs,
    sample_pdf,
    tags,
    theme,
    words,
)

pytestmark = pytest.mark.needs("pdftotext")

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="12"><path d="M0 0H60V12H0z"/></svg>'


def pdf(made: Issue | None = None, text: str = "", **settings: object) -> bytes:
    design = msgspec.structs.replace(PrintDesign(), **settings)
    texts = bodies(n02=Body(paragraphs(*text.split("\n")))) if text else bodies()
    pictures = {design.name_picture: PICTURE} if design.name_picture else {}
    return issue_pdf(theme(), bundled(), design, SERIES, SECTIONS, made or issue(), texts, pictures)


@pytest.mark.parametrize(
    "settings, expected, absent",
    [
        ({"number": "〔Y〕第N期"}, "〔2025〕第5期（总第188期）", ""),
        ({"number": "Y年第N期"}, "2025年第5期", ""),
        ({"number": "N期", "total": "off"}, "芦川效能简报5期芦川县", "总第"),
        ({"total": "below"}, "第5期（总第188期）芦川县", ""),
        ({"office_word": "编印"}, "芦川县机关效能建设办公室编印", ""),
        ({"date": "han"}, "二〇二五年七月十五日", "2025年7月15日"),
        ({"weekday": True}, "2025年7月15日星期二", ""),
        ({"contents": ""}, "", "本期要目"),
        ({"mark": "N、"}, "1、开展窗口在岗情况抽查（县效能办）2、“开店", "◆"),
        ({"item_mark": "N、"}, "4、临江市：每月设一个", ""),
        ({"item_mark": "■"}, "■开展窗口在岗情况抽查。7月8日", ""),
        ({"section_marks": ""}, "督查编者按", "【督查】"),
        ({"section_marks": "〔〕"}, "〔督查〕", "【督查】"),
        ({"note_label": ""}, "【督查】作风抓一次", "编者按"),
        ({"credit_word": ""}, "（县市场监管局、县政务服务中心）", "供稿"),
        ({"credit_word": "报送"}, "（芦川农商行沈砚秋报送）", "供稿"),
        ({"page_number": "words"}, "第1页", "—1—"),
        ({"page_number": "off"}, "", "—1—"),
        ({"first_page_number": False}, "—2—", "—1—"),
    ],
)
def test_a_setting_changes_what_is_printed(settings, expected, absent):
    text = words(pdf(**settings))

    assert expected in text
    assert not absent or absent not in text


def test_a_supplement_says_so_in_every_form_of_number():
    made = issue(kind="supplement", number=2, total=None)

    for form, said in {
        "第N期": "增刊第2期",
        "〔Y〕第N期": "〔2025〕增刊第2期",
        "Y年第N期": "2025年增刊第2期",
        "N期": "增刊2期",
    }.items():
        assert said in words(pdf(made, number=form), 1)


def test_a_credit_may_stand_on_a_line_of_its_own():
    found = [
        line for page in (1, 2) for line in lines(pdf(credit="own-line"), page) if "县效能办供稿" in line[2]
    ]

    assert [text for _, _, text in found] == ["（县效能办供稿）"]
    assert found[0][1] == pytest.approx(RIGHT, abs=3)


def test_copies_may_stand_below_the_rules():
    last = page_count(sample_pdf())
    inside, below = rules(sample_pdf(), last), rules(pdf(copies="below"), last)

    assert inside[-1].middle == pytest.approx(BOTTOM, abs=0.01)
    assert BOTTOM - 10 < below[-1].middle < BOTTOM - 4
    assert "签发：顾怀远（共印160份）" in words(pdf(copies="below"))


@pytest.mark.parametrize(
    "rule, weights",
    [("single", [0.53]), ("double", [0.53, 0.53]), ("thick-thin", [1.59, 0.53])],
)
def test_the_red_rule_has_three_forms(rule, weights):
    red = [r for r in rules(pdf(rule=rule), 1) if r.middle < 150]
    heavy = rule == "thick-thin"  # the reader of rules takes one of more than a millimetre for a box

    assert [r.weight for r in red] == pytest.approx(weights[heavy:], abs=0.01)


def test_the_weight_and_colour_of_the_red_rule():
    (rule,) = [r for r in rules(pdf(rule_weight=0.8, red="#000000"), 1) if r.middle < 150]

    assert rule.weight == pytest.approx(0.8, abs=0.01)
    assert max(rule.colour) == 0


def test_a_star_stands_in_the_middle_of_the_red_rule():
    dpi = 200
    (rule,) = [r for r in rules(pdf(star=True), 1) if r.middle < 150]
    y = round((rule.middle - 1.5) / 25.4 * dpi)

    def inked(made: bytes) -> bool:
        page = pixels(made, 1, dpi).convert("L")
        middle = round((LEFT + RIGHT) / 2 / 25.4 * dpi)
        return min(page.crop((middle - 2, y, middle + 2, y + 2)).tobytes()) < 200

    assert inked(pdf(star=True))
    assert not inked(pdf())


def test_a_name_may_be_a_picture_and_is_read_as_a_name():
    made = pdf(name_picture="报头.svg", name=("效能", "简报"))

    assert "Figure" in tags(made)
    assert "芦川效能简报" not in words(made, 1)


def test_two_lines_of_a_name_do_not_touch_what_stands_beside_them():
    made = pdf(name=("芦川县机关", "效能简报"), total="below")
    found = {text: n for n, (_, _, text) in enumerate(lines(made, 1))}

    assert found["内部资料注意保存"] < found["芦川县机关"] < found["效能简报"] < found["第5期"]


@pytest.mark.parametrize("length", range(10, 44, 3))
def test_where_both_sides_are_printed_the_last_page_is_even_and_has_the_colophon(length):
    made = pdf(text=HAN * length, even=True)
    last = page_count(made)

    assert last % 2 == 0
    assert rules(made, last)[-1].middle == pytest.approx(BOTTOM, abs=0.01)
    assert "报：市效能办" in words(made, last)


@pytest.mark.parametrize("settings", [{"columns": 2}, {"columns": 2, "characters": 38, "lines": 30}])
def test_columns_hold_to_one_grid(settings):
    made = pdf(text="\n".join([HAN * 30] * 3), **settings)
    design = msgspec.structs.replace(PrintDesign(), **settings)
    full = [text for _, _, text in lines(made, 2) if "—" not in text]
    cell = design.width / design.characters
    pitch = cell + (design.height - design.lines * cell) / (design.lines - 1)
    rows = {
        round((run.baseline - 37 - 0.88 * cell) / pitch, 2) for run in runs(made, 2) if run.baseline < 262
    }

    assert len(full) == design.lines
    assert max(map(len, full)) == design.characters - 2  # two characters between the columns
    assert rows == set(range(design.lines))


def test_page_numbers_may_be_centred():
    left, right, _ = next(line for line in lines(pdf(page_number="centred"), 2) if line[2] == "—2—")

    assert (left + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.1)


@pytest.mark.parametrize(
    "settings",
    [
        {"name": ("芦川县", "效能简报"), "total": "below", "rule": "thick-thin", "star": True},
        {"name_picture": "报头.svg", "contents": "", "credit": "own-line"},
        {"head_size": 22.0, "item_mark": "●"},
    ],
)
def test_every_line_stands_on_the_grid_in_other_styles(settings):
    made = pdf(text=HAN * 30, **settings)

    for page in range(1, page_count(made) + 1):
        for number in grid_lines(made, page):
            assert number == pytest.approx(round(number), abs=0.01)
    assert PITCH > 10


def test_without_a_standard_no_claim_is_made():
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf(standard="off"))) as document, document.open_metadata() as meta:
        assert "pdfaid:part" not in meta
        assert "pdfuaid:part" not in meta


def test_links_into_the_issue_lead_to_its_own_items():
    text = f'<p><a href="{urls.ROOT}2025/05/03.html">第三篇</a></p>'
    design = PrintDesign()
    made = issue_pdf(theme(), bundled(), design, SERIES, SECTIONS, issue(), bodies(n02=Body(text)), {})

    assert "第三篇" in words(made)
