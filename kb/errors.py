"""The one family of errors. Each carries a code and values; `kb.texts` turns them into a sentence for the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one text: where it is, and why in both languages.

    `level` is "error" (must be mended before publication) or "warning" (what time brings: stale, validity ended).
    """

    file: str
    field: str
    zh: str
    en: str
    level: str = "error"

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.zh} / {self.en}"


class KBError(Exception):
    """Something went wrong that a person must hear of: `code` names the sentence, `values` fill it, `status` is HTTP's."""

    status = 500
    code = "error"

    def __init__(self, code: str | None = None, **values: Any) -> None:
        super().__init__(code or self.code)
        self.code = code or self.code
        self.values: Mapping[str, Any] = values


class NotFound(KBError):
    """The thing asked for is not here (or is not for this reader: both answer alike)."""

    status = 404
    code = "not_found"


class Invalid(KBError):
    """What was given cannot be taken; `problems` say which field and why."""

    status = 400
    code = "invalid"

    def __init__(self, problems: list[Problem], code: str | None = None, **values: Any) -> None:
        super().__init__(code, **values)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems)) or self.code


class Forbidden(KBError):
    """The reader may not do this."""

    status = 403
    code = "forbidden"


class Conflict(KBError):
    """Somebody else changed the thing meanwhile; nothing was overwritten."""

    status = 409
    code = "conflict"


class TooMany(KBError):
    """Tried too often; `seconds` say when to try again."""

    status = 429
    code = "too_many"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds, minutes=max(1, -(-seconds // 60)))
        self.seconds = seconds


class Unavailable(KBError):
    """A part (the store, most often) does not answer at the moment; try again later."""

    status = 503
    code = "unavailable"


class Damaged(KBError):
    """A part of the library on disk cannot be read; it is built anew from the store."""

    status = 503
    code = "library_missing"
