"""Runs of characters that must not be found are found wherever they begin, and no others."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.runs import LENGTH, forbidden, found, squeezed

WRITTEN = "关于在全县开展营商环境专项整治的通知尚在征求意见，请勿外传，更不得提前发布，违者追责。"
SECRET = squeezed(WRITTEN)
CHARACTERS = st.text(st.sampled_from("甲乙丙"), max_size=120)


def texts(runs, text: str) -> list[str]:
    return [run.text for run in found(runs, squeezed(text))]


@pytest.mark.parametrize("before", range(30))
def test_a_run_is_found_at_every_place(before):
    runs = forbidden([("a.md", SECRET)], ())
    piece = SECRET[5 : 5 + LENGTH]
    assert texts(runs, "文" * before + piece + "字" * 7) == [piece]


@pytest.mark.parametrize("before", range(30))
def test_a_shorter_run_is_none(before):
    runs = forbidden([("a.md", SECRET)], ())
    assert texts(runs, "文" * before + SECRET[5 : 4 + LENGTH] + "字" * 30) == []


def test_white_space_width_and_case_do_not_hide_a_run():
    runs = forbidden([("a.md", "ABC公司（东区）２０２６年营收增长百分之十五，利润增长百分之九")], ())
    assert texts(runs, "abc 公司(东区)2026年营收\n增长百分之十五，\u200b利润 增长百分之九")


def test_what_is_published_may_be_found():
    runs = forbidden([("a.md", WRITTEN)], [f"本报讯：{SECRET[:30]}。"])
    assert texts(runs, SECRET[:30]) == []
    assert texts(runs, SECRET) == [SECRET[7:]]


def test_a_run_names_its_source():
    runs = forbidden([("a.md", SECRET), ("b.md", "乙" * 40)], ())
    assert [run.source for run in found(runs, "乙" * 24)] == ["b.md"]


def test_the_digest_is_of_the_runs():
    one, other = forbidden([("a.md", SECRET)], ()), forbidden([("b.md", SECRET)], ())
    assert one.digest == other.digest
    assert one.digest != forbidden([("a.md", SECRET + "完")], ()).digest


@given(CHARACTERS, CHARACTERS, CHARACTERS)
def test_found_are_just_the_windows_that_two_texts_share(secret, published, text):
    def windows(of: str) -> set[str]:
        return {of[at : at + LENGTH] for at in range(len(of) - LENGTH + 1)}

    runs = forbidden([("a.md", secret)], [published])
    wanted = (windows(secret) - windows(published)) & windows(text)
    assert set(runs.sources) == windows(secret) - windows(published)
    told = [run.text for run in found(runs, text)]
    assert wanted == {window for run in told for window in windows(run)}


def test_a_run_of_two_sources_is_told():
    rng = random.Random(1)
    one, other = ("".join(rng.choices("赵钱孙李周吴郑王冯陈褚卫", k=60)) for _ in range(2))
    runs = forbidden([("a.md", one), ("b.md", other)], ())
    assert {run.source for run in found(runs, f"{one}，中间，{other}")} == {"a.md", "b.md"}
