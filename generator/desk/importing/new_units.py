"""Units that a text names and units.yaml does not: they are added there for the editor to look at."""

from collections.abc import Iterable, Sequence

from generator.desk.importing.bulletin import Article, Said, remark
from generator.model import Problem

MARK = "  # 待核"


def unknown(items: Iterable[Article], known: Sequence[str]) -> tuple[Said[str], ...]:
    """The units of the items that no name of `known` is, each once, where it stands first."""
    named: dict[str, Said[str]] = {}
    for item in items:
        for unit in item.credits.units:
            named.setdefault(unit.value, unit)
    return tuple(unit for name, unit in named.items() if name not in known)


def misspelt(name: str, known: Iterable[str]) -> str | None:
    """The known name that differs in a single character: it may be what was meant."""
    alike = (one for one in known if len(one) == len(name) and sum(map(str.__ne__, one, name)) == 1)
    return next(alike, None)


def with_units(content: bytes, names: Iterable[str]) -> bytes | None:
    """units.yaml with more names at its end; None where it is no plain list that a line can be added to."""
    lines = [line for line in content.decode("utf-8", errors="replace").splitlines() if line.strip()]
    items = [line for line in lines if not line.lstrip().startswith("#")]
    if any(not line.startswith(("- ", " ")) for line in items):
        return None
    added = "".join(f"- {name}{MARK}\n" for name in names)
    return content + b"\n" * bool(content and not content.endswith(b"\n")) + added.encode()


def told(units: Iterable[Said[str]], known: Sequence[str], file: str) -> list[Problem]:
    """What is said of units that were not known."""
    found = []
    for unit in units:
        near = misspelt(unit.value, known)
        message = f"供稿单位“{unit.value}”不在 {file} 中，" + (
            f"与“{near}”只差一个字，没有加入。" if near else "已加入，待核。"
        )
        hint = "写错的请改正文稿，另有其单位的请自行加入。" if near else "请核对名称，补上全称和类别。"
        found.append(remark(unit.place, "I17", message, hint, unit.value))
    return found
