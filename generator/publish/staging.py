"""What differs is sent into a staging folder first: readers see nothing of it, and a break costs little."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.publish import journal, tree
from generator.publish.errors import Refused, ServerError
from generator.publish.journal import STAGING
from generator.publish.lock import Lock
from generator.publish.manifest import Manifest, listed
from generator.publish.sharing import share
from generator.publish.targets.target import Target

_BATCH = 400
"""Files that are linked between two signs of life."""


class Told(NamedTuple):
    """Who is told of the bytes sent, how many of how many, and of what else people should know."""

    step: Callable[[str, int, int], None]
    note: Callable[[str], None]


class Staged(NamedTuple):
    """What was sent: files, bytes, and how many files were there already after a break."""

    files: int
    size: int
    resumed: int


def stage(
    target: Target,
    output: Path,
    files: Manifest,
    wanted: Manifest,
    linked: Manifest,
    root: str,
    lock: Lock,
    told: Told,
) -> Staged:
    """Bring files into staging: those `wanted` are sent, those `linked` stand unchanged below `root`.

    `files` is the whole site as it is to be.

    Raises:
        Refused: a file of the output is no longer what it was.
        OSError: the target failed; what was sent stays for the next run.
    """
    there = _left_from_a_break(target, files, {**linked, **wanted})
    journal.write(target, files, placing=False)
    missing = [path for path in (*wanted, *linked) if path not in there]
    tree.ensure_folder(target, STAGING)
    tree.make_folders(target, (f"{STAGING}/{path}" for path in missing))
    unlinked = _link(target, [path for path in linked if path not in there], root, lock, told)
    sending = [*(path for path in wanted if path not in there), *unlinked]
    _send(target, output, {path: files[path] for path in sending}, lock, told)
    _prove(target, {**linked, **wanted})
    return Staged(len(sending), sum(files[path].size for path in sending), len(there & wanted.keys()))


def _left_from_a_break(target: Target, files: Manifest, needed: Manifest) -> set[str]:
    """The files in staging that a broken publish brought there whole; the others are taken away.

    A file that is not right is removed, never written over: it may be another name of a release's.
    """
    meant = journal.read(target)
    if meant is None or meant.placing:
        tree.remove_tree(target, STAGING)
        return set()
    found = tree.sizes(target, STAGING)
    whole = {
        path
        for path, size in found.items()
        if path in needed and meant.files.get(path) == files[path] and size == files[path].size
    }
    for path in found.keys() - whole:
        tree.remove(target, f"{STAGING}/{path}")
    if meant.files != files:
        unused = set(tree.folders(target, STAGING)) - set(tree.parents(needed))
        tree.remove_empty(target, (f"{STAGING}/{folder}" for folder in unused))
    return whole


def _prove(target: Target, needed: Manifest) -> None:
    """Look whether everything is there, before readers get it.

    Raises:
        ServerError: something is missing or has another size.
    """
    found = tree.sizes(target, STAGING)
    wrong = [path for path, file in needed.items() if found.get(path) != file.size]
    if wrong:
        raise ServerError(f"{wrong[0]} 没有完整到达 {target.address}，网站没有换新。请再运行一次。")


def _link(target: Target, paths: list[str], root: str, lock: Lock, told: Told) -> list[str]:
    """Give unchanged files a second name in staging; gives those for which this failed."""
    failed: list[str] = []
    for start in range(0, len(paths), _BATCH):
        failed += target.hard_links(root, STAGING, paths[start : start + _BATCH])
        told.step("沿用未改的文件", min(start + _BATCH, len(paths)), len(paths))
        lock.renew()
    if failed:
        told.note(f"服务器不能建硬链接，未改的 {len(failed)} 个文件也要重新发送。")
    return failed


def _send(target: Target, output: Path, wanted: Manifest, lock: Lock, told: Told) -> None:
    total = sum(file.size for file in wanted.values())
    sent = 0

    def one(connection: Target, path: str) -> int:
        content = (output / path).read_bytes()
        if listed(content) != wanted[path]:
            raise Refused(f"{path} 在发布期间改变了，没有发布。请重新运行 jianbao build 再发布。")
        connection.write(f"{STAGING}/{path}", content)
        return len(content)

    def done(count: int) -> None:
        nonlocal sent
        sent += count
        told.step("发送（KB）", sent // 1000, total // 1000)
        lock.renew()

    share(target, list(_large_first(wanted)), one, done)


def _large_first(files: Manifest) -> Iterator[str]:
    """So that no connection is left with the largest file at the end."""
    return iter(sorted(files, key=lambda path: -files[path].size))
