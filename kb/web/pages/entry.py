"""The page of one entry, whatever its kind; each kind has a template of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kb.errors import NotFound
from kb.kinds import Deadline, Entry, Exhibition, Expert, Fees, Office
from kb.kinds.deadline import Version
from kb.kinds.fees import FeeItem
from kb.library import Brief, Change, Held
from kb.markdown import Heading
from kb.web.pages.countdown import Step, ahead, steps
from kb.web.pages.frame import Frame
from kb.web.speaker import Speaker


@dataclass(frozen=True)
class EntryPage:
    """An entry with what stands around it."""

    frame: Frame
    entry: Entry
    held: Held
    body: str
    body_language: str
    """Language that the body is shown in: Chinese where there is no English."""
    body_stale: bool
    headings: tuple[Heading, ...]
    referring: list[Brief]
    history: list[Change]
    stale: bool
    fees: "FeeTable | None" = None
    version: Version | None = None
    older: tuple[Version, ...] = ()
    countdown: tuple[Step, ...] = ()
    """What to do before a fair, counted back from its opening day where that is known and ahead."""


@dataclass(frozen=True)
class CardPage:
    """The emergency card of a fair on one page, with those to call."""

    frame: Frame
    entry: Exhibition
    call: list[Office | Expert]


@dataclass(frozen=True)
class FeeTable:
    """The lines of a schedule that are valid today, by act, and those that are not."""

    groups: list[tuple[str, list[FeeItem]]]
    older: list[FeeItem]
    coming: list[FeeItem]
    payers: bool
    """Whether amounts differ by class of payer."""


def held_or_404(speaker: Speaker, id_: str) -> Held:
    """The entry; NotFound if the library does not hold it."""
    held = speaker.library.get(id_)
    if held is None:
        raise NotFound
    return held


def entry_page(speaker: Speaker, held: Held, frame: Frame) -> EntryPage:
    """The page of an entry that the library holds."""
    entry, english = held.entry, speaker.language == "en" and held.html_en is not None
    version = entry.version(speaker.today) if isinstance(entry, Deadline) else None
    return EntryPage(
        frame=frame,
        entry=entry,
        held=held,
        body=(held.html_en or "") if english else held.html_zh,
        body_language="en" if english else "zh",
        body_stale=english and held.en_stale,
        headings=held.headings_en if english else held.headings_zh,
        referring=speaker.library.referring(entry.id),
        history=speaker.library.history(entry.id),
        stale=entry.stale_on <= speaker.today,
        fees=fee_table(entry, speaker) if isinstance(entry, Fees) else None,
        version=version,
        older=tuple(v for v in entry.versions if v is not version) if isinstance(entry, Deadline) else (),
        countdown=_countdown(speaker, entry) if isinstance(entry, Exhibition) else (),
    )


def _countdown(speaker: Speaker, fair: Exhibition) -> tuple[Step, ...]:
    return tuple(steps(speaker, fair, fair.starts if ahead(fair, speaker.today) else None))


def fee_table(entry: Fees, speaker: Speaker) -> FeeTable:
    """The schedule sorted for reading."""
    today: date = speaker.today
    current = entry.current(today)
    groups: dict[str, list[FeeItem]] = {}
    for item in current:
        groups.setdefault(speaker.term(item.act), []).append(item)
    rest = [item for item in entry.items if item not in current]
    coming = [item for item in rest if entry.begins(item) > today]
    older = [item for item in rest if item not in coming]
    return FeeTable(list(groups.items()), older, coming, any(item.payer.value != "any" for item in current))


def card_page(speaker: Speaker, code: str, slug: str, frame: Callable[[str], Frame]) -> CardPage:
    """The emergency card of a fair; NotFound if the fair is not held."""
    held = held_or_404(speaker, f"exhibition/{code}/{slug}")
    if not isinstance(held.entry, Exhibition):
        raise NotFound
    called = (speaker.library.get(id_) for id_ in held.entry.emergency.call)
    title = f"{speaker.t('展会应急卡')} · {speaker.bi(held.entry.title)}"
    return CardPage(frame(title), held.entry, [h.entry for h in called if h and isinstance(h.entry, Office | Expert)])
