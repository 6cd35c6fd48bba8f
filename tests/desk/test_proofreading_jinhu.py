"""Proofreading the bulletin that the project began with, where a copy of it is at hand."""

from collections import Counter

import pytest

from generator.desk.importing import import_files
from generator.desk.proofread import mend, proofread
from tests.desk.importing_helpers import SECTIONS
from tests.desk.test_importing_jinhu import FILE
from tests.sites import Site, issue

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the bulletin is not at hand")
UNITS = "[县效能中心, 县经信委, 县人社局, 金湖农商行, 县安监局, 县城管局]\n"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.write("site.yaml", "name: 简报\noffice: 县效能中心\nsections: [督查, 部门经验, 外地经验]\n")
    site.write("units.yaml", UNITS)
    import_files([FILE], tmp_path, sections=SECTIONS, units=(), issue="2016/05")
    site.write("content/2016/05/issue.yaml", issue(5, 100, "2016-05-20"))
    return site


def found(site: Site):
    problems = [p for p in proofread(site.folder, site.survey()) if p.code[0] in "PMVWRT"]
    return [(p.code, p.file.rpartition("/")[2][:2], p.old) for p in problems]


def test_24_half_width_marks_in_the_last_item_one_wrong_word_and_nothing_else(site):
    assert Counter(found(site)) == Counter(
        {("P01", "08", ","): 21, ("P01", "08", ";"): 1, ("P01", "08", "("): 1, ("P01", "08", ")"): 1}
        | {("W01", "07", "截止"): 1}
    )


def test_the_reprint_is_put_right_only_when_asked_for(site):
    assert [p.code for p in mend(site.folder, site.survey(), reprints=False)] == ["W01"]
    assert len(found(site)) == 24
    assert len(mend(site.folder, site.survey(), reprints=True)) == 24
    assert found(site) == []
