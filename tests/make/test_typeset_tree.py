"""HTML into the tree that the print templates draw."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import urls
from generator.make.print_tree import TypesetError, tree

PICTURE = f'<img src="{urls.ROOT}2025/05/ab.png" alt="大厅" title="服务大厅">'
FILES = {"2025/05/ab.png": "picture-1"}


def blocks(html: str, **more):
    return tree(html, "item-01", FILES, {"2025/05/02.html": "item-02"}, **more)


def text_of(node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "".join(map(text_of, node))
    if not isinstance(node, dict):
        return ""
    return "".join(text_of(node[key]) for key in ("head", "body", "children", "caption") if key in node)


def test_paragraphs_lose_the_spaces_of_their_markup():
    assert blocks("<p> 甲\n乙<br>\n 丙 </p>\n\n<p>\n</p>") == [
        {"tag": "p", "children": ["甲 乙", {"tag": "br"}, "丙"]}
    ]


def test_spaces_that_an_editor_put_on_purpose_stay():
    assert blocks("<p>甲\u3000乙\xa0丙</p>") == [{"tag": "p", "children": ["甲\u3000乙\xa0丙"]}]


@pytest.mark.parametrize(
    "text, kept",
    [
        ("贷款14.8亿元，增长63.1%", ["14.8亿元"]),
        ("4月29日", ["4月", "29日"]),
        ("200多家", ["200多家"]),
        ("第5期", ["第5期"]),
        ("1～6月、10:30分", ["1～6月", "10:30分"]),
        ("A4纸和GB2312字", []),
        ("一是二是", []),
    ],
)
def test_digits_keep_their_unit(text, kept):
    (paragraph,) = blocks(f"<p>{text}</p>")

    assert [text_of(node) for node in paragraph["children"] if isinstance(node, dict)] == kept
    assert text_of(paragraph) == text


def test_a_word_that_no_language_parts_may_be_parted():
    (paragraph,) = blocks(f"<p>校验码{'0123456789abcdef' * 3}。</p>")

    assert paragraph["children"].count({"tag": "part"}) == 5
    assert text_of(paragraph) == f"校验码{'0123456789abcdef' * 3}。"


def test_an_address_may_be_parted_after_its_marks():
    (paragraph,) = blocks("<p>https://www.example.cn/zwgk/2025.html</p>")

    assert [node for node in paragraph["children"] if isinstance(node, str)] == [
        "https://", "www.", "example.", "cn/", "zwgk/", "2025.", "html",
    ]  # fmt: skip


def test_loose_text_between_blocks_makes_a_paragraph():
    assert [node["tag"] for node in blocks("甲<ul><li>乙</li></ul>丙<em>丁</em>")] == ["p", "ul", "p"]


def test_a_list_knows_its_depth_and_its_first_number():
    (outer,) = blocks('<ol start="4"><li>甲<ol><li><p>乙</p></li></ol></li></ol>')
    paragraph, inner = outer["children"][0]["children"]

    assert (outer["start"], outer["depth"], inner["start"], inner["depth"]) == (4, 1, 1, 2)
    assert text_of(paragraph) == "甲"


def test_head_levels_follow_the_item_without_a_gap():
    nodes = blocks("<h3>甲</h3><h4>乙</h4><h2>丙</h2><h4>丁</h4>")

    assert [node["level"] for node in nodes] == [3, 4, 3, 4]


def test_a_table_has_head_body_and_sides():
    html = (
        '<table><thead><tr><th class="left">甲</th></tr></thead><tbody><tr><td>乙</td></tr></tbody></table>'
    )

    assert blocks(html) == [
        {
            "tag": "table",
            "head": [[{"align": "left", "children": ["甲"]}]],
            "body": [[{"align": "", "children": ["乙"]}]],
        }
    ]


def test_a_picture_alone_in_a_paragraph_is_a_figure_with_its_title_below():
    assert blocks(f"<p>{PICTURE}</p>") == [
        {"tag": "figure", "file": "picture-1", "alt": "大厅", "caption": ["服务大厅"]}
    ]


def test_a_picture_beside_words_stays_in_the_line():
    (paragraph,) = blocks(f"<p>见{PICTURE}。</p>")

    assert paragraph["children"][1] == {"tag": "img", "file": "picture-1", "alt": "大厅"}


def test_a_picture_without_words_is_still_called_a_picture():
    (figure,) = blocks(f'<figure><img src="{urls.ROOT}2025/05/ab.png"></figure>')

    assert figure["alt"] == "图片"
    assert figure["caption"] == []


def test_a_picture_that_is_not_given_is_an_error():
    with pytest.raises(TypesetError, match=re.escape("2025/05/zz.png")):
        blocks(f'<p><img src="{urls.ROOT}2025/05/zz.png"></p>')


@pytest.mark.parametrize(
    "href, expected",
    [
        ("https://example.cn/", {"tag": "a", "href": "https://example.cn/", "children": ["甲"]}),
        ("mailto:a@example.cn", {"tag": "a", "href": "mailto:a@example.cn", "children": ["甲"]}),
        (f"{urls.ROOT}2025/05/02.html", {"tag": "a", "item": "item-02", "children": ["甲"]}),
        (f"{urls.ROOT}2024/01/02.html", {"tag": "span", "children": ["甲"]}),
        ("#somewhere", {"tag": "span", "children": ["甲"]}),
    ],
)
def test_links_that_a_pdf_cannot_follow_are_only_words(href, expected):
    assert blocks(f'<p><a href="{href}">甲</a></p>') == [{"tag": "p", "children": [expected]}]


REFERENCE = '<sup id="{1}"><a class="footnote-ref" href="#{0}">1</a></sup>'
NOTE = (
    '<div class="footnote"><hr><ol><li id="fn-01-1"><p>注<em>文</em>。&#160;'
    '<a class="footnote-backref" href="#a">↩</a><a class="footnote-backref" href="#b">↩</a>'
    "</p></li></ol></div>"
)


def test_a_footnote_stands_where_it_is_first_referred_to():
    first, again = REFERENCE.format("fn-01-1", "a"), REFERENCE.format("fn-01-1", "b")
    (paragraph,) = blocks(f"<p>甲{first}乙{again}</p>{NOTE}")

    assert paragraph["children"] == [
        "甲",
        {
            "tag": "footnote",
            "id": "item-01-fn-01-1",
            "again": False,
            "children": ["注", {"tag": "em", "children": ["文"]}, "。"],
        },
        "乙",
        {"tag": "footnote", "id": "item-01-fn-01-1", "again": True, "children": []},
    ]


def test_a_reference_without_its_note_is_a_raised_number():
    (paragraph,) = blocks(f"<p>甲{REFERENCE.format('fn-01-9', 'a')}</p>")

    assert paragraph["children"][1]["tag"] == "sup"


def test_tags_of_no_drawing_keep_their_words():
    assert text_of(blocks("<div><p>甲<u>乙</u></p></div>丙</b>")) == "甲乙丙"


inline = st.sampled_from(["strong", "em", "del", "code", "sup", "sub"])
plain = st.text(st.characters(categories=("L", "N", "P"), exclude_characters="<>&"), min_size=1)


@given(st.lists(st.tuples(inline, plain, plain), min_size=1))
def test_no_word_is_lost_and_all_is_plain_data(parts):
    html = "".join(f"<p>{before}<{tag}>{inside}</{tag}></p>" for tag, inside, before in parts)
    nodes = blocks(html)

    assert text_of(nodes) == "".join(before + inside for _, inside, before in parts)
    assert json.loads(json.dumps(nodes)) == nodes
