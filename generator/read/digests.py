"""What of an issue is signed and sealed, as digests: issue.yaml, the items, what they show and link to.

A file stands for itself by its SHA-256, a text by that of its UTF-8 with Unix line ends and no byte order
mark, so that another editor or a version control system voids no signature. Of issue.yaml counts what it
says, not how: comments, the order of keys and Chinese names for them are free. `status` is no part of it,
since an issue is published after it was signed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from generator.model import IssueSource
from generator.read.folder import ISSUE_FILE
from generator.read.yaml_nodes import Plain


def names(source: IssueSource) -> Iterator[str]:
    """The names of the files that count, in no order and some more than once; drafts do not."""
    items = [item for item in source.items if item.status != "draft"]
    yield ISSUE_FILE
    yield from (name_of(item.file) for item in items)
    for mentions in (source.mentions, *(item.mentions for item in items)):
        yield from (name_of(mention.target) for mention in mentions if mention.digest)


def total(files: Mapping[str, str]) -> str:
    """The digest of all files: the SHA-256 of a list as `sha256sum` prints it, ordered by name."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def of_what_is_said(said: Mapping[str, Plain]) -> str:
    """The digest of what issue.yaml says, as JSON under its English keys."""
    counted = {key: value for key, value in said.items() if key != "status"}
    written = json.dumps(counted, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def name_of(file: str) -> str:
    """The name of a file in its folder."""
    return file.rpartition("/")[2]
