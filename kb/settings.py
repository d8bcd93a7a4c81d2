"""Every setting of a running site, its default and its environment variable, in one frozen dataclass."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Self

from kb.errors import Invalid, Problem

ROOT = Path(__file__).resolve().parent.parent


def setting(variable: str, default: Any, help_: str) -> Any:
    """A dataclass field that knows its environment variable and its sentence in `docs/settings.md`."""
    return field(default=default, metadata={"variable": variable, "help": help_})


@dataclass(frozen=True)
class Settings:
    """What a site can be told. Made by `from_env()` in production and by `for_tests()` in tests; never a global."""

    instance: Path = setting("KB_INSTANCE", ROOT / "instance", "Folder for everything a running site writes.")
    content: Path = setting(
        "KB_CONTENT", ROOT / "content", "Folder of the edition: the Markdown files that are imported."
    )
    database_url: str = setting(
        "DATABASE_URL", "", "SQLAlchemy URL of the store; empty means SQLite in the instance folder."
    )
    base_url: str = setting(
        "KB_BASE_URL",
        "",
        "Public address, e.g. https://ip.example.cn, used in permanent links; empty means the address of the request.",
    )
    operator: str = setting(
        "KB_OPERATOR", "", "Body responsible for the site (主办单位); unset, every page says 非官方."
    )
    registration: str = setting("KB_REGISTRATION", "", "Registration of the site (ICP 备案号), shown in the footer.")
    contact: str = setting(
        "KB_CONTACT",
        "",
        "Where errors are reported and help is asked for, shown in the footer; e.g. a telephone number or an e-mail address.",
    )
    today: str = setting(
        "KB_TODAY", "", "A fixed date (YYYY-MM-DD) in place of the clock; for demonstrations and tests."
    )
    sync_seconds: float = setting("KB_SYNC_SECONDS", 1.0, "Seconds between two looks of `kb work` at the store.")
    metrics_token: str = setting(
        "KB_METRICS_TOKEN", "", "Bearer token for /metrics; empty means that /metrics does not exist."
    )
    secret_key: str = setting(
        "KB_SECRET_KEY",
        "",
        "Signs cookies and seals second factors; the same on all nodes, 32 random characters or more. Empty: a random one is made "
        "in the instance folder (secret.key), which is enough for one node. A new one signs everybody out and voids second factors.",
    )
    trusted_proxies: int = setting(
        "KB_TRUSTED_PROXIES",
        0,
        "How many proxies in front set X-Forwarded-For, -Proto and -Host; 0 believes none of these headers.",
    )
    promise_days: int = setting(
        "KB_PROMISE_DAYS", 3, "Working days within which the first answer to an inquiry is promised."
    )
    urgent_hours: int = setting(
        "KB_URGENT_HOURS", 4, "Hours (8:00 to 22:00, every day) within which an urgent inquiry is called back."
    )
    duty_phone: str = setting("KB_DUTY_PHONE", "", "Number of the duty officer, shown with urgent inquiries.")
    kept_years: int = setting("KB_KEPT_YEARS", 3, "Years after its end for which the contents of an inquiry are kept.")

    @property
    def store_url(self) -> str:
        """SQLAlchemy URL of the store: `database_url`, or SQLite in the instance folder."""
        return self.database_url or f"sqlite:///{self.instance / 'store.db'}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies travel by https only: when the public address is one of https."""
        return self.base_url.startswith("https://")

    @property
    def library_folder(self) -> Path:
        """Where this node keeps its library (kb.db and index), one sub-folder per format."""
        return self.instance / "library"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ, **given: Any) -> Self:
        """Settings from environment variables; `given` (from the command line) wins over them.

        Invalid, with the variable's name, if a number or date is none.
        """
        values: dict[str, Any] = {}
        for f in fields(cls):
            raw = env.get(f.metadata["variable"], "")
            if raw:
                values[f.name] = _read(f.metadata["variable"], raw, f.default, f.name)
        values.update({k: v for k, v in given.items() if v is not None})
        for name in ("instance", "content"):
            if name in values:
                values[name] = Path(values[name]).resolve()
        return cls(**values)

    @classmethod
    def for_tests(cls, folder: Path, **given: Any) -> Self:
        """Settings that write only below `folder`, whatever the environment says."""
        return cls(**{"instance": folder / "instance", "today": "2026-11-25", **given})


def _read(variable: str, raw: str, default: Any, name: str) -> Any:
    try:
        if isinstance(default, float | int):
            return type(default)(raw)
        return date.fromisoformat(raw).isoformat() if name == "today" else raw
    except ValueError as error:
        raise Invalid([Problem("settings", variable, f"“{raw}”不能读取", f"“{raw}” cannot be read")]) from error
