"""What a target can do, found out by doing it under a temporary name."""

import secrets
from collections.abc import Callable
from typing import NamedTuple

from generator.publish import tree
from generator.publish.errors import ServerError
from generator.publish.journal import FOLDER
from generator.publish.targets.target import Target


class Abilities(NamedTuple):
    """Whether files can be moved over others, and links be made; that it can list and write is demanded."""

    rename: bool
    symlink: bool
    hard_link: bool


def probe(target: Target) -> Abilities:
    """Try everything that publishing needs; nothing of it stays.

    Raises:
        OSError: the target can't be listed or written.
    """
    had = any(entry.name == FOLDER for entry in target.list(""))
    folder = f"{FOLDER}/try-{secrets.token_hex(4)}"
    tree.ensure_folder(target, FOLDER)
    try:
        target.make_folder(folder)
        for name in ("one", "two", "three"):
            target.write(f"{folder}/{name}", name.encode())
        return Abilities(
            _can(lambda: target.rename(f"{folder}/one", f"{folder}/two"))
            and target.read(f"{folder}/two") == b"one",
            _can(lambda: _exchange_link(target, folder)),
            _can(lambda: target.hard_link(f"{folder}/three", f"{folder}/four")),
        )
    finally:
        tree.remove_tree(target, folder)
        if not had:
            tree.remove_empty(target, (FOLDER,))


def _exchange_link(target: Target, folder: str) -> None:
    """Make a link to a folder, and put another in its place, as it is done with each release."""
    target.make_folder(f"{folder}/first")
    target.symlink("first", f"{folder}/link")
    target.symlink("two", f"{folder}/link.new")
    target.rename(f"{folder}/link.new", f"{folder}/link")
    if target.read_link(f"{folder}/link") != "two":
        raise ServerError


def _can(do: Callable[[], object]) -> bool:
    try:
        do()
    except ConnectionError:
        raise
    except OSError:
        return False
    return True
