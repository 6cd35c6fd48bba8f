"""The tails of items: whom they come from, in every form that was met."""

from typing import NamedTuple

import pytest

from generator.desk.importing.bulletin import Known
from generator.desk.importing.crediting import tail
from generator.desk.importing.lines import Line
from generator.model import Reprint

KNOWN = Known(
    (), ("县人社局", "县财政局", "县教育局", "县公安局", "县人力资源和社会保障局", "柳浦镇", "城中区机关工委")
)
BODY = "全县办结二百件。"


class Said(NamedTuple):
    units: tuple[str, ...] = ()
    author: str = ""
    reprint: str = ""
    guess: bool = False


def read(text):
    found = tail(text, Line(1, 1, text, text), KNOWN)
    if found is None:
        return None, text
    c = found.credits
    guess = any(said.guess for said in (*c.units, c.author, c.reprint) if said)
    author = c.author.value if c.author else ""
    reprint = c.reprint.value.name if c.reprint else ""
    return Said(tuple(u.value for u in c.units), author, reprint, guess), found.text


@pytest.mark.parametrize(
    "end, said",
    [
        ("（县人社局供稿）", Said(("县人社局",))),
        ("(县经信委供稿)", Said(("县经信委",))),
        ("（县经信委供稿）。", Said(("县经信委",))),
        ("（县人社局、县财政局供稿）", Said(("县人社局", "县财政局"))),
        ("（县人社局，县财政局；县教育局供稿）", Said(("县人社局", "县财政局", "县教育局"))),
        ("（县人社局 县财政局供稿）", Said(("县人社局", "县财政局"))),
        ("（县人社局/县财政局供稿）", Said(("县人社局", "县财政局"))),
        ("（县教育局和县公安局供稿）", Said(("县教育局", "县公安局"))),
        ("（县水利局与县住建局供稿）", Said(("县水利局", "县住建局"))),
        ("（县人力资源和社会保障局供稿）", Said(("县人力资源和社会保障局",))),
        ("（县人力资源和社会保障厅供稿）", Said(("县人力资源和社会保障厅",))),
        ("（县人社局报送）", Said(("县人社局",))),
        ("（县人社局提供）", Said(("县人社局",))),
        ("（县人社局 王芳供稿）", Said(("县人社局",), "王芳")),
        ("（县人社局王芳供稿）", Said(("县人社局",), "王芳")),
        ("（县交通运输局张亮供稿）", Said(("县交通运输局",), "张亮")),
        ("（县人社局）", Said(("县人社局",))),
        (" （ 县人社局 ）", Said(("县人社局",))),
        ("(城中区机关工委)", Said(("城中区机关工委",))),
        ("（葭湾镇机关工委）", Said(("葭湾镇机关工委",), guess=True)),
        ("(柳浦镇 郭茂兰)", Said(("柳浦镇",), "郭茂兰")),
        ("(芦川学院 王 娟 孙俊雅)", Said(("芦川学院",), "王娟 孙俊雅", guess=True)),
        ("(方六明)", Said((), "方六明", guess=True)),
        (" (邹国云)", Said((), "邹国云", guess=True)),
        ("(毛守义 沈春山)", Said((), "毛守义 沈春山", guess=True)),
        ("（欧阳明远）", Said((), "欧阳明远", guess=True)),
        ("(丁明远撰稿)", Said((), "丁明远")),
        ("(通讯员 朱同舟)", Said((), "朱同舟")),
        ("（记者 林一 通讯员 朱同舟）", Said((), "林一 朱同舟")),
        ("（作者：朱同舟）", Said((), "朱同舟")),
        ("（供稿：县人社局）", Said(("县人社局",))),
        ("（作者单位：县人社局）", Said(("县人社局",))),
        ("[稿源:芦水周刊]", Said((), "", "芦水周刊", guess=True)),
        ("（来源：新华网）", Said((), "", "新华网", guess=True)),
        ("（来源：县人社局）", Said(("县人社局",))),
        ("（摘自新华网）", Said((), "", "新华网")),
        ("（摘自《江南日报》）", Said((), "", "江南日报")),
        ("（据新华社电）", Said((), "", "新华社")),
        ("——摘自新华网", Said((), "", "新华网")),
        ("—— 摘自：《江南日报》", Said((), "", "江南日报")),
        ("--转自江南网", Said((), "", "江南网")),
        ("――选自《半月谈》", Said((), "", "半月谈")),
        ("－摘编自江南日报", Said((), "", "江南日报")),
        ("——据新华网报道", Said((), "", "新华网")),
        ("——来源：江南晚报", Said((), "", "江南晚报", guess=True)),
        ("(融媒体记者:林一 编辑:何二 审核:陈三 终审:赵四)", Said((), "林一")),
    ],
)
def test_credits_at_the_end_of_a_paragraph(end, said):
    assert read(BODY + end) == (said, BODY)


@pytest.mark.parametrize(
    "line, said",
    [
        ("（县人社局供稿）", Said(("县人社局",))),
        ("（县人社局）", Said(("县人社局",))),
        ("县人社局", Said(("县人社局",), guess=True)),
        ("县人社局供稿", Said(("县人社局",))),
        ("——摘自新华网", Said((), "", "新华网")),
        ("摘自《江南日报》", Said((), "", "江南日报")),
        ("来源:农业局", Said(("农业局",), guess=True)),
        ("本文来源: 林业厅", Said(("林业厅",), guess=True)),
        ("信息来源：县人社局", Said(("县人社局",))),
        ("供稿:党委(校长)办公室", Said(("党委(校长)办公室",))),
        ("供稿单位：县人社局、县财政局", Said(("县人社局", "县财政局"))),
        ("作者：县人社局 王芳", Said(("县人社局",), "王芳")),
        ("王艳 斐然", Said((), "王艳 斐然", guess=True)),
        ("拟稿:甲一 校稿:乙二 初审:丙三 审核:丁四", Said()),
        ("责任编辑:项露", Said()),
    ],
)
def test_credits_on_a_line_of_their_own(line, said):
    assert read(line) == (said, "")


@pytest.mark.parametrize(
    "end",
    [
        "（完）",
        "（全文完）",
        "（见附件）",
        "（下转第4页）",
        "（单位：万元）",
        "（一）",
        "（12）",
        "（45.6%）",
        "（试行）",
        "（详见后页）",
        "（有删节）",
        "（以上数据截至四月底的统计结果仅供参考使用）",
        "（工程已全面铺开）",
        "（图片由县人社局提供）",
        "——一个老窗口的新变化",
        "——据了解的情况",
        "（据悉进展顺利）",
        "",
        "（",
        "）",
    ],
)
def test_what_is_no_credit_stays_in_the_text(end):
    assert read(BODY + end) == (None, BODY + end)


@pytest.mark.parametrize(
    "text", ["各单位（部门）", "泰山路段、湖滨路等12个部门(单位)", "牵头单位是新成立的专班（县人社局）"]
)
def test_a_bracket_inside_of_a_sentence_is_no_credit(text):
    assert read(text) == (None, text)


def test_a_reprint_with_date_and_address():
    found = tail("——摘自2018年10月30日《江南日报》", Line(1, 1, "", ""), KNOWN)
    assert found
    assert found.credits.reprint
    assert found.credits.reprint.value == Reprint("江南日报", date="2018-10-30")
    found = tail("（摘自江南网 http://www.example.cn/a/1.html）", Line(1, 1, "", ""), KNOWN)
    assert found
    assert found.credits.reprint
    assert found.credits.reprint.value == Reprint("江南网", "http://www.example.cn/a/1.html")


def test_glued_labels_and_staff():
    text = "编辑:赵礼锋责任编辑:项露 拟稿:周小川"
    found = tail(text, Line(7, 1, text, text), KNOWN)
    assert found
    assert [e.value for e in found.credits.editors] == ["赵礼锋", "项露"]
    assert [u.value for u in found.credits.unused] == ["拟稿：周小川"]
    assert found.credits.editors[1].place.column == text.index("项露") + 1


def test_a_sentence_after_a_label_is_no_credit():
    text = "来源：这笔钱从哪里来？县里定了三条渠道。"
    assert read(text) == (None, text)
