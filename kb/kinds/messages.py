"""What Pydantic found wrong, said to a person: file, field and reason in both languages."""

from enum import Enum
from typing import Any

from pydantic import BaseModel, ValidationError

from kb.errors import Problem

REASONS: dict[str, tuple[str, str]] = {
    "missing": ("必填", "is required"),
    "extra_forbidden": ("没有这个字段", "there is no such field"),
    "string_too_short": ("不能为空", "must not be empty"),
    "too_short": ("至少需要 {min_length} 项", "needs at least {min_length}"),
    "too_long": ("至多 {max_length} 项", "takes at most {max_length}"),
    "string_pattern_mismatch": ("格式不对，应符合 {pattern}", "is not of the form {pattern}"),
    "enum": ("“{input}”不在词表中；可用：{expected}", "“{input}” is not in the vocabulary; use {expected}"),
    "date_from_datetime_parsing": ("不是日期，应写作 2026-11-22", "is not a date; write 2026-11-22"),
    "date_parsing": ("不是日期，应写作 2026-11-22", "is not a date; write 2026-11-22"),
    "int_parsing": ("应为整数", "must be a whole number"),
    "decimal_parsing": ("应为数字", "must be a number"),
    "bool_parsing": ("应为 yes 或 no", "must be yes or no"),
    "greater_than_equal": ("不得小于 {ge}", "must be at least {ge}"),
    "greater_than": ("须大于 {gt}", "must be more than {gt}"),
    "less_than_equal": ("不得大于 {le}", "must be at most {le}"),
    "model_type": ("应为一组字段，而不是一个值", "must be a group of fields, not one value"),
    "model_attributes_type": ("应为一组字段，而不是一个值", "must be a group of fields, not one value"),
    "tuple_type": ("应为列表", "must be a list"),
    "date": (
        "不是日期，应写作 2021、2021-03 或 2021-03-14",
        "is not a date; write 2021, 2021-03 or 2021-03-14",
    ),
    "length": (
        "须写明 number 与 unit，或写 set_by_forum: yes，二者择一",
        "give number and unit, or set_by_forum: yes, not both",
    ),
    "range": ("to_number 须大于 number", "to_number must be more than number"),
    "low_high": ("low 不得大于 high", "low must not be more than high"),
    "each_unit": ("each 与 unit 须同时给出", "each and unit go together"),
    "brackets_alone": ("分档费用不能同时写 amount 或 each", "a fee by brackets has no amount or each"),
}


def explain(kind: type[BaseModel], file: str, error: ValidationError) -> list[Problem]:
    """One Problem for each field that Pydantic refused."""
    return [_problem(kind, file, dict(found)) for found in error.errors(include_url=False)]


def _problem(kind: type[BaseModel], file: str, found: dict[str, Any]) -> Problem:
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in found["loc"]) or "---"
    code, context = found["type"], dict(found.get("ctx", {}))
    if code == "value_error":
        code = str(context.get("error", ""))
    zh, en = REASONS.get(code, (f"不能接受：{found['msg']}", found["msg"]))
    context["input"] = str(found.get("input"))[:60]
    names = label_of(kind, found["loc"])
    values = {
        **dict.fromkeys(("min_length", "max_length", "pattern", "expected", "ge", "gt", "le"), ""),
        **context,
    }
    return Problem(file, where, _with(names, 0) + zh.format(**values), _with(names, 1) + en.format(**values))


def _with(names: tuple[str, str] | None, which: int) -> str:
    return f"{names[which]}: " if names else ""


def label_of(kind: type[BaseModel], path: tuple[Any, ...]) -> tuple[str, str] | None:
    """Name, in both languages, of the field at the path (names and row numbers), if it is one of the kind's."""
    model: Any = kind
    label = None
    for part in path:
        if isinstance(part, int):
            continue
        field = getattr(model, "model_fields", {}).get(part)
        if field is None:
            return label
        extra = field.json_schema_extra or {}
        label = (extra.get("zh", part), extra.get("en", part))
        model = row_of(field.annotation)
    return label


def row_of(annotation: Any) -> Any:
    """The row model or vocabulary inside an annotation such as tuple[Row, ...] or Row | None, else the annotation."""
    for inner in getattr(annotation, "__args__", ()):
        found = row_of(inner)
        if isinstance(found, type) and issubclass(found, BaseModel | Enum):
            return found
    return annotation
