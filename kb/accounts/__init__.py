"""Who may sign in, and as whom: turns an account into an `Actor`. Others import this door only.

    base.py       what the parts share           entering.py   sign in, second step, sessions; why nobody can be locked out
    joining.py    sign up, invite, mailed links   owning.py     password, second factor, one's data, deletion
    managing.py   what an administrator does      passwords.py second.py keys.py mails.py   the means

Every moment is given (`now`), every change is one act of the store with its record and its mail.
"""

from kb.accounts.base import PRIVACY, ROLE_NAMES, Asker, Entered, Visit, needs_second
from kb.accounts.entering import Device
from kb.accounts.joining import Newcomer, Opened
from kb.accounts.managing import Managing, Person

__all__ = [
    "PRIVACY",
    "ROLE_NAMES",
    "Accounts",
    "Asker",
    "Device",
    "Entered",
    "Newcomer",
    "Opened",
    "Person",
    "Visit",
    "needs_second",
]


class Accounts(Managing):
    """The door: `Accounts(store, settings)`. Safe to share between threads."""
