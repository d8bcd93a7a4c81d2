"""The ten kinds of entry, in menu order. What an entry is, and nothing about files, databases or pages."""

from kb.kinds.alert import Alert
from kb.kinds.case import Case
from kb.kinds.deadline import Deadline
from kb.kinds.directive import Directive
from kb.kinds.entry import CITATION, LINK, Entry, mentioned
from kb.kinds.exhibition import Exhibition
from kb.kinds.expert import Expert
from kb.kinds.fees import Fees
from kb.kinds.guide import Guide
from kb.kinds.law import Law
from kb.kinds.office import Office

KINDS: tuple[type[Entry], ...] = (
    Guide,
    Law,
    Fees,
    Deadline,
    Exhibition,
    Case,
    Expert,
    Directive,
    Alert,
    Office,
)
BY_NAME: dict[str, type[Entry]] = {kind.kind: kind for kind in KINDS}

__all__ = [
    "BY_NAME",
    "CITATION",
    "KINDS",
    "LINK",
    "Alert",
    "Case",
    "Deadline",
    "Directive",
    "Entry",
    "Exhibition",
    "Expert",
    "Fees",
    "Guide",
    "Law",
    "Office",
    "mentioned",
]
