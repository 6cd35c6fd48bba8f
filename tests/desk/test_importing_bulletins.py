"""Whole bulletins, each in other forms of the grammar."""

from datetime import date

import pytest

from generator.desk.importing import Known, parse, report
from generator.model import Reprint
from tests.desk.importing_helpers import (
    FOLDER,
    KNOWN,
    SECTIONS,
    all_text,
    bulletin,
    codes,
    read_back,
    sentences,
    squeezed,
    text_of,
)

NAMES = sorted(path.name for path in FOLDER.glob("*.txt"))


def titles(made):
    return [item.title.value if item.title else None for item in made.items]


def units(made):
    return [tuple(unit.value for unit in item.credits.units) for item in made.items]


def named(made):
    return [item.section.value if item.section else None for item in made.items]


def guessed(made):
    return [bool(item.section and item.section.guess) for item in made.items]


class TestContentsOnly:
    """No masthead, no colophon: an unnamed office's eight items in the field's own shape."""

    made = bulletin("01-contents-only.txt", Known(SECTIONS, ()))

    def test_titles_are_those_of_the_contents(self):
        assert titles(self.made) == [entry.title.value for entry in self.made.contents]
        assert titles(self.made)[5] == "云陂县：三问窗口“慢半拍”，9名干部被约谈"

    def test_credits_come_from_the_body_or_else_the_contents(self):
        wanted = [("县效能中心",), ("县效能中心",), ("县发改委",), ("芦川农商行",), ("县水利局",), ()]
        assert units(self.made) == wanted
        assert self.made.items[5].credits.reprint.value == Reprint("江南日报网")

    def test_the_reprint_keeps_its_paragraphs(self):
        assert [len(item.paragraphs) for item in self.made.items] == [1, 1, 1, 1, 1, 3]
        assert "?”“为什么没人接电话?”" in self.made.items[5].paragraphs[0].value

    def test_sections_are_proposed_and_told(self):
        assert named(self.made) == ["督查", "督查", "部门经验", "部门经验", "部门经验", "外地经验"]
        assert all(guessed(self.made))
        told = [p for p in report(self.made) if p.code == "I05"]
        assert [p.line for p in told] == [10, 11, 13, 14, 16, 18]
        assert "要目署“县效能中心”" in told[0].message

    def test_credits_of_the_contents_are_told(self):
        told = [p for p in report(self.made) if p.code == "I06"]
        assert [(p.line, p.column, p.old) for p in told] == [(3, 10, "县效能中心"), (4, 12, "县效能中心")]

    def test_nothing_is_said_of_the_issue(self):
        assert self.made.front.number is None
        assert self.made.front.date is None
        assert self.made.front.year is None

    def test_other_sections_are_not_proposed(self):
        made = bulletin("01-contents-only.txt", Known(("通知公告",), ()))
        assert named(made) == [None] * 6
        assert codes(report(made)).count("I03") == 6


class TestFullMasthead:
    """Everything a masthead and a colophon can say; columns in brackets; credits at the right."""

    made = bulletin("02-full-masthead.txt")

    def test_masthead(self):
        front = self.made.front
        assert (front.number.value, front.total.value, front.year.value) == (23, 128, 2016)
        assert front.date.value == date(2016, 7, 23)
        assert front.marking.value == "内部资料 注意保存"
        assert [note.value for note in front.notes] == [
            "汛期将至，各地各部门抓落实的办法不少。现选登几则，供参考。"
        ]
        assert front.kind is None

    def test_colophon(self):
        front = self.made.front
        assert [s.value for s in front.report_to] == [
            "市效能办", "县委、县人大常委会、县政府、县政协领导同志",
        ]  # fmt: skip
        assert [s.value for s in front.send_to] == ["县纪委监委", "县委各部门", "县人大常委会办公室"]
        assert [s.value for s in front.issue_to] == ["各镇人民政府、街道办事处", "县各委办局"]
        assert [s.value for s in front.extra_to] == ["县防汛抗旱指挥部成员单位"]
        assert front.copies.value == 160
        assert front.signed_by.value == "顾怀远"
        assert [s.value for s in front.editors] == ["陆小满"]

    def test_items_under_their_columns(self):
        assert titles(self.made) == ["16处险工险段三天销号", "税费“一窗清”少跑两趟", "村医签约上门"]
        assert named(self.made) == ["督查通报", "部门经验", "部门经验"]
        assert not any(guessed(self.made))
        assert units(self.made) == [("县效能办",), ("县税务局", "县财政局"), ("柳浦镇",)]
        assert self.made.items[2].credits.author.value == "郭茂兰"
        assert [len(item.paragraphs) for item in self.made.items] == [2, 2, 2]

    def test_what_has_no_key_is_told(self):
        told = {p.old for p in report(self.made) if p.code == "I10"}
        assert told == {"编号：016", "芦川督查", "芦川县机关效能建设办公室"}


class TestBlockHeads:
    """No marks: heads on lines of their own, columns as plain words, numbers that begin anew."""

    made = bulletin("03-block-heads.txt")

    def test_items(self):
        assert titles(self.made) == [
            "秋粮入库快了三天", "白荻镇为独居老人装“一键呼”", "把“马上办”写进考核",
        ]  # fmt: skip
        assert named(self.made) == ["工作动态", "工作动态", "经验交流"]
        assert units(self.made) == [("农业农村局",), (), ()]
        assert self.made.items[1].credits.author.value == "王艳 斐然"
        assert self.made.items[2].credits.reprint.value == Reprint("江南日报", date="2018-10-30")

    def test_number_year_and_the_date_without_its_last_sign(self):
        front = self.made.front
        assert (front.number.value, front.year.value) == (49, 2018)
        assert front.date.value == date(2018, 11, 19)
        assert front.date.guess

    def test_the_contents_agree(self):
        assert "I08" not in codes(report(self.made))


class TestWebPage:
    """Copied from a web page, with Word's private-use bullets and days as heads."""

    made = bulletin("04-web-page.txt")

    def test_items(self):
        assert titles(self.made) == [
            "窗口“无声叫号”让大厅静下来", "乡村公交改到校门口", "小区门前雪有人扫", "水费账单看得懂了",
        ]  # fmt: skip
        assert self.made.items[0].credits.author.value == "朱同舟"
        assert units(self.made)[1] == ("县交通运输局",)
        assert self.made.items[2].credits.reprint.value == Reprint("芦川论坛")
        assert self.made.items[3].paragraphs[0].value.endswith("（完）")

    def test_debris_is_dropped_and_told(self):
        dropped = [p.old for p in report(self.made) if p.code == "I09"]
        assert len(dropped) == 6
        assert "【打印】【关闭】" in dropped
        assert "1900名。" in self.made.items[1].paragraphs[0].value
        assert [(p.line, p.column) for p in report(self.made) if p.code == "I11"] == [(10, 51)]

    def test_what_stood_beside_the_debris_is_told(self):
        assert {"浏览人数：2310", "跟帖数：57"} <= {p.old for p in report(self.made)}
        assert "4月22日" in {p.old for p in report(self.made)}

    def test_a_number_that_stands_only_in_the_files_name(self):
        made = bulletin("04-web-page.txt", stem="10.16  第 八 期")
        assert made.front.number.value == 8
        assert "文件名" in made.front.number.guess


class TestNumberedSupplement:
    """A supplement of numbered items with numbers inside, and a date in Han digits."""

    made = bulletin("05-numbered-supplement.txt")

    def test_issue(self):
        front = self.made.front
        assert (front.kind.value, front.number.value, front.total) == ("supplement", 3, None)
        assert front.date.value == date(2016, 5, 10)
        assert front.marking.value == "内部文件"
        assert front.notes[0].value.startswith("全县“晒账单")
        assert front.copies.value == 80
        assert [s.value for s in front.send_to] == ["县委办公室", "县人大常委会办公室"]

    def test_numbers_inside_belong_to_the_item(self):
        assert titles(self.made) == ["柳浦镇：账单晒在村口", "棠岭乡：干部轮流“坐板凳”"]
        assert [p.value[:3] for p in self.made.items[0].paragraphs[1:]] == ["（一）", "（二）"]
        assert units(self.made) == [("柳浦镇党委(政府)办公室",), ("葭湾镇机关工委",)]
        assert self.made.items[1].credits.units[0].guess

    def test_staff_is_told_not_lost(self):
        told = {p.old for p in report(self.made) if p.code == "I07"}
        assert {"拟稿：周小川", "校稿：何守正", "初审：陈知远", "审核：林向前"} <= told


class TestClassified:
    """A special issue that must not be built."""

    made = bulletin("06-classified-special.txt")

    def test_issue(self):
        front = self.made.front
        assert front.classification.value == "秘密★1年"
        assert (front.kind.value, front.number.value, front.total.value) == ("special", 5, 2639)
        assert (front.year.value, front.date, front.copies.value) == (2016, None, 12)

    def test_the_editor_is_warned_and_a_build_refuses(self):
        assert "I14" in codes(report(self.made))
        source, _ = read_back(self.made)
        assert "C01" in codes(source.problems)


def test_signs_of_markdown_and_yaml_stay_text():
    made = bulletin("07-markup.txt")
    source, texts = read_back(made)
    assert source.problems == ()
    assert source.items[1].title.value == "标题: 像 YAML 的 #写法 也要原样留下"
    assert [unit.value for unit in source.items[0].units] == ["县市场监管局", "县住建局", "石桥街道"]
    wanted = [paragraph.value for paragraph in made.items[0].paragraphs]
    numbered = [line.removeprefix("1. ").removeprefix("2. ") for line in wanted]
    assert texts["01"].split("\n") == numbered


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_stays_in_order(name):
    made = bulletin(name)
    told = squeezed("".join(p.old or "" for p in report(made)))
    notes = squeezed("".join(note.value for note in made.front.notes))
    kept, place = all_text(made), 0
    for sentence in sentences(text_of(name).replace("\u200b", "").replace("\uf06c", "")):
        bare = sentence.lstrip("◆●■★一二、（(1.编者按：】【")
        if bare in notes or bare in told:
            continue
        place = kept.find(bare, place)
        assert place >= 0, sentence


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_the_encoding_makes_no_difference(name, encoding):
    from generator.desk.importing import decode, render

    text = text_of(name).replace("\n", "\r\n")
    assert render(parse(decode(text.encode(encoding)), KNOWN)) == render(parse(text_of(name), KNOWN))


@pytest.mark.parametrize("name", NAMES)
def test_a_build_reads_what_was_written(name):
    """Only what the text did not give is wrong, and the plain text of the items is that of the bulletin."""
    made = bulletin(name)
    source, texts = read_back(made)
    assert set(codes(source.problems)) <= {"Y09", "C01"}
    if "I03" not in codes(report(made)):
        assert len(source.items) == len(made.items)
    for number, item in enumerate(made.items, 1):
        text = texts.get(f"{number:02d}")
        if text is not None and not name.startswith("07"):
            assert text == "\n".join(paragraph.value for paragraph in item.paragraphs)
