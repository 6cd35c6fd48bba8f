"""What a publish means to do, written at the target before it does anything, so that the next run knows.

Files are sent into a staging folder first. The journal lists the whole site as it is to be; a file that lies
in staging with its size is one that was sent, or linked, whole. Once everything is there, a target without
releases gets its files moved into place, and the journal says so: from then on the next run goes forward.
"""

from typing import NamedTuple

import msgspec

from generator.publish import tree
from generator.publish.manifest import Listed, Manifest, is_safe
from generator.publish.targets.target import Target

FOLDER = ".jianbao"
STAGING = f"{FOLDER}/staging"
TRASH = f"{FOLDER}/trash"
_FILE = f"{FOLDER}/journal.json"


class Journal(NamedTuple):
    """The files as they are to be; `placing` says that all is sent and they are being moved into place."""

    placing: bool
    files: dict[str, Listed]


class _Form(msgspec.Struct):
    placing: bool
    files: dict[str, tuple[int, str]]


def read(target: Target) -> Journal | None:
    """The journal of a publish that did not end, if there is one that can be read."""
    try:
        form = msgspec.json.decode(target.read(_FILE), type=_Form)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    if not all(map(is_safe, form.files)):
        return None
    return Journal(form.placing, {path: Listed(*file) for path, file in form.files.items()})


def write(target: Target, files: Manifest, *, placing: bool) -> None:
    """Write what is meant."""
    form = _Form(placing, {path: (file.size, file.sha256) for path, file in files.items()})
    tree.write_whole(target, _FILE, msgspec.json.encode(form))


def clear(target: Target) -> None:
    """All is done: staging goes, then the journal, then what broken runs left; the lock stays."""
    tree.remove_tree(target, STAGING)
    tree.remove(target, _FILE)
    for entry in target.list(FOLDER):
        path = f"{FOLDER}/{entry.name}"
        if entry.kind == "folder" and entry.name != "lock":
            tree.remove_tree(target, path)
        elif entry.kind != "folder":
            tree.remove(target, path)
