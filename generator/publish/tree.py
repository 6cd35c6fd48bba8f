"""Whole trees at a target, with its few operations."""

from collections.abc import Callable, Iterable, Iterator

from generator.publish.errors import Refused
from generator.publish.targets.target import Entry, Target


def sizes(target: Target, folder: str) -> dict[str, int]:
    """The files below a folder by their paths from there, with their sizes; nothing where there is no folder.

    What is neither file nor folder counts as a file of size -1: a link may lead anywhere.
    """
    files = ((path, entry) for path, entry in _walk(target, folder) if entry.kind != "folder")
    return {path: entry.size if entry.kind == "file" else -1 for path, entry in files}


def folders(target: Target, folder: str) -> list[str]:
    """The folders below a folder, outer ones first."""
    return sorted(path for path, entry in _walk(target, folder) if entry.kind == "folder")


def _walk(target: Target, folder: str) -> Iterator[tuple[str, Entry]]:
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        for entry in _entries(target, f"{folder}/{prefix}".strip("/")):
            yield f"{prefix}{entry.name}", entry
            if entry.kind == "folder":
                waiting.append(f"{prefix}{entry.name}/")


def _entries(target: Target, folder: str) -> Iterator[Entry]:
    """What a folder holds but for dot files.

    Raises:
        Refused: the target gives names that are none.
    """
    try:
        entries = target.list(folder)
    except FileNotFoundError:
        return
    for entry in entries:
        if {"/", "\\", "\0"} & set(entry.name):
            raise Refused(f"{target.address} 给出了不合规定的文件名 {entry.name!r}。请查明原因。")
        if not entry.name.startswith("."):
            yield entry


def parents(paths: Iterable[str]) -> list[str]:
    """All folders that the paths stand in, outer ones first."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)


def make_folders(target: Target, paths: Iterable[str]) -> None:
    """Make the folders that the paths stand in, where they are missing."""
    for folder in parents(paths):
        ensure_folder(target, folder)


def ensure_folder(target: Target, folder: str) -> None:
    """Make a folder where it is missing.

    Raises:
        Refused: something that is no folder stands in its place.
    """
    try:
        target.make_folder(folder)
    except FileExistsError:
        entry = target.look(folder)
        if entry and entry.kind != "folder":
            raise Refused(f"{target.address} 里的 {folder} 不是普通文件夹，没有发布。") from None


def remove_tree(target: Target, path: str, told: Callable[[], None] = lambda: None) -> None:
    """Remove a folder and all below it; links are removed, never followed. It need not be there.

    `told` is called after each file: a large release takes longer than a lock lives by itself.
    """
    found = target.look(path)
    if found is not None and found.kind == "folder":
        _remove_folder(target, path, told)
    elif found is not None:
        remove(target, path)


def _remove_folder(target: Target, folder: str, told: Callable[[], None]) -> None:
    for entry in target.list(folder):
        if "/" in entry.name or entry.name in {".", ".."}:
            continue
        path = f"{folder}/{entry.name}"
        if entry.kind == "folder":
            _remove_folder(target, path, told)
        else:
            remove(target, path)
        told()
    target.remove_folder(folder)


def remove_empty(target: Target, folders: Iterable[str]) -> None:
    """Remove those of the folders that hold nothing, inner ones first; they need not be there."""
    for folder in sorted(folders, reverse=True):
        if target.look(folder) is not None and not target.list(folder):
            target.remove_folder(folder)


def remove(target: Target, path: str) -> None:
    """Remove a file that need not be there."""
    try:
        target.remove(path)
    except FileNotFoundError:
        return


def write_whole(target: Target, path: str, content: bytes) -> None:
    """Write a file beside its place and move it there."""
    target.write(f"{path}.new", content)
    target.rename(f"{path}.new", path)
