"""Sound texts in which nothing is wrong: the sample site's, and paragraphs full of what looks wrong."""

from datetime import date
from pathlib import Path

import pytest

from generator.desk.proofread import proofread as proofread_site
from generator.proofreading import prose
from generator.proofreading.rules import proofread
from generator.read.words import Words
from generator.survey import survey

ROOT = Path(__file__).parent.parent.parent
PARAGRAPHS = (Path(__file__).parent / "sound.md").read_text(encoding="utf-8").strip().split("\n\n")


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda text: text[:12])
def test_nothing_is_wrong(paragraph):
    read = prose.read(paragraph)
    found = proofread(read, date(2026, 5, 10), Words())
    assert [(one.code, read.text[one.start : one.end], one.message) for one in found] == []


def test_nothing_is_wrong_on_the_sample_site(tmp_path):
    problems = proofread_site(ROOT, survey(ROOT, tmp_path / "output", date(2026, 11, 1), jobs=1))
    assert [p for p in problems if p.code[0] in "PMVWRT"] == []
