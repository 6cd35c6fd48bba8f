"""A copy is held against the lists that came with it, and against nothing else."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.publish.copy import BadListError, FolderCopy, NoListError, PackageCopy, is_inside, verify
from tests.sites import Site, jianbao


@pytest.fixture
def copy(site: Site, tmp_path: Path) -> Path:
    """The output of a built site, taken elsewhere; the site itself is gone."""
    site.build()
    folder = tmp_path / "光盘"
    shutil.copytree(site.output, folder)
    shutil.rmtree(site.folder)
    return folder


def compared(folder: Path) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind in verify(FolderCopy(folder), lambda *_: None).differences]


@pytest.mark.needs("sha256sum")
def test_sha256sum_itself_finds_every_file_right(copy):
    run = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    checked = [line.removesuffix(": OK") for line in run.stdout.splitlines()]
    files = [path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()]
    assert checked == sorted(set(files) - {"SHA256SUMS"})


def test_the_two_lists_name_the_same_files(copy):
    listed = json.loads((copy / "manifest.json").read_bytes())["files"]
    lines = (copy / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert {file["path"]: file["sha256"] for file in listed} == {
        name: digest for name, digest in sums.items() if name != "manifest.json"
    }


def test_a_whole_copy_has_no_differences(copy):
    found = verify(FolderCopy(copy), lambda *_: None)
    assert found.differences == ()
    assert found.files == len((copy / "SHA256SUMS").read_text().splitlines())


def test_what_is_missing_changed_and_added_is_named(copy):
    (copy / "2026/05/01.html").unlink()
    page = copy / "2026/05/02.html"
    page.write_bytes(page.read_bytes().replace("优".encode(), "忧".encode()))  # of the same size
    (copy / "2026/07").mkdir()
    (copy / "2026/07/秘密.html").write_text("加的")
    assert compared(copy) == [
        ("2026/05/01.html", "missing"),
        ("2026/05/02.html", "changed"),
        ("2026/07/秘密.html", "added"),
    ]


def test_a_link_is_no_file_even_where_it_leads_to_the_same_bytes(copy, tmp_path):
    shutil.move(copy / "404.html", tmp_path / "404.html")
    (copy / "404.html").symlink_to(tmp_path / "404.html")
    (copy / "邻居").symlink_to(tmp_path)
    assert compared(copy) == [("404.html", "changed"), ("邻居", "added")]


def test_files_of_the_server_are_told_apart(copy):
    (copy / ".htaccess").write_text("Require all granted")
    found = verify(FolderCopy(copy), lambda *_: None)
    assert found.differences == ()
    assert found.hidden == (".htaccess",)


def test_a_copy_of_before_the_sums_is_held_against_its_manifest(copy):
    (copy / "SHA256SUMS").unlink()
    assert compared(copy) == []
    (copy / "feed.xml").write_bytes(b"")
    assert compared(copy) == [("feed.xml", "changed")]


def test_a_damaged_list_is_told_by_the_other(copy):
    manifest = copy / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    assert compared(copy) == [("manifest.json", "changed")]


def test_lists_that_say_different_things_are_told(copy):
    page, sums = copy / "404.html", copy / "SHA256SUMS"
    page.write_bytes(b"forged")
    lines = [line for line in sums.read_text().splitlines() if not line.endswith("  404.html")]
    digest = subprocess.run(["sha256sum", page], capture_output=True, text=True, check=True).stdout[:64]
    sums.write_text("\n".join([*lines, f"{digest}  404.html"]) + "\n")
    assert ("404.html", "disputed") in compared(copy)


def test_fields_of_later_programs_do_not_matter(copy):
    manifest = copy / "manifest.json"
    said = json.loads(manifest.read_bytes())
    said["version"] = 9
    said["files"] = [file | {"sm3": "0" * 64} for file in said["files"]]
    manifest.write_text(json.dumps(said))
    (copy / "SHA256SUMS").unlink()
    assert compared(copy) == []


def test_a_folder_without_lists_is_no_copy(tmp_path):
    (tmp_path / "index.html").write_text("")
    with pytest.raises(NoListError):
        verify(FolderCopy(tmp_path), lambda *_: None)


OUTSIDE = ["../x", "a/../../x", "/etc/passwd", "C:/x", "C:x", "a\\..\\x", "", "a//b", "./a", "a\x1b[2J", "a/"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_list_that_names_files_outside_is_refused(copy, name):
    assert not is_inside(name)
    manifest = copy / "manifest.json"
    said = json.loads(manifest.read_bytes())
    said["files"].append({"path": name, "size": 0, "sha256": "0" * 64})
    manifest.write_text(json.dumps(said))
    with pytest.raises(BadListError):
        verify(FolderCopy(copy), lambda *_: None)


@pytest.mark.parametrize("name", ["index.html", "2016/05/01.html", "sources/content/2016/05/01-两节课.md"])
def test_names_inside(name):
    assert is_inside(name)


def test_what_no_list_can_be_is_refused(copy):
    (copy / "manifest.json").write_text('{"files": 3}')
    (copy / "SHA256SUMS").write_text("nothing\n")
    with pytest.raises(BadListError):
        verify(FolderCopy(copy), lambda *_: None)


def test_a_package_is_read_without_being_unpacked(copy, tmp_path):
    package = Path(shutil.make_archive(str(tmp_path / "2026"), "zip", copy))
    with zipfile.ZipFile(package) as opened:
        assert verify(PackageCopy(opened), lambda *_: None).differences == ()
    content = bytearray(package.read_bytes())
    with zipfile.ZipFile(package) as opened:
        entry = opened.getinfo("404.html")
    content[entry.header_offset + 60] ^= 0xFF
    package.write_bytes(content)
    with zipfile.ZipFile(package) as opened:
        assert verify(PackageCopy(opened), lambda *_: None).differences == (("404.html", "unreadable"),)


def test_every_file_is_counted(copy):
    steps = []
    verify(FolderCopy(copy), lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] == len(steps)


# --- The command ------------------------------------------------------------------------------------


def test_the_command_tells_of_a_whole_copy(copy):
    run = jianbao("verify", str(copy))
    assert (run.returncode, run.stderr) == (0, "")
    assert "个文件，与清单完全相同" in run.stdout


def test_the_command_names_each_difference(copy):
    (copy / "404.html").unlink()
    (copy / "feed.xml").write_bytes(b"")
    (copy / "多的.txt").write_bytes(b"")
    run = jianbao("verify", str(copy))
    assert run.returncode == 1
    assert run.stdout.splitlines()[:3] == ["404.html：缺少", "feed.xml：内容不同", "多的.txt：多出"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_what_can_not_be_read_is_no_difference(copy):
    (copy / "404.html").chmod(0)
    assert jianbao("verify", str(copy)).returncode == 3


def test_escape_codes_in_names_do_not_reach_the_terminal(copy):
    (copy / "a\x1b[31mb").write_bytes(b"")
    run = jianbao("verify", str(copy))
    assert "\x1b" not in run.stdout + run.stderr


@pytest.mark.parametrize("what", ["nowhere", "empty", "text.zip"])
def test_what_is_no_copy_is_said_plainly(tmp_path, what):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("nothing")
    run = jianbao("verify", what, cwd=tmp_path)
    assert run.returncode == 3
    assert "Traceback" not in run.stderr
    assert what in run.stderr


def test_the_site_s_own_folder_is_a_slip_that_gets_a_hint(site):
    site.build()
    run = site.jianbao("verify", ".")
    assert run.returncode == 3
    assert "要核对的是不是 output？" in run.stderr
