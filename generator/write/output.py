"""The output folder: what stands in it, and how it is changed: staged first, then moved, pruned last."""

import errno
import json
import os
import shutil
import stat as status
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator import urls
from generator.jobs import same_address
from generator.make.copies import GENERATOR, manifest
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


def present(output: Path) -> dict[str, Stamp]:
    """The files of the output with their stamps; dot files are nobody's business."""
    return dict(_walk(output, "")) if output.is_dir() else {}


def refuse_foreign(output: Path, found: Mapping[str, Stamp], known: Mapping[str, object]) -> None:
    """Make sure that a folder with files in it is one that a build has written.

    Raises:
        ForeignFolderError: it is somebody else's.
    """
    ours = not found or not known.keys().isdisjoint(found) or _is_ours(output / urls.MANIFEST)
    if not ours:
        raise ForeignFolderError(output, min(found))


def write(
    output: Path,
    staged_in: Path,
    made: Mapping[str, Sequence[Staged]],
    kept: Mapping[str, Sequence[str]],
    state: State | None,
    found: Mapping[str, Stamp],
) -> tuple[dict[str, Written], Change]:
    """Make the output what the plan says: files of jobs `made` and `kept`, their list, and nothing else.

    A file whose bytes are right already is left alone, its times too.

    Raises:
        OSError: a file is held open by another program, or the disk can't be written.
    """
    outputs = {a: state.outputs[a] for files in kept.values() for a in files} if state else {}
    fresh = [file for files in made.values() for file in files]
    twice = same_address([*(file.address for file in fresh), *outputs])
    if twice:
        raise AssertionError(f"two jobs made {twice}")
    listed = [(address, w.size, w.sha256) for address, w in outputs.items()]
    listed += [(file.address, file.size, file.sha256) for file in fresh]
    fresh.append(stage(staged_in, urls.MANIFEST, manifest(listed)))

    moved = _move(output, staged_in, [file for file in fresh if not _is_there(output, file, state, found)])
    for file in fresh:
        outputs[file.address] = Written(
            file.size, file.sha256, moved.get(file.address) or found[file.address]
        )
    removed = sorted(found.keys() - outputs.keys())
    _prune(output, removed)
    return outputs, Change(tuple(sorted(moved)), tuple(removed))


def _is_there(output: Path, file: Staged, state: State | None, found: Mapping[str, Stamp]) -> bool:
    """Whether the output holds these very bytes; reads the file where the state can't tell."""
    now = found.get(file.address)
    if now is None or now.size != file.size:
        return False
    if state and state.left_alone(output, file.address, now):
        return state.outputs[file.address].sha256 == file.sha256
    return sha256(output / file.address) == file.sha256


def _move(output: Path, staged_in: Path, files: Iterable[Staged]) -> dict[str, Stamp]:
    """Move staged files to their addresses, each at once: what pages show (pictures …) before the pages."""
    stamps = {}
    made: set[Path] = set()
    for file in sorted(files, key=lambda f: (f.address.endswith(".html"), f.address)):
        target = output / file.address
        if target.parent not in made:
            _folder(target.parent, output)
            made.add(target.parent)
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        _replace(staged_in / file.file, target)
        stamps[file.address] = stamp(target.stat())
    return stamps


def _prune(output: Path, addresses: Iterable[str]) -> None:
    """Remove files, then all folders that are empty."""
    for address in addresses:
        (output / address).unlink(missing_ok=True)
    for folder, _, _ in os.walk(output, topdown=False):
        path = Path(folder)
        if path != output and not path.name.startswith(".") and not any(path.iterdir()):
            path.rmdir()


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            result = entry.stat(follow_symlinks=False)
            if status.S_ISDIR(result.st_mode):
                yield from _walk(folder / entry.name, f"{prefix}{entry.name}/")
            else:
                yield f"{prefix}{entry.name}", stamp(result)


def _is_ours(manifest: Path) -> bool:
    try:
        said = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("generator") == GENERATOR


def _folder(folder: Path, output: Path) -> None:
    """Make a folder; a file that stands in its way is an orphan."""
    for parent in (folder, *folder.parents):
        if parent == output or output not in parent.parents:
            break
        if parent.is_symlink() or parent.is_file():
            parent.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _replace(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        partial = target.with_name(f".{target.name}.partial")
        shutil.copyfile(source, partial)
        partial.replace(target)
        source.unlink()
