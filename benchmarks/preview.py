"""The preview: from saving a file to the new text standing in the browser's page, and the idle server.

    python benchmarks/preview.py [--issues 100 1000] [--edits 15] [--folder DIR]

The command itself is started; Debian's Chromium shows the page of the item that is edited.
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from corpus import write_corpus
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
CALM, IDLE = 35, 20
"""Seconds until a server is idle, and for which it is watched then."""

STANDS = """
(() => {
  window.stands = {};
  const look = () => {
    for (const [mark] of (document.body ? document.body.textContent : '').matchAll(/〔\\d+〕/g)) {
      window.stands[mark] = window.stands[mark] || performance.timeOrigin + performance.now();
    }
  };
  new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true});
  document.addEventListener('DOMContentLoaded', look);
})();
"""
"""Notes when a mark like 〔17〕 came to stand in the page."""


class Preview(NamedTuple):
    """A server that runs: its process, where it serves, and when it said what."""

    process: subprocess.Popen[str]
    address: str
    said: list[tuple[float, str]]


class Delay(NamedTuple):
    """Milliseconds from the save to the text in the page: all, and its parts."""

    whole: float
    noticing: float
    building: float
    loading: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--edits", type=int, default=15)
    parser.add_argument("--folder", type=Path, help="where to put the sites")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for issues in given.issues:
        with tempfile.TemporaryDirectory(dir=given.folder) as place:
            site = Path(place)
            write_corpus(site, issues, 10, max(1, issues // 50))
            print(f"{issues * 10} items:")
            _measure(site, given.edits)


def _measure(site: Path, edits: int) -> None:
    with _serving(site) as preview, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.add_init_script(STANDS)
        items = sorted(site.glob("content/*/*/0*.md"))
        item = items[len(items) // 2]
        page.goto(f"{preview.address}{item.relative_to(site / 'content').with_suffix('.html').as_posix()}")
        page.wait_for_timeout(2000)
        _print("a body", [_edit_body(preview, page, item, number) for number in range(edits)])
        _print("a title", [_edit_title(preview, page, item, number) for number in range(1000, 1000 + edits)])
        page.close()
        browser.close()
        print(f"  idle: {_idle(preview.process.pid):.1f} % of a core")


def _edit_body(preview: Preview, page: Page, item: Path, number: int) -> Delay:
    return _save(preview, page, item, f"{_without_mark(item)}\n〔{number}〕\n", number)


def _edit_title(preview: Preview, page: Page, item: Path, number: int) -> Delay:
    text = re.sub(r"(?m)^(title: .*)$", rf"\1〔{number}〕", _without_mark(item), count=1)
    return _save(preview, page, item, text, number)


def _without_mark(item: Path) -> str:
    return re.sub(r"\n?〔\d+〕\n?", lambda found: "\n" if "\n" in found[0] else "", item.read_text("utf-8"))


def _save(preview: Preview, page: Page, item: Path, text: str, number: int) -> Delay:
    page.wait_for_timeout(700 + 37 * (number % 7))  # as after an editor's pause, out of step with the watcher
    mark = f"〔{number}〕"
    began = time.time() * 1000
    item.write_text(text, encoding="utf-8")
    page.wait_for_function("mark => window.stands && window.stands[mark]", arg=mark, timeout=30_000)
    stood: float = page.evaluate("mark => window.stands[mark]", mark)
    built, line = next((when, line) for when, line in preview.said if when > began and "用时" in line)
    building = float(re.findall(r"用时 ([\d.]+) 秒", line)[0]) * 1000
    return Delay(stood - began, built - began - building, building, stood - built)


def _print(name: str, delays: list[Delay]) -> None:
    ordered = sorted(delay.whole for delay in delays)
    parts = (
        f"{part} {statistics.median(getattr(d, part) for d in delays):.0f}" for part in Delay._fields[1:]
    )
    print(
        f"  {name} saved → in the page: median {statistics.median(ordered):.0f} ms ({', '.join(parts)}), "
        f"90 % {ordered[len(ordered) * 9 // 10]:.0f}, max {ordered[-1]:.0f} ({len(delays)} edits)"
    )


def _idle(pid: int) -> float:
    time.sleep(CALM)
    before = _ticks(pid)
    time.sleep(IDLE)
    return (_ticks(pid) - before) / os.sysconf("SC_CLK_TCK") / IDLE * 100


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@contextmanager
def _serving(site: Path) -> Iterator[Preview]:
    command = [sys.executable, "-u", "-m", "generator", "serve", str(site), "--port", "0"]
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # as when installed
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=inherited)
    said: list[tuple[float, str]] = []
    threading.Thread(target=_listen, args=(process, said), daemon=True).start()
    try:
        yield Preview(process, _address(said), said)
    finally:
        process.terminate()
        process.wait()


def _listen(process: subprocess.Popen[str], said: list[tuple[float, str]]) -> None:
    said.extend((time.time() * 1000, line) for line in process.stdout or ())


def _address(said: list[tuple[float, str]]) -> str:
    """Where pages are served, once the first build is done."""
    for _ in range(3000):
        time.sleep(0.1)
        if len(said) > 1 and (found := re.search(r"http://\S+?/", said[0][1])):
            return found[0]
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
