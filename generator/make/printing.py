"""The makers of print: what `typeset` draws, under the addresses of the site.

`typeset` is imported by those who draw: a build that prints nothing has no use for it, and it takes a while.
"""

from collections.abc import Mapping

import msgspec

from generator import urls
from generator.jobs import Files
from generator.make.fonts import Faces
from generator.make.proofing import Proof
from generator.model import Bodies, Issue, PrintDesign, Section, Series


def issue_pdf(
    theme: Mapping[str, str],
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: tuple[Section, ...],
    issue: Issue,
    bodies: Bodies,
    pictures: Mapping[str, bytes],
    undrawable: str,
) -> Files:
    """The PDF of an issue."""
    from generator.make import typeset  # noqa: PLC0415

    drawn = typeset.issue_pdf(theme, faces, design, series, sections, issue, bodies, pictures, undrawable)
    return ((urls.issue_pdf(issue.path), drawn),)


PROOF = "proof.pdf"
TEXTS = "texts"
"""What `proof_files` makes: the proof, and its texts as JSON, with which the next proof is compared."""


def proof_files(
    theme: Mapping[str, str],
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: tuple[Section, ...],
    issue: Issue,
    bodies: Bodies,
    pictures: Mapping[str, bytes],
    undrawable: str,
    proof: Proof,
) -> Files:
    """The proof of an issue; it belongs to the desk and not to the site."""
    from generator.make import typeset  # noqa: PLC0415

    drawn, texts = typeset.proof_pdf(
        theme, faces, design, series, sections, issue, bodies, pictures, undrawable, proof
    )
    return ((PROOF, drawn), (TEXTS, msgspec.json.encode(texts, order="deterministic")))


def volume_pdf(
    theme: Mapping[str, str],
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: tuple[Section, ...],
    year: int,
    issues: tuple[Issue, ...],
    bodies: Mapping[str, Bodies],
    pictures: Mapping[str, bytes],
    undrawable: str,
) -> Files:
    """The bound volume of a year."""
    from generator.make import typeset  # noqa: PLC0415

    drawn = typeset.volume_pdf(
        theme, faces, design, series, sections, year, issues, bodies, pictures, undrawable
    )
    return ((urls.volume_pdf(series.key, year), drawn),)
