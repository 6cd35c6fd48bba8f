"""The list of a site's files, manifest.json: of the output here, and of what stands at a target.

What comes from a target is not trusted: whoever writes there must not make us touch anything outside.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator import urls
from generator.make.copies import GENERATOR, sums
from generator.publish.errors import Refused
from generator.read.sources import Stamp
from generator.theme import program
from generator.write.output import present
from generator.write.state import StateFolder, sha256


class Listed(NamedTuple):
    """What is known of a file: its size in bytes, its SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


Manifest = Mapping[str, Listed]

_PART = r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_PATH = re.compile(rf"{_PART}(?:/{_PART})*", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class _File(msgspec.Struct):
    path: str
    size: int
    sha256: str


class _Whole(msgspec.Struct):
    generator: str
    files: list[_File]


def is_safe(path: str) -> bool:
    """Whether a path is an address of a site: relative, ASCII, no part of it begins with a dot."""
    return _PATH.fullmatch(path) is not None


def listed(content: bytes) -> Listed:
    """Size and digest of a content."""
    return Listed(len(content), hashlib.sha256(content).hexdigest())


def parse(content: bytes) -> dict[str, Listed]:
    """What a manifest.json lists, itself, and the SHA256SUMS beside it, which says the same.

    Raises:
        ValueError: it is none of ours, or names what no build writes.
    """
    whole = msgspec.json.decode(content, type=_Whole)
    if whole.generator != GENERATOR:
        raise ValueError(f"made by {whole.generator}")
    for file in whole.files:
        if not is_safe(file.path) or not _DIGEST.fullmatch(file.sha256):
            raise ValueError(f"no address of a site: {file.path!r}")
    files = {f.path: Listed(f.size, f.sha256) for f in whole.files} | {urls.MANIFEST: listed(content)}
    return files | {urls.SUMS: listed(sums((path, file.sha256) for path, file in files.items()))}


def of_output(site: Path, output: Path) -> dict[str, Listed]:
    """The files of the output, which are all as the build wrote them, and no others.

    Raises:
        Refused: there is no output, or it is not what its manifest.json says.
        OSError: it can't be read.
    """
    try:
        files = parse((output / urls.MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        raise Refused(f"{output} 里没有生成好的网站，请先运行 jianbao build。") from None
    found = present(output)
    wrong = (
        _example("少了", files.keys() - found.keys())
        or _example("多了", found.keys() - files.keys())
        or _example("改过", _altered(site, output, files, found))
    )
    if wrong:
        raise Refused(f"{output} 与上次生成的不一样（{wrong}），没有发布。请先运行 jianbao build。")
    return files


def _altered(site: Path, output: Path, files: Manifest, found: Mapping[str, Stamp]) -> list[str]:
    """The files with other bytes than those listed; only what the last build can't vouch for is read."""
    state = StateFolder(site, output).load(program())
    right = state.left_alone(output, found) if state else frozenset[str]()
    known = {a: state.outputs[a].sha256 for a in right} if state else {}
    return [
        address
        for address, file in files.items()
        if found[address].size != file.size or known.get(address, file.sha256) != file.sha256
        or (address not in known and sha256(output / address) != file.sha256)
    ]  # fmt: skip


def _example(what: str, addresses: set[str] | list[str]) -> str:
    if not addresses:
        return ""
    first = min(addresses)
    return f"{what} {first}" if len(addresses) == 1 else f"{what} {first} 等 {len(addresses)} 个文件"
