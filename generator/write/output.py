"""The output folder: what stands in it, and how it is changed: staged first, then moved, pruned last."""

import errno
import os
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator import urls
from generator.jobs import Done, same_address
from generator.make.copies import GENERATOR, manifest, sums
from generator.make.staging import Staged, stage
from generator.read.sources import Stamp, stamp
from generator.write.state import State, Written, sha256


class ForeignFolderError(Exception):
    """The output folder holds files that no build has written."""

    def __init__(self, folder: Path, example: str) -> None:
        super().__init__(f"{folder}: {example}")
        self.folder = folder
        self.example = example


class Change(NamedTuple):
    """What a build does to the output: addresses."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


class Look(NamedTuple):
    """What stands in the output now; `right` are the files that are as the last build wrote them."""

    found: Mapping[str, Stamp]
    right: AbstractSet[str]


class Unlike(NamedTuple):
    """What of the output is not as the last build left it: files that are other or new, and files gone."""

    found: Mapping[str, Stamp]
    gone: AbstractSet[str]


def unlike(output: Path, state: State) -> Unlike:
    """How the output differs from what the last build left; mostly it doesn't.

    Raises:
        OSError: a folder or file can't be read.
    """
    found = present(output)
    right = state.left_alone(output, found)
    other = {address: now for address, now in found.items() if address not in right}
    return Unlike(other, state.outputs.keys() - found.keys())


def look(state: State, but: Unlike) -> Look:
    """What stands in the output: what the last build left, but for what is unlike it."""
    left = {a: written.stamp for a, written in state.outputs.items()}
    right = left.keys() - but.gone - but.found.keys() if any(but) else left.keys()
    return Look({**{a: left[a] for a in right}, **but.found}, right)


def present(output: Path) -> dict[str, Stamp]:
    """The files of the output with their stamps; dot files are nobody's business."""
    return _walk(output) if output.is_dir() else {}


def is_as_left(output: Path, state: State) -> bool:
    """Whether the list of the output's files is the very one that the last build wrote."""
    try:
        now = stamp((output / urls.MANIFEST).stat())
    except OSError:
        return False
    return urls.MANIFEST in state.outputs and state.outputs[urls.MANIFEST].stamp == now


def refuse_foreign(output: Path, found: Mapping[str, Stamp], known: Mapping[str, object]) -> None:
    """Make sure that a folder with files in it is one that a build has written.

    Raises:
        ForeignFolderError: it is somebody else's.
    """
    ours = not found or not known.keys().isdisjoint(found) or _is_ours(output / urls.MANIFEST)
    if not ours:
        raise ForeignFolderError(output, min(found))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A while in which Ctrl-C is not heard: files are moved in moments, and all or none should be."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def write(
    output: Path,
    staged_in: Path,
    made: Mapping[str, Sequence[Staged]],
    kept: Mapping[str, Done],
    state: State | None,
    look: Look,
) -> tuple[dict[str, Written], Change]:
    """Make the output what the plan says: files of jobs `made` and `kept`, their list, and nothing else.

    A file whose bytes are right already is left alone, its times too.

    Raises:
        OSError: a file is held open by another program, or the disk can't be written.
    """
    found = look.found
    outputs = {a: state.outputs[a] for done in kept.values() for a in done.addresses} if state else {}
    fresh = [file for files in made.values() for file in files]
    twice = same_address([*(file.address for file in fresh), *outputs])
    if twice:
        raise AssertionError(f"two jobs made {twice}")
    outputs |= {f.address: Written(f.size, f.sha256, f.stamp or found[f.address]) for f in fresh}
    for list_ in _lists(staged_in, outputs):
        outputs[list_.address] = Written(list_.size, list_.sha256, list_.stamp or found[list_.address])
        fresh.append(list_)

    there = [file for file in fresh if not file.stamp or _is_there(output, file, state, look)]
    for file in there:
        (staged_in / file.address).unlink(missing_ok=True)
        outputs[file.address] = Written(file.size, file.sha256, found[file.address])
    moved = _move(staged_in, output)
    outputs |= {a: Written(outputs[a].size, outputs[a].sha256, now) for a, now in moved.items()}
    removed = sorted(found.keys() - outputs.keys())
    _prune(output, removed)
    left = {file.address for file in there}
    return outputs, Change(tuple(sorted(f.address for f in fresh if f.address not in left)), tuple(removed))


def _lists(staged_in: Path, outputs: Mapping[str, Written]) -> tuple[Staged, Staged]:
    """The lists of all files: one for programs, one for `sha256sum`, which has the first in it, too."""
    files = sorted((address, written.size, written.sha256) for address, written in outputs.items())
    listed = stage(staged_in, urls.MANIFEST, manifest(files))
    digests = [(address, digest) for address, _, digest in files]
    return listed, stage(staged_in, urls.SUMS, sums([*digests, (listed.address, listed.sha256)]))


def _is_there(output: Path, file: Staged, state: State | None, look: Look) -> bool:
    """Whether the output holds these very bytes; reads the file where the state can't tell."""
    now = look.found.get(file.address)
    if now is None or now.size != file.size:
        return False
    if state and file.address in look.right:
        return state.outputs[file.address].sha256 == file.sha256
    return sha256(output / file.address) == file.sha256


def _move(source: Path, target: Path, address: str = "") -> dict[str, Stamp]:
    """Move what is staged to where it belongs: pages after the pictures and styles that they show.

    A folder that is not there yet is moved whole, and the stamps of its files stay as they are; the stamps of
    files that were moved one by one are given.
    """
    target.mkdir(parents=True, exist_ok=True)
    stamps: dict[str, Stamp] = {}
    with os.scandir(source) as scanned:
        entries = sorted(scanned, key=lambda e: (e.is_file() and e.name.endswith(".html"), e.name))
    for entry in entries:
        place = target / entry.name
        if entry.is_dir() and place.is_dir() and not place.is_symlink():
            stamps |= _move(source / entry.name, place, f"{address}{entry.name}/")
            continue
        _clear(place, folder=entry.is_dir())
        if _rename(source / entry.name, place):
            continue
        stamps |= {f"{address}{name}": stamp((target / name).stat()) for name in _files(place, entry.name)}
    return stamps


def _clear(place: Path, *, folder: bool) -> None:
    """Take away what stands in the way: a file where a folder is to be, or the other way round."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    elif folder and (place.is_file() or place.is_symlink()):
        place.unlink()


def _rename(source: Path, place: Path) -> bool:
    """Move a file or a folder at once; whether the stamps of the files stayed what they were.

    On another disk a file is copied beside its place first.
    """
    folder = source.is_dir()
    try:
        source.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        partial = place.with_name(f".{place.name}.partial")
        if folder:
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(source, partial)
        else:
            shutil.copyfile(source, partial)
        partial.replace(place)
        return False
    return folder


def _files(place: Path, name: str) -> Iterator[str]:
    """The files at or below a place, named from its parent."""
    if place.is_dir():
        yield from (
            f"{name}/{file.relative_to(place).as_posix()}" for file in place.rglob("*") if file.is_file()
        )
    else:
        yield name


def _prune(output: Path, addresses: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then."""
    folders: set[Path] = set()
    for address in addresses:
        file = output / address
        file.unlink(missing_ok=True)
        folders.update(parent for parent in file.parents if output in parent.parents)
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _walk(output: Path) -> dict[str, Stamp]:
    found: dict[str, Stamp] = {}
    waiting = [("", str(output))]
    while waiting:
        prefix, folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{prefix}{name}/", entry.path))
                else:
                    found[f"{prefix}{name}"] = stamp(entry.stat(follow_symlinks=False))
    return found


def _is_ours(manifest: Path) -> bool:
    try:
        said = msgspec.json.decode(manifest.read_bytes())
    except (OSError, msgspec.DecodeError):
        return False
    return isinstance(said, dict) and said.get("generator") == GENERATOR
