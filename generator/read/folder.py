"""What lies in an issue's folder: its files, and what their names mean."""

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

from generator.model import Picture
from generator.pictures import Fault
from generator.read.sources import CONTENT

ISSUE_FILE = "issue.yaml"
SIGNATURES_FILE = "signatures.yaml"
"""Who has signed the issue: written by `jianbao sign`."""

SEAL_FILE = "seal.yaml"
"""What was published of the issue: written by `jianbao publish`."""

_ITEM_NAME = re.compile(r"(\d{1,4})(?!\d)[^/]*\.md", re.IGNORECASE | re.ASCII)


class FolderFile(NamedTuple):
    """A file of an issue's folder: its digest, and the content where it is a text to be read.

    The digest is the SHA-256 of the file, of a text with Unix line ends and no byte order mark. `picture` is
    what the head of a picture's file tells, or what is wrong with it.
    """

    digest: str
    content: bytes | None = None
    picture: Picture | Fault | None = None


class Where(NamedTuple):
    """The folder a text stands in, and the pictures and attachments beside it."""

    folder: str
    files: Mapping[str, FolderFile]


def is_text(name: str) -> bool:
    """Whether a file of the folder is read, not just published."""
    return name in {ISSUE_FILE, SIGNATURES_FILE, SEAL_FILE} or is_markdown(name)


def is_markdown(name: str) -> bool:
    """Whether a file of the folder is to be an item."""
    return name.lower().endswith(".md")


def item_path(file: str) -> str | None:
    """The path of the item in `content/2016/05/02-x.md`: `2016/05/02`; None where it is no item's file."""
    folder, _, name = file.rpartition("/")
    found = _ITEM_NAME.fullmatch(name)
    return f"{folder.removeprefix(f'{CONTENT}/')}/{found[1]}" if found else None


_PROGRAM = re.compile(
    r"\.(?:[sx]?html?|xht|mht(?:ml)?|svgz?|xml|xslt?|m?js|css|swf|jar|php\d?|phtml|as[pa]x?|ashx|asmx|cer|cdx"
    r"|cshtml|jspx?|cgi|pl|py|rb|sh|exe|com|bat|cmd|ps1|vb[se]|wsf|msi|scr|lnk|hta|reg)",
    re.IGNORECASE,
)


def is_program(name: str) -> bool:
    """Whether a browser, a web server or Windows might run a file of that name, going by its ending."""
    return _PROGRAM.fullmatch(posixpath.splitext(name)[1]) is not None
