"""The calculator of official fees: an order → lines with sources, totals by currency and in yuan, cost by year."""

from dataclasses import dataclass
from decimal import Decimal

from kb.calculators import Budget, Calculators, Order
from kb.errors import Invalid
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import Channel, Occasion, Payer, Right, Term
from kb.web.forms import Form
from kb.web.pages.frame import Frame
from kb.web.pages.listing import ListPage, list_page
from kb.web.speaker import Speaker

RIGHTS = (Right.PATENT, Right.UTILITY_MODEL, Right.DESIGN, Right.TRADE_MARK)
ROUTES = (Occasion.DIRECT, Occasion.PCT, Occasion.MADRID, Occasion.HAGUE)
NUMBERS: tuple[tuple[str, str, int], ...] = (
    ("claims", "权利要求项数", 10),
    ("independent_claims", "其中独立权利要求", 1),
    ("pages", "说明书及附图页数", 30),
    ("classes", "商品服务类别数", 1),
    ("designs", "外观设计项数", 1),
    ("years", "维持年数（自申请日起）", 10),
    ("grant_after", "申请到授权的年数（假定）", 3),
)
PER_RIGHT = {
    Right.PATENT: ("claims", "independent_claims", "pages"),
    Right.UTILITY_MODEL: ("claims", "independent_claims", "pages"),
    Right.DESIGN: ("designs",),
    Right.TRADE_MARK: ("classes",),
}
ALWAYS = ("years", "grant_after")
CHART_WIDTH, CHART_HEIGHT, GAP = 720, 180, 4


@dataclass(frozen=True)
class NumberField:
    """A field for a whole number."""

    name: str
    label: str
    value: str
    wrong: Bi | None


@dataclass(frozen=True)
class Bar:
    """A bar of the chart: the cost of one year after filing, in yuan."""

    year: int
    cny: Decimal
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class FeesPage:
    """The form, the budget if one was asked for, and all schedules below."""

    frame: Frame
    rows: ListPage
    choices: list[tuple[str, str]]
    codes: tuple[str, ...]
    words: dict[str, tuple[tuple[Term, ...], Term]]
    """The fields of choice: what can be chosen, and what is."""
    numbers: list[NumberField]
    own: dict[str, str]
    wrong: dict[str, Bi]
    budget: Budget | None
    bars: list[Bar]


def fees_page(speaker: Speaker, calculators: Calculators, form: Form, frame: Frame) -> FeesPage:
    """The page for an address."""
    codes = form.several("c")
    right = form.choice("right", Right) or Right.PATENT
    order = Order(
        jurisdictions=codes,
        right=right,
        on=speaker.today,
        route=form.choice("route", Occasion) or Occasion.DIRECT,
        payer=form.choice("payer", Payer) or Payer.STANDARD,
        channel=form.choice("channel", Channel) or Channel.ONLINE,
        own_costs={code: form.money(f"own-{code}") for code in codes},
        **{name: form.whole(name, default) for name, _, default in NUMBERS},
    )
    unknown = [code for code in codes if code not in speaker.library.names]
    if unknown:
        form.args = form.args.copy()
        form.args["c"] = unknown[0]
        form.refuse(
            "c",
            Bi(zh="没有代码为“{value}”的国家（地区）。", en="There is no country or region with the code “{value}”."),
        )
    budget = _budget(calculators, form, order) if codes else None
    shown = [*PER_RIGHT.get(right, ()), *ALWAYS]
    return FeesPage(
        frame=frame,
        rows=list_page(speaker, "fees", frame),
        choices=sorted({(f.jurisdiction or "", speaker.name(f.jurisdiction or "")) for f in calculators.schedules()}),
        codes=codes,
        words={
            "right": (RIGHTS, right),
            "route": (ROUTES, order.route),
            "payer": ((Payer.STANDARD, Payer.SMALL, Payer.MICRO), order.payer),
            "channel": ((Channel.ONLINE, Channel.PAPER), order.channel),
        },
        numbers=[
            NumberField(name, speaker.t(label), form.typed(name) or str(default), form.wrong.get(name))
            for name, label, default in NUMBERS
            if name in shown
        ],
        own={code: form.typed(f"own-{code}") for code in codes},
        wrong=form.wrong,
        budget=budget,
        bars=bars(budget) if budget else [],
    )


def _budget(calculators: Calculators, form: Form, order: Order) -> Budget | None:
    if form.wrong:
        return None
    try:
        return calculators.budget(order)
    except Invalid as error:
        form.take(error)
        return None


def bars(budget: Budget) -> list[Bar]:
    """The chart of cost by year: one bar a year, the dearest as high as the chart."""
    by_year = budget.by_year()
    if not by_year:
        return []
    years = range(max(by_year) + 1)
    width = CHART_WIDTH / len(years)
    most = max(by_year.values()) or Decimal(1)
    found = []
    for year in years:
        cny = by_year.get(year, Decimal(0))
        height = float(cny / most) * CHART_HEIGHT
        bar = Bar(year, cny, year * width + GAP / 2, CHART_HEIGHT - height, max(1.0, width - GAP), height)
        found.append(bar)
    return found
