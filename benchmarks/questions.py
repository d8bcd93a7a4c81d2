"""Questions drawn from the documents themselves, seeded, in the forms that people type."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.corpus import SEED, Doc
from kb.library.query import parse

RUN = re.compile("[\u4e00-\u9fff]{2,}")
WORD = re.compile(r"\b[A-Za-z]{4,}\b")


@dataclass(frozen=True)
class Question:
    """What is typed, and the jurisdiction it is limited to ("" for none)."""

    text: str
    jurisdiction: str = ""


def one_term(doc: Doc, rnd: random.Random) -> str | None:
    """Two neighbouring Han characters, or an English word."""
    words = _words(doc, rnd, 1)
    return words[0] if words else None


def three_terms(doc: Doc, rnd: random.Random) -> str | None:
    """Three words that stand near each other, with spaces between."""
    words = _words(doc, rnd, 3)
    return " ".join(words) if words else None


def phrase(doc: Doc, rnd: random.Random) -> str | None:
    """Four or five Han characters that follow each other, in quotation marks."""
    text = _run(doc, rnd, 4, 5)
    return f'"{text}"' if text else None


def run_of_characters(doc: Doc, rnd: random.Random) -> str | None:
    """Three to eight Han characters without a space, as people type most often."""
    return _run(doc, rnd, 3, 8)


def draw(
    docs: Sequence[Doc],
    form: Callable[[Doc, random.Random], str | None],
    count: int,
    *,
    limited: bool = False,
    seed: int = 0,
) -> list[Question]:
    """So many different questions that name something to look for; `limited`: each to its document's jurisdiction."""
    rnd = random.Random(SEED + 31 * seed)
    found: dict[str, Question] = {}
    for _ in range(count * 60):
        doc = rnd.choice(docs)
        text = form(doc, rnd)
        if text and parse(text).groups:
            found.setdefault(text, Question(text, doc.jurisdiction if limited else ""))
        if len(found) == count:
            break
    return list(found.values())


def _words(doc: Doc, rnd: random.Random, count: int) -> list[str]:
    """Words of one place of the text: pairs of characters cut off the Han runs there, or English words."""
    start = rnd.randrange(max(1, len(doc.text) - 60))
    place = doc.text[start : start + 60]
    runs = [m.group() for m in RUN.finditer(place)]
    pairs = [run[i : i + 2] for run in runs for i in range(0, len(run) - 1, 2)]
    pieces = list(dict.fromkeys(pairs or WORD.findall(doc.text[start : start + 120])[1:-1]))
    if len(pieces) < count:
        return []
    first = rnd.randrange(len(pieces) - count + 1)
    return pieces[first : first + count]


def _run(doc: Doc, rnd: random.Random, least: int, most: int) -> str | None:
    length = rnd.randint(least, most)
    runs = [m.group() for m in RUN.finditer(doc.text) if len(m.group()) >= length]
    if not runs:
        return None
    run = rnd.choice(runs)
    at = rnd.randrange(len(run) - length + 1)
    return run[at : at + length]
