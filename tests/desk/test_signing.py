"""`jianbao sign` and `jianbao log`, as those who sign and those who look it up run them."""

import os
import re
import sys
from datetime import UTC, datetime, timedelta

import pytest

from generator.desk.history import Event, history
from generator.publish.sealing import seal
from tests.sites import SITE, Site, item, jianbao

FOLDER = "content/2026/06"
FILE = f"{FOLDER}/signatures.yaml"


@pytest.fixture
def roles(site) -> Site:
    site.write("site.yaml", f"{SITE}sign_roles: [初审, 复审, 签发]\n")
    return site


def test_signing_says_what_was_signed_and_what_is_missing(roles):
    done = roles.jianbao("sign", "2026/06", "--by", "陆小满", "--role", "初审")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "陆小满已签（初审）：2026/06，2 篇，3 个文件。\n缺复审；缺签发。\n"
    roles.jianbao("sign", "2026/06", "--by", "申屠岚", "--role", "复审")
    done = roles.jianbao("sign", "2026/06", "--by", "程望舒")
    assert done.stdout == "程望舒已签（签发）：2026/06，2 篇，3 个文件。\n签发齐全。\n"
    roles.edit(f"{FOLDER}/02.md", "15", "16")
    done = roles.jianbao("sign", "2026/06", "--by", "程望舒")
    assert done.stdout.endswith("\n初审后改过 02.md；复审后改过 02.md。\n")


def test_the_record_can_be_read_and_earlier_lines_stay(site):
    site.jianbao("sign", "2026/06", "--by", "程望舒")
    before = site.read(FILE)
    assert re.fullmatch(
        "# 签发记录：由 jianbao sign 写入，请不要改动。\n"
        "issue: 2026/06\n"
        "signatures:\n"
        "- role: 签发\n"
        "  by: 程望舒\n"
        r"  time: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\n"
        "  digest: [0-9a-f]{64}\n"
        "  files:\n"
        "    01.md: [0-9a-f]{64}\n"
        "    02.md: [0-9a-f]{64}\n"
        "    issue.yaml: [0-9a-f]{64}\n",
        before,
    )
    site.jianbao("sign", "2026/06", "--by", "陆 小满")
    assert site.read(FILE).startswith(before)
    assert '  by: "陆 小满"\n' in site.read(FILE)


def test_to_sign_the_same_again_writes_nothing(site):
    site.jianbao("sign", "2026/06", "--by", "程望舒")
    before = site.read(FILE)
    done = site.jianbao("sign", "2026/06", "--by", "程望舒")
    assert (done.returncode, done.stdout) == (0, "程望舒已经签过，内容没有变，不必再签。\n签发齐全。\n")
    assert site.read(FILE) == before


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("2026/6", "--by", "程望舒"), "没有 content/2026/6 这一期。是不是“2026/06”？"),
        (("2030/06", "--by", "程望舒"), "没有 content/2030/06 这一期。"),
        (("2026/06", "--by", "程望舒", "--role", "初申"), "没有“初申”这个审签环节。是不是“初审”？"),
        (("2026/06", "--by", "程望舒", "--role", "x"), "没有“x”这个审签环节。可用：初审、复审、签发"),
        (("2026/06", "--by", " "), "--by 要写签发人的姓名。"),
        (("2026/06", "--by", "程\x1b[31m"), "--by 要写签发人的姓名。"),
    ],
)
def test_what_is_refused(roles, arguments, told):
    done = roles.jianbao("sign", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert not (roles.folder / FILE).exists()


@pytest.mark.parametrize(
    "text, told",
    [
        (item("走访企业", status="draft"), "02.md 还是草稿，不能签发。"),
        (item("走访企业", body="【待填】"), "Y09"),
        (item("走访企业", "督察"), "S01"),
        (item("走访企业", body=" \n"), "B02"),
        ("走访企业".encode("gbk"), "F01"),
    ],
)
def test_an_issue_that_is_not_ready_is_not_signed(site, text, told):
    site.write(f"{FOLDER}/02.md", text)
    done = site.jianbao("sign", "2026/06", "--by", "程望舒")
    assert done.returncode == 1
    assert told in done.stderr
    assert not (site.folder / FILE).exists()
    assert site.jianbao("sign", "2026/05", "--by", "程望舒").returncode == 0


def test_an_empty_issue_and_no_site(site, tmp_path):
    site.write("content/2026/07/issue.yaml", "number: 7\ntotal: 130\ndate: 2026-06-10\n")
    assert "还没有文稿" in site.jianbao("sign", "2026/07", "--by", "程望舒").stderr
    done = jianbao("sign", "2026/05", "--by", "程望舒", "--site", str(tmp_path / "nowhere"))
    assert done.returncode in {1, 3}
    assert "Traceback" not in done.stderr
    assert jianbao("sign", "2026/05", cwd=tmp_path).returncode == 2


def test_a_damaged_record_is_told_and_not_written_over(site):
    site.write(FILE, "issue: 2026/06\nsignatures: 签过了\n")
    done = site.jianbao("sign", "2026/06", "--by", "程望舒")
    assert (done.returncode, done.stdout) == (1, "共 1 处错误。没有签发。\n")
    assert "signatures.yaml:2:13: 错误 Y04" in done.stderr
    assert site.read(FILE) == "issue: 2026/06\nsignatures: 签过了\n"


def test_the_folder_may_be_named_as_it_lies_there(site):
    assert site.jianbao("sign", "content\\2026\\06\\", "--by", "程望舒").returncode == 0


# --- The log -------------------------------------------------------------------------------------


@pytest.fixture
def told(site) -> Site:
    """A site on which a bit of everything has happened."""
    zone = datetime(2026, 5, 24, 9, 30, tzinfo=UTC)
    site.jianbao("sign", "2026/05", "--by", "程望舒")
    site.edit("content/2026/05/02.md", "15 个", "16 个")
    site.build()
    seal(site.folder, site.survey().shown, zone, "内网", "1")
    site.edit(f"{FOLDER}/02.md", "---\n\n", "corrections: [{date: 2026-06-01, text: 应为16个。}]\n---\n\n")
    site.edit(f"{FOLDER}/01.md", "---\n\n", "status: withdrawn\n---\n\n")
    seal(site.folder, site.survey().shown, zone + timedelta(days=9), "内网", "2")
    site.edit("content/2026/05/01.md", "---\n\n", "status: withdrawn\n---\n\n")
    site.edit(
        "content/2026/05/issue.yaml", "number", "corrections: [{date: 2026-06-03, text: 印数误。}]\nnumber"
    )
    return site


def test_the_history_has_all_the_newest_first(told):
    events = history(told.survey().sources)
    signed = events[1]
    assert signed.details == "程望舒（已失效：签发后改过 01.md、02.md、issue.yaml）"
    assert signed.what == "签发"
    assert (events[0], *events[2:]) == (
        Event("", "2026/05", "撤稿", "第1篇（尚未发布）"),
        Event("2026-06-03", "2026/05", "更正", "全期：印数误。"),
        Event("2026-06-02 09:30", "2026/06", "发布", "到 内网，版本 2"),
        Event("2026-06-02 09:30", "2026/06", "撤稿", "第1篇"),
        Event("2026-06-01", "2026/06", "更正", "第2篇《走访企业》：应为16个。"),
        Event("2026-05-24 09:30", "2026/05", "发布", "到 内网，版本 1"),
        Event("2026-05-24 09:30", "2026/06", "发布", "到 内网，版本 1"),
    )


def test_the_log_is_plain_where_nobody_looks_on(told):
    done = told.jianbao("log")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split() == ["时间", "期", "事项", "内容"]
    rows = [line.split(maxsplit=4) for line in done.stdout.splitlines()]
    assert ["2026-06-02", "09:30", "2026/06", "发布", "到 内网，版本 2"] in rows
    assert "推行首问负责" not in done.stdout
    one = told.jianbao("log", "--issue", "2026/06").stdout
    assert "2026/05" not in one
    assert len(one.splitlines()) == 5


def test_the_log_of_nothing_and_of_no_issue(site):
    assert site.jianbao("log").stdout == "还没有记录。\n"
    done = site.jianbao("log", "--issue", "2026/6")
    assert done.returncode == 1
    assert "没有 content/2026/6 这一期。是不是“2026/06”？" in done.stderr


def test_the_log_tells_of_what_it_can_not_read(told):
    told.write(f"{FOLDER}/seal.yaml", "封存")
    done = told.jianbao("log")
    assert done.returncode == 1
    assert "seal.yaml:1:1: 错误 Y04" in done.stderr
    assert "程望舒" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="a terminal of Unix")
def test_the_log_is_a_table_in_a_terminal(told):
    import pty

    said: list[bytes] = []

    def read(handle: int) -> bytes:
        said.append(os.read(handle, 4096))
        return said[-1]

    pty.spawn([sys.executable, "-m", "generator", "log", str(told.folder)], read)
    text = b"".join(said).decode()
    assert "\t" not in text
    assert re.search(r"2026-06-02 09:30 +2026/06 +发布 +到 内网，版本 2", text)
