"""The makers of print: what `typeset` draws, under the addresses of the site."""

from collections.abc import Mapping

from generator import urls
from generator.jobs import Files
from generator.make import typeset
from generator.make.fonts import Faces
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
) -> Files:
    """The PDF of an issue."""
    drawn = typeset.issue_pdf(theme, faces, design, series, sections, issue, bodies, pictures)
    return ((urls.issue_pdf(issue.path), drawn),)
