"""What Windows does to files, as far as it can be had here: Notepad's bytes, names, files held open."""

from pathlib import Path

import pytest

from generator.cli import main
from tests.sites import Site, item


def told(capsys, *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


def as_notepad_writes(site: Site) -> None:
    for file in site.folder.rglob("*"):
        if file.suffix in {".yaml", ".md"}:
            file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))


def test_byte_order_marks_and_windows_line_ends_change_nothing(tmp_path):
    plain, windows = Site.small(tmp_path / "plain"), Site.small(tmp_path / "windows")
    as_notepad_writes(windows)
    assert windows.build().problems == plain.build().problems == ()
    assert windows.tree() == plain.tree()


def test_new_issues_and_items_are_written_beside_them(site):
    as_notepad_writes(site)
    assert site.jianbao("new", "issue", "--date", "2026-06-30").returncode == 0
    assert site.jianbao("new", "item", "2026/07", "--unit", "县人社局").returncode == 0
    assert {code for code, *_ in site.problems()} == {"Y09"}


@pytest.mark.parametrize(
    "name", ["aux.jpg", "NUL", "com1.txt", "现场?.jpg", "a:b.jpg", "现场.", "现场 ", 'a"b.png']
)
def test_names_that_windows_refuses_are_told(site, name):
    site.write(f"content/2026/06/{name}", "x")
    assert ("F11", f"content/2026/06/{name}", 1, 1) in site.problems()


@pytest.mark.parametrize(
    "name", ["auxiliary.jpg", "现场.jpg", "com.txt", "console.png", "a b.jpg", "nul-1.csv"]
)
def test_names_that_windows_takes_are_not(site, name):
    site.write(f"content/2026/06/{name}", "x")
    assert "F11" not in [code for code, *_ in site.problems()]


def test_names_that_differ_by_case_alone_are_told(site):
    for name in ("现场A.csv", "现场a.csv"):
        site.write(f"content/2026/06/{name}", "x")
    site.write("content/2026/06/01.md", item(body="见[甲](现场A.csv)、[乙](现场a.csv)。"))
    assert site.problems() == [("F12", "content/2026/06/现场a.csv", 1, 1)]


def test_a_folder_in_the_place_of_a_file_is_named(site):
    (site.folder / "清样.pdf").mkdir()
    done = site.jianbao("proof", "2026/05", "-o", "清样.pdf")
    assert done.returncode == 3
    assert done.stderr == "清样.pdf 是文件夹，要的是文件。\n"
    assert not list(site.folder.glob(".清样*"))


def refusing(monkeypatch, name: str) -> None:
    """Refuse to replace a file: only Windows does so, and root may write everywhere, so it is made up."""
    replace = Path.replace

    def refuse(self, target):
        if Path(target).name == name:
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


def test_a_file_that_is_open_elsewhere_is_named(site, capsys, monkeypatch):
    refusing(monkeypatch, "03-新稿.md")
    monkeypatch.chdir(site.folder)
    code, said = told(capsys, "new", "item", "2026/06", "--title", "新稿")
    assert code == 3
    assert said == "content/2026/06/03-新稿.md 写不进去或读不出来。是不是在别的程序里打开着，或是只读的？\n"
    assert not list(site.folder.glob("content/2026/06/.*"))


def test_an_output_that_is_open_elsewhere_is_named_and_made_up_for_next_time(site, capsys, monkeypatch):
    site.build()
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    monkeypatch.chdir(site.folder)
    with monkeypatch.context() as patched:
        refusing(patched, "01.html")
        code, said = told(capsys, "build", "--no-pdf", "--jobs", "1")
    assert code == 3
    assert "output/2026/05/01.html 写不进去" in said
    assert told(capsys, "build", "--no-pdf", "--jobs", "1")[0] == 0
    assert "16 个" in site.html("2026/05/01.html")


def test_a_path_that_is_too_long_is_said_to_be(site):
    done = site.jianbao("proof", "2026/05", "-o", f"{'长' * 100}.pdf")
    assert done.returncode == 3
    assert "路径太长" in done.stderr
