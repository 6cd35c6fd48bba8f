"""Stories of building: what is written, what is left alone, what is refused."""

import json
import os
import stat
import time
from datetime import date

import pytest

from generator.write.output import ForeignFolderError
from tests.sites import TODAY, Site, issue, item


def same_as_clean(site: Site) -> bool:
    """Whether the output is what a clean build elsewhere makes of the same content."""
    fresh = site.folder.parent / "fresh"
    site.build(fresh, clean=True)
    return site.tree() == site.tree(fresh)


def test_a_small_site_has_its_pages(site):
    report = site.build()
    assert not report.problems
    assert (report.issues, report.items) == (2, 4)
    tree = site.tree()
    for address in (
        "index.html", "archive/index.html", "2026/index.html", "2026/05/index.html", "2026/05/01.html",
        "sections/ducha/index.html", "units/index.html", "units/xianrensheju/index.html", "404.html",
        "manifest.json",
    ):  # fmt: skip
        assert address in tree
    assert "开展联动督查" in site.html("2026/05/01.html")


def test_the_manifest_lists_every_other_file(site):
    site.build()
    manifest = json.loads(site.html("manifest.json"))
    assert manifest["generator"] == "jianbao"
    assert {entry["path"] for entry in manifest["files"]} == site.tree().keys() - {
        "manifest.json",
        "SHA256SUMS",
    }
    assert all(entry["size"] == len(site.tree()[entry["path"]]) for entry in manifest["files"])


def test_a_site_without_issues_builds(tmp_path):
    site = Site.small(tmp_path)
    for folder in ("05", "06"):
        for name in ("issue.yaml", "01.md", "02.md"):
            site.remove(f"content/2026/{folder}/{name}")
    assert not site.build().problems
    assert "index.html" in site.tree()


def test_the_second_build_does_nothing(site):
    site.build()
    times = {a: (site.output / a).stat().st_mtime_ns for a in site.tree()}
    again = site.build()
    assert (again.made, again.written, again.removed) == (0, (), ())
    assert (again.issues, again.items) == (2, 4)
    assert times == {a: (site.output / a).stat().st_mtime_ns for a in site.tree()}


def test_the_second_build_opens_no_content(site, monkeypatch):
    time.sleep(0.05)  # a file written within a tick of the scan could change unseen, so it is read again
    site.build()
    monkeypatch.setattr("generator.read.reading._read", lambda path: pytest.fail(f"{path} was opened"))
    assert site.build().made == 0


def test_a_body_edit_changes_the_item_and_its_issue(site):
    site.build()
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    written = {a for a in site.build().written if not a.startswith("search/")}
    feeds = {"feed.xml", "sections/ducha/feed.xml"}  # which say how the newest items begin
    assert written == {"2026/05/01.html", "2026/05/index.html", "manifest.json", "SHA256SUMS", *feeds}
    assert same_as_clean(site)


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: s.edit("content/2026/05/01.md", "开展联动督查", "开展督查"),
        lambda s: s.edit("content/2026/05/issue.yaml", "2026-05-10", "2026-05-11"),
        lambda s: s.edit("content/2026/05/02.md", "section: 部门经验", "section: 外地经验"),
        lambda s: s.edit("content/2026/05/02.md", "source: 县人社局", "source: 芦川农商行"),
        lambda s: s.write("content/2026/05/03.md", item("新的一篇")),
        lambda s: s.remove("content/2026/05/02.md"),
        lambda s: (s.folder / "content/2026/05/02.md").rename(s.folder / "content/2026/05/07.md"),
        lambda s: [s.remove(f"content/2026/06/{n}") for n in ("issue.yaml", "01.md", "02.md")],
        lambda s: s.edit("units.yaml", "芦川农商行", "{name: 芦川银行, aliases: [芦川农商行]}"),
        lambda s: s.edit("site.yaml", "芦川简报", "芦川效能简报"),
        lambda s: s.edit("site.yaml", "[督查, 部门经验", "[部门经验, 督查"),
        lambda s: s.write("templates/html/404.html", "没有这一页"),
        lambda s: s.write("templates/assets/site.css", "p { color: black }"),
        lambda s: s.edit("content/2026/05/issue.yaml", "published", "draft"),
        lambda s: s.edit("content/2026/05/01.md", "title:", "status: withdrawn\ntitle:"),
        lambda s: (s.output / "index.html").write_text("改过"),
        lambda s: (s.output / "2026/05/01.html").unlink(),
        lambda s: (s.output / "2026/orphan.html").write_text("没有人要"),
    ],
)  # fmt: skip
def test_after_any_edit_the_output_is_that_of_a_clean_build(site, edit):
    site.build()
    edit(site)
    site.build()
    assert same_as_clean(site)
    assert site.build().made == 0


def test_an_edit_that_keeps_size_and_time_is_seen(site):
    file = site.folder / "content/2026/05/01.md"
    site.build()
    times = file.stat()
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    site.build()
    assert "16 个" in site.html("2026/05/01.html")


def test_errors_leave_the_output_as_it_was(site):
    site.build()
    before = site.tree()
    site.edit("content/2026/05/01.md", "section: 督查", "section: 督察")
    site.edit("content/2026/05/02.md", "15 个", "20 个")
    report = site.build()
    assert report.failed
    assert site.tree() == before
    site.edit("content/2026/05/01.md", "section: 督察", "section: 督查")
    assert "20 个" not in site.html("2026/05/02.html")
    site.build()
    assert "20 个" in site.html("2026/05/02.html")


def test_a_broken_template_is_a_problem_and_writes_nothing(site):
    site.build()
    before = site.tree()
    site.write("templates/html/item.html", "{% if %}")
    report = site.build()
    assert [p.code for p in report.problems][:1] == ["X01"]
    assert report.problems[0].file == "templates/html/item.html"
    assert site.tree() == before


def test_a_foreign_folder_is_refused(site):
    foreign = site.folder.parent / "documents"
    foreign.mkdir()
    (foreign / "letter.docx").write_bytes(b"mine")
    with pytest.raises(ForeignFolderError):
        site.build(foreign)
    assert [path.name for path in foreign.iterdir()] == ["letter.docx"]


def test_our_own_output_is_known_again_without_state(site):
    site.build()
    for path in (site.folder / ".jianbao").rglob("state.msgpack"):
        path.unlink()
    assert site.build().written == ()


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"\x93\x01\x02\x03"])
def test_damaged_state_means_a_clean_build(site, damage):
    site.build()
    for path in (site.folder / ".jianbao").rglob("state.msgpack"):
        path.write_bytes(damage)
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    site.build()
    assert same_as_clean(site)


def test_dot_files_in_the_output_are_left_alone(site):
    site.build()
    (site.output / ".htaccess").write_text("Options -Indexes")
    site.build()
    assert (site.output / ".htaccess").exists()


def test_the_same_bytes_with_one_core_and_two(site):
    for number in range(7, 60):
        site.write(f"content/2026/{number:02}/issue.yaml", issue(number, 123 + number, "2026-06-10"))
        site.write(f"content/2026/{number:02}/01.md", item(f"第{number}篇"))
    site.build(jobs=2)
    fresh = site.folder.parent / "fresh"
    site.build(fresh, jobs=1, clean=True)
    assert site.tree() == site.tree(fresh)


def test_a_withdrawn_item_leaves_a_stub_without_its_text(site):
    site.edit("content/2026/05/01.md", "title:", "status: withdrawn\ntitle:")
    site.build()
    assert "2026/05/01.html" in site.tree()
    assert not [a for a, content in site.tree().items() if "开展联动督查".encode() in content]


def test_a_draft_issue_is_shown_in_previews_only(site):
    site.edit("content/2026/06/issue.yaml", "published", "draft")
    site.build()
    assert "2026/06/index.html" not in site.tree()
    site.build(drafts=True)
    assert "草稿" in site.html("2026/06/index.html")


def test_the_day_counts_for_what_lies_in_the_future(site):
    assert [p.code for p in site.build(today=date(2026, 5, 20)).problems] == ["D03"]
    assert [p.code for p in site.build(today=date(2026, 5, 20)).problems] == ["D03"]
    assert site.build(today=TODAY).problems == ()


def test_several_series_have_their_own_numbers_and_addresses(tmp_path):
    site = Site(tmp_path)
    site.write(
        "site.yaml",
        "name: 芦川简报\noffice: 县效能办\nsections: [督查]\n"
        "series:\n  xn: {name: 效能简报}\n  dc: {name: 督查专报, office: 县委督查室}\n",
    )
    site.write("units.yaml", "- 县效能办\n")
    for key, number in (("xn", 1), ("dc", 1)):
        site.write(f"content/{key}/2026/01/issue.yaml", issue(number, 1, "2026-01-05"))
        site.write(f"content/{key}/2026/01/01.md", item())
    assert not site.build().problems
    assert "督查专报" in site.html("dc/2026/01/index.html")
    assert "县委督查室" in site.html("dc/2026/01/index.html")
    assert "xn/2026/index.html" in site.tree()
    assert site.html("sections/ducha/index.html").count("开展联动督查") == 2
    assert "《督查专报》2026年第1期" in site.html("index.html")
    for listed in ("sections/ducha/index.html", "units/xianxiaonengban/index.html", "feed.xml"):
        assert "《效能简报》2026年第1期" in site.html(listed), listed
    for own in ("2026/index.html", "2026/01/index.html"):
        assert "《效能简报》2026年第1期" not in site.html(f"xn/{own}"), own


def test_a_file_that_cannot_be_read_is_a_problem(site, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("generator.read.reading._read", refuse)
    assert {p.code for p in site.build().problems} >= {"F09"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_new_files_can_be_read_by_the_web_server(site):
    old = os.umask(0o022)
    try:
        site.build()
    finally:
        os.umask(old)
    modes = {stat.S_IMODE((site.output / a).stat().st_mode) for a in site.tree()}
    assert modes == {0o644}
