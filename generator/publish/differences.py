"""What a publish changes: files, and in words issues and items. Pure: two lists in, a difference out.

What an item says is read from the scripts that the search loads, one for each issue: its words, and a digest
of all else that readers see of it. Its page would not do: that changes with its neighbours, too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from msgspec.structs import replace

from generator import urls
from generator.make.search import Entry
from generator.publish.manifest import Manifest

Texts = Mapping[str, Mapping[str, Entry]]
"""What issues say: by the issue's path and the item's number."""

_TEXT = re.compile(re.escape(urls.search_text("|")).replace(re.escape("|"), "(.+)"))
_SHOWN = 20


class Difference(NamedTuple):
    """The files that travel, those that go, and what this means: paths of issues and items."""

    sent: tuple[str, ...]
    removed: tuple[str, ...]
    size: int
    issues: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether there is nothing to do."""
        return not self.sent and not self.removed


def rewritten(old: Manifest, new: Manifest) -> tuple[str, ...]:
    """The issues of both whose words differ: their texts must be read to tell which items changed."""
    return tuple(
        issue
        for issue in _issues(new)
        if (script := urls.search_text(issue)) in old and old[script] != new[script]
    )


def fresh(old: Manifest, new: Manifest) -> tuple[str, ...]:
    """The issues that only the new one has."""
    return tuple(sorted(set(_issues(new)) - set(_issues(old))))


def difference(
    old: Manifest, new: Manifest, before: Texts, after: Texts, withdrawn: AbstractSet[str]
) -> Difference:
    """What turns the old files into the new ones; the texts are those of the `rewritten` issues.

    `withdrawn` are the paths of all withdrawn items.
    """
    sent = tuple(path for path in sorted(new) if old.get(path) != new[path])
    had, has = _items(old), _items(new)
    pairs = {
        f"{issue}/{number}": (entries.get(number), after.get(issue, {}).get(number))
        for issue, entries in before.items()
        for number in {*entries, *after.get(issue, {})} - {""}
    }
    return Difference(
        sent,
        tuple(sorted(old.keys() - new.keys())),
        sum(new[path].size for path in sent),
        fresh(old, new),
        tuple(sorted(has - had)),
        tuple(sorted(p for p, (was, now) in pairs.items() if p in had & has and now and not _same(was, now))),
        tuple(sorted(p for p, (was, now) in pairs.items() if was and not now and p in withdrawn)),
        tuple(sorted(had - has)),
    )


def _same(was: Entry | None, now: Entry) -> bool:
    """Whether readers see the same; programs of before told less of it."""
    return was is not None and was == (now if was.rest else replace(now, rest=""))


def summary(found: Difference) -> str:
    """`新增 2 期 17 篇，更改 1 篇，撤下 1 篇，共 38 个文件 4.2 MB`."""
    added = " ".join(text for text in (_count(found.issues, "期"), _count(found.items, "篇")) if text)
    words = (
        f"新增 {added}" if added else "",
        f"更改 {_count(found.changed, '篇')}" if found.changed else "",
        f"撤下 {_count(found.withdrawn, '篇')}" if found.withdrawn else "",
        f"删去 {_count(found.gone, '篇')}" if found.gone else "",
    )
    told = [word for word in words if word] or ["文稿没有增减"]
    removed = f"，删除 {len(found.removed)} 个文件" if found.removed else ""
    return f"{'，'.join(told)}，共 {len(found.sent)} 个文件 {size(found.size)}{removed}"


def size(count: int) -> str:
    """Bytes as people read them: `4.2 MB`."""
    if count < 1000:
        return f"{count} 字节"
    kilobytes = count / 1000
    for unit, factor in (("KB", 1), ("MB", 1000)):
        if kilobytes / factor < 999.95:  # else it would be told as 1000.0
            return f"{kilobytes / factor:.1f} {unit}"
    return f"{kilobytes / 1_000_000:.1f} GB"


def listing(found: Difference, titles: Mapping[str, str]) -> Iterator[str]:
    """The list: a line for each issue and item with its title, then how many pages change besides."""
    apart = [item for item in found.items if item.rpartition("/")[0] not in found.issues]
    yield from _lines("新增", found.issues, titles)
    yield from _lines("新增", apart, titles)
    yield from _lines("更改", found.changed, titles)
    yield from _lines("撤下", found.withdrawn, titles)
    yield from _lines("删去", found.gone, titles)
    named = {f"{item}.html" for item in (*found.items, *found.changed, *found.withdrawn)}
    pages = [path for path in found.sent if path.endswith(".html") and path not in named]
    others = [path for path in found.sent if not path.endswith(".html")]
    yield from _files("随之更新的网页", pages)
    yield from _files("其他文件", others)
    yield from _files("删除的文件", [p for p in found.removed if p.removesuffix(".html") not in found.gone])


def _lines(word: str, paths: Iterable[str], titles: Mapping[str, str]) -> Iterator[str]:
    listed = list(paths)
    for path in listed[:_SHOWN]:
        yield f"  {word}　{path}　{titles.get(path, '')}".rstrip()
    if len(listed) > _SHOWN:
        yield f"  {word}　……另有 {len(listed) - _SHOWN} 项"


def _files(what: str, paths: list[str]) -> Iterator[str]:
    if paths:
        more = f" 等 {len(paths)} 个" if len(paths) > 3 else ""
        yield f"  {what}　{'、'.join(paths[:3])}{more}"


def _count(paths: tuple[str, ...], unit: str) -> str:
    return f"{len(paths)} {unit}" if paths else ""


def _issues(files: Manifest) -> Iterator[str]:
    return (found[1] for path in files if (found := _TEXT.fullmatch(path)))


def _items(files: Manifest) -> set[str]:
    """The paths of the items' pages."""
    issues = set(_issues(files))
    pages = (path.removesuffix(".html").rpartition("/") for path in files if path.endswith(".html"))
    return {f"{issue}/{number}" for issue, _, number in pages if issue in issues and number.isdecimal()}
