"""Sign-off (签发): a line in signatures.yaml that says who approved which texts, and when."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator import chinese
from generator.files import write_whole
from generator.model import IssueSource, Problem, Settings, Signature
from generator.problems import has_errors
from generator.progress import Progress
from generator.read import digests
from generator.read.folder import SIGNATURES_FILE
from generator.read.reading import digests_now
from generator.read.signatures import lacking
from generator.read.sources import CONTENT
from generator.read.text import CONTROL, canonical
from generator.read.yaml_nodes import written
from generator.survey import Survey, survey

_RECALLED = frozenset(("H02", "H03", "H04"))
"""What is wrong with earlier signatures: to sign again is how it is put right."""


class UnsignedError(Exception):
    """An issue can't be signed; the message says why, in Chinese."""


class Signed(NamedTuple):
    """What was signed, in what `role`: how many items, the files; `lacking` is what the issue still lacks.

    Without a role problems stood in the way; without files the same person had signed the same before. Then
    nothing is written.
    """

    problems: tuple[Problem, ...]
    role: str = ""
    items: int = 0
    files: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def sign(site: Path, path: str, by: str, role: str | None, now: datetime, progress: Progress) -> Signed:
    """Record that somebody signs the issue `2016/05` in a role, by default the last of the site's.

    Raises:
        UnsignedError: there is no such issue or role, or the issue is not ready.
        LockedError, OSError: as in `generator.survey.survey`; the record can't be written.
    """
    read = survey(site, site / "output", now.date(), progress=progress)
    settings = read.settings.settings
    found = _in_the_way(read, path)
    if settings is None:
        return Signed(found)
    role, by = _role(role, settings), _name(by)
    if path not in read.issues:
        raise UnsignedError(f"没有 {CONTENT}/{path} 这一期。{chinese.did_you_mean(path, read.issues)}")
    if has_errors(found):
        return Signed(found)
    source = read.issues[path].source
    _refuse_unready(source)
    signature = Signature(role, by, now.isoformat(), source.digest)
    if any((one.role, one.by, one.digest) == (role, by, source.digest) for one in source.signatures):
        return Signed(found, role, lacking=lacking(source, settings.sign_roles))
    files = digests_now(site, source)
    if digests.total(files) != source.digest:
        raise UnsignedError("签发的时候有文件正在改动，请保存好再签。")
    _append(site, path, _record(signature, files))
    signed = msgspec.structs.replace(source, signatures=(*source.signatures, signature))
    return Signed(found, role, len(source.items), tuple(files), lacking(signed, settings.sign_roles))


def _in_the_way(read: Survey, path: str) -> tuple[Problem, ...]:
    """The problems of the issue and of the site's settings, but for those that signing puts right."""
    own = f"{CONTENT}/{path}/"
    return tuple(
        p
        for p in read.problems
        if p.code not in _RECALLED and (p.file.startswith(own) or not p.file.startswith(f"{CONTENT}/"))
    )


def _role(role: str | None, settings: Settings) -> str:
    if role is None:
        return settings.sign_roles[-1]
    if role not in settings.sign_roles:
        hint = chinese.did_you_mean(role, settings.sign_roles)
        known = f"可用：{'、'.join(settings.sign_roles)}（在 site.yaml 的 sign_roles 里定）。"
        raise UnsignedError(f"没有“{role}”这个审签环节。{hint or known}")
    return role


def _name(by: str) -> str:
    name = " ".join(by.split())
    if not name or CONTROL.search(name):
        raise UnsignedError("--by 要写签发人的姓名。")
    return name


def _refuse_unready(source: IssueSource) -> None:
    drafts = [item.file.rpartition("/")[2] for item in source.items if item.status == "draft"]
    if drafts:
        raise UnsignedError(f"{'、'.join(drafts)} 还是草稿，不能签发。定稿后删去 status: draft。")
    if not source.items and not source.scan:
        raise UnsignedError(f"{CONTENT}/{source.path} 里还没有文稿。")


# --- The record ----------------------------------------------------------------------------------


def _record(signature: Signature, files: Mapping[str, str]) -> str:
    lines = (
        f"- role: {written(signature.role)}",
        f"  by: {written(signature.by)}",
        f"  time: {signature.time}",
        f"  digest: {signature.digest}",
        "  files:",
        *(f"    {written(name)}: {digest}" for name, digest in sorted(files.items())),
    )
    return "".join(f"{line}\n" for line in lines)


def _append(site: Path, path: str, record: str) -> None:
    """Write the record below those that are there, which stay as they are."""
    file = site / CONTENT / path / SIGNATURES_FILE
    head = f"# 签发记录：由 jianbao sign 写入，请不要改动。\nissue: {path}\nsignatures:\n"
    before = canonical(file.read_bytes()).decode() if file.exists() else head
    write_whole(file, f"{before.rstrip()}\n{record}".encode())
