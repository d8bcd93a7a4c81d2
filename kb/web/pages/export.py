"""The check before exporting: markets and product in, a dated checklist out."""

from dataclasses import dataclass

from kb.calculators import Calculators, Checklist, Wish
from kb.errors import Invalid
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import Industry, Right
from kb.web.forms import Form
from kb.web.pages.country import places
from kb.web.pages.frame import Frame
from kb.web.pages.wizard import NO_CODE, Option
from kb.web.speaker import Speaker

RIGHTS = (Right.TRADE_MARK, Right.DESIGN, Right.PATENT, Right.UTILITY_MODEL, Right.COPYRIGHT, Right.TRADE_SECRET)


@dataclass(frozen=True)
class ExportPage:
    """The form, and the checklist if one was asked for."""

    frame: Frame
    markets: list[Option]
    rights: list[Option]
    industries: list[Option]
    day: str
    wrong: dict[str, Bi]
    found: Checklist | None


def export_page(speaker: Speaker, calculators: Calculators, form: Form, frame: Frame) -> ExportPage:
    """The page for an address."""
    codes, day = form.several("c"), form.day("on")
    right, industry = form.choice("t", Right), form.choice("i", Industry)
    if unknown := next((c for c in codes if c not in speaker.library.names), ""):
        form.wrong.setdefault(
            "c", Bi(zh=NO_CODE.zh.replace("{value}", unknown), en=NO_CODE.en.replace("{value}", unknown))
        )
    held = [p for p in places(speaker) if p.guide and p.territory.group != "system" and p.territory.code != "cn"]
    return ExportPage(
        frame=frame,
        markets=[
            Option(p.territory.code, p.name, p.territory.code in codes)
            for p in sorted(held, key=lambda p: p.territory.en)
        ],
        rights=[Option(r.value, speaker.term(r), r is right) for r in RIGHTS],
        industries=[Option(w.value, speaker.term(w), w is industry) for w in Industry],
        day=form.typed("on"),
        wrong=form.wrong,
        found=_found(speaker, calculators, form, Wish(codes, day or speaker.today, right, industry))
        if codes or day
        else None,
    )


def _found(speaker: Speaker, calculators: Calculators, form: Form, wish: Wish) -> Checklist | None:
    if form.wrong:
        return None
    try:
        return calculators.before_export(wish, speaker.today)
    except Invalid as error:
        form.take(error)
        return None
