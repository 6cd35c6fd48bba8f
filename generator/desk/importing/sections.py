"""Which section an item belongs to where the text does not say: three simple rules, each always reported.

Only sections that the site has are proposed.
"""

import re
from collections.abc import Sequence

from generator.desk.importing.bulletin import Credits, Said
from generator.model import Place

_OUTSIDE = re.compile("外地|外埠|域外|他山|兄弟|先进地区|文摘|摘编|借鉴|外省|外市|外县")
_SUPERVISION = re.compile("督查|督办|督导|监督|曝光|问责|通报")
_OWN = re.compile("部门|基层|单位|乡镇|动态|经验|做法|交流|工作|信息")
_SUPERVISOR = re.compile("效能|督查|督办|督导|监督(?!管理)|纪委|纪律检查|监委|监察|巡察|作风|软环境")


def propose(credits_: Credits, sections: Sequence[str], place: Place, *, in_body: bool) -> Said[str] | None:
    """The section that the credit suggests, with the rule in words; None where the site has none for it.

    A reprint belongs to the outside; what a supervising office put in without a credit in the body is its own
    report; what has a unit is that unit's. `in_body` tells whether the body has a credit.
    """
    names = "、".join(unit.value for unit in credits_.units)
    supervising = any(_SUPERVISOR.search(unit.value) for unit in credits_.units)
    if credits_.reprint and not credits_.units:
        return _named(_outside(sections), f"摘自“{credits_.reprint.value.name}”，转载稿归外地经验一类", place)
    if supervising and not in_body:
        return _named(_supervision(sections), f"正文没有署名，要目署“{names}”，属督查一类单位", place)
    if credits_.units:
        return _named(_own(sections), f"“{names}”供稿，归部门经验一类", place)
    return None


def _outside(sections: Sequence[str]) -> str | None:
    return next((s for s in sections if _OUTSIDE.search(s)), None)


def _supervision(sections: Sequence[str]) -> str | None:
    return next((s for s in sections if _SUPERVISION.search(s)), None)


def _own(sections: Sequence[str]) -> str | None:
    others = (s for s in sections if not _OUTSIDE.search(s) and not _SUPERVISION.search(s))
    return next((s for s in others if _OWN.search(s)), None)


def _named(section: str | None, reason: str, place: Place) -> Said[str] | None:
    return Said(section, place, reason) if section else None
