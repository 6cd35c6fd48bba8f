"""The preview: pages, problems, PDFs, and what the server refuses."""

import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import Message
from typing import NamedTuple

import pytest

from generator.desk.preview.building import Finding, Preview, found_in
from generator.desk.preview.handlers import address_of
from generator.desk.preview.pages import Pages
from generator.desk.preview.sheets import Sheets
from generator.model import Problem
from generator.report import Report
from tests.sites import TODAY, Site, issue, item

PATIENCE = 30.0
ITEM = "content/2026/05/01.md"
PAGE = "/2026/05/01.html"


def today() -> date:
    return TODAY


def built(preview: Preview, *read: str) -> Report:
    """The report of the next build."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (report := preview.look(read)) is not None:
            return report
        time.sleep(0.01)
    raise AssertionError("nothing was built")


def quiet(preview: Preview) -> bool:
    """Whether nothing is built for longer than two looks at everything are apart."""
    end = time.monotonic() + 0.7
    looks = []
    while time.monotonic() < end:
        looks.append(preview.look())
        time.sleep(0.02)
    return not any(looks)


@pytest.fixture
def preview(site: Site) -> Preview:
    started = Preview(site.folder, today)
    assert not built(started).failed
    return started


def shown(preview: Preview, address: str) -> str:
    return (preview.folder / address).read_text(encoding="utf-8")


# --- What is noticed ------------------------------------------------------------------------------


def test_nothing_is_built_where_nothing_has_changed(preview):
    assert quiet(preview)


def test_files_saved_at_once_are_one_build(site, preview):
    for number in range(3, 40):
        site.write(f"content/2026/05/{number:02}.md", item(f"第 {number} 件事"))
        site.edit("content/2026/06/01.md", "\n\n", f"\n\n第 {number} 句。")
    assert built(preview).items == 41
    assert quiet(preview)


@pytest.mark.parametrize("read", [(), ("2026/05",)], ids=["not read", "read"])
def test_an_older_file_put_in_place_is_seen(site, preview, read):
    other = site.write("else.md", item("旧日期的文稿"))
    os.utime(other, (1_000_000_000, 1_000_000_000))
    shutil.copy2(other, site.folder / ITEM)
    assert "2026/05/01.html" in built(preview, *read).written
    assert "旧日期的文稿" in shown(preview, "2026/05/01.html")


def test_an_edit_that_keeps_size_and_time_is_seen(site, preview):
    file = site.folder / ITEM
    before = file.stat()
    site.edit(ITEM, "15 个", "16 个")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert built(preview).written
    assert "16 个" in shown(preview, "2026/05/01.html")


def test_files_renamed_moved_and_removed_are_seen(site, preview):
    (site.folder / ITEM).rename(site.folder / "content/2026/05/07-改名.md")
    built(preview)
    assert not (preview.folder / "2026/05/01.html").exists()
    assert (preview.folder / "2026/05/07.html").exists()
    (site.folder / "content/2026/06").rename(site.folder / "content/2026/07")
    built(preview)
    assert (preview.folder / "2026/07/index.html").exists()
    shutil.rmtree(site.folder / "content/2026/07")
    built(preview)
    assert not (preview.folder / "2026/07").exists()


def test_an_editor_that_saves_by_renaming_makes_one_build(site, preview):
    file = site.folder / ITEM
    site.write("content/2026/05/~$01.md", "held open")
    file.rename(file.with_name("01.md~"))
    site.write("content/2026/05/.01.md.swp", item("换了一稿"))
    (site.folder / "content/2026/05/.01.md.swp").rename(file)
    assert "2026/05/01.html" in built(preview).written
    file.with_name("01.md~").unlink()
    (site.folder / "content/2026/05/~$01.md").unlink()
    assert quiet(preview)


def test_the_day_is_noticed(site):
    days = [date(2026, 1, 1)]
    preview = Preview(site.folder, lambda: days[-1])
    assert {p.code for p in built(preview).problems} == {"D03"}  # published in the future
    days.append(TODAY)
    assert not built(preview).problems


def test_the_preview_is_a_clean_build_with_drafts(site, preview):
    site.edit(ITEM, "开展联动督查", "开展联动督查回头看")
    built(preview, "2026/05")
    site.write("content/2026/06/issue.yaml", issue(6, 129, "2026-06-10", status="draft"))
    built(preview, "2026/06")
    site.remove("content/2026/05/02.md")
    built(preview)
    site.build(clean=True, drafts=True)
    assert site.tree(preview.folder) == site.tree()


def test_a_preview_whose_pages_were_deleted_is_whole_again_at_the_next_change(site, preview):
    shutil.rmtree(preview.folder)
    site.edit(ITEM, "15 个", "16 个")
    built(preview)
    site.build(drafts=True)
    assert site.tree(preview.folder) == site.tree()


# --- What goes wrong ------------------------------------------------------------------------------


def test_a_mistake_leaves_the_last_good_pages(site, preview):
    site.edit(ITEM, "section: 督查", "section: 督察")
    site.edit("content/2026/06/01.md", "15 个", "16 个")
    assert built(preview).failed
    assert preview.failed
    assert preview.findings == (Finding(preview.findings[0].problem, "section: ", "督察", ""),)
    assert "15 个" in shown(preview, "2026/06/01.html")
    site.edit(ITEM, "section: 督察", "section: 督查")
    assert not built(preview).failed
    assert not preview.findings
    assert "16 个" in shown(preview, "2026/06/01.html")


@pytest.mark.parametrize(
    "name, content",
    [
        ("site.yaml", b"\xff\xfe\x00\x00"),
        ("site.yaml", b"name: [\n"),
        ("units.yaml", b"{{{{"),
        ("templates/html/item.html", b"{% if %}"),
        ("templates/html/item.html", b"{{ nothing_of_that_name }}"),
        ("templates/html/item.html", b"\xff\xfe\xfa"),
        ("templates/html/base.html", b""),
        ("content/2026/05/issue.yaml", b"number: [1, 2\n"),
        ("content/2026/05/picture.png", b"no picture"),
        (ITEM, b"\x00\x01\x02"),
    ],
)
def test_whatever_is_written_the_preview_goes_on(site, preview, name, content):
    file = site.folder / name
    before = file.read_bytes() if file.exists() else None
    good = shown(preview, "2026/06/01.html")
    site.write(name, content)
    report = built(preview)
    if report.failed:
        assert preview.findings
        assert shown(preview, "2026/06/01.html") == good
    site.write(name, before) if before is not None else site.remove(name)
    built(preview)
    assert not preview.failed
    assert shown(preview, "2026/06/01.html") == good


def test_a_folder_in_the_place_of_a_file_and_back(site, preview):
    site.remove("units.yaml")
    (site.folder / "units.yaml").mkdir()
    assert built(preview).failed
    (site.folder / "units.yaml").rmdir()
    site.write("units.yaml", "- 县效能办\n- 县人社局\n- 县工信局\n- 芦川农商行\n")
    assert not built(preview).failed


def test_a_disk_that_can_not_be_written_is_tried_again(site):
    """Nothing in the site's folder changes when a disk has room again."""
    preview = Preview(site.folder, today)
    site.write(".jianbao/preview", "in the way of the folder")
    report = built(preview)
    assert [p.code for p in report.problems] == ["F09"]
    assert preview.failed
    site.remove(".jianbao/preview")
    assert not built(preview).failed
    assert (preview.folder / "index.html").exists()


def test_fuzz(site, preview):
    """Random bytes in random files, files and folders gone: the last good page still stands."""
    chance = random.Random(20161105)
    keep = site.folder.parent / "keep"
    shutil.copytree(site.folder, keep, ignore=shutil.ignore_patterns(".jianbao", "output"))
    for number in range(12):
        good = preview.folder.joinpath("2026/05/01.html").read_bytes()
        for _ in range(chance.randint(1, 3)):
            _harm(site, chance)
        report = built(preview)
        assert not report.failed or preview.folder.joinpath("2026/05/01.html").read_bytes() == good
        for top in ("content", "templates"):
            shutil.rmtree(site.folder / top, ignore_errors=True)
        shutil.copytree(keep, site.folder, dirs_exist_ok=True)
        site.edit(ITEM, "15 个", f"{100 + number} 个")
        built(preview)
        while preview.failed:  # a look while files were being put back
            built(preview)
        assert f"{100 + number} 个" in shown(preview, "2026/05/01.html")


def _harm(site: Site, chance: random.Random) -> None:
    files = [
        path for top in ("content", "templates") for path in (site.folder / top).rglob("*") if path.is_file()
    ]
    file = chance.choice([*files, site.folder / "site.yaml", site.folder / "units.yaml"])
    content = file.read_bytes() if file.exists() else b""
    at = chance.randrange(len(content) + 1)
    match chance.randrange(5):
        case 0:
            file.unlink(missing_ok=True)
        case 1 if file.parent != site.folder:
            shutil.rmtree(file.parent)
        case 2:
            site.write(
                chance.choice(("templates/html/item.html", "templates/html/_issue.html")),
                chance.randbytes(99),
            )
        case 3:
            site.write("content/2026/05/图.jpg", b"\xff\xd8" + chance.randbytes(200))
        case _:
            file.write_bytes(content[:at] + chance.randbytes(chance.randint(1, 40)) + content[at:])


# --- What is shown --------------------------------------------------------------------------------


def test_problems_show_text_as_text():
    finding = Finding(Problem("a.md", 1, 1, "Y03", "<script>alert(1)</script>"), "<b>", "<i>", "")
    page = Pages().over(b"<html><head></head><body></body></html>", (finding,)).decode()
    assert "<script>alert" not in page
    assert "<pre><i>1</i>&lt;b&gt;<mark>&lt;i&gt;</mark></pre>" in page
    assert "a.md:1:1: 错误 Y03" in page


def test_a_problem_is_shown_in_its_line(site):
    site.write("content/2026/05/01.md", "---\r\ntitle: 甲\r\n---\r\n")
    line = found_in(site.folder, Problem("content/2026/05/01.md", 2, 8, "S01", "", old="甲"))
    assert line[1:] == ("title: ", "甲", "")
    for problem in (Problem("content/2026/05/01.md", 99, 1, "S01", ""), Problem("none.md", 1, 1, "F08", "")):
        assert found_in(site.folder, problem) == Finding(problem)


def test_drafts_are_marked_everywhere_and_stay_out_of_a_build(site):
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-07-10", status="draft"))
    site.write("content/2026/07/01.md", item("草稿期里的一篇", keywords="[草拟]"))
    site.write("content/2026/06/03.md", item("单篇的草稿", status="draft", keywords="[草拟]"))
    preview = Preview(site.folder, today)
    built(preview)
    mark = r'</a> <(?:span|small) class="draft">草稿</'
    for address, title in [
        ("2026/index.html", "第7期"),
        ("2026/index.html", "单篇的草稿"),
        ("2026/06/index.html", "单篇的草稿"),
        ("sections/ducha/index.html", "草稿期里的一篇"),
        ("sections/ducha/index.html", "单篇的草稿"),
        ("units/xianxiaonengban/index.html", "单篇的草稿"),
        ("index.html", "单篇的草稿"),
    ]:
        assert re.search(f"{title}{mark}", shown(preview, address)), (address, title)
    for address in ("2026/07/index.html", "2026/07/01.html", "2026/06/03.html", "index.html"):
        assert "草稿　未经签发" in shown(preview, address)
    assert "<small>草稿</small>" in shown(preview, "archive/index.html")
    assert 'class="draft"' not in shown(preview, "2026/05/index.html")

    site.build()
    assert not any("草稿" in page.decode() for name, page in site.tree().items() if name.endswith(".html"))
    assert not (site.output / "2026/07").exists()


def test_a_pdf_is_made_when_asked_for_and_anew_when_it_changes(site, preview):
    sheets = Sheets(site.folder, preview.folder, today)
    assert not list(site.folder.glob(".jianbao/*/print"))
    first = sheets.sheet("2026/05", preview.looks)
    assert first.pdf.startswith(b"%PDF")
    assert sheets.sheet("2026/05", preview.looks) is first
    site.edit("content/2026/06/01.md", "15 个", "16 个")
    built(preview)
    assert sheets.sheet("2026/05", preview.looks) is first
    site.edit(ITEM, "15 个", "16 个")
    built(preview)
    second = sheets.sheet("2026/05", preview.looks)
    assert second.pdf.startswith(b"%PDF")
    assert second.key != first.key
    site.edit(ITEM, "section: 督查", "section: 督察")
    built(preview)
    assert [p.code for p in sheets.sheet("2026/05", preview.looks).problems] == ["S01"]
    assert sheets.sheet("2026/06", preview.looks).pdf.startswith(b"%PDF")
    assert sheets.sheet("2031/05", preview.looks).pdf == b""


# --- The server -----------------------------------------------------------------------------------


class Got(NamedTuple):
    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Served(NamedTuple):
    process: subprocess.Popen[str]
    port: int

    def raw(self, path: str, **headers: str) -> tuple[int, str]:
        """What the server says to a request whose path is sent as it is."""
        asked = {"Host": f"127.0.0.1:{self.port}", **headers}
        lines = [f"GET {path} HTTP/1.1", *(f"{k.replace('_', '-')}: {v}" for k, v in asked.items())]
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            with http.client.HTTPResponse(connection) as response:
                response.begin()
                return response.status, response.read().decode(errors="replace")

    def get(self, path: str) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return Got(response.status, response.headers, response.read())
        finally:
            connection.close()

    def text(self, path: str) -> str:
        return self.get(path).text

    def until(self, path: str, wanted: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if wanted in (text := self.text(path)):
                return text
            time.sleep(0.05)
        raise AssertionError(f"{wanted} did not appear")


@contextmanager
def serving(site: Site, *options: str) -> Iterator[Served]:
    command = [sys.executable, "-u", "-m", "generator", "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command, cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found
        yield Served(process, int(found[1]))
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_change_a_mistake_and_its_mending_are_seen(site):
    site.edit("content/2026/06/issue.yaml", "published", "draft")
    with serving(site) as served:
        first = served.text("/2026/06/index.html")
        assert "草稿" in first
        assert "livereload.js" in first
        assert served.text("/") == served.text("/index.html")
        site.edit(ITEM, "15 个", "16 个")
        served.until(PAGE, "16 个")
        site.edit(ITEM, "section: 督查", "section: 督察")
        page = served.until(PAGE, f"{ITEM}:3:10: 错误 S01")
        assert "section: <mark>督察</mark>" in page
        assert "16 个" in page  # the last good page stands below
        assert "错误 S01" in served.text("/none.html")
        site.edit(ITEM, "section: 督察", "section: 督查")
        site.edit(ITEM, "16 个", "17 个")
        assert "17 个" in served.until(PAGE, "PDF 预览")  # which stands where the errors stood
    assert not site.output.exists()


def test_what_the_server_gives(site):
    site.write("content/2026/05/图.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    site.edit(ITEM, "近日", "![图](图.svg)\n\n近日")
    with serving(site) as served:
        page = served.get(PAGE)
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page.headers["Cache-Control"] == "no-store"
        text = page.text
        style = re.findall(r'href="../../(assets/site\.\w+\.css)"', text)[0]
        assert "immutable" in served.get(f"/{style}").headers["Cache-Control"]
        picture = re.findall(r'src="[^"]*?([^"/]+\.svg)"', text)[0]
        assert served.get(f"/2026/05/{picture}").headers["Content-Type"] == "image/svg+xml"
        assert served.get("/2026/05").status == 302
        missing = served.get("/2026/05/77.html")
        assert missing.status == 404
        assert "没有找到这个页面" in missing.text
        link = re.findall(r'href="(/2026/05/2026-05\.pdf\.html)"', text)[0]
        assert '<iframe src="/2026/05/2026-05.pdf"' in served.text(link)
        pdf = served.get("/2026/05/2026-05.pdf")
        assert (pdf.status, pdf.headers["Content-Type"]) == (200, "application/pdf")
        assert pdf.content.startswith(b"%PDF")
        assert served.get("/2031/05/2031-05.pdf").status == 404
        site.edit(ITEM, "section: 督查", "section: 督察")
        served.until(PAGE, "错误 S01")
        broken = served.get("/2026/05/2026-05.pdf")
        assert broken.status == 409
        assert f"{ITEM}:3:10" in broken.text


TRICKS = [
    "/../site.yaml",
    "/../../site.yaml",
    "/..%2f..%2fsite.yaml",
    "/..%2F..%2Fsite.yaml",
    "/%2e%2e/%2e%2e/site.yaml",
    "/%2e%2e%2f%2e%2e%2fsite.yaml",
    "/.%2e/.%2e/site.yaml",
    "/%252e%252e/%252e%252e/site.yaml",
    "/..%5c..%5csite.yaml",
    "/..\\..\\site.yaml",
    "/2026/../../../site.yaml",
    "/2026/..%2f..%2f..%2fsite.yaml",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "///etc/passwd",
    "/C:/Windows/win.ini",
    "/index.html%00.txt",
    "/index.html::$DATA",
    "/.git/config",
    "/%c0%ae%c0%ae/site.yaml",
    "/%ff",
    "/2026%2f05%2f01.html",
    "http://example.org/index.html",
    "*",
]


def test_path_tricks_are_refused(site):
    secret = site.folder / "content/2026/05/issue.yaml"
    tricks = [*TRICKS, f"/{secret}", f"//{secret}", f"/%2f{secret}"]
    with serving(site) as served:
        assert served.raw("/index.html")[0] == 200
        for trick in tricks:
            status, text = served.raw(trick)
            assert status in {400, 403}, trick
            assert "sections:" not in text
            assert "signed_by" not in text
            assert "root:" not in text
        assert served.raw("/index.html")[0] == 200


def test_other_names_and_other_pages_are_refused(site):
    """A page of the internet must not read drafts through the browser of whoever writes them."""
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    with serving(site) as served:
        for name in ("example.org", f"example.org:{served.port}", "127.0.0.1.example.org", "10.0.0.1"):
            assert served.raw(PAGE, Host=name)[0] == 403
            assert served.raw("/livereload", Host=name, Origin=f"http://{name}", **handshake)[0] == 403
        for name in ("localhost", f"localhost:{served.port}", "LOCALHOST", "[::1]"):
            assert served.raw(PAGE, Host=name)[0] == 200
        assert served.raw("/livereload", Origin="http://example.org", **handshake)[0] == 403
        answer = served.get("/search/catalogue.js")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_addresses_of_requests():
    assert address_of("/") == "index.html"
    assert address_of("/2026/05/") == "2026/05/index.html"
    assert address_of("/search/index.html") == "search/index.html"
    assert address_of("") is None
    assert address_of("/2026//05.html") is None


def test_a_taken_port_is_told(site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = site.jianbao("serve", "--port", str(port))
    assert done.returncode == 3
    assert f"端口 {port} 上预览：端口已被占用，多半是另一个预览还开着。" in done.stderr
    assert f"jianbao serve --port {port + 1 if port < 65535 else 0}" in done.stderr
    assert done.stdout == ""


def test_a_host_that_is_not_here_is_told(site):
    done = site.jianbao("serve", "--host", "no-such-host.invalid", "--port", "0")
    assert done.returncode == 3
    assert done.stderr == "不能在 no-such-host.invalid 的端口 0 上预览：本机没有这个地址。\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there a signal ends a process without asking it")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly(site, number):
    with serving(site) as served:
        assert served.get(PAGE).status == 200
        served.process.send_signal(number)
        _, complaints = served.process.communicate(timeout=PATIENCE)
        assert served.process.returncode == 0
        assert complaints == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there a signal ends a process without asking it")
def test_it_ends_in_the_middle_of_a_build(site):
    for month in range(1, 13):
        site.write(f"content/2025/{month:02}/issue.yaml", issue(month, month, f"2025-{month:02}-10"))
        for number in range(1, 40):
            site.write(f"content/2025/{month:02}/{number:02}.md", item(f"第 {number} 件事"))
    with serving(site) as served:
        time.sleep(0.3)
        served.process.send_signal(signal.SIGINT)
        _, complaints = served.process.communicate(timeout=PATIENCE)
        assert served.process.returncode == 0
        assert "Traceback" not in complaints
