"""An entry is one text: Markdown with YAML front matter. This is the way between the two, in both directions.

Front matter is read as text (YAML's base loader) and the kind's types convert it, else Norway's `code: NO` would be
False and `1.10` would be 1.1. There is one canonical form; `write(read(text)) == text` for every file of the edition.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from kb.errors import Invalid, Problem
from kb.kinds.entry import Entry
from kb.kinds.fields import Inline
from kb.kinds.messages import explain

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Translation:
    """The body of an entry in another language; `translates` is the hash of the body that it was made from."""

    id: str
    language: str
    translates: str
    body: str


def body_hash(body: str) -> str:
    """The hash by which a translation names the body that it was made from: 12 hexadecimal digits."""
    return hashlib.sha256(body.encode()).hexdigest()[:12]


def read(kind: type[Entry], id_: str, text: str) -> Entry:
    """The entry that the text says; Invalid, with every field that is wrong, if it cannot be taken."""
    data, body = _split(id_, text)
    clash = sorted({"id", "body"} & set(data))
    if clash:
        raise Invalid([Problem(id_, name, "不是前置信息字段", "is not a front-matter field") for name in clash])
    try:
        return kind.model_validate({**data, "id": id_, "body": body})
    except ValidationError as error:
        raise Invalid(explain(kind, id_, error)) from error


def write(entry: Entry) -> str:
    """The canonical text of the entry."""
    fields = {name: getattr(entry, name) for name in entry.field_order()}
    data = {name: _plain(value, entry, name) for name, value in fields.items() if not _default(entry, name, value)}
    return _join(data, entry.body)


def read_translation(id_: str, language: str, text: str) -> Translation:
    """The translation that the text says; Invalid if it does not say which body it translates."""
    data, body = _split(id_, text)
    if set(data) != {"translates"} or not re.fullmatch(r"[0-9a-f]{12}", str(data["translates"])):
        message = Problem(
            id_,
            "translates",
            "须且仅须写明所译正文的哈希（12 位）",
            "must be the hash (12 digits) of the body translated, and nothing else",
        )
        raise Invalid([message])
    return Translation(id_, language, data["translates"], body)


def write_translation(translation: Translation) -> str:
    """The canonical text of a translation."""
    return _join({"translates": translation.translates}, translation.body)


class _Loader(yaml.CBaseLoader):
    """Everything is text; a key that stands twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"duplicate key: {', '.join(twice)}", node.start_mark)
        return super().construct_mapping(node, deep=deep)


class _Dumper(yaml.SafeDumper):
    """Writes every scalar plain where it can: the reader takes all of them as text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - overrides PyYAML's table

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def _split(id_: str, text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT.match(text.replace("\r\n", "\n"))
    if not match:
        raise Invalid(
            [
                Problem(
                    id_,
                    "---",
                    "文件须以 --- 包围的前置信息开头",
                    "the file must begin with front matter between --- lines",
                )
            ]
        )
    try:
        data = yaml.load(match.group(1), _Loader)  # noqa: S506 - a base loader makes only text, lists and mappings
    except yaml.YAMLError as error:
        where = f"{mark.line + 2}" if (mark := getattr(error, "problem_mark", None)) else "---"
        what = getattr(error, "problem", None) or str(error)
        raise Invalid([Problem(id_, f"line {where}", f"YAML 语法错误：{what}", f"YAML: {what}")]) from error
    if not isinstance(data, dict):
        raise Invalid([Problem(id_, "---", "前置信息须为“字段: 值”", "front matter must be `field: value` lines")])
    body = match.group(2).strip("\n")
    return _without_empty(data), body + "\n" if body else ""


def _without_empty(value: Any) -> Any:
    """Drop what was left empty: an empty value means that the field is not given."""
    if isinstance(value, dict):
        return {k: _without_empty(v) for k, v in value.items() if v not in ("", [], {})}
    return [_without_empty(v) for v in value] if isinstance(value, list) else value


def _join(data: dict[str, Any], body: str) -> str:
    front = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
    return f"---\n{front}---\n" + (f"\n{body}" if body else "")


def _default(model: BaseModel, name: str, value: object) -> bool:
    field = type(model).model_fields[name]
    return not field.is_required() and bool(value == field.default)


def _plain(value: Any, owner: BaseModel, name: str) -> Any:
    """The value as YAML has it: text, lists and mappings of text."""
    if isinstance(value, BaseModel):
        names = sorted(type(value).model_fields, key=lambda n: n == "source")  # a row names its source last
        inner = {n: getattr(value, n) for n in names}
        return {n: _plain(v, value, n) for n, v in inner.items() if not _default(value, n, v)}
    if isinstance(value, tuple):
        items = [_plain(item, owner, name) for item in value]
        inline = any(isinstance(mark, Inline) for mark in type(owner).model_fields[name].metadata)
        return ", ".join(items) if inline else items
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
