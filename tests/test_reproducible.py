"""The same content gives the same bytes: whatever the folder, clock, locale, hash seed or scan order."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.jobs import run
from generator.make import making
from generator.read.sources import Stamp
from tests.sites import TODAY, Site

SHUFFLED = """
import os, random, sys
scandir = os.scandir

class Shuffled:
    def __init__(self, path="."):
        with scandir(path) as entries:
            self.entries = list(entries)
        random.Random(7).shuffle(self.entries)
    def __enter__(self):
        return iter(self.entries)
    def __exit__(self, *_):
        pass
    def __iter__(self):
        return iter(self.entries)

os.scandir = Shuffled
from generator.cli import main
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def sample(repository, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "site"
    folder.mkdir()
    for name in ("site.yaml", "units.yaml"):
        shutil.copy(repository / name, folder / name)
    shutil.copytree(repository / "content", folder / "content")
    return folder


def built(sample: Path, folder: Path, code: list[str], *options: str, **environment: str) -> dict[str, bytes]:
    shutil.copytree(sample, folder)
    run = subprocess.run(
        [sys.executable, *code, "build", *options],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return Site(folder).tree()


def test_another_machine_makes_the_same_bytes_pdfs_included(sample, tmp_path):
    one = built(sample, tmp_path / "one", ["-m", "generator"], PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    other = built(
        sample,
        tmp_path / "another folder" / "站点",
        ["-c", SHUFFLED],
        "--jobs",
        "1",
        PYTHONHASHSEED="77",
        TZ="Asia/Shanghai",
        LC_ALL="C",
    )
    assert [address for address in one if one[address] != other.get(address)] == []
    assert one.keys() == other.keys()
    assert any(address.endswith(".pdf") for address in one)


def test_workers_that_are_spawned_make_the_same_bytes_as_forks(site, monkeypatch):
    from generator import workers

    monkeypatch.setattr(workers.Workers, "WORTH", 0)
    site.build(jobs=2)
    forked = site.tree()
    monkeypatch.setattr(workers, "_method", lambda: "spawn")
    fresh = site.folder.parent / "fresh"
    site.build(fresh, jobs=2, clean=True)
    assert site.tree(fresh) == forked


def test_no_maker_opens_a_file_of_the_site(site, monkeypatch):
    """What a maker needs is handed to it: a file that it opened by itself would be missing in its key."""
    opened: list[str] = []
    inside = [False]

    def watch(event, arguments):
        if inside[0] and event == "open" and str(arguments[0]).startswith(str(site.folder)):
            opened.append(str(arguments[0]))

    def load_outside(load):
        def loaded(argument):
            inside[0] = False
            try:
                return load(argument)
            finally:
                inside[0] = True

        return loaded

    def watched(job, load):
        inside[0] = True
        try:
            return run(job, load_outside(load))
        finally:
            inside[0] = False

    monkeypatch.setattr(making, "run", watched)
    sys.addaudithook(watch)
    site.build(pdf=True)
    assert opened == []


def test_two_edits_within_one_tick_of_a_coarse_clock(site, monkeypatch):
    """A share may keep whole seconds: what was written in the second of the scan is not trusted."""
    from generator.make import staging
    from generator.read import sources
    from generator.write import output, state

    second = 1_000_000_000

    def coarse(result):
        return Stamp(result.st_mtime_ns // second * second, 0, result.st_size, result.st_ino)

    for module in (sources, staging, output, state):
        monkeypatch.setattr(module, "stamp", coarse)
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    site.build()
    site.edit("content/2026/05/01.md", "16 个", "17 个")
    site.build()
    assert "17 个" in site.html("2026/05/01.html")


def test_an_upgraded_program_makes_all_anew(site, monkeypatch):
    site.build()
    monkeypatch.setattr("generator.start.program", lambda: "another version")
    assert site.build().made > 10


def test_explain_names_what_changed(site):
    site.build()
    site.edit("content/2026/05/01.md", "title: 开展联动督查", "title: 开展督查")
    reasons = dict(site.build(explain=True).reasons)
    assert any("标题（开展联动督查 → 开展督查）" in text for text in reasons["2026/05"])
    assert "sections/ducha/2026" in reasons
    assert "sections/waidi" not in reasons


def test_verify_finds_a_difference_that_state_hides(site):
    assert site.jianbao("build", "--no-pdf", "--verify").returncode == 0
    state_file = next((site.folder / ".jianbao").rglob("state.msgpack"))
    page = site.output / "2026/05/01.html"
    page.write_text("改过", encoding="utf-8")
    import msgspec

    from generator.write.state import State

    kept = msgspec.msgpack.decode(state_file.read_bytes(), type=State)
    from generator.read.sources import stamp

    forged = msgspec.structs.replace(kept.outputs["2026/05/01.html"], stamp=stamp(page.stat()))
    hidden = msgspec.structs.replace(
        kept, outputs={**kept.outputs, "2026/05/01.html": forged}, saved=kept.saved + 10**12
    )
    state_file.write_bytes(msgspec.msgpack.encode(hidden))
    result = site.jianbao("build", "--no-pdf", "--verify")
    assert result.returncode == 3
    assert "2026/05/01.html：内容不同" in result.stderr


def test_verify_finds_text_that_search_does_not_lead_to(site):
    from generator.verify import unfound

    assert site.jianbao("build", "--no-pdf", "--verify").returncode == 0
    assert unfound(site.folder, site.output, TODAY, drafts=False) == ()
    for shard in (site.output / "search").rglob("*/*/*.js"):
        if "text" not in shard.parts:
            emptied = re.sub(r'"[^"]*"\)$', lambda m: '"' + "!" * m[0].count("!") + '")', shard.read_text())
            shard.write_text(emptied)
    assert unfound(site.folder, site.output, TODAY, drafts=False)
