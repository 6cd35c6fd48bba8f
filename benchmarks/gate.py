"""The gate at 10,000 items: a first look at the whole output, one that finds nothing new, one after an edit.

python benchmarks/gate.py [--issues N] [--pdf]
"""

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from corpus import write_corpus

from generator.build import build
from generator.progress import Progress
from generator.publish.gate import inspect
from generator.report import Options

TODAY = date(2026, 11, 1)


def main() -> None:
    """Print the seconds of each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--pdf", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        write_corpus(site, given.issues, 10, 20)
        items = sorted((site / "content").glob("*/*/*.md"))
        for number, item in enumerate(items[-20:]):
            _say(item, "status", "withdrawn" if number % 2 else "draft")
        options = Options(pdf=given.pdf)
        build(site, site / "output", options, TODAY)
        _look(site, "first")
        _look(site, "nothing new")
        with items[len(items) // 2].open("a", encoding="utf-8") as opened:
            opened.write("补记一句。\n")
        time.sleep(0.1)
        build(site, site / "output", options, TODAY)
        _look(site, "after an edit")


def _look(site: Path, name: str) -> None:
    began = time.perf_counter()
    gate = inspect(site, site / "output", TODAY, Progress())
    print(
        f"{name}: {time.perf_counter() - began:.2f} s, {gate.afresh} files looked at, {gate.runs} runs sought"
    )


def _say(item: Path, key: str, value: str) -> None:
    text = item.read_text(encoding="utf-8")
    item.write_text(text.replace("---\n", f"---\n{key}: {value}\n", 1), encoding="utf-8")


if __name__ == "__main__":
    main()
