"""Numbers and dates in the forms that offices write."""

from datetime import date

import pytest

from generator.desk.importing.numerals import find_date, find_year, whole


@pytest.mark.parametrize(
    "text, number",
    [
        ("5", 5),
        ("０５", 5),
        ("2639", 2639),
        ("1 2", 12),
        ("八", 8),
        (" 八 ", 8),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("卅一", 31),
        ("二十三", 23),
        ("一百", 100),
        ("一百零五", 105),
        ("一百二十八", 128),
        ("二〇一六", 2016),
        ("二○一一", 2011),
        ("二O一六", 2016),
        ("二0一六", 2016),
        ("二零一六", 2016),
    ],
)
def test_numbers_in_digits_and_words(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "百", "期", "十十", "一二三四五六七", "12345678"])
def test_what_is_no_number_is_none(text):
    assert whole(text) is None


@pytest.mark.parametrize(
    "text, day",
    [
        ("2016年5月10日", date(2016, 5, 10)),
        ("2018 年 7 月 23 日", date(2018, 7, 23)),
        ("2 0 1 8年7月23日", date(2018, 7, 23)),
        ("二○一一年一月十八日", date(2011, 1, 18)),
        ("二〇一六年十二月三十一日", date(2016, 12, 31)),
        ("二O一六年五月廿日", date(2016, 5, 20)),
        ("县政府办2013年4月15日", date(2013, 4, 15)),
        ("2019-10-16 10:41", date(2019, 10, 16)),
        ("2019.10.16", date(2019, 10, 16)),
        ("2019/1/6", date(2019, 1, 6)),
        ("18.06.2014 18:48", date(2014, 6, 18)),
        ("2016年5月10日 星期二", date(2016, 5, 10)),
        ("2016年13月40日，实为2016年5月10日", date(2016, 5, 10)),
    ],
)
def test_dates(text, day):
    found = find_date(text)
    assert found
    assert (found.day, found.guess) == (day, "")


def test_the_weekday_belongs_to_the_date():
    found = find_date("（2016年5月10日 星期二）县效能办")
    assert found
    assert found.end == len("（2016年5月10日 星期二）")


def test_a_date_that_lost_its_last_sign_is_a_guess():
    found = find_date("县政府办           2022年8月19")
    assert found
    assert found.day == date(2022, 8, 19)
    assert "日" in found.guess


def test_a_date_without_its_year_needs_one():
    assert find_date("4月21日") is None
    found = find_date("4月21日", 2016)
    assert found
    assert found.day == date(2016, 4, 21)
    assert found.guess


@pytest.mark.parametrize("text", ["2016年2月30日", "10.16", "1.2.3", "五月", "192.168.10.16", "2016年5月"])
def test_what_is_no_date(text):
    assert find_date(text) is None


def test_years():
    assert find_year("自二○一六年以来，2018年") == 2016
    assert find_year("第3000年，近10年") is None
