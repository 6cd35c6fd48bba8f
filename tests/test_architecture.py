"""The rooms of the house import only what stands before them."""

import ast
from pathlib import Path

import generator

ORDER = (
    ("model",),
    ("wording", "urls", "chinese"),
    ("files",),
    ("problems", "pictures", "progress", "jobs", "store", "assistant"),
    ("workers",),
    ("raster",),
    ("report",),
    ("read",),
    ("proofreading",),
    ("theme",),
    ("make",),
    ("write",),
    ("glyphs", "start"),
    ("survey",),
    ("plan_print", "plan_links", "plan_feeds"),
    ("tracing",),
    ("proving",),
    ("plan", "explain", "press"),
    ("road",),
    ("build",),
    ("verify", "standing"),
    ("publish",),
    ("desk",),
    ("console",),
    ("cli",),
)
PACKAGE = Path(generator.__file__).parent
STOREY = {room: number for number, rooms in enumerate(ORDER) for room in rooms}


def imports(file: Path):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator"):
            module = node.module or ""
            if module == "generator":
                yield from (alias.name for alias in node.names if alias.name != "__version__")
            else:
                yield module.split(".")[1]


def room(file: Path) -> str:
    own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "cli" if own in {"__init__", "__main__"} else own


def test_rooms_import_only_what_stands_before_them():
    wrong = [
        f"{file.relative_to(PACKAGE)} imports {other}"
        for file in PACKAGE.rglob("*.py")
        for other in imports(file)
        if other != room(file) and STOREY[other] > STOREY[room(file)]
    ]
    assert wrong == []


def test_every_room_has_its_storey():
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if not path.name.startswith("__")}
    assert rooms - {"default_theme"} == STOREY.keys()


def test_no_state_at_module_level_changes():
    """No `global` statement, and no module keeps a list or dict that somebody appends to by name."""
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)], file
