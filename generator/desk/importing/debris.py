"""What a page of the web leaves around a text that was copied from it."""

import re

from generator.desk.importing import pairs

_BUTTONS = re.compile(
    "打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享到?|收藏|返回(?:顶部|首页|列表)?|复制链接|我要纠错|字号|字体"
    "|[大中小]|微信|微博|首页|(?:发表|查看|我要)评论|登录|注册"
)
_SEVERAL = 2
_BETWEEN = re.compile(r"[\s|｜/／\[\]【】（）()：:、·>》-]+")
_LINES = re.compile(
    r"(?:您的|您)?(?:当前|所在)位置\s*[:：].*"
    r"|.{0,10}扫一扫.{0,20}"
    r"|(?:版权所有|Copyright|©).*|.{0,20}ICP备.*"
    r"|(?:上|下)一[篇条]\s*[:：].*"
    r"|相关(?:链接|新闻|阅读|文章|推荐)\s*[:：]?"
    r"|(?:浏览|点击|阅读)(?:次数|量|数)?\s*[:：]?\s*\d+\s*次?",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-—–_=*＊·.…~～─━═]{3,}")
_LONGEST = 80


def is_debris(text: str) -> bool:
    """Whether a whole line is buttons, counters or a path of a web page, or a line drawn with signs."""
    if _RULE.fullmatch(text):
        return True
    if len(text) > _LONGEST or "。" in text:
        return False
    if _LINES.fullmatch(text):
        return True
    labels = pairs.read(text)
    return all(label in pairs.WEB for label, _ in labels) if labels else _is_buttons(text)


def _is_buttons(text: str) -> bool:
    words = [word for word in _BETWEEN.split(text) if word]
    lone = len(words) == 1 and text != words[0]
    return all(_BUTTONS.fullmatch(word) for word in words) and (len(words) >= _SEVERAL or lone)
