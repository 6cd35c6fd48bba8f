"""The edge of the importer: texts are read, the plan is made, and what is not there yet is written.

Nothing that exists with other bytes is ever touched: whether the editor changed it or another text made
it, it is kept and named in the report. Files are written beside their place and then moved, the original
first and issue.yaml last, so that an import that broke off is simply done again.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from generator import chinese
from generator.desk.importing import decoding, new_units, writing
from generator.desk.importing.bulletin import Article, Bulletin, Front, Known, remark, united
from generator.desk.importing.grammar import parse
from generator.desk.importing.report import gaps, placed, report
from generator.files import write_whole
from generator.model import Place, Problem, Value
from generator.problems import has_errors, printable
from generator.read.folder import ISSUE_FILE, item_path
from generator.read.site import UNITS_FILE
from generator.read.sources import CONTENT, NO_YEAR, ORIGINALS

_ISSUE = re.compile(r"(?:[a-z0-9-]+/)?(?:19|20)\d\d/[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)
_LONGEST_FOLDER = 20
_START = Place(1, 1)

Fate = Literal["new", "added", "same", "kept"]
_WORDS: dict[Fate, tuple[str, str]] = {
    "new": ("已写入", "将写入"),
    "added": ("已补充", "将补充"),
    "same": ("未变动", "不变动"),
    "kept": ("已保留", "将保留"),
}


class ImportReport(Value, frozen=True):
    """What an import found and did: `plan` has a line a file; `written` and `kept` are names in the site."""

    problems: tuple[Problem, ...]
    plan: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there were errors; nothing was written then."""
        return has_errors(self.problems)


class _Source(NamedTuple):
    """A file that was read."""

    path: Path
    content: bytes
    encoding: decoding.Decoded
    bulletin: Bulletin


class _Issue(NamedTuple):
    """The texts that make one issue, its folder in `content/`, and what is to be said of that choice."""

    folder: str
    sources: tuple[_Source, ...]
    remarks: tuple[Problem, ...] = ()


class _File(NamedTuple):
    """A file of the plan: its name in the site, what it holds, what happens to it."""

    name: str
    content: bytes
    fate: Fate
    why: str = ""


def import_files(
    files: Sequence[Path],
    site: Path,
    *,
    sections: Sequence[str],
    units: Sequence[str],
    units_file: str = UNITS_FILE,
    issue: str | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Import texts into a site: each as an issue of its own, or all into the `issue` named.

    `sections` are the names of the site's sections, `units` the names and aliases of its units. Units that
    are not among them are added to `units_file`, unless they look like a slip of the pen. Where a file
    can't be read as a text or the folder is in doubt, the report has errors and nothing is written.

    Raises:
        OSError: the site can't be written (files that can't be read are errors in the report).
    """
    known = Known(tuple(sections), tuple(units))
    read = [_read(path, known) for path in files]
    sources = [found for found in read if isinstance(found, _Source)]
    issues, wrong = _issues(sources, issue)
    errors = [*(found for found in read if isinstance(found, Problem)), *wrong]
    if errors:
        return ImportReport(tuple(sorted(errors)))
    problems: list[Problem] = []
    planned: list[_File] = []
    for one in issues:
        originals = _originals(one, site)
        planned += [*originals, *_planned(one, site)]
        problems += _reported(one, [file.name for file in originals])
    problems += [_kept(file) for file in planned if file.fate == "kept"]
    problems += [problem for one in issues for problem in _new_units(one, units, units_file)]
    planned += _with_units(issues, units, site, units_file)
    if not dry_run:
        for file in planned:
            if file.fate in {"new", "added"}:
                write_whole(site / file.name, file.content)
    return ImportReport(
        tuple(sorted(problems)),
        tuple(_plan_line(file, dry_run=dry_run) for file in planned),
        tuple(file.name for file in planned if file.fate in {"new", "added"} and not dry_run),
        tuple(file.name for file in planned if file.fate == "kept"),
    )


# --- Reading ----------------------------------------------------------------------------------------


def _read(path: Path, known: Known) -> _Source | Problem:
    name = path.as_posix()
    try:
        content = path.read_bytes()
    except OSError as error:
        hint = (
            "请检查文件名和路径。"
            if isinstance(error, FileNotFoundError)
            else "请检查它是不是文件、能不能打开。"
        )
        return Problem(name, 1, 1, "I01", "读不出这个文件。", hint)
    try:
        decoded = decoding.detect(content)
    except decoding.NotText as wrong:
        return Problem(name, wrong.line, wrong.column, "I01", wrong.message, wrong.hint)
    bulletin = parse(decoded.text, known, path.stem)
    if not bulletin.items:
        return Problem(name, 1, 1, "I01", "文件里没有可以导入的条目。", "检查是不是选错了文件。")
    return _Source(path, content, decoded, bulletin)


# --- Which issue --------------------------------------------------------------------------------------


def _issues(sources: Sequence[_Source], issue: str | None) -> tuple[list[_Issue], list[Problem]]:
    if issue is not None:
        if not _ISSUE.fullmatch(issue):
            message = f"“{printable(issue)}”不是一期的写法。"
            return [], [Problem("site.yaml", 1, 1, "I01", message, "写成“年份/期”，如 2016/05。")]
        return [_Issue(issue, tuple(sources), _differs(issue, sources))] if sources else [], []
    found = [_Issue(*_folder(source)) for source in sources]
    owners: dict[str, Path] = {}
    wrong = []
    for one in found:
        path = one.sources[0].path
        other = owners.setdefault(one.folder, path)
        if other is not path:
            message = f"它和“{other.name}”都属于 {one.folder} 这一期。"
            hint = "分开导入，并用 --issue 指明各是哪一期；同属一期的也用 --issue 合在一起。"
            wrong.append(Problem(path.as_posix(), 1, 1, "I15", message, hint))
    return found, wrong


def _folder(source: _Source) -> tuple[str, tuple[_Source, ...], tuple[Problem, ...]]:
    """The folder that number and year name, `2016/05`, `2016/z01` for a supplement."""
    front = source.bulletin.front
    remarks = []
    year = str(front.year.value) if front.year else NO_YEAR
    if front.year is None:
        message = f"原文没有写明年份，放在 {CONTENT}/{NO_YEAR}/ 里。"
        remarks.append(remark(_START, "I16", message, "把文件夹改名为年份，或用 --issue 重新导入。"))
    elif front.year.guess:
        message = f"年份 {year} 是推定的：{front.year.guess}。"
        remarks.append(remark(front.year.place, "I16", message, "不对的话，用 --issue 重新导入。"))
    if front.number is None:
        name = _ascii(source.path.stem)
        message = f"原文没有写明期号，文件夹按文件名取为 {name}。"
        remarks.append(remark(_START, "I16", message, "发布前改成期号，如 05；发布后网址不能再改。"))
    else:
        supplement = front.kind is not None and front.kind.value == "supplement"
        name = f"{'z' if supplement else ''}{front.number.value:02d}"
    return f"{year}/{name}", (source,), tuple(remarks)


def _ascii(stem: str) -> str:
    """A name for a folder: letters and digits, of Han characters the pinyin."""
    return (chinese.pinyin(stem) or f"n{chinese.suffix(stem)}")[:_LONGEST_FOLDER]


def _differs(issue: str, sources: Sequence[_Source]) -> tuple[Problem, ...]:
    """Where the year or number of the text is not that of the folder asked for."""
    year, name = issue.split("/")[-2:]
    front = united([source.bulletin.front for source in sources])
    remarks = []
    if front.year and not front.year.guess and str(front.year.value) != year:
        message = f"原文是 {front.year.value} 年，按要求放在 {issue}。"
        remarks.append(remark(front.year.place, "I16", message, "请核对。"))
    if front.number and name.isdecimal() and int(name) != front.number.value:
        message = f"原文是第 {front.number.value} 期，按要求放在 {issue}。"
        remarks.append(remark(front.number.place, "I16", message, "请核对。"))
    return tuple(remarks)


# --- The plan -----------------------------------------------------------------------------------------


def _planned(issue: _Issue, site: Path) -> list[_File]:
    folder = f"{CONTENT}/{issue.folder}"
    items = [item for source in issue.sources for item in source.bulletin.items]
    files = [_item(item, number, folder, site) for number, item in enumerate(items, 1)]
    return [*files, _file(f"{folder}/{ISSUE_FILE}", writing.issue_file(_front(issue)), site)]


def _front(issue: _Issue) -> Front:
    return united([source.bulletin.front for source in issue.sources])


def _file(name: str, content: bytes, site: Path) -> _File:
    there = _content(site / name)
    if there is None:
        return _File(name, content, "new")
    return _File(name, content, "same") if there == content else _File(name, content, "kept", "内容已有改动")


def _item(item: Article, number: int, folder: str, site: Path) -> _File:
    """An item; where the editor has renamed the file to `01-短题.md`, that one is kept."""
    name = f"{folder}/{writing.item_name(number)}"
    content = writing.item_file(item)
    if not (site / name).exists():
        others = sorted(p.name for p in (site / folder).glob("*") if _has_number(p.name, number))
        if others:
            return _File(f"{folder}/{others[0]}", content, "kept", "这个序号已有文件")
    return _file(name, content, site)


def _has_number(name: str, number: int) -> bool:
    path = item_path(name)
    return path is not None and int(path.rpartition("/")[2]) == number


def _originals(issue: _Issue, site: Path) -> list[_File]:
    """The texts as they came; where another of that name is kept already, beside it under an own name."""
    files: dict[str, _File] = {}
    for source in issue.sources:
        name = f"{CONTENT}/{issue.folder}/{ORIGINALS}/{source.path.name}"
        there = files[name].content if name in files else _content(site / name)
        if there not in (None, source.content):
            own = PurePosixPath(name)
            digest = hashlib.sha256(source.content).hexdigest()[:8]
            name = str(own.with_name(f"{own.stem}-{digest}{own.suffix}"))
        files[name] = _file(name, source.content, site)
    return list(files.values())


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _articles(issues: Sequence[_Issue]) -> list[Article]:
    return [item for issue in issues for source in issue.sources for item in source.bulletin.items]


def _with_units(issues: Sequence[_Issue], known: Sequence[str], site: Path, file: str) -> list[_File]:
    names = [
        u.value for u in new_units.unknown(_articles(issues), known) if not new_units.misspelt(u.value, known)
    ]
    content = _content(site / file)
    longer = new_units.with_units(content, names) if names and content is not None else None
    return [_File(file, longer, "added", "、".join(names))] if longer is not None else []


def _new_units(issue: _Issue, known: Sequence[str], file: str) -> list[Problem]:
    name = f"{CONTENT}/{issue.folder}/{ORIGINALS}/{issue.sources[0].path.name}"
    return list(placed(new_units.told(new_units.unknown(_articles([issue]), known), known, file), name))


# --- The report ---------------------------------------------------------------------------------------


def _reported(issue: _Issue, originals: Sequence[str]) -> list[Problem]:
    """What is to be looked at, at its place in the original that is kept beside the items."""
    problems: list[Problem] = []
    first = 1
    for source, name in zip(issue.sources, originals, strict=False):
        problems += report(source.bulletin, name, first)
        problems += placed(_encoding(source), name)
        first += len(source.bulletin.items)
    return [*problems, *gaps(_front(issue), originals[0]), *placed(issue.remarks, originals[0])]


def _encoding(source: _Source) -> tuple[Problem, ...]:
    if source.encoding.certain:
        return ()
    name = source.encoding.encoding.upper()
    return (remark(_START, "I02", f"按 {name} 编码读入。", "如有乱码，请用记事本另存为 UTF-8 再导入。"),)


def _kept(file: _File) -> Problem:
    message = f"{file.why}，没有覆盖。"
    return Problem(file.name, 1, 1, "I12", message, "要重新导入，先把这个文件移走。", "warning")


def _plan_line(file: _File, *, dry_run: bool) -> str:
    return f"{_WORDS[file.fate][dry_run]} {file.name}{f'（{file.why}）' if file.why else ''}"
