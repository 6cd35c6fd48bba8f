"""Personal data that has no place in a bulletin: identity numbers and mobile numbers.

Both are told by their own rules, so that an office's telephone, a hot line, an amount or a document's
number is none.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple


class Found(NamedTuple):
    """Personal data from `start` to before `end`; `kind` is 身份证号 or 手机号."""

    start: int
    end: int
    kind: str


def find(text: str) -> Iterator[Found]:
    """Identity and mobile numbers in a text, in their order; full-width digits count as digits.

    An identity number (GB 11643—1999) is of a province, of a day that was, and has the right check digit
    (ISO 7064, MOD 11-2). A mobile number begins as the numbering plan (工信部 电信网编号计划) assigns them.
    """
    for match in _NUMBER.finditer(text.translate(_HALF_WIDTH)):
        if match["mobile"]:
            yield Found(match.start("mobile"), match.end("mobile"), "手机号")
        elif _is_identity(_SEPARATOR.sub("", match["identity"])):
            yield Found(*match.span("identity"), "身份证号")


_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ＋－", "0123456789Xx+-")
_SEPARATOR = re.compile(r"[ -]")
_NUMBER = re.compile(
    r"""
    (?<![0-9A-Za-z_=]) (?<![0-9][.-]) (?<![A-Za-z]/)  # no part of a longer number or an address
    (?:
        (?P<identity> [1-9]\d{5}[ ]?\d{8}[ ]?\d{3}[0-9Xx] )
        |
        (?: (?:\+|00)86[ -]? | 86[ -] )?
        (?P<mobile> 1(?: 3\d | 4[014-9] | 5[0-35-9] | 6[2567] | 7[0-8] | 8\d | 9[0-35-9] )
            (?: \d{8} | [ ]\d{4}[ ]\d{4} | -\d{4}-\d{4} ) )
        (?! [ ]?[万亿元吨千公米平亩株册] )
    )
    (?! [0-9A-Za-z_] | \.\d )
    """,
    re.VERBOSE | re.ASCII,
)
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def _is_identity(number: str) -> bool:
    weighted = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return (
        _PROVINCE.match(number) is not None
        and number[6:8] in {"18", "19", "20"}
        and _is_day(number[6:14])
        and _CHECKS[weighted % 11] == number[17].upper()
    )


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
