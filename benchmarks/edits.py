"""Random edits on a large corpus, a build after each, then `build --verify`: is it still a clean build?

    python benchmarks/edits.py --issues 1000 --edits 200

The kinds of edits are those that incremental builders are known to get wrong. The same seed makes the same
edits.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from corpus import UNITS, write_corpus

from generator.build import build
from generator.report import Options
from generator.theme import default_theme

TODAY = date(2026, 11, 1)
SECTIONS = ("督查", "部门经验", "外地经验")


class Editor:
    """Edits a site, the same way for the same seed; what is edited stays right, so that it can be built."""

    def __init__(self, site: Path, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)
        self.edits = 0

    def edit(self) -> str:
        """Make an edit; gives its name."""
        self.edits += 1
        often = self._how_often()
        (kind,) = self.chance.choices(tuple(often), tuple(often.values()))
        kind()
        return kind.__name__[1:].replace("_", " ")

    def _how_often(self) -> dict[Callable[[], None], int]:
        """How often each kind of edit is made, compared with the others."""
        return {
            self._body: 12,
            self._body_with_size_and_time_kept: 6,
            self._title: 10,
            self._section: 6,
            self._unit: 6,
            self._status: 3,
            self._date: 8,
            self._add: 10,
            self._delete: 10,
            self._rename: 8,
            self._swap: 8,
            self._alias: 4,
            self._setting: 3,
            self._template: 4,
            self._output_edited: 6,
            self._output_deleted: 6,
            self._output_orphaned: 4,
        }

    # --- the editor ---

    def _body(self) -> None:
        self._append(self._item(), f"补记第{self.edits}次。\n")

    def _body_with_size_and_time_kept(self) -> None:
        item = self._item()
        times, text = item.stat(), item.read_text(encoding="utf-8").rstrip("\n")
        item.write_text(f"{text[:-2]}{text[-2]}{text[-2]}\n", encoding="utf-8")
        os.utime(item, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _title(self) -> None:
        self._set(self._item(), "title", f"第{self.edits}次改过的标题")

    def _section(self) -> None:
        self._set(self._item(), "section", self.chance.choice(SECTIONS))

    def _unit(self) -> None:
        self._set(self._item(), "source", self.chance.choice(UNITS))

    def _status(self) -> None:
        item = self._item()
        text = item.read_text(encoding="utf-8")
        if "status:" not in text:
            item.write_text(text.replace("---\n", "---\nstatus: withdrawn\n", 1), encoding="utf-8")

    def _date(self) -> None:
        issue = self._item().with_name("issue.yaml")
        day = issue.read_text(encoding="utf-8").split("date: ")[1][:10]
        self._set(issue, "date", f"{day[:8]}{self.chance.randint(1, 28):02}")

    def _add(self) -> None:
        item = self._item()
        self._free(item).write_bytes(item.read_bytes())

    def _delete(self) -> None:
        item = self._item()
        if len(list(item.parent.glob("*.md"))) > 2:
            item.unlink()

    def _rename(self) -> None:
        item = self._item()
        item.rename(self._free(item))

    def _swap(self) -> None:
        one, other = self._item(), self._item()
        spare = one.with_name("spare")
        one.rename(spare)
        if other.exists():
            other.rename(one)
        spare.rename(other)

    # --- whoever looks after the site ---

    def _alias(self) -> None:
        units = self.site / "units.yaml"
        lines = units.read_text(encoding="utf-8").splitlines()
        at = self.chance.randrange(len(lines))
        name = re.sub(r"- (\{name: )?([^,]+).*", r"\2", lines[at])
        lines[at] = f"- {{name: {name}, aliases: [{name}第{self.edits}称]}}"
        units.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def _setting(self) -> None:
        self._set(self.site / "site.yaml", "name", f"芦川效能简报之{self.edits}")

    def _template(self) -> None:
        name = self.chance.choice(("_cards.html", "item.html", "404.html"))
        own = self.site / "templates/html" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        text = (default_theme() / "html" / name).read_text(encoding="utf-8")
        own.write_text(f"{text}<!-- {self.edits} -->\n", encoding="utf-8")

    # --- somebody meddles with the output ---

    def _output_edited(self) -> None:
        self._append(self._page(), "<!-- -->")

    def _output_deleted(self) -> None:
        self._page().unlink()

    def _output_orphaned(self) -> None:
        self._page().with_name(f"orphan{self.edits}.html").write_text("没有人要", encoding="utf-8")

    # --- with these ---

    def _item(self) -> Path:
        issue = self.chance.choice(sorted((self.site / "content").glob("*/*")))
        return self.chance.choice(sorted(issue.glob("*.md")))

    def _page(self) -> Path:
        folder = self.chance.choice(sorted((self.site / "output").glob("2*/*/")))
        return self.chance.choice(sorted(folder.glob("*.html")))

    def _free(self, item: Path) -> Path:
        taken = {other.name[:2] for other in item.parent.glob("*.md")}
        return item.with_name(next(f"{n:02}.md" for n in range(1, 99) if f"{n:02}" not in taken))

    def _set(self, file: Path, key: str, value: str) -> None:
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(rf"(?m)^{key}: .*$", f"{key}: {value}", text, count=1), encoding="utf-8")

    def _append(self, file: Path, text: str) -> None:
        with file.open("a", encoding="utf-8") as opened:
            opened.write(text)


def main() -> None:
    """Edit, build and verify; print what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=100)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianbao-edits-") as folder:
        site = Path(folder)
        write_corpus(site, given.issues, 10, max(2, given.issues // 50))
        _edited(site, given.edits, given.seed)
        command = [sys.executable, "-m", "generator", "build", "--no-pdf", "--verify"]
        proof = subprocess.run(command, cwd=site, capture_output=True, encoding="utf-8", check=False)
    print(proof.stderr.splitlines()[-1] if proof.returncode == 0 else proof.stderr)
    sys.exit(proof.returncode)


def _edited(site: Path, edits: int, seed: int) -> None:
    options = Options(pdf=False)
    items = build(site, site / "output", options, TODAY).items
    editor, done, written, removed = Editor(site, seed), Counter[str](), 0, 0
    for _ in range(edits):
        done[editor.edit()] += 1
        report = build(site, site / "output", options, TODAY)
        if report.failed:
            raise SystemExit(f"edit {editor.edits}: {[p for p in report.problems if p.level == 'error'][:3]}")
        written, removed = written + len(report.written), removed + len(report.removed)
    kinds = ", ".join(f"{count} {kind}" for kind, count in done.most_common())
    print(f"{items:,} items, {edits} edits, a build after each: {kinds}")
    print(f"{written:,} files written, {removed:,} removed")


if __name__ == "__main__":
    main()
