"""Whatever the allow-list lets through has its drawing in print: a test for each tag."""

import pytest

from generator import urls
from generator.make.print_tree import TAGS
from generator.read import markup
from tests.make.typeset_sample import (
    HAN,
    bookmarks,
    link_targets,
    page_count,
    pdf_of,
    rules,
    runs,
    tags,
    words,
)

pytestmark = pytest.mark.needs("pdftotext")

CHARACTER = 156 / 28
SRC = f"{urls.ROOT}2025/05/ab12.jpg"
PICTURES = ("2025/05/ab12.jpg",)
IMG = f'<img src="{SRC}" alt="大厅">'
SCREENS = f'<picture><source type="image/webp" srcset="{SRC} 800w" sizes="100vw">{IMG}</picture>'
NOTES = (
    '<div class="footnote"><hr><ol>'
    '<li id="fn-01-1"><p>数据截至7月10日。&#160;<a class="footnote-backref" href="#fnref-01-1">↩</a></p></li>'
    '<li id="fn-01-2"><p>含乡镇窗口。&#160;<a class="footnote-backref" href="#fnref-01-2">↩</a></p></li>'
    "</ol></div>"
)
REFERENCE = '<sup id="fnref-01-{0}"><a class="footnote-ref" href="#fn-01-{0}">{0}</a></sup>'
TABLE = "<p>表：</p><table><thead><tr><th>单位</th></tr></thead><tbody><tr><td>甲</td></tr></tbody></table>"

DRAWN = {
    "p": ("<p>第一段。</p><p>第二段。</p>", "第一段。第二段。"),
    "h2": ("<p>起。</p><h2>一、主要做法</h2><p>承。</p>", "起。一、主要做法承。"),
    "h3": ("<p>起。</p><h3>（一）精简材料</h3><p>承。</p>", "起。（一）精简材料承。"),
    "h4": ("<p>起。</p><h4>1.压减时限</h4><p>承。</p>", "起。1.压减时限承。"),
    "ul": ("<p>起：</p><ul><li>甲项</li><li>乙项</li></ul>", "起：●甲项●乙项"),
    "ol": ('<p>起：</p><ol start="4"><li>甲项</li><li>乙项</li></ol>', "起：4.甲项5.乙项"),
    "li": ("<p>起：</p><ol><li><p>甲</p><p>甲二</p><ol><li>里</li></ol></li></ol>", "起：1.甲甲二（1）里"),
    "table": ("<p>表：</p><table><tbody><tr><td>甲</td><td>12</td></tr></tbody></table>", "表：甲12"),
    "thead": (TABLE, "表：单位"),
    "tbody": (TABLE, "单位甲"),
    "tr": (
        "<p>表：</p><table><tbody><tr><td>甲</td></tr><tr><td>乙</td></tr></tbody></table>",
        "表：甲乙",
    ),
    "th": ('<p>表：</p><table><thead><tr><th class="center">单位</th></tr></thead></table>', "单位"),
    "td": ('<p>表：</p><table><tbody><tr><td class="right">12</td></tr></tbody></table>', "12"),
    "blockquote": ("<p>引：</p><blockquote><p>原话。</p></blockquote>", "引：原话。"),
    "strong": ("<p>要<strong>当日办结</strong>。</p>", "要当日办结。"),
    "em": ("<p>要<em>当日办结</em>。</p>", "要当日办结。"),
    "del": ("<p>共<del>12件</del>13件。</p>", "共12件13件。"),
    "code": ("<p>编号<code>LC-07</code>。</p>", "编号LC-07。"),
    "sup": ("<p>面积12m<sup>2</sup>。</p>", "面积12m2。"),
    "sub": ("<p>排放CO<sub>2</sub>少。</p>", "排放CO2少。"),
    "br": ("<p>上行<br>\n下行</p>", "上行下行"),
    "hr": ("<p>上。</p><hr><p>下。</p>", "上。下。"),
    "a": ('<p>见<a href="https://example.cn/">网站</a>。</p>', "见网站。"),
    "img": (f'<p>图：</p><p><img src="{SRC}" alt="大厅" title="服务大厅"></p>', "图：服务大厅"),
    "figure": (f'<p>图：</p><figure><img src="{SRC}" alt="大厅"></figure><p>完。</p>', "图：完。"),
    "picture": (f"<p>图：</p><figure>{SCREENS}</figure><p>完。</p>", "图：完。"),
    "source": (f"<p>图：</p><p>{SCREENS}</p><p>完。</p>", "图：完。"),
    "figcaption": (
        f'<p>图：</p><figure><img src="{SRC}" alt="大厅"><figcaption>图为大厅</figcaption></figure>',
        "图：图为大厅",
    ),
    "div": (f"<p>共12件{REFERENCE.format(1)}。</p>{NOTES}", "共12件①。"),
}


def test_each_tag_that_an_item_may_hold_has_its_drawing_and_its_test_here():
    assert markup.TAGS <= TAGS
    assert set(DRAWN) == TAGS


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_a_tag_is_drawn_with_all_its_words_in_order(tag):
    html, expected = DRAWN[tag]

    assert expected.removeprefix("起") in words(pdf_of(html, pictures=PICTURES))


@pytest.mark.parametrize("heads", ["run-in", "block"])
def test_all_tags_together_make_one_valid_document(heads):
    html = "".join(html for tag, (html, _) in DRAWN.items() if tag != "div")

    assert words(pdf_of(html, heads, PICTURES)).count("单篇") == 2  # 要目 and head


@pytest.mark.parametrize(
    "tag, expected",
    [
        ("h2", "H3"), ("ul", "L"), ("ol", "Lbl"), ("li", "LI"), ("table", "Table"), ("thead", "THead"),
        ("tbody", "TBody"), ("tr", "TR"), ("th", "TH"), ("td", "TD"), ("a", "Link"), ("img", "Figure"),
        ("figcaption", "Caption"), ("div", "Note"), ("p", "P"),
    ],
)  # fmt: skip
def test_a_tag_keeps_its_meaning_in_the_tagged_pdf(tag, expected):
    assert expected in tags(pdf_of(DRAWN[tag][0], pictures=PICTURES))


def test_heads_skip_no_level_whatever_the_editor_typed():
    pdf = pdf_of("<p>起。</p><h4>1.甲</h4><p>文。</p><h2>一、乙</h2><h3>（一）丙</h3><p>文。</p>")

    assert [tag for tag in tags(pdf) if tag.startswith("H")] == ["H1", "H1", "H2", "H3", "H3", "H4"]
    assert [title for _, title in bookmarks(pdf)] == ["督查", "单篇"]


def test_a_list_begins_like_a_paragraph_and_turns_over_flush():
    pdf = pdf_of(f"<p>起：</p><ol><li>{HAN}{HAN}</li></ol>")
    label, first, turned_over = [run for run in runs(pdf, 1) if run.size > 15][-4:-1]

    assert label.x == pytest.approx(28 + 2 * CHARACTER, abs=0.01)
    assert first.x > label.x
    assert turned_over.x == pytest.approx(28, abs=0.01)


def test_the_rule_of_hr_is_thin_and_centred():
    rule = next(rule for rule in rules(pdf_of(DRAWN["hr"][0]), 1) if rule.right - rule.left < 100)

    assert rule.weight == pytest.approx(0.25, abs=0.01)
    assert (rule.left + rule.right) / 2 == pytest.approx(28 + 78, abs=0.1)


def test_a_table_longer_than_a_page_repeats_its_head():
    rows = "".join(f"<tr><td>{n}</td><td>县人社局</td></tr>" for n in range(1, 41))
    html = (
        f"<p>表：</p><table><thead><tr><th>序号</th><th>单位</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    pdf = pdf_of(html)

    assert words(pdf).count("序号单位") == page_count(pdf) == 3
    assert "40县人社局" in words(pdf, 3)


def test_columns_are_aligned_as_the_editor_said():
    cells = "".join(f'<td class="{side}">{side[0]}</td>' for side in ("left", "center", "right"))
    pdf = pdf_of(f"<p>表：</p><table><tbody><tr>{cells}</tr></tbody></table>")
    left, center, right = (run.x for run in runs(pdf, 1) if run.size == 12)
    column = 156 / 3

    assert left == pytest.approx(28 + 2.1, abs=0.2)
    assert center == pytest.approx(28 + 1.5 * column, abs=2)
    assert right == pytest.approx(28 + 3 * column - 2.1, abs=2.5)


def test_links_lead_to_the_web_to_mailboxes_and_to_items_of_the_issue_only():
    pdf = pdf_of(
        '<p><a href="https://example.cn/a">网站</a><a href="mailto:a@example.cn">邮箱</a>'
        f'<a href="{urls.ROOT}2025/05/01.html">本篇</a><a href="{urls.ROOT}2025/04/01.html">上期</a>'
        f'<a href="{urls.ROOT}2025/05/cd.xlsx" download="台账.xlsx">台账</a></p>'
    )

    assert sorted(link_targets(pdf)) == ["https://example.cn/a", "mailto:a@example.cn", "page", "page"]
    assert "网站邮箱本篇上期台账" in words(pdf)


def test_footnotes_stand_at_the_foot_of_their_page_numbered_on():
    pdf = pdf_of(f"<p>甲{REFERENCE.format(1)}乙{REFERENCE.format(2)}丙{REFERENCE.format(1)}。</p>{NOTES}")
    text = words(pdf)

    assert "甲①乙②丙①。" in text
    assert text.count("数据截至7月10日。") == text.count("含乡镇窗口。") == 1
    assert text.index("①数据截至") > text.index("丙")
    assert "↩" not in text
    assert min(run.baseline for run in runs(pdf, 1) if run.size == 10.5) > 190


def test_a_picture_is_neither_wider_than_the_text_nor_higher_than_eight_lines():
    pdf = pdf_of(f'<p>图：</p><p><img src="{SRC}" alt="大厅"></p><p>完。</p>', pictures=PICTURES)
    before, after = sorted({run.baseline for run in runs(pdf, 1) if run.size > 15})[-2:]
    pitch = CHARACTER * 15 / 8

    assert (after - before) / pitch == pytest.approx(round((after - before) / pitch), abs=0.01)
    assert after - before <= 9 * pitch + 0.01


def test_a_picture_in_a_line_is_as_high_as_the_text():
    pdf = pdf_of(f'<p>{HAN}<img src="{SRC}" alt="印">{HAN}</p>', pictures=PICTURES)
    baselines = sorted({run.baseline for run in runs(pdf, 1) if run.size > 15})[-3:]

    assert baselines[1] - baselines[0] == pytest.approx(CHARACTER * 15 / 8, abs=0.01)


def test_a_picture_from_elsewhere_is_named_and_not_shown():
    pdf = pdf_of('<p>见图<img src="https://example.cn/a.png" alt="走势">。</p>')

    assert "见图［走势］。" in words(pdf)
