"""The directive's wizard: one question a page; the address holds the answers, so going back loses none."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kb.calculators import Answers
from kb.calculators import interview as ask
from kb.kinds import Exhibition
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import Event, Industry, Named, Right, Service, Stage, Start, Term
from kb.web.forms import Form
from kb.web.pages.frame import Frame
from kb.web.pages.listing import ListPage, list_page
from kb.web.speaker import Speaker

T = TypeVar("T", bound=Term)

QUESTIONS: dict[str, str] = {
    ask.EVENT: "发生了什么？",
    ask.PLACE: "在哪个国家（地区）？",
    ask.FORUM: "由哪里受理？",
    ask.FAIR: "在哪个展会？",
    ask.STAGE: "到了哪一步？",
    ask.RECEIVED: "哪一天收到文书，怎样收到？",
    ask.PAPER: "文书本身写明答复或到庭的日期了吗？",
    ask.RIGHT: "涉及哪一种权利？",
    ask.NAMED: "文书列的、送达的是谁？",
    ask.COUNSEL: "已经请了当地律师吗？",
    Start.PUBLICATION: "哪一天公告？",
    Start.DECISION: "判决、决定或命令是哪一天的？",
}
HELP = {
    ask.EVENT: "选最接近的一项。紧急的几项会先给出应急卡。",
    ask.PLACE: "以受理机关所在地为准；货物被扣的，选扣货的口岸所在国（地区）。",
    ask.RECEIVED: "期限从这一天算起。不确定时填最早可能的一天，并勾选“不确定”。",
    ask.PAPER: "文书写明的日期优先显示；与推算的日期比较，按较早的准备。",
    ask.NAMED: "被列名的公司与收到文书的公司常常不是同一家，先核对再行动。",
    ask.COUNSEL: "没有当地律师的，计划会把找律师排在最前。",
}
KEPT = (*ask.ORDER, "u", "by", "i", "v")
YES, NO = "y", "n"
NO_FUTURE = Bi(
    zh="{value} 在今天之后。收到日期不能晚于今天，请核对。",
    en="{value} lies ahead. The day of receipt cannot be after today; check it.",
)
NO_CODE = Bi(
    zh="没有代码为“{value}”的国家（地区），请重新选择。",
    en="There is no country or region with the code “{value}”; choose again.",
)
PAPER_EARLY = Bi(
    zh="文书写明的日期（{value}）早于收到文书的日期，请核对两个日期。",
    en="The date in the paper ({value}) is before the day it was received; check both.",
)
NO_FAIR = Bi(zh="没有收录这个展会，请重新选择。", en="This fair is not held; choose again.")


@dataclass(frozen=True)
class Option:
    """A value that can be chosen, what it is called, whether it is chosen and whether it is urgent."""

    value: str
    label: str
    chosen: bool
    urgent: bool = False


@dataclass(frozen=True)
class Given:
    """A question that has been answered: what was said, and the address that asks it again."""

    question: str
    answer: str
    url: str


@dataclass(frozen=True)
class WizardPage:
    """One question, what was answered before, and all procedures below the first."""

    frame: Frame
    name: str
    question: str
    help: str
    options: list[Option]
    others: list[Option]
    """Territories that no guide is held of."""
    services: list[Option]
    typed: dict[str, str]
    given: list[Given]
    hidden: list[tuple[str, str]]
    back: str
    number: int
    wrong: dict[str, Bi]
    procedures: ListPage | None
    skip: bool


def read(speaker: Speaker, form: Form) -> Answers:
    """The answers of an address; what cannot be read is noted in the form and left open."""
    day = form.day("on") if form.typed("on") != ask.SKIPPED else None
    paper = form.day("p") if form.typed("p") != ask.SKIPPED else None
    if day and day > speaker.today:
        form.refuse("on", NO_FUTURE)
        day = None
    if day and paper and paper < day:
        form.refuse("p", PAPER_EARLY)
        paper = None
    return Answers(
        event=_word(form, ask.EVENT, Event),
        place=_code(speaker, form, ask.PLACE),
        forum=_code(speaker, form, ask.FORUM),
        fair=_fair(speaker, form),
        stage=_word(form, ask.STAGE, Stage),
        on=day,
        unsure=bool(form.typed("u")),
        by=_word(form, "by", Service),
        paper=paper,
        right=_word(form, ask.RIGHT, Right),
        named=_word(form, ask.NAMED, Named),
        counsel={YES: True, NO: False}.get(form.typed(ask.COUNSEL)),
        industry=_word(form, "i", Industry),
    )


def kept(form: Form) -> dict[str, str]:
    """The coded answers of an address that can be kept: nothing else goes into a plan's address."""
    return {name: value for name in KEPT if (value := form.typed(name)) and name not in form.wrong}


def applicable(speaker: Speaker, answers: Answers) -> list[str]:
    """The questions that change the answer for these answers."""
    systems = forums(speaker, answers)
    return ask.questions(answers, systems=systems, fairs=bool(_fairs(speaker, answers.place)))


def forums(speaker: Speaker, answers: Answers) -> list[str]:
    """The jurisdictions whose rules may govern there: none to choose from unless a regional system covers the place."""
    names = speaker.library.names
    return names[answers.place].systems_on(speaker.today) if answers.place in names else []


def current(speaker: Speaker, form: Form, answers: Answers) -> str:
    """The question to show: one with a wrong answer, the one asked for, or the first that is open; "" if none is."""
    asked = applicable(speaker, answers)
    wrong = [q for q in ask.ORDER if q in form.wrong] + ([ask.RECEIVED] if "by" in form.wrong else [])
    if wrong:
        return wrong[0]
    return form.typed("q") if form.typed("q") in asked else ask.following(kept(form), asked)


def wizard_page(speaker: Speaker, form: Form, answers: Answers, name: str, frame: Frame) -> WizardPage:
    """The page that asks one question."""
    asked = applicable(speaker, answers)
    values = kept(form)
    given = [
        Given(speaker.t(title(q, answers)), said(speaker, answers, q), speaker.link("/directive", **{**values, "q": q}))
        for q in asked
        if q != name and (values.get(q) or (q == ask.RECEIVED and answers.on))
    ]
    place = asked.index(name) if name in asked else 0
    own = {ask.RECEIVED: ("on", "u", "by")}.get(name, (name,))
    return WizardPage(
        frame=frame,
        name=name,
        question=speaker.t(title(name, answers)),
        help=speaker.t(HELP[name]) if name in HELP else "",
        options=_options(speaker, answers, name),
        others=_others(speaker, answers) if name == ask.PLACE else [],
        services=[Option(s.value, speaker.term(s), s is answers.by) for s in Service] if name == ask.RECEIVED else [],
        typed={field: form.typed(field) for field in ("on", "p", "u") if form.typed(field) != ask.SKIPPED},
        given=given,
        hidden=[(k, v) for k, v in values.items() if k not in own],
        back=speaker.link("/directive", **{**values, "q": asked[place - 1]}) if place else "",
        number=place + 1,
        wrong=form.wrong,
        procedures=list_page(speaker, "directive", frame) if name == ask.EVENT else None,
        skip=name not in (ask.EVENT, ask.STAGE),
    )


def title(name: str, answers: Answers) -> str:
    """The question in words; that of the day depends on what the day is."""
    if name == ask.RECEIVED and answers.start in QUESTIONS:
        return QUESTIONS[answers.start]
    return QUESTIONS[name]


def said(speaker: Speaker, answers: Answers, name: str) -> str:
    """What was answered, in words."""
    unknown = speaker.t("不清楚")
    words: dict[str, Term | None] = {
        ask.EVENT: answers.event, ask.STAGE: answers.stage, ask.RIGHT: answers.right, ask.NAMED: answers.named,
    }  # fmt: skip
    if name in words:
        word = words[name]
        return speaker.term(word) if word else unknown
    if name in (ask.PLACE, ask.FORUM):
        code = answers.place if name == ask.PLACE else answers.forum
        return speaker.name(code) if code else unknown
    if name in (ask.RECEIVED, ask.PAPER):
        return _day_said(speaker, answers, answers.on if name == ask.RECEIVED else answers.paper, name)
    if name == ask.FAIR:
        held = next((f for f in _fairs(speaker, answers.place) if f.id == f"exhibition/{answers.fair}"), None)
        return speaker.bi(held.title) if held else unknown
    return unknown if answers.counsel is None else speaker.t("已请") if answers.counsel else speaker.t("没有")


def _day_said(speaker: Speaker, answers: Answers, day: date | None, name: str) -> str:
    if day is None:
        return speaker.t("没有写明") if name == ask.PAPER else speaker.t("不清楚")
    more = [speaker.term(answers.by)] if name == ask.RECEIVED and answers.by else []
    more += [speaker.t("不确定，最早可能")] if name == ask.RECEIVED and answers.unsure else []
    return " · ".join([speaker.day(day), *more])


def _options(speaker: Speaker, answers: Answers, name: str) -> list[Option]:
    if name == ask.EVENT:
        events = sorted(Event, key=lambda e: e not in ask.URGENT)
        return [Option(e.value, speaker.term(e), e is answers.event, e in ask.URGENT) for e in events]
    if name in (ask.PLACE, ask.FORUM, ask.FAIR):
        return _places(speaker, answers, name)
    if name == ask.COUNSEL:
        return [
            Option(YES, speaker.t("已请"), answers.counsel is True),
            Option(NO, speaker.t("没有"), answers.counsel is False),
        ]
    words: dict[str, tuple[type[Term], Term | None]] = {
        ask.STAGE: (Stage, answers.stage), ask.RIGHT: (Right, answers.right), ask.NAMED: (Named, answers.named),
    }  # fmt: skip
    vocabulary, chosen = words.get(name, (Stage, None))
    return [Option(w.value, speaker.term(w), w is chosen) for w in vocabulary] if name in words else []


def _places(speaker: Speaker, answers: Answers, name: str) -> list[Option]:
    if name == ask.PLACE:
        held = sorted(_held(speaker), key=lambda c: speaker.library.names.name(c, "en"))
        return [Option(c, speaker.name(c), c == answers.place) for c in held]
    if name == ask.FAIR:
        found = _fairs(speaker, answers.place)
        return [Option(f.id[11:], speaker.bi(f.title), f.id[11:] == answers.fair) for f in found]
    own = speaker.t("{name}的法院或机关", name=speaker.name(answers.place))
    codes = [answers.place, *forums(speaker, answers)]
    return [Option(c, own if c == answers.place else speaker.name(c), c == answers.forum) for c in codes]


def _held(speaker: Speaker) -> set[str]:
    return {g.jurisdiction for g in speaker.library.entries("guide") if g.jurisdiction} - {"cn"}


def _others(speaker: Speaker, answers: Answers) -> list[Option]:
    held = _held(speaker)
    rest = [
        t
        for t in speaker.library.names.by_code.values()
        if t.code not in held and t.code != "cn" and t.group != "system"
    ]
    rest.sort(key=lambda t: t.en)
    return [Option(t.code, speaker.name(t.code), t.code == answers.place) for t in rest]


def _fairs(speaker: Speaker, place: str) -> list[Exhibition]:
    return [e for e in speaker.library.entries("exhibition", place) if isinstance(e, Exhibition)] if place else []


def _word(form: Form, name: str, words: type[T]) -> T | None:
    return None if form.typed(name) == ask.SKIPPED else form.choice(name, words)


def _code(speaker: Speaker, form: Form, name: str) -> str:
    code = form.typed(name).lower()
    if code in ("", ask.SKIPPED) or code in speaker.library.names:
        return "" if code == ask.SKIPPED else code
    form.refuse(name, NO_CODE)
    return ""


def _fair(speaker: Speaker, form: Form) -> str:
    fair = form.typed(ask.FAIR)
    if fair in ("", ask.SKIPPED) or speaker.library.get(f"exhibition/{fair}"):
        return "" if fair == ask.SKIPPED else fair
    form.refuse(ask.FAIR, NO_FAIR)
    return ""
