"""Who, why and when, for tests to which it does not matter: `store.publish(key, text, **BY)`."""

from datetime import UTC, datetime
from typing import Any

AT = datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC)
BY: dict[str, Any] = {"author": "李雷", "message": "核对官费", "at": AT}
