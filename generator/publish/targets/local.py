"""A folder of this machine, or a share that it has mounted."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from generator.publish.errors import UnsupportedError
from generator.publish.targets.target import Entry, one_by_one

_TRIES = 20
"""How often a file is tried that another program holds open on Windows, with a tenth of a second between."""


class LocalTarget:
    """A folder by its path."""

    connections = 4

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def address(self) -> str:
        """The folder's path."""
        return str(self._root)

    def another(self) -> "LocalTarget":
        """The same: there is no connection."""
        return self

    def close(self) -> None:
        """Nothing to end."""

    def list(self, path: str) -> list[Entry]:
        """What a folder holds."""
        with os.scandir(self._root / path) as entries:
            return [_entry(entry) for entry in entries]

    def look(self, path: str) -> Entry | None:
        """What stands under a path."""
        place = self._root / path
        try:
            found = place.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if place.is_symlink():
            return Entry(place.name, "link")
        if place.is_dir():
            return Entry(place.name, "folder")
        return Entry(place.name, "file" if place.is_file() else "other", found.st_size)

    def read(self, path: str) -> bytes:
        """The content of a file."""
        return (self._root / path).read_bytes()

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        (self._root / path).write_bytes(content)

    def rename(self, old: str, new: str) -> None:
        """Move it; on Windows, where a reader may hold a file open for a moment, try for a while."""
        for tried in range(_TRIES):
            try:
                (self._root / old).replace(self._root / new)
            except PermissionError:
                if sys.platform != "win32" or tried == _TRIES - 1:
                    raise
                time.sleep(0.1)
            else:
                return

    def remove(self, path: str) -> None:
        """Remove a file or a link."""
        (self._root / path).unlink()

    def make_folder(self, path: str) -> None:
        """Make a folder."""
        (self._root / path).mkdir()

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        (self._root / path).rmdir()

    def symlink(self, to: str, path: str) -> None:
        """Make a symbolic link; Windows and many shares refuse."""
        try:
            (self._root / path).symlink_to(to, target_is_directory=True)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError) as error:
            raise UnsupportedError(str(error)) from error

    def read_link(self, path: str) -> str:
        """The text of a link."""
        return (self._root / path).readlink().as_posix()

    def hard_link(self, old: str, new: str) -> None:
        """Give a file a second name."""
        (self._root / new).hardlink_to(self._root / old)

    def hard_links(self, old: str, new: str, paths: Sequence[str]) -> Sequence[str]:
        """Give files second names."""
        return one_by_one(self.hard_link, old, new, paths)


def _entry(entry: os.DirEntry[str]) -> Entry:
    if entry.is_symlink():
        return Entry(entry.name, "link")
    if entry.is_dir():
        return Entry(entry.name, "folder")
    return Entry(entry.name, "file", entry.stat().st_size) if entry.is_file() else Entry(entry.name, "other")
