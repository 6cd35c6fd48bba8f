"""`编辑：甲 审核：乙`: lines of labels and values, several on a line, with or without spaces between."""

import re

_UNITS = (
    *("供稿单位", "作者单位", "来稿单位", "报送单位", "供稿", "来稿"),
    *("文章来源", "信息来源", "本文来源", "新闻来源", "稿件来源", "来源", "稿源", "出处"),
)
_WRITERS = (
    *("融媒体记者", "本报记者", "实习记者", "通讯员", "记者"),
    *("作者", "撰稿人", "撰稿", "供稿人", "撰写"),
)
_EDITORS = ("责任编辑", "本期编辑", "责编", "编辑")
_STAFF = (
    *(
        "拟稿人",
        "拟稿",
        "校稿",
        "校对",
        "核稿",
        "初审",
        "复审",
        "终审",
        "审核人",
        "审核",
        "审稿",
        "监制",
        "主编",
    ),
    *("电话", "联系电话", "传真", "邮箱", "电子邮箱", "地址", "编号", "份号", "印刷", "联系人", "主送"),
)
_SIGNERS = ("签发人", "签发")
_WEB = (
    *("发布时间", "发布日期", "发稿时间", "更新时间", "浏览次数", "浏览人数", "浏览量", "点击次数", "点击数"),
    *(
        "点击量",
        "点击",
        "阅读次数",
        "阅读量",
        "访问量",
        "跟帖数",
        "回复数",
        "字号",
        "字体",
        "字体大小",
        "分享到",
    ),
)

UNITS, WRITERS, EDITORS = frozenset(_UNITS), frozenset(_WRITERS), frozenset(_EDITORS)
STAFF, SIGNERS, WEB = frozenset(_STAFF), frozenset(_SIGNERS), frozenset(_WEB)

LONGEST = 30
"""Characters of the longest value; what is longer is a sentence, not a label's value."""

_ALL = sorted((*_UNITS, *_WRITERS, *_EDITORS, *_STAFF, *_SIGNERS, *_WEB), key=len, reverse=True)
_LABEL = re.compile(rf"(?P<label>{'|'.join(_ALL)})\s*[:：]\s*")
_SENTENCE_END = re.compile(r"[。！？]")


def read(text: str) -> tuple[tuple[str, str], ...]:
    """The labels of a line with their values; nothing where a part of the line is anything else."""
    found = list(_LABEL.finditer(text))
    if not found or found[0].start() != 0:
        return ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    values = [text[match.end() : end].strip(" ;；,，|/") for match, end in zip(found, ends, strict=True)]
    if any(len(value) > LONGEST or _SENTENCE_END.search(value) for value in values):
        return ()
    return tuple((match["label"], value) for match, value in zip(found, values, strict=True))
