"""The desk: inquiries taken, examined, routed through three tiers, answered in time, and seen by nobody else.

    stages.py     words, workflow table, formal papers     facts.py        what a firm writes
    lines.py      what can happen, each declared once      clock.py        promise, pause, daytime
    parts.py      one way in and out; the scope            view.py         an inquiry as its reader may see it
    intake.py     how it comes in                          casework.py     what is done with it
    experts.py    consent, and who is asked                notices.py      formal papers: 经办 → 审核 → 签发
    attachments.py files                                   reading.py      one, lists, tasks
    routing.py    its first office, urgency                care.py         reminders, escalation, retention
    mails.py      what is told

`Desk` is the door. Who may do what stands in `kb.permissions`; what is not allowed or not in the scope is NotFound.
"""

from kb.calculators import Calculators
from kb.desk.attachments import MOST_BYTES, MOST_FILES, Attachments
from kb.desk.care import Care
from kb.desk.casework import Casework
from kb.desk.experts import Experts
from kb.desk.facts import NAMES, Capacity, Facts, read_facts
from kb.desk.intake import NETWORK, Asked, Filed, Intake
from kb.desk.lines import KINDS
from kb.desk.notices import DISCLAIMER, Notices
from kb.desk.parts import Parts
from kb.desk.reading import Listed, Reading
from kb.desk.stages import MOVES, OPEN, OVER, PAPERS, Channel, Outcome, Path, Stage, move, papers_from
from kb.desk.view import Inquiry, Line, Seen, Task
from kb.library import Library
from kb.settings import Settings
from kb.store import Store, inquiries

__all__ = [
    "DISCLAIMER", "KINDS", "MOST_BYTES", "MOST_FILES", "MOVES", "NAMES", "NETWORK", "OPEN", "OVER", "PAPERS", "Asked",
    "Capacity", "Channel", "Desk", "Facts", "Filed", "Filter", "Inquiry", "Line", "Listed", "Outcome", "Path", "Seen",
    "Stage", "Task", "move", "papers_from", "read_facts",
]  # fmt: skip

Filter = inquiries.Filter


class Desk:
    """The parts of the desk over one store and one library. Safe to share between threads."""

    def __init__(self, store: Store, library: Library, calculators: Calculators, settings: Settings) -> None:
        self.parts = parts = Parts(store, library, calculators, settings)
        self.intake = Intake(parts)
        self.cases = Casework(parts)
        self.experts = Experts(parts)
        self.notices = Notices(parts)
        self.files = Attachments(parts)
        self.read = Reading(parts)
        self.care = Care(parts)
