"""Han characters in the texts of entries and in queries, and simplified ones written as traditional ones."""

import re
from collections.abc import Iterator
from functools import cache

from bs4 import BeautifulSoup

from kb.library import Held
from kb.settings import ROOT

HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
RUN = re.compile(f"{HAN}{{2,}}")
_TABLE = ROOT / "kb/library/traditional.txt"


@cache
def _traditional() -> dict[int, str]:
    """Simplified character → a traditional one that folds to it."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {ord(simplified): traditional for traditional, simplified in reversed([tuple(p) for p in pairs])}


def in_traditional(text: str) -> str:
    """The text with every simplified character that has a traditional form written so."""
    return text.translate(_traditional())


def chinese_texts(held: Held) -> list[str]:
    """What an entry says in Chinese: every {zh, en} of its front matter but those of its sources, and its body."""
    front = held.entry.model_dump(mode="json", exclude={"sources", "body"})
    return [*_zh(front), *BeautifulSoup(held.html_zh, "html5lib").get_text("\n").splitlines()]


def _zh(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            yield value["zh"]
        else:
            for inner in value.values():
                yield from _zh(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _zh(inner)
