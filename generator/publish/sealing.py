"""Seals (封存): what was published of an issue, written beside it, so that nobody changes it unseen."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from generator.files import write_whole
from generator.model import Correction, IssueSource, Publication
from generator.read import digests
from generator.read.folder import SEAL_FILE
from generator.read.reading import digests_now
from generator.read.seals import Record, Sealed, record
from generator.read.sources import CONTENT
from generator.read.yaml_nodes import written


def seal(
    site: Path, issues: Iterable[IssueSource], time: datetime, target: str, release: str
) -> tuple[str, ...]:
    """Record that issues were sent to a target as a release; gives the files written.

    `issues` are all those sent, as they were read for the build that made them. Left alone are those of which
    the target has had the same already, and those that were changed since they were read: these are sealed
    when they are sent. `time` has a zone.

    Raises:
        OSError: a seal can't be written, or a file of an issue can't be read.
    """
    files = []
    for source in issues:
        now = _as_sent(site, source) if _is_news(source, target) else None
        if now is not None:
            sent = Publication(time.isoformat(), target, source.digest, release, _withdrawn(source))
            history = (*_history(source), sent)
            file = f"{CONTENT}/{source.path}/{SEAL_FILE}"
            write_whole(site / file, _text(source.path, record(source, now, history)).encode())
            files.append(file)
    return tuple(files)


def _history(source: IssueSource) -> tuple[Publication, ...]:
    return source.seal.history if source.seal else ()


def _is_news(source: IssueSource, target: str) -> bool:
    """Whether the target has not had the issue as it is."""
    last = next((one for one in reversed(_history(source)) if one.target == target), None)
    return last is None or last.digest != source.digest


def _as_sent(site: Path, source: IssueSource) -> dict[str, str] | None:
    """The digests of an issue's files; None where they are not what they were when it was read."""
    try:
        now = digests_now(site, source)
    except FileNotFoundError:
        return None
    return now if digests.total(now) == source.digest else None


def _withdrawn(source: IssueSource) -> tuple[str, ...]:
    """The numbers of the items that are withdrawn now for the first time."""
    known = {number for one in _history(source) for number in one.withdrawn}
    gone = (item.number for item in source.items if item.status == "withdrawn")
    return tuple(number for number in gone if number not in known)


# --- The record as YAML --------------------------------------------------------------------------


def _text(path: str, sealed: Record) -> str:
    lines = (
        "# 封存记录：由 jianbao publish 写入，请不要改动。",
        f"issue: {path}",
        f"number: {sealed.number}",
        *([f"total: {sealed.total}"] if sealed.total else []),
        f"kind: {sealed.kind}",
        f"date: {sealed.date}",
        f"digest: {sealed.head.digest}",
        *_rest(sealed.head, ""),
        "items:",
        *(line for item in sealed.items for line in _item(item)),
        "history:",
        *(line for publication in sealed.history for line in _publication(publication)),
    )
    return "".join(f"{line}\n" for line in lines)


def _item(item: Sealed) -> Iterator[str]:
    yield f"- file: {written(item.file)}"
    yield f"  digest: {item.digest}"
    yield from _rest(item, "  ")
    if item.withdrawn:
        yield "  withdrawn: 是"


def _rest(sealed: Sealed, indent: str) -> Iterator[str]:
    """The attachments and corrections, where there are any."""
    attached: Mapping[str, str] = sealed.attached
    corrections: tuple[Correction, ...] = sealed.corrections
    if attached:
        yield f"{indent}attached:"
        yield from (f"{indent}  {written(name)}: {digest}" for name, digest in attached.items())
    if corrections:
        yield f"{indent}corrections:"
        yield from (f"{indent}- {{date: {one.date}, text: {written(one.text)}}}" for one in corrections)


def _publication(one: Publication) -> Iterator[str]:
    yield f"- time: {one.time}"
    yield f"  target: {written(one.target)}"
    if one.release:
        yield f"  release: {written(one.release)}"
    yield f"  digest: {one.digest}"
    if one.withdrawn:
        yield f"  withdrawn: [{', '.join(one.withdrawn)}]"
