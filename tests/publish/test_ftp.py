"""pyftpdlib on 127.0.0.1: files in place."""

import pytest

from generator.model import PublishTarget
from generator.publish.abilities import probe
from generator.publish.errors import Refused, ServerError, UnsupportedError
from generator.publish.publish import Local
from generator.publish.targets.connecting import connect
from generator.publish.targets.ftp import parse_line
from generator.publish.targets.target import Entry
from tests.publish.parts import Breaking, Count, Reader, dead, files, publish_under_its_eyes, send, served
from tests.publish.servers import ftpd


def url(port: int) -> PublishTarget:
    return PublishTarget("intranet", f"ftp://jianbao@127.0.0.1:{port}/www")


@pytest.fixture(params=[True, False], ids=["mlsd", "list"])
def there(request, tmp_path, www, monkeypatch):
    assert www.is_dir()
    monkeypatch.setenv("JIANBAO_PASSWORD_INTRANET", "geheim")
    with ftpd(tmp_path, mlsd=request.param) as port:
        target = connect(url(port), tmp_path)
        yield target
        target.close()


def test_files_in_place(there, www, both):
    assert send(there, both.old).release == ""
    assert files(www) == files(both.old.output)
    done = send(there, both.new)
    assert files(www) == files(both.new.output)
    assert done.staged.files == sum(both.old.files.get(p) != f for p, f in both.new.files.items())


def test_what_the_target_says(there, www):
    (www / "file").write_bytes(b"123")
    (www / "folder").mkdir()
    assert sorted(there.list("")) == [Entry("file", "file", 3), Entry("folder", "folder")]
    assert there.look("nothing") is None
    assert there.read("file") == b"123"
    assert not probe(there).symlink
    assert probe(there).rename
    for do in (lambda: there.read("nothing"), lambda: there.remove("nothing"), lambda: there.list("nothing")):
        with pytest.raises(FileNotFoundError):
            do()
    with pytest.raises(FileExistsError):
        there.make_folder("folder")
    with pytest.raises(UnsupportedError):
        there.read_link("file")


@pytest.mark.parametrize("at", [5, 80, 110])
def test_cut_off(there, www, both, at):
    send(there, both.old)
    with pytest.raises(ConnectionError):
        send(Breaking(there, Count(at)), both.new)
    assert not dead(www)
    send(there, both.new)
    assert files(www) == files(both.new.output)


def test_a_reader_sees_whole_pages_and_no_dead_link(www, both, tmp_path, monkeypatch):
    monkeypatch.setenv("JIANBAO_PASSWORD", "geheim")
    new = Local(both.new.output, both.new.files, frozenset())
    with ftpd(tmp_path) as ftp, served(www) as port:
        target = connect(url(ftp), tmp_path)
        send(target, both.old)
        with Reader(port, both.old, new) as reader:
            publish_under_its_eyes(target, both.old, new, reader)
        target.close()
    assert reader.wrong == []
    assert reader.loaded > 120
    assert reader.seen == {0, 1}


def test_a_wrong_password(tmp_path, monkeypatch):
    monkeypatch.setenv("JIANBAO_PASSWORD", "falsch")
    with ftpd(tmp_path) as port, pytest.raises(ServerError, match="不让登录"):
        connect(url(port), tmp_path)


def test_no_server_there(tmp_path):
    with pytest.raises(ServerError, match="连不上"):
        connect(url(1), tmp_path)


def test_a_server_that_does_not_replace_is_refused(www, both):
    from tests.publish.parts import NoLinks

    class Keeping(NoLinks):
        def rename(self, old: str, new: str) -> None:
            if self.look(new):
                raise FileExistsError(new)
            super().rename(old, new)

    with pytest.raises(Refused, match="allowReplaceOnRename"):
        send(Keeping(www), both.old)
    assert files(www) == {}


def test_lines_of_lists():
    assert parse_line("drwxr-xr-x   2 root     root         4096 Nov 26 07:48 2016") == Entry(
        "2016", "folder"
    )
    assert parse_line("-rw-r--r--   1 u g  12 Nov 26  2016 a b.html") == Entry("a b.html", "file", 12)
    assert parse_line("lrwxrwxrwx   1 u g  12 Nov 26 07:48 now -> 2016") == Entry("now", "link")
    assert parse_line("11-26-26  07:48AM       <DIR>          2016") == Entry("2016", "folder")
    assert parse_line("11-26-2026  07:48PM              1234 index.html") == Entry("index.html", "file", 1234)
    assert parse_line("total 12") is None
