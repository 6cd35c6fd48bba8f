"""What the editor has to look at after an import: every guess, gap and change, with its line in the original.

| code | about |
|---|---|
| I01 | the file can't be read as a text, or `--issue` is no issue (errors: nothing is written) |
| I02 | the encoding was found by trial |
| I03 | a demanded key that the text does not give: 【待填】 |
| I04 | a value that was guessed: `# 待核` |
| I05 | a section that was proposed: `# 待核` |
| I06 | a credit taken from the contents (要目) |
| I07 | names or a bracket that were left out of the keys |
| I08 | contents and body differ |
| I09 | a line of a web page that was dropped |
| I10 | a line of masthead or colophon for which there is no key |
| I11 | invisible, private or compatibility characters |
| I12 | a file that exists and was kept |
| I13 | an item without a text |
| I14 | a classification (密级): the issue can't be built |
| I15 | two files for one issue (error) |
| I16 | the folder of the issue, where it was guessed or differs from what the text says |
| I17 | a unit that units.yaml did not have |
"""

from collections.abc import Iterable, Iterator

import msgspec

from generator.desk.importing.bulletin import Article, Bulletin, Credits, Front, Said, remark
from generator.desk.importing.crediting import is_credit, last_bracket
from generator.desk.importing.writing import item_name
from generator.model import Place, Problem
from generator.read.schema import PLACEHOLDER

_START = Place(1, 1)
_FRONT_NAMES = {
    "number": "期号", "total": "总期号", "kind": "类型", "date": "日期", "signed_by": "签发人",
    "copies": "印数", "marking": "标识",
}  # fmt: skip
_SHORT_BRACKET = 12


def report(bulletin: Bulletin, file: str = "", first: int = 1) -> tuple[Problem, ...]:
    """What is to be looked at in one text; `file` is its name, `first` the number of its first item."""
    found = [*bulletin.remarks, *_of_front(bulletin.front)]
    for number, item in enumerate(bulletin.items, first):
        found += _of_item(item, item_name(number))
    return placed(found, file)


def gaps(front: Front, file: str = "") -> tuple[Problem, ...]:
    """The demanded keys of an issue that no text gives."""
    missing = [(key, name) for key, name in (("number", "期号"), ("date", "日期")) if not getattr(front, key)]
    return placed((_gap(_START, "issue.yaml", key, name) for key, name in missing), file)


def placed(problems: Iterable[Problem], file: str) -> tuple[Problem, ...]:
    """The problems in order, with the file's name."""
    return tuple(sorted(msgspec.structs.replace(problem, file=file) for problem in problems))


def _of_front(front: Front) -> Iterator[Problem]:
    for key, name in _FRONT_NAMES.items():
        said: Said[object] | None = getattr(front, key)
        if said is not None and said.guess:
            yield _guess(said, f"issue.yaml 的{name}“{said.value}”", "I04")
    if front.classification:
        said = front.classification
        message = f"标有密级“{said.value}”，已写入 issue.yaml，这一期不能生成网页。"
        hint = "涉密内容不得在非涉密网络和设备上处理，请立即按保密规定处置。"
        yield remark(said.place, "I14", message, hint, said.value)


def _of_item(item: Article, name: str) -> Iterator[Problem]:
    if item.title is None:
        yield _gap(item.place, name, "title", "标题")
    elif item.title.guess:
        yield _guess(item.title, f"{name} 的标题“{item.title.value}”", "I04")
    if item.section is None:
        yield _gap(item.place, name, "section", "栏目")
    elif item.section.guess:
        yield _guess(item.section, f"{name} 的栏目“{item.section.value}”", "I05")
    yield from _of_credits(item, name)
    if not item.paragraphs:
        yield remark(item.place, "I13", f"{name} 只有标题，没有正文。", "对照原稿补上正文。")


def _of_credits(item: Article, name: str) -> Iterator[Problem]:
    credits_ = item.credits
    if not credits_.given:
        yield _gap(item.place, name, "source", "供稿")
    for place, said in (*_units(credits_), *_reprints(credits_)):
        if place.line < item.place.line:
            yield remark(place, "I06", f"{name} 正文没有署名，取自要目：“{said}”。", "请核对。", said)
    for unit in credits_.units:
        if unit.guess:
            yield _guess(unit, f"{name} 的供稿“{unit.value}”", "I04")
    if credits_.author and credits_.author.guess:
        yield _guess(credits_.author, f"{name} 的作者“{credits_.author.value}”", "I04")
    if credits_.reprint and credits_.reprint.guess:
        yield _guess(credits_.reprint, f"{name} 的摘自“{credits_.reprint.value.name}”", "I04")
    for unused in credits_.unused:
        message = f"{name} 的“{unused.value}”没有对应的项，没有写入。"
        yield remark(unused.place, "I07", message, old=unused.value)
    yield from _left_bracket(item, name)


def _units(credits_: Credits) -> Iterator[tuple[Place, str]]:
    return ((unit.place, unit.value) for unit in credits_.units)


def _reprints(credits_: Credits) -> Iterator[tuple[Place, str]]:
    return ((said.place, said.value.name) for said in (credits_.reprint,) if said)


def _left_bracket(item: Article, name: str) -> Iterator[Problem]:
    """A short bracket at the end that could be a credit and was not taken for one."""
    last = item.paragraphs[-1] if item.paragraphs else None
    found = last_bracket(last.value) if last else None
    if last and found and len(found[1]) <= _SHORT_BRACKET and is_credit(found[1]):
        message = f"{name} 末尾的“{found[1]}”不能确定是不是署名，留在正文里。"
        hint = "如是供稿单位，请写到 source（供稿），并从正文删去。"
        place = Place(last.place.line, last.place.column + found[0])
        yield remark(place, "I07", message, hint, found[1])


def _gap(place: Place, file: str, key: str, name: str) -> Problem:
    message = f"原文没有写明{name}，{file} 的 {key} 写作{PLACEHOLDER}。"
    return remark(place, "I03", message, "填好以后才能生成网页。")


def _guess(said: Said[object], what: str, code: str) -> Problem:
    return remark(said.place, code, f"{what}是推定的：{said.guess}。", "已标“# 待核”，核对后删去。")
