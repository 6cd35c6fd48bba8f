"""`jianbao verify` of what lies elsewhere: targets of every kind, and the address of a web server."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from generator.publish.copy import verify
from generator.publish.far_copies import TargetCopy
from generator.publish.targets.local import LocalTarget
from tests.publish.parts import send, served
from tests.publish.servers import ftpd, nginx
from tests.sites import Site, jianbao


@pytest.fixture
def target(site: Site, www: Path, monkeypatch) -> Callable[..., Site]:
    """The site built and published to an address; what readers get is damaged afterwards, if asked for."""
    monkeypatch.setenv("JIANBAO_PASSWORD_INTRANET", "geheim")

    def published(url: str, **keys: int) -> Site:
        more = "".join(f", {key}: {value}" for key, value in keys.items())
        site.write("site.yaml", f"{site.read('site.yaml')}publish: {{intranet: {{url: '{url}'{more}}}}}\n")
        site.build()
        done = site.jianbao("publish", "--yes")
        assert (done.returncode, done.stderr) == (0, "")
        assert any(www.iterdir())
        return site

    return published


def listed(site: Site) -> int:
    """The files that the lists name: all but the longer list."""
    return len(site.tree()) - 1


def damage(folder: Path) -> None:
    """What may happen to a copy; a file is replaced, since others may be names of the same."""
    (folder / "404.html").unlink()
    (folder / "feed.xml").unlink()
    (folder / "feed.xml").write_bytes(b"")
    (folder / "2026/05/more.html").write_bytes(b"")


DAMAGED = ["2026/05/more.html：多出", "404.html：缺少", "feed.xml：内容不同"]


def told(site: Site, *arguments: str) -> tuple[int, list[str], str]:
    run = site.jianbao("verify", *(arguments or ("--target", "intranet")))
    assert "Traceback" not in run.stderr
    return run.returncode, run.stdout.splitlines(), run.stderr


def whole_then_damaged(site: Site, folder: Path, where: str) -> None:
    code, lines, said = told(site)
    assert (code, said) == (0, "")
    assert lines[0] == f"核对 intranet（{where}）："
    assert lines[1:] == [f"核对过 {listed(site)} 个文件，与清单完全相同。"]
    damage(folder)
    code, lines, said = told(site)
    assert (code, said) == (1, "")
    assert lines[1:] == [*DAMAGED, f"清单里有 {listed(site)} 个文件，3 个不同。"]


def test_the_release_that_a_folder_shows(target, www):
    site = target(str(www))
    release = (www / "current").readlink()
    whole_then_damaged(site, www / "current", f"{www}/{release}")


def test_a_folder_with_files_in_place(target, www):
    whole_then_damaged(target(str(www), releases=0), www, str(www))


def test_the_release_that_an_sftp_server_shows(target, server, www, monkeypatch):
    monkeypatch.setenv("HOME", str(server.home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    site = target(server.url(www))
    release = (www / "current").readlink()
    whole_then_damaged(site, www / "current", f"sftp://127.0.0.1:{server.port}{www}/{release}")
    (www / "current").unlink()
    (www / "current").symlink_to("/etc")
    code, lines, said = told(site)
    assert (code, lines) == (1, [])
    assert "不是指向 releases 中一版的符号链接" in said
    (www / "current").unlink()
    assert "是不是还没有发布？" in told(site)[2]


def test_files_in_place_on_an_ftp_server(target, www, tmp_path):
    with ftpd(tmp_path) as port:
        site = target(f"ftp://jianbao@127.0.0.1:{port}/www")
        whole_then_damaged(site, www, f"ftp://127.0.0.1:{port}/www")
    code, _, said = told(site)
    assert code == 3
    assert "连不上服务器 127.0.0.1" in said


def test_a_connection_that_breaks_is_told_once_and_not_for_each_file_left(there, both):
    class Leaving(LocalTarget):
        def read(self, path: str) -> bytes:
            if path == "feed.xml":
                raise ConnectionError("cut")
            return super().read(path)

    send(there, both.old, keep=0)
    with pytest.raises(ConnectionError, match="cut"):
        verify(TargetCopy(Leaving(Path(there.address)), ""), lambda *_: None)


def test_names_from_a_server_do_not_steer_the_terminal(target, www):
    site = target(str(www), releases=0)
    (www / "a\x1b[31mb").write_bytes(b"")
    code, lines, said = told(site)
    assert code == 1
    assert "\x1b" not in "".join(lines) + said


def test_which_target(target, www):
    site = target(str(www))
    assert told(site, "--target", "nowhere") == (2, [], "没有发布目标“nowhere”，可用：intranet。\n")
    for arguments in ((), ("output", "--target", "intranet")):
        run = site.jianbao("verify", *arguments)
        assert run.returncode == 2
        assert "两者取一" in run.stderr
    assert told(site, "sftp://server/www")[0] == 2
    assert "用 --target" in told(site, "sftp://server/www")[2]
    elsewhere = jianbao("verify", "--target", "intranet", "--site", str(site.folder), cwd=www)
    assert (elsewhere.returncode, elsewhere.stderr) == (0, "")


# --- By the address -------------------------------------------------------------------------------


@contextmanager
def by_nginx(folder: Path, tmp_path: Path) -> Iterator[int]:
    with nginx(tmp_path, folder) as port:
        yield port


@contextmanager
def by_python(folder: Path, _tmp_path: Path) -> Iterator[int]:
    with served(folder) as port:
        yield port


@pytest.fixture(params=[pytest.param(by_nginx, marks=pytest.mark.needs("nginx")), by_python])
def address(request, site: Site, www: Path, tmp_path: Path) -> Iterator[str]:
    site.build()
    shutil.copytree(site.output, www / "jianbao")
    with request.param(www, tmp_path) as port:
        yield f"http://127.0.0.1:{port}/jianbao"


NOT_SEEN = "服务器不列出文件，清单以外多出的看不到；要查，用 --target。\n"


def test_what_a_web_server_gives(site, www, address):
    files = listed(site)
    whole = (0, [f"核对过 {files} 个文件，与清单完全相同。"], NOT_SEEN)
    assert told(site, address) == whole
    assert told(site, f"{address}/") == whole
    assert told(site, f"{address}/index.html") == whole
    damage(www / "jianbao")
    assert told(site, address) == (1, [*DAMAGED[1:], f"清单里有 {files} 个文件，2 个不同。"], NOT_SEEN)
    (www / "jianbao/SHA256SUMS").unlink()
    assert told(site, address)[1][:2] == DAMAGED[1:]
    (www / "jianbao/manifest.json").unlink()
    code, lines, said = told(site, address)
    assert (code, lines) == (3, [])
    assert "不是本程序生成的副本" in said


class _Odd(SimpleHTTPRequestHandler):
    """A server that stumbles over one file, and sends readers elsewhere for another."""

    def do_GET(self) -> None:
        match self.path:
            case "/feed.xml":
                self.send_error(500)
            case "/404.html":
                self.send_response(302)
                self.send_header("Location", "/index.html")
                self.end_headers()
            case _:
                super().do_GET()


def test_what_a_web_server_stumbles_over_is_not_called_changed(site):
    site.build()
    with served(site.output, _Odd) as port:
        code, lines, _ = told(site, f"http://127.0.0.1:{port}")
    assert (code, lines[:2]) == (3, ["404.html：缺少", "feed.xml：读不出"])


@pytest.mark.parametrize(
    "wrong",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1:x/",
        "https://127.0.0.1:1/a",
        "http://[::1/",
        f"http://{'a' * 70}.b/",
    ],
)
def test_no_web_server_there(site, wrong):
    code, lines, said = told(site, wrong)
    assert (code, lines) == (3, [])
    assert said.startswith(("http", "网址写得不对"))
