"""The command `jianbao`. Each function reads its arguments, calls the room that does the work, and tells."""

import gc
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from generator import __version__, console
from generator.console import Group, complain
from generator.files import why
from generator.write.lock import LockedError

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

_MODULES = {
    "init": "writing",
    "new": "new",
    "import": "writing",
    "check": "checking",
    "build": "building",
    "serve": "serving",
    "proof": "printing",
    "volume": "printing",
    "sign": "recording",
    "log": "recording",
    "publish": "publishing",
    "rollback": "publishing",
    "verify": "verifying",
    "package": "packaging",
    "doctor": "helping",
    "schema": "helping",
    "completion": "completing",
}
"""Where each command stands. Only the one asked for is loaded: most builds have little to do."""


class Commands(Group):
    """The commands of `_MODULES`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's
        """The names in the order in which people need them."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's
        """A command by its name."""
        module = _MODULES.get(cmd_name)
        if module is None:
            return None
        commands = vars(import_module(f"generator.cli.{module}")).values()
        return next(c for c in commands if isinstance(c, click.Command) and c.name == cmd_name)


@click.group(cls=Commands, context_settings=HELP)
@click.version_option(__version__, "--version", message="%(version)s")
def cli() -> None:
    """简报：把 Markdown 文稿编成网站和可付印的 PDF。"""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and end the process with its exit code; no traceback ever reaches an editor."""
    console.utf8_streams()
    if "_JIANBAO_COMPLETE" in os.environ:
        from generator.cli.completing import register  # noqa: PLC0415

        register()
    try:
        code = cli.main(arguments, prog_name="jianbao", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.message)
        code = 2
    except click.UsageError as error:
        complain(f"用法不对：{console.wrong_usage(error)}")
        complain(f"用 {error.ctx.command_path if error.ctx else 'jianbao'} --help 看说明。")
        code = 2
    except (click.Abort, KeyboardInterrupt):
        complain("已中断。")
        code = 3
    except LockedError:
        complain("另一个生成还没有结束，请稍后再试。")
        code = 3
    except OSError as error:
        complain(why(error))
        code = 3
    except Exception:  # noqa: BLE001 - an editor can do nothing with a traceback; whoever mends it can
        complain(f"程序出了内部错误，详情写在 {_logged()}，请发给维护人员。")
        code = 3
    # All is done: what is left is to end. Python would look through all that was loaded for garbage first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    sys.exit(code if isinstance(code, int) else 0)


def _logged() -> Path:
    """Where the traceback of the error in hand was written."""
    import tempfile  # noqa: PLC0415 - hardly ever needed, and a twentieth of a build that has nothing to do
    import traceback  # noqa: PLC0415

    log = Path(tempfile.gettempdir(), "jianbao-error.log")
    log.write_text(traceback.format_exc(), encoding="utf-8")
    return log
