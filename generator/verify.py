"""A build proved: the output beside a clean build of the same site in another folder."""

import tempfile
from datetime import date
from pathlib import Path

from generator.build import build
from generator.progress import Progress
from generator.report import Options
from generator.write.output import present
from generator.write.state import StateFolder, sha256


def differences(
    site: Path, output: Path, options: Options, today: date, progress: Progress
) -> tuple[str, ...]:
    """What a clean build makes otherwise than it stands in the output: an address and a word each.

    Raises:
        OSError, LockedError: as in `build`.
    """
    with tempfile.TemporaryDirectory(prefix="jianbao-verify-") as folder:
        fresh = Path(folder) / "output"
        state = StateFolder(site, fresh)
        try:
            build(site, fresh, options._replace(clean=True), today, progress)
            return _compare(output, fresh)
        finally:
            state.remove()


def _compare(output: Path, fresh: Path) -> tuple[str, ...]:
    ours, theirs = present(output), present(fresh)
    found = [f"{address}：缺少" for address in theirs.keys() - ours.keys()]
    found += [f"{address}：多出" for address in ours.keys() - theirs.keys()]
    found += [
        f"{address}：内容不同"
        for address in ours.keys() & theirs.keys()
        if ours[address].size != theirs[address].size or sha256(output / address) != sha256(fresh / address)
    ]
    return tuple(sorted(found))
