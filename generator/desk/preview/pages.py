"""What the preview puts over the pages of the site: problems, reminders, the way to the PDF."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from generator.desk.preview.building import Finding

LIVE = b'<script async src="/livereload.js"></script>'
"""Loaded beside the page, which does not wait for it."""

_BARE = (
    '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="color-scheme" content="light dark">\n<title>%s</title>\n</head>\n'
    "<body>\n%s\n</body>\n</html>\n"
)


class Pages:
    """Pages with what is put over them. The template is the program's own: a site's may be what is wrong."""

    def __init__(self) -> None:
        folder = FileSystemLoader(Path(__file__).parent)
        self._jinja = Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def over(self, page: bytes, findings: Sequence[Finding], pdf: str = "") -> bytes:
        """A page of the site, alive, with what is wrong over it; `pdf` leads to the PDF of its issue."""
        errors = tuple(one for one in findings if one.problem.level == "error")
        warnings = tuple(one for one in findings if one.problem.level != "error")
        over = b""
        if errors or warnings or pdf:
            template = self._jinja.get_template("over.html")
            over = template.render(errors=errors, warnings=warnings, pdf=pdf).encode()
        return _before(b"</body>", over, _before(b"</head>", LIVE, page))

    def bare(self, title: str, text: str = "") -> bytes:
        """A page where the site has none."""
        return (_BARE % (title, f"<p>{text}</p>" if text else "")).encode()

    def framed(self, title: str, pdf: str) -> bytes:
        """A page that holds a PDF, so that it can be loaded again when the PDF has changed."""
        style = "position:fixed;top:0;left:0;width:100%;height:100%;border:0"
        return self.bare(title, f'<iframe src="{pdf}" title="{title}" style="{style}"></iframe>')


def _before(tag: bytes, part: bytes, page: bytes) -> bytes:
    """A page with a part before its last such tag, or at its end."""
    head, found, tail = page.rpartition(tag)
    return head + part + found + tail if found else page + part
