"""An issue in print: what stands where, in which words, and what the file says of itself."""

import hashlib
import io
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from PIL import Image

from generator import urls, wording
from generator.make.print_data import issue_data
from generator.make.typeset import TypesetError, issue_pdf
from generator.model import Bodies, Body, Correction, Credit, Issue, Item, PrintDesign, Reprint
from tests.make.typeset_sample import (
    ELSEWHERE,
    LICENCES,
    LOANS,
    SECTIONS,
    SERIES,
    WINDOWS,
    bodies,
    bookmarks,
    bundled,
    issue,
    item,
    items,
    link_targets,
    page_count,
    paragraphs,
    pdf_of,
    picture,
    runs,
    sample_pdf,
    tags,
    theme,
    words,
)

pytestmark = pytest.mark.needs("pdftotext")


def printed(made: Issue, texts: Bodies | None = None, design: PrintDesign | None = None) -> str:
    pdf = issue_pdf(
        theme(), bundled(), design or PrintDesign(), SERIES, SECTIONS, made, texts or bodies(), {}
    )
    return words(pdf)


def in_order(text: str, *parts: str) -> bool:
    found = [text.find(part) for part in parts]
    return -1 not in found and found == sorted(found)


# --- Structure --------------------------------------------------------------------------------


def test_an_issue_runs_from_masthead_to_colophon():
    assert in_order(
        words(sample_pdf()),
        "内部资料注意保存",
        "芦川效能简报",
        "第5期（总第188期）",
        "芦川县机关效能建设办公室",
        "2025年7月15日",
        "本期要目",
        "◆开展窗口在岗情况抽查（县效能办）",
        "◆“开店一件事”一窗办结（县市场监管局县政务服务中心）",
        "◆临江市：每月设一个“无会周”，让干部腾出手来抓落实（临江日报）",
        "【督查】",
        "编者按：作风抓一次容易，抓长久难。",
        "开展窗口在岗情况抽查。7月8日",
        "【部门经验】",
        "“开店一件事”一窗办结。今年以来",
        "（县市场监管局、县政务服务中心供稿）",
        "“塘口贷”解养殖户燃眉之急。水产养殖户",
        "（芦川农商行沈砚秋供稿）",
        "【外地经验】",
        "临江市：每月设一个“无会周”，让干部腾出手来抓落实临江市规定",
        "——摘自临江日报",
        "报：市效能办，县委、县人大常委会、县政府、县政协领导同志。",
        "送：县纪委监委、县委各部门、",
        "发：各乡镇人民政府、街道办事处，县各委办局，县各直属单位。",
        "本期增发：县各商业银行。",
        "责任编辑：许知行、陆小满",
        "签发：顾怀远",
        "（共印160份）",
    )


def test_every_sentence_is_there_in_reading_order():
    text = re.sub(r"—\d+—", "", words(sample_pdf()))
    sentences = re.findall(r"[^。……]+[。…]+", "".join((WINDOWS, LICENCES, LOANS, *ELSEWHERE)))

    assert in_order(text, *sentences)


def test_each_section_has_one_head():
    text = words(sample_pdf())

    assert [text.count(f"【{section.name}】") for section in SECTIONS] == [1, 1, 1]


def test_a_block_head_stands_apart_and_takes_no_full_stop():
    assert "单篇。" not in words(pdf_of(paragraphs("正文。"), "block"))
    assert "单篇。正文。" in words(pdf_of(paragraphs("正文。"), "run-in"))


def test_a_run_in_head_before_a_list_becomes_a_block_head():
    assert "单篇1.甲" in words(pdf_of("<ol><li>甲</li></ol>"))


def test_a_credit_runs_on_after_a_paragraph_and_stands_apart_after_a_list():
    run_on = runs(pdf_of(paragraphs("正文。")), 1)
    apart = runs(pdf_of("<p>起：</p><ul><li>甲</li></ul>"), 1)
    on_last_line = [run for run in apart if run.size > 15][-1]

    assert "（县效能办供稿）" in words(pdf_of(paragraphs("正文。")))
    assert on_last_line.x > 100
    assert run_on


def test_an_item_with_units_and_a_reprint_names_both():
    both = item(1, "单篇", "ducha", "县效能办", reprint=Reprint("临江日报"))

    assert "（县效能办供稿）——摘自临江日报" in printed(issue(items=(both,)))


def test_the_author_of_a_reprint_stands_with_its_source():
    reprint = item(1, "单篇", "ducha", reprint=Reprint("临江日报"), author="秦远")

    assert "——摘自临江日报秦远" in printed(issue(items=(reprint,)))


def test_a_withdrawn_item_shows_that_and_nothing_else():
    kept = items()
    gone = msgspec.structs.replace(kept[2], title="", status="withdrawn")
    text = printed(issue(items=(*kept[:2], gone, kept[3])))

    assert text.count(wording.WITHDRAWN) == 2
    assert f"◆{wording.WITHDRAWN}◆" in text
    assert "塘口" not in text
    assert "沈砚秋" not in text


def test_corrections_follow_their_item():
    corrected = item(
        1, "单篇", "ducha", "县效能办", corrections=(Correction(date(2025, 8, 1), "“16个”应为“15个”。"),)
    )

    assert "更正（2025年8月1日）：“16个”应为“15个”。" in printed(issue(items=(corrected,)))


@pytest.mark.parametrize(
    "changes, expected, absent",
    [
        ({"kind": "supplement", "total": None, "number": 1}, "增刊第1期", "总第"),
        ({"kind": "special", "title": "优化营商环境"}, "第5期（总第188期）专刊优化营商环境", "增刊"),
        ({"kind": "special", "title": "防汛专刊"}, "（总第188期）防汛专刊", "专刊防汛"),
        ({"total": None}, "第5期芦川县机关", "总第"),
        ({"marking": ""}, "芦川效能简报", "注意保存"),
    ],
)
def test_the_masthead_says_what_kind_of_issue_it_is(changes, expected, absent):
    text = printed(issue(**changes))

    assert expected in text
    assert absent not in text


@pytest.mark.parametrize(
    "changes, absent",
    [
        ({"report_to": ()}, "报：市"),
        ({"extra_to": ()}, "本期增发："),
        ({"copies": None}, "共印"),
        ({"editors": (), "signed_by": ""}, "责任编辑"),
    ],
)
def test_the_colophon_shows_only_what_is_given(changes, absent):
    text = printed(issue(**changes))

    assert absent not in text
    assert "发：各乡镇" in text


def test_an_issue_without_a_colophon_ends_with_its_text():
    bare = issue(report_to=(), send_to=(), issue_to=(), extra_to=(), copies=None, editors=(), signed_by="")

    assert re.search(r"——摘自临江日报—\d—$", printed(bare))


def test_an_issue_without_items_still_has_its_head():
    assert "本期要目报：" in printed(issue(items=())).replace("—1—", "")


def test_the_note_of_the_issue_follows_the_contents():
    texts = msgspec.structs.replace(bodies(), note_html=paragraphs("本期专谈作风。", "请各单位传阅。"))
    text = printed(issue(), texts)

    assert in_order(text, "◆临江市", "编者按：本期专谈作风。请各单位传阅。", "【督查】")


def test_a_house_has_its_own_words():
    design = PrintDesign(
        contents="目录", mark="■", item_mark="■", note_label="按语：", name=("芦川县", "效能简报")
    )
    text = printed(issue(), design=design)

    assert "芦川县效能简报第5期" in text
    assert in_order(
        text, "目录■开展窗口在岗情况抽查（县效能办）", "按语：作风抓", "■开展窗口在岗情况抽查。7月8日"
    )


def test_text_is_data_and_never_code():
    text = '#read("/etc/passwd") $x$ *a* _b_ @ref &lt;l&gt; // c \\ \' " #panic()'
    shown = words(pdf_of(paragraphs(f"见{text}。")))

    assert "见" + "".join(text.replace("&lt;", "<").replace("&gt;", ">").split()) + "。" in shown


def test_templates_import_nothing_from_the_network():
    assert "@" not in "".join(re.sub(r"//.*", "", text) for text in theme().values())


# --- The file ---------------------------------------------------------------------------------


def test_sections_and_items_are_bookmarks():
    assert bookmarks(sample_pdf()) == [
        (1, "督查"),
        (2, "开展窗口在岗情况抽查"),
        (1, "部门经验"),
        (2, "“开店一件事”一窗办结"),
        (2, "“塘口贷”解养殖户燃眉之急"),
        (1, "外地经验"),
        (2, "临江市：每月设一个“无会周”，让干部腾出手来抓落实"),
    ]


def test_the_contents_lead_to_the_items():
    assert link_targets(sample_pdf()) == ["page"] * 4
    assert tags(sample_pdf()).count("TOCI") == 4


def test_the_structure_is_tagged():
    found = tags(sample_pdf())

    assert [tag for tag in found if tag.startswith("H")] == ["H1", "H1", "H2", "H1", "H2", "H2", "H1", "H2"]
    assert found[0] == "Document"


def test_the_file_says_who_made_what_and_when():
    with pikepdf.open(io.BytesIO(sample_pdf())) as document, document.open_metadata() as meta:
        assert meta["dc:title"] == "芦川效能简报2025年第5期"
        assert meta["dc:creator"] == ["芦川县机关效能建设办公室"]
        assert set(meta["dc:language"]) == {"zh-CN"}
        assert meta["xmp:CreateDate"] == meta["xmp:ModifyDate"] == "2025-07-15T00:00:00Z"
        assert meta["pdfaid:part"] == "2"
        assert meta["pdfaid:conformance"] == "A"
        assert meta["pdfuaid:part"] == "1"
        assert str(document.docinfo.Keywords) == "窗口作风"
        assert str(document.Root.Lang) == "zh-CN"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert "/OutputIntents" in document.Root


def test_all_fonts_are_embedded_subsets():
    listed = subprocess.run(["pdffonts", "-"], input=sample_pdf(), capture_output=True, check=True).stdout
    rows = [line.split() for line in listed.decode().splitlines()[2:]]

    assert {row[0].partition("+")[2] for row in rows} == {
        "NotoSerifSC-Regular-Identity-H",
        "NotoSansSC-Regular-Identity-H",
    }
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_another_process_makes_the_same_bytes():
    script = (
        "import hashlib; from tests.make.typeset_sample import sample_pdf;"
        "print(hashlib.sha256(sample_pdf()).hexdigest())"
    )
    command = [sys.executable, "-c", script]
    root = Path(__file__).parents[2]
    other = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout

    assert other.strip() == hashlib.sha256(sample_pdf()).hexdigest()


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    printed(issue())

    assert list(tmp_path.iterdir()) == []


# --- What can go wrong ------------------------------------------------------------------------


def cmyk() -> bytes:
    content = io.BytesIO()
    Image.new("CMYK", (30, 20)).save(content, "JPEG")
    return content.getvalue()


@pytest.mark.parametrize(
    "content, message",
    [
        (None, "找不到图片 2025/05/ab.jpg"),
        (b"BM6\0", "图片 2025/05/ab.jpg 无法排印：只认 PNG"),
        (b"\xff\xd8\xff\xe0 cut off", "图片 2025/05/ab.jpg 无法排印：文件已损坏"),
        (cmyk(), "图片 2025/05/ab.jpg 无法排印：.*RGB"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_named(content, message):
    texts = bodies(n01=Body(f'<p><img src="{urls.ROOT}2025/05/ab.jpg" alt="大厅"></p>'))
    pictures = {"2025/05/aa.jpg": picture(), **({} if content is None else {"2025/05/ab.jpg": content})}
    with pytest.raises(TypesetError, match=message) as raised:
        issue_pdf(theme(), bundled(), PrintDesign(), SERIES, SECTIONS, issue(), texts, pictures)

    assert raised.value.picture == "2025/05/ab.jpg"


def test_a_fault_in_a_template_is_an_error_with_its_message():
    broken = {**theme(), "colophon.typ": "#let colophon(it, end) = unheard-of"}
    with pytest.raises(TypesetError, match=r"unknown variable: unheard-of.*（模板 colophon.typ:1:25）"):
        issue_pdf(broken, bundled(), PrintDesign(), SERIES, SECTIONS, issue(), bodies(), {})


def test_a_character_that_no_face_has_is_an_error_and_no_empty_box():
    with pytest.raises(TypesetError, match="could not be displayed"):
        pdf_of(paragraphs("一个私用字符\U000f0000。"))


# --- Data for the templates -------------------------------------------------------------------


def sections_of(*items_: Item) -> Any:
    made = issue_data(PrintDesign(), SERIES, SECTIONS, issue(items=items_), bodies(), {})
    return made["sections"]


def test_an_item_in_an_unknown_section_keeps_its_place():
    (section,) = sections_of(item(1, "单篇", "bieri", "县效能办"))

    assert section["name"] == "bieri"


def test_credits_of_several_units_are_named_in_order():
    joint = item(1, "单篇", "ducha", credits=(Credit("县人社局", "a"), Credit("县财政局", "b")))
    ((only,),) = (section["items"] for section in sections_of(joint))

    assert only["credit"] == "（县人社局、县财政局供稿）"
    assert only["credited"] == "县人社局 县财政局"


def test_a_thirty_item_issue_is_set_whole():
    many = tuple(item(n, f"第{n}篇的题目", "ducha", "县效能办") for n in range(1, 31))
    texts = Bodies("", {f"{n:02}": Body(paragraphs(f"{n}号：{WINDOWS}")) for n in range(1, 31)})
    pdf = issue_pdf(theme(), bundled(), PrintDesign(), SERIES, SECTIONS, issue(items=many), texts, {})

    assert all(f"第{n}篇的题目。{n}号：" in words(pdf) for n in range(1, 31))
    assert page_count(pdf) > 8
