"""One page of each kind in Chromium: nothing forbidden, nothing fetched, nothing moves, all can be used."""

import shutil
from importlib.resources import files

import pytest

from tests.browser.conftest import served
from tests.sites import Site

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("browser")]

SETTINGS = """
base_url: http://127.0.0.1:1/
handbook: 是
meta: {site_name: 芦川县机关效能网, site_domain: luchuan.example, site_id_code: bm99000001}
"""
KINDS = {
    "home": "index.html",
    "archive": "archive/index.html",
    "year": "2026/index.html",
    "issue": "2026/04/index.html",
    "special issue": "2026/03/index.html",
    "scanned issue": "2008/05/index.html",
    "item": "2026/04/01.html",
    "item with a picture": "2026/03/02.html",
    "item of a scan": "2008/05/01.html",
    "withdrawn item": "2008/05/02.html",
    "special issue of long names": "2008/06/index.html",
    "item of long names": "2008/06/01.html",
    "year of long names": "2008/index.html",
    "unit of a long name": "units/changming/index.html",
    "section": "sections/waidi/index.html",
    "units": "units/index.html",
    "unit": "units/gongxin/index.html",
    "keyword": "",
    "search": "search/index.html",
    "search with hits": "search/index.html?q=%E7%BE%A4%E4%BC%97",
    "handbook": "handbook/index.html",
    "chapter": "handbook/items.html",
    "no such page": "404.html",
}
WIDTHS = (320, 768, 1440)
LONG = "芦川县推进政府职能转变和“放管服”改革协调小组办公室"
TABLE = f"""\
| 序号 | 单位 | 问题数 | 已整改 | 整改率 | 牵头领导 | 完成时限 | 备注 |
|---|---|--:|--:|--:|---|---|---|
| 1 | {LONG} | 12 | 10 | 83.3% | 程望舒 | 2008-08-31 | 其余正在办理 |
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory, repository) -> Site:
    """The repository's own content with an issue that was scanned, built with all that a site may have."""
    site = Site(tmp_path_factory.mktemp("every-page") / "site")
    shutil.copytree(repository / "content", site.folder / "content")
    units = (repository / "units.yaml").read_text(encoding="utf-8")
    site.write("units.yaml", f"{units}\n- {{name: {LONG}, key: changming, class: 议事协调机构}}\n")
    site.write("site.yaml", (repository / "site.yaml").read_text(encoding="utf-8") + SETTINGS)
    head = "期号：5\n日期：2008-05-12\n状态：发布\n扫描件：2008-05.pdf\n"
    site.write("content/2008/05/issue.yaml", head)
    site.write("content/2008/05/2008-05.pdf", b"%PDF-1.4\n%%EOF\n")
    item = "---\ntitle: 推行“三服务”\nsection: 督查\nsource: 县经信委\n"
    site.write(
        "content/2008/05/01.md", f"{item}corrections: [{{date: 2008-06-01, text: 应为“四服务”。}}]\n---\n"
    )
    site.write("content/2008/05/02.md", f"{item}status: withdrawn\n---\n")
    topic = f"题名：{LONG}成立以来的督查情况专辑"
    site.write("content/2008/06/issue.yaml", f"期号：6\n日期：2008-06-12\n状态：发布\n类型：专刊\n{topic}\n")
    long = f"title: {LONG}关于企业开办注销全流程办理情况的专题通报\nsection: 督查\nsource: [{LONG}, 县经信委]"
    address = "网址为https://luchuan.example/a/very/long/address/that/has/no/blank/anywhere/index.html。"
    site.write("content/2008/06/01.md", f"---\n{long}\n---\n\n{address}\n\n{TABLE}")
    assert not site.build().failed
    return site


@pytest.fixture(scope="module")
def root(sample):
    with served(sample.output) as address:
        yield address


@pytest.fixture(params=KINDS)
def address(request, sample) -> str:
    """The address of a page of each kind."""
    if request.param == "keyword":
        keywords = sample.output.glob("keywords/*/index.html")
        return min(page.relative_to(sample.output).as_posix() for page in keywords)
    return KINDS[request.param]


@pytest.fixture(scope="module")
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def shown(page, address: str):
    """Show a page and wait until all is there, hits included."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("!document.querySelector('#results[aria-busy=true]')")


def test_the_strictest_policy_holds_and_nothing_is_fetched_from_elsewhere(page, root, address):
    told, asked = [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
    )
    shown(page, root + address)
    assert told == []
    assert [url for url in asked if not url.startswith(root)] == []
    assert page.locator("h1").count() == 1


SHIFTS = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().map(e => e.value)))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done([]), 100);
})"""


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize(
    "kind", ["home", "issue", "item", "item with a picture", "archive", "section", "search"]
)
def test_nothing_moves_while_a_page_is_loaded(page, root, kind, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script("localStorage.setItem('jianbao-size', 'large')")
    shown(page, root + KINDS[kind])
    assert page.evaluate(SHIFTS) == []


def test_no_page_is_wider_than_a_phone(page, root, address):
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, root + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, root, address, axe, scheme):
    page.emulate_media(color_scheme=scheme)
    shown(page, root + address)
    page.evaluate(axe)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert found == []


SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"


@pytest.mark.parametrize("kind", ["home", "issue", "item", "unit", "search with hits"])
def test_wider_spacing_cuts_nothing_off(browser, root, kind):
    context = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    shown(page, root + KINDS[kind])
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  return [e.className, e.tagName, s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0];
}"""


@pytest.mark.parametrize("kind", ["issue", "item", "search with hits"])
def test_the_keyboard_reaches_everything_and_one_sees_where_it_is(page, root, kind):
    shown(page, root + KINDS[kind])
    page.evaluate("document.activeElement.blur()")
    every = "a[href], button, input, select, [tabindex='0']"
    count = page.evaluate(f"[...document.querySelectorAll({every!r})].filter(e => e.offsetParent).length")
    walked = []
    for _ in range(count):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(FOCUS))
    assert [focus for focus in walked if not focus[2]] == []
    assert "BODY" not in [tag for _, tag, _ in walked]
    if kind != "search with hits":  # there the field has the focus from the start
        assert walked[0][0] == "skip"


def test_copying_is_read_out(page, root):
    shown(page, root + KINDS["item"])
    page.get_by_role("button", name="复制").click()
    assert page.get_by_role("status").inner_text() in {"已复制", "请按 Ctrl+C"}


def test_a_page_is_readable_without_scripts_and_styles(browser, root):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(root + KINDS["issue"])
    assert "本期要目" in page.inner_text("main")
    assert page.locator("article.piece").first.inner_text().strip()
    context.close()


def test_the_size_of_the_text_is_remembered_from_page_to_page(page, root):
    size = "getComputedStyle(document.querySelector('.text')).fontSize"
    sizes = {}
    for name in ("小字", "中字", "大字"):
        shown(page, root + KINDS["item"])
        page.get_by_role("button", name=name).click()
        shown(page, root + KINDS["issue"])
        assert page.get_by_role("button", name=name, pressed=True).count() == 1
        assert page.locator(".sizes [aria-pressed=true]").count() == 1
        sizes[name] = float(page.evaluate(size).removesuffix("px"))
    assert sizes["小字"] < sizes["中字"] < sizes["大字"]
