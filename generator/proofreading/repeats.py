"""Items that repeat others: runs of Han characters that two texts share."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from zlib import crc32

from generator.proofreading.finding import Finding
from generator.proofreading.marks import LETTERS
from generator.proofreading.prose import Prose

RUN = 6
"""Characters of a run: shorter ones are shared by chance, longer ones are lost by each changed word."""

LEAST_RUNS = 40
"""Runs that a text must have to be compared."""

SHARE = 0.6
"""The part of an item's runs that another must share, for the item to repeat it."""

_SAMPLE = 8
_COMMON = 30
"""Texts that may share a run before it counts as a stock phrase."""

_OTHER = re.compile(f"[^{LETTERS}]+")
_HAN = re.compile(f"[{LETTERS}]")


def sample(prose: Prose) -> tuple[int, ...]:
    """Numbers that stand for an eighth of an item's runs, chosen by their content; none for a short text."""
    letters = _OTHER.sub("", prose.text[prose.body :])
    if len(letters) < LEAST_RUNS + RUN:
        return ()
    content = letters.encode("utf-16-le")
    width = 2 * RUN
    numbers = (crc32(content[at : at + width]) for at in range(0, len(content) - width + 1, 2))
    return tuple({number for number in numbers if number % _SAMPLE == 0})


def candidates(samples: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """Pairs (an item, an earlier one) that share much of what was sampled."""
    holders: dict[int, list[int]] = {}
    for item, numbers in enumerate(samples):
        shared: Counter[int] = Counter()
        for number in numbers:
            others = holders.setdefault(number, [])
            if len(others) < _COMMON:
                shared.update(others)
                others.append(item)
        if shared:
            earlier, count = shared.most_common(1)[0]
            if count >= SHARE / 2 * len(numbers):
                yield item, earlier


def compared(prose: Prose, earlier: Prose) -> tuple[float, int, int]:
    """How much of an item's text stands in an earlier one too, and the first passage that does."""
    runs, places = _runs(prose)
    others = frozenset(_runs(earlier)[0])
    shared = [run in others for run in runs]
    if not any(shared):
        return 0.0, 0, 0
    first = shared.index(True)
    last = first
    while last + 1 < len(shared) and shared[last + 1]:
        last += 1
    return sum(shared) / len(shared), places[first], places[last + RUN - 1] + 1


def _runs(prose: Prose) -> tuple[list[str], list[int]]:
    found = [(one[0], one.start()) for one in _HAN.finditer(prose.text, prose.body)]
    letters = "".join(letter for letter, _ in found)
    return [letters[at : at + RUN] for at in range(len(letters) - RUN + 1)], [place for _, place in found]


def told(share: float, start: int, end: int, title: str, file: str) -> Finding:
    """R01: the item repeats another."""
    message = f"这一篇有 {share:.0%} 的文字与“{title}”（{file}）相同。"
    return Finding(start, end, "R01", message, "检查是否重复刊登。")
