"""Markdown as clerks type it, to clean HTML: each rule of the house with its text and its HTML."""

import re
from contextlib import suppress

import pytest

from generator.read.markup import LONGEST, Target, TooComplexError, is_outside, scheme, to_html, to_text


def same(written, _picture):
    """Leave every target as it is."""
    return Target(written)


def html(text, prefix="01", resolve=same):
    return to_html(text, prefix, resolve)


# --- Paragraphs -----------------------------------------------------------------------------------

PARAGRAPHS = [
    ("甲。", "<p>甲。</p>"),
    ("　　甲。\n　　乙。", "<p>甲。</p>\n<p>乙。</p>"),
    ("　　甲。\n　　**乙**。", "<p>甲。</p>\n<p><strong>乙</strong>。</p>"),
    ("甲。\n    乙。", "<p>甲。</p>\n<p>乙。</p>"),
    ("甲*。*\n    乙。", "<p>甲<em>。</em></p>\n<p>乙。</p>"),
    ("\t甲。\n\t乙。", "<p>甲。</p>\n<p>乙。</p>"),
    ("\t甲*。*\n\t乙。", "<p>甲<em>。</em></p>\n<p>乙。</p>"),
    ("甲。\n　　\n乙。", "<p>甲。</p>\n<p>乙。</p>"),
    ("甲。\n\n\n    `乙`", "<p>甲。</p>\n<p><code>乙</code></p>"),
    ("　　　　甲。", "<p>甲。</p>"),
    ("甲。　\n**乙**　　", "<p>甲。<strong>乙</strong></p>"),
]


# --- Soft breaks ----------------------------------------------------------------------------------

BREAKS = [
    ("甲\n乙", "<p>甲乙</p>"),
    ("甲，\n乙", "<p>甲，乙</p>"),
    ("甲 \n 乙", "<p>甲乙</p>"),
    ("甲\nabc", "<p>甲\nabc</p>"),
    ("abc\n甲", "<p>abc\n甲</p>"),
    ("abc\ndef", "<p>abc\ndef</p>"),
    ("共 15\n个", "<p>共 15\n个</p>"),
    ("甲**乙**\n丙", "<p>甲<strong>乙</strong>丙</p>"),
    ("甲\n**乙**丙", "<p>甲<strong>乙</strong>丙</p>"),
    ("**甲**\n*乙*", "<p><strong>甲</strong><em>乙</em></p>"),
    ("**甲\n乙**", "<p><strong>甲乙</strong></p>"),
    ("甲**ab**\n丙", "<p>甲<strong>ab</strong>\n丙</p>"),
    ("甲[乙](http://a.cn)\n丙", '<p>甲<a href="http://a.cn">乙</a>丙</p>'),
    ("说“好”\n“是”", "<p>说“好”“是”</p>"),
    ("甲  \n乙", "<p>甲<br>\n乙</p>"),
    ("甲  \n**乙**", "<p>甲<br>\n<strong>乙</strong></p>"),
    ("**甲**\t\n乙", "<p><strong>甲</strong>乙</p>"),
    ("𠮷\n𠮷**甲**", "<p>𠮷𠮷<strong>甲</strong></p>"),
]

# --- Emphasis -------------------------------------------------------------------------------------

EMPHASIS = [
    ("**重点：**下文", "<p><strong>重点：</strong>下文</p>"),
    ("上文**重点。**下文", "<p>上文<strong>重点。</strong>下文</p>"),
    ("**“五险合一”**窗口", "<p><strong>“五险合一”</strong>窗口</p>"),
    ("*斜*`码`", "<p><em>斜</em><code>码</code></p>"),
    ("文件_名_称", "<p>文件_名_称</p>"),
    ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
    ("~~删~~", "<p>~~删~~</p>"),
    ("\\*甲\\*", "<p>*甲*</p>"),
]

# --- Heads ----------------------------------------------------------------------------------------

HEADS = [
    ("# 甲", "<h2>甲</h2>"),
    ("## 甲", "<h2>甲</h2>"),
    ("### 甲\n#### 乙\n##### 丙\n###### 丁", "<h2>甲</h2>\n<h3>乙</h3>\n<h4>丙</h4>\n<h4>丁</h4>"),
    ("#　甲", "<h2>甲</h2>"),
    ("#甲", "<p>#甲</p>"),
    ("##甲", "<p>##甲</p>"),
    ("#1 机组", "<p>#1 机组</p>"),
    ("甲\n#乙", "<p>甲\n#乙</p>"),
    ("#", "<p>#</p>"),
    ("# ", "<p>#</p>"),
    ("####### 甲", "<p>####### 甲</p>"),
    ("- #甲", "<ul>\n<li>#甲</li>\n</ul>"),
    ("> #甲", "<blockquote>\n<p>#甲</p>\n</blockquote>"),
    ("甲\n# 乙\n丙", "<p>甲</p>\n<h2>乙</h2>\n<p>丙</p>"),
    ("- 甲\n# 乙\n丙", "<ul>\n<li>甲</li>\n</ul>\n<h2>乙</h2>\n<p>丙</p>"),
    ("- 甲\n---\n乙", "<ul>\n<li>甲</li>\n</ul>\n<hr>\n<p>乙</p>"),
    ("甲\n***\n乙", "<p>甲</p>\n<hr>\n<p>乙</p>"),
    ("甲\n\n---\n\n乙", "<p>甲</p>\n<hr>\n<p>乙</p>"),
]

# --- Lists ----------------------------------------------------------------------------------------

LISTS = [
    ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
    ("做法：\n- 甲\n- 乙", "<p>做法：</p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
    ("做法：\n1. 甲\n2. 乙", "<p>做法：</p>\n<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"),
    ("4. 29日起\n5. 甲", '<ol start="4">\n<li>29日起</li>\n<li>甲</li>\n</ol>'),
    ("1. 甲\n1. 乙", "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"),
    ("３. 甲", '<ol start="3">\n<li>甲</li>\n</ol>'),
    ("1.甲", "<p>1.甲</p>"),
    ("-甲", "<p>-甲</p>"),
    ("1、甲\n2、乙", "<p>1、甲\n2、乙</p>"),
    ("（1）甲\n（2）乙", "<p>（1）甲（2）乙</p>"),
    ("2016.5.10 甲", "<p>2016.5.10 甲</p>"),
    ("- 甲\n  - 乙\n- 丙", "<ul>\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>丙</li>\n</ul>"),
    ("- 甲\n    - 乙\n- 丙", "<ul>\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>丙</li>\n</ul>"),
    ("- 甲\n\t- 乙\n- 丙", "<ul>\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>丙</li>\n</ul>"),
    (
        "1. 甲\n  - 乙\n    - 丙\n2. 丁",
        "<ol>\n<li>甲<ul>\n<li>乙<ul>\n<li>丙</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>丁</li>\n</ol>",
    ),
    ("1. 甲\n   1. 乙\n   2. 丙", "<ol>\n<li>甲<ol>\n<li>乙</li>\n<li>丙</li>\n</ol>\n</li>\n</ol>"),
    ("- 甲\n - 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
    ("- 甲\n1. 乙", "<ul>\n<li>甲</li>\n</ul>\n<ol>\n<li>乙</li>\n</ol>"),
    ("- 甲\n* 乙\n+ 丙", "<ul>\n<li>甲</li>\n<li>乙</li>\n<li>丙</li>\n</ul>"),
    ("- 甲\n乙\n- 丙", "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>"),
    ("- 甲\n  乙\n- 丙", "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>"),
    ("- 甲\n　　乙", "<ul>\n<li>甲</li>\n</ul>\n<p>乙</p>"),
    ("- 甲\n\n乙", "<ul>\n<li>甲</li>\n</ul>\n<p>乙</p>"),
    ("- 甲\n\n  乙\n- 丙", "<ul>\n<li>\n<p>甲</p>\n<p>乙</p>\n</li>\n<li>\n<p>丙</p>\n</li>\n</ul>"),
    (
        "1. 甲\n\n   乙\n2. 丙",
        "<ol>\n<li>\n<p>甲</p>\n<p>乙</p>\n</li>\n<li>\n<p>丙</p>\n</li>\n</ol>",
    ),
    ("-   甲", "<ul>\n<li>甲</li>\n</ul>"),
    ("1. **甲。**乙", "<ol>\n<li><strong>甲。</strong>乙</li>\n</ol>"),
]

# --- Tables, quotations, code ---------------------------------------------------------------------

TABLES = [
    (
        "|甲|乙|丙|\n|:-|:-:|-:|\n|1|2|3|",
        """<div class="table"><table><thead>
<tr>
<th class="left">甲</th>
<th class="center">乙</th>
<th class="right">丙</th>
</tr>
</thead>
<tbody>
<tr>
<td class="left">1</td>
<td class="center">2</td>
<td class="right">3</td>
</tr>
</tbody>
</table>
</div>""",
    ),
    (
        "甲\n--|--\n**1** | [2](http://a.cn)",
        """<p>甲
--|--
<strong>1</strong> | <a href="http://a.cn">2</a></p>""",
    ),
    (
        "甲 | 乙\n--|--\n**1** | [2](http://a.cn)",
        """<div class="table"><table><thead>
<tr>
<th>甲</th>
<th>乙</th>
</tr>
</thead>
<tbody>
<tr>
<td><strong>1</strong></td>
<td><a href="http://a.cn">2</a></td>
</tr>
</tbody>
</table>
</div>""",
    ),
    ("甲|乙", "<p>甲|乙</p>"),
    ("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>"),
    ("    代码?", "<p>代码?</p>"),
    ("```\n甲\n```", "<p><code>甲</code></p>"),
]

# --- Links and pictures ---------------------------------------------------------------------------

LINKS = [
    ("[甲](02.md)", '<p><a href="02.md">甲</a></p>'),
    ("[甲](../04/02-稿.md)", '<p><a href="../04/02-稿.md">甲</a></p>'),
    ("[甲](<图 1.pdf>)", '<p><a href="图 1.pdf">甲</a></p>'),
    ("[甲](a_b_c.pdf)", '<p><a href="a_b_c.pdf">甲</a></p>'),
    ("[甲](a(1).pdf)", '<p><a href="a(1).pdf">甲</a></p>'),
    ("[甲](http://a.cn/?b=1&c=2)", '<p><a href="http://a.cn/?b=1&amp;c=2">甲</a></p>'),
    ('[甲](02.md "题")', '<p><a href="02.md" title="题">甲</a></p>'),
    ("[甲][1]\n\n[1]: 02.md", '<p><a href="02.md">甲</a></p>'),
    ("[甲]\n\n[甲]: 02.md", '<p><a href="02.md">甲</a></p>'),
    ("[甲]", "<p>[甲]</p>"),
    ("<https://a.cn/b>", '<p><a href="https://a.cn/b">https://a.cn/b</a></p>'),
    ("https://a.cn", "<p>https://a.cn</p>"),
    ("<a@b.cn>", '<p><a href="mailto:a@b.cn">a@b.cn</a></p>'),
    ("![甲](1.jpg)", '<figure><img alt="甲" src="1.jpg"></figure>'),
    ('![甲](1.jpg "说明")', '<figure><img alt="甲" src="1.jpg"><figcaption>说明</figcaption></figure>'),
    ('![](1.jpg "说明")', '<figure><img alt="说明" src="1.jpg"><figcaption>说明</figcaption></figure>'),
    ("甲![乙](1.jpg)丙", '<p>甲<img alt="乙" src="1.jpg">丙</p>'),
    ("![甲](图%201.jpg)", '<figure><img alt="甲" src="图%201.jpg"></figure>'),
    ("[![甲](1.jpg)](02.md)", '<p><a href="02.md"><img alt="甲" src="1.jpg"></a></p>'),
    ("![甲][1]\n\n[1]: 1.jpg", '<figure><img alt="甲" src="1.jpg"></figure>'),
]

# --- What is shown as text ------------------------------------------------------------------------

RAW = [
    ("<b>甲</b>", "<p>&lt;b&gt;甲&lt;/b&gt;</p>"),
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ("<!-- 注 -->", "<p>&lt;!-- 注 --&gt;</p>"),
    ("<?php echo 1 ?>", "<p>&lt;?php echo 1 ?&gt;</p>"),
    ('<img src=x onerror="a()">', '<p>&lt;img src=x onerror="a()"&gt;</p>'),
    ("<div>\n\n甲\n\n</div>", "<p>&lt;div&gt;</p>\n<p>甲</p>\n<p>&lt;/div&gt;</p>"),
    ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
    ("&lt;b&gt;", "<p>&lt;b&gt;</p>"),
    ("&copy; &nbsp;甲", "<p>© &nbsp;甲</p>"),
    ("{: onclick=a}", "<p>{: onclick=a}</p>"),
    ("# 甲 {: #x onclick=a}", "<h2>甲 {: #x onclick=a}</h2>"),
    ("&#27;&#0;&#x2028;&#65535;甲", "<p>\ufffd\ufffd\ufffd\ufffd甲</p>"),
]

ALL = [*PARAGRAPHS, *BREAKS, *EMPHASIS, *HEADS, *LISTS, *TABLES, *LINKS, *RAW]


@pytest.mark.parametrize("text, made", ALL, ids=[repr(text) for text, _ in ALL])
def test_the_html_of_a_text(text, made):
    assert html(text) == made


def test_nothing_is_nothing():
    assert html("") == html(" \n　\n\n\t") == ""


# --- Targets --------------------------------------------------------------------------------------

EVIL = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "java&#115;cript:alert(1)",
    "&#106;&#97;vascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#1;javascript:alert(1)",
    "\\javascript:alert(1)",
    "javascript\\:alert(1)",
    "javascript :alert(1)",
    "vbscript:msgbox(1)",
    "VBScript:x",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg/onload=alert(1)>",
    "file:///etc/passwd",
    "blob:x",
    "ftp://a.cn",
    "tel:110",
]


@pytest.mark.parametrize("picture", [False, True])
@pytest.mark.parametrize("target", EVIL)
def test_other_schemes_are_gone_even_if_they_were_let_through(target, picture):
    for text in (f"[甲]({target})", f"[甲](<{target}>)", f"[甲][1]\n\n[1]: {target}", f"<{target}>"):
        made = html(f"!{text}" if picture else text)
        for found in re.findall(r'(?:href|src)="([^"]*)"', made):
            # As browsers read it: blanks before, tabs and line ends within don't count (WHATWG URL).
            url = re.sub(r"[\t\n\r]", "", found.lstrip("".join(map(chr, range(33)))))
            assert not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url), made


@pytest.mark.parametrize("target", EVIL)
def test_other_schemes_are_seen_as_such_by_whoever_resolves(target):
    asked = []

    def resolve(written, _picture):
        asked.append(written)
        return Target(None)

    assert "href" not in html(f"[甲](<{target}>)", resolve=resolve)
    assert not any(is_outside(written) for written in asked)


@pytest.mark.parametrize(
    "target, found",
    [
        ("https://a.cn", "https"),
        ("HTTP://a.cn", "http"),
        ("mailto:a@b.cn", "mailto"),
        (" \x01javascript:a", "javascript"),
        ("C:\\稿\\1.jpg", "c"),
        ("02.md", ""),
        ("图：1.jpg", ""),
        ("//a.cn", ""),
        ("1:2", ""),
        ("", ""),
    ],
)
def test_schemes(target, found):
    assert scheme(target) == found


def test_what_is_asked_of_the_resolver():
    asked = []

    def resolve(written, picture):
        asked.append((written, picture))
        return Target("x.html", "原名.pdf") if not picture else Target(None)

    made = html("[甲](a&amp;b.pdf) ![乙](图.jpg) [丙](c\\_d.md) <mailto:a@b.cn>", resolve=resolve)
    assert asked == [("a&b.pdf", False), ("图.jpg", True), ("c_d.md", False), ("mailto:a@b.cn", False)]
    assert made.count('href="x.html"') == made.count('download="原名.pdf"') == 3
    assert '<img alt="乙">' in made


def test_the_mark_of_inside_addresses_cannot_be_forged():
    text = "\ue000/甲 &#xe000;/乙 &\\#xe000;/丙 `\ue000/` [丁](http://a/\ue000/) [戊](http://a/&#xE000;/) **"
    assert "\ue000" not in html(text)
    assert html("\ue000/甲") == "<p>\ufffd/甲</p>"
    assert (
        html("[甲](a)", resolve=lambda *_: Target("\ue000/a.html")) == '<p><a href="\ue000/a.html">甲</a></p>'
    )


# --- Footnotes ------------------------------------------------------------------------------------

NOTE = "甲[^注]乙[^2]丙[^注]\n\n[^注]: 说明\n\n[^2]: 第二条\n    续"


def test_footnotes_lead_there_and_back():
    made = html(NOTE)
    ids = re.findall(r' id="([^"]+)"', made)
    assert sorted(ids) == ["fn-01-1", "fn-01-2", "fnref-01-1", "fnref-01-2", "fnref2-01-1"]
    assert {f"#{one}" for one in ids} == set(re.findall(r'href="([^"]+)"', made))
    assert 'title="回到正文"' in made


def test_ids_of_footnotes_are_unique_over_items():
    ids = re.findall(r' id="([^"]+)"', "".join(html(NOTE, prefix) for prefix in ("01", "02", "01-note")))
    assert len(ids) == len(set(ids)) == 15


@pytest.mark.parametrize("label", ["1", "注 1", "a:b", 'a"b', "<b>", "a&b", "^", "&#34;"])
def test_labels_of_footnotes_are_numbered(label):
    ids = re.findall(r' id="([^"]*)"', html(f"甲[^{label}]\n\n[^{label}]: 说明"))
    assert ids in ([], ["fnref-01-1", "fn-01-1"])


@pytest.mark.parametrize("target", ["fn:1", "#fn:1", "fnref:1", "#fnref2:注"])
def test_a_link_written_like_a_footnote_is_a_link(target):
    asked = []

    def resolve(written, _picture):
        asked.append(written)
        return Target(None)

    html(f"[甲]({target})", resolve=resolve)
    assert asked == [target]


def test_footnotes_of_one_text_do_not_reach_the_next():
    html(NOTE)
    assert html("甲[^注]") == "<p>甲[^注]</p>"
    assert html("[甲]\n\n[甲]: 02.md") != html("[甲]") == "<p>[甲]</p>"


def test_a_list_after_a_footnote_belongs_to_the_text():
    made = html("甲[^1]\n\n[^1]: 说明\n- 乙")
    assert made.index("<li>乙</li>") < made.index('<div class="footnote">')


# --- Plain text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, plain",
    [
        ("　　甲\n　　乙", "甲\n乙"),
        ("# 甲\n\n- 乙\n- 丙\n\n> 丁", "甲\n乙\n丙\n丁"),
        ("甲  \n乙", "甲\n乙"),
        ("甲 15\n个乙\n丙", "甲 15 个乙丙"),
        ("- 甲\n  - 乙\n\n4. 丙", "甲\n乙\n丙"),
        ("甲\u200b乙\xad丙&#xfeff;丁", "甲乙丙丁"),
        ("**甲** &lt;b&gt; &amp; <b>", "甲 <b> & <b>"),
        (NOTE, "甲乙丙\n说明\n第二条续"),
        ('![甲](1.jpg "说明")', "说明"),
        ("a|b\n-|-\nc|d", "a\nb\nc\nd"),
    ],
)
def test_the_plain_text(text, plain):
    assert [line.strip() for line in to_text(html(text)).split("\n")] == plain.split("\n")


# --- Texts that nobody wrote ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "*" * (LONGEST + 1),
        "[" * 50_000,
        "![" * 20_000,
        "[a](" * 20_000,
        "[^1]" * 20_000 + "\n\n[^1]: 甲",
        "> " * 500 + "甲",
        "\n".join(" " * (2 * level) + "- 甲" for level in range(300)),
        "- " * 500 + "甲",
    ],
    ids=["long", "brackets", "pictures", "links", "footnotes", "quotations", "lists", "lists in a line"],
)
def test_a_text_that_would_take_minutes_is_refused_or_made(text):
    with suppress(TooComplexError):
        html(text)
    assert html("**甲**") == "<p><strong>甲</strong></p>"


@pytest.mark.parametrize(
    "text",
    [
        "# 甲\n" * 3000,
        "甲\n---\n" * 3000,
        "- 甲\n" * 10_000,
        "|" * 50_000,
        "*" * 50_000,
        " " * 100_000 + "*",
        "\n" * 100_000 + "*",
    ],
    ids=["heads", "rules", "list", "bars", "stars", "spaces", "lines"],
)
def test_long_texts_are_made(text):
    assert html(text) is not None
