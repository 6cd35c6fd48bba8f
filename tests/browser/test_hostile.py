"""Scripts in every field of the content: nothing of them runs, not even where no server forbids it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest

from tests.sites import Site, issue, item

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("browser")]

CANARY = "window.caught=1;alert(1)"
FIELD = f"\"'><img src=x onerror={CANARY}><script>{CANARY}</script>{{{{7*7}}}}<svg onload={CANARY}>"
BODY = f"""\
{FIELD}

<script>{CANARY}</script>

[点](javascript:{CANARY}) <a href="javascript:{CANARY}">点</a> [点](data:text/html,<script>{CANARY}</script>)

<iframe srcdoc="<script>{CANARY}</script>"></iframe> <style>*{{background:url(x)}}</style>

| <img src=x onerror={CANARY}> | 乙 |
|---|---|
| [^1] | <details ontoggle={CANARY} open> |

[^1]: <img src=x onerror={CANARY}>
"""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Site:
    site = Site.small(tmp_path_factory.mktemp("hostile") / "site")
    field = quoted(FIELD)
    site.edit("units.yaml", "- 县效能办", f"- {{name: {field}, key: x}}")
    site.write(
        "site.yaml",
        f"name: {field}\noffice: {field}\nchecks: {{L04: warning}}\n"
        f"sections: [{{name: {field}, key: y}}, 督查, 部门经验]\n",
    )
    site.write(
        "content/2026/05/issue.yaml",
        issue(title=field, marking=field, signed_by=field, editors=field, report_to=field, note=field),
    )
    keys = {"author": field, "note": field, "keywords": f"[{field}]", "summary": field}
    site.write("content/2026/05/01.md", item(field, field, field, body=BODY, **keys))
    if sys.platform != "win32":  # whose file names can't be so
        name = f"<img src=x onerror={CANARY}>.csv"
        site.write(f"content/2026/05/{name}", "1")
        text = site.read("content/2026/05/01.md")
        site.write("content/2026/05/01.md", f"{text}\n[附件](<{quote(name)}>)\n")
    report = site.build()
    assert not report.failed, report.problems
    return site


@contextmanager
def watched(browser) -> Iterator[tuple[Any, list[str]]]:
    """A page, and what it said in dialogs and on the console."""
    page, said = browser.new_page(), []

    def dismissed(dialog: Any) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, said
    page.close()


def test_no_script_of_the_content_runs_on_any_page(browser, hostile):
    pages = sorted(hostile.output.rglob("*.html"))
    assert len(pages) > 15
    with watched(browser) as (page, said):
        for file in pages:
            page.goto(file.as_uri())
            assert page.evaluate("window.caught") is None, file
            assert page.locator("iframe, [onerror], [onload], [ontoggle]").count() == 0
            assert page.locator("a[href^='javascript:' i], a[href^='data:' i]").count() == 0
    assert said == []


def test_no_script_of_the_content_runs_among_the_hits_of_a_search(browser, hostile):
    search = (hostile.output / "search/index.html").as_uri()
    with watched(browser) as (page, said):
        for word in ("onerror", "<script>", FIELD):
            page.goto(f"{search}?q={quote(word)}")
            page.wait_for_selector('#results[aria-busy="false"] a.hit')
            assert page.evaluate("window.caught") is None
            assert page.locator("#results script, #results img, #results svg").count() == 0
    assert said == []
