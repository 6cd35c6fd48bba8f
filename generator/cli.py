"""The command `jianbao`. Each function reads its arguments, calls the room that does the work, and tells."""

import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator import __version__, console
from generator.console import Group, complain, say, tell
from generator.problems import has_errors
from generator.progress import Progress

SITE = click.argument("site", type=click.Path(path_type=Path), default=".")
SITE_OPTION = click.option(
    "--site", type=click.Path(path_type=Path), default=".", metavar="DIR", help="站点文件夹，默认当前文件夹。"
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式。"
)
HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


@click.group(cls=Group, context_settings=HELP)
@click.version_option(__version__, "--version", message="%(version)s")
def cli() -> None:
    """简报：把 Markdown 文稿编成网站和可付印的 PDF。"""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and end the process with its exit code; no traceback ever reaches an editor."""
    console.utf8_streams()
    try:
        code = cli.main(arguments, prog_name="jianbao", standalone_mode=False)
    except click.UsageError as error:
        complain(f"用法不对：{console.wrong_usage(error)}")
        complain(f"用 {error.ctx.command_path if error.ctx else 'jianbao'} --help 看说明。")
        code = 2
    except (click.Abort, KeyboardInterrupt):
        complain("已中断。")
        code = 3
    except OSError as error:
        place = f"（{error.filename}）" if error.filename else ""
        complain(f"读写文件时出错：{error.strerror or error}{place}")
        code = 3
    except Exception:  # noqa: BLE001 - an editor can do nothing with a traceback; whoever mends it can
        log = Path(tempfile.gettempdir(), "jianbao-error.log")
        log.write_text(traceback.format_exc(), encoding="utf-8")
        complain(f"程序出了内部错误，详情写在 {log}，请发给维护人员。")
        code = 3
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: what is left is to end
    sys.exit(code if isinstance(code, int) else 0)


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> int:
    """新建一个站点，建好就能生成。"""
    from generator.desk.scaffold import Refused, new_site  # noqa: PLC0415

    try:
        files = new_site(folder)
    except Refused as refused:
        complain(str(refused))
        return 1
    say(f"已在 {folder} 建好站点：{'、'.join(files)}。")
    say(f"下一步：改 site.yaml 里的名称和编发单位，再运行 jianbao new issue {folder}")
    return 0


@cli.group(cls=Group)
def new() -> None:
    """新建一期，或一篇。"""


@new.command("issue")
@SITE
@click.option("--kind", type=click.Choice(["正刊", "增刊", "专刊"]), default="正刊", help="类型。")
@click.option("--series", default="", help="刊物代码；只有一种刊物时不写。")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="2016-05-10", help="签发日期，默认今天。"
)
def new_issue(site: Path, kind: str, series: str, day: Any) -> int:
    """新建一期：期号、总期号接着上一期。"""
    from generator.desk.scaffold import next_issue, write_issue  # noqa: PLC0415
    from generator.wording import KINDS  # noqa: PLC0415

    read = _survey(site)
    if read.settings.settings is None:
        tell(read.problems, "text")
        return 1
    keys = [one.key for one in read.settings.series]
    if (series or "") not in keys:
        complain(f"--series 要写刊物代码：{'、'.join(keys)}。" if keys != [""] else "这个站点只有一种刊物。")
        return 2
    of_kind = next(key for key, name in KINDS.items() if name == kind)
    issue = next_issue(read.sources, series, of_kind, day.date() if day else _today())
    earlier = [s for s in read.sources if s.series == series and s.date is not None]
    latest = max(earlier, key=lambda s: s.date or date.min, default=None)
    with _refusals():
        file = write_issue(site, issue, latest)
        say(f"已新建 {file}")
        say(f"下一步：jianbao new item {issue.folder}{_site_option(site)}")
        return 0
    return 1


@new.command("item")
@click.argument("issue")
@SITE_OPTION
@click.option("--title", default="", help="标题。")
@click.option("--section", default="", help="栏目。")
@click.option("--unit", default="", help="供稿单位。")
def new_item(issue: str, site: Path, title: str, section: str, unit: str) -> int:
    """在 ISSUE（如 2016/05）里新建一篇，序号接着上一篇。"""
    from generator.desk.scaffold import write_item  # noqa: PLC0415

    settings = _survey(site).settings.settings
    if settings is None:
        tell(_survey(site).problems, "text")
        return 1
    with _refusals():
        say(f"已新建 {write_item(site, issue, title=title, section=section, unit=unit, settings=settings)}")
        return 0
    return 1


@cli.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@SITE_OPTION
@click.option("--issue", metavar="2016/05", help="导入到哪一期；不写则看原文。")
@click.option("--dry-run", is_flag=True, help="只说明会写什么，不写。")
@FORMAT
def import_(files: tuple[Path, ...], site: Path, issue: str | None, dry_run: bool, form: str) -> int:
    """把已有的简报文本转成一期文稿。"""
    from generator.desk.importing import import_files  # noqa: PLC0415

    read = _survey(site).settings
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
    return f"{_count(done.problems)}逐条核对后，删去文稿里的“# 待核”，填好【待填】，再运行 jianbao check。"


@cli.command()
@SITE
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出形式。"
)
def check(site: Path, form: str) -> int:
    """检查全部文稿，不生成。"""
    found = _survey(site)
    tell(found.problems, form)
    if form == "text":
        say(_count(found.problems) or f"检查过 {len(found.issues)} 期 {found.items} 篇，没有问题。")
    return 1 if has_errors(found.problems) else 0


@cli.command()
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
    from generator.write.lock import LockedError  # noqa: PLC0415
    from generator.write.output import ForeignFolderError  # noqa: PLC0415

    options = Options(not no_pdf, drafts, clean, jobs, explain)
    target = output or site / "output"
    try:
        with console.progress() as progress:
            done = make(site, target, options, _today(), progress)
    except ForeignFolderError as error:
        complain(
            f"{error.folder} 里有不是本程序生成的文件（如 {error.example}），没有写入。请换一个空文件夹。"
        )
        return 1
    except LockedError:
        complain("另一个生成还没有结束，请稍后再试。")
        return 3
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
        wrong = differences(site, target, options, _today(), progress)
    missed = unfound(site, target, _today(), drafts=options.drafts)
    for line in wrong:
        complain(line)
    for line in missed:
        complain(f"搜索不到：{line}")
    if not wrong and not missed:
        complain("核对过：与从头生成的逐字节相同，抽查的文字都能搜到。")
    return 3 if wrong or missed else 0


@cli.command()
@click.argument("issue")
@SITE_OPTION
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="写到哪个文件。"
)
@click.option("--review", is_flag=True, help="印“送审稿”，不印“清样”。")
def proof(issue: str, site: Path, file: Path | None, review: bool) -> int:
    """印出 ISSUE（如 2016/05）的清样 PDF：带行号、文件名和定稿纸，标出与上次清样不同之处。"""
    from generator.desk.proof import WORDS, print_proof  # noqa: PLC0415

    word = WORDS[review]
    path = issue.replace("\\", "/").removeprefix("content/").strip("/")
    target = file or Path(f"{'-'.join(path.split('/')[-2:])}-{word}.pdf")
    return _print(target, lambda progress: print_proof(site, path, target, word, _today(), progress))


@cli.command()
@click.argument("year", metavar="YEAR")
@SITE_OPTION
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="写到哪个文件。"
)
def volume(year: str, site: Path, file: Path | None) -> int:
    """印出 YEAR（如 2016）的合订本 PDF；几种刊物时写作 代码/2016。"""
    from generator.desk.proof import print_volume  # noqa: PLC0415
    from generator.plan_print import Year  # noqa: PLC0415

    series, _, number = year.strip("/").rpartition("/")
    if not (number.isascii() and number.isdigit()):
        complain(f"“{year}”不是年份，如 2016。")
        return 2
    target = file or Path(f"{number}-合订本.pdf")
    wanted = Year(series, int(number))
    return _print(target, lambda progress: print_volume(site, wanted, target, _today(), progress))


def _print(target: Path, make: Callable[[Progress], Any]) -> int:
    """Have a PDF made, and tell how it went."""
    from generator.desk.proof import NotThereError  # noqa: PLC0415
    from generator.write.lock import LockedError  # noqa: PLC0415

    try:
        with console.progress() as progress:
            done = make(progress)
    except NotThereError as error:
        complain(str(error))
        return 1
    except LockedError:
        complain("另一个生成还没有结束，请稍后再试。")
        return 3
    tell(done.problems, "text")
    say(f"已写入 {target}" if done.written else f"{_count(done.problems)}没有写入。")
    return 0 if done.written else 1


@cli.command()
@SITE
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", default=5500, show_default=True, help="端口。"
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="只在本机可见；改它会让别的机器看到草稿。"
)
def serve(site: Path, port: int, host: str) -> int:
    """预览：保存文稿，浏览器里的页面随即更新。"""
    from generator.desk.serve import serve as run  # noqa: PLC0415
    from generator.report import Report  # noqa: PLC0415

    def told(done: Report) -> None:
        tell(done.problems, "text")
        say(
            _count(done.problems)
            if done.failed
            else f"已更新 {len(done.written)} 个文件，用时 {done.seconds:.2f} 秒。"
        )

    if not (site / "site.yaml").is_file():
        complain(f"{site} 里没有 site.yaml，不是站点文件夹。")
        return 1
    say(f"预览地址：http://{host}:{port}/　按 Ctrl+C 结束。")
    run(site, host, port, told)
    return 0


@cli.command()
@SITE
def doctor(site: Path) -> int:
    """检查这台机器：版本、字体，缺什么。"""
    from generator.desk.doctor import examine  # noqa: PLC0415

    findings = examine(site, _today())
    for finding in findings:
        say(f"{'✓' if finding.well else '✗'} {finding.subject}：{finding.text}")
    return 0 if all(finding.well for finding in findings) else 1


@cli.command()
@click.argument("kind", type=click.Choice(["item", "issue", "site", "units"]))
def schema(kind: str) -> int:
    """输出 JSON Schema，供编辑器提示和检查用。"""
    import json  # noqa: PLC0415

    from generator.read.issues import ISSUE, ITEM  # noqa: PLC0415
    from generator.read.site import SITE as SITE_TABLE  # noqa: PLC0415
    from generator.read.site import UNITS  # noqa: PLC0415

    schemas = {
        "item": ITEM.schema(),
        "issue": ISSUE.schema(),
        "site": SITE_TABLE.schema(),
        "units": dict(UNITS.schema),
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    say(json.dumps(head | schemas[kind], ensure_ascii=False, indent=2))
    return 0


def _today() -> date:
    """The one place where the program asks for the day."""
    return date.today()  # noqa: DTZ011 - an office lives in its own time zone


def _survey(site: Path) -> Any:
    from generator.survey import survey  # noqa: PLC0415

    return survey(site, site / "output", _today())


@contextmanager
def _refusals() -> Iterator[None]:
    from generator.desk.scaffold import Refused  # noqa: PLC0415

    try:
        yield
    except Refused as refused:
        complain(str(refused))


def _site_option(site: Path) -> str:
    return "" if site == Path() else f" --site {site}"


def _count(problems: Any) -> str:
    errors = sum(p.level == "error" for p in problems)
    warnings = len(problems) - errors
    parts = [f"{errors} 处错误"] * bool(errors) + [f"{warnings} 处警告"] * bool(warnings)
    return f"共 {'，'.join(parts)}。" if parts else ""


def _built(done: Any, target: Path) -> str:
    if done.failed:
        return f"{_count(done.problems)}有错误，没有写入任何文件。"
    what = f"{done.issues} 期 {done.items} 篇"
    if not done.written and not done.removed:
        return f"{what}，与上次相同，没有改动（{done.seconds:.2f} 秒）。"
    removed = f"，删除 {len(done.removed)} 个" if done.removed else ""
    return f"{what}，写入 {len(done.written)} 个文件{removed}，用时 {done.seconds:.2f} 秒：{target}"
