"""What publishing asks of a place: a few operations on the files of one folder."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, Protocol


class Entry(NamedTuple):
    """What a folder holds under a name; links are not followed. `size` is in bytes, of files only."""

    name: str
    kind: Literal["file", "folder", "link", "other"]
    size: int = 0


class Target(Protocol):
    """A folder somewhere. Paths are relative to it, with `/`; an empty path is the folder itself.

    All methods raise OSError; where something is not there it is FileNotFoundError, where something else is
    already there FileExistsError, where the place can't do it at all `UnsupportedError`.
    """

    @property
    def address(self) -> str:
        """How messages call it."""
        ...

    @property
    def connections(self) -> int:
        """How many connections are worth trying; 1 means that there is no other."""
        ...

    def another(self) -> "Target":
        """Another connection to the same folder, for another thread."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...

    def list(self, path: str) -> list[Entry]:
        """What a folder holds, in no order."""
        ...

    def look(self, path: str) -> Entry | None:
        """What stands under a path, if anything."""
        ...

    def read(self, path: str) -> bytes:
        """The content of a file."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Write a file whose folder is there; broken off, it leaves a shorter file or none."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Move a file, link or folder; what was a file or link under the new name is replaced at once."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file or a link."""
        ...

    def make_folder(self, path: str) -> None:
        """Make a folder whose parent is there."""
        ...

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        ...

    def symlink(self, to: str, path: str) -> None:
        """Make a symbolic link that holds the text `to`."""
        ...

    def read_link(self, path: str) -> str:
        """The text that a symbolic link holds."""
        ...

    def hard_link(self, old: str, new: str) -> None:
        """Give a file a second name."""
        ...

    def hard_links(self, old: str, new: str, paths: Sequence[str]) -> Sequence[str]:
        """Give files below a folder second names below another; gives those for which this failed."""
        ...


def one_by_one(link: Callable[[str, str], None], old: str, new: str, paths: Sequence[str]) -> list[str]:
    """`Target.hard_links` for a target that makes no difference between one and many."""
    failed = []
    for path in paths:
        try:
            link(f"{old}/{path}", f"{new}/{path}")
        except ConnectionError:
            raise
        except OSError:
            failed.append(path)
    return failed
