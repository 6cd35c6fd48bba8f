"""What helps in an editor: JSON Schemas, VS Code's tasks and settings, .editorconfig.

VS Code completes and checks YAML files by their schema with the extension redhat.vscode-yaml. For the front
matter of Markdown it has nothing of the kind (redhat-developer/vscode-yaml#207): there help the snippets, and
the tasks, which show problems in their place.
"""

import json
from collections.abc import Mapping
from typing import Any

from generator.read.issues import ISSUE
from generator.read.items import ITEM
from generator.read.site import SITE, UNITS
from generator.read.words import WORDS

_DRAFT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "item": _DRAFT | ITEM.schema(),
    "issue": _DRAFT | ISSUE.schema(),
    "site": _DRAFT | SITE.schema(),
    "units": _DRAFT | dict(UNITS.schema),
    "words": _DRAFT | WORDS.schema(),
}
"""The JSON Schema of each kind of file."""

_FOLDER = ".vscode"
SCHEMA_FOLDER = f"{_FOLDER}/schemas/"


def vscode() -> dict[str, bytes]:
    """The files of the folder .vscode."""
    files: dict[str, Any] = {f"schemas/{name}.json": schema for name, schema in SCHEMAS.items()}
    files |= {
        "settings.json": _SETTINGS,
        "extensions.json": {"recommendations": ["redhat.vscode-yaml", "editorconfig.editorconfig"]},
        "tasks.json": {"version": "2.0.0", "tasks": _tasks()},
        "jianbao.code-snippets": _SNIPPETS,
    }
    return {f"{_FOLDER}/{name}": _json(value) for name, value in files.items()}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


_SETTINGS = {
    "files.encoding": "utf8",
    "yaml.schemas": {
        f"{SCHEMA_FOLDER}site.json": "site.yaml",
        f"{SCHEMA_FOLDER}units.json": "units.yaml",
        f"{SCHEMA_FOLDER}words.json": "words.yaml",
        f"{SCHEMA_FOLDER}issue.json": "content/**/issue.yaml",
    },
    "files.exclude": {".jianbao": True, ".venv": True},
    "search.exclude": {"output": True},
    "[markdown]": {"editor.wordWrap": "on", "editor.quickSuggestions": {"other": "on"}},
}


def _tasks() -> list[dict[str, Any]]:
    return [
        _task("检查", "check", group={"kind": "build", "isDefault": True}),
        _task("生成", "build"),
        {
            "label": "清样",
            "type": "shell",
            "command": "jianbao proof ${relativeFileDirname}",
            "detail": "印出正在编辑的这一期的清样",
            "problemMatcher": _matchers(),
            **_PATHS,
        },
        {
            **_task("预览", "serve"),
            "isBackground": True,
            "problemMatcher": [{**matcher, "background": _BACKGROUND} for matcher in _matchers()],
        },
    ]


def _task(label: str, arguments: str, **more: Any) -> dict[str, Any]:
    return {
        "label": label,
        "type": "shell",
        "command": f"jianbao {arguments}",
        "problemMatcher": _matchers(),
        **more,
        **_PATHS,
    }


_PATHS = {
    "options": {"env": {"PATH": "${workspaceFolder}/.venv/bin:${env:PATH}", "PYTHONUTF8": "1"}},
    "windows": {
        "options": {"env": {"PATH": "${workspaceFolder}\\.venv\\Scripts;${env:PATH}", "PYTHONUTF8": "1"}}
    },
}
"""Where VS Code finds the program: in the site's own .venv, else where it is installed."""

PATTERN = r"^(.+?):(\d+):(\d+): {level} ([A-Z]\d\d): (.*)$"
"""A line of `generator.problems.as_text`. VS Code knows no Chinese words for levels: each has its matcher."""


_BACKGROUND = {
    "activeOnStart": True,
    "beginsPattern": r"^看过文稿：",
    "endsPattern": r"^已更新 |网页还是改之前的样子。",
}
"""The first and the last line that `jianbao serve` says of a build: earlier problems are gone."""


def _matchers() -> list[dict[str, Any]]:
    return [
        {
            "owner": f"jianbao-{severity}",
            "source": "简报",
            "severity": severity,
            "fileLocation": ["relative", "${workspaceFolder}"],
            "pattern": {
                "regexp": PATTERN.replace("{level}", level),
                "file": 1,
                "line": 2,
                "column": 3,
                "code": 4,
                "message": 5,
            },
        }
        for severity, level in (("error", "错误"), ("warning", "警告"))
    ]


_SNIPPETS = {
    "文稿": {
        "scope": "markdown",
        "prefix": ["wengao", "文稿"],
        "description": "一篇文稿的开头",
        "body": ["---", "标题: $1", "栏目: $2", "供稿: $3", "---", "", "$0"],
    },
    "摘自": {
        "scope": "markdown",
        "prefix": ["zhaizi", "摘自"],
        "description": "一篇摘自报刊的文稿的开头",
        "body": ["---", "标题: $1", "栏目: $2", "摘自: $3", "---", "", "$0"],
    },
    "图片": {
        "scope": "markdown",
        "prefix": ["tupian", "图片"],
        "description": "一张带说明的图片",
        "body": ['![$1]($2 "$1")', "$0"],
    },
}

EDITORCONFIG = """\
# 各种编辑器都认的设置，见 editorconfig.org
root = true

[*]
charset = utf-8
indent_style = space
insert_final_newline = true

# 行末的换行写法不作规定：记事本和其他编辑器各写各的，程序都认

[*.{yaml,yml}]
indent_size = 2
trim_trailing_whitespace = true

# 文稿里行末的两个空格表示换行，不要删去
[*.md]
trim_trailing_whitespace = false

[*.cmd]
end_of_line = crlf

[*.sh]
end_of_line = lf
""".encode()

GITATTRIBUTES = b"*.cmd -text\n*.sh text eol=lf\n"
