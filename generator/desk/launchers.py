"""Files to double-click, for editors who never open a terminal: 预览, 检查, 生成, 发布.

A `.cmd` file says its Chinese after `chcp 65001`; all before that is ASCII, so that it does not matter in
which code page Windows reads it. It has no label and no `goto`: with UTF-8 text `cmd` may look for one in the
wrong place. The window stays open until a key is pressed.
"""

from typing import NamedTuple


class Launcher(NamedTuple):
    """A file to double-click: its name, what it runs, what it says when all went well."""

    name: str
    arguments: str
    done: str


LAUNCHERS = (
    Launcher("预览", "serve --open", "预览已结束。"),
    Launcher("检查", "check", "检查完了，没有错误。"),
    Launcher("生成", "build", "生成好了，在 output 文件夹里，打开 index.html 就能看。"),
    Launcher("发布", "publish", "发布好了。"),
)

_FAILED = "没有成功，上面说了原因。代码："
_MISSING = "没有找到简报程序。请先安装，见手册“Windows 与没有外网的机器”。"

_CMD = """\
@echo off
chcp 65001 >nul
setlocal
cd /d "%~dp0" 2>nul || pushd "%~dp0"
title {name}
set PYTHONUTF8=1
set JIANBAO=
if exist ".venv\\Scripts\\jianbao.exe" set JIANBAO=".venv\\Scripts\\jianbao.exe"
if not defined JIANBAO where jianbao >nul 2>nul && set JIANBAO=jianbao
if not defined JIANBAO py -3 -c "import generator" >nul 2>nul && set JIANBAO=py -3 -m generator
if not defined JIANBAO echo {missing}
if not defined JIANBAO pause
if not defined JIANBAO exit /b 3
call %JIANBAO% {arguments}
set CODE=%errorlevel%
echo.
if "%CODE%"=="0" echo {done}
if not "%CODE%"=="0" echo {failed}%CODE%
pause
exit /b %CODE%
"""

_SH = """\
#!/bin/sh
# {name}
cd "$(dirname "$0")" || exit 3
if [ -x .venv/bin/jianbao ]; then
    jianbao() {{ .venv/bin/jianbao "$@"; }}
elif ! command -v jianbao >/dev/null 2>&1; then
    jianbao() {{ python3 -m generator "$@"; }}
    if ! python3 -c 'import generator' 2>/dev/null; then
        jianbao() {{ echo '{missing}'; return 3; }}
    fi
fi
jianbao {arguments}
code=$?
echo
if [ $code -eq 0 ]; then echo '{done}'; else echo "{failed}$code"; fi
# A window that a double click opened would close at once.
if [ -t 0 ] && [ -t 1 ]; then
    printf '按回车键关闭。'
    read -r _
fi
exit $code
"""


def launchers() -> dict[str, bytes]:
    """The files by name: for Windows with its line ends, for others as shell scripts."""
    files = {}
    for launcher in LAUNCHERS:
        words = {**launcher._asdict(), "failed": _FAILED, "missing": _MISSING}
        files[f"{launcher.name}.cmd"] = _CMD.format(**words).replace("\n", "\r\n").encode()
        files[f"{launcher.name}.sh"] = _SH.format(**words).encode()
    return files
