"""The preview in a browser: pages change by themselves, and keep their place."""

import pytest

from tests.desk.test_serve import ITEM, PAGE, serving
from tests.pictures import photo

pytestmark = pytest.mark.needs("chromium")
PATIENCE = 30_000


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 900, "height": 600})
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


def test_an_edit_is_shown_and_the_page_keeps_its_place(site, page):
    site.write("content/2026/05/现场.jpg", photo())
    long = "\n\n".join(f"第 {number} 段。" + "查实。" * 60 for number in range(40))
    site.edit(ITEM, "近日", f"![现场](现场.jpg)\n\n{long}\n\n近日")
    with serving(site) as served:
        page.goto(f"http://127.0.0.1:{served.port}{PAGE}")
        page.evaluate("scrollTo(0, 3000)")
        page.evaluate("window.old = true")
        for text in ("16 个", "17 个", "18 个"):
            site.edit(ITEM, f"{int(text[:2]) - 1} 个", text)
            page.get_by_text(f"问题 {text}").wait_for()
            page.wait_for_load_state()
            page.wait_for_function("scrollY == 3000")
        assert page.evaluate("window.old") is None  # it was loaded anew


def test_a_page_that_stays_as_it_is_is_left_alone(site, page, browser):
    with serving(site) as served:
        page.goto(f"http://127.0.0.1:{served.port}{PAGE}")
        other = browser.new_page()
        other.goto(f"http://127.0.0.1:{served.port}/2026/06/02.html")
        page.evaluate("window.old = true")
        site.edit("content/2026/06/02.md", "15 个", "16 个")
        other.get_by_text("问题 16 个").wait_for(timeout=PATIENCE)
        other.close()
        assert page.evaluate("window.old")


def test_problems_come_over_the_page_and_go_by_themselves(site, page):
    with serving(site) as served:
        page.goto(f"http://127.0.0.1:{served.port}{PAGE}")
        site.edit(ITEM, "section: 督查", "section: 督察")
        page.get_by_text(f"{ITEM}:3:10: 错误 S01").wait_for()
        assert page.locator(".jianbao-over mark").inner_text() == "督察"
        assert not page.evaluate("document.elementFromPoint(450, 300).closest('main')")
        page.locator(".jianbao-over summary").click()  # shows the last good page
        assert page.evaluate("!!document.elementFromPoint(450, 300).closest('main')")
        site.edit(ITEM, "section: 督察", "section: 督查")
        page.locator(".jianbao-over .failed").wait_for(state="detached")


def test_warnings_stay_aside(site, page):
    site.edit("content/2026/06/issue.yaml", "total: 129", "total: 140")
    with serving(site) as served:
        page.goto(f"http://127.0.0.1:{served.port}{PAGE}")
        assert page.evaluate("!!document.elementFromPoint(450, 300).closest('main')")
        reminder = page.get_by_text("1 处提醒")
        reminder.click()
        page.get_by_text("警告 N04").wait_for()


def test_a_pdf_beside_is_made_anew(site, page):
    with serving(site) as served:
        page.goto(f"http://127.0.0.1:{served.port}{PAGE}")
        with page.expect_popup() as opened:
            page.get_by_text("PDF 预览").click()
        beside = opened.value
        loaded = []
        beside.on("request", lambda request: loaded.append(request.url))
        beside.wait_for_load_state()
        beside.wait_for_timeout(500)
        loaded.clear()
        site.edit("content/2026/06/01.md", "15 个", "16 个")
        site.edit(ITEM, "15 个", "16 个")
        with beside.expect_request(
            lambda request: request.url.endswith("/2026/05/2026-05.pdf"), timeout=PATIENCE
        ):
            pass
