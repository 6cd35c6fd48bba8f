"""docs/problems.md and docs/proofreading.md tell of every code; their examples are as wrong as they say."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.desk.proofread import mend, proofread
from generator.problems import RULES
from generator.publish.sealing import seal
from tests.sites import Site

DOCS = Path(__file__).parent.parent / "docs"
DOC = "".join((DOCS / name).read_text(encoding="utf-8") for name in ("problems.md", "proofreading.md"))
PROOFREADING = "PMVWRT"
FIXED, NOT_FIXED = "`--fix` 会改。", "`--fix` 不改。"
LEVELS = {"error": "**错误**", "warning": "**警告**"}
ADJUSTABLE = {True: "可以调整", False: "不能调整"}

PARTS = {part[:3]: part for part in re.split(r"^### ", DOC, flags=re.MULTILINE)[1:]}
EXAMPLE = re.compile(
    r"^写错.*?：\n\n```(\w+) ?(\S*)\n(.*?)^```\n\n改正：\n\n```(\w+) ?(\S*)\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
FOLDERS = {
    "site.yaml": "",
    "units.yaml": "",
    "words.yaml": "",
    "issue.yaml": "content/2026/06/",
    "01.md": "content/2026/06/",
}
BODY = "正文"
"""In docs/proofreading.md: the text of `01.md` without its front matter."""
FRONT = "---\ntitle: 推行首问负责\nsection: 部门经验\nsource: 县工信局\n---\n\n"


def examples():
    """Code, file, the wrong text and the right one, where both are texts of the same file."""
    for code, part in PARTS.items():
        for number, found in enumerate(EXAMPLE.findall(part)):
            _, file, wrong, _, right_file, right = found
            if file == BODY:
                file, wrong, right = "01.md", FRONT + wrong, FRONT + right
            if file:
                yield pytest.param(code, file, wrong, right if right_file else None, id=f"{code}-{number}")


def test_every_code_stands_there_once_in_the_order_of_the_rules():
    assert list(PARTS) == list(RULES)
    assert len(re.findall(r"^### ", DOC, flags=re.MULTILINE)) == len(RULES)


@pytest.mark.parametrize("code", RULES)
def test_title_level_and_adjustability_are_those_of_the_rule(code):
    rule = RULES[code]
    head, _, text = PARTS[code].partition("\n\n")
    assert head == f"{code}　{rule.title}"
    assert text.startswith(f"{LEVELS[rule.level]}，{ADJUSTABLE[rule.adjustable]}。")


@pytest.mark.parametrize("code", RULES)
def test_every_code_has_an_example_of_the_wrong_and_the_right(code):
    assert EXAMPLE.search(PARTS[code])
    assert PARTS[code].count("\n写错") == PARTS[code].count("\n改正") == len(EXAMPLE.findall(PARTS[code]))


def published_before(site: Site) -> None:
    seal(site.folder, site.survey().shown, datetime(2026, 6, 10, tzinfo=UTC), "内网", "1")


@pytest.mark.parametrize("code, file, wrong, right", list(examples()))
def test_the_examples_are_as_wrong_and_as_right_as_it_says(site: Site, code, file, wrong, right):
    name = f"{FOLDERS[file]}{file}"
    published = "" if "status" in wrong or file != "issue.yaml" else "status: 发布\n"
    if code[0] == "E":  # what is wrong with it is that something else was published
        site.write(name, (right or "") + published)
        published_before(site)
    site.write(name, wrong + published)
    assert (code, name) in told(site, code) or (code, "content/2026/06/01.md") in told(site, code)
    if right is not None:
        site.write(name, right + published)
        assert told(site, code) == []


def told(site: Site, code: str) -> list[tuple[str, str]]:
    """Code and file of what reading says, and proofreading where the code is one of its own."""
    read = site.survey()
    problems = proofread(site.folder, read) if code[0] in PROOFREADING else read.problems
    return [(p.code, p.file) for p in problems]


@pytest.mark.parametrize("code", [code for code in RULES if code[0] in PROOFREADING])
def test_whether_fix_puts_it_right_is_as_it_says(site: Site, code):
    assert (FIXED in PARTS[code]) != (NOT_FIXED in PARTS[code])
    for own, file, wrong, right in (one.values for one in examples()):
        if own != code or file != "01.md":
            continue
        site.write("content/2026/06/01.md", wrong)
        mend(site.folder, site.survey(), reprints=False)
        assert site.read("content/2026/06/01.md") == (right if FIXED in PARTS[code] else wrong)
