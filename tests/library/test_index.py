"""The index agrees with a naive scan, through updates, deletes, segments and threads; Whoosh's traps stay shut."""

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import TOC

from kb.errors import Damaged, Unavailable
from kb.library import index as index_module
from kb.library.index import Hits, Index, IndexDocument
from kb.library.query import parse
from kb.library.thesaurus import Concept, Thesaurus
from tests.library.naive import Naive, close

WORDS = (
    "商标 专利 侵权 外观设计 抢注 诉讼 海关 扣留 的 法 第四百六十三条 第3条 平衡车 特許権 搶註 "
    "patent design licence licensing trade trade-mark 337-TA-1286 35usc271 us 2021 e-bike"
).split()
THESAURUS = Thesaurus(
    (Concept("design", ("外观设计", "外观专利"), ("design patent",)), Concept("squat", ("抢注",), ("licence trade",)))
)
FACETS = {"kind": ("law", "case", "fees"), "jurisdiction": ("us", "jp", "cn"), "right": ("patent", "trademark")}


def words(rnd: random.Random, most: int) -> str:
    """Up to so many words, some run together as Chinese is."""
    return "".join(rnd.choice(WORDS) + rnd.choice(("", " ", "，")) for _ in range(rnd.randrange(most)))


def document(rnd: random.Random, number: int, pool: int = 120) -> IndexDocument:
    facets = {name: tuple(rnd.sample(values, rnd.randrange(3))) for name, values in FACETS.items()}
    identifiers = (rnd.choice(("337-TA-1286", "EP 3 456 789", "T 0836/09")),) if rnd.random() < 0.1 else ()
    return IndexDocument(
        id=f"d{rnd.randrange(pool)}", number=number, identifiers=identifiers, title=words(rnd, 4), terms=words(rnd, 3),
        summary=words(rnd, 5), headings=words(rnd, 3), body=words(rnd, 40), facets=facets,
        date=rnd.choice((None, "2020-01-02", "2024-05-06")),
    )  # fmt: skip


def question(rnd: random.Random) -> str:
    """A question of any shape: words, a run of them, a phrase, a sentence."""
    shape = rnd.randrange(5)
    if shape == 0:
        return rnd.choice(WORDS)
    if shape == 1:
        return f'"{rnd.choice(WORDS)}{rnd.choice(("", " "))}{rnd.choice(WORDS)}" {rnd.choice(WORDS)}'
    if shape == 2:
        return "".join(rnd.choices(WORDS, k=rnd.randrange(3, 6))) + "怎么办"
    return rnd.choice(("", " ")).join(rnd.choices(WORDS, k=rnd.randrange(1, 4)))


def filters(rnd: random.Random) -> dict[str, list[str]]:
    return {name: rnd.sample(values, rnd.randrange(1, 3)) for name, values in FACETS.items() if rnd.random() < 0.3}


def agree(index: Index, naive: Naive, q: str, wanted: dict[str, list[str]], limit: int = 10) -> Hits:
    """Asks both and compares sets, scores, order, counts and facets."""
    query = parse(q, THESAURUS)
    hits = index.find(query, wanted, limit=limit)
    everything = index.find(query, wanted, limit=10_000)
    scores, share = naive.scores(query)
    if not query.groups and not query.keys:
        scores = {} if query.nothing else {d.id: 0.0 for d in naive.documents}
    chosen, counts = naive.facets(scores.keys(), wanted)
    assert {i for i, _ in everything.ids} == chosen, q
    assert (hits.total, everything.total, hits.share) == (len(chosen), len(chosen), share), q
    assert all(close(score, scores[i]) for i, score in everything.ids), q
    assert hits.ids == everything.ids[:limit], q
    assert index.find(query, wanted, limit=3, offset=2).ids == everything.ids[2:5], q
    if query.groups:
        assert list(everything.ids) == sorted(everything.ids, key=lambda hit: (-hit[1], hit[0])), q
    if not query.nothing:
        found = {
            name: dict(values) for name, values in hits.facets.items() if values
        }  # a deleted document's facet: empty
        assert found == {name: values for name, values in counts.items() if values}, q
    return hits


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index.create(tmp_path / "index")
    yield made
    made.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Naive]]:
    """Four commits with updates and deletes, four segments, and the documents that must have survived."""
    rnd = random.Random(20)
    index = Index.create(tmp_path_factory.mktemp("filled") / "index")
    alive: dict[str, IndexDocument] = {}
    for commit in range(4):
        gone = rnd.sample(sorted(alive), min(len(alive), 9))
        documents = [document(rnd, commit * 100 + n) for n in range(45)]
        index.apply(documents, gone)
        alive = {i: d for i, d in alive.items() if i not in gone} | {d.id: d for d in documents}
    assert len(index._now()._leaves) == 4
    yield index, Naive(alive.values())
    index.close()


def test_a_thousand_questions_are_answered_as_by_a_naive_scan(filled: tuple[Index, Naive]) -> None:
    rnd = random.Random(21)
    shares = {agree(*filled, question(rnd), filters(rnd)).share for _ in range(1000)}
    assert shares == {"all", "most"}


def test_optimizing_changes_no_answer(filled: tuple[Index, Naive], tmp_path: Path) -> None:
    rnd = random.Random(22)
    index = Index.create(tmp_path / "index")
    for _ in range(3):
        index.apply([document(rnd, n) for n in range(30)])
    questions = [question(rnd) for _ in range(60)]
    before = [index.find(parse(q, THESAURUS)) for q in questions]
    index.optimize()
    assert [index.find(parse(q, THESAURUS)) for q in questions] == before
    assert len(index._now()._leaves) == 1
    index.close()


def test_a_segment_without_any_text_can_be_read(index: Index):
    index.apply([IndexDocument(id="empty", number=1)], [])
    assert index.ids_with_numbers() == {"empty": 1}
    assert index.find(parse('"商标 海关"', THESAURUS), {}, limit=5).total == 0


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), commits=st.integers(1, 12))
def test_any_history_ends_as_a_naive_scan_of_what_is_left(
    tmp_path_factory: pytest.TempPathFactory, seed: int, commits: int
) -> None:
    rnd = random.Random(seed)
    index = Index.create(tmp_path_factory.mktemp("history") / "index")
    alive: dict[str, IndexDocument] = {}
    for commit in range(commits):
        gone = rnd.sample(sorted(alive), rnd.randrange(len(alive) + 1) // 2)
        documents = [document(rnd, commit, pool=20) for _ in range(rnd.randrange(8))]
        index.apply(documents, gone)
        alive = {i: d for i, d in alive.items() if i not in gone} | {d.id: d for d in documents}
        assert index.ids_with_numbers() == {i: d.number for i, d in alive.items()}
        assert index.doc_count() == len(alive)
        if rnd.random() < 0.1:
            index.optimize()
    naive = Naive(alive.values())
    for _ in range(12):
        agree(index, naive, question(rnd), filters(rnd), limit=rnd.randrange(1, 6))
    index.close()


def test_every_piece_of_chinese_of_two_characters_or_more_finds_its_document(filled: tuple[Index, Naive]) -> None:
    index, naive = filled
    rnd = random.Random(23)
    asked = 0
    for doc in naive.documents:
        for text in (doc.title, doc.body):
            runs = [
                run for run in "".join(c if "\u4e00" <= c <= "\u9fff" else " " for c in text).split() if len(run) > 1
            ]
            for run in rnd.sample(runs, min(3, len(runs))):
                start = rnd.randrange(len(run) - 1)
                piece = run[start : start + rnd.randrange(2, 9)]
                for q in (piece, f'"{piece}"'):
                    found = {i for i, _ in index.find(parse(q, THESAURUS), limit=1000).ids}
                    assert doc.id in found, (q, doc)
                asked += 1
    assert asked > 200


def test_eight_threads_get_the_answers_of_one(filled: tuple[Index, Naive], tmp_path: Path) -> None:
    index, _ = filled
    rnd = random.Random(24)
    questions = [parse(question(rnd), THESAURUS) for _ in range(150)]
    alone = [index.find(query) for query in questions]
    fresh = Index.open(Path(index._index.storage.folder))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            orders = [random.Random(n).sample(range(len(questions)), len(questions)) for n in range(8)]
            answers = threads.map(lambda order: {i: fresh.find(questions[i]) for i in order}, orders)
            assert all(answer[i] == alone[i] for answer in answers for i in range(len(questions)))
    finally:
        sys.setswitchinterval(interval)
        fresh.close()


def test_readers_go_on_while_another_process_would_write(index: Index, tmp_path: Path) -> None:
    """A second object on the same folder stands for another process: readers see each commit whole, or not yet."""
    writer = Index.open(tmp_path / "index")
    seen: list[int] = []

    def read(_: int) -> None:
        hits = index.find(parse("商标"), limit=100)
        assert len({i for i, _ in hits.ids}) == hits.total
        seen.append(hits.total)

    with ThreadPoolExecutor(4) as threads:
        for step in range(12):
            writer.apply([IndexDocument(f"d{step}-{n}", step, title="商标") for n in range(5)])
            list(threads.map(read, range(8)))
    assert {total % 5 for total in seen} == {0}
    assert seen[-1] == 60
    writer.close()


def test_an_id_given_twice_in_one_commit_stays_once_and_the_last_wins(index: Index) -> None:
    index.apply([IndexDocument("a", 1, title="商标"), IndexDocument("a", 2, title="专利")])
    index.apply([IndexDocument("a", 3, title="海关"), IndexDocument("a", 4, title="诉讼")])
    assert index.ids_with_numbers() == {"a": 4}
    assert [i for i, _ in index.find(parse("诉讼")).ids] == ["a"]
    assert index.find(parse("海关")).total == 0


def test_what_is_both_given_and_deleted_stays(index: Index) -> None:
    index.apply([IndexDocument("a", 1, title="商标")])
    index.apply([IndexDocument("a", 2, title="专利")], ["a"])
    assert index.ids_with_numbers() == {"a": 2}


def test_a_document_that_cannot_be_analysed_leaves_the_index_as_it_was_and_unlocked(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.apply([IndexDocument("a", 1, title="商标")])
    analyse = index_module.index_terms

    def broken(text: str) -> tuple[dict[str, int], int]:
        if text == "专利":
            raise RuntimeError("broken on purpose")
        return analyse(text)

    with monkeypatch.context() as patch:
        patch.setattr(index_module, "index_terms", broken)
        with pytest.raises(RuntimeError, match="on purpose"):
            index.apply([IndexDocument("a", 3, title="海关"), IndexDocument("b", 2, title="专利")], ["a"])
    assert index.ids_with_numbers() == {"a": 1}
    assert index.find(parse("商标")).total == 1
    index.apply([IndexDocument("a", 4, title="诉讼")])
    assert index.ids_with_numbers() == {"a": 4}


def test_a_commit_that_fails_leaves_the_index_as_it_was_and_unlocked(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.apply([IndexDocument("a", 1, title="商标")])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(TOC, "write", full)
        with pytest.raises(OSError, match="No space left"):
            index.apply([IndexDocument("a", 2, title="专利")])
    assert index.ids_with_numbers() == {"a": 1}
    index.apply([IndexDocument("b", 3, title="海关")])
    assert index.ids_with_numbers() == {"a": 1, "b": 3}


def test_a_second_writer_is_refused_in_words(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "LOCK_SECONDS", 0.0)
    writer = index._writer()
    with pytest.raises(Unavailable):
        index.apply([IndexDocument("a", 1)])
    writer.cancel()
    index.apply([IndexDocument("a", 1)])
    assert index.doc_count() == 1


def test_the_index_is_not_mapped_into_memory(index: Index) -> None:
    """Whoosh's mmap storage copies every segment to the heap of every process."""
    assert index._index.storage.supports_mmap is False


def test_a_folder_without_an_index_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        Index.open(tmp_path)
    with pytest.raises(Damaged):
        Index.open(tmp_path / "absent")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves the bad file open
def test_a_cut_off_segment_is_damaged(index: Index, tmp_path: Path) -> None:
    index.apply([IndexDocument(f"d{n}", 1, title="商标 专利", body="侵权" * n) for n in range(50)])
    (segment,) = (tmp_path / "index").glob("*.seg")
    segment.write_bytes(segment.read_bytes()[:1000])
    opened = Index.open(tmp_path / "index")
    with pytest.raises(Damaged):
        opened.find(parse("商标"))
    opened.close()


def test_nothing_to_apply_makes_no_commit(index: Index) -> None:
    before = index.generation()
    index.apply([], [])
    assert index.generation() == before


def test_an_empty_question_lists_everything_the_latest_first_then_by_title(index: Index) -> None:
    rows = [("a", "乙", "2020-01-01"), ("b", "甲", "2024-01-01"), ("c", "A", None), ("d", "丙", "2020-01-01")]
    index.apply(IndexDocument(i, 1, title=title, date=day, facets={"kind": (i,)}) for i, title, day in rows)
    assert [i for i, _ in index.find(parse("")).ids] == ["b", "d", "a", "c"]
    assert [i for i, _ in index.find(parse(" "), {"kind": ["a", "c", "zz"]}).ids] == ["a", "c"]
    assert [i for i, _ in index.find(parse(""), limit=2, offset=1).ids] == ["d", "a"]
    assert index.find(parse(""), limit=20, offset=99_999).ids == ()


def test_counts_of_a_facet_disregard_its_own_filter_only(index: Index) -> None:
    rows = [("a", "law", "us"), ("b", "case", "us"), ("c", "law", "jp")]
    index.apply(
        IndexDocument(i, 1, title="商标", facets={"kind": (kind,), "place": (place,)}) for i, kind, place in rows
    )
    hits = index.find(parse("商标"), {"kind": ["law"], "place": ["us"]})
    assert [i for i, _ in hits.ids] == ["a"]
    assert hits.facets == {"kind": {"law": 1, "case": 1}, "place": {"us": 1, "jp": 1}}


def test_a_filter_on_an_unknown_facet_or_value_finds_nothing(index: Index) -> None:
    index.apply([IndexDocument("a", 1, title="商标", facets={"kind": ("law",)})])
    assert index.find(parse("商标"), {"nonsense": ["x"]}).total == 0
    assert index.find(parse("商标"), {"kind": ["' or 1=1 --"]}).total == 0


@pytest.mark.parametrize(
    ("own", "typed"),
    [
        ("337-TA-1286", "337ta1286"),
        ("337-TA-1286", "Inv. No. 337-TA-1286"),
        ("EP 3 456 789", "EP3456789B1"),
        ("1:23-cv-01234", "23-cv-1234"),
        ("UPC_CFI_123/2024", "upc cfi 123/2024"),
        ("令和5年(ワ)第70001号", "令和五年（ワ）第７０００１号"),
        ("昭和34年法律第121号", "昭和３４年法律第121号"),
        ("T 0836/09", "t836/09 是什么案子"),
    ],
)
def test_an_identifier_that_names_an_entry_comes_first(index: Index, own: str, typed: str) -> None:
    others = [IndexDocument(f"o{n}", 1, title=typed, summary=typed, body=typed * 20) for n in range(5)]
    index.apply([*others, IndexDocument("own", 1, identifiers=(own,), title="一宗案件")])
    hits = index.find(parse(typed))
    assert hits.ids[0][0] == "own"
    assert hits.direct == ("own",)
    assert hits.total == 6


def test_one_character_is_answered_from_titles(index: Index) -> None:
    index.apply([IndexDocument("a", 1, title="专利法"), IndexDocument("b", 2, title="关税", body="法")])
    assert [i for i, _ in index.find(parse("法")).ids] == ["a"]


def test_quoted_words_stand_as_they_are(index: Index) -> None:
    index.apply(
        [
            IndexDocument("a", 1, body="专利商标局 the part of law"),
            IndexDocument("b", 2, body="商标和专利，专利商 利商标 the art of law"),
        ]
    )
    assert [i for i, _ in index.find(parse('"专利商标"')).ids] == ["a"]
    assert index.find(parse("专利商标")).total == 2
    assert [i for i, _ in index.find(parse('"art of law"')).ids] == ["b"]
    assert index.find(parse('"art law"')).total == 0
    assert [i for i, _ in index.find(parse("「专利商标」")).ids] == ["a"]


def test_the_thesaurus_finds_the_other_language_below_the_typed_form(index: Index) -> None:
    index.apply(
        [
            IndexDocument("zh", 1, title="外观设计指南", body="海关扣留与诉讼"),
            IndexDocument("en", 2, title="Design patents guide", body="customs seizure in court"),
            IndexDocument("no", 3, title="Patent office, a design house", body="商标"),
        ]
    )
    assert [i for i, _ in index.find(parse("外观设计", THESAURUS)).ids][:2] == ["zh", "en"]
    assert "en" not in {i for i, _ in index.find(parse("外观设计")).ids}
    assert next(i for i, _ in index.find(parse("design patent", THESAURUS)).ids) == "en"


def test_too_few_with_all_words_shows_those_with_most_and_says_so(index: Index) -> None:
    index.apply(IndexDocument(f"d{n}", 1, title="商标 抢注") for n in range(3))
    assert index.find(parse("商标 抢注")).share == "all"
    most = index.find(parse("商标 抢注 海关"))
    assert (most.total, most.share) == (3, "most")


def test_old_snapshots_close_their_files(index: Index) -> None:
    index.apply([IndexDocument("a", 1, title="商标")])
    old = index._now()
    readers = [leaf.reader for leaf in old._leaves]
    index.apply([IndexDocument("b", 1, title="商标")])
    assert index.find(parse("商标")).total == 2
    assert not any(reader.is_closed for reader in readers)
    assert len(old.postings("商标")) == 1
    del old
    assert all(reader.is_closed for reader in readers)
