"""The one secret of the site, and what is derived from it: the cookies' key, the seal of second factors, marks of devices."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from kb.errors import Invalid, Problem
from kb.settings import Settings

FILE = "secret.key"
SHORTEST_KEY = 32
MOST_MARKS = 4
"""Accounts that one browser is remembered for."""


def secret(settings: Settings) -> str:
    """The signing key of the settings; without one, that of the instance folder, made there once and readable by us alone."""
    if settings.secret_key:
        if len(settings.secret_key) < SHORTEST_KEY:
            why = f"至少 {SHORTEST_KEY} 个字符", f"must have at least {SHORTEST_KEY} characters"
            raise Invalid([Problem("settings", "KB_SECRET_KEY", *why)])
        return settings.secret_key
    path = settings.instance / FILE
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    # Linked into place whole, so that of two processes that start at once both read the same key.
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()


def digest(token: str) -> str:
    """How the store keeps a random token: it is long enough to need no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Keys:
    """What is derived from the secret, each for its own purpose."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._derived("second factor")))

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self._key, f"kb/{purpose}".encode(), "sha256")

    @property
    def cookies(self) -> bytes:
        """The key that signs cookies and forms."""
        return self._derived("cookies")

    def seal(self, text: str) -> str:
        """The text, unreadable without the key."""
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str, seconds: int | None = None) -> str:
        """The text again; "" if it was not sealed by us, or longer ago than `seconds`."""
        try:
            return self._fernet.decrypt(sealed.encode("utf-8", "replace"), ttl=seconds).decode()
        except InvalidToken:
            return ""

    # --- marks: which accounts a browser has been signed in to. Kept in a cookie of its own, nowhere else.

    def mark(self, cookie: str, account: int) -> str:
        """The cookie with a mark for the account added; the oldest goes."""
        if self.marked(cookie, account):
            return cookie
        nonce = secrets.token_hex(8)
        new = f"{account}.{nonce}.{self._sign(account, nonce)}"
        others = [m for m in cookie.split("-") if m and not m.startswith(f"{account}.")]
        return "-".join([*others[-(MOST_MARKS - 1) :], new])

    def marked(self, cookie: str, account: int) -> str:
        """The name of the mark for the account; "" if there is none of ours."""
        for mark in cookie.split("-")[:MOST_MARKS]:
            parts = mark.split(".")
            if len(parts) == 3 and parts[0] == str(account):
                signed = hmac.compare_digest(parts[2].encode(), self._sign(account, parts[1]).encode())
                return parts[1] if signed else ""
        return ""

    def _sign(self, account: int, nonce: str) -> str:
        return hmac.new(self._derived("devices"), f"{account}.{nonce}".encode(), "sha256").hexdigest()[:32]
