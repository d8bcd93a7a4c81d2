"""Whom to ask: points of the network and advisers, scored from public facts, each with its reasons in words.

Pure. A public list is ordered by this rule alone (score, then name) and is no recommendation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.calculators.interview import Answers
from kb.kinds.expert import Expert
from kb.kinds.fields import Bi
from kb.kinds.office import Office
from kb.kinds.vocabulary import Event, Mode, Route, Tier

AT_LEAST = 3
ANYWHERE = ("cn", "wo")
"""Jurisdictions whose advisers help wherever the dispute is: home, and WIPO."""
ROUTES: dict[Event, tuple[Route, ...]] = {
    Event.LAWSUIT: (Route.COURT,),
    Event.FREEZE: (Route.COURT, Route.PLATFORM),
    Event.TRADE_INVESTIGATION: (Route.TRADE,),
    Event.CUSTOMS: (Route.CUSTOMS,),
    Event.SQUATTED: (Route.OPPOSITION, Route.INVALIDATION),
    Event.CHALLENGED: (Route.OPPOSITION, Route.INVALIDATION),
    Event.DOMAIN: (Route.DOMAIN,),
    Event.TAKEDOWN: (Route.PLATFORM,),
    Event.LICENCE: (Route.LICENSING, Route.ARBITRATION),
    Event.INDEMNITY: (Route.ARBITRATION,),
}
HOME_TIERS = {Tier.CITY: 2, Tier.NATIONAL: 1, Tier.DISTRICT: 1, Tier.PARK: 1}


@dataclass(frozen=True)
class Match:
    """A point or adviser, its score, and why it fits."""

    entry: Office | Expert
    score: int
    reasons: tuple[Bi, ...]


def offices(answers: Answers, places: Iterable[str], held: Iterable[Office]) -> list[Match]:
    """Points of the network that fit, best first; the firm's own network at home always stands in the list."""
    found = [_office(answers, set(places), office) for office in held]
    return _ordered([m for m in found if m.score > 0])


def experts(answers: Answers, places: Iterable[str], held: Iterable[Expert]) -> list[Match]:
    """Advisers that fit, best first: those for the places, at home or for everywhere; of others as many as make three."""
    near = {*places, *ANYWHERE}
    found = _ordered([_expert(answers, set(places), expert) for expert in held])
    able = [m for m in found if m.score > 1 and near & set(m.entry.jurisdictions)] if answers.place else found
    others = [m for m in found if m not in able]
    return [*able, *others[: max(0, AT_LEAST - len(able))]]


def _ordered(found: list[Match]) -> list[Match]:
    return sorted(found, key=lambda m: (-m.score, m.entry.title.en))


def _office(answers: Answers, places: set[str], office: Office) -> Match:
    score, reasons = 0, []
    there = places & set(office.jurisdictions) - {"cn"}
    if there:
        score += 4
        reasons.append(Bi(zh="设在或负责该法域", en="there, or responsible for it"))
    if office.tier in HOME_TIERS and "cn" in office.jurisdictions:
        score += HOME_TIERS[office.tier]
        reasons.append(Bi(zh=f"国内工作网络：{office.tier.zh}", en=f"network at home: {office.tier.en}"))
    if score and answers.right and answers.right in office.rights:
        score += 1
        reasons.append(Bi(zh=f"办理{answers.right.zh}", en=f"covers: {answers.right.en}"))
    return Match(office, score, tuple(reasons))


def _expert(answers: Answers, places: set[str], expert: Expert) -> Match:
    score, reasons = 0, []
    if places & set(expert.jurisdictions):
        score += 3
        reasons.append(Bi(zh="覆盖该法域", en="covers the jurisdiction"))
    if answers.right and answers.right in expert.rights:
        score += 1
        reasons.append(Bi(zh=f"办理{answers.right.zh}", en=f"covers: {answers.right.en}"))
    wanted = ROUTES.get(answers.event, ()) if answers.event else ()
    if fits := [r for r in wanted if r in expert.routes]:
        score += 2
        reasons.append(Bi(zh=f"擅长{fits[0].zh}", en=f"works on {fits[0].en}"))
    if "zh" in expert.languages:
        score += 1
        reasons.append(Bi(zh="可用中文", en="works in Chinese"))
    if answers.event in (Event.LICENCE, Event.INDEMNITY) and Mode.MEDIATION in expert.modes:
        score += 1
        reasons.append(Bi(zh="可调解", en="mediates"))
    return Match(expert, score, tuple(reasons))
