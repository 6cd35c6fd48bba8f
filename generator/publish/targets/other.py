"""Any other address that fsspec knows: files are copied there one by one, without a promise."""

from collections.abc import Sequence
from typing import Any

import fsspec

from generator.publish.errors import ServerError, UnsupportedError
from generator.publish.targets.target import Entry, one_by_one


class OtherTarget:
    """A folder of a file system of fsspec's."""

    connections = 1

    def __init__(self, files: Any, folder: str, address: str) -> None:
        self._files, self._folder, self.address = files, folder.rstrip("/"), address

    def another(self) -> "OtherTarget":
        """There is one connection only."""
        raise UnsupportedError(self.address)

    def close(self) -> None:
        """Fsspec ends it."""

    def list(self, path: str) -> list[Entry]:
        """What a folder holds; the folder itself is there once it has been asked for."""
        self._files.invalidate_cache()
        if not path:
            self._files.makedirs(self._at(path), exist_ok=True)
        return [_entry(found) for found in self._files.ls(self._at(path), detail=True)]

    def look(self, path: str) -> Entry | None:
        """What stands under a path."""
        self._files.invalidate_cache()
        try:
            return _entry(self._files.info(self._at(path)))
        except FileNotFoundError:
            return None

    def read(self, path: str) -> bytes:
        """The content of a file."""
        content: bytes = self._files.cat_file(self._at(path))
        return content

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        self._files.pipe_file(self._at(path), content)

    def rename(self, old: str, new: str) -> None:
        """Move it; many file systems copy and delete."""
        folder = self._files.isdir(self._at(old))
        if folder and self._files.exists(self._at(new)):  # else one would be moved into the other
            raise FileExistsError(f"{self.address}/{new}")
        self._files.mv(self._at(old), self._at(new), recursive=folder)

    def remove(self, path: str) -> None:
        """Remove a file."""
        self._files.rm_file(self._at(path))

    def make_folder(self, path: str) -> None:
        """Make a folder."""
        self._files.mkdir(self._at(path), create_parents=False)

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        self._files.rmdir(self._at(path))

    def symlink(self, to: str, path: str) -> None:
        """Fsspec has no links."""
        raise UnsupportedError(f"{path} -> {to}")

    def read_link(self, path: str) -> str:
        """Fsspec has no links."""
        raise UnsupportedError(path)

    def hard_link(self, old: str, new: str) -> None:
        """Fsspec has no links."""
        raise UnsupportedError(f"{old} = {new}")

    def hard_links(self, old: str, new: str, paths: Sequence[str]) -> Sequence[str]:
        """Give files second names."""
        return one_by_one(self.hard_link, old, new, paths)

    def _at(self, path: str) -> str:
        return f"{self._folder}/{path}" if path else self._folder


def _entry(found: Any) -> Entry:
    name = found["name"].rstrip("/").rpartition("/")[2]
    return Entry(name, "folder" if found["type"] == "directory" else "file", found.get("size") or 0)


def open_other(url: str) -> OtherTarget:
    """Open an address of fsspec's.

    Raises:
        ServerError: fsspec does not know it, or can't reach it.
        ImportError: it needs a package that is not installed.
    """
    try:
        files, folder = fsspec.core.url_to_fs(url)
    except ImportError:
        raise
    except Exception as error:  # each file system fails in its own way
        raise ServerError(f"打不开 {url}（{error}）。") from error
    return OtherTarget(files, folder, url)
