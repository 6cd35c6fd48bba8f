"""What a proof (清样) shows beyond the issue: the sheet to sign, and where it differs from the last proof."""

from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from generator import wording
from generator.make.print_data import Data
from generator.model import Issue, Series, Value

Texts = dict[str, dict[str, str]]
"""The texts of a proof: for each file the text of each of its parts (标题, 正文 …)."""

LISTED = 60
"""Changes that the sheet lists; with more, somebody has written a new issue."""

_CHILDREN = ("head", "body", "children", "caption")
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "figure", ""})
_CLOSE = 2  # characters that are the same between two changes, and make them one
_AROUND = 6  # characters shown on either side of a change in the list


class Proof(Value, frozen=True):
    """What a proof is called (清样, 送审稿), and the proofs before it.

    `times` says how many there were, `last` and `before` are the texts of the last two. One that has the same
    texts as the last is no new proof, and shows what the last one showed.
    """

    word: str
    times: int = 0
    last: Texts | None = None
    before: Texts | None = None

    def number(self, texts: Texts) -> int:
        """Which proof one of these texts is, counted from 1."""
        return self.times + (texts != self.last)

    def compared(self, texts: Texts) -> Texts | None:
        """The texts that it is to be compared with."""
        return self.before if texts == self.last else self.last


class Change(NamedTuple):
    """A passage `start:end` of the new text that stands in place of `old`; either may be empty."""

    start: int
    end: int
    old: str


def with_files(issue: Issue, shown: Data) -> Data:
    """The issue as `issue_data` gives it, each item with the name of its file."""
    names = iter(item.file.rpartition("/")[2] for item in issue.items)
    sections = [
        {**section, "items": [{**item, "file": next(names)} for item in section["items"]]}
        for section in shown["sections"]
    ]
    return {**shown, "sections": sections}


def texts_of(shown: Data) -> Texts:
    """The texts of an issue as `issue_data` gives it."""
    texts = {"issue.yaml": {"按语": _flat(shown["note"])}}
    for item in _items(shown):
        texts[item["file"]] = {
            "标题": item["title"],
            "按语": _flat(item["note"]),
            "正文": _flat(item["body"]),
            "署名": f"{item['credit']}{item['reprint']}",
        }
    return texts


def proof_data(proof: Proof, series: Series, issue: Issue, shown: Data) -> Data:
    """The issue with its changes marked, and what stands on the sheet and in the heads of pages.

    Each item of `shown` bears the name of its `file`.
    """
    texts = texts_of(shown)
    before = proof.compared(texts)
    marked = shown if before is None else _marked(shown, before)
    return {
        "issues": [marked],
        "proof": {
            "word": proof.word,
            "times": proof.number(texts),
            "title": f"{series.name}{wording.year_and_number(issue)}",
            "total": wording.total(issue),
            "office": series.office,
            "date": wording.day(issue.date),
            "marking": issue.marking,
            "signed_by": issue.signed_by,
            "copies": f"{issue.copies}份" if issue.copies else "",
            "sent": [f"{row['label']}{row['names']}" for row in shown["colophon"]["rows"]],
            "items": [
                {"file": item["file"], "title": item["title"], "credited": item["credited"]}
                for section in shown["sections"]
                for item in section["items"]
            ],
            "compared": before is not None,
            "changes": [] if before is None else list(_listed(before, texts)),
        },
    }


def _items(shown: Data) -> Iterator[Data]:
    return (item for section in shown["sections"] for item in section["items"] if not item["withdrawn"])


# --- What differs -----------------------------------------------------------------------------


def changes(old: str, new: str) -> list[Change]:
    """The passages in which two texts differ; what stands close together is one passage, a number too."""
    merged: list[_Spans] = []
    for kind, *spans in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        one = _whole_number(old, new, _Spans(*spans))
        if merged and one.c - merged[-1].d <= _CLOSE and one.a - merged[-1].b <= _CLOSE:
            one = _Spans(merged[-1].a, one.b, merged[-1].c, one.d)
            merged.pop()
        merged.append(one)
    return [Change(c, d, old[a:b]) for a, b, c, d in merged]


class _Spans(NamedTuple):
    """What differs: `a:b` of the old text and `c:d` of the new."""

    a: int
    b: int
    c: int
    d: int


def _whole_number(old: str, new: str, spans: _Spans) -> _Spans:
    """The passage with the other digits of a number of which only some differ."""
    a, b, c, d = spans
    touched = old[a:b] + new[c:d]
    while touched[:1].isdigit() and a and c and new[c - 1].isdigit():
        a, c = a - 1, c - 1
    while touched[-1:].isdigit() and b < len(old) and d < len(new) and new[d].isdigit():
        b, d = b + 1, d + 1
    return _Spans(a, b, c, d)


def _listed(before: Texts, now: Texts) -> Iterator[Data]:
    """The changes as the sheet lists them, file by file."""
    found = [*_of_files(before, now)]
    yield from found[:LISTED]
    if len(found) > LISTED:
        yield {"file": "", "part": "", "said": f"等 {len(found)} 处"}


def _of_files(before: Texts, now: Texts) -> Iterator[Data]:
    for file in sorted({*before, *now}):
        if file not in before or file not in now:
            said = "新增" if file in now else "撤下"
            title = (now.get(file) or before[file]).get("标题", "")
            yield {"file": file, "part": "", "said": f"{said}《{title}》"}
            continue
        for part, text in now[file].items():
            for change in changes(before[file].get(part, ""), text):
                yield {"file": file, "part": part, "said": _around(text, change)}


def _around(text: str, change: Change) -> str:
    """A change between a few characters: `由县效能【股→办】牵头`, `【增：……】`, `【删：……】`."""
    head = text[max(0, change.start - _AROUND) : change.start].rpartition("\n")[2]
    tail = text[change.end : change.end + _AROUND].partition("\n")[0]
    old, new = (" ".join(part.split()) for part in (change.old, text[change.start : change.end]))
    said = f"{old}→{new}" if old and new else f"增：{new}" if new else f"删：{old or '分段'}"
    return f"{head}【{said}】{tail}"


# --- Marks in the text ------------------------------------------------------------------------


def _marked(shown: Data, before: Texts) -> Data:
    sections = [
        {**section, "items": [_marked_item(item, before) for item in section["items"]]}
        for section in shown["sections"]
    ]
    note = _marked_nodes(shown["note"], before.get("issue.yaml", {}).get("按语", ""))
    return {**shown, "note": note, "sections": sections}


def _marked_item(item: Data, before: Texts) -> Data:
    if item["withdrawn"]:
        return item
    old = before.get(item["file"])
    if old is None:
        return {**item, "file": f"{item['file']}（新增）"}
    renamed = old.get("标题", "") != item["title"]
    return {
        **item,
        "file": f"{item['file']}{'（标题有改动）' if renamed else ''}",
        "note": _marked_nodes(item["note"], old.get("按语", "")),
        "body": _marked_nodes(item["body"], old.get("正文", "")),
    }


def _marked_nodes(nodes: list[Any], old: str) -> list[Any]:
    """The nodes with what is new in `new` nodes, and a `cut` where something was taken out."""
    found = changes(old, _flat(nodes))
    if not found:
        return nodes
    place = 0

    def leaf(text: str) -> list[Any]:
        nonlocal place
        begin, place = place, place + len(text)
        return _pieces(text, [Change(c.start - begin, c.end - begin, c.old) for c in found])

    def boundary() -> None:
        nonlocal place
        place += 1

    return _walk(nodes, leaf, boundary)


def _pieces(text: str, found: list[Change]) -> list[Any]:
    """A run of text, cut where changes begin and end; those outside of it are passed over."""
    pieces: list[Any] = []
    done = 0
    for change in found:
        start, end = max(change.start, 0), min(change.end, len(text))
        if change.start == change.end and 0 <= change.start < len(text):
            pieces += [text[done:start], {"tag": "cut"}]
        elif start < end:
            pieces += [text[done:start], {"tag": "new", "children": [text[start:end]]}]
        else:
            continue
        done = end
    return [piece for piece in (*pieces, text[done:]) if piece]


def _flat(nodes: list[Any]) -> str:
    """All words of nodes, a line a block."""
    words: list[str] = []

    def leaf(text: str) -> list[Any]:
        words.append(text)
        return [text]

    _walk(nodes, leaf, lambda: words.append("\n"))
    return "".join(words)


def _walk(nodes: list[Any], leaf: Callable[[str], list[Any]], boundary: Callable[[], None]) -> list[Any]:
    """The nodes with each run of text replaced; tells of the end of each block."""
    made: list[Any] = []
    for node in nodes:
        if isinstance(node, str):
            made += leaf(node)
        elif isinstance(node, list):
            made.append(_walk(node, leaf, boundary))
        else:
            made.append(_walk_node(node, leaf, boundary))
    return made


def _walk_node(
    node: Mapping[str, Any], leaf: Callable[[str], list[Any]], boundary: Callable[[], None]
) -> Data:
    inside = {name: _walk(node[name], leaf, boundary) for name in _CHILDREN if name in node}
    if node.get("tag", "") in _BLOCKS:
        boundary()
    return {**node, **inside}
