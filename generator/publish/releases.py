"""Releases: each is the output byte for byte in a folder of its own, and a link tells which one is shown.

The link is exchanged by one rename, so that a reader gets all of the old site or all of the new one.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from generator import urls
from generator.make.search import read_text
from generator.publish import tree
from generator.publish.journal import STAGING, TRASH
from generator.publish.manifest import Manifest
from generator.publish.standing import CURRENT, RELEASES, Standing, files_of
from generator.publish.targets.target import Target

_TIME = "%Y%m%d-%H%M%S"
_LINK = f".{CURRENT}.new"


def new_id(time: datetime, files: Manifest, before: Sequence[str]) -> str:
    """`20261126-074835-3fa9c1d2`: the time, and the beginning of the digest of the manifest.

    It is later than all `before`, even if another machine's clock was fast: names tell the order.
    """
    time = time.replace(tzinfo=None, microsecond=0)
    if before:
        time = max(time, datetime.strptime(max(before)[:15], _TIME) + timedelta(seconds=1))  # noqa: DTZ007
    return f"{time:{_TIME}}-{files[urls.MANIFEST].sha256[:8]}"


def named_time(release: str) -> str:
    """When a release was made: `2026-11-26 07:48`."""
    day, time = release.split("-")[:2]
    return f"{day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}"


def identical(target: Target, standing: Standing, files: Manifest) -> str:
    """A later release that holds these very files: it was made but never shown, or gone back from."""
    digest = files[urls.MANIFEST].sha256[:8]
    candidates = [one for one in standing.releases if one.endswith(digest) and one > standing.release]
    return next((one for one in reversed(candidates) if _is_whole(target, one, files)), "")


def _is_whole(target: Target, release: str, files: Manifest) -> bool:
    said = files_of(target, release)
    found = tree.sizes(target, f"{RELEASES}/{release}")
    return said == files and found == {path: file.size for path, file in files.items()}


def add(target: Target, release: str) -> None:
    """Make what is staged a release."""
    tree.ensure_folder(target, RELEASES)
    target.rename(STAGING, f"{RELEASES}/{release}")


def show(target: Target, release: str) -> None:
    """Show a release to readers from now on."""
    tree.remove(target, _LINK)
    target.symlink(f"{RELEASES}/{release}", _LINK)
    target.rename(_LINK, CURRENT)


def drop(target: Target, release: str, told: Callable[[], None]) -> None:
    """Delete a release. It disappears at once, so that none is ever there in part."""
    tree.remove_tree(target, TRASH, told)
    target.rename(f"{RELEASES}/{release}", TRASH)
    tree.remove_tree(target, TRASH, told)


def surplus(releases: Sequence[str], shown: str, keep: int) -> tuple[str, ...]:
    """The releases beyond the newest `keep`; the one that is shown counts as one and stays."""
    others = [one for one in sorted(releases) if one != shown]
    return tuple(others[: max(0, len(others) - max(keep, 1) + 1)])


def holding(
    target: Target, releases: Iterable[str], withdrawn: AbstractSet[str], told: Callable[[], None]
) -> dict[str, str]:
    """The releases that hold the text of a withdrawn item, each with such an item; `told` after each look."""
    issues: dict[str, set[str]] = {}
    for path in sorted(withdrawn):
        issue, _, number = path.rpartition("/")
        issues.setdefault(issue, set()).add(number)
    found = {}
    for release in releases:
        for issue, numbers in issues.items():
            held = sorted(numbers & _numbers(target, f"{RELEASES}/{release}", issue, numbers))
            told()
            if held:
                found[release] = f"{issue}/{held[0]}"
                break
    return found


def _numbers(target: Target, root: str, issue: str, asked: set[str]) -> set[str]:
    """The items of an issue whose texts a release holds; all that are asked for where nobody can tell."""
    try:
        return {entry.number for entry in read_text(target.read(f"{root}/{urls.search_text(issue)}"))}
    except FileNotFoundError:
        return set()
    except ValueError:
        return asked
