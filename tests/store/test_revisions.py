"""The line of a key and the line of numbers: what every backend must do alike."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kb.errors import Conflict, Invalid, NotFound
from kb.store import Change, Revision, State, Store, digest

from .acts import AT, BY

KEY = "law/us/patent-act"


def test_a_publication_comes_back_whole(store: Store) -> None:
    change = store.publish(KEY, "专利法\n", **BY)

    expected = Change(1, KEY, "publish", "专利法\n", AT, "李雷", digest("专利法\n"))
    assert change == expected
    assert store.published_after(0) == [expected]
    assert store.number() == 1
    assert store.keys() == {KEY: digest("专利法\n")}
    revision = store.published(KEY)
    assert revision == Revision(
        id=store.history(KEY)[0].id,
        key=KEY,
        state=State.PUBLISHED,
        text="专利法\n",
        sha256=digest("专利法\n"),
        author="李雷",
        at=AT,
        base=None,
        message="核对官费",
        number=1,
    )


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.number() == 0
    assert store.keys() == {}
    assert store.published_after(0) == []
    assert store.published(KEY) is None
    assert store.history(KEY) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\r\nb\rc\n",
        " 前后空格 \n\n",
        "𠮷野家 🦊 e\u0301 \u202e",
        "'; DROP TABLE revisions; --",
        "%(x)s :y ? \\",
    ],
)
def test_a_text_is_kept_to_the_letter(store: Store, text: str) -> None:
    store.publish(KEY, text, **BY)
    assert [change.text for change in store.published_after(0)] == [text]


def test_a_large_text_is_kept(store: Store) -> None:
    text = "第四百六十三条" * 300_000
    store.publish(KEY, text, **BY)
    found = store.published(KEY)
    assert found
    assert found.text == text


def test_the_hash_is_that_of_the_file() -> None:
    assert digest("专利法") == "b2bd85cdb2cfdc522b3ec5d278dbdee2fa70bb9bd60c00d374ea35c4e6a793e2"


def test_the_same_text_again_takes_no_number(store: Store) -> None:
    first = store.publish(KEY, "one", **BY)
    again = store.publish(KEY, "one", author="韩梅梅", message="again", at=AT + timedelta(days=1))
    assert again == first
    assert store.number() == 1
    assert len(store.history(KEY)) == 1


def test_the_same_text_is_no_conflict_even_from_an_old_base(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    base = store.history(KEY)[0].id
    second = store.publish(KEY, "two", base=base, **BY)
    assert store.publish(KEY, "two", base=base, **BY) == second


def test_the_same_text_under_another_key_takes_a_number(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    assert store.publish("law/jp/patent-act", "one", **BY).number == 2


def test_an_old_text_may_be_published_again(store: Store) -> None:
    for text in ("one", "two", "one"):
        store.publish(KEY, text, **BY)
    assert [change.text for change in store.published_after(0)] == ["one", "two", "one"]


def test_a_text_made_from_an_old_revision_is_a_conflict(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    base = store.history(KEY)[0].id
    store.publish(KEY, "two", base=base, **BY)
    with pytest.raises(Conflict) as caught:
        store.publish(KEY, "three", base=base, **BY)
    assert caught.value.values == {"key": KEY, "base": base, "current": store.history(KEY)[1].id}
    assert store.number() == 2
    assert [revision.text for revision in store.history(KEY)] == ["one", "two"]


def test_a_base_without_a_published_text_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict):
        store.publish(KEY, "one", base=-1, **BY)
    draft = store.draft(KEY, "one", **BY)
    with pytest.raises(Conflict):
        store.publish(KEY, "one", base=draft.id, **BY)
    assert store.number() == 0


def test_without_a_base_the_newer_text_wins(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    assert store.publish(KEY, "two", **BY).number == 2


def test_drafts_are_kept_but_not_shown(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    base = store.history(KEY)[0].id
    draft = store.draft(KEY, "two", base=base, **BY)
    review = store.draft(KEY, "three", base=base, in_review=True, **BY)

    assert (draft.state, draft.number, draft.base, draft.text) == (State.DRAFT, None, base, "two")
    assert (review.state, review.number) == (State.IN_REVIEW, None)
    assert store.history(KEY)[1:] == [draft, review]
    assert store.keys() == {KEY: digest("one")}
    assert [change.text for change in store.published_after(0)] == ["one"]


def test_a_draft_needs_a_base_of_its_own_key(store: Store) -> None:
    store.publish("guide/us", "one", **BY)
    other = store.history("guide/us")[0].id
    for base in (other, other + 1000):
        with pytest.raises(NotFound):
            store.draft(KEY, "two", base=base, **BY)
    assert store.history(KEY) == []


def test_a_withdrawal_takes_the_key_from_the_readers_only(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    change = store.withdraw(KEY, **BY)

    assert change == Change(2, KEY, "withdraw", None, AT, "李雷", digest("one"))
    assert store.published(KEY) is None
    assert store.keys() == {}
    assert [change.text for change in store.published_after(0)] == ["one", None]
    published, withdrawn = store.history(KEY)
    assert (published.text, withdrawn.text) == ("one", None)
    assert (withdrawn.state, withdrawn.base, withdrawn.number) == (State.WITHDRAWN, published.id, 2)


def test_what_is_not_published_cannot_be_withdrawn(store: Store) -> None:
    with pytest.raises(NotFound):
        store.withdraw(KEY, **BY)
    store.draft(KEY, "one", **BY)
    with pytest.raises(NotFound):
        store.withdraw(KEY, **BY)
    store.publish(KEY, "one", **BY)
    store.withdraw(KEY, **BY)
    with pytest.raises(NotFound):
        store.withdraw(KEY, **BY)
    assert store.number() == 2


def test_a_withdrawn_text_may_be_published_again(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    store.withdraw(KEY, **BY)
    assert store.publish(KEY, "one", **BY).number == 3
    assert store.keys() == {KEY: digest("one")}


def test_an_erasure_takes_every_text_of_the_key(store: Store) -> None:
    store.publish(KEY, "张三", **BY)
    store.draft(KEY, "张三的电话", **BY)
    store.publish(KEY, "张三，律师", **BY)
    store.publish("expert/li-si", "李四", **BY)
    later = AT + timedelta(days=3)
    change = store.erase(KEY, author="officer", message="PIPL 47", at=later)

    assert change == Change(4, KEY, "erase", None, later, "officer", digest("张三，律师"))
    assert store.published(KEY) is None
    assert store.keys() == {"expert/li-si": digest("李四")}
    history = store.history(KEY)
    assert [revision.text for revision in history] == [None] * 4
    hashes = [digest(text) for text in ("张三", "张三的电话", "张三，律师", "张三，律师")]
    assert [revision.sha256 for revision in history] == hashes
    assert [revision.number for revision in history] == [1, None, 2, 4]
    assert [revision.at for revision in history] == [AT, AT, AT, later]
    assert history[-1].state is State.ERASED
    assert history[-1].base == history[2].id
    changes = store.published_after(0)
    assert [(change.action, change.text) for change in changes] == [
        ("publish", None),
        ("publish", None),
        ("publish", "李四"),
        ("erase", None),
    ]


def test_withdrawn_and_unpublished_texts_can_be_erased(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    store.withdraw(KEY, **BY)
    store.draft("guide/us", "draft", **BY)
    assert store.erase(KEY, **BY).number == 3
    assert store.erase("guide/us", **BY).sha256 == digest("draft")
    assert [revision.text for revision in store.history(KEY) + store.history("guide/us")] == [None] * 5


def test_what_was_never_there_cannot_be_erased(store: Store) -> None:
    with pytest.raises(NotFound):
        store.erase(KEY, **BY)
    assert store.number() == 0


def test_after_an_erasure_the_key_starts_anew(store: Store) -> None:
    store.publish(KEY, "one", **BY)
    old = store.history(KEY)[0].id
    store.erase(KEY, **BY)
    with pytest.raises(Conflict):
        store.publish(KEY, "two", base=old, **BY)
    assert store.publish(KEY, "one", **BY).number == 3
    assert store.erase(KEY, **BY).number == 4
    assert store.erase(KEY, **BY).number == 5


def test_changes_come_in_pages(store: Store) -> None:
    with store.batch() as batch:
        for number in range(1, 8):
            batch.publish(f"law/us/{number}", "text", **BY)
    pages = [[change.number for change in store.published_after(after, limit=3)] for after in (0, 3, 6, 7)]
    assert pages == [[1, 2, 3], [4, 5, 6], [7], []]


def test_a_page_has_500_changes_unless_told(store: Store) -> None:
    with store.batch() as batch:
        for number in range(501):
            batch.publish(f"law/us/{number}", "text", **BY)
    assert len(store.published_after(0)) == 500


@pytest.mark.parametrize("limit", [0, -1])
def test_a_page_has_at_least_one_change(store: Store, limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        store.published_after(0, limit=limit)


def test_moments_come_back_in_utc(store: Store) -> None:
    shanghai = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    store.publish(KEY, "one", author="a", message="m", at=shanghai)
    found = store.history(KEY)[0].at
    assert found == shanghai
    assert found.tzinfo is UTC


def test_a_moment_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.publish(KEY, "one", author="a", message="m", at=datetime(2026, 11, 22))
    assert store.history(KEY) == []


@pytest.mark.parametrize("bad", ["a\0b", "\ud83d", "half \udfff"])
@pytest.mark.parametrize("field", ["key", "text", "author", "message"])
def test_what_one_database_cannot_keep_both_refuse(store: Store, field: str, bad: str) -> None:
    given = {"key": KEY, "text": "one", **BY, field: bad}
    for act in (store.publish, store.draft):
        with pytest.raises(Invalid) as caught:
            act(**given)
        assert [problem.field for problem in caught.value.problems] == [field]
    assert store.number() == 0


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_length(store: Store, key: str) -> None:
    with pytest.raises(Invalid):
        store.publish(key, "one", **BY)


def test_the_longest_key_is_kept(store: Store) -> None:
    store.publish("𠮷" * 200, "one", **BY)
    assert store.published("𠮷" * 200)


def test_keys_differ_to_the_letter(store: Store) -> None:
    for key in ("guide/us", "Guide/us", "guide/us ", "guide/us.en", "guide/_s", "guide/%"):
        store.publish(key, key, **BY)
    store.erase("guide/_s", **BY)
    assert len(store.keys()) == 5
