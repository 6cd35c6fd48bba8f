"""Jobs: pure functions and their arguments, known by a key that is derived from both.

A job whose key is known and whose files are whole need not be done again. Nothing else decides that, so a
page cannot depend on something that its key forgot.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from generator.model import Value

Files = tuple[tuple[str, bytes], ...]
"""What a maker gives back: addresses and the bytes that belong there."""

StoredKind = Literal["bodies", "html", "print"]


class Stored(Value, frozen=True):
    """A large argument, kept in the store: the key holds its digest, the maker gets the value."""

    kind: StoredKind
    digest: str


class Content(Value, frozen=True):
    """An argument that is a file of the site: the key holds its digest, the maker gets the bytes."""

    file: str
    digest: str


class Done(Value, frozen=True):
    """What a job left: the addresses of its files, and where its pages lead (`make.links.targets`)."""

    addresses: tuple[str, ...]
    targets: str = ""


class Job(NamedTuple):
    """A maker and its arguments; `subject` names what is made, `cost` is about the milliseconds it takes.

    `source` is the file to look at where it can't be made.
    """

    subject: str
    make: Callable[..., Files]
    args: tuple[Any, ...]
    cost: int = 1
    source: str = ""


Digests = dict[int, tuple[Value, bytes]]
"""Digests of values by their `id`, which is theirs as long as they are kept here."""


def key(job: Job, salt: str, digests: Digests | None = None) -> str:
    """The key of a job; `salt` stands for the program that would do it.

    `digests` remembers, for the keys of one plan, those of the values that many of its jobs share.
    """
    known = {} if digests is None else digests
    parts: list[Any] = [salt, f"{job.make.__module__}.{job.make.__qualname__}"]
    for argument in job.args:
        if isinstance(argument, Value) and not isinstance(argument, (Stored, Content)):
            if id(argument) not in known:
                known[id(argument)] = (argument, _digest(argument))
            parts.append(known[id(argument)][1])
        else:
            parts.append(argument)
    return _digest(parts).hex()


def _digest(value: Any) -> bytes:
    return hashlib.blake2b(_ENCODER.encode(value), digest_size=16).digest()


_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


Load = Callable[[Stored | Content], Any]


def run(job: Job, load: Load) -> Files:
    """Do a job: put values in place of what stands for them, and call the maker."""
    return job.make(*(_loaded(argument, load) for argument in job.args))


def _loaded(argument: Any, load: Load) -> Any:
    if isinstance(argument, (Stored, Content)):
        return load(argument)
    if isinstance(argument, Mapping):
        return {name: _loaded(value, load) for name, value in argument.items()}
    if type(argument) is tuple:
        return tuple(_loaded(value, load) for value in argument)
    return argument


def same_address(addresses: Iterable[str]) -> str | None:
    """An address that stands twice, also by case alone, or None: one file would be lost by chance."""
    seen: set[str] = set()
    for address in map(str.casefold, addresses):
        if address in seen:
            return address
        seen.add(address)
    return None
