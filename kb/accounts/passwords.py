"""Passwords: kept as argon2id, refused when they are short, common or made of what everybody knows. Nothing is asked online."""

import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError, VerifyMismatchError
from zxcvbn import zxcvbn

from kb.errors import Invalid, Problem

SHORTEST, LONGEST = 10, 200
GUESSED = 72
"""How many characters the estimate looks at."""
ENOUGH = 3
"""Of 4 on the scale of the estimate: more than 10^8 guesses."""
HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(4)  # each takes 64 MB while it lasts


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return HASHER.hash(_normal(password))


@lru_cache(maxsize=4)
def nobodys(_hasher: int) -> str:
    """A hash that no password fits, for accounts that do not exist: it takes as long to compare."""
    return HASHER.hash(secrets.token_hex(16))


def fits(kept: str | None, password: str) -> bool:
    """Whether the password is the one that was kept; without one kept, False after the same work."""
    known = kept or nobodys(id(HASHER))
    if len(password) > LONGEST:
        password = ""
    try:
        with _AT_ONCE:
            return HASHER.verify(known, _normal(password)) and kept is not None
    except (VerifyMismatchError, VerificationError):
        return False


def outdated(kept: str) -> bool:
    """Whether a kept hash was made with older parameters."""
    return HASHER.check_needs_rehash(kept)


def check(password: str, known: Iterable[str], field: str = "password") -> None:
    """Invalid, with the reason, unless the password may be used; `known` is what everybody knows: address, names."""
    zh, en = _fault(_normal(password), [w.lower() for w in known if w])
    if zh:
        raise Invalid([Problem("account", field, zh, en)])


def _fault(password: str, known: list[str]) -> tuple[str, str]:
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 个字符。", f"A password has at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字符。", f"A password has at most {LONGEST} characters."
    words = [part for word in known for part in (word, word.partition("@")[0]) if len(part) >= 4]
    if any(word in password.lower() for word in words):
        return "密码不能包含邮箱、姓名或企业名称。", "A password must not contain the e-mail address or a name."
    if zxcvbn(password[:GUESSED], user_inputs=words)["score"] < ENOUGH:
        return (
            "这个密码太常见或太容易猜到。请用几个不相关的词，或让密码管理器生成。",
            "This password is common or easily guessed. Use several unrelated words, or let a password manager make one.",
        )
    return "", ""
