"""Identity and mobile numbers are found, other numbers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.proofreading.personal import find

IDENTITY = "32083119900307123"
WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]


def checked(first: str) -> str:
    """The number with its check digit, as ISO 7064 defines it: the whole is 1 modulo 11."""
    rest = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return first + next("0123456789X"[last] for last in range(11) if (rest + last) % 11 == 1)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind, text[found.start : found.end]) for found in find(text)]


@pytest.mark.parametrize(
    "text, written",
    [
        ("联系人手机13812345678。", "13812345678"),
        ("手机：１３８１２３４５６７８", "１３８１２３４５６７８"),
        ("+86 138-1234-5678", "138-1234-5678"),
        ("电话0517-86882345/19912345678", "19912345678"),
        ("138 1234 5678，微信同号", "138 1234 5678"),
        ("13812345678,15912345678", "13812345678"),
    ],
)
def test_mobile_numbers(text, written):
    assert kinds(text)[0] == ("手机号", written)


@pytest.mark.parametrize(
    "text",
    [
        "电话0517-86882345，热线12345、12315、110",
        "合同号2016-13812345678",
        "累计投入13812345678元",
        "面积0.13812345678，又13812345678.5",
        "统一社会信用代码91320831MA1138123456",
        "订单号1381234567812",
        "客服4008123456、10086、95588",
        "http://a.cn/13812345678.html?id=13812345678",
        "号段11012345678、12012345678、15412345678、16912345678",
        "受理020-13812345678",
    ],
)
def test_other_numbers_are_no_mobile_numbers(text):
    assert kinds(text) == []


def test_identity_numbers_by_their_check_digit():
    right = checked(IDENTITY)
    assert kinds(f"身份证号{right}，") == [("身份证号", right)]
    assert kinds(f"身份证号{right[:6]} {right[6:14]} {right[14:]}") != []
    for last in set("0123456789X") - {right[-1]}:
        assert kinds(f"身份证号{IDENTITY}{last}") == []


def test_an_identity_number_that_ends_in_x():
    ending = next(
        checked(f"32083119900307{n:03}") for n in range(100) if checked(f"32083119900307{n:03}")[-1] == "X"
    )
    assert kinds(ending.lower()) == [("身份证号", ending.lower())]


@pytest.mark.parametrize("wrong", ["32083119900230123", "99083119900307123", "32083130000307123"])
def test_no_day_or_no_province_is_no_identity_number(wrong):
    assert kinds(checked(wrong)) == []


@given(st.from_regex(r"[1-9][0-9]{20,30}", fullmatch=True))
def test_nothing_is_found_inside_a_longer_number(number):
    assert kinds(number) == []


@given(st.text())
def test_what_is_found_lies_in_the_text_in_order(text):
    ends = 0
    for found in find(text + "13812345678"):
        assert ends <= found.start < found.end <= len(text) + 11
        ends = found.end
