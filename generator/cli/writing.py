"""Commands that write many files at once: a new site, the import of old bulletins."""

from pathlib import Path
from typing import Any

import click

from generator.cli.common import FORMAT, SITE_OPTION, count, survey
from generator.console import Command, complain, say, tell


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--helpers", is_flag=True, help="站点已经有了：只补上双击即可运行的文件和编辑器的设置，已有的不动。"
)
def init(folder: Path, helpers: bool) -> int:
    """新建一个站点，建好就能生成；连同双击即可运行的 预览、检查、生成、发布。"""
    from generator.desk.scaffold import Refused, new_site, write_helpers  # noqa: PLC0415

    if helpers:
        if not (folder / "site.yaml").is_file():
            complain(f"{folder} 里没有 site.yaml，不是站点文件夹。")
            return 1
        written = write_helpers(folder)
        say(f"已写入 {'、'.join(written)}。" if written else "都有了，没有写入。")
        return 0
    try:
        files = new_site(folder)
    except Refused as refused:
        complain(str(refused))
        return 1
    say(f"已在 {folder} 建好站点：{'、'.join(files)}，还有双击即可运行的 预览、检查、生成、发布。")
    say(f"下一步：改 site.yaml 里的名称和编发单位，再运行 jianbao new issue {folder}")
    return 0


@click.command("import", cls=Command)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@SITE_OPTION
@click.option("--issue", metavar="2016/05", help="导入到哪一期；不写则看原文。")
@click.option("--dry-run", is_flag=True, help="只说明会写什么，不写。")
@FORMAT
def import_(files: tuple[Path, ...], site: Path, issue: str | None, dry_run: bool, form: str) -> int:
    """把已有的简报文本转成一期文稿。"""
    from generator.desk.importing import import_files  # noqa: PLC0415

    read = survey(site).settings
    settings = read.settings
    if settings is None:
        tell(read.problems, form)
        return 1
    done = import_files(
        files,
        site,
        sections=[section.name for section in settings.sections],
        units=[name for unit in settings.units for name in unit.names],
        units_file=read.units_file,
        issue=issue,
        dry_run=dry_run,
    )
    tell(done.problems, form)
    if form == "text":
        for line in done.plan:
            say(line)
        say(_imported(done))
    return 1 if done.failed else 0


def _imported(done: Any) -> str:
    if done.failed:
        return "没有写入任何文件。"
    return f"{count(done.problems)}逐条核对后，删去文稿里的“# 待核”，填好【待填】，再运行 jianbao check。"
