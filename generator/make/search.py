"""The search index: scripts that a page of the site loads by `<script>`, so that it needs no server.

A *block* is what one series published in a year, cut at `LARGEST_BLOCK` issues, so that a new issue or an
edit touches one block alone. Each block has two tables that say in which of its issues a piece of text may
stand: one of pairs of characters and one of fours. They only narrow the search: what the reader sees was
found by comparing the words with the very texts, which come in one script for each issue. Hence the tables
may be hashed (nothing found is missed, something else is loaded now and then), and hence they are small: a
word of four characters is looked up in one shard of each block and leads to hardly an issue in vain.

A table has 2 to the power of `scale` slots. A piece of text has a slot and a check of its own, both hashes.
A slot holds two characters for each issue that has a piece there: the issue's and the check's. Slot s
stands in shard s mod n. The slot of a pair ends in ten bits of its first character, so that a single
character is found in one shard, too: a text ends in a line break, so that each character begins a pair.

Characters are UTF-16 code units here, as they are in JavaScript. All is done by operations on the whole
text of a block (bytes and long integers) but for one loop over the pieces of an issue: 500 items take less
than a tenth of a second. `templates/assets/search.js` asks the tables; tests compare what is found with
the plain texts.
"""

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from unicodedata import normalize

import msgspec

from generator import urls, wording
from generator.chinese import seen
from generator.jobs import Files
from generator.make.templates import Theme, render
from generator.make.views import Frame
from generator.model import Bodies, Issue, Item, Unit, Value
from generator.read.markup import to_text

LARGEST_BLOCK = 64
"""Issues of a block; more could not be told apart by one of the 91 characters that stand for issues."""

FORM = 1
"""Raised when the scripts change their form, so that no browser puts old and new ones together."""

CODES = "".join(map(chr, range(ord("#"), ord("~") + 1))).replace("\\", "")
"""The characters that stand for issues and checks: printable, one byte each, none to be escaped."""

_BETWEEN_SLOTS = "!"
_FEWEST_BITS, _MOST_BITS = 8, 16
_CHARACTERS_PER_SLOT = 4
PAIR_SHARD_BITS, FOUR_SHARD_BITS = 12, 9


class Block(Value, frozen=True):
    """What the search page must know of a block: where its issues and shards lie.

    `issues` are folder names, oldest first, under `folder` (`2016`, with a series `yingshang/2016`); the
    shards lie under `key`, which is the folder's name or, of a year's later blocks, `2016-2`. `version`
    changes with the content, so that no browser shows an old copy of a part.
    """

    key: str
    folder: str
    year: int
    scale: int
    version: str
    issues: tuple[str, ...]


class Entry(Value, frozen=True):
    """What can be found: an item, or with an empty number the title and note of the issue itself.

    `units` are the keys of the units, with blanks between. `rest` is a digest of what else readers see of
    the item: it is not searched, but tells whoever compares two versions whether the item changed.
    """

    number: str
    title: str
    section: str
    units: str
    credit: str
    note: str
    text: str
    rest: str = ""


# --- Blocks --------------------------------------------------------------------------------------


def blocks(issues: Sequence[Issue]) -> Iterator[tuple[Block, tuple[Issue, ...]]]:
    """The blocks with their issues; those of a block stand in the order of the archive."""
    by_folder = sorted(issues, key=_folder)
    for folder, group in groupby(by_folder, key=_folder):
        of_year = tuple(group)
        for start in range(0, len(of_year), LARGEST_BLOCK):
            chunk = of_year[start : start + LARGEST_BLOCK]
            key = f"{folder}-{start // LARGEST_BLOCK + 1}" if start else folder
            names = tuple(issue.path.rpartition("/")[2] for issue in chunk)
            yield Block(key, folder, chunk[0].year, scale(chunk), _version(chunk), names), chunk


def scale(issues: Sequence[Issue]) -> int:
    """The power of two that is the number of slots: one for every four characters or so."""
    characters = sum(item.characters for issue in issues for item in issue.items)
    bits = (characters // _CHARACTERS_PER_SLOT).bit_length()
    return min(max(bits, _FEWEST_BITS), _MOST_BITS)


def _folder(issue: Issue) -> str:
    return issue.path.rpartition("/")[0]


def _version(issues: Sequence[Issue]) -> str:
    return hashlib.blake2b(msgspec.msgpack.encode((FORM, issues)), digest_size=5).hexdigest()


# --- What can be found ---------------------------------------------------------------------------


def entries(issue: Issue, bodies: Bodies) -> tuple[Entry, ...]:
    """All of an issue that can be found; nothing of withdrawn items."""
    shown = tuple(_entry(item, bodies) for item in issue.items if item.status != "withdrawn")
    note = to_text(bodies.note_html)
    if not issue.title and not note:
        return shown
    return (Entry("", seen(issue.title), "", "", "", note, ""), *shown)


def _entry(item: Item, bodies: Bodies) -> Entry:
    body = bodies.items.get(item.number)
    rest = (item.keywords, item.corrections, item.summary, body.html if body else "")
    return Entry(
        item.number,
        seen(item.title),
        item.section,
        " ".join(credit.key for credit in item.credits),
        seen(wording.credit_line(item.credits, item.reprint, item.author)),
        to_text(body.note_html) if body else "",
        body.text if body else "",
        hashlib.blake2b(msgspec.msgpack.encode(rest), digest_size=5).hexdigest(),
    )


def _searched(found: Sequence[Entry]) -> str:
    """The texts of an issue, each ended by a line break: no word goes over one."""
    return "".join(f"{e.title}\n{e.credit}\n{e.note}\n{e.text}\n" for e in found)


@cache
def folding() -> Mapping[str, str]:
    """Characters that are found as others: full width as half, capitals as small letters, ○ as 〇.

    Each is one UTF-16 code unit, and so is what it becomes, so that places in a text stay where they are.
    """
    same = {"\u3000": " ", "○": "〇", "◯": "〇"}
    narrow = {wide: normalize("NFKC", wide) for wide in map(chr, _FULL_AND_HALF_WIDTH)}
    capital = {large: large.lower() for large in map(chr, _LETTERS)}
    smallest = {wide: same.get(one, one).lower() for wide, one in narrow.items()}
    return {old: new for old, new in (same | capital | smallest).items() if old != new and len(new) == 1}


_FULL_AND_HALF_WIDTH = range(0xFF01, 0xFFEF)
_LETTERS = (
    *range(0x41, 0x250),  # Latin
    *range(0x370, 0x530),  # Greek, Cyrillic
    *range(0x2160, 0x2170),  # Roman numerals
    *range(0x24B6, 0x24D0),  # letters in circles
)


@cache
def _foldable() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, folding()))}]")


def folded(text: str) -> str:
    """The text with characters put as one that are to be found as one."""
    table = folding()
    return _foldable().sub(lambda found: table[found[0]], text)


# --- Tables --------------------------------------------------------------------------------------


def tables(block: Block, issues: tuple[Issue, ...], bodies: tuple[Bodies, ...]) -> Files:
    """The shards of a block; a maker.

    Raises:
        ValueError: there are more issues than can be told apart.
    """
    texts = [folded(_searched(entries(issue, texts))) for issue, texts in zip(issues, bodies, strict=True)]
    lengths = [len(text.encode("utf-16-le")) // 2 for text in texts]
    units = Units("".join((*texts, "\n\n\n")))
    return (
        *_shards(urls.search_pairs, block, PAIR_SHARD_BITS, pairs(units), lengths),
        *_shards(urls.search_fours, block, FOUR_SHARD_BITS, fours(units), lengths),
    )


class Units:
    """A text as UTF-16 code units, their low and high bytes apart."""

    def __init__(self, text: str) -> None:
        encoded = text.encode("utf-16-le")
        self.low = encoded[::2]
        self.high = encoded[1::2]

    def hashed(self, factor: int) -> bytes:
        """A byte for each unit."""
        return _xor(_stepped(self.low, factor), self.high)


def pairs(units: Units) -> memoryview:
    """For each pair its slot (two bytes) and check: ten bits of the first unit, the rest of the second."""
    first, second = units.low[:-1], slice(1, None)
    high = units.high[:-1].translate(_LAST_TWO_BITS)
    rest = units.hashed(67)[second].translate(_FIRST_SIX_BITS)
    return _packed(first, _xor(high, rest), units.hashed(139)[second])


def fours(units: Units) -> memoryview:
    """For each run of four units its slot (two bytes) and check, each byte a Pearson hash of its own.

    Bulletins repeat themselves: runs that differ in one unit are common, and must differ in a byte, too.
    """
    return _packed(*(_run_hash(units, factor) for factor in (67, 139, 201)))


def _run_hash(units: Units, factor: int) -> bytes:
    unit = units.hashed(factor)
    end = len(unit) - 3
    state = unit[:end]
    for place in (1, 2, 3):
        state = _xor(_stepped(state, factor), unit[place : end + place])
    return state


def _packed(low: bytes, high: bytes, check: bytes) -> memoryview:
    packed = bytearray(4 * len(low))
    for place, part in zip(_ORDER, (low, high, check.translate(_CHECKS)), strict=True):
        packed[place::4] = part
    return memoryview(packed).cast("I")


def _stepped(text: bytes, factor: int) -> bytes:
    """Each byte exchanged for another: the cube modulo the prime 257, which mixes bytes well."""
    return text.translate(_steps(factor))


@cache
def _steps(factor: int) -> bytes:
    return bytes(pow(byte + factor, 3, 257) & 255 for byte in range(256))


def _xor(one: bytes, other: bytes) -> bytes:
    mixed = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
    return mixed.to_bytes(len(one), "little")


_LAST_TWO_BITS = bytes(byte & 3 for byte in range(256))
_FIRST_SIX_BITS = bytes(byte << 2 & 255 for byte in range(256))
_CHECKS = bytes(byte % len(CODES) for byte in range(256))
_ORDER = (0, 1, 2) if sys.byteorder == "little" else (3, 2, 1)


def _shards(
    address: Callable[[str, int], str], block: Block, bits: int, pieces: memoryview, lengths: Sequence[int]
) -> Iterator[tuple[str, bytes]]:
    table = _table(block.scale, pieces, lengths)
    count = shard_count(block.scale, bits)
    for shard in range(count):
        yield _script(address(block.key, shard), _BETWEEN_SLOTS.join(table[shard::count]))


def shard_count(bits: int, bits_per_shard: int) -> int:
    """How many shards a table of 2 to the power of `bits` slots has."""
    return 1 << max(0, bits - bits_per_shard)


def _table(bits: int, pieces: memoryview, lengths: Sequence[int]) -> list[str]:
    table = [""] * (1 << bits)
    mask = (1 << bits) - 1
    start = 0
    for code, length in zip(CODES[: len(lengths)], lengths, strict=True):
        marks = [code + check for check in CODES]
        for piece in dict.fromkeys(pieces[start : start + length]):
            table[piece & mask] += marks[piece >> 16]
        start += length
    return table


# --- Scripts and the page ------------------------------------------------------------------------


def text(issue: Issue, bodies: Bodies, series: str) -> Files:
    """The script with the texts of an issue; a maker. `series` is named where there are several."""
    value = (issue.date, wording.in_series(issue, series), issue.kind, entries(issue, bodies))
    return (_script(urls.search_text(issue.path), value),)


def read_text(script: bytes) -> tuple[Entry, ...]:
    """The entries of such a script, which may be another program's.

    Raises:
        ValueError: it has another form.
    """
    _, _, value = script.removesuffix(b")\n").partition(b",")
    return msgspec.json.decode(value, type=tuple[str, str, str, tuple[Entry, ...]])[3]


def search_page(
    theme: Theme,
    frame: Frame,
    script: str,
    found: tuple[Block, ...],
    units: tuple[Unit, ...],
) -> Files:
    """The page and the catalogue of the blocks, which the page knows by its version; a maker."""
    newest_first = tuple(sorted(found, key=lambda block: block.year))[::-1]
    catalogue = _script(urls.SEARCH_CATALOGUE, (_fold_pair(), newest_first))
    page = render(
        theme,
        "search.html",
        frame=frame,
        address=urls.SEARCH,
        root=urls.up(urls.SEARCH),
        title=f"搜索 - {frame.name}",
        kind="list",
        here=urls.SEARCH,
        tagged=any((frame.meta.site_name, frame.meta.site_domain, frame.meta.site_id_code)),
        script=script,
        version=hashlib.blake2b(catalogue[1], digest_size=5).hexdigest(),
        years=tuple(dict.fromkeys(block.year for block in newest_first)),
        units=units,
    )
    return ((urls.SEARCH, page), catalogue)


def _fold_pair() -> tuple[str, str]:
    return "".join(folding()), "".join(folding().values())


def _script(address: str, value: object) -> tuple[str, bytes]:
    return address, b'jianbao("%b",%b)\n' % (address.encode(), msgspec.json.encode(value))
