"""A value as YAML on one line, for files that are put together line by line."""

from typing import Any

import yaml

_ENDLESS = 1 << 30


def on_one_line(value: Any) -> str:
    """A value on one line, quoted where YAML would take it for something else."""
    dumped = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=_ENDLESS
    )
    return dumped.removesuffix("...\n").rstrip("\n")
