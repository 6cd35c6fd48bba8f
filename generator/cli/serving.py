"""The command serve."""

import webbrowser
from pathlib import Path
from threading import Timer

import click

from generator.cli.common import SITE, count, today
from generator.console import Command, complain, say, tell

_STARTS = 2.0
"""Seconds after which the server answers."""


@click.command(cls=Command)
@SITE
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=5500,
    show_default=True,
    help="端口；0 表示任选一个空闲的。",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="只在本机可见；改它会让别的机器看到草稿。"
)
@click.option("--open", "shown", is_flag=True, help="打开浏览器。")
def serve(site: Path, port: int, host: str, shown: bool) -> int:
    """预览：保存文稿，浏览器里的页面随即更新。"""
    from generator.desk.preview.serving import PortTakenError, Tell  # noqa: PLC0415
    from generator.desk.preview.serving import serve as run  # noqa: PLC0415
    from generator.report import Report  # noqa: PLC0415

    def serving(address: str) -> None:
        say(f"预览地址：{address}　按 Ctrl+C 结束。")
        if shown:
            Timer(_STARTS, webbrowser.open, (address,)).start()

    def built(done: Report) -> None:
        # VS Code's list begins anew at the first line and is whole at the last (desk/editors.py).
        say("看过文稿：")
        tell(done.problems, "text")
        if done.failed:
            say(f"{count(done.problems)}网页还是改之前的样子。")
        else:
            files = f"{len(done.written)} 个文件" + (f"，删除 {len(done.removed)} 个" if done.removed else "")
            say(f"已更新 {files}，用时 {done.seconds:.2f} 秒。{count(done.problems)}")

    if not (site / "site.yaml").is_file():
        complain(f"{site} 里没有 site.yaml，不是站点文件夹。")
        return 1
    try:
        run(site, host, port, today, Tell(serving, built))
    except PortTakenError as error:
        complain(f"不能在 {host} 的端口 {port} 上预览：{error}")
        if error.other:
            complain(f"换一个端口：jianbao serve --port {_another(port)}")
        return 3
    return 0


def _another(port: int) -> int:
    return port + 1 if port < 65535 else 0
