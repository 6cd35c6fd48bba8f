"""The search page in Chromium, over http and from a folder, against the plain texts of the sample."""

import random
import shutil
from urllib.parse import quote, urlsplit

import pytest

from generator import wording
from generator.make import search
from generator.model import Bodies
from generator.read.markup import to_text
from generator.store import Store
from generator.write.state import StateFolder
from tests import sites
from tests.browser.conftest import served
from tests.sites import Site

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("browser")]

RUNS = 40


@pytest.fixture(scope="module")
def sample(tmp_path_factory, repository):
    """The repository's own content, built."""
    site = Site(tmp_path_factory.mktemp("search") / "site")
    shutil.copytree(repository / "content", site.folder / "content")
    for name in ("site.yaml", "units.yaml"):
        shutil.copy(repository / name, site.folder)
    assert not site.build().failed
    return site


@pytest.fixture(scope="module")
def texts(sample):
    """The folded text of each published item by its address, with the item and its issue."""
    store = Store(StateFolder(sample.folder, sample.output).path)
    found = {}
    for issue in sample.survey().archive.issues:
        bodies = store.get("bodies", issue.bodies, Bodies)
        for item in issue.items:
            if item.status != "withdrawn":
                body = bodies.items[item.number]
                credit = wording.credit_line(item.credits, item.reprint, item.author)
                fields = (item.title, credit, to_text(body.note_html), body.text)
                found[item.address] = (search.folded("\n".join(fields)), item, issue)
    return found


@pytest.fixture(scope="module")
def server(sample):
    with served(sample.output) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def root(request, server, sample):
    return server if request.param == "http" else f"{sample.output.as_uri()}/"


@pytest.fixture
def page(browser):
    """A page on which nothing goes wrong."""
    context = browser.new_context()
    opened = context.new_page()
    wrong = []
    opened.on("pageerror", lambda error: wrong.append(error))  # noqa: PLW0108 - Playwright marks it
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert wrong == []


def show(page, root, **query):
    given = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    page.goto(f"{root}search/index.html?{given}")


def hits(page):
    page.wait_for_selector('#results[aria-busy="false"]', state="attached")
    links = page.eval_on_selector_all("#results a.hit", "all => all.map(a => a.getAttribute('href'))")
    assert len(links) == len(set(links))
    return [link.removeprefix("../") for link in links]


def expected(texts, *words, keep=lambda _item, _issue: True):
    return {
        address
        for address, (text, item, issue) in texts.items()
        if all(search.folded(word) in text for word in words) and keep(item, issue)
    }


def a_run(chance, texts, longest=8):
    lines = [line for text, _, _ in texts.values() for line in text.split("\n") if line]
    while True:
        line, length = chance.choice(lines), chance.randint(1, longest)
        start = chance.randrange(max(1, len(line) - length + 1))
        run = line[start : start + length]
        if not any(character.isspace() for character in run):
            return run


def test_random_runs_are_found_and_nothing_else(page, root, texts):
    chance = random.Random(11)
    for _ in range(RUNS):
        run = a_run(chance, texts)
        show(page, root, q=run)
        assert set(hits(page)) == expected(texts, run), run


def test_all_words_must_stand_in_an_item(page, root, texts):
    chance = random.Random(12)
    for _ in range(8):
        words = [a_run(chance, texts, 2), a_run(chance, texts, 2)]
        show(page, root, q="　".join(words))
        assert set(hits(page)) == expected(texts, *words), words


def test_widths_cases_and_noughts_are_one(page, server, texts):
    digits = next(w for text, _, _ in texts.values() for w in ("12", "18", "40") if w in text)
    wide = digits.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    show(page, server, q=wide)
    assert set(hits(page)) == expected(texts, digits)


def test_filters(page, root, texts):
    any_unit = next(item.credits[0].key for _, item, _ in texts.values() if item.credits)
    for query, keep in (
        ({"year": "2025"}, lambda _, issue: issue.year == 2025),
        ({"section": "bumen"}, lambda item, _: item.section == "bumen"),
        ({"section": "部门经验"}, lambda item, _: item.section == "bumen"),
        ({"unit": any_unit}, lambda item, _: any_unit in {credit.key for credit in item.credits}),
        ({"kind": "supplement"}, lambda _, issue: issue.kind == "supplement"),
        ({"year": "2025", "kind": "增刊"}, lambda _, issue: (issue.year, issue.kind) == (2025, "supplement")),
        ({"section": "没有的栏目"}, lambda _item, _issue: False),
    ):
        show(page, root, q="的", **query)
        assert set(hits(page)) == expected(texts, "的", keep=keep), query
        show(page, root, **query)
        assert set(hits(page)) == expected(texts, keep=keep), query


def test_newest_first_titles_before_bodies(page, server, texts):
    show(page, server, q="督")
    found = hits(page)
    keys = [("督" not in texts[address][1].title, -texts[address][2].date.toordinal()) for address in found]
    assert len(found) > 5
    assert keys == sorted(keys)


def test_sentence_and_marks(page, server):
    show(page, server, q="Ｑ观察点 企业")
    assert hits(page) == []
    show(page, server, q="观察点 企业")
    assert hits(page)
    marked = page.eval_on_selector_all("#results li:first-child mark", "all => all.map(m => m.textContent)")
    assert set(marked) == {"观察点", "企业"}
    assert page.locator("#count").inner_text().startswith(f"找到{page.locator('a.hit').count()}篇")


def test_form_address_and_history(page, root):
    page.goto(f"{root}search/index.html")
    assert page.evaluate("document.activeElement.id") == "q"
    page.fill("#q", "群众")
    page.press("#q", "Enter")
    first = hits(page)
    assert first
    assert urlsplit(page.url).query == f"q={quote('群众')}"
    page.select_option("[name=year]", "2025")
    assert urlsplit(page.url).query == f"q={quote('群众')}&year=2025"
    fewer = hits(page)
    assert set(fewer) < set(first)
    page.go_back()
    page.wait_for_function("document.querySelector('[name=year]').value === ''")
    assert hits(page) == first
    page.go_forward()
    page.wait_for_function("document.querySelector('[name=year]').value === '2025'")
    assert hits(page) == fewer
    page.reload()
    assert hits(page) == fewer


def test_with_the_keyboard_alone_from_any_page(page, root):
    page.goto(f"{root}2026/03/02.html")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("观察点")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    first = hits(page)[0]
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className").startswith("hit"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first}")
    page.go_back()
    assert hits(page)[0] == first


def test_what_a_screen_reader_is_told(page, server):
    show(page, server, q="没有这样的字句")
    assert hits(page) == []
    assert page.get_by_role("status").inner_text().startswith("没有找到")
    assert page.get_by_role("searchbox", name="要找的字词").count() == 1
    for name in ("年份", "栏目", "单位", "类型"):
        assert page.get_by_role("combobox", name=name).count() == 1
    show(page, server, q="群众")
    hits(page)
    assert page.get_by_role("list", name="搜索结果").get_by_role("listitem").count() > 3


def test_a_missing_part_is_told(browser, sample, tmp_path):
    copy = shutil.copytree(sample.output, tmp_path / "copy")
    shutil.rmtree(copy / "search" / "text" / "2025")
    context = browser.new_context()
    page = context.new_page()
    show(page, f"{copy.as_uri()}/", q="的")
    assert hits(page)
    assert "没有读到" in page.locator("#count").inner_text()
    context.close()


def test_a_missing_catalogue_is_told(page, sample, tmp_path):
    copy = shutil.copytree(sample.output, tmp_path / "copy")
    (copy / "search" / "catalogue.js").write_text("")
    show(page, f"{copy.as_uri()}/", q="的")
    assert hits(page) == []
    assert "没有读到" in page.locator("#count").inner_text()


def test_a_long_word_is_looked_up_before_enter(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}search/index.html")
    page.keyboard.insert_text("观察点")
    with page.expect_request("**/search/fours/**"):
        page.keyboard.insert_text("观察点")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/pairs/" in url or "/text/" in url]
    assert page.locator("#results li").count() == 0


def test_without_scripts(browser, root):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    show(page, root, q="群众")
    assert not page.locator("#search").is_visible()
    assert page.get_by_text("历年简报").last.is_visible()
    page.locator("noscript a, .without a").first.click()
    assert page.url.endswith("archive/index.html")
    context.close()


ODD = """\
近日，**专项督**查发现[问题](02.md)若干[^1]。`代码`连*斜*体，ＡＢＣ与Abc，二○二六年，全角１２３。
Ⅷ㎡①，罕用字𠮷𪚥，表情😀，零宽\u200b字，反斜杠\\\\星号\\*，&lt;b>原样</b>。分行写的
字，共 15
个。

| 单位 | 数 |
|---|---|
| 表**格**里 | 12 |

[^1]: 脚注里的**字**样。
"""
FOUND = (
    *(
        "督",
        "专项督查",
        "督查发现问题若干。",
        "代码连斜体",
        "脚注里的字样",
        "表格里",
        "分行写的字",
        "共 15 个",
    ),
    *(
        "abc",
        "ａｂｃ与ABC",
        "二〇二六",
        "二◯二六年",
        "１２３",
        "全角123",
        "ⅷ㎡①",
        "字𠮷",
        "𠮷𪚥，表情😀",
        "😀",
    ),
    *(
        "零宽字",
        "零\u200b宽字",
        "\\星号*",
        "<b>原样",
        "题名(一)",
        "欧阳慕云供稿",
        "按语文字",
        "专项督查　表格里",
    ),
)
LOST = (
    "关键词文字",
    "摘要文字",
    "撤下的文字",
    "专项 没有",
    "问题若干1",
    "说明",
    "<strong>",
    "督 查发现乎",
    "丨",
)


def test_what_a_reader_sees_is_found_however_it_is_written(page, tmp_path):
    site = Site.small(tmp_path / "site")
    head = "title: 题名（一）\nsection: 督查\nsource: 县效能办\nauthor: 欧阳慕云\nnote: 按**语**文字。"
    site.write(
        "content/2026/05/01.md", f"---\n{head}\nkeywords: [关键词文字]\nsummary: 摘要文字\n---\n\n{ODD}"
    )
    site.write("content/2026/05/03.md", sites.item("撤下的文字", status="withdrawn"))
    site.write("content/2008/05/issue.yaml", sites.issue(day="2008-05-10", total=None, scan="2008-05.pdf"))
    site.write("content/2008/05/2008-05.pdf", b"%PDF-1.4\n%%EOF\n")
    site.write("content/2008/05/01.md", "---\ntitle: 扫描件的题名\nsection: 督查\nsource: 县经信委\n---\n")
    assert not site.build().failed
    root = f"{site.output.as_uri()}/"
    for query in FOUND:
        show(page, root, q=query)
        assert "2026/05/01.html" in hits(page), query
        assert page.locator("#results mark").count(), query
    for query in LOST:
        show(page, root, q=query)
        assert hits(page) == [], query
    for query in ("扫描件的题名", "县经信委供稿"):
        show(page, root, q=query)
        assert hits(page) == ["2008/05/01.html"], query
