"""Compiled templates, kept: to compile those of one page takes longer than to fill in a hundred.

A file in the store for each theme; no page depends on whether it is there. Python's and Jinja's versions are
part of its name, and a digest of its content stands in front, so that a damaged file is none.
"""

import hashlib
import importlib.util
import marshal
from collections.abc import Mapping
from pathlib import Path

import jinja2
import msgspec

from generator.files import write_whole
from generator.jobs import Stored
from generator.make.templates import Theme, codes, theme
from generator.store import Store

_FOLDER = "codes"
_DIGEST = 16
_COMPILER = importlib.util.MAGIC_NUMBER.hex() + jinja2.__version__


def store_theme(store: Path, texts: Mapping[str, str]) -> Stored:
    """Put templates into the store and compile them, if that has not been done; those of others are dropped.

    Raises:
        OSError: the disk is full, or can't be written.
    """
    given = theme(texts)
    digest = Store(store).put("html", given)
    file = _file(store, digest)
    if not file.exists():
        for other in file.parent.glob("[!.]*"):
            other.unlink(missing_ok=True)
        content = msgspec.msgpack.encode({name: marshal.dumps(code) for name, code in codes(given).items()})
        write_whole(file, _digest(content) + content)
    return Stored("html", digest)


def load_theme(store: Path, digest: str) -> Theme:
    """The theme of that digest, with its compiled templates where they are kept.

    Raises:
        OSError, msgspec.DecodeError: it was deleted or damaged by hand.
    """
    given: Theme = Store(store).get("html", digest, Theme)
    try:
        content = _file(store, digest).read_bytes()
    except OSError:
        return given
    if content[:_DIGEST] != _digest(content[_DIGEST:]):
        return given
    kept = msgspec.msgpack.decode(content[_DIGEST:], type=dict[str, bytes])
    return msgspec.structs.replace(given, compiled=tuple(kept.items()))


def _file(store: Path, digest: str) -> Path:
    return store / _FOLDER / f"{digest}-{_COMPILER}"


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()
