"""The gate: what must be so before a site goes to readers, looked at in the output itself.

The output must be that of the content as it is now, without drafts, signed, and all of it listed. Nothing in
it may be left of drafts and withdrawn items; no personal data, no mark of classification, nothing that a
camera wrote. What was found clean is remembered under `.jianbao/`, so that after an edit only new files are
looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.model import Place, Problem, Settings
from generator.problems import has_errors, problem, weighed
from generator.progress import Progress
from generator.publish.extracting import Kind, kind
from generator.publish.known import recall, remember
from generator.publish.runs import LENGTH, Runs, forbidden
from generator.publish.scanning import Finding, Sought, scan
from generator.publish.withheld import published, withheld
from generator.read.folder import SEAL_FILE
from generator.read.secrecy import CLASSIFIED_HINT
from generator.read.site import SITE_FILE
from generator.standing import Standing, standing
from generator.start import Start
from generator.store import Store
from generator.survey import Survey
from generator.theme import ThemeError
from generator.workers import Workers, cores

_START = Place(1, 1)
_BUILD = "请先运行 jianbao build。"
_EXCERPT = 30
"""Characters of a text that messages show."""


class Gate(NamedTuple):
    """What the gate says: what is wrong, and what was looked at and for.

    `scanned` counts the files of each kind, `afresh` those that were not known to be clean, and `found` tells
    what was found, be it allowed or not; `withheld` counts the drafts and withdrawn items, `runs` the runs of
    characters in them that were looked for.
    """

    problems: tuple[Problem, ...]
    scanned: Mapping[Kind, int] = MappingProxyType({})
    unread: tuple[str, ...] = ()
    afresh: int = 0
    found: frozenset[Sought] = frozenset()
    withheld: int = 0
    runs: int = 0

    @property
    def closed(self) -> bool:
        """Whether the site must not be published."""
        return has_errors(self.problems)

    @property
    def report(self) -> tuple[str, ...]:
        """The proof in Chinese, line by line: what was scanned, and what was looked for and not found."""
        if not self.scanned:
            return ("没有扫描。",)
        counts = "、".join(f"{self.scanned[k]} 个{_KINDS[k]}" for k in _KINDS if self.scanned.get(k))
        lines = [f"扫描了 {counts}，其中 {self.afresh} 个是新的。"]
        absent = [what for sought, what in self._sought() if sought not in self.found]
        lines += [f"没有发现：{'；'.join(absent)}。"] if absent else []
        if self.unread:
            lines.append(f"没有查过里面的文字：{'、'.join(self.unread)}。")
        return tuple(lines)

    def _sought(self) -> Iterator[tuple[Sought, str]]:
        if self.withheld:
            yield "run", f"{self.withheld} 篇草稿、撤稿的文字（{LENGTH} 字的片段 {self.runs} 个）"
        yield "personal", "手机号、身份证号"
        yield "mark", "密级标志"
        yield "hidden", "图片里的拍摄信息"


_KINDS: Mapping[Kind, str] = {
    "page": "网页",
    "search": "搜索文件",
    "feed": "订阅源",
    "pdf": " PDF",
    "picture": "图片",
    "other": "其他文件",
}
"""What is scanned, as the report calls it."""


def inspect(site: Path, output: Path, today: date, progress: Progress) -> Gate:
    """Whether the output may be published.

    Raises:
        LockedError: a build is running.
        OSError: a file can't be read.
    """
    try:
        stands = standing(site, output, today, progress)
    except ThemeError as error:
        return Gate(error.problems)
    read, begun = stands.read, stands.start
    settings = read.settings.settings
    if settings is None or begun.state is None:
        return _unbuilt(read)
    store = Store(begun.folder.path)
    secret = tuple(withheld(read, store))
    runs = forbidden(secret, published(read, store) if secret else ())
    findings, afresh = _scanned(begun, runs, progress)
    name = partial(_named, site.resolve(), output.resolve())
    found = (
        *_beside_the_content(stands),
        *_beside_the_list(begun, name),
        *problems(findings, name, settings),
    )
    return Gate(
        weighed(found, settings.checks),
        Counter(map(kind, begun.look().found)),
        tuple(sorted(_unread(begun, findings))),
        afresh,
        frozenset(finding.sought for finding in findings),
        len({file for file, _ in secret}),
        len(runs.sources),
    )


def _unread(begun: Start, findings: Iterable[Finding]) -> set[str]:
    """The files whose texts nobody has read: of an unknown kind, locked or damaged."""
    unknown = {address for address in begun.look().found if kind(address) == "unread"}
    return unknown | {finding.address for finding in findings if finding.sought == "unreadable"}


def _scanned(begun: Start, runs: Runs, progress: Progress) -> tuple[tuple[Finding, ...], int]:
    """What is found in the output, and how many of its files had to be looked at."""
    look, folder = begun.look(), begun.folder.path
    sought = f"{begun.program} {runs.digest}"
    outputs = begun.state.outputs if begun.state else {}
    digests = {address: outputs[address].sha256 for address in look.right}
    clean = recall(folder, sought)
    fresh = {a: begun.output / a for a in look.found if digests.get(a) not in clean}
    with Workers(cores()) as workers:
        findings = scan(fresh, runs, workers, partial(progress.step, "扫描"))
    wrong = {finding.address for finding in findings}
    remember(folder, sought, (digest for address, digest in digests.items() if address not in wrong))
    return findings, len(fresh)


# --- The output beside the content ----------------------------------------------------------------


def _unbuilt(read: Survey) -> Gate:
    nothing = problem(SITE_FILE, 1, 1, "Z02", "网站还没有用这一版程序生成。", _BUILD)
    return Gate((*read.problems, nothing))


def _beside_the_content(stands: Standing) -> Iterator[Problem]:
    errors = [p for p in stands.read.problems if p.level == "error"]
    yield from errors
    if stands.options and stands.options.drafts:
        hint = "请运行 jianbao build，不带 --drafts。"
        yield problem(SITE_FILE, 1, 1, "Z01", "网站是连草稿一起生成的，只供内部看。", hint)
    elif not stands.current and not errors:
        yield problem(_changed(stands.start), 1, 1, "Z02", "网站比文稿、设置或模板旧。", _BUILD)


def _changed(begun: Start) -> str:
    """A file that has changed since the last build; seals, which publishing wrote itself, come last."""
    before, now = begun.state.inputs if begun.state else {}, begun.listing.files
    changed = (name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
    return min(changed, key=lambda name: (name.endswith(f"/{SEAL_FILE}"), name), default=SITE_FILE)


def _beside_the_list(begun: Start, name: Callable[[str], str]) -> Iterator[Problem]:
    listed, look = begun.state.outputs.keys() if begun.state else frozenset[str](), begun.look()
    for address in sorted(look.found.keys() - listed):
        yield problem(name(address), 1, 1, "Z03", "清单里没有这个文件。", _BUILD)
    for address in sorted(listed - look.right):
        what = "被改动过" if address in look.found else "不见了"
        yield problem(name(address), 1, 1, "Z04", f"这个文件在生成以后{what}。", _BUILD)


def _named(site: Path, output: Path, address: str) -> str:
    """A file of the output as messages call it: relative to the site where it lies there."""
    folder = output.relative_to(site) if output.is_relative_to(site) else output
    return f"{folder.as_posix()}/{address}"


# --- Findings -------------------------------------------------------------------------------------


def problems(
    findings: Iterable[Finding], name: Callable[[str], str], settings: Settings
) -> Iterator[Problem]:
    """A problem for each thing that must not be there, at the first of the files that have it."""
    same: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.sought != "hidden" or not settings.originals:
            same[finding.sought, _what(finding)].append(finding)
    for (sought, _), all_ in same.items():
        more = len({finding.address for finding in all_}) - 1
        others = f"另有 {more} 个文件也是这样。" if more else ""
        code, message, hint = _told(sought, all_[0])
        yield problem(name(all_[0].address), 1, 1, code, message, f"{others}{hint}")


def _what(finding: Finding) -> str:
    """What is one and the same thing in several files."""
    return finding.source if finding.sought == "run" else finding.text or finding.address


def _told(sought: str, finding: Finding) -> tuple[str, str, str]:
    """Code, message and hint."""
    text = finding.text
    match sought:
        case "run":
            excerpt = f"{text[:_EXCERPT]}…" if len(text) > _EXCERPT else text
            hint = "看它是怎么来的：旧的附件、扫描件，还是别的稿件引用了它。"
            return "Z05", f"有草稿或撤稿（{finding.source}）的文字“{excerpt}”。", hint
        case "personal":
            covered = f"{text[:3]}…{text[-2:]}"
            return (
                "Z06",
                f"有{finding.source}“{covered}”。",
                "删去它；确实要公开的，在 checks 里设 Z06: off。",
            )
        case "mark":
            return "Z07", f"有密级标志“{text}”。", CLASSIFIED_HINT
        case "hidden":
            return "Z09", "图片里有相机或软件写的信息，可能有拍摄的时间和地点。", "另存一份不带信息的再用。"
        case _:
            return "Z10", "打不开，里面的文字没有查过。", "检查它是否损坏、加密。"
