"""One issue folder: its files to values, its links resolved, each problem at its place."""

from datetime import date

import pytest

from generator.model import Correction, Place, Reprint
from generator.read.folder import FolderFile, is_program, item_path
from generator.read.issues import read_issue

ISSUE = "number: 5\ndate: 2026-05-10\nstatus: published\n"
FRONT = "---\ntitle: 甲\nsection: 督查\nsource: 县人社局\n---\n"
DIGEST = "d1" * 32


def read(files, path="2026/05"):
    """What a folder says; a file whose content is None is a picture or an attachment."""
    given = {
        name: FolderFile(DIGEST, content.encode() if isinstance(content, str) else content)
        for name, content in {"issue.yaml": ISSUE, **files}.items()
        if content is not ...
    }
    return read_issue(path, "", given)


def item(text, **files):
    """The only item of a folder, its body, and what is wrong in it."""
    source, bodies = read({"01.md": text, **files})
    problems = [(p.code, p.line, p.column, p.old) for p in source.problems]
    return source.items[0] if source.items else None, bodies.items.get("01"), problems


def told(body, *beside):
    """What is wrong in the body of an item beside which files stand; line 1 is its first."""
    _, _, problems = item(FRONT + body, **dict.fromkeys(beside))
    return [(code, line - 5, column, old) for code, line, column, old in problems]


# --- issue.yaml -----------------------------------------------------------------------------------


def test_an_issue_in_either_language():
    english, _ = read(
        {"issue.yaml": "number: 5\ndate: 2026-05-10\ntotal: 128\nkind: supplement\nstatus: published\n"}
    )
    chinese, _ = read({"issue.yaml": "期号：5\n日期：2026年5月10日\n总期号：128\n类型：增刊\n状态：发布\n"})
    assert english.problems == chinese.problems == ()
    assert (english.number, english.date, english.total) == (5, date(2026, 5, 10), 128)
    for name in ("path", "year", "number", "date", "total", "kind", "status"):
        assert getattr(english, name) == getattr(chinese, name)
    assert (chinese.kind, chinese.status) == ("supplement", "published")
    assert chinese.places["date"] == Place(2, 4)


def test_an_issue_is_a_draft_until_it_is_published():
    source, _ = read({"issue.yaml": "number: 5\ndate: 2026-05-10\n"})
    assert (source.status, source.kind) == ("draft", "regular")


def test_lists_of_an_issue_may_be_single_values():
    source, _ = read(
        {"issue.yaml": ISSUE + "报：县委\n送: [人大, 政协]\n发：\n- 各乡镇\n责任编辑：甲\n印数：50\n"}
    )
    assert (source.report_to, source.send_to, source.issue_to) == (("县委",), ("人大", "政协"), ("各乡镇",))
    assert (source.editors, source.copies) == (("甲",), 50)


@pytest.mark.parametrize(
    "text, problems",
    [
        (..., [("F08", 1, 1, None)]),
        ("", [("Y05", 1, 1, None), ("Y05", 1, 1, None)]),
        ("- 5\n", [("Y04", 1, 1, None)]),
        ("number: 5\ndate: 2026-05-10\nnumbr: 6\n", [("Y03", 3, 1, "numbr")]),
        ("number: 第5期\ndate: 2026/5/10\n", [("Y04", 1, 9, "第5期"), ("D01", 2, 7, "2026/5/10")]),
        (ISSUE + "classification: 秘密\n", [("C01", 4, 17, "秘密")]),
        (ISSUE + "密级：无\n", [("C01", 4, 4, "无")]),
        (ISSUE + "密级：''\n", []),
        (ISSUE + "密级：\n", []),
        (ISSUE + "marking: 内部资料 注意保存\n", []),
        (ISSUE + "marking: 机密★1年\n", [("C01", 4, 10, "机密★1年")]),
        (ISSUE + "note: 秘密★半年\n", [("C01", 4, 7, "秘密★半年")]),
        (ISSUE + "note: 严守国家秘密\n", []),
        ("number: [5\ndate: x\n", [("Y01", 1, 9, None)]),
        ("number: 5\x00", [("F02", 1, 10, None)]),
        ("期号".encode("gbk"), [("F01", 1, 1, None)]),
    ],
)
def test_what_is_wrong_in_issue_yaml(text, problems):
    source, _ = read({"issue.yaml": text})
    assert [(p.code, p.line, p.column, p.old) for p in source.problems] == problems
    assert all(p.file == "content/2026/05/issue.yaml" for p in source.problems)


def test_the_note_of_an_issue_links_and_its_ids_are_its_own():
    source, bodies = read(
        {
            "issue.yaml": ISSUE + "note: |\n  见[这篇](01.md)和[那篇](../04/02-稿.md)[^1]。\n\n  [^1]: 注\n",
            "01.md": FRONT + "甲",
        }
    )
    assert [(m.target, m.raw.value, m.raw.place) for m in source.mentions] == [
        ("content/2026/05/01.md", "01.md", Place(5, 9)),
        ("content/2026/04/02-稿.md", "../04/02-稿.md", Place(5, 21)),
    ]
    assert 'href="\ue000/2026/05/01.html"' in bodies.note_html
    assert 'id="fn-issue-note-1"' in bodies.note_html


# --- Front matter ---------------------------------------------------------------------------------


def test_an_item_in_either_language():
    english, _, one = item(
        "---\ntitle: 甲\nsection: 督查\nsource: [县人社局, 县财政局]\nauthor: 张三\n"
        "keywords: [窗口, 窗口, 一次办]\nsummary: 摘\nstatus: withdrawn\npoints: 2.5\n"
        "reprint: {name: 新华网, url: 'http://a.cn', date: 5月}\n"
        "corrections: [{date: 2026-06-01, text: 更正一处}]\n---\n正文"
    )
    chinese, _, other = item(
        "---\n标题：甲\n栏目：督查\n供稿：[县人社局, 县财政局]\n作者：张三\n关键词：[窗口, 窗口, 一次办]\n"
        "摘要：摘\n状态：撤稿\n分值：2.5\n摘自：\n  名称：新华网\n  网址：http://a.cn\n  日期：5月\n"
        "更正：\n- 日期：2026年6月1日\n  内容：更正一处\n---\n正文"
    )
    assert one == other == []
    for name in (
        "number",
        "author",
        "keywords",
        "summary",
        "status",
        "points",
        "reprint",
        "corrections",
        "characters",
    ):
        assert getattr(english, name) == getattr(chinese, name)
    assert [unit.value for unit in chinese.units] == ["县人社局", "县财政局"]
    assert chinese.keywords == ("窗口", "一次办")
    assert chinese.reprint == Reprint("新华网", "http://a.cn", "5月")
    assert chinese.corrections == (Correction(date(2026, 6, 1), "更正一处"),)
    assert (chinese.status, chinese.characters) == ("withdrawn", 2)


@pytest.mark.parametrize(
    "text, problems",
    [
        ("正文", [("Y08", 1, 1, None)]),
        ("", [("Y08", 1, 1, None)]),
        ("\n" * 100_000, [("Y08", 1, 1, None)]),
        ("---\ntitle: 甲\n", [("Y08", 1, 1, None)]),
        ("--- \ntitle: 甲\nsection: 督查\nsource: 甲\n---  \n正文", []),
        ("\n\n---\ntitle: 甲\nsection: 督查\nsource: 甲\n...\n正文", []),
        ("---\n---\n正文", [("Y05", 2, 1, None), ("Y05", 2, 1, None), ("B01", 2, 1, None)]),
        ("---\ntitle: 甲\n---\n正文", [("Y05", 2, 1, None), ("B01", 2, 8, None)]),
        ("---\ntitle: 甲\nsection: 督查\nsource: []\n---\n正文", [("B01", 2, 8, None)]),
        ("---\ntitle: ''\nsection: 督查\nreprint: 新华网\n---\n正文", [("Y05", 2, 9, None)]),
        ("---\ntitle: 甲\nsection: 督查\nsource:\nreprint:\n---\n正文", [("B01", 2, 8, None)]),
        ("---\ntitle: 甲\nsection: 督查\nreprint: {url: http://a.cn}\n---\n正文", [("Y05", 4, 10, None)]),
        (
            "---\ntitle: 甲\nsection: 督查\nreprint: {name: 甲, url: www.a.cn}\n---\n正文",
            [("L04", 4, 25, "www.a.cn")],
        ),
        (
            "---\ntitle: 甲\nsection: 督查\nreprint: {name: 甲, url: 'javascript:a'}\n---\n正文",
            [("L04", 4, 26, "javascript:a")],
        ),
        ("---\ntitle: 甲\nsection: 督查\nsource: {a: b}\n---\n正文", [("Y04", 4, 9, None)]),
        ("---\ntitle: 甲\nsection:督查\nsource: 甲\n---\n正文", [("Y01", 3, 8, ":")]),
        (
            "---\n标题：【待填】\n栏目：督查\n供稿：甲\n---\n【待填】",
            [("Y09", 2, 4, "【待填】"), ("Y09", 6, 1, "【待填】")],
        ),
        ("---\ntitle: 甲\nsection: 督查\nsource: 甲\nstatus: 草稿\n---\n", []),
        ("---\ntitle: 甲\nsection: 督查\nsource: 甲\nstatus: 撤稿\n---\n", []),
        (FRONT, [("B02", 5, 4, None)]),
        (FRONT + "\n　　\n", [("B02", 5, 4, None)]),
        (FRONT + "甲\n机密★3年", [("C01", 7, 1, "机密★")]),
        (FRONT + "绝密　★", [("C01", 6, 1, "绝密　★")]),
        (FRONT + "保守国家秘密", []),
        (FRONT + "甲" * 10 + "*" * 200_000, [("B04", 5, 4, None)]),
        (FRONT + "[" * 40_000, [("B04", 5, 4, None)]),
        (FRONT.replace("\n---\n", "\nnote: '" + "[" * 40_000 + "'\n---\n") + "甲", [("B04", 5, 8, None)]),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_wrong_in_an_item(text, problems):
    assert item(text)[2] == problems


def test_an_item_with_a_wrong_value_keeps_the_rest():
    found, body, problems = item(
        "---\ntitle: 甲\nsection: 督查\nsource: 县\nstatus: 在写\npoints: 多\n---\n正文"
    )
    assert [code for code, *_ in problems] == ["Y07", "Y04"]
    assert (found.title.value, found.status, found.points, body.text) == ("甲", "ready", None, "正文")


# --- Names of files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file, path",
    [
        ("content/2026/05/01.md", "2026/05/01"),
        ("content/2026/05/02-新稿.md", "2026/05/02"),
        ("content/2026/05/2新稿.MD", "2026/05/2"),
        ("content/zhou/2026/05/0003.md", "zhou/2026/05/0003"),
        ("content/2026/05/新稿.md", None),
        ("content/2026/05/00001.md", None),
        ("content/2026/05/１.md", None),
        ("content/2026/05/01.txt", None),
        ("content/2026/05/-1.md", None),
    ],
)
def test_the_number_of_a_file_is_its_address(file, path):
    assert item_path(file) == path


def test_two_files_of_one_number_are_told_even_if_one_is_broken():
    source, _ = read(
        {"02.md": FRONT + "甲", "2-乙.md": "没有区块", "002.MD": FRONT + "丙", "03.md": FRONT + "丁"}
    )
    assert [(p.code, p.file) for p in source.problems if p.code == "A01"] == [
        ("A01", "content/2026/05/02.md"),
        ("A01", "content/2026/05/2-乙.md"),
    ]


def test_a_markdown_file_without_a_number():
    source, _ = read({"稿.md": FRONT + "甲"})
    assert [(p.code, p.file, p.line) for p in source.problems] == [("F04", "content/2026/05/稿.md", 1)]
    assert source.items == ()


# --- Links ----------------------------------------------------------------------------------------


def href(body, *beside):
    """The first address in the HTML of a body, and what it mentions."""
    found, made, problems = item(FRONT + body, **dict.fromkeys(beside))
    assert problems == []
    return made.html.partition('href="')[2].partition('"')[0] or made.html.partition('src="')[2].partition(
        '"'
    )[0], found.mentions


@pytest.mark.parametrize(
    "target, file, address",
    [
        ("02.md", "2026/05/02.md", "2026/05/02.html"),
        ("./02-稿.md", "2026/05/02-稿.md", "2026/05/02.html"),
        ("02-%E7%A8%BF.md", "2026/05/02-稿.md", "2026/05/02.html"),
        ("../04/02.MD", "2026/04/02.MD", "2026/04/02.html"),
        ("..\\04\\02.md", "2026/04/02.md", "2026/04/02.html"),
        ("../../2025/12/1.md", "2025/12/1.md", "2025/12/1.html"),
        ("../05/01.md", "2026/05/01.md", "2026/05/01.html"),
    ],
)
def test_links_to_items_go_by_file(target, file, address):
    found, (mention,) = href(f"[甲](<{target}>)")
    assert found == f"\ue000/{address}"
    assert (mention.target, mention.address, mention.digest, mention.shown) == (
        f"content/{file}",
        address,
        "",
        False,
    )
    assert mention.raw.value == target


@pytest.mark.parametrize(
    "target, name, ending",
    [
        ("图.jpg", "图.jpg", ".jpg"),
        ("图%201.JPG", "图 1.JPG", ".jpg"),
        ("%E5%9B%BE.png", "图.png", ".png"),
        ("./图.jpg", "图.jpg", ".jpg"),
        ("../05/图.jpg", "图.jpg", ".jpg"),
        ("50%.png", "50%.png", ".png"),
        ("图.svg", "图.svg", ".svg"),
    ],
)
def test_pictures_are_named_by_their_content(target, name, ending):
    found, (mention,) = href(f"![甲]({target})", name)
    assert found == f"\ue000/2026/05/{DIGEST[:16]}{ending}"
    assert (mention.target, mention.digest, mention.shown) == (f"content/2026/05/{name}", DIGEST, True)


def test_attachments_keep_their_own_name_for_the_reader():
    _, body, problems = item(FRONT + "[附件](附件 1：名单.xlsx)", **{"附件 1：名单.xlsx": None})
    assert problems == []
    assert f'<a download="附件 1：名单.xlsx" href="\ue000/2026/05/{DIGEST[:16]}.xlsx">附件</a>' in body.html


@pytest.mark.parametrize("target", ["http://a.cn/x", "https://a.cn", "mailto:a@b.cn", "HTTP://A.CN"])
def test_links_to_the_outside_stay(target):
    assert href(f"[甲]({target})") == (target, ())


@pytest.mark.parametrize(
    "body, problems",
    [
        ("[甲](附件.pdf)", [("L02", 1, 5, "附件.pdf")]),
        ("甲\n\n乙![丙](图.jpg)", [("L02", 3, 7, "图.jpg")]),
        ("![甲](图.JPG)", [("L02", 1, 6, "图.JPG")]),
        ("![甲](02.md)", [("L02", 1, 6, "02.md")]),
        ("[甲](issue.yaml)", [("L02", 1, 5, "issue.yaml")]),
        ("[甲](../04/附件.pdf)", [("L03", 1, 5, "../04/附件.pdf")]),
        ("[甲](子/附件.pdf)", [("L03", 1, 5, "子/附件.pdf")]),
        ("[甲](../../../site.yaml)", [("L03", 1, 5, "../../../site.yaml")]),
        ("[甲](../../../../../../etc/passwd)", [("L03", 1, 5, "../../../../../../etc/passwd")]),
        ("[甲](%2e%2e/%2e%2e/%2e%2e/site.yaml)", [("L03", 1, 5, "%2e%2e/%2e%2e/%2e%2e/site.yaml")]),
        ("[甲](/etc/passwd)", [("L03", 1, 5, "/etc/passwd")]),
        ("[甲](//a.cn/x)", [("L03", 1, 5, "//a.cn/x")]),
        ("![甲](C:\\图\\1.jpg)", [("L03", 1, 6, "C:\\图\\1.jpg")]),
        ("![甲](d:/1.jpg)", [("L03", 1, 6, "d:/1.jpg")]),
        ("![甲](\\\\server\\1.jpg)", [("L03", 1, 7, "\\server\\1.jpg")]),
        ("[甲](稿.md)", [("L01", 1, 5, "稿.md")]),
        ("[甲](javascript:alert)", [("L04", 1, 5, "javascript:alert")]),
        ("![甲](http://a.cn/1.jpg)", [("L03", 1, 6, "http://a.cn/1.jpg")]),
        ("![甲](data:image/png;base64,AA)", [("L03", 1, 6, "data:image/png;base64,AA")]),
        ("[甲](#一)", [("L13", 1, 5, "#一")]),
        ("[甲](02.md#一)", [("L13", 1, 5, "02.md#一")]),
        ("[甲]()", [("L04", 1, 5, "")]),
        ("[甲](fn:1)", [("L04", 1, 5, "fn:1")]),
        ("<ftp://a.cn>", [("L04", 1, 2, "ftp://a.cn")]),
        ("[甲](图.jpg) [乙](图.jpg)", [("L02", 1, 5, "图.jpg"), ("L02", 1, 16, "图.jpg")]),
        ("[甲][1]\n\n[1]: 图.jpg", [("L02", 3, 6, "图.jpg")]),
        ("[甲][1] [乙][1]\n\n[1]: 图.jpg", [("L02", 3, 6, "图.jpg"), ("L02", 3, 6, "图.jpg")]),
        ("图.jpg是[甲](图.jpg)", [("L02", 1, 11, "图.jpg")]),
        ("[甲](a&amp;b.pdf)", [("L02", 0, 4, None)]),
        ('![甲](1.jpg "说明")', [("L02", 1, 6, "1.jpg")]),
    ],
)
def test_what_is_wrong_with_a_link(body, problems):
    assert told(body) == problems


@pytest.mark.parametrize(
    "body, problems",
    [
        ("![](1.jpg)", [("L05", 1, 5, None)]),
        ("甲![](1.jpg)", [("L05", 1, 6, None)]),
        ("![甲](1.jpg)", []),
        ('![](1.jpg "说明")', []),
        ("![甲](1.jpg)\n\n![](2.jpg)", [("L05", 3, 5, None)]),
    ],
)
def test_a_picture_needs_a_description(body, problems):
    files = {"1.jpg": FolderFile("1" * 64), "2.jpg": FolderFile("2" * 64)}
    text = FolderFile("", (FRONT + body).encode())
    source, _ = read_issue(
        "2026/05", "", {"issue.yaml": FolderFile("", ISSUE.encode()), "01.md": text, **files}
    )
    told = [(p.code, p.line - 5, p.column, p.old) for p in source.problems if p.code != "L12"]
    assert told == problems


@pytest.mark.parametrize(
    "body, unused",
    [
        ("![甲](1.jpg) [乙](2.pdf)", []),
        ("[甲](1.jpg)", ["2.pdf"]),
        ("正文。", ["1.jpg", "2.pdf"]),
        ("正文。[丙](3.pdf)", []),  # what is wrong may be the name of the one that seems unused
    ],
)
def test_a_file_that_no_text_names_is_told(body, unused):
    source, _ = read({"01.md": FRONT + body, "1.jpg": None, "2.pdf": None})
    assert [p.file.rpartition("/")[2] for p in source.problems if p.code == "L12"] == unused


def test_a_missing_picture_names_the_nearest():
    source, _ = read({"01.md": FRONT + "![甲](现场1.jpg)", "现场1.JPG": None, "表.xlsx": None})
    (found,) = source.problems
    assert found.hint == "是不是“现场1.JPG”？"


@pytest.mark.parametrize(
    "name", ["a.html", "a.HTM", "a.svg", "a.js", "a.php", "a.aspx", "a.exe", "a.hta", "a.vbs"]
)
def test_what_a_browser_or_server_would_run_is_no_attachment(name):
    assert told(f"[甲]({name})", name) == [("L07", 1, 5, name)]


@pytest.mark.parametrize(
    "name", ["a.pdf", "a.docx", "a.xlsx", "a.zip", "a.jpg", "a.txt", "a", "htm", "a.html.pdf"]
)
def test_what_nobody_runs_is_one(name):
    assert not is_program(name)
    assert told(f"[甲]({name})", name) == []


def test_the_links_of_a_note_are_told_where_they_stand():
    text = FRONT.replace("\n---\n", "\nnote: 见[甲](1.pdf)和\n  [乙](2.pdf)。\n---\n") + "[丙](3.pdf)"
    assert [(code, line, column, old) for code, line, column, old in item(text)[2]] == [
        ("L02", 5, 12, "1.pdf"),
        ("L02", 6, 7, "2.pdf"),
        ("L02", 8, 5, "3.pdf"),
    ]


def test_no_link_that_is_wrong_is_in_the_html():
    _, body, _ = item(FRONT + "[甲](1.pdf) ![乙](javascript:a) [丙](x.php)", **{"x.php": None})
    assert "href" not in body.html
    assert "src" not in body.html


def test_the_same_bytes_give_the_same_values():
    files = {"01.md": FRONT + "甲[^1]\n\n[^1]: 注", "02.md": FRONT + "[甲](01.md)"}
    assert read(files) == read(dict(reversed(files.items())))
