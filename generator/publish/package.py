"""The archive package (归档包) of a year: its site, its sources, a list of contents, and sums over all.

The same content gives the same bytes: files stand in the order of their names, with the day of the year's
last issue. What is a draft or withdrawn is not in it, neither in the site nor in the sources.
"""

import csv
import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from generator import urls, wording
from generator.files import beside
from generator.make.copies import sums
from generator.model import Archive, Issue, Problem, Settings
from generator.plan_print import Year
from generator.problems import has_errors, weighed
from generator.progress import Progress
from generator.publish import gate
from generator.publish.runs import forbidden
from generator.publish.scanning import scan
from generator.publish.withheld import published, withheld
from generator.publish.year import make_site, of_year
from generator.read.site import SITE_FILE
from generator.read.sources import CONTENT
from generator.store import Store
from generator.survey import Survey, survey
from generator.workers import Workers, cores
from generator.write.state import StateFolder

SITE, SOURCES = "site", "sources"
"""The folders of a package."""

CONTENTS = "归档目录.csv"
README = "说明.txt"
START = "index.html"

_COLUMNS = ("件号", "题名", "责任者", "日期", "页数", "保管期限", "密级")
_PACKED = frozenset((".pdf", ".jpg", ".jpeg", ".png", ".webp", ".gif", ".docx", ".xlsx", ".zip"))


class NothingToPackError(Exception):
    """The site has no published issue of that year."""


class Packed(NamedTuple):
    """What was found wrong, and what was packed; with errors nothing is written.

    `left_out` are the issues of the year that are not published.
    """

    problems: tuple[Problem, ...]
    issues: int = 0
    files: int = 0
    left_out: tuple[str, ...] = ()


def package(site: Path, year: Year, file: Path, retention: str, today: date, progress: Progress) -> Packed:
    """Write the package of a year.

    Raises:
        NothingToPackError: there is nothing to put into it.
        LockedError, OSError: as in `survey`; the package can't be written.
    """
    output = site / "output"
    read = survey(site, output, today, drafts=False, progress=progress)
    if read.archive is None:
        return Packed(read.problems)
    archive = of_year(read.archive, year)
    found = read.concerning(issue.path for issue in archive.issues)
    if has_errors(found):
        return Packed(found)
    if not archive.issues:
        raise NothingToPackError
    with tempfile.TemporaryDirectory(prefix="jianbao-package-") as temporary:
        folder = Path(temporary)
        bodies = Store(StateFolder(site, output).path)
        wrong = make_site(site, read, archive, year, bodies, folder, progress)
        if wrong:
            return Packed((*found, *wrong))
        files = _files(site, read, archive, year, folder / SITE, retention)
        found = (*found, *_searched(read, archive.settings, bodies, files, progress))
        if has_errors(found):
            return Packed(found)
        count = _write(file, files, archive.issues[-1].date, progress)
    shown = {issue.path for issue in archive.issues}
    left_out = (s.path for s in read.sources if Year(s.series, s.year) == year and s.path not in shown)
    return Packed(found, len(archive.issues), count, tuple(left_out))


def _searched(
    read: Survey, settings: Settings, bodies: Store, files: "_Files", progress: Progress
) -> tuple[Problem, ...]:
    """What must not be in a package, as the gate looks for it."""
    secret = tuple(withheld(read, bodies))
    runs = forbidden(secret, published(read, bodies) if secret else ())
    paths = {name: file for name, file in files.items() if isinstance(file, Path)}
    with Workers(cores()) as workers:
        findings = scan(paths, runs, workers, partial(progress.step, "扫描"))
    return weighed(gate.problems(findings, str, settings), settings.checks)


# --- What is in it --------------------------------------------------------------------------------

_Files = dict[str, Path | bytes]
"""The files of a package by their names: a file to be copied, or its content."""


def _files(site: Path, read: Survey, archive: Archive, year: Year, made: Path, retention: str) -> _Files:
    files: _Files = {
        START: _start(urls.year(year.series, year.year)),
        README: _readme(archive.settings, year),
        CONTENTS: _contents(archive, made, retention),
    }
    files |= {
        f"{SITE}/{path.relative_to(made).as_posix()}": path for path in made.rglob("*") if path.is_file()
    }
    files |= {f"{SOURCES}/{name}": site / name for name in _sources(site, read, archive)}
    return files


def _sources(site: Path, read: Survey, archive: Archive) -> Iterator[str]:
    """The site's settings, and of each issue its records, its published items and what they show."""
    yield from (SITE_FILE, read.settings.units_file)
    for issue in archive.issues:
        folder = site / CONTENT / issue.path
        yield from (f"{CONTENT}/{issue.path}/{record.name}" for record in sorted(folder.glob("*.yaml")))
        yield from (item.file for item in issue.items if item.status != "withdrawn")
        yield from (attached.file for attached in issue.attached)


def _start(address: str) -> bytes:
    """A page that opens the year's own, which the reader may not find among the folders."""
    target = f"{SITE}/{address}"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n<title>打开</title>\n</head>\n'
        f'<body><p><a href="{target}">打开目录</a></p></body>\n</html>\n'
    ).encode()


def _readme(settings: Settings, year: Year) -> bytes:
    name = next(series.name for series in settings.series if series.key == year.series)
    text = f"""\
{name} {year.year}年 归档包

{START}          双击打开，从年度目录看起；不需要网络和服务器
{SITE}/              网站：网页、各期 PDF、合订本、搜索
{SOURCES}/           文稿和设置的原文（Markdown、YAML）；草稿、撤下的稿件和导入的原件不在其中
{CONTENTS}      一期一件
{urls.SUMS}        其余每个文件的 SHA-256

核对：在这个文件夹里运行 sha256sum -c {urls.SUMS}，或 jianbao verify 本文件夹（也可以直接核对 zip 文件）。
"""
    return text.replace("\n", "\r\n").encode("utf-8-sig")  # as Notepad on an old Windows reads it


# --- 归档目录 -------------------------------------------------------------------------------------


def _contents(archive: Archive, made: Path, retention: str) -> bytes:
    """The list of contents: an issue is one piece (件, DA/T 22-2015), its day written 20160510.

    With a mark of UTF-8, without which Excel takes it for GBK.
    """
    series = {one.key: one for one in archive.settings.series}
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    for number, issue in enumerate(archive.issues, 1):
        own = series[issue.series]
        pages = _pages(made / urls.issue_pdf(issue.path))
        rows.writerow(
            (number, _title(own.name, issue), own.office, f"{issue.date:%Y%m%d}", pages, retention, "")
        )
    return text.getvalue().encode("utf-8-sig")


def _title(name: str, issue: Issue) -> str:
    total = f"（{wording.total(issue)}）" if issue.total else ""
    return f"{name}{wording.year_and_number(issue)}{total}{'：' if issue.title else ''}{issue.title}"


def _pages(pdf: Path) -> str:
    """How many pages a PDF has; nothing where it can't be told of a scan."""
    import pypdfium2  # noqa: PLC0415 - where it is needed

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return str(len(document))
    except pypdfium2.PdfiumError:
        return ""


# --- The zip file ---------------------------------------------------------------------------------


def _write(file: Path, files: _Files, day: date, progress: Progress) -> int:
    """Write the zip file with the sums of all; gives how many files are in it."""
    digests: list[tuple[str, str]] = []
    with beside(file) as partial, zipfile.ZipFile(partial, "w") as packed:
        for number, name in enumerate(sorted(files), 1):
            content = files[name]
            whole = content.read_bytes() if isinstance(content, Path) else content
            packed.writestr(_entry(name, day), whole)
            digests.append((name, hashlib.sha256(whole).hexdigest()))
            progress.step("打包", number, len(files))
        packed.writestr(_entry(urls.SUMS, day), sums(digests))
    return len(digests) + 1


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    """A file in the package, the same on every system; what is packed already is not packed again."""
    entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    packed = Path(name).suffix.lower() in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry
