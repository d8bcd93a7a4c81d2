"""What the reader may be typing, and what a misspelled question may have meant. Pure and in memory."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.library.analyzer import is_han, runs, word_terms
from kb.library.folding import fold

LONGEST = 100  # characters of a question that are looked at
SHORTEST_WORD, SHORTEST_HAN = 4, 3  # shorter ones are one letter away from too much
LONGEST_HAN = 10
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Phrase:
    """Something that may be suggested: its text, how much it matters, and what the caller wants back with it."""

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
        """Phrases that begin with what was typed, then those with a word that does, then those that contain it."""
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

    def spell(self, typed: str) -> str | None:
        """The question with its unknown words replaced by known ones that differ by a slip; None if there are none."""
        folded = fold(typed[:LONGEST])
        pieces: list[str] = []
        at = 0
        for start, end in runs(folded):
            run = folded[start:end]
            pieces.append(folded[at:start])
            pieces.append(self._han(run) if is_han(run) else WORD.sub(lambda m: self._nearest(m.group()), run))
            at = end
        meant = "".join([*pieces, folded[at:]])
        return meant if meant != folded else None

    def _han(self, run: str) -> str:
        """A Han run with the longest stretch mended that is one character away from a known form."""
        if run in self._words:
            return run
        for length in range(min(LONGEST_HAN, len(run)), SHORTEST_HAN - 1, -1):
            for start in range(len(run) - length + 1):
                window = run[start : start + length]
                if window in self._words:
                    return run
                meant = self._nearest(window)
                if meant != window and (length == len(run) or len(meant) == length):
                    return run[:start] + meant + run[start + length :]
        return run

    def _nearest(self, word: str) -> str:
        """The known word nearest to this one, or the word itself when it is known, short, or like none."""
        if word in self._words or not _long_enough(word) or self._same_stem(word):
            return word
        near = {other for shorter in _shortened(word) for other in self._near.get(shorter, ())}
        ranked = sorted((_slips(word, other), -self._words[other], other) for other in near)
        return ranked[0][2] if ranked and ranked[0][0] <= (1 if len(word) < 8 else 2) else word

    def _same_stem(self, word: str) -> bool:
        """True for another form (a plural, say) of a known English word."""
        stem = word_terms(word)[:1]
        return not is_han(word) and (not stem or stem[0] in self._words)


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


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its characters: two words one slip apart have one of these in common."""
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
