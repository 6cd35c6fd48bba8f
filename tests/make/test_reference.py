"""Pages of awkward cases beside pictures of how they should look, drawn with the bundled fonts alone.

`make golden` draws the pictures anew after a wanted change; look at them before they are kept.
"""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from generator.make.typeset import issue_pdf
from generator.model import Body, PrintDesign, Reprint
from tests.make.typeset_sample import (
    SECTIONS,
    SERIES,
    bodies,
    bundled,
    issue,
    item,
    page_count,
    paragraphs,
    pixels,
    theme,
)

pytestmark = pytest.mark.needs("pdftoppm")

PICTURES = Path(__file__).parent / "reference"
DPI = 60
DIFFERENT = 64  # levels of grey of 256; another version of poppler smooths edges a little differently
TOLERATED = 0.002  # of a page's pixels; one line that breaks elsewhere is four times as much

KINSOKU = (
    "会上说：“凡是群众反映‘门难进、脸难看、事难办’的，一查到底！”怎么查？谁来查？（见附件1。）"
    "县效能办的答复是：“‘查’字当头，‘改’字落脚”——既看《办事指南》（2025年版），也看“好差评”……"
    "截至7月10日，共受理1,204件，办结率98.6%，其中当场办结63.1%；有3件（均为跨省事项），因材料不全，退回补正。"
    "对此，该局提出“三个一律”：凡是能当场办的，一律当场办；凡是能网上办的，一律网上办；凡是能容缺办的，一律容缺办。"
)
LATIN = (
    "新系统接入国家政务服务平台（https://www.example.cn/portal/service/list.html?region=411000&amp;page=1），"
    "采用HTTP/2和GB/T 39554.1-2020规定的接口，响应时间由1.8 s降到0.3 s；校验码为"
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08，"
    "由International Organization for Standardization给出的OID登记。"
)
ROWS = "".join(
    f'<tr><td class="center">{n}</td><td>{unit}</td><td class="right">{n * 137 % 991}</td>'
    f'<td class="right">{90 + n * 7 % 10}.{n % 10}%</td><td>{note}</td></tr>'
    for n, unit, note in (
        (
            n,
            ("县市场监管局", "县人社局", "石桥街道", "县医保局")[n % 4],
            "材料重复提交、时限超出承诺" * (n % 3),
        )
        for n in range(1, 21)
    )
)
TABLE = (
    "<table><thead><tr><th>序号</th><th>单位</th><th>件数</th><th>办结率</th><th>主要问题</th></tr></thead>"
    f"<tbody>{ROWS}</tbody></table>"
)
LISTS = (
    "<p>整改分三步：</p><ol><li>自查自纠，由各单位对照清单逐条核对，7月底前报送；</li><li>集中整改："
    "<ul><li>当场能改的当场改；</li><li>涉及多个部门的，由牵头单位负责。</li></ul></li></ol>"
    '<p>共12件<sup id="fnref-01-1"><a class="footnote-ref" href="#fn-01-1">1</a></sup>。</p>'
    '<div class="footnote"><ol><li id="fn-01-1"><p>不含乡镇窗口，下同。</p></li></ol></div>'
)
REPRINT = (
    "5月13日，云陂县“蜗牛奖”颁奖，3个单位上台领奖，台下鸦雀无声。",
    "“得这个奖，比挨板子还疼。”获奖单位负责人说。按规定，一年内两次得奖的，主要负责人要到县委常委会上作检讨。",
    "奖状上写着办理时限、超期天数和群众的原话。县里说：“不点名的批评等于没有批评。”",
    "三个月后，3个单位的超期件全部清零……有人问：“奖状怎么处理？”答：“挂在大厅，改好了再摘。”",
)


def awkward() -> bytes:
    three = (
        item(1, "窗口服务“回头看”：查‘慢’、查‘推’、查‘拖’", "ducha", "县效能办", "县政务服务局"),
        item(2, "各单位投诉件办理情况", "bumen", "县效能办"),
        item(3, "云陂县：给“慢作为”发“蜗牛奖”，奖状挂在大厅里", "waidi", reprint=Reprint("江南日报")),
    )
    texts = bodies(
        n01=Body(paragraphs(KINSOKU, LATIN), paragraphs("“改”比“查”难。请各单位把‘回头看’当作‘往前走’。")),
        n02=Body(f"<p>上半年各单位办理情况如下：</p>{TABLE}{LISTS}"),
        n03=Body(paragraphs(*REPRINT)),
    )
    return issue_pdf(theme(), bundled(), PrintDesign(), SERIES, SECTIONS, issue(items=three), texts, {})


@pytest.fixture(scope="module")
def drawn() -> dict[str, Image.Image]:
    pdf = awkward()
    return {f"awkward-{n}.png": pixels(pdf, n, DPI).convert("L") for n in range(1, page_count(pdf) + 1)}


def test_pages_look_as_they_did(drawn, request):
    if request.config.getoption("--golden"):
        PICTURES.mkdir(exist_ok=True)
        for old in PICTURES.glob("*.png"):
            old.unlink()
        for name, page in drawn.items():
            page.quantize(16).save(PICTURES / name, optimize=True)

    assert sorted(path.name for path in PICTURES.glob("*.png")) == sorted(drawn)
    differing = {name: difference(page, Image.open(PICTURES / name)) for name, page in drawn.items()}
    assert {name: share for name, share in differing.items() if share > TOLERATED} == {}


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels in which two pages differ visibly."""
    assert one.size == other.size
    levels = ImageChops.difference(one, other.convert("L")).histogram()
    return sum(levels[DIFFERENT:]) / (one.width * one.height)


def test_the_comparison_sees_a_line_that_breaks_elsewhere(drawn):
    page = drawn["awkward-1.png"]
    line = page.crop((60, 500, 440, 515))
    moved = page.copy()
    moved.paste(line, (66, 500))

    assert difference(page, page) == 0
    assert difference(page, moved) > TOLERATED
