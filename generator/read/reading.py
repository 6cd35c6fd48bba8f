"""From files to sources: the edge where content is opened. What the files say, others know."""

import hashlib
from collections.abc import Callable, Container, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.files import why
from generator.model import IssueSource, Problem, Rare, Series, Settings, Text, Value
from generator.problems import problem
from generator.read import digests
from generator.read.folder import ISSUE_FILE, FolderFile, is_text
from generator.read.issues import read_issue, what_is_said
from generator.read.pictures import is_picture, look
from generator.read.rarities import in_settings
from generator.read.site import SITE_FILE, UNITS_FILE, SiteFile, read_site, read_units
from generator.read.sources import CONTENT, Folder, Listing
from generator.read.text import LARGEST, canonical
from generator.store import Store
from generator.workers import Workers, batches

BODIES = "bodies"
"""The kind of the store's values that are the texts of an issue."""

_BATCH = 16
_COST = 10


class SiteRecord(Value, frozen=True):
    """What site.yaml and the units' file said, under the digest of both.

    `series` are known even where the units can't be read; then there are no settings. `pictures` are the
    files that print shows, `rare` the characters of names that a face may lack.
    """

    digest: str = ""
    units_file: str = UNITS_FILE
    settings: Settings | None = None
    problems: tuple[Problem, ...] = ()
    pictures: tuple[Text, ...] = ()
    rare: tuple[Rare, ...] = ()
    series: tuple[Series, ...] = ()


class IssueRecord(Value, frozen=True):
    """What an issue's folder said, under the digest of all its files."""

    digest: str
    source: IssueSource


def read_settings(site: Path, listing: Listing, before: SiteRecord) -> SiteRecord:
    """What site.yaml and the units' file say; `before` is taken where their bytes are the same."""
    if SITE_FILE not in listing.files:
        message = f"这里没有 {SITE_FILE}。"
        return SiteRecord(
            problems=(problem(SITE_FILE, 1, 1, "F08", message, "用 jianbao init 新建一个站点。"),)
        )
    content = (site / SITE_FILE).read_bytes()
    known = before.digest and before.digest == _digest((content, _bytes(site, listing, before.units_file)))
    if known and not _missing(before.pictures, listing):
        return before
    read = read_site(content)
    if read.units_file not in listing.files:
        message = f"没有供稿单位文件 {read.units_file}。"
        missing = problem(read.units_file, 1, 1, "F08", message, f"新建 {UNITS_FILE}，每行写“- 单位名称”。")
        return SiteRecord("", read.units_file, None, (*read.problems, missing), series=_series(read))
    units_content = _bytes(site, listing, read.units_file)
    units, problems = read_units(units_content, read.units_file)
    settings = None
    if read.settings and (units or not problems):  # else each item would complain of its unit
        settings = msgspec.structs.replace(read.settings, units=units)
    lacking = _missing(read.pictures, listing)
    digest = "" if lacking else _digest((content, units_content))
    said = (*read.problems, *problems, *lacking)
    rare = in_settings(settings, {SITE_FILE: content, read.units_file: units_content}) if settings else ()
    return SiteRecord(digest, read.units_file, settings, said, read.pictures, rare, _series(read))


def _bytes(site: Path, listing: Listing, name: str) -> bytes:
    return (site / name).read_bytes() if name in listing.files else b""


def _series(read: SiteFile) -> tuple[Series, ...]:
    return read.settings.series if read.settings else ()


def _missing(pictures: Sequence[Text], listing: Listing) -> tuple[Problem, ...]:
    """A problem for each picture of the masthead that isn't there."""
    return tuple(
        problem(
            SITE_FILE,
            picture.place.line,
            picture.place.column,
            "L02",
            f"没有报头图片“{picture.value}”。",
            "图片放在 site.yaml 旁边或 templates 文件夹里，大小写也要一致。",
            old=picture.value,
        )
        for picture in pictures
        if picture.value not in listing.files
    )


def read_issues(
    site: Path,
    store: Path,
    found: Sequence[Folder],
    before: Mapping[str, IssueRecord],
    changed: Container[str],
    workers: Workers,
    step: Callable[[int, int], None],
) -> dict[str, IssueRecord]:
    """What the folders say. A folder of `before` that is not `changed` is not opened."""
    kept = Store(store).all(BODIES)
    known = {path: record for path, record in before.items() if record.source.bodies in kept}
    stale = [f for f in found if f.path not in known or f.path in changed]
    tasks = batches([(f, known[f.path].digest if f.path in known else "") for f in stale], _BATCH)
    records = {f.path: known[f.path] for f in found if f.path in known}
    readings = workers.map(partial(_read_batch, site, store), tasks, _COST * len(stale))
    for number, batch in enumerate(readings, 1):
        step(min(_BATCH * number, len(stale)), len(stale))
        records |= {path: record for path, record in batch if record is not None}
    return {f.path: records[f.path] for f in found}


def digests_now(site: Path, source: IssueSource) -> dict[str, str]:
    """The digest of each file of an issue that is signed and sealed, by its name, as the files are now.

    Raises:
        OSError: one of them is gone or can't be read.
    """
    folder = site / CONTENT / source.path
    return {name: _digest_now(folder / name) for name in digests.names(source)}


def _digest_now(file: Path) -> str:
    if file.name == ISSUE_FILE:
        return digests.of_what_is_said(what_is_said(file.read_bytes()))
    return _read(file).digest


class _Contents(NamedTuple):
    files: dict[str, FolderFile]
    unreadable: tuple[Problem, ...]


def _read_batch(
    site: Path, store: Path, tasks: Sequence[tuple[Folder, str]]
) -> list[tuple[str, IssueRecord | None]]:
    keeps = Store(store)
    return [(folder.path, _read_folder(site, keeps, folder, known)) for folder, known in tasks]


def _read_folder(site: Path, store: Store, folder: Folder, known: str) -> IssueRecord | None:
    """Read an issue's folder; None where the bytes of its files are those of the digest `known`."""
    files, unreadable = _open(site, folder)
    said = (folder.path, folder.series, [(name, file.digest) for name, file in sorted(files.items())])
    digest = _digest((msgspec.msgpack.encode(said),))
    if digest == known and not unreadable:
        return None
    source, bodies = read_issue(folder.path, folder.series, files)
    kept = store.put(BODIES, bodies)
    source = msgspec.structs.replace(source, bodies=kept, problems=(*source.problems, *unreadable))
    return IssueRecord("" if unreadable else digest, source)


def _open(site: Path, folder: Folder) -> _Contents:
    files: dict[str, FolderFile] = {}
    unreadable = []
    for name, file in zip(folder.names, folder.files, strict=True):
        try:
            files[name] = _read(site / file)
        except OSError as error:
            error.filename = None  # the place says it
            unreadable.append(problem(file, 1, 1, "F09", f"读不出这个文件：{why(error)}"))
    return _Contents(files, tuple(unreadable))


def _read(path: Path) -> FolderFile:
    if is_text(path.name):
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)  # more of it would only be refused
        return FolderFile(hashlib.sha256(canonical(content)).hexdigest(), content)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return FolderFile(digest, picture=look(path.name, file) if is_picture(path.name) else None)


def _digest(contents: Sequence[bytes]) -> str:
    return hashlib.blake2b(b"".join(hashlib.sha256(c).digest() for c in contents), digest_size=16).hexdigest()
