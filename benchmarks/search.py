"""The search at 10,000 items: what making it costs, and what a reader waits for and loads.

    python benchmarks/search.py [--site FOLDER --output FOLDER] [--issues N] [--pagefind PROGRAM]

Without a folder a corpus is written and built in a temporary one. Needs Chromium, Playwright and nginx.

Pagefind is compared where its program is given: `npm install pagefind` in a folder of its own brings it as
`node_modules/@pagefind/linux-x64/bin/pagefind_extended`.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote

from corpus import write_corpus
from pagefind_search import compare
from playwright.sync_api import Browser, Page, sync_playwright
from servers import Served, nginx

from generator import wording
from generator.build import build
from generator.make import search
from generator.model import Bodies, Issue
from generator.read.markup import to_text
from generator.report import Options
from generator.store import Store
from generator.survey import survey
from generator.write.state import StateFolder

_T = TypeVar("_T")

TODAY = date(2026, 11, 1)
RUNS = 200
RARE = 3
"""A rare query stands in at most as many items."""

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

WATCH = """
(() => {
  const watch = began => {
    window.began = began;
    window.firstHit = null;
    new MutationObserver((_, self) => {
      if (document.querySelector('#results a')) {
        window.firstHit = performance.now();
        self.disconnect();
      }
    }).observe(document, {childList: true, subtree: true});
  };
  watch(0);
  addEventListener('keydown', event => event.key === 'Enter' && watch(event.timeStamp), true);
})();
"""
"""Notes when the page was opened or Enter pressed, and when the first hit stands in the page."""

SETTLED = 400
"""Milliseconds in which a page is left alone."""

REACHING = 150
"""Milliseconds from the last character to Enter, of one who types fast."""


class Shelf(NamedTuple):
    """The issues with their texts, and the folded text of each item by its address."""

    issues: tuple[Issue, ...]
    bodies: dict[str, Bodies]
    texts: dict[str, str]
    runs: tuple[str, ...]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--pagefind", metavar="PROGRAM", help="compare with Pagefind")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        site, output = given.site or Path(place, "site"), given.output or Path(place, "output")
        if not given.site:
            write_corpus(site, given.issues, 10, max(1, given.issues // 50))
        report = build(site, output, Options(pdf=False), TODAY)
        print(f"build: {report.items} items, {report.seconds:.2f} s, {len(report.written)} files written")
        shelf = _shelf(site, output)
        _making(shelf)
        _reading(shelf, output, given.pagefind)


# --- Making --------------------------------------------------------------------------------------


def _shelf(site: Path, output: Path) -> Shelf:
    read = survey(site, output, TODAY, drafts=False)
    if read.archive is None:
        raise SystemExit("the site can't be read")
    store = Store(StateFolder(site, output).path)
    bodies = {i.path: store.get("bodies", i.bodies, Bodies) for i in read.archive.issues}
    texts = {}
    for issue in read.archive.issues:
        for item in issue.items:
            body = bodies[issue.path].items[item.number]
            credit = wording.credit_line(item.credits, item.reprint, item.author)
            fields = (item.title, credit, to_text(body.note_html), body.text)
            texts[item.address] = search.folded("\n".join(fields))
    lines = tuple(
        line for path in bodies for body in bodies[path].items.values() for line in body.text.split("\n")
    )
    return Shelf(read.archive.issues, bodies, texts, lines)


def _making(shelf: Shelf) -> None:
    blocks = list(search.blocks(shelf.issues))
    spent: list[float] = []
    files: list[tuple[str, bytes]] = []
    for block, issues in blocks:
        texts = tuple(shelf.bodies[issue.path] for issue in issues)
        seconds, made = _timed(partial(search.tables, block, issues, texts))
        spent.append(seconds)
        files += made
    seconds, scripts = _timed(
        lambda: [search.text(issue, shelf.bodies[issue.path], "")[0] for issue in shelf.issues]
    )
    print(f"tables: {sum(spent):.2f} s of CPU, {len(files)} files, {_size(files) / 1e6:.1f} MB")
    print(f"texts: {seconds:.2f} s of CPU, {len(scripts)} files, {_size(scripts) / 1e6:.1f} MB")
    print(
        f"one block anew: {statistics.median(spent) * 1000:.0f} ms (median), {max(spent) * 1000:.0f} ms (max)"
    )
    _edit(shelf, blocks[len(blocks) // 2])


def _edit(shelf: Shelf, chosen: tuple[search.Block, tuple[Issue, ...]]) -> None:
    """How many shards change when a word is changed, and when a text is exchanged for another."""
    block, issues = chosen
    texts = tuple(shelf.bodies[issue.path] for issue in issues)
    before = dict(search.tables(block, issues, texts))
    first, *others = texts
    number, body = next(iter(first.items.items()))
    line = body.text
    for name, text in (("a word", line.replace(line[40:42], "崭新", 1)), ("a text", line[::-1])):
        edited = Bodies(first.note_html, {**first.items, number: type(body)(body.html, body.note_html, text)})
        after = dict(search.tables(block, issues, (edited, *others)))
        changed = sum(before[address] != content for address, content in after.items())
        print(f"edit of {name}: {changed} of the block's {len(after)} shards change")


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def _size(files: Sequence[tuple[str, bytes]]) -> int:
    return sum(len(content) for _, content in files)


# --- Reading -------------------------------------------------------------------------------------


def _reading(shelf: Shelf, output: Path, pagefind: str | None) -> None:
    chance = random.Random(7)
    runs = [_run(chance, shelf.runs, 2, 8) for _ in range(RUNS)]
    rare = [_rare(chance, shelf) for _ in range(60)]
    with nginx(output) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        _exactness(browser, served.address, shelf, runs)
        _loaded(browser, served, shelf, rare)
        for name, root in (("file://", f"{output.resolve().as_uri()}/"), ("nginx", served.address)):
            print(f"{name}, {len(rare)} rare queries of 4 characters, first visits, until the first hit:")
            visits = [_waited(browser, root, run) for run in rare]
            for what, waited in zip(WAITED, zip(*visits, strict=True), strict=True):
                _print(what, waited, "ms")
        if pagefind:
            compare(pagefind, output, browser, runs, rare, partial(_expected, shelf))
        browser.close()


def _run(chance: random.Random, lines: Sequence[str], least: int, most: int) -> str:
    while True:
        line, length = chance.choice(lines), chance.randint(least, most)
        if len(line) >= length:
            start = chance.randrange(len(line) - length + 1)
            run = line[start : start + length]
            if not any(character.isspace() for character in run):
                return run


def _rare(chance: random.Random, shelf: Shelf) -> str:
    while True:
        run = _run(chance, shelf.runs, 4, 4)
        if len(_expected(shelf, run)) <= RARE:
            return run


def _expected(shelf: Shelf, run: str) -> set[str]:
    word = search.folded(run)
    return {address for address, text in shelf.texts.items() if word in text}


def _found(page: Page) -> set[str]:
    page.wait_for_selector('#results[aria-busy="false"]', state="attached", timeout=120_000)
    links = page.eval_on_selector_all("#results a.hit", "all => all.map(a => a.getAttribute('href'))")
    return {link.removeprefix("../") for link in links}


def _exactness(browser: Browser, address: str, shelf: Shelf, runs: Sequence[str]) -> None:
    page = browser.new_page()
    right = found_all = expected_all = 0
    slowest = 0.0
    for run in runs:
        began = time.perf_counter()
        page.goto(f"{address}search/index.html?q={quote(run)}", wait_until="commit")
        page.wait_for_function(f"document.title.startsWith({run!r})")
        found, expected = _found(page), _expected(shelf, run)
        slowest = max(slowest, time.perf_counter() - began)
        right += len(found & expected)
        found_all += len(found)
        expected_all += len(expected)
    print(
        f"{len(runs)} runs of 2 to 8 characters, {expected_all} hits: recall {right / expected_all:.4f}, "
        f"precision {right / found_all:.4f}; the slowest complete after {slowest:.2f} s"
    )
    page.close()


def _loaded(browser: Browser, served: Served, shelf: Shelf, rare: Sequence[str]) -> None:
    """What a query loads that is a first visit: a context of its own, with nothing in its cache."""
    loaded, requests = [], []
    for run in rare:
        served.sent()
        page = browser.new_context().new_page()
        page.goto(f"{served.address}search/index.html?q={quote(run)}")
        if _found(page) != _expected(shelf, run):
            raise SystemExit(f"wrong hits for {run}")
        page.context.close()
        parts = [size for address, size in served.sent() if address != "/search/index.html"]
        loaded.append(sum(parts) / 1000)
        requests.append(len(parts))
    print("rare queries, without the page itself:")
    _print("loaded", loaded, "KB")
    _print("requests", requests, "")


WAITED = (
    "after the page was opened with the query",
    "after Enter, right after the word was put in",
    f"after Enter, {REACHING} ms after the word was put in",
)


def _waited(browser: Browser, root: str, run: str) -> tuple[float, ...]:
    page = _visit(browser, f"{root}search/index.html?q={quote(run)}")
    opened = _first_hit(page)
    page.context.close()
    return opened, *(_entered(browser, root, run, pause) for pause in (0, REACHING))


def _entered(browser: Browser, root: str, run: str, pause: int) -> float:
    page = _visit(browser, f"{root}search/index.html")
    page.focus("#q")
    page.wait_for_timeout(SETTLED)
    page.keyboard.insert_text(run)
    page.wait_for_timeout(pause)
    page.keyboard.press("Enter")
    waited = _first_hit(page)
    page.context.close()
    return waited


def _visit(browser: Browser, address: str) -> Page:
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    return page


def _first_hit(page: Page) -> float:
    # Not asked for at once: to ask loads a script of Playwright's into the page, which takes 10 ms.
    page.wait_for_timeout(SETTLED)
    page.wait_for_function("window.firstHit !== null")
    waited: float = page.evaluate("window.firstHit - window.began")
    return waited


def _print(name: str, values: Sequence[float], unit: str) -> None:
    ordered = sorted(values)
    median, ninety = statistics.median(ordered), ordered[len(ordered) * 9 // 10]
    print(f"  {name}: median {median:.0f}, 90 % {ninety:.0f}, max {ordered[-1]:.0f} {unit}".rstrip())


if __name__ == "__main__":
    main()
