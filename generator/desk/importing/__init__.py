"""Import: a bulletin's plain text becomes issue.yaml and items, with a report of every guess.

`decode` bytes, `parse` the text, `render` the files, `report` what is to be looked at; `import_files` does
it all and is the only one that touches a disk.
"""

from generator.desk.importing.bulletin import Bulletin, Known
from generator.desk.importing.decoding import NotText, decode
from generator.desk.importing.files import ImportReport, import_files
from generator.desk.importing.grammar import parse
from generator.desk.importing.report import report
from generator.desk.importing.writing import render

__all__ = [
    "Bulletin", "ImportReport", "Known", "NotText", "decode", "import_files", "parse", "render", "report",
]  # fmt: skip
