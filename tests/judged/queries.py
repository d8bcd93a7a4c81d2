"""The judged queries of queries.tsv, written before the search was tuned; a changed ranking never changes them.

Columns: id, form, query, expected (entry ids joined by |, or `place:xx` for a territory that is not held), note.
For form `traditional` the note is the same query in simplified characters, written by hand.
"""

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("queries.tsv")
HEADER = ["id", "form", "query", "expected", "note"]
FORMS = ("zh", "question", "en", "mixed", "traditional", "abbreviation", "misspelt", "identifier", "place")
PLACE = "place:"


@dataclass(frozen=True)
class Judged:
    """One query and what a reasonable expert accepts as its answer."""

    id: str
    form: str
    query: str
    expected: tuple[str, ...]
    note: str

    @property
    def place(self) -> str:
        """The territory that is not held, or "" where entries are expected."""
        first = self.expected[0]
        return first.removeprefix(PLACE) if first.startswith(PLACE) else ""

    @property
    def language(self) -> str:
        """The language of the page that the reader is on."""
        return "en" if self.form == "en" else "zh"


def read(file: Path = FILE) -> list[Judged]:
    """Every judged query, in the order of the file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    if lines[0].split("\t") != HEADER:
        raise ValueError(f"{file}: the header must be {HEADER}")
    rows = [line.split("\t") for line in lines[1:]]
    return [Judged(id_, form, query, tuple(expected.split("|")), note) for id_, form, query, expected, note in rows]
