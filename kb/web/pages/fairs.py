"""The fair calendar: when the fairs are, and what to do by which day, counted back from the opening day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kb.errors import NotFound
from kb.kinds import Exhibition
from kb.kinds.fields import Bi
from kb.papers import Day
from kb.web.forms import Form
from kb.web.pages.countdown import Step, ahead, steps
from kb.web.pages.entry import held_or_404
from kb.web.pages.frame import Frame
from kb.web.speaker import Speaker

FARTHEST = timedelta(days=4 * 366)
PAST = Bi(zh="{value} 已经过去，请填下一届的开幕日。", en="{value} is past; give the opening day of the next edition.")
TOO_FAR = Bi(zh="{value} 太远，请核对年份。", en="{value} is too far away; check the year.")


@dataclass(frozen=True)
class FairRow:
    """A fair with its steps, the earliest first."""

    fair: Exhibition
    steps: list[Step]
    days: int | None
    """Days until it opens, if the day is known and ahead."""


@dataclass(frozen=True)
class FairsPage:
    """All fairs: those whose day is announced, in that order, and those whose day is not."""

    frame: Frame
    lead: str
    dated: list[FairRow]
    undated: list[FairRow]


@dataclass(frozen=True)
class FairCalendarPage:
    """One fair counted back from its opening day, or from the one that the reader gives."""

    frame: Frame
    entry: Exhibition
    opens: date | None
    given: str
    steps: list[Step]
    wrong: dict[str, Bi]


def fairs_page(speaker: Speaker, frame: Frame, lead: str) -> FairsPage:
    """The calendar of all fairs."""
    fairs = [e for e in speaker.library.entries("exhibition") if isinstance(e, Exhibition)]
    coming = sorted((f for f in fairs if ahead(f, speaker.today)), key=lambda f: str(f.starts))
    rest = sorted(
        (f for f in fairs if f not in coming),
        key=lambda f: (speaker.library.names.name(f.jurisdiction or "", "en"), f.title.en),
    )
    dated = [FairRow(f, steps(speaker, f, f.starts), _days(f, speaker.today)) for f in coming]
    return FairsPage(frame, lead, dated, [FairRow(f, steps(speaker, f, None), None) for f in rest])


def fair_or_404(speaker: Speaker, code: str, slug: str) -> Exhibition:
    """The fair; NotFound if it is not held."""
    entry = held_or_404(speaker, f"exhibition/{code}/{slug}").entry
    if not isinstance(entry, Exhibition):
        raise NotFound
    return entry


def fair_calendar_page(
    speaker: Speaker, code: str, slug: str, form: Form, frame: Callable[..., Frame]
) -> FairCalendarPage:
    """One fair counted back; the day that the reader gives comes before the announced one."""
    fair, today = fair_or_404(speaker, code, slug), speaker.today
    given = form.day("on")
    if given and given < today:
        form.refuse("on", PAST)
    elif given and given > today + FARTHEST:
        form.refuse("on", TOO_FAR)
    announced = fair.starts if ahead(fair, today) else None
    opens = None if form.wrong else given or announced
    title = f"{speaker.t('倒排日程')} · {speaker.bi(fair.title)}"
    lead = speaker.t("从开幕日往回数，每件事最迟哪天开始。")
    return FairCalendarPage(
        frame=frame(title, lead, index="on" not in form.args),
        entry=fair,
        opens=opens,
        given=form.typed("on") or (announced.isoformat() if announced else ""),
        steps=steps(speaker, fair, opens),
        wrong=form.wrong,
    )


def days(speaker: Speaker, page: FairCalendarPage, base: str) -> list[Day]:
    """The same as days for a calendar."""
    if page.opens is None:
        return []
    fair, title, url = page.entry, speaker.words(page.entry.title), base + speaker.link(page.entry.page)
    advice = speaker.t("提前天数是本库的建议，不是法定期限。")
    found = [Day(f"{fair.id} {page.opens}", page.opens, f"{speaker.t('开幕')}: {title}", advice, url, (7, 1))]
    for step in page.steps:
        what = speaker.words(step.what.what)
        key = f"{fair.id} {page.opens} {step.what.what.zh}"
        if step.not_before:
            early = speaker.t("最早这天提交，展期内才一直有效")
            found.append(Day(f"{key} from", step.not_before, f"{early}: {title}", what, url, (0,)))
        if step.by:
            found.append(Day(key, step.by, f"{title}: {what}", advice, url, (7, 0)))
    return found


def _days(fair: Exhibition, today: date) -> int | None:
    return (fair.starts - today).days if fair.starts and fair.starts >= today else None
