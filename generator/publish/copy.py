"""A copy of a site, held against the lists that came with it: a server, a folder, a disc, a package.

Nothing but the copy is needed, whatever program made it and however long ago. Each file is read whole. Who
can change a file can change the lists, too: they tell of accidents, and of those who forgot.
"""

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BufferedIOBase
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, cast

import msgspec

from generator import urls
from generator.make.copies import Listed

Kind = Literal["missing", "changed", "added", "disputed", "unreadable"]

NO_FILE = -1
"""The size of what is no regular file, such as a symbolic link."""

UNKNOWN = -2
"""The size of a file of which nobody says more than that it should be there."""

LISTS = (urls.MANIFEST, urls.SUMS)


class Copy(Protocol):
    """Where a copy lies: it can be listed and read."""

    def sizes(self) -> Mapping[str, int]:
        """All files by their names in the copy, with `/`, and their sizes in bytes, `NO_FILE` or `UNKNOWN`.

        Raises:
            OSError: it can't be listed.
        """

    def open(self, name: str) -> BufferedIOBase:
        """A file, to be read.

        Raises:
            FileNotFoundError: it isn't there.
            ConnectionError: nothing can be read any more.
            OSError: it can't be read.
        """


class Difference(NamedTuple):
    """A file that is not as the lists say; of one that is `disputed` the two lists say different things."""

    name: str
    kind: Kind


class Checked(NamedTuple):
    """What was found: how many files the lists name, and what differs, by name.

    `hidden` are files whose names begin with a dot, which belong to the server or the system.
    """

    files: int
    differences: tuple[Difference, ...]
    hidden: tuple[str, ...] = ()


class NoListError(Exception):
    """The folder has no list of its files, so it is no copy of a site."""


class BadListError(Exception):
    """A list that can't be read, or names a file outside of the copy; the message says so in Chinese."""


def verify(copy: Copy, step: Callable[[int, int], None]) -> Checked:
    """Compare a copy with its own lists.

    Raises:
        NoListError, BadListError: there is nothing to compare it with.
        OSError: the copy can't be listed, a list can't be read, or the connection broke.
    """
    sizes = copy.sizes()
    hidden = {name for name in sizes if any(part.startswith(".") for part in name.split("/"))}
    there = {name: size for name, size in sizes.items() if name not in hidden}
    named, disputed = expected(copy, there)
    found = [Difference(name, "disputed") for name in disputed]
    found += [Difference(name, "missing") for name in named.keys() - there.keys()]
    found += [Difference(name, "added") for name in there.keys() - named.keys() - {*LISTS}]
    for number, (name, listed) in enumerate(sorted(named.items()), 1):
        if name in there and (kind := _compared(copy, name, there[name], listed)):
            found.append(Difference(name, kind))
        step(number, len(named))
    return Checked(len(named), tuple(sorted(found)), tuple(sorted(hidden)))


def is_inside(name: str) -> bool:
    """Whether a name can only mean a file inside of the copy, on any system."""
    parts = name.split("/")
    return name.isprintable() and not _ELSEWHERE.search(name) and not any(p in {"", ".", ".."} for p in parts)


_ELSEWHERE = re.compile(r"[\\:*?\"<>|]")


def _compared(copy: Copy, name: str, size: int, listed: Listed) -> Kind | None:
    if size == NO_FILE or (size != UNKNOWN and listed.size not in {NO_FILE, size}):
        return "changed"
    try:
        with copy.open(name) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"
    except ConnectionError:
        raise
    except (OSError, zipfile.BadZipFile, zlib.error):
        return "unreadable"
    return None if digest == listed.sha256 else "changed"


# --- The lists ------------------------------------------------------------------------------------


def expected(copy: Copy, there: Mapping[str, int]) -> tuple[dict[str, Listed], list[str]]:
    """The files that should be there, and those of which the two lists say different things.

    Of two lists one may be damaged: `SHA256SUMS` then tells so, or is itself passed over.

    Raises:
        NoListError, BadListError, OSError: as in `verify`.
    """
    lists: list[dict[str, Listed]] = []
    wrong: list[BadListError] = []
    for name, read in ((urls.MANIFEST, _manifest), (urls.SUMS, _sums)):
        if there.get(name, NO_FILE) != NO_FILE:
            try:
                lists.append(read(_whole(copy, name)))
            except BadListError as error:
                wrong.append(error)
    if not lists:
        raise wrong[0] if wrong else NoListError
    named: dict[str, Listed] = {}
    disputed = []
    for list_ in lists:
        disputed += [name for name in list_.keys() & named.keys() if list_[name].sha256 != named[name].sha256]
        named = list_ | named
    for name in named:
        if not is_inside(name):
            raise BadListError(f"清单里有不能采用的文件名“{name}”")
    return named, disputed


def _whole(copy: Copy, name: str) -> bytes:
    with copy.open(name) as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise BadListError(f"{name} 大得不像清单")
    return content


_LARGEST = 200_000_000
"""Bytes: a list of two million files. A small package may unpack to a thousand times as much."""


def _manifest(content: bytes) -> dict[str, Listed]:
    try:
        listed = msgspec.json.decode(content, type=_Manifest)
    except msgspec.DecodeError as error:
        raise BadListError(f"{urls.MANIFEST} 已损坏") from error
    return {file.path: file for file in listed.files}


def _sums(content: bytes) -> dict[str, Listed]:
    found = {}
    for line in content.decode("utf-8", "replace").rstrip().split("\n"):
        said = _SUM.fullmatch(line.rstrip("\r"))
        if said is None:
            raise BadListError(f"{urls.SUMS} 已损坏")
        found[said["name"]] = Listed(said["name"], NO_FILE, said["digest"])
    return found


_SUM = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<name>.+)")


class _Manifest(msgspec.Struct, frozen=True):
    files: tuple[Listed, ...]


# --- Places ---------------------------------------------------------------------------------------


class FolderCopy:
    """A copy in a folder: of this machine, of a share, of a disc."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sizes(self) -> Mapping[str, int]:
        """The files below the folder; a link is none, wherever it leads."""
        return dict(self._walk())

    def open(self, name: str) -> BufferedIOBase:
        """A file of the folder."""
        return (self._folder / name).open("rb")

    def _walk(self) -> Iterator[tuple[str, int]]:
        waiting = [("", str(self._folder))]
        while waiting:
            prefix, folder = waiting.pop()
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = f"{prefix}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((f"{name}/", entry.path))
                    elif entry.is_file(follow_symlinks=False):
                        yield name, entry.stat(follow_symlinks=False).st_size
                    else:
                        yield name, NO_FILE


class PackageCopy:
    """A copy in a zip file, which is not unpacked."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package

    def sizes(self) -> Mapping[str, int]:
        """The files of the package."""
        return {entry.filename: entry.file_size for entry in self._package.infolist() if not entry.is_dir()}

    def open(self, name: str) -> BufferedIOBase:
        """A file of the package, unpacked as it is read."""
        try:
            return cast("BufferedIOBase", self._package.open(name))
        except (zipfile.BadZipFile, RuntimeError) as error:  # damaged; encrypted or packed in an unknown way
            raise OSError(str(error)) from error
