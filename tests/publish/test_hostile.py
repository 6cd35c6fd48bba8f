"""What a target says is not trusted: nothing outside is written or removed."""

import json

import msgspec
import pytest

from generator.publish import lock, tree
from generator.publish.errors import Refused
from generator.publish.manifest import is_safe, parse
from generator.publish.publish import plan
from generator.publish.targets.local import LocalTarget
from generator.publish.targets.target import Entry
from tests.publish.parts import back, files, send


@pytest.fixture
def outside(tmp_path):
    """Somebody's own folder."""
    folder = tmp_path / "own"
    (folder / "sub").mkdir(parents=True)
    (folder / "precious.html").write_text("mine")
    (folder / "sub/01.html").write_text("mine")
    yield folder
    assert {path.name for path in folder.rglob("*")} == {"sub", "precious.html", "01.html"}
    assert (folder / "precious.html").read_text() == (folder / "sub/01.html").read_text() == "mine"


@pytest.mark.parametrize(
    "path",
    [
        "../own/precious.html",
        "/etc/passwd",
        "a/../../x",
        "a//b",
        "./a",
        "C:/x",
        "a\\..\\b",
        "",
        ".jianbao/lock",
        "文件",
    ],
)
def test_paths_that_are_no_addresses(path):
    assert not is_safe(path)
    manifest = {"generator": "jianbao", "files": [{"path": path, "size": 4, "sha256": "0" * 64}]}
    with pytest.raises(ValueError, match="no address"):
        parse(json.dumps(manifest).encode())


@pytest.mark.usefixtures("outside")
def test_a_manifest_that_names_files_outside_is_refused(flat, www, both):
    send(flat, both.old)
    manifest = json.loads((www / "manifest.json").read_text())
    manifest["files"].append({"path": "../own/precious.html", "size": 4, "sha256": "0" * 64})
    (www / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(Refused, match=r"manifest\.json"):
        send(flat, both.new)


@pytest.mark.usefixtures("outside")
def test_a_journal_that_names_files_outside_is_none(flat, www, both):
    send(flat, both.old)
    journal = {"placing": True, "files": {"../own/precious.html": [4, "0" * 64]}}
    (www / ".jianbao/journal.json").write_bytes(msgspec.json.encode(journal))
    send(flat, both.new)
    assert files(www) == files(both.new.output)


def test_a_link_where_a_folder_of_ours_was(flat, www, both, outside):
    send(flat, both.old)
    (www / "2026/05").rename(www / "moved")
    (www / "2026/05").symlink_to(outside / "sub")
    with pytest.raises(Refused, match="占着网站的地址"):
        send(flat, both.new)


@pytest.mark.parametrize("name", [".jianbao", "releases"])
def test_links_where_our_own_folders_are(there, www, both, outside, name):
    send(there, both.old)
    (www / name).rename(www / "moved")
    (www / name).symlink_to(outside)
    with pytest.raises(Refused, match="不是普通文件夹"):
        send(there, both.new)


def test_a_link_where_the_lock_is_or_staging(there, www, both, outside, monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    send(there, both.old)
    for name in ("lock", "staging", "trash"):
        (www / ".jianbao" / name).symlink_to(outside)
    send(there, both.new)
    assert files(www / "current") == files(both.new.output)


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("to", ["/etc", "../own", "releases/../../own", "releases/20260101-000000-00000000"])
def test_current_that_leads_elsewhere(there, www, both, to):
    send(there, both.old)
    (www / "current").unlink()
    (www / "current").symlink_to(to)
    for do in (send, back):
        with pytest.raises(Refused, match="current"):
            do(there, both.new)


def test_links_inside_a_release_are_not_followed_when_it_is_deleted(there, www, both, outside):
    first = send(there, both.old).release
    (www / "releases" / first / "2026/link").symlink_to(outside)
    send(there, both.new)
    assert not (www / "releases" / first).exists()


@pytest.mark.usefixtures("outside")
def test_names_that_are_paths(www, both):
    class Lying(LocalTarget):
        def list(self, path: str) -> list[Entry]:
            return [*super().list(path), Entry("../own/precious.html", "file", 4)]

    www.joinpath("x").mkdir()
    with pytest.raises(Refused, match="不合规定的文件名"):
        tree.sizes(Lying(www), "")
    tree.remove_tree(Lying(www), "x")
    with pytest.raises(Refused):
        plan(Lying(www), both.old)
