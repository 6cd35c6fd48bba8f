"""Punctuation: half-width marks in Chinese, dashes, ellipses, spaces, doubled marks (GB/T 15834—2011)."""

import re
from collections.abc import Iterator

from generator.chinese import UNSEEN
from generator.proofreading.finding import Finding
from generator.proofreading.prose import ASIDE, SOFT, Prose

LETTERS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff"
"""Han characters without their punctuation, as the inside of a character class."""

_HAN = re.compile(f"[{LETTERS}]")
_CHINESE = re.compile(rf"[{LETTERS}、。，；：？！…—～·》〉】〕」』）％℃《〈【〔「『（]")

# --- P01: half-width marks ------------------------------------------------------------------------

_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF_WIDTH = re.compile(r"[,;:?!]")
_PARENTHESES = re.compile(r"[()（）\n]")
_NO_TEXT = re.compile(r"\d{1,2}|[A-Za-z]|[ivxIVX]+|[-+\d.]+(?:, ?[-+\d.]+)+")
"""An ordinal, or coordinates."""

_YEAR_IN_BRACKETS = re.compile(r"\d{4}")
_HALF_LEVEL = re.compile(r"(?:^|[\n；。，：;,:、])[ ]*(?:\d{1,2}|[A-Za-z])$")
_FULL_STOP = re.compile(rf"(?<=[{LETTERS}”’）》])\.(?=$|[{SOFT}{LETTERS}“”])", re.MULTILINE)


def half_width(prose: Prose) -> Iterator[Finding]:
    """P01: half-width `, ; : ? ! ( )` in Chinese, not in numbers, times or English (GB/T 15834—2011 §5.1)."""
    text = prose.text
    for found in _HALF_WIDTH.finditer(text):
        if _in_chinese(text, found.start(), found.end()):
            yield _as_full(found.start(), text)
    yield from (_as_full(offset, text) for offset in _half_brackets(text))
    for found in _FULL_STOP.finditer(text):
        at_end = text[found.end() : found.end() + 1] in {"\n", SOFT, ""}
        hint = "句子结束用“。”，外国人名中间用“·”。"
        new = "。" if at_end else None
        yield Finding(found.start(), found.end(), "P01", "汉字旁边是半角的“.”。", hint, new, at_end)


def _as_full(offset: int, text: str) -> Finding:
    old = text[offset]
    new = _FULL_WIDTH[old]
    return Finding(offset, offset + 1, "P01", f"汉字旁边是半角的“{old}”。", f"改为全角的“{new}”。", new, True)


def _in_chinese(text: str, start: int, end: int) -> bool:
    """Whether a mark has Chinese on either side, as `10:30` and `a, b` have not.

    Quotes between are passed over, but not those that part it from the other side: `“Really?”。` is English.
    """
    left, right = _left(text, start), _right(text, end)
    return bool(_CHINESE.match(left) or _CHINESE.match(right)) and not (left.isdigit() and right.isdigit())


def _left(text: str, offset: int) -> str:
    while offset > 0 and text[offset - 1] in "”’\"'":
        offset -= 1
    return text[offset - 1 : offset]


def _right(text: str, offset: int) -> str:
    while offset < len(text) and text[offset] in "“‘\"'":
        offset += 1
    return text[offset : offset + 1]


def _half_brackets(text: str) -> Iterator[int]:
    """The half-width brackets that stand in Chinese, whether of a pair or matched by a full-width one."""
    waiting: list[int] = []
    for found in _PARENTHESES.finditer(text):
        offset, sign = found.start(), found[0]
        if sign == "\n":
            yield from (one for one in waiting if text[one] == "(" and _in_chinese(text, one, one + 1))
            waiting.clear()
        elif sign in "(（":
            waiting.append(offset)
        elif waiting:
            opening = waiting.pop()
            if _brackets_chinese(text, opening, offset):
                yield from (one for one in (opening, offset) if text[one] in "()")
        elif sign == ")" and _in_chinese(text, offset, offset + 1) and not _is_level(text, offset):
            yield offset
    yield from (one for one in waiting if text[one] == "(" and _in_chinese(text, one, one + 1))


def _is_level(text: str, closing: int) -> bool:
    """Whether a bracket closes an ordinal that nothing opened: `1)`."""
    return _HALF_LEVEL.search(text[max(closing - 6, 0) : closing]) is not None


def _brackets_chinese(text: str, opening: int, closing: int) -> bool:
    if text[opening] != "(" or text[closing] != ")":
        return True
    inner = text[opening + 1 : closing]
    if _NO_TEXT.fullmatch(inner):
        return False
    if _YEAR_IN_BRACKETS.fullmatch(inner) and text[closing + 1 : closing + 2].isdigit():
        return False  # the number of a document: P04
    return bool(_HAN.search(inner) or _CHINESE.match(_left(text, opening)))


# --- P05: dashes and ellipses ---------------------------------------------------------------------

_NEAR = rf"{LETTERS}“”‘’》）】〕、。，；：？！\""
_DASH = re.compile(
    rf"(?<=[{_NEAR}])(?:-{{2,}}|-[ ]-|－{{1,2}}|–{{1,2}}|―{{1,2}}|─{{1,2}}|—{{3}}(?!—))"
    rf"(?=[{_NEAR}《（A-Za-z0-9\n])"
    rf"|^(?:-{{2,}}|－{{1,2}}|–{{1,2}}|―{{1,2}}|─{{1,2}}|—)(?=[{LETTERS}《“])"
    rf"|(?<=[，。；：？！”’》）])(?<![0-9]”)—(?!—)(?=[{LETTERS}“])(?!至|到)"
    rf"|(?<=[{LETTERS}])—(?=(?:即|也就是|就是|这|那)[{LETTERS}])",
    re.MULTILINE,
)
_DASHES = re.compile(r"[-－–―─—]")
_ELLIPSIS = re.compile(
    rf"(?<=[{_NEAR}])(?:\.{{3,}}+|·{{3,}}+|。{{3,}}+|．{{3,}}+)(?![ ]*\d+$)"
    rf"|(?<![.…])\.{{3}}(?=[{LETTERS}”])"
    r"|(?<!…)…(?!…)",
    re.MULTILINE,
)


def dashes_and_ellipses(prose: Prose) -> Iterator[Finding]:
    """P05: `——` and `……` take two places each (GB/T 15834—2011 §4.10, §4.11, §5.1)."""
    for found in _DASH.finditer(prose.text) if _DASHES.search(prose.text) else ():
        message, hint = f"破折号写成了“{found[0]}”。", "破折号是占两个字的“——”。"
        yield Finding(found.start(), found.end(), "P05", message, hint, "——", found[0] != "—")
    for found in _ELLIPSIS.finditer(prose.text):
        message, hint = f"省略号写成了“{found[0]}”。", "省略号是占两个字的“……”。"
        yield Finding(found.start(), found.end(), "P05", message, hint, "……", True)


# --- P06: spaces ----------------------------------------------------------------------------------

_SPACE = re.compile(
    rf"(?P<percent>(?<=\d)[ \u00a0]+(?=[%‰％]))"
    r"|(?P<mark>(?<=[，。；：？！、“‘《（【〔])[ \u00a0](?=\S)"
    rf"|(?<=[^\s{ASIDE}])[ \u00a0](?=[，。；：？！、”’》）】〕]))"
    rf"|(?P<han>(?<=[{LETTERS}])[ \u00a0](?=[{LETTERS}]))"
)
_SENTENCE = re.compile(r"[。，；]")
_LABEL = re.compile(rf"[ \u00a0][{LETTERS}]{{1,6}}[:：]")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
_PADDED_NAME = re.compile(
    rf"[{_SURNAMES}][ \u00a0][{LETTERS}](?![{LETTERS}])|[{_SURNAMES}][ \u00a0][{LETTERS}](?=[和与同等])"
)


def spaces(prose: Prose) -> Iterator[Finding]:
    """P06: spaces in running text, beside marks, between Han characters, before % (GB/T 15834—2011 §5.1)."""
    for paragraph in prose.paragraphs:
        line = prose.text[paragraph.start : paragraph.end]
        if " " not in line and "\u00a0" not in line:
            continue
        running = _SENTENCE.search(line) is not None
        for found in _SPACE.finditer(line):
            if found["han"] and not (running and _is_stray(line, found.start())):
                continue
            around = line[found.start() - 1 : found.end() + 1]
            start, end = paragraph.start + found.start(), paragraph.start + found.end()
            yield Finding(start, end, "P06", f"“{around}”中间多了空格。", "删去空格。", "", not found["han"])


def _is_stray(line: str, at: int) -> bool:
    """Whether a space between Han characters is none that pads a name or parts names or labels."""
    if _LABEL.match(line, at):
        return False
    opened = max(line.rfind("（", 0, at), line.rfind("(", 0, at))
    closed = max(line.rfind("）", 0, at), line.rfind(")", 0, at))
    if opened > closed or line.rfind("《", 0, at) > line.rfind("》", 0, at):
        return False
    return not any(found.start() < at < found.end() for found in _PADDED_NAME.finditer(line))


# --- P07: characters that look like others, or like nothing ---------------------------------------

_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+(?:．[０-９]+)?％?|(?<=\d)％")
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")


def characters(prose: Prose) -> Iterator[Finding]:
    """P07: full-width digits and letters, invisible characters, those of a symbol font."""
    for found in _WIDE.finditer(prose.text):
        new = "".join(chr(ord(c) - 0xFEE0) for c in found[0])
        message, hint = f"“{found[0]}”是全角的。", f"数字和字母用半角：{new}。"
        yield Finding(found.start(), found.end(), "P07", message, hint, new, True)
    for found in _UNSEEN.finditer(prose.text):
        message = f"这里有看不见的字符 U+{ord(found[0][0]):04X}。"
        yield Finding(found.start(), found.end(), "P07", message, "删去它。", "", True)
    for found in _PRIVATE.finditer(prose.text):
        message = f"这个字符（U+{ord(found[0]):04X}）只在某种符号字体里有形状。"
        yield Finding(found.start(), found.end(), "P07", message, "换成普通的符号，如 ◆ ● ■。")


# --- P11: doubled marks ---------------------------------------------------------------------------

_DOUBLED = re.compile(r"([，；：、])\1+|。。(?!。)(?<!。。。)|[，、；：][，、；：。]|。[，、；：]")


def doubled(prose: Prose) -> Iterator[Finding]:
    """P11: two marks where one can stand (GB/T 15834—2011 附录 B.2)."""
    for found in _DOUBLED.finditer(prose.text):
        same = len(set(found[0])) == 1
        new = found[0][0] if same else None
        hint = f"只留一个“{new}”。" if new else "只留一个。"
        yield Finding(found.start(), found.end(), "P11", f"标点“{found[0]}”重复了。", hint, new, same)


# --- P10: the end of a title ----------------------------------------------------------------------

_AT_END = re.compile(r"[。，、；：,;:]+$")


def title_ends(prose: Prose) -> Iterator[Finding]:
    """P10: a title ends without a full stop; ？ ！ …… may stand (GB/T 15834—2011 附录 B.4)."""
    for paragraph in prose.paragraphs:
        if paragraph.kind not in {"title", "head"}:
            continue
        found = _AT_END.search(prose.text, paragraph.start, paragraph.end)
        if found and found.start() > paragraph.start:
            message = f"标题末尾有“{found[0]}”。"
            yield Finding(found.start(), found.end(), "P10", message, "标题末尾不用标点。", "", True)
