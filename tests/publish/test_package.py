"""The archive package of a year opens without the site, and holds nothing that was not published."""

import csv
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from tests.sites import Site, issue, item, jianbao
from tests.test_golden import dead_links

SECRET = "县里正在研究把青石镇的三个窗口并入县政务大厅，方案尚未定稿，不得外传。"
GONE = "这一篇写错了单位，已经撤下，文字不应当再留在任何地方，归档也一样。"


@pytest.fixture
def site(site: Site) -> Site:
    """Two years; links over the years; a draft, a withdrawn item, an issue that is not published."""
    site.write("content/2025/24/issue.yaml", issue(24, 123, "2025-12-30"))
    site.write("content/2025/24/01.md", item("岁末检查", body="年底检查了 12 个窗口，全部在岗。"))
    site.write(
        "content/2026/05/03.md",
        item("接着检查", body="上年[岁末检查](../../2025/24/01.md)以后，[联动督查](01.md)又开展了一轮。"),
    )
    site.write("content/2026/05/04.md", item("窗口并入大厅", body=SECRET, status="draft"))
    site.write("content/2026/05/05.md", item("写错的一篇", body=GONE, status="withdrawn"))
    site.write("content/2026/05/附件.csv", "单位,件数\n县人社局,15\n")
    site.edit("content/2026/05/02.md", "均已交办。", "均已交办，见[附件](附件.csv)。")
    site.write("content/2026/05/originals/收到的.txt", f"{SECRET}{GONE}")
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-06-10", status="draft"))
    site.write("content/2026/07/01.md", item("下一期的", body=SECRET))
    return site


@pytest.fixture
def packed(site: Site) -> Path:
    run = site.jianbao("package", "2026")
    assert run.returncode == 0, run.stderr
    assert "还没有发布，没有收入：2026/07。" in run.stderr
    return site.folder / "2026-归档包.zip"


@pytest.fixture
def unpacked(packed: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(packed) as package:
        package.extractall(tmp_path / "光盘")
    return tmp_path / "光盘"


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_all_of_a_year_is_in_it(unpacked):
    names = tree(unpacked).keys()
    assert {
        "index.html", "归档目录.csv", "说明.txt", "SHA256SUMS",
        "site/2026/index.html", "site/2026/05/01.html", "site/2026/05/2026-05.pdf", "site/2026/2026.pdf",
        "site/search/index.html", "site/search/text/2026/05.js", "site/manifest.json",
        "sources/site.yaml", "sources/units.yaml", "sources/content/2026/05/issue.yaml",
        "sources/content/2026/05/01.md", "sources/content/2026/05/附件.csv",
    } <= names  # fmt: skip
    assert not [name for name in names if "2025" in name or "2026/07" in name or "originals" in name]


def test_nothing_of_drafts_and_withdrawn_items_is_in_it(unpacked):
    pieces = [text[at : at + 8].encode() for text in (SECRET, GONE) for at in (0, 10, 20)]
    for name, content in tree(unpacked).items():
        assert not any(piece in content for piece in pieces), name
    names = tree(unpacked).keys()
    assert not {"sources/content/2026/05/04.md", "sources/content/2026/05/05.md"} & names
    assert "site/2026/05/05.html" in names  # says that the item was withdrawn


def test_every_link_leads_somewhere_and_none_to_another_year(unpacked):
    site = {name.removeprefix("site/"): c for name, c in tree(unpacked).items() if name.startswith("site/")}
    assert dead_links(site) == []
    page = site["2026/05/03.html"].decode()
    assert "上年岁末检查以后" in page
    assert '<a href="../../2026/05/01.html">联动督查</a>' in page
    start = (unpacked / "index.html").read_text(encoding="utf-8")
    (target,) = set(re.findall(r'(?:url=|href=")([^"]+)"', start))
    assert (unpacked / target).is_file()


def test_the_pdfs_are_those_that_were_published(site, unpacked):
    site.build(pdf=True)
    for name in ("2026/05/2026-05.pdf", "2026/06/2026-06.pdf"):
        assert (unpacked / "site" / name).read_bytes() == (site.output / name).read_bytes()


def test_the_sources_are_as_written(site, unpacked):
    for name in ("site.yaml", "units.yaml", "content/2026/05/01.md", "content/2026/05/附件.csv"):
        assert (unpacked / "sources" / name).read_bytes() == (site.folder / name).read_bytes()


def test_the_list_of_contents_has_a_row_for_each_issue(unpacked):
    content = (unpacked / "归档目录.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    with pikepdf.open(unpacked / "site/2026/05/2026-05.pdf") as document:
        pages = str(len(document.pages))
    assert rows[0] == ["件号", "题名", "责任者", "日期", "页数", "保管期限", "密级"]
    assert rows[1] == ["1", "芦川简报2026年第5期（总第128期）", "芦川县效能办", "20260510", pages, "10年", ""]
    assert [row[0] for row in rows[1:]] == ["1", "2"]


def test_the_retention_is_the_office_s_choice(site):
    assert site.jianbao("package", "2026", "--retention", "永久", "-o", "a.zip").returncode == 0
    with zipfile.ZipFile(site.folder / "a.zip") as package:
        assert "永久" in package.read("归档目录.csv").decode()


@pytest.mark.needs("sha256sum")
def test_the_sums_are_over_all(unpacked):
    run = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == len(tree(unpacked)) - 1


def test_package_folder_and_site_are_verified(packed, unpacked):
    for copy in (packed, unpacked, unpacked / "site"):
        assert jianbao("verify", str(copy)).returncode == 0
    (unpacked / "sources/content/2026/05/01.md").write_text("改了")
    run = jianbao("verify", str(unpacked))
    assert (run.returncode, run.stdout.splitlines()[0]) == (1, "sources/content/2026/05/01.md：内容不同")


def test_the_same_content_gives_the_same_bytes(site, packed):
    before = packed.read_bytes()
    assert site.jianbao("package", "2026").returncode == 0
    assert packed.read_bytes() == before


def test_names_are_marked_as_utf_8_and_stand_in_order(packed):
    with zipfile.ZipFile(packed) as package:
        entries = package.infolist()
    assert all(entry.flag_bits & 0x800 for entry in entries if not entry.filename.isascii())
    names = [entry.filename for entry in entries]
    assert names == [*sorted(set(names) - {"SHA256SUMS"}), "SHA256SUMS"]
    assert {entry.date_time for entry in entries} == {(2026, 5, 24, 0, 0, 0)}


def test_an_error_elsewhere_does_not_stand_in_the_way_one_of_the_year_does(site):
    site.write("content/2025/24/02.md", item(section="没有的"))
    assert site.jianbao("package", "2026").returncode == 0
    (site.folder / "2026-归档包.zip").unlink()
    site.edit("content/2026/05/01.md", "section: 督查", "section: 没有的")
    run = site.jianbao("package", "2026")
    assert run.returncode == 1
    assert "S01" in run.stderr
    assert not (site.folder / "2026-归档包.zip").exists()


def test_an_attachment_with_the_text_of_a_draft_is_found(site):
    site.write("content/2026/05/附件.csv", f"说明,{SECRET}\n")
    run = site.jianbao("package", "2026")
    assert run.returncode == 1
    assert "Z05" in run.stderr
    assert not list(site.folder.glob("*.zip"))


@pytest.mark.parametrize("year, code", [("2019", 1), ("去年", 2), ("x/2026", 1)])
def test_a_year_that_is_none(site, year, code):
    assert site.jianbao("package", year).returncode == code


def test_a_series_is_packed_by_itself(tmp_path):
    site = Site.small(tmp_path / "site")
    site.edit(
        "site.yaml", "sections:", "series: {yaoqing: {name: 芦川要情}, kuaibao: {name: 芦川快报}}\nsections:"
    )
    for key in ("yaoqing", "kuaibao"):
        site.write(f"content/{key}/2026/05/issue.yaml", issue())
        site.write(f"content/{key}/2026/05/01.md", item(f"{key}的一篇"))
    for name in ("05/issue.yaml", "05/01.md", "05/02.md", "06/issue.yaml", "06/01.md", "06/02.md"):
        site.remove(f"content/2026/{name}")
    run = site.jianbao("package", "yaoqing/2026")
    assert run.returncode == 0, run.stderr
    with zipfile.ZipFile(site.folder / "yaoqing-2026-归档包.zip") as package:
        names = package.namelist()
        rows = package.read("归档目录.csv").decode("utf-8-sig").splitlines()
    assert "site/yaoqing/2026/2026.pdf" in names
    assert not [name for name in names if name.startswith("site/kuaibao/")]
    assert rows[1].startswith("1,芦川要情2026年第5期")
