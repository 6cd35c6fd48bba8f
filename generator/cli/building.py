"""The command build."""

from pathlib import Path
from typing import Any

import click

from generator import console
from generator.cli.common import FORMAT, SITE, count, today
from generator.console import Command, complain, say, tell


@click.command(cls=Command)
@SITE
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="DIR", help="输出文件夹，默认站点里的 output。"
)
@click.option("--clean", is_flag=True, help="不用上次的结果，全部重新生成。")
@click.option("--drafts", is_flag=True, help="草稿也编入（只供内部看）。")
@click.option("--no-pdf", is_flag=True, help="不生成 PDF。")
@click.option("--explain", is_flag=True, help="说明哪些重做了，为什么。")
@click.option("--verify", is_flag=True, help="再从头生成一遍，逐字节核对。")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="同时用几个处理器核心，默认全部。")
@FORMAT
def build(
    site: Path,
    output: Path | None,
    clean: bool,
    drafts: bool,
    no_pdf: bool,
    explain: bool,
    verify: bool,
    jobs: int | None,
    form: str,
) -> int:
    """生成网站和 PDF。有错误时什么也不写。"""
    from generator.build import build as make  # noqa: PLC0415
    from generator.report import Options  # noqa: PLC0415
    from generator.write.output import ForeignFolderError  # noqa: PLC0415

    options = Options(not no_pdf, drafts, clean, jobs, explain)
    target = output or site / "output"
    try:
        with console.progress() as progress:
            done = make(site, target, options, today(), progress)
    except ForeignFolderError as error:
        complain(
            f"{error.folder} 里有不是本程序生成的文件（如 {error.example}），没有写入。请换一个空文件夹。"
        )
        return 1
    tell(done.problems, form)
    if form == "text":
        for subject, because in done.reasons:
            say(f"{subject}：{'；'.join(because)}")
        say(_built(done, target))
    if done.failed:
        return 1
    return _verified(site, target, options) if verify else 0


def _verified(site: Path, target: Path, options: Any) -> int:
    from generator.verify import differences, unfound  # noqa: PLC0415

    with console.progress() as progress:
        wrong = differences(site, target, options, today(), progress)
    missed = unfound(site, target, today(), drafts=options.drafts)
    for line in wrong:
        complain(line)
    for line in missed:
        complain(f"搜索不到：{line}")
    if not wrong and not missed:
        complain("核对过：与从头生成的逐字节相同，抽查的文字都能搜到。")
    return 3 if wrong or missed else 0


def _built(done: Any, target: Path) -> str:
    if done.failed:
        return f"{count(done.problems)}有错误，没有写入任何文件。"
    what = f"{done.issues} 期 {done.items} 篇"
    if not done.written and not done.removed:
        return f"{what}，与上次相同，没有改动（{done.seconds:.2f} 秒）。"
    removed = f"，删除 {len(done.removed)} 个" if done.removed else ""
    return f"{what}，写入 {len(done.written)} 个文件{removed}，用时 {done.seconds:.2f} 秒：{target}"
