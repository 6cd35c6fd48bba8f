"""Corrections (更正) on their way: what was put right in an earlier issue is told again in the next one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator import wording
from generator.model import Corrected, Issue, Link


def told_in(issues: Sequence[Issue]) -> dict[str, tuple[Corrected, ...]]:
    """What issues have to say of earlier ones, by their paths; `issues` are in order.

    A correction is told by the first issue of its series that came out after the corrected one and on the
    day of the correction or later. Supplements have their own topic, and nothing is added to a scan.
    """
    found: dict[str, list[Corrected]] = defaultdict(list)
    for number, issue in enumerate(issues):
        for one in _of(issue):
            later = (
                other
                for other in issues[number + 1 :]
                if other.series == issue.series
                and other.date >= one.correction.date
                and other.kind != "supplement"
                and not other.scan
            )
            teller = next(later, None)
            if teller is not None:
                found[teller.path].append(one)
    return {path: tuple(sorted(told, key=lambda one: one.correction.date)) for path, told in found.items()}


def _of(issue: Issue) -> Iterator[Corrected]:
    link = Link(wording.year_and_number(issue), issue.address)
    for correction in issue.corrections:
        yield Corrected(link, "", issue.address, correction)
    for item in issue.items:
        for correction in item.corrections:
            yield Corrected(link, item.title, item.address, correction)
