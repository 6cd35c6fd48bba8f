"""The search index asked in Python as `search.js` asks it: for the proof that it finds all that is there."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from generator import urls
from generator.make.search import (
    CODES,
    FOUR_SHARD_BITS,
    PAIR_SHARD_BITS,
    Block,
    Entry,
    Units,
    folded,
    fours,
    pairs,
    shard_count,
)

Read = Callable[[str], bytes]
"""Gives the script at an address."""

_LONG = 4
"""Characters from which on the table of fours is asked."""


def found(block: Block, word: str, read: Read) -> set[str]:
    """The paths of a block's items in which a word stands; of an issue's own title or note with no number."""
    word = folded(word)
    return {
        f"{block.folder}/{block.issues[place]}/{entry.number}"
        for place in candidates(block, word, read)
        for entry in entries(block, place, read)
        if word in searched(entry)
    }


def blocks(read: Read) -> tuple[Block, ...]:
    """The blocks that the catalogue names."""
    _, listed = _value(read(urls.SEARCH_CATALOGUE))
    return msgspec.convert(listed, tuple[Block, ...])


def entries(block: Block, place: int, read: Read) -> tuple[Entry, ...]:
    """What can be found in the issue at a place of a block."""
    value = _value(read(urls.search_text(f"{block.folder}/{block.issues[place]}")))
    return msgspec.convert(value[3], tuple[Entry, ...])


def searched(entry: Entry) -> str:
    """The text in which words are looked for."""
    return folded(f"{entry.title}\n{entry.credit}\n{entry.note}\n{entry.text}")


def candidates(block: Block, word: str, read: Read) -> set[int]:
    """The places of the issues in which a folded word may stand."""
    left = set(range(len(block.issues)))
    for table, slot, check, fixed in _questions(word):
        left &= set(_ask(block, table, slot, check, fixed, read))
    return left


_Address = Callable[[str, int], str]


def _questions(word: str) -> Iterator[tuple[_Address, int, int | None, int]]:
    """What the tables are asked: table, slot and check of a piece, and how many bits of the slot count."""
    units = Units(f"{word}\n\n\n")
    length = len(units.low) - 3
    long = length >= _LONG
    pieces = fours(units) if long else pairs(units)
    table = urls.search_fours if long else urls.search_pairs
    for place in {0, length - _LONG} if long else set(range(max(1, length - 1))):
        piece = pieces[place]
        if length == 1:
            yield table, piece & 1023, None, 10
        else:
            yield table, piece & 0xFFFF, piece >> 16, 16


def _ask(
    block: Block, table: _Address, slot: int, check: int | None, fixed: int, read: Read
) -> Iterator[int]:
    slots = 1 << block.scale
    shards = shard_count(block.scale, FOUR_SHARD_BITS if table is urls.search_fours else PAIR_SHARD_BITS)
    slot &= slots - 1
    shard = _value(read(table(block.key, slot % shards))).split("!")
    for each in range(slot, slots, 1 << min(fixed, block.scale)):
        marks = shard[each // shards]
        for issue, mark in zip(marks[::2], marks[1::2], strict=True):
            if check is None or CODES[check] == mark:
                yield CODES.index(issue)


def _value(script: bytes) -> Any:
    """What a script hands over."""
    return msgspec.json.decode(script.partition(b",")[2].rstrip()[:-1])
