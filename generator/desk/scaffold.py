"""What is new: a site, an issue, an item; written so that it can be filled in at once."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.desk.editors import EDITORCONFIG, GITATTRIBUTES, SCHEMA_FOLDER, vscode
from generator.desk.launchers import launchers
from generator.desk.yaml_value import on_one_line
from generator.files import write_whole
from generator.model import IssueKind, IssueSource, Settings
from generator.read.folder import ISSUE_FILE, item_path
from generator.read.schema import PLACEHOLDER
from generator.read.sources import CONTENT
from generator.read.words import WORDS_FILE
from generator.wording import KINDS

_SITE = """\
# 站点设置。# 后面是说明，可以删去。

# 简报的名称，印在刊头上
name: 工作简报

# 编发单位的全称
office: 本单位办公室

# 栏目，按刊登的先后；key 是网址里的代码，heads 是标题形式（run-in 接排，block 独行）
sections:
  - {name: 督查, key: ducha, heads: run-in}
  - {name: 部门经验, key: bumen, heads: run-in}
  - {name: 外地经验, key: waidi, heads: block}

# 供稿单位文件
units: units.yaml

# 网站的完整网址；写了才有站点地图，输错网址时看到的 404 页才有样式
# base_url: http://10.1.2.3/jianbao/
"""

_UNITS = """\
# 供稿单位，每行一个，如：
# - 县人社局
# 要写全称、类别时用这种写法：
# - {name: 县财政局, aliases: [某某县财政局], class: 经济部门}
"""

_WORDS = """\
# 校对用的词。要用哪一项，删去那几行开头的“# ”。改好以后运行 jianbao check。

# 不得使用的词；说明会显示在提示里
# 禁用:
#   - 老赖
#   - {词: 残废, 说明: 写“残疾”}

# 每行“错误写法: 正确写法”，半角冒号后面空一格
# 替换:
#   按装: 安装

# 要一字不差的姓名、地名、机构名；有职务的，按排名先后写
# 准确:
#   - {名称: 陈怀远, 职务: 县委书记}
#   - {名称: 李望舒, 职务: [县委副书记, 县长]}
#   - 葭湾镇

# 这样写是对的，校对时不必提醒
# 照录:
#   - 甲,乙(丙)公司
"""

_IGNORE = "/output/*\n/.jianbao/\n"


class Refused(Exception):  # noqa: N818 - it is no fault of the program
    """Something can't be made; the message says why, in Chinese."""


class NewIssue(NamedTuple):
    """The next issue of a series: where it goes, and its numbers."""

    folder: str
    number: int
    total: int | None
    kind: IssueKind
    day: date


def new_site(folder: Path) -> tuple[str, ...]:
    """Write a new site, which builds at once, and what helps to edit it; gives the site's own files.

    Raises:
        Refused: there is something in the folder.
        OSError: it can't be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"文件夹 {folder} 里已经有东西了，请换一个空文件夹。")
    files = {"site.yaml": _SITE, "units.yaml": _UNITS, WORDS_FILE: _WORDS, ".gitignore": _IGNORE}
    for sub in (CONTENT, "output"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(folder / name, text.encode())
    write_helpers(folder)
    return tuple(files)


def write_helpers(folder: Path) -> tuple[str, ...]:
    """Write the launchers and the editors' files where they are missing; gives those written.

    The schemas are written anew: they belong to the program, and change with it.

    Raises:
        OSError: one can't be written.
    """
    files = launchers() | vscode() | {".editorconfig": EDITORCONFIG, ".gitattributes": GITATTRIBUTES}
    written = []
    for name, content in files.items():
        file = folder / name
        if file.exists() and (SCHEMA_FOLDER not in name or file.read_bytes() == content):
            continue
        write_whole(file, content)
        if name.endswith(".sh"):
            file.chmod(0o755)
        written.append(name)
    return tuple(written)


def next_issue(
    issues: Sequence[IssueSource],
    series: str,
    kind: IssueKind,
    day: date,
    number: int | None = None,
    total: int | None = None,
) -> NewIssue:
    """The numbers that follow what is there, unless given.

    A supplement has a counter of its own and no total.
    """
    supplement = kind == "supplement"
    run = [i for i in issues if i.series == series and (i.kind == "supplement") == supplement]
    numbers = [i.number for i in run if i.year == day.year and i.number is not None]
    totals = [i.total for i in run if i.total is not None]
    number = number or max(numbers, default=0) + 1
    following = None if supplement or not totals else max(totals) + 1
    name = f"z{number:02}" if supplement else f"{number:02}"
    path = f"{series}/{day.year}/{name}" if series else f"{day.year}/{name}"
    return NewIssue(path, number, None if supplement else total or following, kind, day)


def write_issue(site: Path, new: NewIssue, latest: IssueSource | None) -> Path:
    """Write issue.yaml of a new issue, with the lists of readers of the latest one; gives the file.

    Raises:
        Refused: the folder is there.
        OSError: it can't be written.
    """
    folder = site / CONTENT / new.folder
    if folder.exists():
        raise Refused(f"{CONTENT}/{new.folder} 已经有了。")
    lines = [f"number: {new.number}  # 期号"]
    if new.kind != "supplement":
        lines.append(f"total: {new.total}  # 总期号" if new.total else "# total: 1  # 总期号；有就写上")
    if new.kind != "regular":
        lines.append(f"kind: {KINDS[new.kind]}")
    lines.append(f"date: {new.day}  # 签发日期")
    lines.append("status: draft  # 草稿；定稿后改成 published")
    for key, names in readers(latest):
        lines.append(f"{key}: {on_one_line(list(names))}")
    write_whole(folder / ISSUE_FILE, ("\n".join(lines) + "\n").encode())
    return folder / ISSUE_FILE


class NewItem(NamedTuple):
    """What is known of a new item; what is empty is still to be filled in. It has a unit or a `reprint`."""

    title: str = ""
    section: str = ""
    unit: str = ""
    reprint: str = ""


def write_item(site: Path, issue: str, new: NewItem, settings: Settings) -> Path:
    """Write the next item of an issue; what is not known yet is `【待填】`. Gives the file.

    Raises:
        Refused: there is no such issue.
        OSError: it can't be written.
    """
    folder = issue_folder(site, issue)
    numbers = [path.rpartition("/")[2] for f in folder.iterdir() if (path := item_path(f"x/{f.name}"))]
    number = max(map(int, numbers), default=0) + 1
    sections = "、".join(one.name for one in settings.sections)
    lines = [
        "---",
        f"title: {_filled(new.title)}",
        f"section: {_filled(new.section)}  # {sections}",
        f"reprint: {_filled(new.reprint)}"
        if new.reprint
        else f"source: {_filled(new.unit)}  # 供稿单位；摘自报刊的改写成 reprint: 报刊名",
        "---",
        "",
        PLACEHOLDER,
        "",
    ]
    file = folder / f"{number:02}{_file_name(new.title)}.md"
    write_whole(file, "\n".join(lines).encode())
    return file


def issue_folder(site: Path, issue: str) -> Path:
    """The folder of the issue `2016/05`, however its path is written.

    Raises:
        Refused: there is no such issue.
    """
    path = issue.replace("\\", "/").removeprefix(f"{CONTENT}/").strip("/")
    folder = site / CONTENT / path
    if not (folder / ISSUE_FILE).is_file():
        raise Refused(f"没有 {CONTENT}/{path} 这一期；先用 jianbao new issue 新建。")
    return folder


def readers(latest: IssueSource | None) -> list[tuple[str, tuple[str, ...]]]:
    """The lists of those who get every issue (报 送 发), as far as there are any."""
    if latest is None:
        return []
    keys = ("report_to", "send_to", "issue_to")
    return [(key, names) for key in keys if (names := getattr(latest, key))]


def _filled(text: str) -> str:
    return on_one_line(" ".join(text.split()) or PLACEHOLDER)


def _file_name(title: str) -> str:
    short = re.sub(r"[\\/:*?#%\"<>|\s.，。：；、“”‘’《》（）！？]+", "", title)[:12]
    return f"-{short}" if short else ""
