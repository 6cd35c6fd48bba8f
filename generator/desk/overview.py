"""An issue at a glance, for whoever puts it together: its items, how long it is, what it still lacks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator import wording
from generator.desk.paging import pages
from generator.desk.scaffold import readers
from generator.model import Bodies, Credit, IssueSource, ItemSource, Problem, Settings
from generator.read.folder import item_path

STATES = {"draft": "草稿", "ready": "可用", "withdrawn": "撤稿"}
WRONG = "待改"
"""The state of an item in whose file is an error, a 【待填】 too."""


class Row(NamedTuple):
    """An item as the overview shows it; `title` is empty where it could not be read."""

    number: str
    section: str
    title: str
    unit: str
    characters: int
    state: str


class Overview(NamedTuple):
    """An issue: `title` is `第6期（总第129期） 2026-05-24`, `missing` says what it still lacks.

    `pages` is an estimate (`generator.desk.paging`); `unsigned` are those who have not signed yet.
    """

    path: str
    title: str
    rows: tuple[Row, ...]
    characters: int
    pages: int
    missing: tuple[str, ...]
    unsigned: tuple[str, ...] = ()
    draft: bool = False


def in_hand(sources: Sequence[IssueSource]) -> tuple[IssueSource, ...]:
    """The issues that are being put together: all drafts, or the newest issue where there are none."""
    drafts = tuple(source for source in sources if source.status == "draft")
    newest = max(sources, key=lambda source: (source.date or date.min, source.number or 0), default=None)
    return drafts or ((newest,) if newest else ())


def overview(
    source: IssueSource,
    bodies: Bodies,
    settings: Settings,
    problems: Sequence[Problem],
    before: IssueSource | None = None,
    unsigned: Sequence[str] = (),
) -> Overview:
    """The overview of one issue.

    `problems` are those of the whole site, `before` is an earlier issue whose lists of readers this one is
    expected to have, `unsigned` names those who have not signed yet.
    """
    wrong = {p.file: p for p in reversed(problems) if p.level == "error"}
    rank = {section.name: number for number, section in enumerate(settings.sections)}
    items = sorted(source.items, key=lambda item: (rank.get(_section(item), 0), int(item.number)))
    rows = tuple(_row(item, wrong) for item in items)
    unread = sorted(set(source.files) - {item.file for item in items})
    rows += tuple(Row(_number(file), "", "", "", 0, WRONG) for file in unread)
    printed = [item for item in items if item.status != "draft" or source.status == "draft"]
    run_in = [section.name for section in settings.sections if section.heads == "run-in"]
    return Overview(
        source.path,
        _title(source),
        rows,
        sum(row.characters for row in rows),
        pages(settings.print_of(source.series), source, printed, bodies, run_in),
        tuple(_missing(source, rows, wrong, before)),
        tuple(unsigned),
        source.status == "draft",
    )


def _row(item: ItemSource, wrong: Mapping[str, Problem]) -> Row:
    credits_ = [Credit(unit.value, "") for unit in item.units]
    unit = wording.credit(credits_, None) or (f"摘自{item.reprint.name}" if item.reprint else "")
    state = WRONG if item.file in wrong else STATES[item.status]
    return Row(item.number, _section(item), item.title.value, unit, item.characters, state)


def _section(item: ItemSource) -> str:
    return item.section.value if item.section else ""


def _number(file: str) -> str:
    return (item_path(file) or "").rpartition("/")[2]


def _title(source: IssueSource) -> str:
    supplement = wording.KINDS["supplement"] if source.kind == "supplement" else ""
    number = f"{supplement}第{source.number}期" if source.number else "期号未填"
    total = f"（总第{source.total}期）" if source.total else ""
    return f"{number}{total} {source.date or '日期未填'}"


def _missing(
    source: IssueSource, rows: Sequence[Row], wrong: Mapping[str, Problem], before: IssueSource | None
) -> list[str]:
    """What keeps the issue from being published, and what the last one had and this one has not."""
    lacking = [
        *(["期号"] if source.number is None else []),
        *(["签发日期"] if source.date is None else []),
        *(["文稿"] if not rows else []),
    ]
    if source.file in wrong and not lacking:
        lacking.append("改正 issue.yaml")
    for state, what in ((WRONG, "改好"), (STATES["draft"], "定稿")):
        numbers = [row.number or "无序号" for row in rows if row.state == state]
        lacking += [f"{what} {'、'.join(numbers)}"] if numbers else []
    own = dict(readers(source))
    absent = [_READERS[key] for key, _ in readers(before) if key not in own]
    return [*lacking, *([f"{'、'.join(absent)}的单位"] if absent else [])]


_READERS = {"report_to": "报", "send_to": "送", "issue_to": "发"}


def overviews(
    sources: Sequence[IssueSource],
    settings: Settings,
    problems: Sequence[Problem],
    texts: Callable[[IssueSource], Bodies],
    unsigned: Callable[[IssueSource], Sequence[str]] = lambda _: (),
) -> tuple[Overview, ...]:
    """The overviews of all issues in hand; `texts` gives an issue's texts, `unsigned` who has not signed."""
    return tuple(
        overview(source, texts(source), settings, problems, _before(source, sources), unsigned(source))
        for source in in_hand(sources)
    )


def _before(source: IssueSource, sources: Sequence[IssueSource]) -> IssueSource | None:
    published = [s for s in sources if s.series == source.series and s.status == "published" and s != source]
    return max(published, key=lambda s: s.date or date.min, default=None)
