"""What stands at a target: nothing, releases and a link to one of them, or files in place."""

import re
from typing import Literal, NamedTuple

from generator import urls
from generator.publish import journal, tree
from generator.publish.errors import Refused
from generator.publish.manifest import Listed, parse
from generator.publish.targets.target import Entry, Target

RELEASES = "releases"
CURRENT = "current"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}", re.ASCII)

Layout = Literal["nothing", "releases", "in place"]


class Standing(NamedTuple):
    """What a target holds.

    `files` are those that readers get and that are what they should be, `ours` the names of all that belong
    to the site, `foreign` what else lies among them. `release` is the one that is shown, `releases` are
    all of them, oldest first. With an `unfinished` publish, `files` are what they will be once it is
    finished.
    """

    layout: Layout
    files: dict[str, Listed]
    ours: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    release: str = ""
    releases: tuple[str, ...] = ()
    unfinished: bool = False

    @property
    def root(self) -> str:
        """The folder in which the files stand."""
        return f"{RELEASES}/{self.release}" if self.layout == "releases" else ""


def look(target: Target, known: Standing | None = None) -> Standing:
    """Look at a target. The files of a release that is `known` are not looked at again: none ever changes.

    Raises:
        Refused: it is no place to publish to.
        OSError: it can't be read.
    """
    try:
        root = {entry.name: entry for entry in target.list("")}
    except FileNotFoundError:
        raise Refused(f"没有文件夹 {target.address}。请先建好它（或接上网络盘）再发布。") from None
    _refuse_links(target, root)
    meant = journal.read(target) if journal.FOLDER in root else None
    if meant and meant.placing:
        return _in_place(target, meant.files, unfinished=True)
    if RELEASES in root or CURRENT in root:
        return _releases(target, root, known)
    if urls.MANIFEST in root:
        try:
            files = parse(target.read(urls.MANIFEST))
        except ValueError:
            raise Refused(
                f"{target.address} 里的 {urls.MANIFEST} 不是本程序写的，没有发布。请换一个空文件夹。"
            ) from None
        return _in_place(target, files, unfinished=False)
    others = sorted(root.keys() - {journal.FOLDER})
    if others:
        raise Refused(
            f"{target.address} 里有别的东西（如 {others[0]}），不是本程序发布的，没有发布。请换一个空文件夹。"
        )
    return Standing("nothing", {})


def _refuse_links(target: Target, root: dict[str, Entry]) -> None:
    """Our own folders are folders: what is written and removed through a link would be somewhere else."""
    for name in (journal.FOLDER, RELEASES):
        if name in root and root[name].kind != "folder":
            raise Refused(f"{target.address} 里的 {name} 不是普通文件夹，没有发布。")


def _in_place(target: Target, said: dict[str, Listed], *, unfinished: bool) -> Standing:
    found = tree.sizes(target, "")
    ours = frozenset(said) | (_named(target) if unfinished else frozenset())
    foreign = tuple(sorted(path for path in found if path not in ours))
    files = said if unfinished else _right(said, found)
    return Standing("in place", files, ours, foreign, unfinished=unfinished)


def _named(target: Target) -> frozenset[str]:
    """The files that the manifest at the target names, where there is one."""
    try:
        return frozenset(parse(target.read(urls.MANIFEST)))
    except (FileNotFoundError, ValueError):
        return frozenset()


def _releases(target: Target, root: dict[str, Entry], known: Standing | None) -> Standing:
    listed = target.list(RELEASES) if RELEASES in root else []
    releases = sorted(e.name for e in listed if e.kind == "folder" and _ID.fullmatch(e.name))
    if CURRENT not in root:
        return Standing("releases", {}, releases=tuple(releases))
    release = _shown(target, root[CURRENT])
    if release not in releases:
        raise Refused(f"{target.address} 里的 {CURRENT} 指向的 {release} 这一版不在了。请查明原因。")
    if known and known.release == release:
        return known._replace(releases=tuple(releases))
    standing = Standing("releases", {}, release=release, releases=tuple(releases))
    files = files_of(target, release)
    return standing._replace(files=_right(files, tree.sizes(target, standing.root)), ours=frozenset(files))


def shown(target: Target) -> str:
    """The folder of what readers get: the release that is shown, else the target itself.

    Raises:
        Refused: nobody can tell which release that is.
        OSError: the target can't be read.
    """
    root = {entry.name: entry for entry in target.list("")}
    return f"{RELEASES}/{_shown(target, root[CURRENT])}" if CURRENT in root else ""


def _shown(target: Target, current: Entry) -> str:
    """The release that the link tells of."""
    folder, _, release = target.read_link(CURRENT).rpartition("/") if current.kind == "link" else ("", "", "")
    if folder != RELEASES or not _ID.fullmatch(release):
        raise Refused(f"{target.address} 里的 {CURRENT} 不是指向 {RELEASES} 中一版的符号链接。请查明原因。")
    return release


def files_of(target: Target, release: str) -> dict[str, Listed]:
    """The files of a release as its manifest says; none where that can't be read."""
    try:
        return parse(target.read(f"{RELEASES}/{release}/{urls.MANIFEST}"))
    except (FileNotFoundError, ValueError):
        return {}


def _right(said: dict[str, Listed], found: dict[str, int]) -> dict[str, Listed]:
    """What is there with the size that it should have; the rest is sent again."""
    return {path: file for path, file in said.items() if found.get(path) == file.size}
