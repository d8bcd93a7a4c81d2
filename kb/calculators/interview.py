"""The questions of the directive: which of them change the answer, in which order, and what was answered.

Pure. An answer is a short code; `SKIPPED` says that the reader does not know. A plan's address holds nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kb.kinds.vocabulary import Event, Industry, Named, Right, Role, Service, Stage, Start

SKIPPED = "x"
EVENT, PLACE, FORUM, FAIR, STAGE, RECEIVED, PAPER, RIGHT, NAMED, COUNSEL = "e c f fair s on p t n k".split()
ORDER = (EVENT, PLACE, FORUM, FAIR, STAGE, RECEIVED, PAPER, RIGHT, NAMED, COUNSEL)
_ALL = {PLACE, STAGE, RECEIVED, PAPER, RIGHT, NAMED, COUNSEL}
ASKS: Mapping[Event, frozenset[str]] = {
    Event.WARNING_LETTER: frozenset(_ALL),
    Event.LAWSUIT: frozenset(_ALL | {FORUM}),
    Event.FREEZE: frozenset(_ALL),
    Event.TRADE_INVESTIGATION: frozenset({PLACE, STAGE, RECEIVED, PAPER, NAMED, COUNSEL}),
    Event.CUSTOMS: frozenset(_ALL - {COUNSEL}),
    Event.FAIR: frozenset({PLACE, FAIR, STAGE, RECEIVED, PAPER, RIGHT, COUNSEL}),
    Event.SQUATTED: frozenset({PLACE, STAGE, RECEIVED, COUNSEL}),
    Event.CHALLENGED: frozenset({PLACE, FORUM, RIGHT, STAGE, RECEIVED, PAPER, COUNSEL}),
    Event.DOMAIN: frozenset({STAGE, RECEIVED, PAPER, COUNSEL}),
    Event.TAKEDOWN: frozenset({PLACE, RECEIVED, PAPER, RIGHT}),
    Event.LICENCE: frozenset({PLACE, RECEIVED, PAPER, NAMED, COUNSEL}),
    Event.TRADE_SECRET: frozenset({PLACE, STAGE, RECEIVED, PAPER, NAMED, COUNSEL}),
    Event.COPIED: frozenset({PLACE, RIGHT, COUNSEL}),
    Event.CRIMINAL: frozenset({PLACE, STAGE, RECEIVED, PAPER, NAMED, COUNSEL}),
    Event.INDEMNITY: frozenset({PLACE, RECEIVED, PAPER, RIGHT, COUNSEL}),
    Event.SUBPOENA: frozenset({PLACE, STAGE, RECEIVED, PAPER, NAMED, COUNSEL}),
    Event.JUDGMENT: frozenset({PLACE, FORUM, RECEIVED, RIGHT, NAMED, COUNSEL}),
}
URGENT = frozenset({Event.FREEZE, Event.CUSTOMS, Event.FAIR, Event.CRIMINAL})
OWNER = frozenset({Event.SQUATTED, Event.CHALLENGED, Event.COPIED})
ABROAD = frozenset(Event) - {
    Event.SQUATTED,
    Event.COPIED,
    Event.TAKEDOWN,
    Event.DOMAIN,
    Event.LICENCE,
    Event.WARNING_LETTER,
}
"""Events in which a foreign court or agency may want papers, data or persons."""


@dataclass(frozen=True)
class Answers:
    """What was answered; None or "" where it was not, or where the reader does not know.

    `on` is the day of the paper (or decision, or publication); where only its earliest possible day is known, `unsure` is
    true and `on` holds that day: the safe assumption.
    """

    event: Event | None = None
    place: str = ""
    forum: str = ""
    fair: str = ""
    stage: Stage | None = None
    on: date | None = None
    unsure: bool = False
    by: Service | None = None
    paper: date | None = None
    right: Right | None = None
    named: Named | None = None
    counsel: bool | None = None
    industry: Industry | None = None

    @property
    def role(self) -> Role:
        """Where the firm stands; the event says it."""
        return Role.OWNER if self.event in OWNER else Role.ACCUSED

    @property
    def opponent(self) -> Role:
        """Where the other side stands."""
        return Role.ACCUSED if self.role is Role.OWNER else Role.OWNER

    @property
    def start(self) -> Start | None:
        """What the day `on` is the day of; None where no paper has come."""
        if self.event is Event.COPIED:
            return None
        if self.event is Event.JUDGMENT or self.stage is Stage.JUDGED:
            return Start.DECISION
        return Start.PUBLICATION if self.event is Event.SQUATTED else Start.SERVED

    @property
    def relief(self) -> bool:
        """Whether what is wanted is relief from something that is over."""
        return self.event is Event.JUDGMENT or self.stage in (Stage.MISSED, Stage.JUDGED)


def questions(answers: Answers, *, systems: Sequence[str], fairs: bool) -> list[str]:
    """The questions that change the answer, in order; `systems`: those that cover the place, `fairs`: whether one is held there."""
    if answers.event is None:
        return [EVENT]
    wanted = ASKS[answers.event] | {EVENT}
    left_out = set() if systems else {FORUM}
    left_out |= set() if fairs else {FAIR}
    left_out |= (
        {RECEIVED, PAPER, NAMED} if answers.stage is Stage.HEARD and answers.event is not Event.SQUATTED else set()
    )
    return [q for q in ORDER if q in wanted - left_out]


def following(given: Mapping[str, str], asked: Sequence[str]) -> str:
    """The first question that has no answer; "" if all have one."""
    return next((q for q in asked if not given.get(q)), "")
