"""The store: large values, each in a file named by the digest of its bytes."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from generator.files import write_whole

_DIGITS = 32


class Store:
    """Values of a few kinds under a folder; to put one that is there already costs no writing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, kind: str, value: Any) -> str:
        """Keep a value; gives its digest.

        Raises:
            OSError: the disk is full, or can't be written.
        """
        content = msgspec.msgpack.encode(value, order="deterministic")
        digest = hashlib.blake2b(content, digest_size=16).hexdigest()
        path = self._path(kind, digest)
        if not path.exists():
            write_whole(path, content)
        return digest

    def get(self, kind: str, digest: str, of_type: Any) -> Any:
        """The value of that digest.

        Raises:
            OSError, msgspec.DecodeError: it was deleted or damaged by hand.
        """
        return msgspec.msgpack.decode(self._path(kind, digest).read_bytes(), type=of_type)

    def all(self, kind: str) -> frozenset[str]:
        """The digests of all values of a kind."""
        try:
            names = os.listdir(self._folder / kind)  # noqa: PTH208 - names, a thousand of them
        except FileNotFoundError:
            return frozenset()
        return frozenset(name for name in names if len(name) == _DIGITS)

    def keep_only(self, kind: str, digests: Iterable[str]) -> None:
        """Forget all other values of that kind."""
        for digest in self.all(kind) - frozenset(digests):
            self._path(kind, digest).unlink(missing_ok=True)

    def _path(self, kind: str, digest: str) -> Path:
        return self._folder / kind / digest
