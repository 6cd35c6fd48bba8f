"""Whose name is it: a unit's, a person's or a paper's. What a site knows comes first, then the look."""

import re
from typing import NamedTuple

from generator.desk.importing.bulletin import Known

_IDEOGRAPH = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"

_PRESS = re.compile(
    r"(?:网|报|刊|杂志|客户端|公众号|微信|微博|电视台|电台|广播台|频道|在线|新闻|论坛|头条|半月谈|求是|瞭望"
    r"|新华社|中新社|通讯社|报社|杂志社|出版社|发布|晚报|早报|日报|时报)$"
)
_UNIT = re.compile(
    r"(?:[局委办厅院所站队部处室科镇乡县市区州省旗社行会馆校村组班]|中心|公司|街道|办事处|社区|学校|中学"
    r"|小学|大学|学院|医院|集团|工委|党委|党组|纪委|政府|开发区|园区|联社|银行|法院|团委|工会|妇联|工商联"
    r"|残联|科协|文联|侨联|基地|窗口|大厅|专班|总局|林场|农场|水库|监狱|办公室|企业|厂)$"
)
_SHORTEST_UNIT = 3
_PLACE = "县市区镇乡省州旗"
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵"
    "湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高"
    "夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲封芮储靳段富"
    "焦谷车侯班仰仲宫宁仇栾甘厉戎祖武符刘景詹龙叶司黎乔苍闻莘党翟谭劳姬申冉雍桑桂牛寿边尚温庄晏柴瞿阎习艾容向"
    "古易廖耿满匡国文东欧利蔚聂冷辛阚那简饶曾沙关查红游权盖益桓公肖付阳涂仝佟佘岳代丘覃"
)
_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
)
_PERSON = re.compile(rf"[{_IDEOGRAPH}]{{2,4}}|[{_IDEOGRAPH}]{{2,6}}·[{_IDEOGRAPH}]{{2,8}}")
_LONGEST_USUAL = 3
_NOT_PERSONS = re.compile(
    "有删[改节]|[余下]?略|万元|平方米|(?:全文)?完|未完|待?续|[试暂]行|修订|草案|单位|附后|[下同][同上]|节选|摘要"
)

_HARD = re.compile(r"\s*[、，,；;/／|]\s*")
_AND = re.compile(r"[和与及暨]")
_PADDED = re.compile(rf"(?<![^\s])([{_IDEOGRAPH}]) (?=[{_IDEOGRAPH}](?:\s|$))")
_ROLE = re.compile(r"^(?:本报|融媒体|实习|特约)?(?:通讯员|记者)\s*")


class Named(NamedTuple):
    """Names told apart. `looks` only look like units; `others` look like nothing we know."""

    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def is_press(name: str) -> bool:
    """Whether a name looks like a paper's or a web site's: 新华网, 江南日报."""
    return bool(_PRESS.search(name.strip("《》“”")))


def is_unit(name: str, known: Known) -> bool:
    """Whether a name is a unit's, known or by its last word."""
    return name in known.units or _looks_like_unit(name)


def is_person(name: str) -> bool:
    """Whether two or three Han characters begin with a surname, four with a double one (or with a `·`)."""
    if _NOT_PERSONS.fullmatch(name) or not _PERSON.fullmatch(name):
        return False
    if "·" in name or name.startswith(_DOUBLE_SURNAMES):
        return True
    return len(name) <= _LONGEST_USUAL and name[0] in _SURNAMES


def could_be_person(name: str) -> bool:
    """Whether a name has a person's length; for places where only a person can stand."""
    return not _NOT_PERSONS.fullmatch(name) and bool(_PERSON.fullmatch(name))


def read(text: str, known: Known) -> Named:
    """The names in a text as `县人社局、县财政局`, `柳浦镇 郭茂兰`, `芦川学院 王 娟 孙俊娜`.

    Separators between names are 、，；/ and spaces, and 和 where both sides are units.
    """
    if text in known.units:
        return Named(units=(text,))
    groups: dict[str, list[str]] = {field: [] for field in Named._fields}
    for piece in _pieces(_ROLE.sub("", text), known):
        field, name = _told(piece, known)
        groups[field].append(name)
    return Named(*(tuple(groups[field]) for field in Named._fields))


def _pieces(text: str, known: Known) -> list[str]:
    pieces: list[str] = []
    for part in _HARD.split(text):
        for token in _PADDED.sub(r"\1", part).split():
            pieces += _glued(token, known)
    return [_ROLE.sub("", piece) for piece in pieces if _ROLE.sub("", piece)]


def _glued(token: str, known: Known) -> list[str]:
    """`县教育局和县公安局` and `县人社局王芳` taken apart, where the parts are certain."""
    if token in known.units:
        return [token]
    for found in _AND.finditer(token):
        halves = [token[: found.start()], token[found.end() :]]
        if all(is_unit(half, known) for half in halves):
            return [*_glued(halves[0], known), *_glued(halves[1], known)]
    owners = [unit for unit in known.units if token.startswith(unit) and is_person(token[len(unit) :])]
    if owners:
        longest = max(owners, key=len)
        return [longest, token[len(longest) :]]
    if not _looks_like_unit(token):
        for length in (3, 2):
            if _looks_like_unit(token[:-length]) and is_person(token[-length:]):
                return [token[:-length], token[-length:]]
    return [token]


def _told(piece: str, known: Known) -> tuple[str, str]:
    if piece in known.units:
        return "units", piece
    if _looks_like_unit(piece):
        return "looks", piece
    return ("people" if is_person(piece) else "others"), piece


def _looks_like_unit(name: str) -> bool:
    if is_press(name) or not _UNIT.search(name):
        return False
    return len(name) >= _SHORTEST_UNIT or name[:1] in _PLACE
