"""Which items speak of each other: what a text links to is shown on the pages of both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from generator.make.views import Group
from generator.model import Card, Issue

LATER, EARLIER, BESIDE = "后续", "前情", "本期相关"


class _Place(NamedTuple):
    """An item's place in the archive, by which places are in order, and its card."""

    issue: int
    item: int
    path: str
    card: Card


def linked(
    issues: Sequence[Issue], cards: Mapping[str, Sequence[Card]]
) -> dict[str, dict[str, tuple[Group, ...]]]:
    """For each issue's path and item's number the items that link to it or that it links to, oldest first.

    `cards` are the items of each issue, by its path. A withdrawn item is no longer named.
    """
    mentioned = {path for issue in issues for item in issue.items for path in item.mentions}
    if not mentioned:
        return {}
    places = {place.path: place for place in _places(issues, cards)}
    found: dict[str, set[_Place]] = defaultdict(set)
    for issue in issues:
        for item in issue.items:
            for path in item.mentions:
                if path in places and path != item.path:
                    found[path].add(places[item.path])
                    found[item.path].add(places[path])
    groups: dict[str, dict[str, tuple[Group, ...]]] = defaultdict(dict)
    for path, others in found.items():
        issue_path, _, number = path.rpartition("/")
        groups[issue_path][number] = tuple(_groups(places[path], others))
    return groups


def _places(issues: Iterable[Issue], cards: Mapping[str, Sequence[Card]]) -> Iterator[_Place]:
    for order, issue in enumerate(issues):
        for at, (item, card) in enumerate(zip(issue.items, cards[issue.path], strict=True)):
            if not card.withdrawn:
                yield _Place(order, at, item.path, card)


def _groups(here: _Place, others: AbstractSet[_Place]) -> Iterator[Group]:
    by_head: dict[str, list[Card]] = {LATER: [], EARLIER: [], BESIDE: []}
    for other in sorted(others):
        head = LATER if other.issue > here.issue else EARLIER if other.issue < here.issue else BESIDE
        by_head[head].append(other.card)
    return (Group(head, tuple(cards)) for head, cards in by_head.items() if cards)
