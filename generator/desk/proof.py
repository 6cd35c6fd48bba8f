"""Print on demand: the proof (清样) of an issue, the bound volume (合订本) of a year.

Only what is wrong with the issue or year itself, or with the site's settings, stands in the way. The texts
of the last two proofs are kept in `.jianbao/proofs`, so that a proof can show what has changed; it is always
safe to delete them.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.files import write_whole
from generator.jobs import Job, Stored, run
from generator.make.making import loader
from generator.make.print_tree import TypesetError
from generator.make.printing import PROOF, TEXTS
from generator.make.proofing import Proof, Texts
from generator.model import Problem, Value
from generator.plan_print import Print, Year, proof_job, volume_job
from generator.press import print_of
from generator.problems import has_errors, problem
from generator.progress import Progress
from generator.read.sources import CONTENT
from generator.store import Store
from generator.survey import Survey, survey
from generator.theme import ThemeError, read_theme
from generator.write.state import FOLDER, StateFolder

PROOFS = "proofs"
WORDS = ("清样", "送审稿")
"""What a proof is called: for the editors, and for whoever signs."""


class NotThereError(Exception):
    """The site has no such issue or year; the message says so in Chinese."""


class UnprintableError(Exception):
    """Typst can't set it; what is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class Printed(NamedTuple):
    """What was found wrong, and whether the file was written; with errors it is not."""

    problems: tuple[Problem, ...]
    written: bool = False


class Kept(Value, frozen=True):
    """The texts of the last proof and of the one before; `times` counts proofs of different texts."""

    times: int
    texts: Texts
    before: Texts | None = None


def print_proof(site: Path, path: str, file: Path, word: str, today: date, progress: Progress) -> Printed:
    """Write the proof of the issue `2016/05`, its changes since the last proof marked.

    Raises:
        NotThereError: there is no such issue, or nothing but a scan of it.
        LockedError, OSError: as in `generator.survey.survey`; the file can't be written.
    """
    read = survey(site, site / "output", today, progress=progress)
    found = read.concerning([path])
    if has_errors(found) or read.archive is None:
        return Printed(found)
    issue = next((one for one in read.archive.issues if one.path == path), None)
    if issue is None:
        raise NotThereError(f"没有 {CONTENT}/{path} 这一期。")
    if issue.scan:
        raise NotThereError(f"{CONTENT}/{path} 只有扫描件，没有清样。")
    kept = _kept(site, path)
    archive, proof = read.archive, _proof(word, kept)
    made = _made(site, read, lambda printed: proof_job(archive, printed, issue, proof))
    if isinstance(made, tuple):
        return Printed((*found, *made))
    write_whole(file, made[PROOF])
    _keep(site, path, kept, msgspec.json.decode(made[TEXTS], type=Texts))
    return Printed(found, written=True)


def print_volume(site: Path, year: Year, file: Path, today: date, progress: Progress) -> Printed:
    """Write the bound volume of a year, be it over or not.

    Raises:
        NotThereError: there is no published issue of that year, or some are nothing but scans.
        LockedError, OSError: as in `print_proof`.
    """
    read = survey(site, site / "output", today, drafts=False, progress=progress)
    issues = read.archive.issues if read.archive else ()
    chosen = [one for one in issues if (one.series, one.year) == year and one.status == "published"]
    found = read.concerning(issue.path for issue in chosen)
    if has_errors(found) or read.archive is None:
        return Printed(found)
    if not chosen:
        raise NotThereError(f"{year.year} 年没有已发布的简报。")
    if any(issue.scan for issue in chosen):
        raise NotThereError(f"{year.year} 年有的期只有扫描件，排不成合订本。")
    archive = read.archive
    made = _made(site, read, lambda printed: volume_job(archive, printed, year))
    if isinstance(made, tuple):
        return Printed((*found, *made))
    write_whole(file, next(iter(made.values())))
    return Printed(found, written=True)


def _made(site: Path, read: Survey, job: Callable[[Print], Job]) -> dict[str, bytes] | tuple[Problem, ...]:
    try:
        return run_job(site, site / "output", job(design(site, site / "output", read)))
    except (ThemeError, UnprintableError) as error:
        return error.problems


def design(site: Path, output: Path, read: Survey) -> Print:
    """What all PDFs of the site have in common; `read` is the survey that belongs to the `output`.

    Raises:
        ThemeError: a template is not UTF-8.
    """
    settings = read.settings.settings
    if settings is None:
        raise NotThereError("site.yaml 有误。")
    store = Store(StateFolder(site, output).path)
    theme = Stored("print", store.put("print", read_theme(site).print))
    return print_of(site, theme, settings, read.undrawable)


def run_job(site: Path, output: Path, job: Job) -> dict[str, bytes]:
    """The files that a job of print makes.

    Raises:
        UnprintableError: it can't.
    """
    try:
        return dict(run(job, loader(site, StateFolder(site, output).path)))
    except TypesetError as error:
        raise UnprintableError((problem(job.source, 1, 1, "X02", f"排版失败：{error}"),)) from error


# --- The last proofs --------------------------------------------------------------------------


def _proof(word: str, kept: Kept | None) -> Proof:
    return Proof(word, kept.times, kept.texts, kept.before) if kept else Proof(word)


def _file(site: Path, path: str) -> Path:
    return site / FOLDER / PROOFS / f"{path.replace('/', '-')}.json"


def _kept(site: Path, path: str) -> Kept | None:
    try:
        return msgspec.json.decode(_file(site, path).read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError):
        return None


def _keep(site: Path, path: str, kept: Kept | None, texts: Texts) -> None:
    """Remember the texts; a proof printed again of the same texts is no new one."""
    if kept and kept.texts == texts:
        return
    file = _file(site, path)
    new = Kept(kept.times + 1 if kept else 1, texts, kept.texts if kept else None)
    write_whole(file, msgspec.json.encode(new))
