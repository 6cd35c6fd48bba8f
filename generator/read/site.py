"""site.yaml and units.yaml: what the site is called, its sections, its units, its series."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generator import chinese
from generator.model import (
    Former,
    Heads,
    Meta,
    Place,
    PrintDesign,
    Problem,
    Section,
    Series,
    Settings,
    Text,
    Unit,
)
from generator.problems import RULES
from generator.read import schema
from generator.read.print_table import PRINT, print_design
from generator.read.publish_table import TARGET, publish_targets
from generator.read.schema import Entry, Field, Findings, Kind, Table
from generator.read.text import pointed

SITE_FILE = "site.yaml"
UNITS_FILE = "units.yaml"

_HEADS: Mapping[str, Heads] = {"run-in": "run-in", "block": "block", "接排": "run-in", "独行": "block"}

_SECTION = Table(
    "栏目",
    Field("name", "名称", schema.placed_text, "栏目的名称，如 督查。", required=True),
    Field("key", "代码", schema.placed_text, "网址里的代码，小写字母、数字和连字符。"),
    Field("heads", "标题形式", schema.choice(about="标题形式", values=_HEADS), "run-in 接排，block 独行。"),
)

_FORMER = Table(
    "曾用名",
    Field("name", "名称", schema.placed_text, "从前的名称。", required=True),
    Field("until", "截至", schema.day, "用到哪一天（含当天）。", required=True),
)

_UNIT = Table(
    "单位",
    Field("name", "名称", schema.placed_text, "印在文末的简称，如 县人社局。", required=True),
    Field("key", "代码", schema.placed_text, "网址里的代码，小写字母、数字和连字符。"),
    Field("aliases", "别名", schema.many(schema.placed_text), "全称和其他叫法，写哪个都认得。"),
    Field("class", "类别", schema.text, "单位的类别，如 乡镇街道。"),
    Field("order", "顺序", schema.number, "列表中的先后；不写则按文件里的顺序。"),
    Field("former", "曾用名", schema.many(schema.group(_FORMER)), "改名以前的名称和截止日期。"),
)

_SERIES = Table(
    "刊物",
    Field("name", "名称", schema.text, "刊头上的名称。", required=True),
    Field("office", "编发单位", schema.text, "编发单位；不写则同全站。"),
    Field("print", "版式", schema.group(PRINT), "这种刊物自己的印刷版式，写与全站不同的几项。"),
)

_META = Table(
    "网站标识",
    Field("site_name", "网站名称", schema.text, "网站全称（SiteName）。"),
    Field("site_domain", "网站域名", schema.text, "英文域名（SiteDomain）。"),
    Field("site_id_code", "网站标识码", schema.text, "十位标识码（SiteIDCode）。"),
)

_PICTURES = Table(
    "图片",
    Field("originals", "原图", schema.flag, "是：原图照样发布（连同拍摄信息），点图可看；默认否。"),
)

_BASE_URL = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+(?:/[A-Za-z0-9._~%/-]*)?", re.ASCII)

_SIGN_OFF = {"optional": "optional", "required": "required", "可选": "optional", "必须": "required"}
_LEVELS = {"off": "off", "warning": "warning", "error": "error"} | {
    "关": "off",
    "警告": "warning",
    "错误": "error",
}

SITE = Table(
    SITE_FILE,
    Field("name", "名称", schema.text, "简报的名称，印在刊头上。", required=True),
    Field("office", "编发单位", schema.text, "编发单位的全称。", required=True),
    Field(
        "sections",
        "栏目",
        schema.many(schema.group(_SECTION, short="name")),
        "栏目，按刊登的先后。",
        required=True,
    ),
    Field("units", "供稿单位", schema.text, "供稿单位文件，默认 units.yaml。"),
    Field("series", "系列", schema.mapping_of("series", schema.group(_SERIES)), "同时编发几种刊物时写。"),
    Field("base_url", "网址", schema.placed_text, "网站的完整网址，如 http://10.1.2.3/jianbao/。"),
    Field("sign_off", "签发", schema.choice(about="签发", values=_SIGN_OFF), "optional 或 required。"),
    Field(
        "sign_roles", "审签环节", schema.many(schema.text), "要签发时由谁签，按先后，如 初审、复审、签发。"
    ),
    Field("meta", "网站标识", schema.group(_META), "政府网站标签。"),
    Field("print", "版式", schema.group(PRINT), "印刷版式，见 docs/print.md。"),
    Field("pictures", "图片", schema.group(_PICTURES), "图片怎样发布。"),
    Field("handbook", "手册", schema.flag, "是：编辑手册也发布在网站上；默认否，只在预览里有。"),
    Field(
        "publish",
        "发布",
        schema.mapping_of("publish", schema.group(TARGET)),
        "发布到哪里，见 docs/publishing.md。",
    ),
    Field(
        "checks",
        "检查",
        schema.mapping_of("checks", schema.choice(about="检查级别", values=_LEVELS)),
        "各项检查的级别：off、warning 或 error。",
    ),
)

UNITS = Kind(
    schema.many(schema.group(_UNIT, short="name")).read, {"type": "array", "items": {"anyOf": [
        {"type": "string"}, _UNIT.schema()]}},
)  # fmt: skip


class SiteFile(NamedTuple):
    """site.yaml as read: the settings but for the units, where the units stand, the pictures it names."""

    settings: Settings | None
    units_file: str
    problems: tuple[Problem, ...]
    pictures: tuple[Text, ...] = ()


def read_site(content: bytes) -> SiteFile:
    """What site.yaml says; no settings where a demanded key is missing."""
    findings = Findings(SITE_FILE)
    entries = SITE.read_file(content, findings)
    units_file = _value(entries, "units") or UNITS_FILE
    sections = _sections(_value(entries, "sections") or (), findings)
    checks = _checks(_value(entries, "checks") or (), findings)
    name, office = _value(entries, "name"), _value(entries, "office")
    series = _series(_value(entries, "series") or (), name, office, findings)
    base_url = _base_url(entries, findings)
    tables = _print_tables(entries)
    design = print_design(tables.get("", {}), findings, PrintDesign())
    own = {key: print_design(table, findings, design) for key, table in tables.items() if key}
    settings = None
    if name and office and sections:
        settings = Settings(
            name,
            office,
            sections,
            (),
            series,
            base_url,
            _value(entries, "sign_off") or "optional",
            Meta(**{key: entry.value for key, entry in (_value(entries, "meta") or {}).items()}),
            checks,
            design,
            own,
            _value(_value(entries, "pictures") or {}, "originals") or False,
            tuple(dict.fromkeys(_value(entries, "sign_roles") or ("签发",))),
            publish_targets(_value(entries, "publish") or (), findings),
            _value(entries, "handbook") or False,
        )
    named = (table["name_picture"] for table in tables.values() if "name_picture" in table)
    pictures = tuple(Text(entry.value, entry.place) for entry in named)
    return SiteFile(settings, units_file, pointed(findings.problems, content), pictures)


def _print_tables(entries: Mapping[str, Entry]) -> dict[str, Mapping[str, Entry]]:
    """The tables `print`: the site's own under an empty key, those of its series under theirs."""
    of_series = {key: _value(table, "print") for key, _, table in _value(entries, "series") or ()}
    tables = {"": _value(entries, "print"), **of_series}
    return {key: table for key, table in tables.items() if table}


def read_units(content: bytes, file: str) -> tuple[tuple[Unit, ...], tuple[Problem, ...]]:
    """The units in their order, and what is wrong with them."""
    findings = Findings(file)
    node = schema.tree(content, findings)
    if node is None:
        return (), tuple(findings.problems)
    listed = UNITS.read(node, findings)
    named = [entries for entries in listed if _value(entries, "name")]
    named = _once(named, findings)
    keys = _keys(named, "units", findings)
    _one_owner(named, findings)
    ordered = sorted(
        enumerate(zip(named, keys, strict=True)), key=lambda unit: (_order(unit[1][0], unit[0]), unit[0])
    )
    return tuple(_unit(entries, key) for _, (entries, key) in ordered), pointed(findings.problems, content)


def _order(entries: Mapping[str, Entry], number: int) -> float:
    """The place asked for in the list of units, else the one in the file."""
    order: float | None = _value(entries, "order")
    return number if order is None else order


def _unit(entries: Mapping[str, Entry], key: str) -> Unit:
    former = (
        Former(past["name"].value.value, past["until"].value)
        for past in _value(entries, "former") or ()
        if "name" in past and "until" in past
    )
    return Unit(
        entries["name"].value.value,
        key,
        tuple(alias.value for alias in _value(entries, "aliases") or ()),
        _value(entries, "class") or "",
        tuple(sorted(former, key=lambda past: past.until)),
    )


def _sections(listed: Iterable[Mapping[str, Entry]], findings: Findings) -> tuple[Section, ...]:
    named = [entries for entries in listed if _value(entries, "name")]
    keys = _keys(named, "sections", findings)
    names: set[str] = set()
    for entries in named:
        name: Text = entries["name"].value
        if name.value in names:
            findings.add(name.place, "Y02", f"栏目“{name.value}”写了两次。", "只保留一处。", old=name.value)
        names.add(name.value)
    return tuple(
        Section(entries["name"].value.value, key, _value(entries, "heads") or "run-in")
        for entries, key in zip(named, keys, strict=True)
    )


def _series(
    listed: Iterable[tuple[str, Place, Mapping[str, Entry]]],
    name: str | None,
    office: str | None,
    findings: Findings,
) -> tuple[Series, ...]:
    found = []
    for key, place, entries in listed:
        if not is_key(key) or (key.isdigit() or key in RESERVED):
            findings.add(place, "F07", f"刊物代码“{key}”不能用作文件夹名。", _KEY_HINT, old=key)
        else:
            found.append(
                Series(key, _value(entries, "name") or "", _value(entries, "office") or office or "")
            )
    return tuple(found) or (Series("", name or "", office or ""),)


def _checks(listed: Iterable[tuple[str, Place, str]], findings: Findings) -> dict[str, str]:
    checks = {}
    for code, place, level in listed:
        rule = RULES.get(code)
        if rule is None:
            hint = chinese.did_you_mean(code, RULES)
            findings.add(place, "K01", f"没有代码为“{code}”的检查。", hint, old=code)
        elif not rule.adjustable:
            findings.add(place, "K01", f"检查 {code}（{rule.title}）不能调整。", "请删去这一行。", old=code)
        else:
            checks[code] = level
    return checks


def _base_url(entries: Mapping[str, Entry], findings: Findings) -> str:
    if "base_url" not in entries:
        return ""
    url = entries["base_url"].value.value
    if not _BASE_URL.fullmatch(url):
        findings.add(
            entries["base_url"].place,
            "Y04",
            f"“{url}”不是完整的网址。",
            "写成如 http://10.1.2.3/jianbao/。",
            old=url,
        )
        return ""
    return url if url.endswith("/") else f"{url}/"


def _keys(entries: list[Mapping[str, Entry]], kind: str, findings: Findings) -> list[str]:
    """A key for each name: the one given, else the name's pinyin, told apart where two are the same.

    Keys written by hand are taken first, so that they never give way to a pinyin.
    """
    taken: dict[str, str] = {}
    for given in entries:
        if "key" in given:
            _take(given["key"].value, given["name"].value.value, taken, findings)
    return [
        given["key"].value.value if "key" in given else _made_key(given["name"].value, kind, taken, findings)
        for given in entries
    ]


def _take(key: Text, name: str, taken: dict[str, str], findings: Findings) -> None:
    if not is_key(key.value):
        findings.add(key.place, "Y07", f"代码“{key.value}”不合规定。", _KEY_HINT, old=key.value)
    elif key.value in taken:
        message = f"代码“{key.value}”与“{taken[key.value]}”的相同。"
        findings.add(key.place, "A02", message, "改用另一个代码。", old=key.value)
    else:
        taken[key.value] = name


def _made_key(name: Text, kind: str, taken: dict[str, str], findings: Findings) -> str:
    own = chinese.pinyin(name.value) or chinese.suffix(name.value)
    key = own if own not in taken else f"{own}-{chinese.suffix(name.value)}"
    if own in taken:
        message = f"“{name.value}”与“{taken[own]}”拼音相同，网址 {kind}/{key}/ 带了后缀。"
        findings.add(name.place, "A03", message, "最好给它写一个“key”。")
    taken[key] = name.value
    return key


def _once(named: Iterable[Mapping[str, Entry]], findings: Findings) -> list[Mapping[str, Entry]]:
    """Each unit once: a list that grows by hand soon has one twice, which does no harm."""
    kept: dict[str, Mapping[str, Entry]] = {}
    for entries in named:
        name: Text = entries["name"].value
        if name.value in kept:
            findings.add(name.place, "U03", f"“{name.value}”写了两次。", "只保留一处。", old=name.value)
        kept.setdefault(name.value, entries)
    return list(kept.values())


def _one_owner(named: Iterable[Mapping[str, Entry]], findings: Findings) -> None:
    """A name, alias or former name belongs to one unit only."""
    owners: dict[str, tuple[int, str]] = {}
    for number, entries in enumerate(named):
        own: Text = entries["name"].value
        former = [past["name"].value for past in _value(entries, "former") or () if "name" in past]
        for text in (own, *(_value(entries, "aliases") or ()), *former):
            owner, name = owners.setdefault(text.value, (number, own.value))
            if owner != number:
                findings.add(
                    text.place,
                    "U02",
                    f"“{text.value}”已经是“{name}”的名称。",
                    "每个名称只属于一个单位。",
                    old=text.value,
                )


RESERVED = frozenset(
    ("archive", "sections", "units", "keywords", "search", "statistics", "assets", "handbook")
)
"""Names at the root of the site that no series may take."""

_KEY = re.compile(r"[a-z0-9-]{0,63}[a-z0-9]", re.ASCII)
_KEY_HINT = "只用小写字母、数字和连字符，如 renshe。"


def is_key(text: str) -> bool:
    """Whether a text can stand in an address as it is."""
    return _KEY.fullmatch(text) is not None


def _value(entries: Mapping[str, Entry], key: str) -> Any:
    entry = entries.get(key)
    return None if entry is None else entry.value
