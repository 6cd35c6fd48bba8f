"""Whatever the text: fixing is done once, leaves what is not to be read, and every place is the file's."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.proofreading import fixing, prose
from generator.proofreading.prose import ASIDE, SOFT
from generator.proofreading.rules import proofread
from generator.read.words import Words

FRONT = "---\ntitle: 查“慢作为”,促整改\nsection: 督查\nsummary: 甲,乙\n---\n\n"
ASIDES = (
    *("`a,甲;b`", "``c`,甲``", "{{甲,乙(丙)、2、3个}}", '｛｛截止目前"好"｝｝', "<b 甲,乙>"),
    *(
        " http://a.cn/b,c(d),e ",
        " a,b@c.cn ",
        "10:30",
        "62,400",
        "3,000元",
        "GB/T 9704—2012",
        "“Hello, world”",
    ),
    *("芦政发〔2016〕5号", "2016年5月", "9:30—11:00", "0517-86882345", "（一）", '](图,片(一).png "甲,乙")'),
)
FAULTS = (
    *(
        "低,在",
        "(单位)",
        '"好"',
        "'好'",
        "1、甲",
        "用了2、3个",
        "二0一六年",
        "1-6月",
        "5~8人",
        "2016.5.10",
        "[2016]5号",
    ),
    *(
        "--",
        "...",
        "「好」",
        "《关于《甲》的通知》",
        "１２",
        "63.1 %",
        "。。",
        "一，甲",
        "第一、甲",
        "截止目前",
    ),
    *("投资9～16亿", "一是甲。", "三是乙。"),
)
REST = (
    *(
        "甲",
        "乙丙",
        "。",
        "，",
        "：",
        " ",
        "\n",
        "\n\n",
        "　　",
        "- ",
        "1. ",
        "## ",
        "> ",
        "**",
        "_",
        "“",
        "”",
        "（",
        "）",
    ),
    *("![", "[", "| 甲,乙 | 1 |\n|---|---|\n| 合计 | 2 |\n", "[^1]", "[^1]: ", "Word", "5", "\\*", "&nbsp;"),
    *("\t", "---\n", "`", "{{", "}}", "$", "|"),
)
TEXTS = st.lists(st.sampled_from([*ASIDES, *FAULTS, *REST]), max_size=14).map("".join)
DAY = date(2016, 5, 10)
WORDS = Words(replaced=(("乙丙", "乙丙丁"), ("甲", "甲乙")), right=("丙丁",))


def look(text: prose.Prose):
    return proofread(text, DAY, WORDS)


@settings(deadline=None)
@given(TEXTS)
def test_what_was_fixed_needs_no_fixing(text):
    mended, _ = fixing.mend(FRONT + text, look)
    assert fixing.mend(mended, look) == (mended, [])


@settings(deadline=None)
@given(TEXTS)
def test_front_matter_and_lines_stay(text):
    mended, _ = fixing.mend(FRONT + text, look)
    assert mended.startswith(FRONT)
    assert mended.count("\n") == (FRONT + text).count("\n")


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ASIDES), st.sampled_from(FAULTS)), min_size=1, max_size=8))
def test_what_is_not_to_be_read_stays(parts):
    text = "".join(f"{fault}\n\n甲{aside}。\n\n" for aside, fault in parts)
    mended, _ = fixing.mend(text, lambda read: proofread(read, DAY, Words()))
    assert [f"甲{aside}。" for aside, _ in parts] == mended.split("\n\n")[1::2]


@settings(deadline=None)
@given(TEXTS)
def test_a_fix_changes_only_what_was_found(text):
    before = FRONT + text
    mended, rounds = fixing.mend(before, look)
    texts = [*(one.text for one in rounds), mended]
    for made, after in zip(rounds, texts[1:], strict=True):
        kept = list(made.text)
        for one in made.fixed:
            start, end = made.prose.source(one.start, one.end)
            kept[start:end] = [""] * (end - start)
        rest = iter(after)
        assert all(character in rest for character in "".join(kept))


@settings(deadline=None)
@given(TEXTS)
def test_every_character_stands_where_it_is_said_to(text):
    read = prose.read(FRONT + text)
    for offset, character in enumerate(read.text):
        if character not in {ASIDE, SOFT, "\n"}:
            start, end = read.source(offset, offset + 1)
            assert (FRONT + text)[start:end] == character


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_odd(text):
    for one in proofread(prose.read(text), DAY, WORDS):
        assert one.start <= one.end
