"""Killed at any moment, out of disk at any moment, two at once: the next build puts it right."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from tests.sites import Site, issue

HOOK = """
import errno, os, sys
COUNT = int(sys.argv.pop(1))
FAULT = sys.argv.pop(1)
SITE = os.getcwd()
seen = 0

def watch(event, arguments):
    global seen
    if event == "open":
        path, _, flags = arguments
        if not flags & (os.O_WRONLY | os.O_RDWR):
            return
    elif event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
        path = arguments[0]
    else:
        return
    if not str(os.fspath(path) if not isinstance(path, int) else "").startswith((SITE, ".", "output")):
        return
    seen += 1
    if seen == COUNT:
        if FAULT == "kill":
            os.kill(os.getpid(), 9)
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

sys.addaudithook(watch)
from generator.cli import main
main(["build", "--no-pdf", "--jobs", "1"])
"""


def build_with_fault(site: Site, count: int, fault: str) -> subprocess.CompletedProcess[str]:
    """Build in a process that is killed, or finds the disk full, at its `count`th change of the disk."""
    command = [sys.executable, "-c", textwrap.dedent(HOOK), str(count), fault]
    return subprocess.run(command, cwd=site.folder, capture_output=True, encoding="utf-8", check=False)


def edited(site: Site) -> Site:
    """A built site with edits that write, replace and remove files."""
    site.build()
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    site.remove("content/2026/06/02.md")
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-06-07"))
    site.write("content/2026/07/01.md", site.read("content/2026/05/01.md"))
    return site


def is_clean(site: Site) -> bool:
    fresh = site.folder.parent / "fresh"
    site.build(fresh, clean=True)
    return site.tree() == site.tree(fresh)


COUNTS = (1, 2, 3, 5, 8, 12, 17, 23, 30, 38, 47, 57, 68, 80, 93, 107)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("fault", ["kill", "full"])
def test_a_broken_build_is_put_right_by_the_next(site, count, fault):
    result = build_with_fault(edited(site), count, fault)
    assert "Traceback" not in result.stderr
    if fault == "full" and result.returncode:
        assert result.returncode == 3
        assert "磁盘满了" in result.stderr
    report = site.build()
    assert not report.failed
    assert is_clean(site)
    assert site.build().made == 0


def test_the_faults_reach_from_the_first_write_to_the_last(site):
    """The counts above are not all before the build's first change, nor all behind its last."""
    edited(site)
    codes = [build_with_fault(site, count, "kill").returncode for count in (COUNTS[0], 10_000)]
    assert codes == [-9, 0]


@pytest.mark.parametrize("fault", ["full"])
def test_a_full_disk_while_making_leaves_the_output_as_it_was(site, fault):
    edited(site)
    before = site.tree()
    assert build_with_fault(site, 8, fault).returncode == 3
    assert site.tree() == before


def test_two_builds_at_once_both_end_well(site):
    edited(site)
    command = [sys.executable, "-m", "generator", "build", "--no-pdf"]
    both = [
        subprocess.Popen(command, cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    for process in both:
        process.communicate()
    assert is_clean(site)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize("after", [0, 0.1, 0.3])
def test_ctrl_c_leaves_a_good_tree(site, after):
    site.build()
    before = site.tree()
    for number in range(7, 130):
        site.write(f"content/2026/{number}/issue.yaml", issue(number, 123 + number, "2026-06-10"))
        for name in ("01.md", "02.md", "03.md"):
            site.write(f"content/2026/{number}/{name}", site.read("content/2026/05/01.md"))
    command = [sys.executable, "-m", "generator", "build", "--no-pdf", "--jobs", "2"]
    process = subprocess.Popen(
        command,
        cwd=site.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while not list((site.folder / ".jianbao").glob("*/staging")) and process.poll() is None:
        time.sleep(0.01)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert process.returncode in {0, 3}
    assert ("已中断" in said) == (process.returncode == 3)
    left = site.tree()
    site.build()
    assert left in (before, site.tree())  # all of it or nothing
    assert is_clean(site)
