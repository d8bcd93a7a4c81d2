"""What stands in an entry is found by typing it: no Chinese words of the library lead to an empty page."""

import random
import re

import pytest

from kb.library import Library
from tests.judged.edition import CONTENT
from tests.judged.measure import ask
from tests.judged.scripts import HAN, RUN, chinese_texts

SAMPLES = 400
SEED = 20261122
BEYOND = 10_000


@pytest.fixture(scope="module")
def texts(library: Library) -> dict[str, list[str]]:
    """The Chinese texts of every entry, by id."""
    held = [library.get(brief.id) for brief in library.briefs()]
    return {h.entry.id: chinese_texts(h) for h in held if h}


def samples(texts: dict[str, list[str]]) -> list[tuple[str, str]]:
    """(entry, run of 2 to 6 Han characters of its texts), the same ones each time for the same content."""
    chance = random.Random(SEED)
    runs = {id_: RUN.findall("\n".join(lines)) for id_, lines in sorted(texts.items())}
    found = []
    while len(found) < SAMPLES:
        id_ = chance.choice(list(runs))
        run = chance.choice(runs[id_])
        length = chance.randint(2, min(6, len(run)))
        start = chance.randint(0, len(run) - length)
        found.append((id_, run[start : start + length]))
    return found


def nothing(library: Library, query: str) -> bool:
    """True if the reader sees no entry, neither of the territory named nor of others."""
    if ask(library, query, page=BEYOND).total:  # a page without results costs no snippets
        return False
    page = ask(library, query)
    return not page.hits and not page.elsewhere


def finds(library: Library, query: str, id_: str) -> bool:
    """Whether the entry is among all results, on whatever page, when every territory is asked."""
    number, last = 1, 1
    while number <= last:
        page = ask(library, query, page=number, recognise=False)
        if any(hit.brief.id == id_ for hit in page.hits):
            return True
        number, last = number + 1, page.pages
    return False


def test_every_run_of_characters_of_an_entry_finds_that_entry(library: Library, texts: dict[str, list[str]]):
    drawn = samples(texts)
    assert len({id_ for id_, _ in drawn}) > len(texts) / 2
    missed = [f"{id_}: {run}" for id_, run in drawn if not finds(library, run, id_)]
    assert not missed, "\n".join(missed)


def test_no_run_of_characters_finds_nothing_when_places_are_recognised(library: Library, texts: dict[str, list[str]]):
    missed = [run for _, run in samples(texts) if nothing(library, run)]
    assert not missed, "\n".join(missed)


def test_every_chinese_title_finds_its_entry_on_the_first_page(library: Library):
    titles = [(b.id, b.title_zh) for b in library.briefs() if len(re.findall(HAN, b.title_zh)) >= 2]
    assert titles
    missed = [f"{id_}: {t}" for id_, t in titles if id_ not in {h.brief.id for h in ask(library, t).hits}]
    assert not missed, "\n".join(missed)


def test_every_chinese_form_of_the_thesaurus_that_some_entry_uses_finds_something(
    library: Library, texts: dict[str, list[str]]
):
    everything = "\n".join(line for lines in texts.values() for line in lines)
    rows = (CONTENT / "terms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    forms = {form for row in rows for form in row.split("\t")[1].split("|") if len(re.findall(HAN, form)) >= 2}
    used = sorted(form for form in forms if form in everything)
    assert len(used) > 200
    missed = [form for form in used if nothing(library, form)]
    assert not missed, "\n".join(missed)
