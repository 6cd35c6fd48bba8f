"""The bulletin that the grammar was first read from, where a copy of it is at hand."""

import os
from pathlib import Path

import pytest

from generator.desk.importing import Known, import_files, parse
from generator.problems import has_errors
from tests.desk.importing_helpers import SECTIONS, all_text, sentences

NAME = "bulletin-jinhu.txt"
PLACES = [
    Path(os.environ.get("JIANBAO_REFERENCE", "reference")) / NAME,
    *(parent / "shared" / "reference" / NAME for parent in Path(__file__).resolve().parents),
]
FILE = next((place for place in PLACES if place.is_file()), Path(NAME))
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the bulletin is not at hand")

TITLES = [
    "组织专题监督活动",
    "开展部门联动督查",
    "三举措助力企业发展",
    "创新模式优服务",
    "“四突出”助推三农发展",
    "三措并举提效能",
    "出台《奖惩问责规定》",
    "曝光“慢作为”：江苏泰州公布首批“蜗牛奖”，12个部门上榜",
]


@pytest.fixture(scope="module")
def text():
    return FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(text):
    return parse(text, Known(SECTIONS, ()))


def test_eight_items_with_their_titles(made):
    assert [item.title.value for item in made.items] == TITLES


def test_credits(made):
    named = [[unit.value for unit in item.credits.units] for item in made.items]
    assert named == [
        ["县效能中心"],
        ["县效能中心"],
        ["县经信委"],
        ["县人社局"],
        ["金湖农商行"],
        ["县安监局"],
        ["县城管局"],
        [],
    ]
    assert made.items[7].credits.reprint.value.name == "新华网"
    assert [len(item.paragraphs) for item in made.items] == [1] * 7 + [4]


def test_sections_are_guesses(made):
    wanted = ["督查"] * 2 + ["部门经验"] * 5 + ["外地经验"]
    assert [item.section.value for item in made.items] == wanted
    assert all(item.section.guess for item in made.items)


def test_every_sentence_in_order(made, text):
    body = text[text.index("◆组织专题监督活动。") :].replace("◆", "")
    for unit in ("县经信委", "县人社局", "金湖农商行", "县安监局", "县城管局"):
        body = body.replace(f"（{unit}供稿）", "")
    assert all_text(made) == "".join(sentences(body))


def test_the_files(tmp_path):
    told = import_files([FILE], tmp_path, sections=SECTIONS, units=(), issue="2016/05")
    assert not told.failed
    assert not has_errors(told.problems)
    folder = tmp_path / "content/2016/05"
    names = sorted(path.name for path in folder.iterdir())
    assert names == [*(f"{n:02d}.md" for n in range(1, 9)), "issue.yaml", "originals"]
    assert (folder / "issue.yaml").read_text(encoding="utf-8") == "number: 【待填】\ndate: 【待填】\n"
    first = (folder / "01.md").read_text(encoding="utf-8")
    assert first.startswith(
        "---\ntitle: 组织专题监督活动\nsection: 督查  # 待核\nsource: 县效能中心\n---\n\n4月29日，"
    )
    assert (folder / "originals" / NAME).read_bytes() == FILE.read_bytes()
