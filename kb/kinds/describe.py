"""The declarations, told to people: what `docs/kinds.md` says is read off the models."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kb.kinds import KINDS
from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Faceted, Inline, Searched
from kb.kinds.vocabulary import Term

_PLAIN: dict[Any, str] = {str: "text", int: "number", Decimal: "amount", bool: "yes/no", date: "date", Bi: "{zh, en}"}


def kinds_page() -> str:
    """The whole of docs/kinds.md."""
    parts = [
        "# The ten kinds of entry",
        "Generated from `kb/kinds/` by `python -m kb docs`; a test keeps it fresh. Fields in bold must be given. "
        "*list* is a YAML list; *a, b* is a list on one line. Every row of facts names the `source` that carries it.",
        *(f"{_kind(kind)}" for kind in KINDS),
        "# Vocabulary",
        *(_words(words) for words in _vocabularies()),
    ]
    return "\n\n".join(parts) + "\n"


def _kind(kind: type[Entry]) -> str:
    head = (
        f"## `{kind.kind}` {kind.zh} · {kind.en}\n\n{(kind.__doc__ or '').strip()}\n\nFile: `content/{kind.pattern}.md`"
    )
    rows = [_row(name, kind.model_fields[name]) for name in kind.field_order()]
    tables = [_table(rows)]
    for row in dict.fromkeys(_rows(kind)):
        doc = (row.__doc__ or "").strip().splitlines()[0]
        fields = sorted(row.model_fields, key=lambda name: name == "source")
        tables.append(
            f"**{row.__name__}**: {doc}\n\n" + _table([_row(name, row.model_fields[name]) for name in fields])
        )
    return "\n\n".join([head, *tables])


def _table(rows: list[str]) -> str:
    return "\n".join(["| field | 名称 | name | value |", "|--|--|--|--|", *rows])


def _row(name: str, field: FieldInfo) -> str:
    extra: dict[str, Any] = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    zh, en = extra.get("zh", ""), extra.get("en", "")
    zh += f"：{extra['help_zh']}" if extra.get("help_zh") else ""
    en += f": {extra['help_en']}" if extra.get("help_en") else ""
    marks = [f"searched as {m.into}" for m in field.metadata if isinstance(m, Searched)]
    marks += [f"facet {m.name}" for m in field.metadata if isinstance(m, Faceted)]
    note = f" ({', '.join(marks)})" if marks else ""
    shown = f"**{name}**" if field.is_required() else name
    inline = any(isinstance(m, Inline) for m in field.metadata)
    return f"| {shown} | {zh} | {en} | {_value(field.annotation, inline)}{note} |"


def _value(annotation: Any, inline: bool = False) -> str:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    arguments = [a for a in get_args(annotation) if a not in (NoneType, Ellipsis)]
    if get_origin(annotation) is tuple:
        inner = _value(arguments[0])
        return f"{inner}, {inner} …" if inline else f"list of {inner}"
    if arguments:
        return _value(arguments[0])
    if isinstance(annotation, type) and issubclass(annotation, Term):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return getattr(annotation, "__name__", str(annotation))


def _rows(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        for inner in _types(field.annotation):
            if issubclass(inner, BaseModel) and inner is not Bi:
                yield inner
                yield from _rows(inner)


def _types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


def _vocabularies() -> list[type[Term]]:
    found = {
        t
        for kind in KINDS
        for model in (kind, *_rows(kind))
        for f in model.model_fields.values()
        for t in _types(f.annotation)
    }
    return sorted((t for t in found if issubclass(t, Term)), key=lambda t: t.__name__)


def _words(words: type[Term]) -> str:
    lines = [f"| `{word.value}` | {word.zh} | {word.en} |" for word in words]
    doc = (words.__doc__ or "").strip().splitlines()[0]
    return "\n".join([f"## {words.__name__}", "", doc, "", "| code | 中文 | English |", "|--|--|--|", *lines])
