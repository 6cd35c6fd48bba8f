"""Whatever comes in: no exception, no sentence lost, the same bytes each time."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.desk.importing import NotText, decode, import_files, parse, render, report
from tests.desk.importing_helpers import KNOWN, SECTIONS, UNITS, all_text, read_back, sentences, squeezed

PLAIN = "甲乙丙丁戊己庚辛壬癸办结核查窗口服务河道清理群众满意，。！？"
HAN = st.sampled_from(PLAIN[:-4])
CLAUSE = st.text(HAN, min_size=4, max_size=12)
SENTENCE = st.builds(lambda a, b, stop: f"{a}，{b}{stop}", CLAUSE, CLAUSE, st.sampled_from("。。。！？"))
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map("".join)
CREDIT = st.sampled_from(
    [
        "",
        "（县人社局供稿）",
        "\n（县人社局）",
        "\n——摘自新华网",
        "（县人社局、县财政局供稿）",
        "\n来源：柳浦镇",
        "（柳浦镇 王芳）",
    ]
)
MARK = st.sampled_from("◆■※●★☆○◎▲△▼▽□◇◣\uf075\uf06c\uf06e")


@st.composite
def bulletins(draw):
    """A bulletin of marked items with or without contents, and the sentences that its items hold."""
    mark = draw(MARK)
    titles = draw(st.lists(CLAUSE, min_size=1, max_size=5, unique=True))
    heads = draw(st.sampled_from(["。", "\n"]))
    masthead = draw(
        st.sampled_from(["", "芦川简报\n第5期\n2016年5月10日\n\n", "〔2016〕第十二期（总第八十期）\n"])
    )
    contents = draw(st.sampled_from(["", "本期要目\n"]))
    body, kept = "", []
    for title in titles:
        paragraphs = draw(st.lists(PARAGRAPH, min_size=1, max_size=3))
        kept += [title, *(s for p in paragraphs for s in sentences(p))]
        body += f"{mark}{title}{heads}" + "\n\n　　".join(paragraphs) + draw(CREDIT) + "\n"
    listed = "".join(f"{mark}{title}（县人社局）\n" for title in titles) if contents else ""
    footer = draw(st.sampled_from(["", "\n报：市效能办\n送：县委\n（共印80份）\n"]))
    return f"{masthead}{contents}{listed}\n{body}{footer}", titles, kept


@given(bulletins())
@settings(deadline=None)
def test_every_sentence_of_a_bulletin_is_in_its_items_in_order(made_up):
    text, titles, kept = made_up
    made = parse(text, KNOWN)
    assert [item.title.value for item in made.items if item.title] == titles
    held, place = all_text(made), 0
    for sentence in kept:
        place = held.find(sentence, place)
        assert place >= 0, sentence


LINES = st.one_of(
    SENTENCE,
    PARAGRAPH,
    CLAUSE,
    st.sampled_from(
        [
            "本期要目",
            "【督查】",
            "督查",
            "工作动态",
            "一、甲乙",
            "1、甲乙丙",
            "（一）甲",
            "◆甲乙丙",
            "◆",
            "第5期",
            "总第8期",
            "编者按：甲乙丙丁。",
            "报：甲",
            "送：乙",
            "发：",
            "（共印5份）",
            "（县人社局）",
            "——摘自新华网",
            "来源：",
            "【打印】",
            "----",
            "4月21日",
            "2016年5月10日",
            "秘密★1年",
            "",
            "",
            "责任编辑：甲",
            "（增刊）",
            "20期",
            "【】",
            "（）",
            "。",
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(LINES, max_size=14).map("\n".join))
@settings(deadline=None, max_examples=100)
def test_no_sentence_of_any_text_is_lost_without_a_remark(text):
    made = parse(text, KNOWN, "来稿")
    told = report(made)
    front = made.front
    lists = (front.notes, front.report_to, front.send_to, front.issue_to, front.extra_to)
    heard = [f"{p.message}{p.old}" for p in told] + [
        "，".join(said.value for said in said_) for said_ in lists
    ]
    held = all_text(made) + "\n" + squeezed("\n".join(heard))
    for line in text.split("\n"):
        for sentence in sentences(line) if set(line) <= set(PLAIN) else ():
            # A list of receivers is parted at its commas.
            assert all(clause in held for clause in sentence.rstrip("。").split("，"))


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-16", "ignore"))))
@settings(deadline=None, max_examples=100)
def test_any_bytes_give_a_text_or_a_reason(content):
    try:
        text = decode(content)
    except NotText:
        return
    made = parse(text, KNOWN)
    assert render(made) == render(parse(text, KNOWN))
    source, _ = read_back(made)
    assert {p.code for p in source.problems} <= {"Y09", "B02", "C01", "L01", "L02", "L03", "L04"}


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
@settings(deadline=None, max_examples=40)
def test_any_file_gives_a_report(tmp_path_factory, content):
    folder: Path = tmp_path_factory.mktemp("import")
    file = folder / "a.txt"
    file.write_bytes(content)
    told = import_files([file], folder, sections=SECTIONS, units=UNITS, issue=None, dry_run=False)
    assert told.failed != bool(told.written)
