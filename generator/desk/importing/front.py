"""Masthead (报头) and colophon (报尾): number, date, marking; 报, 送, 发, 增发, 共印N份, names of staff."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from generator.desk.importing import names, pairs
from generator.desk.importing.bulletin import Front, Known, Said, remark
from generator.desk.importing.lines import Line
from generator.desk.importing.numerals import HAN_DIGITS, HAN_NUMERALS, find_date, is_year, whole
from generator.model import IssueKind, Problem

_N = rf"[\d\s]{{1,8}}|[{HAN_NUMERALS}百\s]{{1,10}}"
_TOTAL = re.compile(rf"[（(]?\s*总\s*(?:第|期号?[:：]?)?\s*(?P<n>{_N})\s*期?\s*[）)]?")
_NUMBER = re.compile(rf"第\s*(?P<n>{_N})\s*期")
_BARE_NUMBER = re.compile(r"(?<!\d)(?P<n>\d{1,4})\s*期")
_YEAR = re.compile(
    rf"(?:[〔\[（(﹝【]\s*(?P<in>\d{{4}}|[{HAN_DIGITS}]{{4}})\s*年?\s*[〕\])）﹞】]"
    rf"|(?P<plain>\d{{4}}|[{HAN_DIGITS}]{{4}})\s*年度?)\s*$"
)
_KINDS: tuple[tuple[str, IssueKind], ...] = (
    ("增刊", "supplement"),
    ("专刊", "special"),
    ("特刊", "special"),
    ("专期", "special"),
)
_KIND_SIGNS = "（）()【】[]〔〕 "
_CLASSIFIED = re.compile(r"(?:绝\s?密|机\s?密|秘\s?密)(?:\s?★.{0,10})?")
_MARKING = re.compile(
    r"内部(?:资料|参阅|文件|刊物|消息|材料|传阅)(?:[\s，,、·]*(?:请?注意(?:保存|保管|保密)|严禁外传"
    r"|不得外传|妥善保管|请勿外传|免费交流|仅供参考))*"
)
_NOTE = re.compile(
    r"[【\[（(]?\s*(?:编者按|编者的话|编前|按语|按)\s*(?:[】\])）]\s*[:：]?|[:：])\s*(?P<text>.+)"
)

_LISTS = {
    "报": "report_to", "抄报": "report_to", "呈报": "report_to", "主报": "report_to", "报送": "report_to",
    "送": "send_to", "抄送": "send_to", "分送": "send_to", "发": "issue_to", "下发": "issue_to",
    "增发": "extra_to", "本期增发": "extra_to", "加发": "extra_to",
}  # fmt: skip
_RECIPIENT = re.compile(
    r"(?:^|(?<=\s)|(?<=[。；;]))(?P<label>本期\s?增\s?发|增\s?发|加\s?发|抄\s?报|呈\s?报|主\s?报|报\s?送|抄\s?送|分\s?送"
    r"|下\s?发|报|送|发)\s*[:：]\s*"
)
_COPIES = re.compile(rf"[（(]?\s*(?:共印|印数|印制|共)\s*[:：]?\s*(?P<n>{_N})\s*份\s*[）)]?")
_BETWEEN = re.compile(r"[，,；;\s]+")
_PRINTED = re.compile(r".{2,40}印发")
_CONTINUATION = 80
_LONGEST_HEAD = 50
_CLAUSE = re.compile(r"[。；！？，]")
_SPACE = re.compile(r"\s")


def note(text: str) -> str | None:
    """The words of an editor's note (按语) that is labelled as one: `编者按：…`."""
    found = _NOTE.fullmatch(text)
    return found["text"] if found else None


# --- Masthead -------------------------------------------------------------------------------------


def is_masthead(text: str) -> bool:
    """Whether a line before the first item says something that a masthead says."""
    if _MARKING.fullmatch(text):
        return True
    if len(text) > _LONGEST_HEAD or _CLAUSE.search(text):
        return False
    return bool(
        (_NUMBER.search(text) or _TOTAL.fullmatch(text) or _BARE_NUMBER.fullmatch(text))
        or _CLASSIFIED.fullmatch(text)
        or _kind(text)
        or pairs.read(text)
        or find_date(text, 2000)
    )


def masthead(lines: Sequence[Line], known: Known, file_name: str = "") -> tuple[Front, tuple[Problem, ...]]:
    """What the lines above the contents say; each that says nothing we have a key for is remarked on."""
    front, remarks = Front(), []
    for line in lines:
        front, rest = _taken(front, line, known)
        if rest and front.notes and "。" in rest:
            front = _also(front, notes=Said(rest, line.place(rest)))
        elif rest:
            message = f"报头里的“{rest}”没有对应的项，没有写入。"
            hint = "名称和编发单位以 site.yaml 为准。"
            remarks.append(remark(line.place(rest), "I10", message, hint, rest))
    front = _with_year(_dated_later(front, lines))
    return (front if front.number else _named_by_file(front, lines, file_name)), tuple(remarks)


def _taken(front: Front, line: Line, known: Known) -> tuple[Front, str]:
    """The front with what a line adds to it, and what is left of the line."""
    words = note(line.text)
    if words:
        return _also(front, notes=Said(words, line.place(words))), ""
    if _CLASSIFIED.fullmatch(line.text):
        return _first(front, classification=Said(_SPACE.sub("", line.text), line.place())), ""
    front, rest = _staff(front, line.text, line, known)
    if not rest:
        return front, ""
    parts = {"marking": _marking, "total": _total, "number": _number, "date": _date, "kind": _kind_of}
    for key, part in parts.items():
        # A second date or number is not taken, so that it is remarked on.
        if getattr(front, key) is None:
            front, rest = part(front, rest, line)
    return front, rest.strip(_KIND_SIGNS)


def _staff(front: Front, text: str, line: Line, known: Known) -> tuple[Front, str]:
    """签发 and 责任编辑 have keys; other labels have none."""
    read = pairs.read(text)
    unused = []
    for label, value in read:
        people = names.read(value, known)
        if label in pairs.SIGNERS and value and not front.signed_by:
            front = _first(front, signed_by=Said(value, line.place(value)))
        elif label in pairs.EDITORS and value:
            for name in (n for group in people for n in group):
                front = _also(front, editors=Said(name, line.place(name)))
        else:
            unused.append(f"{label}：{value}")
    return front, " ".join(unused) if read else text


def _marking(front: Front, text: str, line: Line) -> tuple[Front, str]:
    found = _MARKING.search(text)
    if not found:
        return front, text
    return _first(front, marking=Said(found[0], line.place(found[0]))), _cut(text, found)


def _total(front: Front, text: str, line: Line) -> tuple[Front, str]:
    found = _TOTAL.search(text)
    number = whole(found["n"]) if found else None
    if not found or number is None or "期" not in found[0]:
        return front, text
    return _first(front, total=Said(number, line.place(found[0].strip()))), _cut(text, found)


def _number(front: Front, text: str, line: Line) -> tuple[Front, str]:
    found = _NUMBER.search(text) or _BARE_NUMBER.search(text)
    number = whole(found["n"]) if found else None
    if not found or number is None:
        return front, text
    lost = "" if found[0].startswith("第") else f"“{found[0]}”前面缺“第”字"
    place = line.place(found[0])
    front = _first(front, number=Said(number, place, lost))
    before = text[: found.start()].rstrip()
    dated = _YEAR.search(before)
    year = whole(dated["in"] or dated["plain"]) if dated else None
    if dated and year is not None and is_year(year):
        front = _first(front, year=Said(year, place))
        before = before[: dated.start()]
    return front, f"{before} {text[found.end() :]}".strip()


def _date(front: Front, text: str, line: Line) -> tuple[Front, str]:
    found = find_date(text)
    if not found:
        return front, text
    rest = (text[: found.start] + text[found.end :]).strip()
    rest = re.sub(r"(?:签发)?(?:日期|时间)\s*[:：]\s*", "", rest)
    return _first(front, date=Said(found.day, line.place(text[found.start : found.end]), found.guess)), rest


def _kind_of(front: Front, text: str, line: Line) -> tuple[Front, str]:
    beside_number = _NUMBER.search(line.text) is not None
    found = _kind(text) or (_kind(text.strip(_KIND_SIGNS)[-2:]) if beside_number else None)
    if found is None:
        return front, text
    word, kind = found
    return _first(front, kind=Said(kind, line.place(word))), text.replace(word, "")


def _kind(text: str) -> tuple[str, IssueKind] | None:
    words = text.strip(_KIND_SIGNS)
    return next(((word, kind) for word, kind in _KINDS if words == word), None)


def _dated_later(front: Front, lines: Sequence[Line]) -> Front:
    """A date without its year has the year of the number (2016年第5期 … 5月10日)."""
    if front.date or not front.year:
        return front
    for line in lines:
        found = find_date(line.text, front.year.value)
        if found:
            place = line.place(line.text[found.start : found.end])
            return msgspec.structs.replace(front, date=Said(found.day, place, found.guess))
    return front


def _with_year(front: Front) -> Front:
    if front.year or not front.date:
        return front
    return msgspec.structs.replace(front, year=Said(front.date.value.year, front.date.place))


def _named_by_file(front: Front, lines: Sequence[Line], file_name: str) -> Front:
    """Some offices write the number nowhere but in the file's name: `10.16  第 八 期.txt`."""
    found = _NUMBER.search(file_name)
    number = whole(found["n"]) if found else None
    if not found or number is None:
        return front
    place = lines[0].place() if lines else Line(1, 1, "", "").place()
    return msgspec.structs.replace(front, number=Said(number, place, f"正文没有期号，取自文件名“{found[0]}”"))


# --- Colophon -------------------------------------------------------------------------------------


def is_recipients(text: str) -> bool:
    """Whether a line begins the colophon: 报：…, 送：…, 发：…, （共印N份）."""
    found = _RECIPIENT.match(text)
    return bool(found) or bool(_COPIES.fullmatch(text))


def colophon_start(lines: Sequence[Line], first: int) -> int:
    """The index at which the colophon begins; the number of lines where there is none."""
    start = len(lines)
    for index in range(len(lines) - 1, first - 1, -1):
        if is_recipients(lines[index].text):
            start = index
        elif not _belongs(lines[index].text):
            break
    return start


def _belongs(text: str) -> bool:
    """Whether a line can stand in a colophon: names of staff, or the rest of a list that was too long."""
    return bool(pairs.read(text)) or (len(text) <= _CONTINUATION and "。" not in text[:-1])


def colophon(front: Front, lines: Sequence[Line], known: Known) -> tuple[Front, tuple[Problem, ...]]:
    """The front with what the colophon adds; a line without a label goes on with the list before it."""
    remarks = []
    field = ""
    for line in lines:
        front, rest = _copies(front, line.text, line)
        front, rest = _staff(front, rest, line, known)
        front, field, rest = _recipients(front, rest, line, field)
        if rest:
            message = f"报尾里的“{rest}”没有对应的项，没有写入。"
            remarks.append(remark(line.place(rest), "I10", message, old=rest))
    return front, tuple(remarks)


def _copies(front: Front, text: str, line: Line) -> tuple[Front, str]:
    found = _COPIES.search(text)
    number = whole(found["n"]) if found else None
    if not found or number is None or front.copies:
        return front, text
    return _first(front, copies=Said(number, line.place(found[0].strip()))), _cut(text, found)


def _recipients(front: Front, text: str, line: Line, field: str) -> tuple[Front, str, str]:
    found = list(_RECIPIENT.finditer(text))
    before = text[: found[0].start()].strip() if found else text
    goes_on = (
        bool(field) and not pairs.read(before) and not _PRINTED.fullmatch(before) and not find_date(before)
    )
    if goes_on:
        front = _listed(front, field, before, line)
        before = ""
    for match, end in zip(found, [*(m.start() for m in found[1:]), len(text)], strict=False):
        field = _LISTS[_SPACE.sub("", match["label"])]
        front = _listed(front, field, text[match.end() : end], line)
    return front, field, before


def _listed(front: Front, field: str, text: str, line: Line) -> Front:
    """The receivers of a list. `县委、县人大常委会领导同志` is one of them, so 、 does not part them."""
    for name in _BETWEEN.split(text.strip().rstrip("。")):
        if name:
            front = _also(front, **{field: Said(name, line.place(name))})
    return front


# --- Changing a front -----------------------------------------------------------------------------


def _first(front: Front, **values: object) -> Front:
    """Set what is not set yet: what a text says first, counts."""
    return msgspec.structs.replace(front, **{k: v for k, v in values.items() if getattr(front, k) is None})


def _also(front: Front, **values: Said[str]) -> Front:
    """Add to lists what is not in them."""
    return with_more(front, ((key, (value,)) for key, value in values.items()))


def with_more(front: Front, values: Iterable[tuple[str, tuple[Said[str], ...]]]) -> Front:
    """The front with names added to its lists, each once."""
    changed = {}
    for key, more in values:
        there: tuple[Said[str], ...] = getattr(front, key)
        held = {said.value for said in there}
        changed[key] = (*there, *(said for said in more if said.value not in held))
    return msgspec.structs.replace(front, **changed)


def _cut(text: str, found: re.Match[str]) -> str:
    return (text[: found.start()] + " " + text[found.end() :]).strip()
