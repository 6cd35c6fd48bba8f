"""What the last issue left out: its drafts, moved into the new issue as they are.

A draft of a published issue has never had an address, so it may go where it likes. One that links to other
items, or that others link to, stays: its links would lead nowhere.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generator.model import IssueSource, ItemSource
from generator.read.sources import CONTENT


class Left(NamedTuple):
    """A draft that was left out: its file, its title, and the pictures and attachments of its text.

    `own` are files that no other text shows, `shared` those that some other does; `linked` says that
    there are links between it and other items.
    """

    file: str
    title: str
    own: tuple[str, ...]
    shared: tuple[str, ...]
    linked: bool


def left_over(sources: Sequence[IssueSource], series: str) -> tuple[Left, ...]:
    """The drafts in the latest published issue of a series, supplements not counted."""
    published = [
        s for s in sources if s.series == series and s.status == "published" and s.kind != "supplement"
    ]
    latest = max((s for s in published if s.date), key=lambda s: (s.date, s.number or 0), default=None)
    if latest is None:
        return ()
    targets = [(item.file, m.target) for s in sources for item in s.items for m in item.mentions]
    targets += [(s.file, mention.target) for s in sources for mention in s.mentions]
    return tuple(_left(item, targets) for item in latest.items if item.status == "draft")


def _left(item: ItemSource, targets: Sequence[tuple[str, str]]) -> Left:
    elsewhere = {target for file, target in targets if file != item.file}
    files = sorted({mention.target for mention in item.mentions if mention.digest})
    return Left(
        item.file,
        item.title.value,
        tuple(file for file in files if file not in elsewhere),
        tuple(file for file in files if file in elsewhere),
        linked=item.file in elsewhere or any(not mention.digest for mention in item.mentions),
    )


def carry(site: Path, drafts: Sequence[Left], folder: str) -> tuple[str, ...]:
    """Move drafts into the new, still empty issue `2016/06`, numbered from 01; gives their new files.

    What others show too is copied, and all of it before anything is moved.

    Raises:
        OSError: a file can't be moved.
    """
    target = site / CONTENT / folder
    for file in sorted({file for one in drafts for file in one.shared}):
        shutil.copy2(site / file, target)
    moved = []
    for number, one in enumerate(drafts, 1):
        name = Path(one.file).name.lstrip("0123456789")
        new = target / f"{number:02}{name}"
        for file in one.own:
            (site / file).rename(target / Path(file).name)
        (site / one.file).rename(new)
        moved.append(new.relative_to(site).as_posix())
    return tuple(moved)
