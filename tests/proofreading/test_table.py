"""The rules over a table of texts, half of them traps: all that is found is wrong, all wrong is found."""

from collections import Counter

import pytest

from generator.problems import RULES
from tests.proofreading.table import PROBLEMS, cases, found

CASES = cases()
BESIDE = {"W02", "R01"}
"""Rules that look at several items: tests/desk/test_proofread.py."""


def test_the_table_is_large_and_half_of_it_are_traps():
    assert PROBLEMS == ()
    assert len(CASES) >= 150
    assert sum(not one.expected for one in CASES) >= len(CASES) / 2
    assert len({one.name for one in CASES}) == len(CASES)


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_what_is_found_is_what_is_wrong(one):
    assert found(one.text, one.day) == one.expected


def test_precision_and_recall_of_each_rule():
    right, told, wanted = Counter[str](), Counter[str](), Counter[str]()
    for one in CASES:
        findings = found(one.text, one.day)
        told.update(code for code, _, _ in findings.elements())
        wanted.update(code for code, _, _ in one.expected.elements())
        right.update(code for code, _, _ in (findings & one.expected).elements())
    measured = {code: (right[code] / told[code], right[code] / wanted[code]) for code in wanted}
    assert measured == dict.fromkeys(wanted, (1.0, 1.0))
    assert wanted.keys() == {code for code in RULES if code[0] in "PMVWRT"} - BESIDE
