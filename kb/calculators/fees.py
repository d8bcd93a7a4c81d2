"""Official fees estimated: what is to be protected and where → lines with source and day, totals by currency and in yuan.

Pure. Only lines whose `occasion` says that every such right pays them are added up; what is missing or stale is said,
never counted as zero. Arithmetic is exact (`Decimal`); yuan are rounded to fen, once, per total.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kb.errors import Invalid, Problem
from kb.kinds.fees import FeeItem, Fees
from kb.kinds.fields import Bi
from kb.kinds.vocabulary import Act, Channel, Occasion, Payer, Renewed, Right, Unit, YearsFrom

MOST_JURISDICTIONS = 30
MOST_UNITS, MOST_YEARS, MOST_OWN = 1_000, 60, Decimal(10) ** 9
FEN = Decimal("0.01")
SHEETS = 50
_VARIANT = re.compile(r"-(?:small|micro|paper|online)$")
ROUTES: Mapping[Occasion, tuple[Right, ...]] = {
    Occasion.DIRECT: (Right.PATENT, Right.UTILITY_MODEL, Right.DESIGN, Right.TRADE_MARK),
    Occasion.PCT: (Right.PATENT, Right.UTILITY_MODEL),
    Occasion.MADRID: (Right.TRADE_MARK,),
    Occasion.HAGUE: (Right.DESIGN,),
}
AT_FILING = (Act.FILING, Act.SEARCH, Act.EXAMINATION)


@dataclass(frozen=True)
class Order:
    """What is to be estimated. `years`: life after filing; `grant_after`: years from filing to grant, an assumption.

    A right granted later than `years` is not granted in the life asked for: no grant fee. Granted at its very end, it is.

    `own_costs`: the user's own figures in CNY per jurisdiction (agent, translation), kept apart from official fees.
    """

    jurisdictions: tuple[str, ...]
    right: Right
    on: date
    route: Occasion = Occasion.DIRECT
    payer: Payer = Payer.STANDARD
    channel: Channel = Channel.ONLINE
    claims: int = 10
    independent_claims: int = 1
    classes: int = 1
    pages: int = 30
    designs: int = 1
    years: int = 10
    grant_after: int = 3
    own_costs: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """Yuan for one unit of a currency, on a day, from a source."""

    currency: str
    cny: Decimal
    date: date
    source: str = ""


@dataclass(frozen=True)
class Charge:
    """One fee: the line of the schedule, the amount for this order with its arithmetic, and the year after filing (0: at once)."""

    schedule: Fees
    item: FeeItem
    amount: Decimal
    arithmetic: str
    year: int


@dataclass(frozen=True)
class Estimate:
    """One jurisdiction: its charges in order, the total in its currency, in yuan where a rate is held, and what is missing."""

    jurisdiction: str
    currency: str
    charges: tuple[Charge, ...]
    total: Decimal
    cny: Decimal | None
    rate: Rate | None
    own: Decimal
    gaps: tuple[Bi, ...]

    def by_year(self) -> dict[int, Decimal]:
        """Cost in its currency by year after filing."""
        years: dict[int, Decimal] = {}
        for charge in self.charges:
            years[charge.year] = years.get(charge.year, Decimal(0)) + charge.amount
        return years


@dataclass(frozen=True)
class Budget:
    """The estimates of all jurisdictions; `cny` is None while a rate or a whole schedule is missing."""

    order: Order
    estimates: tuple[Estimate, ...]
    totals: Mapping[str, Decimal]
    """Official fees by currency."""
    cny: Decimal | None
    own: Decimal

    def by_year(self) -> dict[int, Decimal]:
        """Cost in yuan by year after filing, of the jurisdictions whose currency has a rate."""
        years: dict[int, Decimal] = {}
        for estimate in self.estimates:
            if estimate.rate:
                for year, amount in estimate.by_year().items():
                    years[year] = years.get(year, Decimal(0)) + amount * estimate.rate.cny
        return {year: _fen(years[year]) for year in sorted(years)}


def estimate(order: Order, schedules: Sequence[Fees], rates: Mapping[str, Rate]) -> Budget:
    """The budget for an order. Invalid, naming each field, if a number cannot be taken or the route does not fit the right."""
    _check(order)
    found = tuple(_one(order, code, schedules, rates) for code in order.jurisdictions)
    totals: dict[str, Decimal] = {}
    for part in found:
        if part.charges:
            totals[part.currency] = totals.get(part.currency, Decimal(0)) + part.total
    whole = all(part.cny is not None for part in found)
    cny = sum((part.cny or Decimal(0) for part in found), Decimal(0)) if whole else None
    return Budget(order, found, totals, cny, sum((part.own for part in found), Decimal(0)))


def charge_of(item: FeeItem, order: Order, value: Decimal | None = None) -> tuple[Decimal, str]:
    """What a line costs for this order and how it comes about; `value` is the value in dispute, for fees by brackets."""
    if item.brackets:
        return _bracket(item, value or Decimal(0))
    total, parts = item.amount, [str(item.amount)] if item.amount or item.each is None else []
    if item.each is not None and item.unit is not None:
        number = _units(item.unit, order)
        counted = max(0, (min(number, item.upto) if item.upto else number) - item.over)
        total += counted * item.each
        if counted:
            parts.append(f"{counted} × {item.each}")
    text = " + ".join(parts) or "0"
    return total, text if text == str(total) else f"{text} = {total}"


def _bracket(item: FeeItem, value: Decimal) -> tuple[Decimal, str]:
    step = next((b for b in item.brackets if b.upto is None or value <= b.upto), item.brackets[-1])
    total = step.amount + value * step.percent / 100
    return total, f"{step.amount} + {value} × {step.percent} % = {total}" if step.percent else str(total)


def _units(unit: Unit, order: Order) -> int:
    counts = {
        Unit.CLAIM: order.claims, Unit.INDEPENDENT_CLAIM: order.independent_claims, Unit.CLASS: order.classes,
        Unit.PAGE: order.pages, Unit.SHEETS_50: -(-order.pages // SHEETS), Unit.DESIGN: order.designs, Unit.ITEM: 1,
    }  # fmt: skip
    return counts.get(unit, 0)


def _one(order: Order, code: str, schedules: Sequence[Fees], rates: Mapping[str, Rate]) -> Estimate:
    own = order.own_costs.get(code, Decimal(0))
    schedule = next(
        (f for f in schedules if f.jurisdiction == code and order.right in f.rights and f.prices_a_right), None
    )
    if schedule is None:
        gap = Bi(zh="未收录此权利的官费表，未计入", en="No schedule of fees for this right is held: not counted")
        return Estimate(code, "", (), Decimal(0), None, None, own, (gap,))
    charges = tuple(sorted(_charges(order, schedule), key=lambda c: c.year))
    total = sum((c.amount for c in charges), Decimal(0))
    rate = rates.get(schedule.currency)
    cny = _fen(total * rate.cny) if rate and charges else None
    return Estimate(
        code, schedule.currency, charges, total, cny, rate, own, tuple(_gaps(order, schedule, charges, rate))
    )


def _gaps(order: Order, schedule: Fees, charges: tuple[Charge, ...], rate: Rate | None) -> list[Bi]:
    gaps = []
    if not any(c.year == 0 for c in charges):
        gaps.append(
            Bi(
                zh=f"没有“{order.route.zh}”途径的现行费用，合计不完整",
                en=f"No current fees for the way “{order.route.en}”: the total is incomplete",
            )
        )
    if schedule.missing:
        gaps.append(Bi(zh=f"未收录：{schedule.missing.zh}", en=f"Not held: {schedule.missing.en}"))
    if other := dict.fromkeys(c.item.what for c in charges if c.item.channel not in (Channel.ANY, order.channel)):
        zh, en = "；".join(what.zh for what in other), "; ".join(what.en for what in other)
        gaps.append(
            Bi(
                zh=f"“{zh}”只有网上费额，按网上计",
                en=f"“{en}”: only the online amount is held, counted at that amount",
            )
        )
    if order.on < schedule.valid_from:
        gaps.append(
            Bi(
                zh=f"费表自 {schedule.valid_from} 起，此前的金额可能不全",
                en=f"The schedule begins on {schedule.valid_from}: older amounts may be incomplete",
            )
        )
    if schedule.stale_on <= order.on:
        gaps.append(
            Bi(
                zh=f"费表已过复核期（{schedule.stale_on}），缴费前请核实",
                en=f"The schedule was due for a check on {schedule.stale_on}: verify before paying",
            )
        )
    if schedule.valid_to and schedule.valid_to < order.on:
        gaps.append(Bi(zh=f"费表已于 {schedule.valid_to} 失效", en=f"The schedule ended on {schedule.valid_to}"))
    if (
        order.payer in (Payer.SMALL, Payer.MICRO)
        and not any(c.item.payer is order.payer for c in charges)
        and schedule.reductions
    ):
        gaps.append(
            Bi(
                zh="减免须另行申请，未从金额中扣除，见费表“减免”",
                en="Reductions are claimed apart and not taken off: see “reductions” in the schedule",
            )
        )
    if rate is None:
        gaps.append(
            Bi(
                zh=f"没有 {schedule.currency} 的汇率，未折算人民币",
                en=f"No rate for {schedule.currency}: not converted",
            )
        )
    if schedule.renewed is Renewed.PENDING:
        gaps.append(
            Bi(zh="授权后各生效国（地区）另缴年费，未计入", en="After grant renewal fees go to each state: not counted")
        )
    return gaps


def _charges(order: Order, schedule: Fees) -> list[Charge]:
    wanted = {Occasion.STANDARD, order.route}
    lines = [i for i in schedule.current(order.on) if i.occasion in wanted]
    found = []
    for item in _chosen(lines, order):
        amount, arithmetic = charge_of(item, order)
        if amount:
            found += [Charge(schedule, item, amount, arithmetic, year) for year in _years(item, schedule, order)]
    return found


def _chosen(lines: Sequence[FeeItem], order: Order) -> list[FeeItem]:
    """Of the variants of one fee (by payer and channel) the one that fits best; a fee without a variant for the payer stays whole.

    Paper falls back to the online amount, never the reverse: a line that is only for paper is a surcharge for paper.
    """
    groups: dict[str, list[FeeItem]] = {}
    for item in lines:
        groups.setdefault(_base(item.id), []).append(item)
    return [best for group in groups.values() if (best := _best(_by_channel(group, order.channel), order))]


def _by_channel(group: list[FeeItem], channel: Channel) -> list[FeeItem]:
    fitting = [i for i in group if i.channel in (Channel.ANY, channel)]
    return fitting or [i for i in group if i.channel is Channel.ONLINE]


def _base(id_: str) -> str:
    shorter = _VARIANT.sub("", id_)
    return shorter if shorter == id_ else _base(shorter)


def _best(group: list[FeeItem], order: Order) -> FeeItem | None:
    for payer in dict.fromkeys((order.payer, Payer.ANY, Payer.STANDARD)):
        fitting = [i for i in group if i.payer is payer]
        if fitting:
            return min(fitting, key=lambda i: i.channel is not order.channel)
    return None


def _years(item: FeeItem, schedule: Fees, order: Order) -> list[int]:
    """The years after filing in which the line is paid, within the life that was asked for.

    What is paid on grant counts if the grant falls within that life, its last day included; what opens a further year of
    the term counts only if some of that year does.
    """
    if item.act in AT_FILING:
        return [0]
    if item.act is Act.GRANT or not (item.from_year or item.due_months):
        return [order.grant_after] if order.grant_after <= order.years else []
    start = order.grant_after if (item.years_from or schedule.years_from) is YearsFrom.GRANT else 0
    years = [start + year for year in _due_years(item, order.years)]
    return [y for y in years if y < order.years and _in_period(y, schedule.renewed, order.grant_after)]


def _due_years(item: FeeItem, life: int) -> list[int]:
    """Whole years after filing or grant; year n of a term is paid when n - 1 years are over."""
    first = item.from_year or 1
    due = [int(months // 12) for months in item.due_months] or [first - 1]
    if item.yearly:
        due = list(range(first - 1, item.to_year or life))
    if item.repeats:
        due += list(range(due[-1] + item.repeats, life + 1, item.repeats))
    return due


def _in_period(year: int, renewed: Renewed, grant_after: int) -> bool:
    if renewed is Renewed.PENDING:
        return year < grant_after
    return year >= grant_after if renewed is Renewed.GRANTED else True


def _fen(value: Decimal) -> Decimal:
    return value.quantize(FEN, ROUND_HALF_UP)


def _check(order: Order) -> None:
    counts = ("claims", "independent_claims", "classes", "pages", "designs")
    whole = Bi(zh=f"请填 1 至 {MOST_UNITS} 之间的整数。", en=f"Give a whole number from 1 to {MOST_UNITS}.")
    years = Bi(zh=f"请填 0 至 {MOST_YEARS} 之间的整数。", en=f"Give a whole number from 0 to {MOST_YEARS}.")
    places = len(order.jurisdictions)
    rules = [
        ("c", places > 0, Bi(zh="请至少选择一个国家（地区）。", en="Choose at least one country or region.")),
        (
            "c",
            places <= MOST_JURISDICTIONS,
            Bi(zh=f"一次最多 {MOST_JURISDICTIONS} 个。", en=f"At most {MOST_JURISDICTIONS} at once."),
        ),
        (
            "route",
            order.right in ROUTES.get(order.route, ()),
            Bi(
                zh=f"“{order.route.zh}”不适用于{order.right.zh}。",
                en=f"“{order.route.en}” does not fit a {order.right.en}.",
            ),
        ),
        *((name, 1 <= getattr(order, name) <= MOST_UNITS, whole) for name in counts),
        (
            "independent_claims",
            order.independent_claims <= order.claims,
            Bi(zh="独立权利要求不能多于权利要求总数。", en="There cannot be more independent claims than claims."),
        ),
        *((name, 0 <= getattr(order, name) <= MOST_YEARS, years) for name in ("years", "grant_after")),
        (
            "own",
            all(0 <= cost <= MOST_OWN for cost in order.own_costs.values()),
            Bi(zh="自有费用请填 0 至 10 亿之间的金额。", en="Own costs are an amount from 0 to a thousand million."),
        ),
    ]
    if wrong := [Problem("fees", name, text.zh, text.en) for name, good, text in rules if not good]:
        raise Invalid(wrong)
