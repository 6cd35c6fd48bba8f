"""A realistic issue to set in type, and readers that take the PDF apart again."""

import io
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pikepdf
from PIL import Image

from generator.make.fonts import Faces, find_faces
from generator.make.typeset import issue_pdf
from generator.model import Bodies, Body, Credit, Issue, Item, Keyword, PrintDesign, Reprint, Section, Series

MM = 72 / 25.4
A4_HEIGHT = 297 * MM

SERIES = Series("", "芦川效能简报", "芦川县机关效能建设办公室")
SECTIONS = (
    Section("督查", "ducha"),
    Section("部门经验", "bumen"),
    Section("外地经验", "waidi", "block"),
)
HAN = "县人社局不断创新服务模式提高社保服务水平整合窗口"

WINDOWS = (
    "7月8日至11日，县效能办会同县政务服务中心，对16个进驻窗口单位的在岗情况开展不打招呼的抽查，"
    "共抽查窗口62个，发现擅自离岗3人、办事指南未更新5处。对发现的问题当场交办，限3个工作日内整改；"
    "对两次被点名的单位，由其主要负责人到县效能办说明情况。"
)
LICENCES = (
    "今年以来，县市场监管局把食品经营许可、营业执照、公章刻制等6个事项并成“开店一件事”，"
    "群众只跑一个窗口、只交一套材料。一是材料做减法。将原来的27份材料压减到11份，重复提交的一律由部门内部调取。"
    "二是时限再压缩。由法定的20个工作日压缩到3个工作日，其中当日办结的占63.1%。"
    "三是服务往前移。在7个乡镇设帮办点，上半年帮办1204件，为经营户节省费用约14.8万元。"
)
LOANS = (
    "水产养殖户没有抵押物，贷款难，芦川农商行便把塘口水面承包权、水质监测数据和三年的销售流水合在一起评分，"
    "推出“塘口贷”。上半年，该行为412户养殖户授信1.1亿元，平均利率比同期农户贷款低0.85个百分点——"
    "多数养殖户从申请到放款不超过5天。"
)
ELSEWHERE = (
    "临江市规定，凡是全市性会议，一律由市委办、市政府办统一编号、统一排期，每月第一周为“无会周”。",
    "据了解，该市对会议实行“三问”：能不能不开，能不能合开，能不能开短会……凡是答不上来的，一律退回。",
)


class Run(NamedTuple):
    """One run of text in a PDF: its place in millimetres from the page's upper left, its size in points."""

    x: float
    baseline: float
    size: float


class Rule(NamedTuple):
    """One horizontal rule: millimetres from the page's upper left, and the colour it is filled with."""

    left: float
    right: float
    top: float
    bottom: float
    colour: tuple[float, ...]

    @property
    def weight(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@cache
def theme() -> dict[str, str]:
    folder = Path(__file__).parents[2] / "templates" / "print"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.typ")}


@cache
def bundled() -> Faces:
    return find_faces(machine=False)


def paragraphs(*texts: str) -> str:
    return "\n".join(f"<p>{text}</p>" for text in texts)


def item(number: int, title: str, section: str, *units: str, **changes: object) -> Item:
    credits_ = tuple(Credit(unit, f"u{n}") for n, unit in enumerate(units))
    made = Item(f"2025/05/{number:02}", f"content/2025/05/{number:02}.md", title, section, credits_)
    return msgspec.structs.replace(made, **changes)


def items() -> tuple[Item, ...]:
    return (
        item(1, "开展窗口在岗情况抽查", "ducha", "县效能办", keywords=(Keyword("窗口作风", "k1"),)),
        item(2, "“开店一件事”一窗办结", "bumen", "县市场监管局", "县政务服务中心"),
        item(3, "“塘口贷”解养殖户燃眉之急", "bumen", "芦川农商行", author="沈砚秋"),
        item(4, "临江市：每月设一个“无会周”，让干部腾出手来抓落实", "waidi", reprint=Reprint("临江日报")),
    )


def issue(**changes: object) -> Issue:
    made = Issue(
        path="2025/05",
        series="",
        year=2025,
        number=5,
        date=date(2025, 7, 15),
        total=188,
        kind="regular",
        title="",
        status="published",
        signed_by="顾怀远",
        editors=("许知行", "陆小满"),
        report_to=("市效能办", "县委、县人大常委会、县政府、县政协领导同志"),
        send_to=(
            "县纪委监委",
            "县委各部门",
            "县人大常委会办公室",
            "县政协办公室",
            "县人武部",
            "县法院",
            "县检察院",
        ),
        issue_to=("各乡镇人民政府、街道办事处", "县各委办局", "县各直属单位"),
        extra_to=("县各商业银行",),
        copies=160,
        marking="内部资料 注意保存",
        items=items(),
        bodies="",
    )
    return msgspec.structs.replace(made, **changes)


def bodies(**changes: Body) -> Bodies:
    texts = {
        "01": Body(paragraphs(WINDOWS), paragraphs("作风抓一次容易，抓长久难。请各单位对照自查。")),
        "02": Body(paragraphs(LICENCES)),
        "03": Body(paragraphs(LOANS)),
        "04": Body(paragraphs(*ELSEWHERE)),
    }
    return Bodies("", {**texts, **{name.removeprefix("n"): body for name, body in changes.items()}})


@cache
def sample_pdf() -> bytes:
    return issue_pdf(theme(), bundled(), PrintDesign(), SERIES, SECTIONS, issue(), bodies(), {})


@cache
def pdf_of(html: str, heads: str = "run-in", pictures: tuple[str, ...] = (), note: str = "") -> bytes:
    """The PDF of an issue with one item, whose text is given."""
    section = "waidi" if heads == "block" else "ducha"
    single = issue(items=(item(1, "单篇", section, "县效能办"),))
    texts = Bodies("", {"01": Body(html, note)})
    shown = dict.fromkeys(pictures, picture())
    return issue_pdf(theme(), bundled(), PrintDesign(), SERIES, SECTIONS, single, texts, shown)


@cache
def picture(width: int = 800, height: int = 500) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), (90, 140, 190)).save(content, "JPEG")
    return content.getvalue()


# --- Reading back -----------------------------------------------------------------------------


def words(pdf: bytes, page: int | None = None) -> str:
    """The text of a PDF in reading order, without the ends of lines and without spaces."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    command = ["pdftotext", *pages, "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def runs(pdf: bytes, page: int) -> list[Run]:
    return [thing for thing in _drawn(pdf, page) if isinstance(thing, Run)]


def rules(pdf: bytes, page: int) -> list[Rule]:
    """The horizontal rules of a page, from the top."""
    found = (thing for thing in _drawn(pdf, page) if isinstance(thing, Rule))
    return sorted(
        (rule for rule in found if rule.weight < 1 < rule.right - rule.left), key=lambda rule: rule.top
    )


def _drawn(pdf: bytes, page: int) -> list[Run | Rule]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        reader = _Reader()
        for instruction in pikepdf.parse_content_stream(document.pages[page - 1]):
            reader.take(str(instruction.operator), instruction.operands)
        return reader.drawn


class _Reader:
    """Follows a page's drawing as far as text and filled or stroked paths need it."""

    def __init__(self) -> None:
        self.drawn: list[Run | Rule] = []
        self.stack: list[tuple[pikepdf.Matrix, tuple[float, ...]]] = []
        self.matrix = self.text = pikepdf.Matrix()
        self.colour: tuple[float, ...] = (0.0,)
        self.size = self.pen = 0.0
        self.path: list[tuple[float, float]] = []

    def take(self, operator: str, operands: Iterable[Any]) -> None:
        if operator in ("TJ", "Tj"):
            x, y = (self.text @ self.matrix).transform((0, 0))
            self.drawn.append(Run(x / MM, (A4_HEIGHT - y) / MM, self.size))
        elif operator in ("f", "f*", "S"):
            self.finish_path(self.pen / 2 if operator == "S" else 0)
        elif operator == "q":
            self.stack.append((self.matrix, self.colour))
        elif operator == "Q":
            self.matrix, self.colour = self.stack.pop()
        elif operator == "Tf":
            self.size = float(list(operands)[1])
        elif operator in ("cm", "Tm", "scn", "SCN", "w", "m", "l"):
            self.set(operator, [float(operand) for operand in operands])

    def set(self, operator: str, numbers: list[float]) -> None:
        match operator, numbers:
            case "cm", [a, b, c, d, e, f]:
                self.matrix = pikepdf.Matrix(a, b, c, d, e, f) @ self.matrix
            case "Tm", [a, b, c, d, e, f]:
                self.text = pikepdf.Matrix(a, b, c, d, e, f)
            case "w", [width]:
                self.pen = width
            case (("m" | "l"), [x, y]):
                self.path = [*(self.path if operator == "l" else ()), self.matrix.transform((x, y))]
            case _:
                self.colour = tuple(numbers)

    def finish_path(self, half: float) -> None:
        if self.path:
            xs = [x / MM for x, _ in self.path]
            ys = [(A4_HEIGHT - y + side) / MM for _, y in self.path for side in (-half, half)]
            self.drawn.append(Rule(min(xs), max(xs), min(ys), max(ys), self.colour))
        self.path = []


def tags(pdf: bytes) -> list[str]:
    """The tags of the PDF's structure, in the order of the text."""

    def walk(element: pikepdf.Object) -> Iterator[str]:
        if isinstance(element, pikepdf.Array):
            for child in element:
                yield from walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element and element.get("/Type") != "/MCR":
                yield str(element.S).removeprefix("/")
            if "/K" in element:
                yield from walk(element.K)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(walk(document.Root.StructTreeRoot))


def bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """The bookmarks with their depth."""

    def walk(entries: list[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str]]:
        for entry in entries:
            yield depth, entry.title
            yield from walk(entry.children, depth + 1)

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        return list(walk(outline.root, 1))


def link_targets(pdf: bytes) -> list[str]:
    """The addresses that the PDF's links lead to; inside the PDF, `page`."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            str(note.A.URI) if "/A" in note and "/URI" in note.A else "page"
            for page in document.pages
            for note in page.get("/Annots", [])
        ]


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def pixels(pdf: bytes, page: int, dpi: int = 72) -> Image.Image:
    command = ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-png", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))
