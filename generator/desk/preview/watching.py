"""Changes in the site's folder, by looking: files on a network share tell nobody that they have changed."""

import time
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from heapq import nlargest
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.read.sources import CONTENT, Listing, Stamp, scan, stamp
from generator.theme import default_theme

_T = TypeVar("_T")

_REST, _LONG_REST = 0.01, 0.05
"""Seconds in which nothing may change before a change of one file, or of several, counts as complete."""

_LONGEST_REST = 2.0
"""Seconds after which it counts as complete all the same, as where a program keeps writing."""

_SHARE = 20
"""Looks at everything may take one part in so many of a processor core."""

_OFTEN, _SELDOM = 0.25, 3.0
"""Seconds between two looks at everything, at least and at most."""

_LATELY = 8
"""Files changed last, whose folders are looked at each time."""


class _Sight(NamedTuple):
    """What a look at everything finds; `theme` are the files of the default theme."""

    listing: Listing
    theme: Mapping[str, Stamp]


class Watch:
    """Compares stamps, so that old-dated files are seen too.

    Each look is at what is near: the files at the top, the templates, the folders of the issues that somebody
    reads or that were changed last; it takes a millisecond. Now and then a look is at everything.
    """

    def __init__(self, site: Path) -> None:
        self._site = site
        self._seen = _Sight(Listing({}, ()), {})
        self._lately: tuple[str, ...] = ()
        self._near = Listing({}, ())
        self._places: tuple[str, ...] = ()
        self._next = 0.0

    @property
    def listing(self) -> Listing:
        """The site's files at the last look at everything that found a change."""
        return self._seen.listing

    def changed(self, read: Iterable[str]) -> bool:
        """Whether files have changed and come to rest since the last call that told so.

        `read` are the issues that somebody reads: `2016/05`.

        Raises:
            OSError: a folder can't be read, or is just being renamed.
        """
        self._approach(read)
        if self._look_near() != self._near:
            near = self._at_rest(self._look_near, lambda now: _differ(now, self._near))
            seen = self._look()
            if _differ(seen.listing, self._seen.listing) != _differ(near, self._near):
                seen = self._at_rest_everywhere()
        elif time.monotonic() >= self._next and self._look() != self._seen:
            seen = self._at_rest_everywhere()
        else:
            return False
        changed = seen != self._seen
        self._take(seen)
        return changed

    def _approach(self, read: Iterable[str]) -> None:
        """Choose what is near."""
        places = tuple(dict.fromkeys(("templates", *(f"{CONTENT}/{path}" for path in read), *self._lately)))
        if places != self._places:
            self._places, self._near = places, _near(places, self._seen.listing)

    def _take(self, seen: _Sight) -> None:
        """This is what is known from now on."""
        files = seen.listing.files
        last = nlargest(_LATELY, files, key=lambda name: max(files[name].mtime_ns, files[name].ctime_ns))
        folders = (name.rpartition("/")[0] for name in last)
        self._lately = tuple(folder for folder in folders if folder.startswith(f"{CONTENT}/"))
        self._seen, self._near = seen, _near(self._places, seen.listing)

    def _look_near(self) -> Listing:
        return scan(self._site, self._places)

    def _look(self) -> _Sight:
        began = time.thread_time()
        theme = {str(path): stamp(path.stat()) for path in default_theme().glob("*/*")}
        seen = _Sight(scan(self._site), theme)
        pause = _SHARE * (time.thread_time() - began)
        self._next = time.monotonic() + min(max(pause, _OFTEN), _SELDOM)
        return seen

    def _at_rest_everywhere(self) -> _Sight:
        return self._at_rest(self._look, lambda now: _differ(now.listing, self._seen.listing))

    def _at_rest(self, look: Callable[[], _T], changed: Callable[[_T], AbstractSet[str]]) -> _T:
        """What a look finds when the one before found the same: many files saved are one change."""
        end = time.monotonic() + _LONGEST_REST
        before, now = None, look()
        while now != before and time.monotonic() < end:
            time.sleep(_REST if len(changed(now)) < 2 else _LONG_REST)
            before, now = now, look()
        return now


def _near(places: tuple[str, ...], listing: Listing) -> Listing:
    """The part of a listing that a look at some places finds."""
    folders = tuple(f"{place}/" for place in places)

    def is_near(name: str) -> bool:
        return "/" not in name or name.startswith(folders)

    files = {name: stamp for name, stamp in listing.files.items() if is_near(name)}
    return Listing(files, tuple(filter(is_near, listing.links)))


def _differ(now: Listing, before: Listing) -> AbstractSet[str]:
    """The files that are not what they were."""
    return {name for name, _ in now.files.items() ^ before.files.items()}
