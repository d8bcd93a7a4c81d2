"""One form for every way of writing a text: NFKC, lower case, simplified characters.

Documents and questions are folded alike before anything else, so full-width ＡＢＣ, 商標 and 商标 are the same
thing to the search. What is shown is always the original: `fold_with_offsets` says where each folded
character came from.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

TABLE_FILE = Path(__file__).with_name("traditional.txt")
# Blocks in which NFKC replaces one character by exactly one other often enough to be worth a table.
COMPATIBLE = (
    (0xA0, 0x100),
    (0x2460, 0x2500),
    (0x2E80, 0x2FE0),
    (0x3000, 0x3040),
    (0xF900, 0xFB00),
    (0xFF00, 0xFFF0),
)
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# Length-keeping on purpose where NFKC or lower() is not: the ellipsis is mere punctuation here.
SPECIAL = {"…": ".", "İ": "i", "’": "'", "‘": "'", "ʼ": "'"} | dict.fromkeys(DASHES, "-")
ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe00-\ufe0f\ufeff]")
# Characters that NFKC never changes nor joins with a neighbour; a run of them needs no care in the slow path.
PLAIN = re.compile(
    "(?:[\\x00-\\x7f\u3001-\u3029\u30a1-\u30fa\u4e00-\u9fff](?![\u0300-\u036f\u3099\u309a\uff9e\uff9f]))+"
)


@cache
def _table() -> dict[int, str]:
    """Character → character for `str.translate`: width forms, dashes, traditional characters; keeps the length."""
    table: dict[int, str] = {}
    for first, last in COMPATIBLE:
        for code in range(first, last):
            normal = unicodedata.normalize("NFKC", chr(code)).lower()
            if len(normal) == 1 and normal != chr(code) and not unicodedata.combining(normal):
                table[code] = normal
    table |= {ord(character): to for character, to in SPECIAL.items()}
    for line in TABLE_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            table |= {ord(pair[0]): pair[1] for pair in line.split()}
    # A compatibility ideograph may be a traditional character itself.
    return {code: table.get(ord(to), to) for code, to in table.items()}


def fold(text: str) -> str:
    """The folded text, for indexing and asking; its length may differ from the original's."""
    return fold_with_offsets(text)[0]


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters (and its end) the place in the original text."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded = text.translate(_table())
    if unicodedata.is_normalized("NFKC", folded) and not INVISIBLE.search(folded):
        return folded.lower(), range(len(text) + 1)
    return _fold_slowly(folded)


@cache
def _accents() -> dict[int, str]:
    """Latin letter with marks → the bare letter, for `str.translate`; keeps the length."""
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare != chr(code):
            table[code] = bare
    return table


def unaccented(folded: str) -> str:
    """Folded text with é as e, ü as u; as long as before."""
    return folded.translate(_accents()) if ACCENTED.search(folded) else folded


def _fold_slowly(text: str) -> tuple[str, list[int]]:
    """The same for text in which one character becomes several or several become one (½, ㎏, e + accent)."""
    visible = [place for place, character in enumerate(text) if not INVISIBLE.match(character)]
    whole, text = len(text), "".join(text[place] for place in visible)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        plain = PLAIN.match(text, at)
        if plain:
            end, piece = plain.end(), plain.group()
            offsets.extend(range(at, end))
        else:
            end = _cluster_end(text, at)
            piece = unicodedata.normalize("NFKC", text[at:end]).translate(_table())
            offsets.extend([at] * len(piece))
        pieces.append(piece)
        at = end
    return "".join(pieces).lower(), [*(visible[place] for place in offsets), whole]


def _cluster_end(text: str, start: int) -> int:
    """Where the cluster ends that must be normalised together with the character at `start`."""
    end = start + 1
    # 32 marks on one letter are an attack, not a language; without the bound the loop would be quadratic.
    while end < min(len(text), start + 32):
        together = unicodedata.normalize("NFKC", text[start : end + 1])
        apart = unicodedata.normalize("NFKC", text[start:end]) + unicodedata.normalize("NFKC", text[end])
        if together == apart and not unicodedata.combining(text[end]):
            break
        end += 1
    return end
