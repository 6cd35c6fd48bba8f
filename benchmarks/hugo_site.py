"""The corpus as Hugo wants it: the same texts, front matter renamed, layouts of our own beside it."""

import shutil
from pathlib import Path
from typing import Any

import yaml

LAYOUTS = Path(__file__).parent / "hugo"


def write_hugo_site(corpus: Path, folder: Path) -> None:
    """Write the site that makes the same pages: home, years, issues, items, sections, units, keywords."""
    shutil.copytree(LAYOUTS, folder)
    (folder / "static").mkdir(exist_ok=True)
    (folder / "static/site.css").write_text("body { margin: 0 }\n", encoding="utf-8")
    for year in sorted((corpus / "content").iterdir()):
        _index(folder / "content" / year.name, {"title": f"{year.name}年", "year": True})
        for issue in sorted(year.iterdir()):
            _issue(issue, folder / "content" / year.name / issue.name)


def _issue(source: Path, target: Path) -> None:
    head = yaml.safe_load((source / "issue.yaml").read_text(encoding="utf-8"))
    title = f"{source.parent.name}年第{head['number']}期"
    _index(target, {"title": title, "date": str(head["date"]), "issue": True})
    for item in sorted(source.glob("*.md")):
        _, front, body = item.read_text(encoding="utf-8").split("---\n", 2)
        values = yaml.safe_load(front)
        page = {
            "title": values["title"],
            "date": str(head["date"]),
            "slug": item.stem,
            "order": int(item.stem[:2]),
            "sections": [values["section"]],
            "units": [values["source"]] if "source" in values else [],
            "keywords": values.get("keywords", []),
        }
        _page(target / item.name, page, body)


def _index(folder: Path, values: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _page(folder / "_index.md", values, "")


def _page(file: Path, values: dict[str, Any], body: str) -> None:
    front = yaml.safe_dump(values, allow_unicode=True)
    # Hugo takes a line that begins with ideographic spaces for part of the paragraph, as it should be.
    file.write_text(f"---\n{front}---\n{body}", encoding="utf-8")
