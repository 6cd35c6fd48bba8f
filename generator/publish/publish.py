"""Publishing: look, plan, ask, lock, send, switch, tidy up. What readers get is whole at any moment."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from generator import urls
from generator.make.search import Entry, read_text
from generator.model import PublishTarget
from generator.publish import differences, in_place, journal, releases
from generator.publish.abilities import probe
from generator.publish.differences import Difference
from generator.publish.errors import Refused
from generator.publish.lock import Lock, Owner, held
from generator.publish.manifest import Manifest, of_output
from generator.publish.staging import Staged, Told, stage
from generator.publish.standing import RELEASES, Layout, Standing, look
from generator.publish.targets.target import Target

Titles = Mapping[str, str]


class Local(NamedTuple):
    """This side: the output and what it holds, and the paths of all withdrawn items."""

    output: Path
    files: Manifest
    withdrawn: AbstractSet[str]


class Plan(NamedTuple):
    """What a publish is going to do.

    `cleared` are releases that go, each with the withdrawn item whose text it holds; `titles` are those of
    issues and items that the difference names.
    """

    standing: Standing
    difference: Difference
    cleared: Mapping[str, str]
    titles: Titles

    @property
    def is_none(self) -> bool:
        """Whether there is nothing to do."""
        return self.difference.is_none and not self.cleared and not self.standing.unfinished


class Published(NamedTuple):
    """What was done: the release that is shown now (empty where there are none), and what was sent."""

    release: str
    root: str
    staged: Staged


def this_side(site: Path, output: Path, withdrawn: AbstractSet[str]) -> Local:
    """The output, as the last build left it.

    Raises:
        Refused: it is not that, or holds an item that has been withdrawn since.
    """
    local = Local(output, of_output(site, output), withdrawn)
    for path in sorted(withdrawn):
        issue, _, number = path.rpartition("/")
        if number in _here(local, issue):
            raise Refused(f"{path} 已撤稿，{output} 里却还有它的文字，没有发布。请先运行 jianbao build。")
    return local


def plan(
    target: Target, local: Local, told: Callable[[], None] = lambda: None, known: Standing | None = None
) -> Plan:
    """What is to be done at a target; writes nothing.

    `told` is called after each look, for a lock's sake; `known` is what was seen there a moment ago.

    Raises:
        Refused: it is no place to publish to.
        OSError: it can't be read.
    """
    standing = look(target, known)
    if standing.layout == "in place":
        in_place.refuse_in_the_way(standing, local.files)
    old = standing.files
    issues = differences.rewritten(old, local.files)
    before = {issue: _there(target, standing, issue) for issue in issues}
    after = {issue: _here(local, issue) for issue in issues}
    found = differences.difference(old, local.files, before, after, local.withdrawn)
    cleared = releases.holding(target, standing.releases, local.withdrawn, told)
    return Plan(standing, found, cleared, _titles(local, found, before, after))


def publish(
    target: Target,
    wanted: PublishTarget,
    local: Local,
    approved: Plan,
    owner: Owner,
    time: datetime,
    told: Told,
) -> Published:
    """Do what was planned, or finish what an earlier run began and then do it.

    Raises:
        Refused: target or output changed since the plan.
        LockedError: somebody else is publishing.
        OSError: the target failed; readers still get a whole site, and the next run goes on.
    """
    with held(target, owner, told.note) as lock:
        found = plan(target, local, lock.renew, approved.standing)
        if found != approved:
            raise Refused("确认以后，发布目标被别人改动过，没有发布。请再运行一次。")
        standing = _finished(target, found.standing, lock, told)
        layout = _layout(target, wanted, standing)
        if layout == "releases":
            done = _as_release(target, local, standing, time, lock, told)
        else:
            done = _in_place(target, local, standing, lock, told)
        _tidy(target, wanted, done, found, layout, lock)
    return done


def roll_back(target: Target, withdrawn: AbstractSet[str], owner: Owner, told: Told) -> str:
    """Show the release before the present one; gives its name.

    Raises:
        Refused: there is none, or it holds a withdrawn item.
        LockedError, OSError: as in `publish`.
    """
    seen = look(target)
    _before(seen)  # nothing is written, not even a lock, where there is nothing of ours
    with held(target, owner, told.note) as lock:
        release = _before(look(target, seen))
        item = releases.holding(target, (release,), withdrawn, lock.renew).get(release)
        if item:
            day = releases.named_time(release)
            raise Refused(f"上一版（{day}）里有已撤下的 {item}，不能换回。请改好文稿，重新生成并发布。")
        lock.check()
        releases.show(target, release)
        return release


def _before(standing: Standing) -> str:
    """The release before the one that is shown."""
    if standing.layout != "releases":
        raise Refused("这个目标没有分版存放，没有旧版可换回。请改回文稿，重新生成并发布。")
    earlier = [one for one in standing.releases if one < standing.release]
    if not earlier:
        raise Refused("没有更早的一版可换回。")
    return earlier[-1]


# --- The steps of a publish ----------------------------------------------------------------------


def _finished(target: Target, standing: Standing, lock: Lock, told: Told) -> Standing:
    """Finish what a broken run was about when it was moving files into place."""
    if not standing.unfinished:
        return standing
    told.note("上次发布在更换文件时中断，先把它做完。")
    in_place.finish(target, standing.ours, standing.files, lock, told)
    return look(target)


def _layout(target: Target, wanted: PublishTarget, standing: Standing) -> Layout:
    """As it is, else releases where they are wanted and links can be made.

    Raises:
        Refused: files can't be replaced at all.
    """
    if standing.layout != "nothing":
        return standing.layout
    can = probe(target)
    if not can.rename:
        raise Refused(
            f"{target.address} 不许用改名覆盖文件，发布做不到万无一失，没有发布。"
            "IIS 的 FTP 要打开 allowReplaceOnRename；SFTP 服务器要支持 posix-rename。"
        )
    return "releases" if can.symlink and wanted.releases else "in place"


def _as_release(
    target: Target, local: Local, standing: Standing, time: datetime, lock: Lock, told: Told
) -> Published:
    """Make a release of the output, or find the one that is there, and show it."""
    if standing.files == local.files:
        return Published(standing.release, standing.root, Staged(0, 0, 0))
    release, staged = releases.identical(target, standing, local.files), Staged(0, 0, 0)
    if not release:
        release = releases.new_id(time, local.files, standing.releases)
        wanted, same = _split(standing.files, local.files)
        staged = stage(target, local.output, local.files, wanted, same, standing.root, lock, told)
        releases.add(target, release)
    lock.check()
    releases.show(target, release)
    return Published(release, f"{RELEASES}/{release}", staged)


def _in_place(target: Target, local: Local, standing: Standing, lock: Lock, told: Told) -> Published:
    """Send what differs, then exchange file by file."""
    if standing.files == local.files:
        return Published("", "", Staged(0, 0, 0))
    wanted, _ = _split(standing.files, local.files)
    staged = stage(target, local.output, local.files, wanted, {}, "", lock, told)
    in_place.place(target, standing.ours, local.files, lock, told)
    return Published("", "", staged)


def _tidy(
    target: Target, wanted: PublishTarget, done: Published, found: Plan, layout: Layout, lock: Lock
) -> None:
    """Delete releases that hold a withdrawn item, that were rolled back from, or that are too many."""
    if layout == "releases":
        shown, all_ = found.standing.release, {*found.standing.releases, done.release}
        left_behind = {one for one in all_ if shown != done.release and one > shown} - {done.release}
        gone = {*found.cleared, *left_behind} - {done.release}
        surplus = releases.surplus([*(all_ - gone)], done.release, wanted.releases)
        for release in (*found.cleared, *left_behind - found.cleared.keys(), *surplus):
            releases.drop(target, release, lock.renew)
    journal.clear(target)


def _split(old: Manifest, new: Manifest) -> tuple[Manifest, Manifest]:
    """The files that have to be sent, and those that stand there."""
    same = {path: file for path, file in new.items() if old.get(path) == file}
    return {path: file for path, file in new.items() if path not in same}, same


# --- What is said of it --------------------------------------------------------------------------


def _there(target: Target, standing: Standing, issue: str) -> Mapping[str, Entry]:
    return _entries(lambda: target.read(f"{standing.root}/{urls.search_text(issue)}".lstrip("/")))


def _here(local: Local, issue: str) -> Mapping[str, Entry]:
    return _entries((local.output / urls.search_text(issue)).read_bytes)


def _entries(read: Callable[[], bytes]) -> Mapping[str, Entry]:
    """The texts of an issue by the items' numbers; none where they can't be read."""
    try:
        return {entry.number: entry for entry in read_text(read())}
    except (FileNotFoundError, ValueError):
        return {}


def _titles(local: Local, found: Difference, before: differences.Texts, after: differences.Texts) -> Titles:
    """The titles of what is named, and how many items a new issue has."""
    issues = {*found.issues, *(item.rpartition("/")[0] for item in (*found.items, *found.changed))}
    texts = {issue: after.get(issue) or _here(local, issue) for issue in issues}
    old = {f"{issue}/{n}": entry.title for issue, entries in before.items() for n, entry in entries.items()}
    new = {f"{issue}/{n}": entry.title for issue, entries in texts.items() for n, entry in entries.items()}
    counts = {issue: f"（{sum(bool(n) for n in texts[issue])} 篇）" for issue in found.issues}
    return old | new | counts
