"""The bulletin: frozen values that the rooms hand on to each other.

Two families stand here. *Sources* are what one folder of content says, each value with the
place where it was written, nothing resolved. The *archive* is what the site knows after all
folders have been read: units and sections resolved, items in order, neighbours known.

All values are frozen `msgspec` structures of strings, numbers, dates and tuples, so that any
of them can be compared, hashed and written to disk as it is. Texts that hold HTML say so in
their names. Addresses are those of `generator.urls`: relative to the root of the site.
"""

from datetime import date
from typing import Literal

import msgspec

IssueKind = Literal["regular", "supplement", "special"]
IssueStatus = Literal["draft", "published"]
ItemStatus = Literal["draft", "ready", "withdrawn"]
Heads = Literal["run-in", "block"]
Level = Literal["error", "warning"]
PictureKind = Literal["photo", "drawing", "moving", "vector"]


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A frozen value; two of the same content are equal and have the same bytes on disk."""


# --- Problems ---------------------------------------------------------------------------------


class Problem(Value, frozen=True, order=True):
    """Something wrong at a place in a file.

    `file` is relative to the site, with `/`; `line` and `column` count from 1, in characters.
    `old` is the wrong text where it can be pointed at, `new` the right one.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    level: Level = "error"
    old: str | None = None
    new: str | None = None


# --- Sources: what is written, and where ------------------------------------------------------


class Keyword(Value, frozen=True):
    """A keyword and the key of its page."""

    name: str
    key: str


class Place(Value, frozen=True):
    """Where something stands in a file: line and column, counted from 1 in characters."""

    line: int
    column: int


class Text(Value, frozen=True):
    """A text as written, with its place."""

    value: str
    place: Place


class Reprint(Value, frozen=True):
    """The outside source an item was taken from (摘自)."""

    name: str
    url: str = ""
    date: str = ""


class Correction(Value, frozen=True):
    """A correction (更正) made after publication."""

    date: date
    text: str


class Signature(Value, frozen=True):
    """A sign-off (签发) as recorded: who, in what role, when (ISO 8601), the digest of what was signed.

    `changed`, `added` and `removed` are the files that are not now as they were then; `line` is where the
    record stands.
    """

    role: str
    by: str
    time: str
    digest: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    line: int = 1

    @property
    def valid(self) -> bool:
        """Whether what was signed stands there unchanged."""
        return not (self.changed or self.added or self.removed)


class Publication(Value, frozen=True):
    """A publication as recorded: when (ISO 8601), where to, the digest of what was sent.

    `release` is empty where a target holds no releases; `withdrawn` are the numbers of the items that were
    withdrawn with it.
    """

    time: str
    target: str
    digest: str
    release: str = ""
    withdrawn: tuple[str, ...] = ()


class Seal(Value, frozen=True):
    """That an issue was published (封存): each publication that sent something new, the first one first."""

    history: tuple[Publication, ...]


class Picture(Value, frozen=True):
    """What the head of a picture's file tells: how it is to be kept, and its size in pixels as it is seen.

    `ending` is that of the file which every browser can show. A drawing without a size has none of its own.
    """

    kind: PictureKind
    ending: str
    width: int
    height: int


class Mention(Value, frozen=True):
    """A file that a text links to or shows: `target` as the site's files are named, and its address.

    `digest` is empty for an item; for a picture or attachment it is that of the content. `shown` tells a
    picture in the text from a link to it.
    """

    target: str
    address: str
    raw: Text
    digest: str = ""
    shown: bool = False
    picture: Picture | None = None


class Rare(Value, frozen=True):
    """A character that not every Chinese face has, as `chinese.rare` tells, and where a file has it first."""

    file: str
    character: Text


class ItemSource(Value, frozen=True):
    """One Markdown file as written; its text stands in the `Body` of the same place."""

    file: str
    number: str
    title: Text
    section: Text | None = None
    units: tuple[Text, ...] = ()
    reprint: Reprint | None = None
    author: str = ""
    keywords: tuple[str, ...] = ()
    summary: str = ""
    status: ItemStatus = "ready"
    corrections: tuple[Correction, ...] = ()
    points: float | None = None
    mentions: tuple[Mention, ...] = ()
    characters: int = 0


class IssueSource(Value, frozen=True):
    """One issue folder as written: `path` is `2016/05`, with the series' key before it where there is one.

    `places` says where each key of issue.yaml stands, `files` names the Markdown files of the folder,
    `mentions` are those of the issue's own note and its `scan`, the file that is the issue's PDF where
    nothing is typeset. `bodies` is the digest under which the texts are kept, `digest` that of all that is
    signed and sealed (`generator.read.digests`).
    """

    path: str
    series: str
    year: int
    file: str
    number: int | None
    date: date | None
    total: int | None = None
    kind: IssueKind = "regular"
    title: str = ""
    status: IssueStatus = "draft"
    signed_by: str = ""
    editors: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    issue_to: tuple[str, ...] = ()
    extra_to: tuple[str, ...] = ()
    copies: int | None = None
    marking: str = ""
    places: dict[str, Place] = {}
    mentions: tuple[Mention, ...] = ()
    items: tuple[ItemSource, ...] = ()
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    rare: tuple[Rare, ...] = ()
    bodies: str = ""
    scan: str = ""
    corrections: tuple[Correction, ...] = ()
    digest: str = ""
    signatures: tuple[Signature, ...] = ()
    seal: Seal | None = None


# --- Texts: kept apart, since most work needs only the rest ------------------------------------


class Body(Value, frozen=True):
    """The text of one item: cleaned HTML, with `urls.ROOT` before each address inside the site.

    `note_html` is the editor's note (按语) that belongs to the item; `text` is the plain text, a line
    a paragraph.
    """

    html: str
    note_html: str = ""
    text: str = ""


class Bodies(Value, frozen=True):
    """The texts of one issue: the issue's own note, and each item's body by the item's number."""

    note_html: str
    items: dict[str, Body]


# --- Settings ----------------------------------------------------------------------------------


class Section(Value, frozen=True):
    """A section (栏目) and how its items are headed: run into the text or as a block."""

    name: str
    key: str
    heads: Heads = "run-in"


class Former(Value, frozen=True):
    """A former name of a unit, in force up to and including the day `until`."""

    name: str
    until: date


class Unit(Value, frozen=True):
    """A unit (供稿单位). `rank` is its class (综合部门 …), `former` its earlier names, oldest first."""

    name: str
    key: str
    aliases: tuple[str, ...] = ()
    rank: str = ""
    former: tuple[Former, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names by which it is known: its own, the aliases, the former ones."""
        return (self.name, *self.aliases, *(former.name for former in self.former))

    def name_on(self, day: date) -> str:
        """The name that the unit bore on a day."""
        return next((former.name for former in self.former if day <= former.until), self.name)


class Series(Value, frozen=True):
    """One named bulletin with its own masthead and numbering; `key` is empty where there is only one."""

    key: str
    name: str
    office: str


class Meta(Value, frozen=True):
    """What a government site says of itself (政府网站发展指引, 国办发〔2017〕47号)."""

    site_name: str = ""
    site_domain: str = ""
    site_id_code: str = ""


class PrintDesign(Value, frozen=True):
    """How a house prints its bulletin: the table `print` of site.yaml, whose keys are the names here.

    Lengths are in millimetres, sizes of type in points. The defaults are those of GB/T 9704-2012: 天头 37 mm,
    订口 28 mm, 版心 156 × 225 mm (§5.2.1), 22 lines of 28 characters (§5.2.3), page numbers between dashes on
    the outer side (§7.5); where it says nothing, what most houses do. A text that is to be left out is empty.

    `name` are the lines of the name, those of the series unless given; `name_picture` is a file of the site
    that is drawn in their place; a `name_size` of 0 fills the width. In `number`, Y stands for the year and N
    for the number; in `mark` and `item_mark`, N stands for the item's number in the issue. `fonts` are
    families by role, asked for before those that the program looks for.
    """

    top: float = 37.0
    left: float = 28.0
    width: float = 156.0
    height: float = 225.0
    characters: int = 28
    lines: int = 22
    columns: int = 1
    even: bool = False
    name: tuple[str, ...] = ()
    name_picture: str = ""
    name_size: float = 0.0
    red: str = "#e60012"
    rule: Literal["single", "double", "thick-thin"] = "single"
    rule_weight: float = 0.53
    star: bool = False
    number: str = "第N期"
    total: Literal["after", "below", "off"] = "after"
    office_word: str = ""
    date: Literal["digits", "han"] = "digits"
    weekday: bool = False
    contents: str = "本期要目"
    mark: str = "◆"
    section_marks: str = "【】"
    item_mark: str = ""
    head_size: float = 18.0
    note_label: str = "编者按："
    credit: Literal["run-on", "own-line"] = "run-on"
    credit_word: str = "供稿"
    copies: Literal["inside", "below"] = "inside"
    colophon_size: float = 14.0
    page_number: Literal["outer", "centred", "words", "off"] = "outer"
    first_page_number: bool = True
    fonts: dict[str, tuple[str, ...]] = {}
    standard: Literal["a-2a+ua-1", "off"] = "a-2a+ua-1"


class PublishTarget(Value, frozen=True):
    """Where the site is published: a folder or an address, and how many releases are kept there.

    With 0 `releases` the files are exchanged one by one, even where there could be releases.
    """

    name: str
    url: str
    releases: int = 5


class Settings(Value, frozen=True):
    """What site.yaml and units.yaml say. `own_print` holds the print design of series that have their own.

    `originals` says that pictures are published as the camera left them, too. `sign_roles` are the roles
    whose signatures an issue needs where sign-off is required, in their order. `handbook` says that the
    editors' handbook is published.
    """

    name: str
    office: str
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    series: tuple[Series, ...]
    base_url: str = ""
    sign_off: Literal["optional", "required"] = "optional"
    meta: Meta = Meta()
    checks: dict[str, str] = {}
    print: PrintDesign = PrintDesign()
    own_print: dict[str, PrintDesign] = {}
    originals: bool = False
    sign_roles: tuple[str, ...] = ("签发",)
    targets: tuple[PublishTarget, ...] = ()
    handbook: bool = False

    def print_of(self, series: str) -> PrintDesign:
        """The print design of a series."""
        return self.own_print.get(series, self.print)


# --- Archive: what the site knows --------------------------------------------------------------


class Credit(Value, frozen=True):
    """A unit as an item names it: the name of that time, and the key of the unit's page."""

    name: str
    key: str


class Item(Value, frozen=True):
    """One item of the archive. `path` is `2016/05/02`; its address is `path` and `.html`.

    A withdrawn item keeps its path and loses its title and text. `mentions` are the paths of the items that
    its text links to.
    """

    path: str
    file: str
    title: str
    section: str
    credits: tuple[Credit, ...] = ()
    reprint: Reprint | None = None
    author: str = ""
    keywords: tuple[Keyword, ...] = ()
    summary: str = ""
    status: ItemStatus = "ready"
    corrections: tuple[Correction, ...] = ()
    points: float | None = None
    characters: int = 0
    mentions: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The leading number of the file's name: `02`."""
        return self.path.rpartition("/")[2]

    @property
    def address(self) -> str:
        """The address of the item's own page."""
        return f"{self.path}.html"


class Attached(Value, frozen=True):
    """A picture or attachment that is published: `file` is relative to the site's folder.

    `shown` tells a picture in a text from a link to it.
    """

    address: str
    file: str
    digest: str
    shown: bool = False
    picture: Picture | None = None


class Link(Value, frozen=True):
    """A title and the address it leads to."""

    title: str
    address: str


class Corrected(Value, frozen=True):
    """A correction of an earlier issue as a later one prints it.

    `title` is that of the item, empty where the issue itself was corrected; `address` leads to either.
    """

    issue: Link
    title: str
    address: str
    correction: Correction

    @property
    def path(self) -> str:
        """The path of the issue that was corrected."""
        return self.issue.address.rpartition("/")[0]


class Issue(Value, frozen=True):
    """One issue of the archive; its items stand in the order of the contents (要目).

    `scan` is the file that is the issue's PDF, where it was not typeset but scanned. `corrections` are those
    of the issue itself, `corrected` what this issue has to say of earlier ones.
    """

    path: str
    series: str
    year: int
    number: int
    date: date
    total: int | None
    kind: IssueKind
    title: str
    status: IssueStatus
    signed_by: str
    editors: tuple[str, ...]
    report_to: tuple[str, ...]
    send_to: tuple[str, ...]
    issue_to: tuple[str, ...]
    extra_to: tuple[str, ...]
    copies: int | None
    marking: str
    items: tuple[Item, ...]
    bodies: str
    attached: tuple[Attached, ...] = ()
    scan: str = ""
    corrections: tuple[Correction, ...] = ()
    corrected: tuple[Corrected, ...] = ()

    @property
    def address(self) -> str:
        """The address of the issue's page."""
        return f"{self.path}/index.html"


class Archive(Value, frozen=True):
    """All issues of a site that are to be shown, oldest first, and the settings they stand under."""

    settings: Settings
    issues: tuple[Issue, ...]


class Card(Value, frozen=True):
    """An item as a list shows it: `credit` is `县人社局` or `摘自新华网`, `issue` leads to the issue.

    A `draft` is one itself, or stands in an issue that is one.
    """

    title: str
    address: str
    date: date
    credit: str
    section: str
    issue: Link
    withdrawn: bool = False
    draft: bool = False
