"""Pagefind on the same pages: what it finds, what a query loads, what its index costs."""

import gzip
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from measure import run
from playwright.sync_api import Browser, Error
from servers import Served, nginx

PAGES = "2*/*/[0-9]*.html"
SHOWN = 5
"""Hits of which Pagefind loads what to show, as its own interface does at first."""

ASKED = """
async ([root, word, shown]) => {
  const pagefind = await import(root + 'pagefind/pagefind.js');
  await pagefind.init();
  const found = (await pagefind.search(word)).results;
  await Promise.all(found.slice(0, shown).map(one => one.data()));
  return found.map(one => one.id);
}
"""


def compare(
    command: str,
    output: Path,
    browser: Browser,
    runs: Sequence[str],
    rare: Sequence[str],
    expected: Callable[[str], set[str]],
) -> None:
    """Index the pages of the items with the program `command`, ask for the same words, and print."""
    with tempfile.TemporaryDirectory(prefix="jianbao-pagefind-") as place:
        site = Path(place)
        (site / "index.html").write_text("<!DOCTYPE html><title>.</title>", encoding="utf-8")
        made = run(
            [
                *(command, "--site", str(output.resolve()), "--glob", PAGES, "--root-selector", "article"),
                *("--output-path", str(site / "pagefind")),
            ],
            site,
        )
        files = [file for file in (site / "pagefind").rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files) / 1e6
        print(
            f"Pagefind's index: {made.seconds:.1f} s, {made.processor:.1f} s of CPU, "
            f"{len(files)} files, {size:.1f} MB"
        )
        with nginx(site) as served:
            addresses = _addresses(site)
            _finds("words", "{}", browser, served, addresses, runs, expected)
            _finds("phrases in quotes", '"{}"', browser, served, addresses, runs, expected)
            _loads(browser, served, rare)
        _from_a_folder(browser, site, rare[0])


def _addresses(site: Path) -> dict[str, str]:
    """The page of each fragment."""
    found = {}
    for file in (site / "pagefind/fragment").iterdir():
        content = gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")
        found[file.stem] = json.loads(content)["url"].removeprefix("/")
    return found


def _finds(
    kind: str,
    form: str,
    browser: Browser,
    served: Served,
    addresses: dict[str, str],
    runs: Sequence[str],
    expected: Callable[[str], set[str]],
) -> None:
    page = browser.new_page()
    page.goto(served.address)
    right = found_all = expected_all = whole = 0
    for word in runs:
        ids = page.evaluate(ASKED, [served.address, form.format(word), 0])
        found, wanted = {addresses[one] for one in ids}, expected(word)
        right, found_all = right + len(found & wanted), found_all + len(found)
        expected_all, whole = expected_all + len(wanted), whole + (found >= wanted)
    page.close()
    print(
        f"Pagefind, {kind}: {len(runs)} runs, recall {right / expected_all:.4f}, "
        f"precision {right / max(1, found_all):.4f}; all hits found for {whole}"
    )


def _loads(browser: Browser, served: Served, rare: Sequence[str]) -> None:
    """What a query loads on a first visit."""
    loaded = []
    for word in rare:
        page = browser.new_context().new_page()
        page.goto(served.address)
        served.sent()
        page.evaluate(ASKED, [served.address, word, SHOWN])
        page.context.close()
        loaded.append(sum(size for _, size in served.sent()) / 1000)
    print(f"Pagefind loads for a rare query: median {median(loaded):.0f}, max {max(loaded):.0f} KB")


def _from_a_folder(browser: Browser, site: Path, word: str) -> None:
    page = browser.new_page()
    root = f"{site.as_uri()}/"
    page.goto(f"{root}index.html")
    try:
        found: Any = page.evaluate(ASKED, [root, word, 0])
    except Error as error:
        found = error.message.splitlines()[0]
    page.close()
    print(f"Pagefind from file://: {found}")
