"""Broken off at any change: readers have a whole site, and the next run puts it right."""

import os
import resource
import shutil
import subprocess
import sys
import textwrap

import pytest

from generator.publish.targets.local import LocalTarget
from tests.publish.parts import Breaking, Count, NoLinks, correct, dead, files, is_whole, send, shown
from tests.sites import issue, item

KINDS = {"releases": LocalTarget, "in place": NoLinks}
STEPS = 3


def changes(kind: str, www, both) -> int:
    """How many changes a publish of the new version makes."""
    count = Count(10**6)
    send(Breaking(KINDS[kind](www), count), both.new)
    return 10**6 - count.left


def fresh(memory):
    shutil.rmtree(memory / "www", ignore_errors=True)
    (memory / "www").mkdir()
    return memory / "www"


def copied(source, folder):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, symlinks=True, copy_function=os.link)
    return folder


@pytest.fixture(scope="module", params=KINDS)
def published(request, both, memory):
    """The old version at a target of each kind."""
    folder = memory / request.param
    folder.mkdir()
    send(KINDS[request.param](folder), both.old)
    return request.param, folder


@pytest.mark.parametrize("offset", range(STEPS))
def test_cut_off_at_every_change_of_a_second_publish(published, both, memory, offset):
    kind, base = published
    total = changes(kind, copied(base, memory / "www"), both)
    assert total > 60
    for at in range(1 + offset, total + 1, STEPS):
        www = copied(base, memory / "www")
        try:
            send(Breaking(KINDS[kind](www), Count(at)), both.new)
            assert at > total - 4  # all was done but to let go of the lock
        except ConnectionError:
            pass
        assert is_whole(www, both.old, both.new), at
        send(KINDS[kind](www), both.new)
        assert files(shown(www)) == files(both.new.output), at
        assert list((www / ".jianbao").iterdir()) == [], at
        assert not os.path.lexists(www / ".current.new")


@pytest.mark.parametrize("kind", KINDS)
def test_cut_off_during_the_first_publish(kind, both, memory):
    for at in range(1, 200, 9):
        www = fresh(memory)
        try:
            send(Breaking(KINDS[kind](www), Count(at)), both.old)
        except ConnectionError:
            assert not (www / "index.html").exists() or not dead(www)
        send(KINDS[kind](www), both.old)
        assert files(shown(www)) == files(both.old.output), at


@pytest.mark.parametrize("kind", KINDS)
def test_cut_off_again_and_again_it_gets_there(kind, both, memory):
    www = fresh(memory)
    send(KINDS[kind](www), both.old)
    broken = 0
    while True:
        try:
            send(Breaking(KINDS[kind](www), Count(20 + 7 * broken)), both.new)
            break
        except ConnectionError:
            broken += 1
            assert is_whole(www, both.old, both.new)
    assert broken > 1
    assert files(shown(www)) == files(both.new.output)


HOOK = """
import os, sys
COUNT, SITE = int(sys.argv.pop(1)), os.getcwd()
WWW = os.path.join(os.path.dirname(SITE), "www")
seen = 0

def watch(event, arguments):
    global seen
    if event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
        return
    if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.link"):
        if any(isinstance(one, (str, os.PathLike)) and WWW in os.fspath(one) for one in arguments):
            seen += 1
            if seen == COUNT:
                os.kill(os.getpid(), 9)

sys.addaudithook(watch)
from generator.cli import main
main(["publish", "--yes"])
"""


@pytest.mark.parametrize("releases", [0, 5])
@pytest.mark.parametrize("count", [4, 35, 65])
def test_killed_in_earnest(site, www, count, releases):
    site.write(
        "site.yaml", f"{site.read('site.yaml')}publish: {{here: {{url: {www}, releases: {releases}}}}}\n"
    )
    site.build()
    assert site.jianbao("publish", "--yes").returncode == 0
    before = files(shown(www))
    correct(site)
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-06-07"))
    site.write("content/2026/07/01.md", item("河道清淤提速", "部门经验", "县工信局"))
    site.build()
    command = [sys.executable, "-c", textwrap.dedent(HOOK), str(count)]
    assert subprocess.run(command, cwd=site.folder, capture_output=True, check=False).returncode == -9
    if releases:
        assert files(shown(www)) in (before, site.tree())
    assert not dead(shown(www))
    result = site.jianbao("publish", "--yes")
    assert (result.returncode, result.stderr) in ((0, ""), (0, "上次发布在更换文件时中断，先把它做完。\n"))
    assert files(shown(www)) == site.tree()


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_leaves_the_old_site(kind, both, memory):
    """No file may grow beyond 4,000 bytes: what a full disk looks like to one process."""
    www = fresh(memory)
    send(KINDS[kind](www), both.old)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            send(KINDS[kind](www), both.new)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files(shown(www)) == files(both.old.output)
    send(KINDS[kind](www), both.new)
    assert files(shown(www)) == files(both.new.output)
