"""All issues together: names resolved, numbering checked, links proved, everything in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import msgspec

from generator import chinese
from generator.model import (
    Archive,
    Attached,
    Credit,
    Issue,
    IssueSource,
    Item,
    ItemSource,
    Keyword,
    Mention,
    Place,
    Problem,
    Section,
    Settings,
    Text,
    Unit,
)
from generator.problems import problem
from generator.read import corrections, signatures
from generator.wording import WITHDRAWN

_START = Place(1, 1)


class Assembled(NamedTuple):
    """The archive, and what is wrong with it."""

    archive: Archive
    problems: tuple[Problem, ...]


def assemble(
    settings: Settings,
    sources: Sequence[IssueSource],
    keywords: Mapping[str, str],
    today: date,
    *,
    drafts: bool = False,
) -> Assembled:
    """The archive of all folders; `drafts` takes in what is not published yet, for a preview.

    `keywords` are the keys of all keywords (`keyword_keys`). `today` tells which dates lie in the future;
    nothing else depends on it.
    """
    problems = [p for source in sources for p in source.problems]
    problems += _numbering(sources)
    problems += _dates(sources, today)
    problems += _same_address(sources)
    problems += signatures.problems(sources, settings)
    names = _Names(settings, keywords)
    issues = []
    for source in sources:
        issue, found = _issue(source, names, drafts=drafts)
        problems += found
        if issue is not None and (issue.status == "published" or drafts):
            issues.append(issue)
    issues.sort(key=order)
    issues = _telling(issues)
    problems += _links(sources, issues)
    return Assembled(Archive(settings, tuple(issues)), tuple(problems))


def keyword_keys(sources: Iterable[IssueSource], known: Mapping[str, str]) -> dict[str, str]:
    """The key of each keyword; those `known` are taken from there, since pinyin takes a while to load."""
    names = {name for source in sources for item in source.items for name in item.keywords}
    return {name: known.get(name) or chinese.keyword_key(name) for name in sorted(names)}


def order(issue: Issue) -> tuple[date, bool, int, str]:
    """Oldest first; of one day, a supplement after the main run."""
    return issue.date, issue.kind == "supplement", issue.number, issue.path


def _telling(issues: Sequence[Issue]) -> list[Issue]:
    """The issues, each with what it has to say of earlier ones."""
    told = corrections.told_in(issues)
    return [
        msgspec.structs.replace(one, corrected=told[one.path]) if one.path in told else one for one in issues
    ]


# --- Names ---------------------------------------------------------------------------------------


class _Names:
    """The sections and units that items may name."""

    def __init__(self, settings: Settings, keywords: Mapping[str, str]) -> None:
        self.settings = settings
        self._keywords = keywords
        self.sections: Mapping[str, Section] = {section.name: section for section in settings.sections}
        self.rank = {section.key: number for number, section in enumerate(settings.sections)}
        self.units: dict[str, Unit] = {}
        for unit in settings.units:
            for name in unit.names:
                self.units.setdefault(name, unit)

    def section(self, item: ItemSource) -> str | Problem:
        """The key of an item's section, or what is wrong with its name."""
        if item.section is None:
            return ""
        found = self.sections.get(item.section.value)
        if found is not None:
            return found.key
        hint = chinese.did_you_mean(item.section.value, self.sections)
        message = f"栏目“{item.section.value}”不在 site.yaml 中。"
        return _at(item.file, item.section, "S01", message, hint or f"可用：{'、'.join(self.sections)}。")

    def credit(self, item: ItemSource, name: Text, day: date) -> Credit | Problem:
        """A unit as it was called on a day, or what is wrong with its name."""
        unit = self.units.get(name.value)
        if unit is not None:
            return Credit(unit.name_on(day), unit.key)
        hint = chinese.did_you_mean(name.value, self.units) or "把它加进 units.yaml，或改正名称。"
        if any(mark in name.value for mark in "、，,；; "):
            hint = "几个单位写成列表：[县人社局, 县财政局]。"
        return _at(item.file, name, "U01", f"供稿单位“{name.value}”不在 units.yaml 中。", hint)

    def keywords(self, item: ItemSource) -> tuple[Keyword, ...]:
        """The keywords of an item with the keys of their pages."""
        return tuple(Keyword(name, self._keywords[name]) for name in item.keywords)


def _at(file: str, text: Text, code: str, message: str, hint: str) -> Problem:
    return problem(file, text.place.line, text.place.column, code, message, hint, old=text.value)


# --- Issues and items ----------------------------------------------------------------------------


def _issue(source: IssueSource, names: _Names, *, drafts: bool) -> tuple[Issue | None, list[Problem]]:
    """The issue as the archive has it; one that lacks a signature is a draft."""
    problems: list[Problem] = []
    day = source.date or date.min
    items: list[Item] = []
    for written in source.items:
        item, found = _item(source, written, names, day)
        problems += found
        if written.status == "draft" and not drafts:
            problems += _left_out(source, written)
        elif item is not None:
            items.append(item)
    if source.number is None or source.date is None:
        return None, problems
    items.sort(key=lambda item: (names.rank.get(item.section, 0), int(item.number)))
    issue = Issue(
        source.path,
        source.series,
        source.year,
        source.number,
        source.date,
        source.total,
        source.kind,
        source.title,
        "draft" if signatures.unsigned(source, names.settings) else source.status,
        source.signed_by,
        source.editors,
        source.report_to,
        source.send_to,
        source.issue_to,
        source.extra_to,
        source.copies,
        source.marking,
        tuple(items),
        source.bodies,
        _attached(source, {item.file for item in items if item.status != "withdrawn"}),
        source.scan,
        source.corrections,
    )
    return issue, problems


def _item(
    source: IssueSource, written: ItemSource, names: _Names, day: date
) -> tuple[Item | None, list[Problem]]:
    section = names.section(written)
    found = [names.credit(written, name, day) for name in written.units]
    problems = [p for p in (section, *found) if isinstance(p, Problem)]
    if isinstance(section, Problem):
        return None, problems
    credits_ = tuple(dict.fromkeys(credit for credit in found if isinstance(credit, Credit)))
    path = f"{source.path}/{written.number}"
    if written.status == "withdrawn":
        return Item(path, written.file, WITHDRAWN, section, status="withdrawn"), problems
    return Item(
        path,
        written.file,
        written.title.value,
        section,
        credits_,
        written.reprint,
        written.author,
        names.keywords(written),
        written.summary,
        written.status,
        written.corrections,
        written.points,
        written.characters,
        _items_in(written.mentions),
    ), problems


def _items_in(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The paths of the items among what a text links to, each once."""
    items = (m.address.removesuffix(".html") for m in mentions if not m.digest)
    return tuple(dict.fromkeys(items))


def _left_out(source: IssueSource, written: ItemSource) -> list[Problem]:
    if source.status != "published":
        return []
    message = f"《{written.title.value}》还是草稿，没有编入已发布的一期。"
    return [_at(written.file, written.title, "B03", message, "定稿后删去 status: draft。")]


def _attached(source: IssueSource, published: set[str]) -> tuple[Attached, ...]:
    mentions: Iterable[Mention] = (
        *source.mentions,
        *(m for item in source.items if item.file in published for m in item.mentions),
    )
    files = {Attached(m.address, m.target, m.digest, m.shown, m.picture) for m in mentions if m.digest}
    return tuple(sorted(files, key=lambda attached: (attached.address, attached.file, attached.shown)))


# --- Numbering and dates -------------------------------------------------------------------------


def _runs(sources: Iterable[IssueSource]) -> dict[tuple[str, int, bool], list[IssueSource]]:
    """The issues of each counter (series, year, supplement or not), by number."""
    runs: dict[tuple[str, int, bool], list[IssueSource]] = defaultdict(list)
    for source in sources:
        if source.number is not None:
            runs[source.series, source.year, source.kind == "supplement"].append(source)
    for run in runs.values():
        run.sort(key=lambda s: (s.number or 0, s.path))
    return dict(sorted(runs.items()))


def _numbering(sources: Sequence[IssueSource]) -> list[Problem]:
    problems: list[Problem] = []
    for run in _runs(sources).values():
        for before, after in pairwise(run):
            problems += _step(before, after)
    problems += _totals(sources)
    return problems


def _step(before: IssueSource, after: IssueSource) -> list[Problem]:
    first, second = before.number or 0, after.number or 0
    if first == second:
        message = f"期号 {second} 已用于 {before.path}。"
        return [_of(after, "number", "N01", message, "改正其中一期的期号。")]
    if second > first + 1:
        missing = f"第 {first + 1} 期" if second == first + 2 else f"第 {first + 1}～{second - 1} 期"
        return [_of(after, "number", "N03", f"缺{missing}。", "如确无此期，可不理会。")]
    return []


def _totals(sources: Sequence[IssueSource]) -> list[Problem]:
    problems: list[Problem] = []
    by_series: dict[str, list[IssueSource]] = defaultdict(list)
    for (series, _, supplement), run in _runs(sources).items():
        if supplement:
            problems += [
                _of(s, "total", "N05", "增刊单独编号，没有总期号。", "删去 total。")
                for s in run
                if s.total is not None
            ]
        else:
            by_series[series] += [s for s in run if s.total is not None]
    for run in by_series.values():
        seen: dict[int, str] = {}
        for number, source in enumerate(run):
            total = source.total or 0
            other = seen.setdefault(total, source.path)
            if other != source.path:
                message = f"总期号 {total} 已用于 {other}。"
                problems.append(_of(source, "total", "N02", message, "改正其中一期的总期号。"))
            elif number:
                problems += _total_step(run[number - 1], source)
    return problems


def _total_step(before: IssueSource, after: IssueSource) -> list[Problem]:
    """Within a year totals rise with numbers; over a new year at least by the new number."""
    rise = (after.total or 0) - (before.total or 0)
    same_year = before.year == after.year
    wanted = (after.number or 0) - (before.number or 0 if same_year else 0)
    if rise == wanted or (not same_year and rise > wanted) or wanted == 0:
        return []
    right = (before.total or 0) + wanted
    message = f"总期号 {after.total} 与上一期（{before.path}，总第 {before.total} 期）不连续。"
    return [_of(after, "total", "N04", message, f"应为 {right}。", str(right))]


def _dates(sources: Sequence[IssueSource], today: date) -> list[Problem]:
    problems: list[Problem] = []
    for source in sources:
        if source.date is None:
            continue
        if source.date > today:
            problems.append(
                _of(source, "date", "D03", f"签发日期 {source.date} 在将来。", "检查年份和月份。")
            )
        if source.date.year != source.year:
            message = f"签发日期 {source.date} 不在 {source.year} 年。"
            problems.append(_of(source, "date", "D04", message, "检查日期，或移到相应的年份文件夹。"))
    latest: dict[tuple[str, bool], IssueSource] = {}
    for (series, _, supplement), run in _runs(sources).items():
        for source in run:
            before = latest.get((series, supplement))
            if before and before.date and source.date and source.date < before.date:
                message = f"签发日期 {source.date} 早于前一期（{before.path}，{before.date}）。"
                problems.append(_of(source, "date", "D02", message, "检查两期的期号和日期。"))
            latest[series, supplement] = source
    return problems


def _of(source: IssueSource, key: str, code: str, message: str, hint: str, new: str | None = None) -> Problem:
    """A problem of a value in issue.yaml; a number stands there as its digits, a date in one of two forms."""
    place = source.places.get(key, _START)
    number = getattr(source, key) if key in {"number", "total"} else None
    old = None if number is None else str(number)
    return problem(source.file, place.line, place.column, code, message, hint, old=old, new=new)


# --- Addresses and links -------------------------------------------------------------------------


def _same_address(sources: Iterable[IssueSource]) -> list[Problem]:
    """Folders that differ by case alone are one folder on Windows and one address to a reader."""
    first: dict[str, str] = {}
    problems = []
    for source in sources:
        other = first.setdefault(source.path.casefold(), source.path)
        if other != source.path:
            message = f"文件夹 {source.path} 与 {other} 只差大小写，会写到同一个网址。"
            problems.append(problem(source.file, 1, 1, "A01", message, "改用另一个文件夹名。"))
    return problems


def _links(sources: Iterable[IssueSource], issues: Iterable[Issue]) -> list[Problem]:
    sources = tuple(sources)
    files = _by_folder(file for source in sources for file in source.files)
    published = {item.file for issue in issues for item in issue.items}
    paths = {issue.path for issue in issues}
    problems = []
    for source in sources:
        shown = source.path in paths
        texts = [(source.file, source.mentions, shown)]
        texts += [(item.file, item.mentions, item.file in published) for item in source.items]
        for file, mentions, linked_from_page in texts:
            for mention in mentions:
                if mention.digest:
                    continue
                folder, _, name = mention.target.rpartition("/")
                if name not in files[folder]:
                    hint = chinese.did_you_mean(name, files[folder]) or "检查相对路径，如 ../04/02.md。"
                    message = f"没有“{mention.raw.value}”这一篇。"
                    problems.append(_at(file, mention.raw, "L01", message, hint))
                elif linked_from_page and mention.target not in published:
                    message = f"链接的篇目“{mention.raw.value}”没有发布，读者打不开。"
                    problems.append(_at(file, mention.raw, "L06", message, "先发布那一篇，或去掉链接。"))
    return problems


def _by_folder(files: Iterable[str]) -> defaultdict[str, list[str]]:
    """The names of files by the folder they stand in."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        folder, _, name = file.rpartition("/")
        names[folder].append(name)
    return names
