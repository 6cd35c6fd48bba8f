"""All issues together: numbers, totals, dates, names, order, drafts and withdrawn items, links."""

from datetime import date

import msgspec
import pytest

from generator.model import IssueSource, ItemSource, Mention, Place, Reprint, Text
from generator.read.archive import assemble, keyword_keys
from generator.read.site import read_site, read_units
from generator.wording import WITHDRAWN

TODAY = date(2026, 11, 1)
SITE = "name: 芦川简报\noffice: 县效能办\nsections: [督查, 部门经验]\n"
UNITS = """\
- 县效能办
- {name: 县人社局, aliases: [芦川县人社局]}
- {name: 县工信局, former: [{name: 县经信委, until: 2025-06-30}]}
"""


def at(value, line=1, column=1):
    return Text(value, Place(line, column))


def item(path, **keys):
    """An item as read: `2026/05/01`."""
    file = f"content/{path}.md"
    said = {
        "title": at(f"{path}之题"),
        "section": at("督查", 3, 10),
        "units": (at("县效能办", 4, 9),),
        **keys,
    }
    return ItemSource(file, path.rpartition("/")[2].partition("-")[0], **said)


def issue(path, number=None, day="2026-05-10", total=None, kind="regular", items=None, **keys):
    """An issue as read, published unless it says otherwise."""
    *series, year, folder = path.split("/")
    number = int(folder.strip("z")) if number is None else number
    items = (item(f"{path}/01"),) if items is None else tuple(items)
    said = {
        "status": "published",
        "places": {"number": Place(1, 9), "date": Place(2, 7), "total": Place(3, 8)},
        **keys,
    }
    return IssueSource(
        path,
        "".join(series),
        int(year),
        f"content/{path}/issue.yaml",
        number,
        date.fromisoformat(day) if day else None,
        total,
        kind,
        items=items,
        files=tuple(one.file for one in items),
        **said,
    )


def assembled(*sources, drafts=False, today=TODAY, site=SITE, units=UNITS):
    settings = read_site(site.encode()).settings
    assert settings is not None
    settings = msgspec.structs.replace(settings, units=read_units(units.encode(), "units.yaml")[0])
    return assemble(settings, sources, keyword_keys(sources, {}), today, drafts=drafts)


def told(*sources, **keys):
    """Code, level, the issue's folder and the column of each problem."""
    found = assembled(*sources, **keys).problems
    return sorted((p.code, p.level, p.file.split("/")[-2], p.column) for p in found)


# --- Numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sources, problems",
    [
        ([], []),
        ([issue("2026/05"), issue("2026/06")], []),
        ([issue("2026/09"), issue("2026/10")], []),
        ([issue("2025/24", day="2025-12-30"), issue("2026/01", day="2026-01-10")], []),
        ([issue("2026/05"), issue("2026/06", 5)], [("N01", "error", "06", 9)]),
        (
            [issue("2026/05"), issue("2026/06", 5), issue("2026/07", 5)],
            [("N01", "error", f, 9) for f in ("06", "07")],
        ),
        ([issue("2026/05"), issue("2026/07")], [("N03", "warning", "07", 9)]),
        ([issue("2026/05"), issue("2026/z05", kind="supplement")], []),
        ([issue("2026/05"), issue("2026/z05", kind="special")], [("N01", "error", "z05", 9)]),
        (
            [issue("2026/z01", kind="supplement"), issue("2026/z03", kind="supplement")],
            [("N03", "warning", "z03", 9)],
        ),
        ([issue("zhou/2026/05"), issue("kuai/2026/05")], []),
        ([issue("2026/05"), issue("2026/06", 5, status="draft")], [("N01", "error", "06", 9)]),
    ],
)
def test_numbers(sources, problems):
    assert told(*sources) == problems
    assert told(*reversed(sources)) == problems


@pytest.mark.parametrize(
    "second, missing", [(7, "缺第 6 期。"), (8, "缺第 6～7 期。"), (24, "缺第 6～23 期。")]
)
def test_the_numbers_that_are_missing(second, missing):
    (found,) = assembled(issue("2026/05"), issue("2026/z", second)).problems
    assert found.message == missing


@pytest.mark.parametrize(
    "sources, problems",
    [
        ([issue("2026/05", total=128), issue("2026/06", total=129)], []),
        ([issue("2026/05", total=128), issue("2026/06"), issue("2026/07", total=130)], []),
        ([issue("2026/05", total=128), issue("2026/06", total=131)], [("N04", "warning", "06", 8)]),
        ([issue("2026/05", total=128), issue("2026/06", total=127)], [("N04", "warning", "06", 8)]),
        ([issue("2026/05", total=128), issue("2026/06", total=128)], [("N02", "error", "06", 8)]),
        (
            [issue("2025/24", day="2025-12-30", total=100), issue("2026/01", day="2026-01-05", total=101)],
            [],
        ),
        (
            [issue("2025/23", day="2025-12-30", total=100), issue("2026/01", day="2026-01-05", total=102)],
            [],
        ),
        (
            [issue("2025/24", day="2025-12-30", total=100), issue("2026/02", day="2026-01-05", total=101)],
            [("N04", "warning", "02", 8)],
        ),
        (
            [issue("2025/24", day="2025-12-30", total=100), issue("2026/01", day="2026-01-05", total=100)],
            [("N02", "error", "01", 8)],
        ),
        ([issue("2026/z01", total=5, kind="supplement")], [("N05", "error", "z01", 8)]),
        ([issue("2026/05", total=5), issue("2026/06", total=6, kind="special")], []),
        ([issue("zhou/2026/05", total=5), issue("kuai/2026/05", total=5)], []),
    ],
)
def test_totals(sources, problems):
    found = [one for one in told(*sources) if one[0] != "N03"]
    assert found == problems


def test_a_total_out_of_step_comes_with_the_right_one():
    (found,) = assembled(issue("2026/05", total=128), issue("2026/06", total=131)).problems
    assert (found.old, found.new, found.hint) == ("131", "129", "应为 129。")


# --- Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sources, problems",
    [
        ([issue("2026/05", day="2026-05-10"), issue("2026/06", day="2026-05-10")], []),
        (
            [issue("2026/05", day="2026-05-10"), issue("2026/06", day="2026-05-09")],
            [("D02", "warning", "06", 7)],
        ),
        (
            [issue("2025/24", day="2026-01-20"), issue("2026/01", day="2026-01-10")],
            [("D02", "warning", "01", 7), ("D04", "warning", "24", 7)],
        ),
        ([issue("2026/05", day="2026-05-10"), issue("2026/z01", day="2026-01-01", kind="supplement")], []),
        ([issue("zhou/2026/05", day="2026-05-10"), issue("kuai/2026/06", day="2026-01-01")], []),
        ([issue("2026/05", day="2026-11-01")], []),
        ([issue("2026/05", day="2026-11-02")], [("D03", "warning", "05", 7)]),
        ([issue("2026/05", day="2025-05-10")], [("D04", "warning", "05", 7)]),
        ([issue("2026/05", day=None)], []),
    ],
)
def test_dates(sources, problems):
    assert told(*sources) == problems


# --- Names ----------------------------------------------------------------------------------------


def test_a_unit_bears_the_name_of_the_day():
    def names(day):
        made = issue("2025/05", day=day, items=[item("2025/05/01", units=(at("县工信局"),))])
        return [(credit.name, credit.key) for credit in assembled(made).archive.issues[0].items[0].credits]

    assert names("2025-06-30") == [("县经信委", "xiangongxinju")]
    assert names("2025-07-01") == [("县工信局", "xiangongxinju")]


def test_any_name_of_a_unit_is_understood_and_it_is_credited_once():
    units = tuple(at(name) for name in ("芦川县人社局", "县经信委", "县人社局"))
    (made,) = assembled(issue("2026/05", items=[item("2026/05/01", units=units)])).archive.issues
    assert [credit.name for credit in made.items[0].credits] == ["县人社局", "县工信局"]


@pytest.mark.parametrize(
    "name, hint",
    [
        ("县人社居", "是不是“县人社局”？"),
        ("农商行总部", "把它加进 units.yaml，或改正名称。"),
        ("县人社局、县工信局", "几个单位写成列表：[县人社局, 县财政局]。"),
        ("县人社局 县工信局", "几个单位写成列表：[县人社局, 县财政局]。"),
    ],
)
def test_an_unknown_unit(name, hint):
    made = issue("2026/05", items=[item("2026/05/01", units=(at(name, 4, 9),))])
    (found,) = assembled(made).problems
    assert (found.code, found.file, found.line, found.column) == ("U01", "content/2026/05/01.md", 4, 9)
    assert (found.old, found.hint) == (name, hint)


@pytest.mark.parametrize("name, hint", [("督察", "是不是“督查”？"), ("外地", "可用：督查、部门经验。")])
def test_an_unknown_section(name, hint):
    (found,) = assembled(issue("2026/05", items=[item("2026/05/01", section=at(name, 3, 10))])).problems
    assert (found.code, found.line, found.column, found.old, found.hint) == ("S01", 3, 10, name, hint)


# --- Order, drafts, withdrawn items ---------------------------------------------------------------


def test_issues_stand_by_date_and_items_by_section_and_number():
    sources = [
        issue("2026/06", day="2026-06-01"),
        issue("2026/z01", day="2026-05-10", kind="supplement"),
        issue(
            "2026/05",
            items=[
                item("2026/05/01", section=at("部门经验")),
                item("2026/05/02"),
                item("2026/05/10"),
                item("2026/05/9", section=at("部门经验")),
            ],
        ),
    ]
    issues = assembled(*sources).archive.issues
    assert [one.path for one in issues] == ["2026/05", "2026/z01", "2026/06"]
    assert [one.number for one in issues[0].items] == ["02", "10", "01", "9"]


def test_a_draft_item_is_left_out_with_a_warning():
    made = issue("2026/05", items=[item("2026/05/01"), item("2026/05/02", status="draft")])
    archive, (found,) = assembled(made)
    assert (found.code, found.level, found.file) == ("B03", "warning", "content/2026/05/02.md")
    assert [one.number for one in archive.issues[0].items] == ["01"]
    archive, found = assembled(made, drafts=True)
    assert ([one.number for one in archive.issues[0].items], found) == (["01", "02"], ())


def test_a_draft_issue_is_left_out_without_one():
    made = issue("2026/05", status="draft", items=[item("2026/05/01", status="draft")])
    assert assembled(made) == (assembled().archive, ())
    assert [one.path for one in assembled(made, drafts=True).archive.issues] == ["2026/05"]


def test_a_withdrawn_item_keeps_its_address_alone():
    picture = Mention("content/2026/05/1.jpg", "2026/05/d.jpg", at("1.jpg"), "d", shown=True)
    kept = item("2026/05/02", mentions=(Mention("content/2026/05/2.pdf", "2026/05/e.pdf", at("2.pdf"), "e"),))
    gone = item(
        "2026/05/01",
        status="withdrawn",
        author="张三",
        summary="摘",
        keywords=("窗口",),
        reprint=Reprint("新华网"),
        mentions=(picture,),
    )
    (made,) = assembled(issue("2026/05", items=[gone, kept])).archive.issues
    stub = made.items[0]
    assert (stub.path, stub.title, stub.status, stub.section) == (
        "2026/05/01",
        WITHDRAWN,
        "withdrawn",
        "ducha",
    )
    assert not any((stub.credits, stub.reprint, stub.author, stub.summary, stub.keywords, stub.characters))
    assert [file.file for file in made.attached] == ["content/2026/05/2.pdf"]


def test_pictures_of_the_note_are_attached_and_each_file_once():
    twice = (Mention("content/2026/05/1.jpg", "2026/05/d.jpg", at("1.jpg"), "d", shown=True),) * 2
    (made,) = assembled(
        issue("2026/05", mentions=twice, items=[item("2026/05/01", mentions=twice)])
    ).archive.issues
    assert [(file.address, file.file, file.shown) for file in made.attached] == [
        ("2026/05/d.jpg", "content/2026/05/1.jpg", True)
    ]


def test_an_issue_without_number_or_date_has_its_items_looked_at():
    wrong = [item("2026/05/01", units=(at("无此单位"),))]
    archive, found = assembled(issue("2026/05", day=None, items=wrong))
    assert (archive.issues, [p.code for p in found]) == ((), ["U01"])


# --- Links ----------------------------------------------------------------------------------------


def link(target):
    return (Mention(f"content/{target}", target.replace(".md", ".html"), at(target, 7, 5)),)


@pytest.mark.parametrize(
    "target, problems",
    [
        ("2026/05/01.md", []),
        ("2026/04/01.md", []),
        ("2026/05/02.md", [("L06", "error", "05", 5)]),
        ("2026/05/03.md", []),
        ("2026/06/01.md", [("L06", "error", "05", 5)]),
        ("2026/05/09.md", [("L01", "error", "05", 5)]),
        ("2020/01/01.md", [("L01", "error", "05", 5)]),
    ],
)
def test_links_to_items(target, problems):
    sources = [
        issue("2026/04", day="2026-04-10"),
        issue(
            "2026/05",
            items=[
                item("2026/05/01", mentions=link(target)),
                item("2026/05/02", status="draft"),
                item("2026/05/03", status="withdrawn"),
            ],
        ),
        issue("2026/06", day="2026-06-01", status="draft"),
    ]
    assert [one for one in told(*sources) if one[0] != "B03"] == problems
    assert [one for one in told(*sources, drafts=True) if one[0] == "L06"] == []


def test_what_is_not_published_may_link_to_what_is_not():
    sources = [
        issue("2026/05", status="draft", items=[item("2026/05/01", mentions=link("2026/06/01.md"))]),
        issue("2026/06", day="2026-06-01", status="draft"),
    ]
    assert told(*sources) == []


def test_the_note_of_an_issue_is_held_to_its_links_too():
    assert told(issue("2026/05", mentions=link("2026/05/09.md"))) == [("L01", "error", "05", 5)]


def test_a_link_that_misses_names_the_nearest_file_beside():
    file = item("2026/05/01", mentions=link("2026/04/01-旧搞.md"))
    old = item("2026/04/01-旧稿")
    (found,) = assembled(
        issue("2026/04", day="2026-04-01", items=[old]), issue("2026/05", items=[file])
    ).problems
    assert (found.old, found.hint) == ("2026/04/01-旧搞.md", "是不是“01-旧稿.md”？")


# --- Addresses ------------------------------------------------------------------------------------


def test_folders_that_differ_by_case_alone():
    sources = [issue("2026/Z01", 1, kind="supplement"), issue("2026/z01", 2, kind="supplement")]
    assert told(*sources) == [("A01", "error", "z01", 1)]


def test_keywords_have_their_keys():
    source = issue("2026/05", items=[item("2026/05/01", keywords=("窗口", "一次办"))])
    (made,) = assembled(source).archive.issues
    assert [word.name for word in made.items[0].keywords] == ["窗口", "一次办"]
    assert all(
        word.key.startswith(pinyin)
        for word, pinyin in zip(made.items[0].keywords, ("chuangkou-", "yiciban-"), strict=True)
    )
