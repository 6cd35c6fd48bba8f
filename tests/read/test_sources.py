"""The scan: what is read, what is passed over, what is refused; and where files may stand."""

import inspect
import os
import sys

import pytest

from generator.read.sources import folders, scan


def write(site, *names):
    for name in names:
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("甲", encoding="utf-8")


def listed(site, *series):
    found, problems = folders(scan(site), series)
    return [(f.path, f.names) for f in found], [(p.code, p.file) for p in problems]


def test_issue_folders_with_their_files(tmp_path):
    write(tmp_path, "content/2026/05/issue.yaml", "content/2026/05/01.md", "content/2026/z01/issue.yaml")
    write(tmp_path, "content/2025/12/图 1.jpg")
    assert listed(tmp_path) == (
        [("2025/12", ("图 1.jpg",)), ("2026/05", ("01.md", "issue.yaml")), ("2026/z01", ("issue.yaml",))],
        [],
    )


def test_a_site_without_content(tmp_path):
    assert listed(tmp_path) == ([], [])


@pytest.mark.parametrize(
    "name",
    [
        "content/2026/05/originals/稿.docx",
        "content/2026/05/originals/深/01.md",
        "content/2026/05/.git",
        "content/2026/05/.01.md.swp",
        "content/.obsidian/x.json",
        "content/2026/05/~$01.docx",
        "content/2026/05/01.md~",
        "content/2026/05/Thumbs.db",
        "content/2026/05/desktop.ini",
        "content/2026/05/DESKTOP.INI",
    ],
)
def test_what_is_passed_over(tmp_path, name):
    write(tmp_path, "content/2026/05/issue.yaml", name)
    assert listed(tmp_path) == ([("2026/05", ("issue.yaml",))], [])


@pytest.mark.parametrize(
    "name, code",
    [
        ("content/说明.md", "F06"),
        ("content/2026/01.md", "F06"),
        ("content/2026/05/图/1.jpg", "F06"),
        ("content/26/05/01.md", "F07"),
        ("content/２０２６/05/01.md", "F07"),
        ("content/2026年/05/01.md", "F07"),
        ("content/2026/第5期/01.md", "F07"),
        ("content/2026/05 (2)/01.md", "F07"),
        ("content/2026/-5/01.md", "F07"),
        (f"content/2026/{'5' * 21}/01.md", "F07"),
    ],
)
def test_what_does_not_belong_where_it_stands(tmp_path, name, code):
    write(tmp_path, name)
    assert listed(tmp_path) == ([], [(code, name)])


def test_several_series_each_with_its_folder(tmp_path):
    write(tmp_path, "content/zhoubao/2026/05/01.md", "content/2026/05/01.md", "content/bei/2026/05/01.md")
    found, problems = listed(tmp_path, "zhoubao", "kuaibao")
    assert found == [("zhoubao/2026/05", ("01.md",))]
    assert problems == [("F07", "content/2026/05/01.md"), ("F07", "content/bei/2026/05/01.md")]
    (folder,) = folders(scan(tmp_path), ["zhoubao"])[0]
    assert (folder.series, folder.files) == ("zhoubao", ("content/zhoubao/2026/05/01.md",))


def test_symbolic_links_are_refused(tmp_path):
    write(tmp_path, "content/2026/05/01.md", "秘密.md")
    try:
        (tmp_path / "content/2026/05/02.md").symlink_to(tmp_path / "秘密.md")
        (tmp_path / "content/2026/06").symlink_to(tmp_path / "content/2026/05")
        (tmp_path / "content/2026/05/03.md").symlink_to("无处")
    except OSError:
        pytest.skip("this system makes no links")
    assert listed(tmp_path) == (
        [("2026/05", ("01.md",))],
        [("F05", f"content/2026/{name}") for name in ("05/02.md", "05/03.md", "06")],
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_names_that_are_no_utf_8_are_refused(tmp_path):
    write(tmp_path, "content/2026/05/01.md")
    for name in ("督查.doc", "附件"):
        path = os.fsencode(tmp_path / "content/2026/05") + b"/" + name.encode("gbk")
        if name == "附件":
            os.mkdir(path)  # noqa: PTH102 - a path of bytes
        else:
            os.close(os.open(path, os.O_CREAT))
    found, problems = listed(tmp_path)
    assert found == [("2026/05", ("01.md",))]
    assert [code for code, _ in problems] == ["F10", "F10"]
    assert all(name.encode() for _, name in problems)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_are_not_opened(tmp_path):
    write(tmp_path, "content/2026/05/01.md")
    os.mkfifo(tmp_path / "content/2026/05/02.md")
    assert listed(tmp_path) == ([("2026/05", ("01.md",))], [])


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
def test_folders_nested_deeper_than_the_stack(tmp_path):
    write(tmp_path, "content/2026/05" + "/d" * 400 + "/01.md")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 200)
    try:
        _, ((code, _),) = listed(tmp_path)
    finally:
        sys.setrecursionlimit(limit)
    assert code == "F06"


def test_settings_templates_and_fonts_are_inputs_too(tmp_path):
    write(
        tmp_path,
        "site.yaml",
        "units.yml",
        "notes.txt",
        "templates/html/base.html",
        "fonts/a.ttf",
        "other/b.yaml",
    )
    assert sorted(scan(tmp_path).files) == [
        "fonts/a.ttf",
        "site.yaml",
        "templates/html/base.html",
        "units.yml",
    ]
