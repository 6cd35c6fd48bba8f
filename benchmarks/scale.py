"""What ten and a hundred times as many items cost: a cold build, one edit and nothing changed.

python benchmarks/scale.py --items 1000 10000 100000 --runs 3
"""

import argparse
import sys
import tempfile
from pathlib import Path

from build import CASES, OURS
from corpus import write_corpus
from measure import Run, medians, run

ITEMS, YEARS = 10, 40
"""Items of an issue; years over which issues are spread, but no less than `FEWEST` issues a year."""

FEWEST = 50


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to work; its file system is measured, too")
    given = parser.parse_args()
    cases = " | ".join(case.name for case in CASES)
    print(f"| items | {cases} | cold, an item | CPU, an item | CPU, each further | memory |")
    print("|---:" * (len(CASES) + 5) + "|")
    fewer, spent = 0, 0.0
    for items in given.items:
        with tempfile.TemporaryDirectory(prefix="jianbao-scale-", dir=given.folder) as folder:
            measured = _measure(Path(folder), items // ITEMS, given.runs)
        cold = measured[0]
        further = (cold.processor - spent) / (items - fewer)
        fewer, spent = items, cold.processor
        seconds = " | ".join(f"{case.seconds:.2f} s" for case in measured)
        per_item = " | ".join(
            f"{1000 * each:.2f} ms" for each in (cold.seconds / items, cold.processor / items, further)
        )
        print(f"| {items:,} | {seconds} | {per_item} | {cold.together:.0f} MiB |", flush=True)


def _measure(site: Path, issues: int, runs: int) -> list[Run]:
    write_corpus(site, issues, ITEMS, min(YEARS, max(1, issues // FEWEST)))
    measured: dict[str, list[Run]] = {case.name: [] for case in CASES}
    for number in range(runs):
        for case in CASES:
            case.prepare(site, number)
            measured[case.name].append(run(OURS, site))
        print(f"{issues} issues: run {number + 1} of {runs}", file=sys.stderr)
    return [medians(each) for each in measured.values()]


if __name__ == "__main__":
    main()
