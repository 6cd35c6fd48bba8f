"""What is written: YAML that is read back as it was, Markdown that shows just the text."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.desk.importing.bulletin import Article, Credits, Front, Said
from generator.desk.importing.markdown import escape, paragraphs
from generator.desk.importing.writing import issue_file, item_file
from generator.model import Place, Reprint
from generator.read.markup import Target, to_html, to_text

HERE = Place(1, 1)


def shown(markdown: str) -> str:
    return to_text(to_html(markdown, "x", lambda href, _: Target(href)))


@pytest.mark.parametrize(
    "text",
    [
        "# 标题样的一行",
        "#标签",
        "> 引用样的一行",
        "- 减号开头",
        "+ 加号开头",
        "* 星号开头",
        "2016. 年份开头",
        "*强*调*",
        "**粗**",
        "一个*星号",
        "_下_划_线_",
        "a_b_c",
        "__甲__",
        "`码`",
        "``",
        "一个`撇",
        "[甲](乙)",
        "[甲][乙]",
        "[甲]: 乙",
        "![图](甲.jpg)",
        "[^1]和[^1]: 注",
        "[甲]和(乙)",
        "【甲】（乙）",
        "<b>甲</b>",
        "<http://example.cn>",
        "<a@example.cn>",
        "1<2>0",
        "&lt;&amp;&#33;",
        "A&B",
        "C:\\*.*",
        "\\# 甲",
        "---",
        "***",
        "___",
        "===",
        "- - -",
        "| 甲 | 乙 |",
        "~~~",
        "```",
        ":  定义",
        "甲\\",
        "5.5%",
        "1.甲",
        "1) 甲",
        "“一是……”——二是……",
        "!",
        "[",
        "](",
        "http://example.cn/a_b_c",
        "[[甲](乙)](丙)",
        "[甲](乙(丙))",
    ],
)
def test_a_paragraph_is_shown_as_it_was(text):
    made = paragraphs([text])
    wanted = text.removeprefix("2016. ")
    assert shown(made) == " ".join(wanted.split())


@given(st.text(st.sampled_from("甲乙*_`[](){}<>#+-=.!&;|\\~:^ 1a/@"), max_size=24))
def test_any_signs_are_shown_as_they_were(text):
    from generator.desk.importing.lines import clean

    wanted = clean(text)
    made = shown(paragraphs([wanted]))
    assert made in (
        wanted,
        wanted.removeprefix("1. "),
        wanted.removeprefix("11. "),
        wanted.removeprefix("111. "),
    )


def test_what_would_not_act_is_not_escaped():
    for text in ("一个*星号和一个_线", "a_b_c", "[甲]和(乙)", "#标签", "5.5%", "A&B", "-5℃", "“引”——破"):
        assert escape(text) == text


def test_numbers_in_order_are_a_list_and_others_are_not_changed():
    assert paragraphs(["1. 甲", "2. 乙", "丙"]) == "1. 甲\n\n2. 乙\n\n丙"
    assert shown(paragraphs(["1. - 甲", "2. # 乙", "3. > 丙", "3. - 丁"])) == "- 甲\n# 乙\n> 丙\n3. - 丁"
    assert paragraphs(["1. 甲", "3. 乙"]) == "1. 甲\n\n3\\. 乙"


TRICKY = [
    "off",
    "9:30",
    "010",
    "~",
    "null",
    "- 甲",
    "甲: 乙",
    "甲 #乙",
    "'甲'",
    '"甲"',
    "[甲]",
    "{甲}",
    "*甲",
    "&甲",
    "!甲",
    "%甲",
    "@甲",
    "`甲`",
    "|",
    ">",
    "甲：乙",
    "“甲”",
    "#甲",
    "? 甲",
    ",",
    "---",
    "【待核】",
    "=",
    "1e3",
    "甲,乙]",
    "\\",
    "2016-05-10",
    "\U0001f600",
    "\ue123",
]


@pytest.mark.parametrize("value", TRICKY)
def test_yaml_scalars_are_read_back(value):
    said = Said(value, HERE, "猜的")
    reprint = Said(Reprint(value, "http://example.cn", "2016-05-10"), HERE)
    item = Article(HERE, said, (), said, Credits((said, Said("乙", HERE)), said, reprint))
    head = item_file(item).decode().split("---\n")[1]
    read = yaml.load(head, yaml.BaseLoader)
    assert read == {
        "title": value,
        "section": value,
        "source": [value, "乙"],
        "author": value,
        "reprint": {"name": value, "url": "http://example.cn", "date": "2016-05-10"},
    }
    assert head.count("# 待核") == 4


def test_gaps_and_guesses():
    made = item_file(Article(HERE, None)).decode()
    assert made == "---\ntitle: 【待填】\nsection: 【待填】\nsource: 【待填】\n---\n"
    front = Front(number=Said(5, HERE, "猜的"), editors=(Said("甲", HERE), Said("乙, 丙", HERE)))
    assert issue_file(front).decode() == "number: 5  # 待核\ndate: 【待填】\neditors: [甲, '乙, 丙']\n"


def test_a_note_of_several_paragraphs():
    notes = (Said("甲: 一。", HERE), Said("# 乙。", HERE))
    made = issue_file(Front(notes=notes)).decode()
    assert yaml.load(made, yaml.BaseLoader)["note"] == "甲: 一。\n\n\\# 乙。\n"
