"""Sign-off (签发): what signatures.yaml records, whether it still holds, what an issue lacks.

The record tells who approved what; whoever can write the file can forge it (docs/signing.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.model import IssueSource, Place, Problem, Settings, Signature, Text
from generator.problems import problem
from generator.read import digests, schema
from generator.read.folder import ISSUE_FILE, SIGNATURES_FILE
from generator.read.schema import Entry, Field, Findings, Table
from generator.read.sources import CONTENT
from generator.read.text import pointed

_RECORD = Table(
    "签发记录",
    Field("role", "环节", schema.text, "如 签发。", required=True),
    Field("by", "姓名", schema.text, "签的人。", required=True),
    Field("time", "时间", schema.moment, "签的时间。", required=True),
    Field("digest", "摘要", schema.digest, "所签全部内容的摘要。", required=True),
    Field("files", "文件", schema.mapping_of("files", schema.digest), "所签的文件和摘要。", required=True),
)

SIGNATURES = Table(
    SIGNATURES_FILE,
    Field("issue", "期", schema.placed_text, "哪一期的记录，如 2016/05。", required=True),
    Field("signatures", "签发", schema.many(schema.group(_RECORD)), "签发记录，先签的在前。"),
)


def read(
    path: str, content: bytes, now: Mapping[str, str]
) -> tuple[tuple[Signature, ...], tuple[Problem, ...]]:
    """The signatures of an issue, the first one first; `now` are the digests of its files as they are."""
    findings = Findings(f"{CONTENT}/{path}/{SIGNATURES_FILE}")
    records = _records(SIGNATURES.read_file(content, findings), path, findings)
    return tuple(_signature(record, now) for record in records), pointed(findings.problems, content)


def _records(entries: Mapping[str, Entry], path: str, findings: Findings) -> list[Mapping[str, Entry]]:
    """The records that are whole, and what is wrong with them; none where they are another issue's."""
    issue: Text | None = entries["issue"].value if "issue" in entries else None
    if issue is not None and issue.value != path:
        hint = "文件夹是复制或改名来的：复制来的，删去这个文件；改了名的，改回原名。"
        findings.add(issue.place, "H01", f"这是 {issue.value} 的签发记录。", hint, old=issue.value)
        return []
    listed = entries["signatures"].value if "signatures" in entries else ()
    records = [record for record in listed if len(record) == len(_RECORD.fields)]
    for record in records:
        _check(record, findings)
    return records


def _check(record: Mapping[str, Entry], findings: Findings) -> None:
    if digests.total(_files(record)) != record["digest"].value:
        message = "这条签发记录被改动过：摘要与所列的文件对不上。"
        findings.add(record["digest"].place, "H01", message, "恢复原来的文件，或删去这一条，重新签发。")


def _files(record: Mapping[str, Entry]) -> dict[str, str]:
    return {name: digest for name, _, digest in record["files"].value}


def _signature(record: Mapping[str, Entry], now: Mapping[str, str]) -> Signature:
    then = _files(record)
    values: dict[str, Any] = {key: record[key].value for key in ("role", "by", "time", "digest")}
    return Signature(
        **values,
        changed=tuple(name for name in sorted(then.keys() & now.keys()) if then[name] != now[name]),
        added=tuple(sorted(now.keys() - then.keys())),
        removed=tuple(sorted(then.keys() - now.keys())),
        line=record["role"].place.line,
    )


# --- What an issue lacks -------------------------------------------------------------------------


def missing(source: IssueSource, settings: Settings) -> tuple[str, ...]:
    """What an issue lacks for sign-off, a phrase for each role: `缺签发`, `签发后改过 03.md`.

    Nothing is lacking where the site does not require sign-off. What was published without signatures, before
    they were required, may stand as long as it stands unchanged.
    """
    return lacking(source, settings.sign_roles) if settings.sign_off == "required" else ()


def lacking(source: IssueSource, roles: Iterable[str]) -> tuple[str, ...]:
    """What an issue lacks where these roles have to sign."""
    stands = source.seal is not None and source.seal.history[-1].digest == source.digest
    of_roles = ((role, latest(source, role)) for role in roles)
    return tuple(
        f"缺{role}" if signature is None else since(signature)
        for role, signature in of_roles
        if not (signature.valid if signature else stands)
    )


def latest(source: IssueSource, role: str) -> Signature | None:
    """The newest signature in a role, before all others one that holds."""
    of_role = [signature for signature in source.signatures if signature.role == role]
    valid = [signature for signature in of_role if signature.valid]
    return (valid or of_role)[-1] if of_role else None


def since(signature: Signature) -> str:
    """What has become of the issue since it was signed: `签发后改过 03.md、新增 04.md`."""
    done = (("改过", signature.changed), ("新增", signature.added), ("删去", signature.removed))
    told = [f"{verb} {'、'.join(names)}" for verb, names in done if names]
    return f"{signature.role}后{'，'.join(told)}"


def unsigned(source: IssueSource, settings: Settings) -> bool:
    """Whether a build must leave out an issue: it was never published and lacks a signature."""
    return source.seal is None and bool(missing(source, settings))


def problems(sources: Sequence[IssueSource], settings: Settings) -> list[Problem]:
    """What is wrong with the signatures of issues; they are not looked at where something else is wrong."""
    found: list[Problem] = []
    for source in sources:
        if any(p.level == "error" for p in source.problems):
            continue
        lacks = missing(source, settings) if source.status == "published" else ()
        if lacks:
            found.append(_problem(source, lacks))
        else:
            found += _void(source)
    return found


def _problem(source: IssueSource, lacks: Sequence[str]) -> Problem:
    place = source.places.get("status", Place(1, 1))
    what, hint = "；".join(lacks), f"用 jianbao sign {source.path} 签发。"
    if source.seal is None:
        message = f"没有签发（{what}），这一期不编入网站。"
        return problem(source.file, place.line, place.column, "H02", message, hint)
    message = f"已经发布的一期签发失效（{what}）。"
    return problem(source.file, place.line, place.column, "H03", message, f"恢复原样，或{hint}")


def _void(source: IssueSource) -> list[Problem]:
    """A warning for each role whose signatures all came to be void where nothing demands them."""
    file = f"{source.file.removesuffix(ISSUE_FILE)}{SIGNATURES_FILE}"
    roles = dict.fromkeys(signature.role for signature in source.signatures)
    last = (latest(source, role) for role in roles)
    hint = "请再签一次，或恢复原样。"
    return [
        problem(file, one.line, 1, "H04", f"{one.by}的{one.role}已失效：{since(one)}。", hint)
        for one in last
        if one is not None and not one.valid
    ]
