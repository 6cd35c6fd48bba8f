"""Which font faces serve print: the office's own first, then the machine's, then the bundled ones.

Type is spoken of by its role (GB/T 9704-2012 §5.2.2, §7.2, §7.3): 小标宋 for the masthead and block
heads, 仿宋 for the text, 黑体 and 楷体 for heads and notes. `look` and `find_faces` look at the disk;
what they return are frozen values, and all else here follows from those.
"""

import hashlib
import struct
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
import pylopdf_fonts_zh_cn

from generator.model import Value

if TYPE_CHECKING:
    import typst

Role = Literal["masthead", "body", "head", "note", "numbers", "folio"]

ROLES: Mapping[Role, str] = {
    "masthead": "小标宋（报头、标题）",
    "body": "仿宋（正文）",
    "head": "黑体（连排标题、一级标题）",
    "note": "楷体（按语、二级标题）",
    "numbers": "西文（字母和数字）",
    "folio": "宋体（页码）",
}
"""What each role is called and where it is used."""

_WANTED: Mapping[Role, tuple[str, ...]] = {
    "masthead": (
        "方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "小标宋",
        "STZhongsong", "华文中宋", "Source Han Serif SC", "思源宋体", "Noto Serif CJK SC",
    ),
    "body": (
        "仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "方正仿宋_GBK", "FZFangSong-Z02",
        "方正仿宋简体", "FZFangSong-Z02S", "STFangsong", "华文仿宋", "Zhuque Fangsong", "朱雀仿宋",
        "FandolFang",
    ),
    "head": (
        "SimHei", "黑体", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "FZHei-B01S", "STHeiti", "华文黑体",
        "Heiti SC", "FandolHei",
    ),
    "note": (
        "楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "方正楷体_GBK", "FZKai-Z03", "方正楷体简体",
        "FZKai-Z03S", "STKaiti", "华文楷体", "LXGW WenKai", "霞鹜文楷", "FandolKai",
    ),
    "numbers": ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes"),
    "folio": (
        "SimSun", "宋体", "NSimSun", "方正书宋_GBK", "FZShuSong-Z01", "STSong", "华文宋体", "Songti SC",
    ),
}  # fmt: skip

_FOR_RARE = (
    "SimSun-ExtB", "宋体-ExtB", "SimSun-ExtG", "Source Han Serif SC", "思源宋体", "Noto Serif CJK SC",
    "Plangothic P1", "Plangothic P2", "遍黑体 P1", "遍黑体 P2", "Jigmo", "Jigmo2", "Jigmo3", "HanaMinA",
    "HanaMinB", "BabelStone Han", "TW-Sung-Ext-B",
)  # fmt: skip
"""Families that have characters of names and places which others lack."""

_HEAVY_FAMILIES = ("小标宋", "xiaobiaosong", "中宋", "zhongsong", "simhei", "黑体", "hei")
_HEAVY = 600
_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
_SHOW_NOTHING = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_SANS_ROLES = frozenset[Role]({"head"})


class Face(Value, frozen=True):
    """One face of a font file. `stamp` tells a font from a later one of the same name."""

    family: str
    path: str
    index: int = 0
    weight: int = 400
    stamp: str = ""


class Faces(Value, frozen=True):
    """For each role the faces that serve it: a character is taken from the first that has it.

    Whatever the role, a character that any of the faces has can be drawn.
    """

    chains: dict[Role, tuple[Face, ...]]

    def serving(self, role: Role) -> Face | None:
        """The face that draws a role; of `numbers` there may be none, then the text's own does it."""
        return next(iter(self.chains[role]), None)


class Found(NamedTuple):
    """All faces at hand: those of the site's folder, those of the machine, the bundled two."""

    site: tuple[Face, ...]
    machine: tuple[Face, ...]
    bundle: tuple[Face, Face]

    def serving(self, wanted: Mapping[str, Sequence[str]]) -> Faces:
        """The faces for each role; `wanted` names families by role that come before all others."""
        first = {role: self._first(role, wanted.get(role, ())) for role in ROLES}
        rest = self._for_rare()
        chains = {role: self._chain(role, face, (*first.values(), *rest)) for role, face in first.items()}
        return Faces({role: tuple(map(_stamped, chain)) for role, chain in chains.items()})

    def _first(self, role: Role, wanted: Sequence[str]) -> Face | None:
        """A file named for the role, a family asked for, one of the program's list, the site's own first."""
        return (
            _named_for(role, self.site)
            or _preferred(role, (*self.site, *self.machine), wanted)
            or _preferred(role, self.site, _WANTED[role])
            or _preferred(role, self.machine, _WANTED[role])
        )

    def _chain(self, role: Role, first: Face | None, others: Iterable[Face | None]) -> tuple[Face, ...]:
        serif, sans = self.bundle
        if role == "numbers":  # draws letters and digits only
            return (first,) if first else ()
        bundle = (sans, serif) if role in _SANS_ROLES else (serif, sans)
        return tuple(dict.fromkeys(face for face in (first, *bundle, *others) if face))

    def _for_rare(self) -> tuple[Face, ...]:
        """What is left in the site's folder, and the machine's families for rare characters."""
        installed = [_preferred("body", self.machine, (family,)) for family in _FOR_RARE]
        return (*self.site, *(face for face in installed if face))


def find_faces(
    fonts: Path | None = None, wanted: Mapping[str, Sequence[str]] = _NONE, *, machine: bool = True
) -> Faces:
    """The faces for each role, from the site's `fonts` folder, the machine and the bundle.

    A file in `fonts` that bears a role's name (`body.ttf`) serves that role whatever its family is; `wanted`
    names families by role that come before those which the program looks for.
    """
    return look(fonts, machine=machine).serving(wanted)


def look(fonts: Path | None = None, *, machine: bool = True) -> Found:
    """All faces at hand. Asking the machine for its own takes a tenth of a second."""
    import typst  # noqa: PLC0415 - takes 10 ms to load, and many builds print nothing

    site = _upright(typst.Fonts(False, False, [str(fonts.resolve())])) if fonts and fonts.is_dir() else ()
    return Found(site, _upright(typst.Fonts(True, False, [])) if machine else (), _bundle())


def _upright(fonts: "typst.Fonts") -> tuple[Face, ...]:
    """Upright faces by family, lightest first."""
    faces = (
        Face(info.family, info.path, info.index, info.weight)
        for info in fonts.fonts()
        if info.path and info.style == "normal"
    )
    return tuple(sorted(faces, key=lambda face: (face.family, face.weight, face.path)))


def _bundle() -> tuple[Face, Face]:
    serif, sans = pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()
    return Face("Noto Serif SC", str(serif)), Face("Noto Sans SC", str(sans))


def _stamped(face: Face) -> Face:
    """The face with a digest of its file's directory, which holds a checksum of each of the font's tables.

    Unlike the file's time it stays what it is when the same font is copied or installed again.
    """
    with Path(face.path).open("rb") as file:
        head = file.read(12 + 4 * (face.index + 1))
        start = struct.unpack_from(">I", head, 12 + 4 * face.index)[0] if head[:4] == b"ttcf" else 0
        file.seek(start)
        directory = file.read(12)
        directory += file.read(16 * struct.unpack_from(">H", directory.ljust(6, b"\0"), 4)[0])
    return msgspec.structs.replace(face, stamp=hashlib.blake2b(directory, digest_size=8).hexdigest())


def _named_for(role: Role, faces: Iterable[Face]) -> Face | None:
    return next((face for face in faces if Path(face.path).stem.casefold() == role), None)


def _preferred(role: Role, faces: Iterable[Face], families: Iterable[str]) -> Face | None:
    """The face of the first of the families that is there: the heaviest for the masthead."""
    by_family: dict[str, Face] = {}
    for face in faces:  # lightest first
        if role == "masthead" or face.weight < _HEAVY:
            known = by_family.get(face.family.casefold())
            if known is None or role == "masthead" or abs(face.weight - 400) < abs(known.weight - 400):
                by_family[face.family.casefold()] = face
    wanted = (by_family.get(family.casefold()) for family in families)
    return next((face for face in wanted if face), None)


# --- For Typst --------------------------------------------------------------------------------


def is_light(face: Face) -> bool:
    """Whether a face that stands where a heavy one is wanted is lighter than that."""
    name = face.family.casefold()
    return face.weight < _HEAVY and not any(heavy in name for heavy in _HEAVY_FAMILIES)


def collection(faces: Faces) -> "typst.Fonts":
    """The fonts for Typst's compiler; read once for each process, which takes a while."""
    used = (face for chain in faces.chains.values() for face in chain)
    return _collection(tuple(sorted({str(Path(face.path).parent) for face in used})))


@cache
def _collection(folders: tuple[str, ...]) -> "typst.Fonts":
    import typst  # noqa: PLC0415

    return typst.Fonts(False, False, list(folders))


# --- Characters that no face has --------------------------------------------------------------


def missing(text: str, faces: Faces, role: Role = "body") -> tuple[str, ...]:
    """The characters of a text that no face of a role's chain has, in the order of the text.

    Reads the faces' character maps, each once for a process.

    Raises:
        ValueError: a font file is damaged.
    """
    covered = [coverage(face.path, face.index) for face in faces.chains[role]]
    return uncovered(text, covered)


def uncovered(text: str, covered: Iterable[AbstractSet[int]]) -> tuple[str, ...]:
    """The characters of a text that are in none of the sets; those that show nothing don't count.

    One for private use has no meaning of its own, and PDF/A forbids it (ISO 19005-2 §6.2.11.7).
    """
    sets = tuple(covered)
    shown = dict.fromkeys(character for character in text if _shows(character))
    return tuple(
        c
        for c in shown
        if unicodedata.category(c) == "Co" or not any(ord(c) in characters for characters in sets)
    )


def _shows(character: str) -> bool:
    """Whether a character needs a glyph: spaces, controls and selectors of another's form need none."""
    selects = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return not selects and unicodedata.category(character) not in _SHOW_NOTHING


@cache
def coverage(path: str, index: int = 0) -> frozenset[int]:
    """The code points that a face of a TrueType or OpenType file maps to a glyph (its `cmap`).

    Raises:
        ValueError: the file is no such font, or damaged.
    """
    data = Path(path).read_bytes()
    try:
        return frozenset(_mapped(data, _cmap(data, index)))
    except (struct.error, IndexError) as error:
        raise ValueError(f"不是完好的字体文件：{path}") from error


def _cmap(data: bytes, index: int) -> int:
    """Where the character map of a face begins."""
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for n in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4s3I", data, start + 12 + 16 * n)
        if tag == b"cmap":
            return int(offset)
    raise IndexError


def _mapped(data: bytes, cmap: int) -> Iterable[int]:
    """The code points of the fullest Unicode table: format 12 if there is one, else format 4."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    tables = {}
    for n in range(count):
        platform, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)
        if platform in (0, 3):
            tables[struct.unpack_from(">H", data, cmap + offset)[0]] = cmap + offset
    if 12 in tables:
        return _format_12(data, tables[12])
    return _format_4(data, tables[4]) if 4 in tables else ()


def _format_12(data: bytes, table: int) -> Iterable[int]:
    (groups,) = struct.unpack_from(">I", data, table + 12)
    for n in range(groups):
        first, last, glyph = struct.unpack_from(">3I", data, table + 16 + 12 * n)
        yield from range(first if glyph else first + 1, last + 1)


def _format_4(data: bytes, table: int) -> Iterable[int]:
    (double,) = struct.unpack_from(">H", data, table + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, table + 14)
    starts = struct.unpack_from(f">{count}H", data, table + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, table + 16 + 2 * double)
    offsets = struct.unpack_from(f">{count}H", data, table + 16 + 3 * double)
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        place = table + 16 + 3 * double + 2 * n + offsets[n]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, place + 2 * (code - first))[0] if offsets[n] else code
            if glyph and (offsets[n] or (glyph + deltas[n]) & 0xFFFF):
                yield code
