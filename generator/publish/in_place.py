"""Where there can be no releases: files are exchanged one by one, in an order in which no link is ever dead.

New files come first and those that lead to them later, so that a page is there before anything links to it;
removals come last, pages that lead to others before those. Each file is moved into place whole. Between the
first and the last move (one request a file) a reader sees old and new pages side by side, each of them right.
"""

from collections.abc import Iterable

from generator import urls
from generator.publish import journal, tree
from generator.publish.errors import Refused
from generator.publish.journal import STAGING
from generator.publish.lock import Lock
from generator.publish.manifest import Manifest
from generator.publish.staging import Told
from generator.publish.standing import Standing
from generator.publish.targets.target import Target


def placing_order(paths: Iterable[str], old: Iterable[str]) -> list[str]:
    """New files before changed ones, other files before pages, pages before the lists that lead to them.

    The catalogue of the search follows the tables and texts that it tells of.
    """
    known = frozenset(old)

    def rank(path: str) -> tuple[bool, int, int, str]:
        return path in known, _kind(path), -path.count("/"), path

    return sorted((path for path in paths if path != urls.MANIFEST), key=rank)


def removal_order(paths: Iterable[str]) -> list[str]:
    """The other way round: what leads somewhere goes before what it leads to."""
    return sorted(paths, key=lambda path: (-_kind(path), path.count("/"), path))


def _kind(path: str) -> int:
    if path == urls.SEARCH_CATALOGUE:
        return 1
    if not path.endswith(".html"):
        return 0
    return 3 if path.endswith("index.html") else 2


def refuse_in_the_way(standing: Standing, new: Manifest) -> None:
    """Files that are not ours are never touched.

    Raises:
        Refused: one stands where ours is to be, or a link or file where a folder of ours is.
    """
    foreign = frozenset(standing.foreign)
    taken = sorted(foreign & {*new, *tree.parents((*new, *standing.ours))})
    if taken:
        raise Refused(f"目标里的 {taken[0]} 不是本程序写的，却占着网站的地址，没有发布。请先把它移走。")


def place(target: Target, old: Iterable[str], new: Manifest, lock: Lock, told: Told) -> None:
    """Move what is staged into place; the journal is written first, so that a broken run is finished.

    `old` are the names of all files of ours that may stand there.
    """
    lock.check()
    journal.write(target, new, placing=True)
    finish(target, old, new, lock, told)


def finish(target: Target, old: Iterable[str], new: Manifest, lock: Lock, told: Told) -> None:
    """Do what is left of `place`."""
    staged = tree.sizes(target, STAGING)
    old = frozenset(old)
    order = placing_order((path for path in staged if path in new), old)
    gone = removal_order(old - new.keys())
    steps = len(order) + len(gone)
    tree.make_folders(target, order)
    for number, path in enumerate(order):
        target.rename(f"{STAGING}/{path}", path)
        told.step("换上新文件", number + 1, steps)
        lock.renew()
    for number, path in enumerate(gone):
        tree.remove(target, path)
        told.step("换上新文件", len(order) + number + 1, steps)
        lock.renew()
    tree.remove_empty(target, tree.parents(gone))
    if urls.MANIFEST in staged:
        target.rename(f"{STAGING}/{urls.MANIFEST}", urls.MANIFEST)
    journal.clear(target)
