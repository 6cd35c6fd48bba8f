"""How the issues in hand are shown after a check: a table each, how long it is, what it lacks."""

from functools import partial
from pathlib import Path

from generator.console import say, table
from generator.desk.overview import Overview, overviews
from generator.model import Bodies, IssueSource
from generator.read.reading import BODIES
from generator.read.signatures import missing
from generator.store import Store
from generator.survey import Survey
from generator.write.state import StateFolder

_HEAD = ("序号", "栏目", "标题", "供稿", "字数", "状态")
_NUMBERS = frozenset({"字数"})
_MOST = 3
"""Tables that are shown: after an import all issues are drafts."""


def show_issues(site: Path, read: Survey) -> None:
    """Print the overview of each issue in hand."""
    settings = read.settings.settings
    if settings is None:
        return
    store = Store(StateFolder(site, site / "output").path)

    def texts(source: IssueSource) -> Bodies:
        found: Bodies = store.get(BODIES, source.bodies, Bodies)
        return found

    shown = overviews(read.sources, settings, read.problems, texts, partial(missing, settings=settings))
    for one in shown[-_MOST:]:
        show(one)
    if len(shown) > _MOST:
        say(f"\n更早的草稿还有 {len(shown) - _MOST} 期：{'、'.join(one.path for one in shown[:-_MOST])}")


def show(one: Overview) -> None:
    """Print one overview."""
    say(f"\n{one.path}　{one.title}")
    rows = [
        (r.number, r.section, r.title or "（读不出）", r.unit, str(r.characters), r.state) for r in one.rows
    ]
    table(_HEAD, rows, numbers=_NUMBERS)
    say(f"共 {len(rows)} 篇 {one.characters} 字，印出来约 {one.pages} 页。")
    lacking = [*one.missing, *one.unsigned]
    if lacking:
        say(f"还差：{'；'.join(lacking)}。")
    elif one.draft:
        say(f"齐了：先打清样（jianbao proof {one.path}）；定稿后把 issue.yaml 里的 status 改成 published。")
