"""Whole identifiers (docket, patent, article, section numbers) in one form, however they are typed.

Works on folded text (`kb.library.folding`). `337-TA-1286`, `337-ta 1286` and `337TA1286` share the key
`337ta1286`; `第四百六十三条`, `第463条`, `463条` and `Article 463` share `条463`. A number with a sub-paragraph has
two keys, the exact one first: `35usc271(a)`, `35usc271`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
NUMERAL = "[0-9〇零一二两三四五六七八九十百千]{1,9}"
SUB = r"((?:\s?\([0-9a-z]{1,4}\))*)"
START = "(?<![0-9a-z])"
END = "(?![0-9a-z])"
# The kind code of a patent document (B1, A2) names a publication of the same patent: not part of the key.
KIND_CODE = rf"(?:\s?[abcstuy][0-9]?)?{END}"
COUNTRIES = "wo|ep|us|cn|zl|jp|kr|de|gb|fr|tw|vn|in|au|ca|ru|br|mx|es|it|eu"


@dataclass(frozen=True)
class Identifier:
    """One identifier found in a text: where it stands, and its keys, the exact one first."""

    start: int
    end: int
    keys: tuple[str, ...]


def number(text: str) -> int | None:
    """The value of a numeral in figures or Chinese (四百六十三, 一〇二); None when it is not one."""
    if text.isdecimal():
        return int(text)
    if not any(c in CHINESE_UNITS for c in text):
        digits = [CHINESE_DIGITS.get(c) for c in text]
        return None if None in digits else int("".join(map(str, digits)))
    total, current = 0, 0
    for c in text:
        if c in CHINESE_UNITS:
            total += (current or 1) * CHINESE_UNITS[c]
            current = 0
        elif c in CHINESE_DIGITS:
            current = CHINESE_DIGITS[c]
        else:
            return None
    return total + current


def squeezed(text: str) -> str:
    """Letters and figures only: the key of an identifier of which no pattern is known."""
    return "".join(c for c in text if c.isalnum())


def _with_sub(base: str, sub: str | None) -> tuple[str, ...]:
    return (base + re.sub(r"\s", "", sub), base) if sub else (base,)


def _usc(m: re.Match[str]) -> tuple[str, ...]:
    return _with_sub(f"{m[1]}usc{m[2]}", m[3])


def _article(m: re.Match[str]) -> tuple[str, ...]:
    value = number(m[1])
    if value is None:
        return ()
    branch = number(m[2]) if m[2] else None
    return (f"条{value}-{branch}", f"条{value}") if branch is not None else (f"条{value}",)


def _era_docket(m: re.Match[str]) -> tuple[str, ...]:
    era = {"r": "令和", "h": "平成", "s": "昭和"}.get(m[1], m[1])
    year = 1 if m[2] == "元" else number(m[2])
    return () if year is None else (f"{era}{year}({m[3]}){int(m[4])}",)


def _patent(m: re.Match[str]) -> tuple[str, ...]:
    return (m[1] + squeezed(m[2]),)


Make = Callable[[re.Match[str]], tuple[str, ...]]


def _dockets() -> list[tuple[str, Make]]:
    """Case numbers of courts and offices."""
    return [
        (rf"{START}337\s?-?\s?ta\s?-?\s?0*(\d{{1,4}}){END}", lambda m: (f"337ta{m[1]}",)),
        (
            rf"{START}(?:\d\s?:\s?)?(?:20)?(\d\d)\s?-?\s?(cv|cr|mc|md|ml|mj|bk|ap|civ)\s?-?\s?0*(\d{{1,6}})"
            rf"{END}",
            lambda m: (f"{m[1]}{m[2]}{m[3]}",),
        ),
        (
            rf"{START}(ipr|pgr|cbm|der)\s?-?(20\d\d)\s?-\s?0*(\d{{1,5}}){END}",
            lambda m: (f"{m[1]}{m[2]}-{m[3]}",),
        ),
        (
            rf"{START}upc[_\s-]?(cfi|coa)[_\s-]?0*(\d+)\s?/\s?(20\d\d){END}",
            lambda m: (f"upc{m[1]}{m[2]}/{m[3]}",),
        ),
        (
            rf"{START}(act|app|ord|ccr?|ppca)[_-]\s?0*(\d+)\s?/\s?(20\d\d){END}",
            lambda m: (f"{m[1]}{m[2]}/{m[3]}",),
        ),
        (rf"{START}([tgjrdwc])[\s-]?0*(\d{{1,4}})\s?/\s?(\d\d){END}", lambda m: (f"{m[1]}{m[2]}/{m[3]}",)),
        (
            rf"(令和|平成|昭和|{START}[rhs])\s?(元|{NUMERAL})\s?年?\s?\((\w{{1,4}})\)\s?第?\s?0*(\d+)\s?号?",
            _era_docket,
        ),
        (
            r"[(\[〔]?(20\d\d)[)\]〕]?\s?([\u4e00-\u9fff]{1,6}\d{0,4}[\u4e00-\u9fff]{1,6})\s?0*(\d+)\s?号",
            lambda m: (f"{m[1]}{m[2]}{m[3]}",),
        ),
    ]


def _provisions() -> list[tuple[str, Make]]:
    """Sections, articles and rules of law."""
    return [
        (
            rf"{START}(\d{{1,2}})\s?u\.?\s?s\.?\s?(?:c(?:ode)?\.?\s?(?:a\.\s?)?)"
            rf"(?:§+|sec(?:tions?)?\.?|s\.)?\s?(\d+[a-z]{{0,2}}(?:-\d+[a-z]?)?){SUB}",
            _usc,
        ),
        (rf"美国法典第?\s?(\d+)\s?[编卷]第?\s?(\d+[a-z]?)\s?条{SUB}", _usc),
        (
            rf"{START}(\d{{1,2}})\s?c\.?\s?f\.?\s?r\.?\s?(?:§+|parts?|sec(?:tions?)?\.?)?\s?"
            rf"(\d+(?:\.\d+)?[a-z]?){SUB}",
            lambda m: _with_sub(f"{m[1]}cfr{m[2]}", m[3]),
        ),
        (rf"{START}rules?\s?(\d+[a-z]?(?:\.\d+)?){SUB}", lambda m: _with_sub(f"rule{m[1]}", m[2])),
        (rf"(?:第\s?)?({NUMERAL})\s?条(?:之\s?({NUMERAL}))?(?!款)", _article),
        (rf"{START}art(?:icles?|\.)?\s?(\d+[a-z]?){SUB}", lambda m: _with_sub(f"条{m[1]}", m[2])),
        (
            rf"(?:§+|{START}section|{START}sec\.)\s?(\d+[a-z]{{0,2}}){SUB}",
            lambda m: _with_sub(f"§{m[1]}", m[2]),
        ),
        (r"(?<!\d)(\d{1,4})\s?条款", lambda m: (f"§{m[1]}",)),
    ]


def _patents() -> list[tuple[str, Make]]:
    """Numbers of patents and applications."""
    return [
        (rf"{START}(ep)\s?(\d\s?\d{{3}}\s?\d{{3}}){KIND_CODE}", _patent),
        (
            rf"{START}(us)\s?(?:patent)?\s?(?:no\.)?\s?"
            rf"(d\s?\d{{3}}[,\s]?\d{{3}}|(?:re\s?)?\d{{1,2}}(?:[,\s]?\d{{3}}){{2}}){KIND_CODE}",
            _patent,
        ),
        (
            r"(?:u\.s\.|美国)\s?(?:patent|专利)\s?(?:no\.?|第)?\s?(\d{1,2}(?:[,\s]?\d{3}){2})",
            lambda m: ("us" + squeezed(m[1]),),
        ),
        (
            rf"{START}({COUNTRIES})[\s.]?((?:[1-4]0[\s-]?)?(?:(?:19|20)\d\d)?\s?[-/]?\s?\d[\s-]?\d{{5,7}}(?:\.[\dx])?)"
            rf"{KIND_CODE}",
            _patent,
        ),
        (r"特许第?\s?(\d{6,7})\s?号", lambda m: ("jp" + m[1],)),
    ]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Make], ...]:
    """Each way of writing an identifier, with the function that makes its keys; earlier ones win."""
    return tuple((re.compile(pattern), make) for pattern, make in [*_dockets(), *_provisions(), *_patents()])


def identifiers(folded: str) -> Iterator[Identifier]:
    """Every identifier in a folded text, pattern by pattern; what an earlier one took, a later one leaves."""
    if not folded or not HAS_NUMBER.search(folded):
        return
    taken = bytearray(len(folded))
    for pattern, make in _patterns():
        for m in pattern.finditer(folded):
            if any(taken[m.start() : m.end()]):
                continue
            keys = make(m)
            if keys:
                taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
                yield Identifier(m.start(), m.end(), keys)


HAS_NUMBER = re.compile("[0-9]|[一二三四五六七八九十百]+\\s?条")


def identifier_key(folded: str) -> str:
    """The key of a text that is an identifier as a whole: by its pattern, or letters and figures only."""
    text = folded.strip()
    for found in identifiers(text):
        if found.start == 0 and found.end >= len(text):
            return found.keys[0]
    return squeezed(text)
