"""Between the folder of Markdown files and the store: inspect, import, export, and what to do when both changed.

Each text keeps the hash of its file at the last exchange (its mark). A file that differs from its mark was edited in the
folder; a published text that differs from it was edited in the store. Both: a conflict, listed, neither side lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from kb.edition import Edition, File, readable
from kb.errors import Invalid, Problem
from kb.kinds import BY_NAME, Entry, jurisdictions, text
from kb.kinds.check import World, check
from kb.kinds.tables import check_table
from kb.store import Batch, Store, digest

AUTHOR = "git"
BATCH = 500
Progress = Callable[[int, int], None]


@dataclass
class Exchanged:
    """What an import or export did, by key."""

    published: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def import_files(edition: Edition, store: Store, at: datetime, progress: Progress | None = None) -> Exchanged:
    """Bring what changed in the folder into the store.

    A valid edit is published (a git edit counts as reviewed), an invalid one becomes a draft and is reported while the
    last good version serves; a deleted file withdraws its text. Nothing is overwritten: where the store changed too,
    the key is listed as a conflict.
    """
    done = Exchanged()
    files = {file.key: file for file in edition.files()}
    marks = store.marks()
    changed = [f for f in files.values() if digest(f.text) != marks.get(f.key)]
    deleted = [key for key in marks if key not in files]
    work: list[File | str] = [
        *sorted(changed, key=lambda f: (not f.key.startswith("table/"), f.key)),
        *deleted,
    ]
    for start in range(0, len(work), BATCH):
        part = work[start : start + BATCH]
        fit = {f.key for f in part if isinstance(f, File) and _fits(f, store, at, done)}
        with store.batch() as batch:
            now = store.keys()  # the batch holds the lock: nobody publishes between this look and the acts
            for item in part:
                if not isinstance(item, File):
                    _drop(item, batch, marks[item], now.get(item), at, done)
                elif item.key in fit:
                    _take(item, batch, marks.get(item.key), now.get(item.key), at, done)
        if progress:
            progress(min(start + BATCH, len(work)), len(work))
    return done


def _fits(file: File, store: Store, at: datetime, done: Exchanged) -> bool:
    """Whether the file can be published; if not, it is reported and kept as a draft (once)."""
    try:
        validate(file)
    except Invalid as error:
        done.problems += error.problems
        history = store.history(file.key)
        if not history or history[-1].sha256 != digest(file.text):
            store.draft(file.key, file.text.replace("\0", ""), author=AUTHOR, message="invalid file", at=at)
            done.drafted.append(file.key)
        return False
    return True


def _take(file: File, batch: Batch, mark: str | None, published: str | None, at: datetime, done: Exchanged) -> None:
    hash_ = digest(file.text)
    if published not in (hash_, mark):
        done.conflicts.append(file.key)
        return
    if published != hash_:
        batch.publish(file.key, file.text, author=AUTHOR, message="import", at=at)
        done.published.append(file.key)
    batch.mark(file.key, hash_)


def _drop(key: str, batch: Batch, mark: str, published: str | None, at: datetime, done: Exchanged) -> None:
    if published is not None and published != mark:
        done.conflicts.append(key)
        return
    if published is not None:
        batch.withdraw(key, author=AUTHOR, message="file deleted", at=at)
        done.withdrawn.append(key)
    batch.mark(key, None)


def export_files(edition: Edition, store: Store) -> Exchanged:
    """Write what was published in the store since the last exchange into the folder; a withdrawal deletes the file."""
    done = Exchanged()
    marks, now = store.marks(), store.keys()
    for key in sorted(marks.keys() | now.keys()):
        in_file = edition.read(key)
        hash_ = digest(in_file) if in_file is not None else None
        if now.get(key) in (hash_, marks.get(key)):
            continue
        if hash_ != marks.get(key):
            done.conflicts.append(key)
        elif key in now:
            revision = store.published(key)
            if revision is not None and revision.text is not None:
                edition.write(key, revision.text)
                store.mark(key, revision.sha256)
                done.written.append(key)
        else:
            edition.delete(key)
            store.mark(key, None)
            done.deleted.append(key)
    return done


def validate(file: File) -> None:
    """Invalid if the text cannot be published as what its key says it is."""
    readable(file)
    if file.key == "table/jurisdictions":
        jurisdictions.read(file.text)
    elif file.key.startswith("table/"):
        check_table(file.key.removeprefix("table/"), file.text)
    else:
        parse(file.key, file.text)


def parse(key: str, content: str) -> Entry | text.Translation:
    """The entry or translation that a text says; Invalid if it cannot be taken."""
    id_, _, language = key.partition(".")
    if language:
        return text.read_translation(id_, language, content)
    return text.read(BY_NAME[id_.split("/")[0]], id_, content)


def inspect(edition: Edition, today: date, *, fix: bool = False) -> tuple[list[Problem], int]:
    """Every problem of the folder's files, and how many files `fix` rewrote in canonical form."""
    problems, rewritten = edition.strangers(), 0
    entries: dict[str, Entry] = {}
    translations: dict[str, text.Translation] = {}
    names = jurisdictions.Jurisdictions()
    for file in edition.files():
        try:
            validate(file)
            canonical = file.text
            if file.key == "table/jurisdictions":
                names = jurisdictions.read(file.text)
            elif not file.key.startswith("table/"):
                thing = parse(file.key, file.text)
                if isinstance(thing, Entry):
                    entries[file.key], canonical = thing, text.write(thing)
                else:
                    translations[file.key], canonical = thing, text.write_translation(thing)
        except Invalid as error:
            problems += error.problems
            continue
        rewritten += _canonical(edition, file, canonical, fix, problems)
    return problems + check(World(entries, names, today, translations)), rewritten


def _canonical(edition: Edition, file: File, canonical: str, fix: bool, problems: list[Problem]) -> int:
    if canonical == file.text:
        return 0
    if fix:
        edition.write(file.key, canonical)
        return 1
    zh, en = "不是规范写法；运行 kb check --fix", "not in canonical form; run kb check --fix"
    problems.append(Problem(file.key, "---", zh, en))
    return 0
