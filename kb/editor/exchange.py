"""Between the folder of Markdown files and the store: inspect, import, export, and what to do when both changed."""

from datetime import date

from kb.edition import Edition, File
from kb.errors import Invalid, Problem
from kb.kinds import BY_NAME, Entry, jurisdictions, text
from kb.kinds.check import World, check


def inspect(edition: Edition, today: date, *, fix: bool = False) -> tuple[list[Problem], int]:
    """Every problem of the folder's files, and how many files `fix` rewrote in canonical form."""
    problems, entries, translations, rewritten = edition.strangers(), {}, {}, 0
    names = jurisdictions.Jurisdictions()
    for file in edition.files():
        try:
            canonical = file.text
            if file.key == "table/jurisdictions":
                names = jurisdictions.read(file.text)
            elif not file.key.startswith("table/"):
                thing = parse(file.key, file.text)
                (entries if isinstance(thing, Entry) else translations)[file.key] = thing
                canonical = text.write(thing) if isinstance(thing, Entry) else text.write_translation(thing)
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


def parse(key: str, content: str) -> Entry | text.Translation:
    """The entry or translation that a text says; Invalid if it cannot be taken."""
    id_, _, language = key.partition(".")
    if language:
        return text.read_translation(id_, language, content)
    return text.read(BY_NAME[id_.split("/")[0]], id_, content)
