"""Sites for tests: written file by file, built by the program itself, looked at as files."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.build import build
from generator.report import Options, Report
from generator.survey import Survey, survey

TODAY = date(2026, 11, 1)

SITE = """\
name: 芦川简报
office: 芦川县效能办
sections: [督查, 部门经验, 外地经验]
"""
UNITS = """\
- 县效能办
- {name: 县人社局, aliases: [芦川县人力资源和社会保障局], class: 社会部门}
- {name: 县工信局, class: 经济部门, former: [{name: 县经信委, until: 2025-06-30}]}
- 芦川农商行
"""


def item(
    title: str = "开展联动督查", section: str = "督查", source: str = "县效能办", body: str = "", **keys: str
) -> str:
    """The text of an item's file."""
    extra = "".join(f"{key}: {value}\n" for key, value in keys.items())
    text = body or f"近日，县效能办就“{title}”开展检查，发现问题 15 个，均已交办。"
    return f"---\ntitle: {title}\nsection: {section}\nsource: {source}\n{extra}---\n\n{text}\n"


def issue(number: int = 5, total: int | None = 128, day: str = "2026-05-10", **keys: str) -> str:
    """The text of an issue.yaml."""
    lines = {"number": number, "total": total, "date": day, "status": "published", **keys}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)


@dataclass(frozen=True)
class Site:
    """A site in a folder."""

    folder: Path

    @classmethod
    def small(cls, folder: Path) -> "Site":
        """Two issues of two items each."""
        site = cls(folder)
        site.write("site.yaml", SITE)
        site.write("units.yaml", UNITS)
        site.write("content/2026/05/issue.yaml", issue())
        site.write("content/2026/05/01.md", item())
        site.write("content/2026/05/02.md", item("创新模式优服务", "部门经验", "县人社局"))
        site.write("content/2026/06/issue.yaml", issue(6, 129, "2026-05-24"))
        site.write("content/2026/06/01.md", item("推行首问负责", "部门经验", "县工信局"))
        site.write("content/2026/06/02.md", item("走访企业", "部门经验", "芦川农商行"))
        return site

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the site."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def read(self, name: str) -> str:
        """The text of a file of the site."""
        return (self.folder / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Put one text in another's place."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        """Remove a file of the site."""
        (self.folder / name).unlink()

    def build(self, output: Path | None = None, today: date = TODAY, **options: bool | int) -> Report:
        """Build without PDFs, unless asked for, in this process."""
        wanted = Options(**{"pdf": False, "jobs": 1, **options})  # type: ignore[arg-type]
        return build(self.folder, output or self.output, wanted, today)

    def survey(self, today: date = TODAY) -> Survey:
        """What the files say."""
        return survey(self.folder, self.output, today, drafts=False, jobs=1)

    def problems(self, today: date = TODAY) -> list[tuple[str, str, int, int]]:
        """What is wrong: code, file, line, column."""
        return [(p.code, p.file, p.line, p.column) for p in self.survey(today).problems]

    def html(self, address: str) -> str:
        """A page of the output."""
        return (self.output / address).read_text(encoding="utf-8")

    def tree(self, output: Path | None = None) -> dict[str, bytes]:
        """All files of the output with their bytes."""
        root = output or self.output
        files = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}

    def jianbao(self, *arguments: str, **keys: object) -> subprocess.CompletedProcess[str]:
        """Run the command as an editor would, in the site's folder."""
        return jianbao(*arguments, cwd=self.folder, **keys)

    def jianbao_bytes(self, *arguments: str, **keys: object) -> subprocess.CompletedProcess[bytes]:
        """Run the command, and take what it says as bytes."""
        command = [sys.executable, "-m", "generator", *arguments]
        return subprocess.run(command, capture_output=True, check=False, cwd=self.folder, **keys)  # type: ignore[call-overload]


def jianbao(*arguments: str, **keys: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **keys)  # type: ignore[call-overload]
