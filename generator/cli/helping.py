"""Commands that tell of the program: doctor, schema."""

import json
from pathlib import Path

import click

from generator.cli.common import SITE, today
from generator.console import Command, say, say_json


@click.command(cls=Command)
@SITE
def doctor(site: Path) -> int:
    """检查这台机器：版本、字体，缺什么。"""
    from generator.desk.doctor import examine  # noqa: PLC0415

    findings = examine(site, today())
    for finding in findings:
        say(f"{'✓' if finding.well else '✗'} {finding.subject}：{finding.text}")
    return 0 if all(finding.well for finding in findings) else 1


@click.command(cls=Command)
@click.argument("kind", type=click.Choice(["item", "issue", "site", "units", "words"]))
def schema(kind: str) -> int:
    """输出 JSON Schema，供编辑器提示和检查用。"""
    from generator.desk.editors import SCHEMAS  # noqa: PLC0415

    say_json(json.dumps(SCHEMAS[kind], ensure_ascii=False, indent=2))
    return 0
