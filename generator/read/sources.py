"""What lies in the site's folder: names and times, without opening a file."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.model import Problem, Value
from generator.problems import problem

CONTENT = "content"
ORIGINALS = "originals"
READ = (CONTENT, "templates", "fonts")
"""The folders that a build reads, beside files at the top."""

NO_YEAR = "0000"
"""The year's folder of an import whose text names no year: read, but an error until it is renamed."""

_AT_TOP = (".yaml", ".yml", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)
_IGNORED = re.compile(r"\.|~\$|Thumbs\.db$|desktop\.ini$|.*~$", re.IGNORECASE)


class Stamp(Value, frozen=True):
    """What the file system says of a file; a changed file has another stamp, save within one clock tick."""

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int


class Listing(NamedTuple):
    """Files by their names relative to the site, with `/`.

    Apart stand those that are refused: symbolic links, and names that are no UTF-8, as an archive packed on
    Chinese Windows leaves them on Linux; in these `_UNREADABLE` stands for the wrong bytes.
    """

    files: Mapping[str, Stamp]
    links: tuple[str, ...]


class Folder(NamedTuple):
    """The folder of one issue: its path in the site (`2016/05`), its series, the names of its files."""

    path: str
    series: str
    names: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The names relative to the site."""
        return tuple(f"{CONTENT}/{self.path}/{name}" for name in self.names)


def stamp(result: os.stat_result) -> Stamp:
    """The stamp in an answer of the file system."""
    return Stamp(result.st_mtime_ns, result.st_ctime_ns, result.st_size, result.st_ino)


def scan(site: Path, under: Iterable[str] = READ) -> Listing:
    """All that a build may read: YAML files and pictures at the top, content, templates, fonts.

    With other folders `under` the site the look is at these and the top alone.
    """
    files: dict[str, Stamp] = {}
    links: list[str] = []
    with os.scandir(site) as entries:
        for entry in entries:
            if entry.name.lower().endswith(_AT_TOP) and entry.is_file() and _legible(entry.name):
                files[entry.name] = stamp(entry.stat())
    for top in under:
        if (site / top).is_dir():
            for name, found in _walk(site / top, top):
                if found is None:
                    links.append(name)
                else:
                    files[name] = found
    return Listing(files, tuple(sorted(links)))


def _walk(top: Path, name: str) -> Iterator[tuple[str, Stamp | None]]:
    """The files under a folder, None for what is refused. The folders may be nested deeper than the stack."""
    waiting = [(str(top), name)]
    while waiting:
        folder, name = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                own = entry.name
                if _IGNORED.match(own) or own == ORIGINALS:
                    continue
                path = f"{name}/{own}"
                if not own.isascii() and not _legible(own):
                    yield path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), None
                elif entry.is_symlink():
                    yield path, None
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, path))
                elif entry.is_file(follow_symlinks=False):
                    yield path, stamp(entry.stat(follow_symlinks=False))


def _legible(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def folders(listing: Listing, series: Iterable[str]) -> tuple[tuple[Folder, ...], tuple[Problem, ...]]:
    """The issue folders, in order, and what stands in `content/` where it does not belong.

    `series` are the keys of the site's series; where there are any, each issue stands under one.
    """
    keys = frozenset(key for key in series if key)
    problems = [_refused(name) for name in listing.links]
    names: dict[str, list[str]] = {}
    for file in listing.files:
        folder, _, name = file.rpartition("/")
        names.setdefault(folder, []).append(name)
    found = []
    for folder in sorted(folder for folder in names if f"{folder}/".startswith(f"{CONTENT}/")):
        first = min(names[folder])
        parts = [*folder.split("/")[1:], first]
        own = parts[0] if keys and parts[0] in keys else ""
        misplaced = _misplaced(f"{folder}/{first}", parts[1:] if own else parts, keys, own)
        problems += [misplaced] if misplaced else []
        if misplaced is None or parts[-3:-2] == [NO_YEAR]:
            found.append(Folder("/".join(parts[:-1]), own, tuple(sorted(names[folder]))))
            problems += _not_on_windows(found[-1])
    return tuple(found), tuple(problems)


def _misplaced(file: str, parts: list[str], keys: frozenset[str], own: str) -> Problem | None:
    """What is wrong with a file's place: it should be year/issue/name, under a series where there are any."""
    if len(parts) < 3:
        hint = f"文稿放在 {CONTENT}/年份/期/ 里。"
        return problem(file, 1, 1, "F06", "不在某一期的文件夹里，不会发布。", hint)
    if keys and not own:
        hint = f"site.yaml 里的刊物：{'、'.join(sorted(keys))}。"
        return problem(file, 1, 1, "F07", f"“{parts[0]}”不是一种刊物的代码。", hint)
    if not _YEAR.fullmatch(parts[0]):
        message = "还不知道是哪一年。" if parts[0] == NO_YEAR else f"“{parts[0]}”不是四位年份。"
        return problem(file, 1, 1, "F07", message, "把文件夹改名为年份，如 content/2016/05/。")
    if not _FOLDER.fullmatch(parts[1]):
        hint = "文件夹名就是网址，只用字母、数字和连字符，如 05、z01。"
        return problem(file, 1, 1, "F07", f"期的文件夹名“{parts[1]}”不合规定。", hint)
    if len(parts) > 3:
        return problem(file, 1, 1, "F06", "在子文件夹里，不会发布。", "图片和附件直接放在本期文件夹里。")
    return None


_WINDOWS = re.compile(
    r"^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)|[\\:*?\"<>|]|[. ]$", re.IGNORECASE | re.MULTILINE
)
"""Names that Windows refuses or reads as others: devices, its own characters, a dot or blank at the end."""


def _not_on_windows(folder: Folder) -> Iterator[Problem]:
    """What would not survive being copied to Windows: names it refuses, or that differ by case alone."""
    every = "\n".join(folder.names)
    if not _WINDOWS.search(every) and len(set(every.casefold().split("\n"))) == len(folder.names):
        return
    first: dict[str, str] = {}
    for name, file in zip(folder.names, folder.files, strict=True):
        if _WINDOWS.search(name):
            yield problem(file, 1, 1, "F11", f"文件名“{name}”在 Windows 上不能用。", "给它改一个名称。")
        other = first.setdefault(name.casefold(), name)
        if other != name:
            message = f"“{name}”与“{other}”只差大小写，在 Windows 上是同一个文件。"
            yield problem(file, 1, 1, "F12", message, "给其中一个改名，文稿里的引用也要改。")


def _refused(name: str) -> Problem:
    if _UNREADABLE in name:
        return problem(name, 1, 1, "F10", "文件名不是 UTF-8 编码，读不出来。", "给它改一个名称。")
    return problem(name, 1, 1, "F05", "这是符号链接，不予采用。", "把文件本身复制进来。")
