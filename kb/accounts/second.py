"""The second factor: time-based codes (RFC 6238, 30 seconds, 6 digits) and recovery codes."""

import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime

import pyotp
import segno

from kb.accounts.keys import digest

STEP = 30
AROUND = 1
"""Steps before and after that are taken too: telephones go wrong by some seconds."""
CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for another


def new_secret() -> str:
    """A random secret, as authenticator apps take it."""
    return pyotp.random_base32()


def address(secret: str, email: str, issuer: str) -> str:
    """What the square code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def square(text: str) -> str:
    """A QR code as SVG that fits into a page."""
    return segno.make(text, error="m", micro=False).svg_inline(scale=4, border=3, light="#fff", omitsize=True)


def steps(secret: str, code: str, now: datetime) -> Iterator[int]:
    """The time steps near now whose code this is."""
    given = "".join(c for c in code if c.isascii() and c.isdigit())
    totp, step = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    for near in range(step - AROUND, step + AROUND + 1):
        if hmac.compare_digest(totp.generate_otp(near), given):
            yield near


def recovery_codes() -> list[str]:
    """Ten new ones, to be shown once."""
    words = ("".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(CODES))
    return [f"{word[:6]}-{word[6:]}" for word in words]


def code_digest(account: int, code: str) -> str:
    """How the store keeps one, however it is typed."""
    return digest(f"{account}:" + "".join(c for c in code.lower() if c in ALPHABET))
