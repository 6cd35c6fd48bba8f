"""Passwords: from the environment or the system's own store, never from a file of the site."""

import os
from collections.abc import Mapping


def password(target: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """The password for a target: `JIANBAO_PASSWORD_<TARGET>`, `JIANBAO_PASSWORD`, else the system's store.

    There it is kept under the service `jianbao` and the target's name, if the package keyring is installed.
    """
    own = f"JIANBAO_PASSWORD_{target.upper().replace('-', '_')}"
    return environment.get(own) or environment.get("JIANBAO_PASSWORD") or _kept(target)


def _kept(target: str) -> str | None:
    try:
        import keyring  # noqa: PLC0415 - not everybody has it
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return None
    try:
        found: str | None = keyring.get_password("jianbao", target)
    except KeyringError:
        return None
    return found
