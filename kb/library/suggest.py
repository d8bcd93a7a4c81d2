"""What the reader may be typing, and what a misspelled question may have meant. Pure and in memory."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kb.library.analyzer import is_han, runs, word_terms
from kb.library.folding import fold

LONGEST = 100  # characters of a question that are looked at
SHORTEST_WORD, SHORTEST_HAN = 4, 3  # shorter ones are one letter away from too much
LONGEST_HAN = 10
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Phrase:
    """Something that may be suggested: its text, how much it matters, what the caller wants back with it."""

    text: str
    weight: float = 1.0
    payload: str = ""


class Suggester:
    """Suggestions and corrections from a fixed list of phrases (titles, names, forms of concepts)."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        best: dict[str, Phrase] = {}
        for phrase in phrases:
            folded = " ".join(fold(phrase.text).split())
            if folded and (folded not in best or best[folded].weight < phrase.weight):
                best[folded] = phrase
        self._phrases = [(folded, folded.replace(" ", ""), phrase) for folded, phrase in best.items()]
        self._words: dict[str, float] = {}
        self._near: dict[str, list[str]] = {}
        for folded, phrase in best.items():
            for word in _vocabulary(folded):
                self._words[word] = self._words.get(word, 0.0) + phrase.weight
        for word in self._words:
            for shorter in _shortened(word):
                self._near.setdefault(shorter, []).append(word)

    def suggest(self, typed: str, limit: int = 8) -> list[Phrase]:
        """Phrases that begin with what was typed, then those with a word that does, then those that hold it."""
        folded = " ".join(fold(typed[:LONGEST]).split())
        squeezed = folded.replace(" ", "")
        if not squeezed:
            return []
        ranked = []
        for text, close, phrase in self._phrases:
            place = _place(text, folded) if folded in text else (2 if squeezed in close else None)
            if place is not None:
                ranked.append((place, -phrase.weight, len(text), text, phrase))
        return [phrase for *_, phrase in sorted(ranked, key=lambda row: row[:4])[:limit]]

    def spell(self, typed: str, count: Callable[[str], int] | None = None) -> str | None:
        """The question with its unknown words replaced by known ones that are a slip away; None if none are.

        `count` says in how many documents a pair of characters stands (`Index.count`): a run all of whose pairs stand
        somewhere is no slip, of several corrections the one that reads on best wins, and none that would find nothing.
        """
        folded = fold(typed[:LONGEST])
        pieces: list[str] = []
        at = 0
        for start, end in runs(folded):
            run = folded[start:end]
            pieces.append(folded[at:start])
            if is_han(run):
                pieces.append(self._han(run, count))
            else:
                pieces.append(WORD.sub(lambda m: self._word(m.group()), run))
            at = end
        meant = "".join([*pieces, folded[at:]])
        return meant if meant != folded else None

    def _word(self, word: str) -> str:
        """The known word nearest to this one, or the word itself when it is known, short, or like none."""
        stem = word_terms(word)[:1]
        if word in self._words or not stem or stem[0] in self._words:
            return word
        near = self._neighbours(word, 1 if len(word) < 8 else 2)
        return min(near, key=lambda other: (_slips(word, other), -self._words[other], other), default=word)

    def _han(self, run: str, count: Callable[[str], int] | None) -> str:
        """A Han run with one stretch replaced by a known form that is one character away."""
        best: tuple[float, float, float, str] | None = None
        if len(run) > LONGEST_HAN or (count and all(map(count, _pairs(run)))):
            return run
        for start, window in _windows(run):
            if window in self._words and len(window) == len(run):
                return run
            for other in () if window in self._words else self._neighbours(window, 1):
                meant = run[:start] + other + run[start + len(window) :]
                fits = min(map(count, _new_pairs(run, meant)), default=0) if count else 1
                # A character mistaken for another is likelier than one missed or added.
                rank = (len(other) == len(window), fits, len(window) + self._words[other] / 1000, meant)
                if fits and (best is None or rank > best):
                    best = rank
        return best[3] if best else run

    def _neighbours(self, word: str, most: int) -> set[str]:
        """The known words at most so many slips away."""
        if not _long_enough(word):
            return set()
        near = {other for shorter in _shortened(word) for other in self._near.get(shorter, ())}
        return {other for other in near if _slips(word, other) <= most}


def _place(text: str, typed: str) -> int:
    """0 when the text begins with what was typed, 1 when a word in it does, 2 when it stands inside one."""
    if text.startswith(typed):
        return 0
    return 1 if f" {typed}" in text else 2


def _vocabulary(folded: str) -> Iterator[str]:
    """The words (with their stems) and short Han runs of a phrase."""
    for start, end in runs(folded):
        run = folded[start:end]
        if is_han(run):
            if SHORTEST_HAN <= len(run) <= LONGEST_HAN:
                yield run
            continue
        for word in WORD.findall(run):
            if _long_enough(word):
                yield word


def _long_enough(word: str) -> bool:
    return SHORTEST_HAN <= len(word) <= LONGEST_HAN if is_han(word) else SHORTEST_WORD <= len(word) <= 30


def _windows(run: str) -> Iterator[tuple[int, str]]:
    """Every stretch of a Han run that could be a form, with where it begins."""
    for length in range(min(LONGEST_HAN, len(run)), SHORTEST_HAN - 1, -1):
        for start in range(len(run) - length + 1):
            yield start, run[start : start + length]


def _new_pairs(before: str, after: str) -> list[str]:
    """The pairs of characters that a correction brings in."""
    return [pair for pair in _pairs(after) if pair not in _pairs(before)]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its characters: words one slip apart have one in common."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _slips(a: str, b: str) -> int:
    """How many characters were missed, added, replaced, or swapped with their neighbour between two words."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
