"""OpenSSH on 127.0.0.1 with keys only: releases, hard links, host keys, dropped connections."""

import os
import stat
import subprocess
import threading
import time

import pytest

from generator.model import PublishTarget
from generator.publish.errors import ServerError
from generator.publish.publish import Local
from generator.publish.targets.connecting import connect
from tests.conftest import REQUIRE_ALL
from tests.publish.parts import Breaking, Count, Reader, back, files, publish_under_its_eyes, send
from tests.publish.servers import NGINX, new_key, nginx

pytestmark = pytest.mark.xdist_group("sshd")


@pytest.fixture
def there(server, www, monkeypatch):
    monkeypatch.setenv("HOME", str(server.home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    target = connect(PublishTarget("intranet", server.url(www)), www)
    yield target
    target.close()


def test_releases_and_hard_links(there, www, both):
    plain = Local(both.new.output, both.new.files, frozenset())
    first = send(there, both.old)
    assert files(www / "current") == files(both.old.output)
    second = send(there, plain)
    assert files(www / "current") == files(both.new.output)
    assert second.staged.files == sum(both.old.files.get(p) != f for p, f in both.new.files.items())
    same = next(path for path in both.new.files if path.startswith("assets/"))
    assert (www / "current" / same).stat().st_nlink == 2
    assert stat.S_IMODE((www / "current" / same).stat().st_mode) & 0o444 == 0o444
    assert back(there, plain) == first.release
    assert send(there, plain).staged.files == 0


@pytest.mark.parametrize("size", [0, 1, 31_999, 32_000, 32_001, 32_768, 64_000, 3_000_000])
def test_a_file_of_any_size_arrives(there, www, size):
    content = os.urandom(size)
    there.write("large", content)
    assert (www / "large").read_bytes() == content
    assert there.read("large") == content


def test_what_the_target_says(there, www):
    (www / "file").write_bytes(b"123")
    (www / "folder").mkdir()
    (www / "link").symlink_to("folder")
    assert sorted((e.name, e.kind, e.size) for e in there.list("")) == [
        ("file", "file", 3),
        ("folder", "folder", 0),
        ("link", "link", 0),
    ]
    assert there.look("nothing") is None
    assert there.read_link("link") == "folder"
    with pytest.raises(FileNotFoundError):
        there.read("nothing")
    with pytest.raises(FileNotFoundError):
        there.remove("nothing")
    with pytest.raises(FileExistsError):
        there.make_folder("folder")
    with pytest.raises(FileNotFoundError):
        there.make_folder("no/folder")


@pytest.mark.parametrize("at", [5, 60, 75, 90])
def test_cut_off(there, www, both, at):
    send(there, both.old)
    with pytest.raises(ConnectionError):
        send(Breaking(there, Count(at)), both.new)
    assert files(www / "current") in (files(both.old.output), files(both.new.output))
    send(there, both.new)
    assert files(www / "current") == files(both.new.output)


def to_and_fro(there, old, new):
    for _ in range(100):
        send(there, new)
        send(there, old)


@pytest.mark.parametrize("after", [0.02, 0.15])
def test_the_server_is_killed(there, server, www, both, after):
    send(there, both.old)
    plain = Local(both.new.output, both.new.files, frozenset())
    killer = threading.Timer(after, server.stop)
    killer.start()
    try:
        with pytest.raises(ConnectionError):
            to_and_fro(there, both.old, plain)
    finally:
        killer.join()
        server.start()
    assert files(www / "current") in (files(both.old.output), files(both.new.output))
    again = connect(PublishTarget("intranet", server.url(www)), www)
    send(again, both.new)
    again.close()
    assert files(www / "current") == files(both.new.output)


@pytest.mark.skipif(NGINX is None and not REQUIRE_ALL, reason="nginx is not installed")
def test_a_reader_of_nginx_sees_whole_pages_only(there, www, both, tmp_path):
    new = Local(both.new.output, both.new.files, frozenset())
    send(there, both.old)
    with nginx(tmp_path, www / "current") as port, Reader(port, both.old, new) as reader:
        publish_under_its_eyes(there, both.old, new, reader)
    assert reader.wrong == []
    assert reader.loaded > 120
    assert reader.seen == {0, 1}


# --- Who the server is ---------------------------------------------------------------------------


def refused(server, www) -> str:
    with pytest.raises(ServerError) as raised:
        connect(PublishTarget("intranet", server.url(www)), www)
    return str(raised.value)


def test_an_unknown_server_is_refused_and_how_to_know_it_is_told(server, www, monkeypatch):
    monkeypatch.setenv("HOME", str(server.home))
    server.known("")
    try:
        said = refused(server, www)
    finally:
        server.known((server.folder / "host.pub").read_text())
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(server.folder / "host.pub")], capture_output=True, text=True, check=True
    ).stdout
    assert "不认识服务器" in said
    assert shown.split()[1] in said
    assert f"ssh-keyscan -p {server.port} 127.0.0.1 >> {server.home}/.ssh/known_hosts" in said


def test_lines_of_known_hosts_that_are_marked_or_broken(server, www, monkeypatch):
    monkeypatch.setenv("HOME", str(server.home))
    key = (server.folder / "host.pub").read_text()
    server.known(key)
    known = server.home / ".ssh/known_hosts"
    right = known.read_text()
    try:
        known.write_text(f"@revoked {right}# {right}")
        assert "不认识服务器" in refused(server, www)
        known.write_text(f"a b\nhost ssh-ed25519 !!!\n@cert-authority * {key}{right}")
        connect(PublishTarget("intranet", server.url(www)), www).close()
        server.known(key)
        subprocess.run(["ssh-keygen", "-q", "-H", "-f", str(known)], check=True, capture_output=True)
        assert "127.0.0.1" not in known.read_text()
        connect(PublishTarget("intranet", server.url(www)), www).close()
    finally:
        server.known(key)


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_another_key_is_refused_loudly(server, www, monkeypatch, tmp_path, kind):
    monkeypatch.setenv("HOME", str(server.home))
    new_key(tmp_path / "other", kind)
    server.known((tmp_path / "other.pub").read_text())
    try:
        said = refused(server, www)
    finally:
        server.known((server.folder / "host.pub").read_text())
    assert said.startswith("警告")
    assert "冒充" in said
    assert f"ssh-keygen -R '[127.0.0.1]:{server.port}'" in said


def test_who_has_no_key_is_told(server, www, monkeypatch, tmp_path):
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/known_hosts").write_text((server.home / ".ssh/known_hosts").read_text())
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    assert "不让登录" in refused(server, www)


def test_no_server_there(server, www, monkeypatch):
    monkeypatch.setenv("HOME", str(server.home))
    with pytest.raises(ServerError, match="连不上"):
        connect(PublishTarget("intranet", f"sftp://127.0.0.1:1{www}"), www)


def test_the_command_over_sftp(server, site, www):
    environment = {**os.environ, "HOME": str(server.home)}
    site.write("site.yaml", f"{site.read('site.yaml')}publish: {{intranet: {{url: '{server.url(www)}'}}}}\n")
    site.build()
    began = time.monotonic()
    result = site.jianbao("publish", "--yes", env=environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert "网站根目录" in result.stdout
    assert files(www / "current") == site.tree()
    assert time.monotonic() - began < 60
