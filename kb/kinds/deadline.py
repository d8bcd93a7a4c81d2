"""时限规则: a versioned time limit of one jurisdiction and forum."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kb.kinds.entry import Entry
from kb.kinds.fields import Bi, Codes, Faceted, Fact, Reference, Row, Searched, Text, label
from kb.kinds.vocabulary import (
    AddedTo,
    Combine,
    Direction,
    Event,
    Forum,
    Period,
    Right,
    Role,
    Roll,
    Route,
    Service,
    Start,
)


class Trigger(Row):
    """What the time limit is counted from: one event, or the earliest or latest of several."""

    combine: Combine = label("取法", "Rule", default=Combine.ONE)
    of: tuple[Bi, ...] = label("事件", "Events", min_length=1)
    start: Start = label(
        "起算日是哪一天",
        "Kind of date",
        "问的人所知道的日期；据此由“收到文书之日”等直接推算",
        "As the person asking knows it; a plan computes from the day of receipt and the like",
        default=Start.OTHER,
    )
    served_by: Codes[Service] = label(
        "仅限送达方式", "Only if served", "缺省不限", "Any way of service by default", default=()
    )
    year_end: bool = label(
        "自年末起算",
        "Counted from the end of the year",
        "所填日期当年的 12 月 31 日（德国民法典第199条第1款）",
        "31 December of the year of the date given (German Civil Code § 199(1))",
        default=False,
    )


class Added(Fact):
    """Time added because of the way of service."""

    service: Service = label("送达方式", "Way of service")
    number: int = label("数量", "Number", gt=0)
    unit: Period = label("单位", "Unit")
    to: AddedTo = label("加在", "Added to", default=AddedTo.PERIOD)


class Version(Fact):
    """The rule as it holds for dates from `valid_from` to `valid_to`; which date counts, `chosen_by` says."""

    valid_from: date = label("适用自", "Applies from")
    valid_to: date | None = label("适用至", "Applies to", default=None)
    number: int | None = label("期限", "Length", default=None, gt=0)
    to_number: int | None = label(
        "最长", "At most", "期限是区间时的上限", "Upper end where the length is a range", default=None
    )
    unit: Period | None = label("单位", "Unit", default=None)
    direction: Direction = label("方向", "Direction", default=Direction.AFTER)
    set_by_forum: bool = label(
        "由机关指定",
        "Set by the forum",
        "没有法定长度，以文书载明为准",
        "No statutory length: the paper says it",
        default=False,
    )
    excludes_first_day: bool = label("不计首日", "First day not counted", default=True)
    starts_open: bool = label(
        "自其后首个办公日起算",
        "Day one is the first open day",
        "触发日之后的第一个办公日为第 1 日",
        "Day one is the first business day after the trigger",
        default=False,
    )
    months_from_next_day: bool = label(
        "自次日起按历计月",
        "Months run from the next day",
        "月、年自次日起按历计算，次日为月初的止于月末（日本民法第143条、韩国民法第160条）",
        "By the calendar from the next day; from the first of a month to the end of one (Japan Civil Code 143, Korea Civil Act 160)",
        default=False,
    )
    roll: Roll = label("末日顺延", "Last day closed", default=Roll.NEXT_OPEN)
    added: tuple[Added, ...] = label("按送达方式加算", "Added by way of service", default=())
    extension: Bi | None = label("延期", "Extension", default=None)
    consequence: Bi = label("逾期后果", "If missed")
    basis: Annotated[Text, Searched("headings")] = label(
        "依据", "Legal basis", "如 19 C.F.R. § 210.13(a)", "e.g. 19 C.F.R. § 210.13(a)"
    )
    note: Bi | None = label("说明", "Note", default=None)

    @model_validator(mode="after")
    def _has_length(self) -> Self:
        if self.set_by_forum == (self.number is not None) or (self.number is None) != (self.unit is None):
            raise ValueError("length")
        if self.to_number is not None and (self.number is None or self.to_number <= self.number):
            raise ValueError("range")
        return self


class Deadline(Entry):
    """A time limit as a rule, never as a constant in code: its versions are chosen by a date."""

    kind: ClassVar[str] = "deadline"
    zh: ClassVar[str] = "时限规则"
    en: ClassVar[str] = "Deadline"
    also: ClassVar[str] = (
        "期限 时限 截止日期 最后期限 多少天 几天 多久 什么时候 几个月 time limit due date how long how many days"
    )
    pattern: ClassVar[str] = "countries/{jurisdiction}/deadlines/{slug}"

    forum: Forum = label("机关类型", "Kind of forum")
    forum_name: Bi = label("机关", "Forum")
    route: Annotated[Route, Faceted("route")] = label("程序", "Route")
    rights: Annotated[Codes[Right], Faceted("right")] = label("涉及权利", "Rights", min_length=1)
    roles: Codes[Role] = label("谁的时限", "Whose time limit", min_length=1)
    events: Codes[Event] = label("情形", "Situation", default=())
    urgent: bool = label(
        "紧急", "Urgent", "逾期即丧失权利或缺席败诉", "Missing it loses the right or the case", default=False
    )
    law: Reference | None = label("所依法律", "Law", default=None)
    trigger: Trigger = label("起算", "Counted from")
    chosen_by: Bi = label("选择版本的日期", "Date that chooses the version")
    versions: tuple[Version, ...] = label("版本", "Versions", min_length=1)

    @property
    def day(self) -> date | None:
        """Day from which its newest version applies."""
        return max(version.valid_from for version in self.versions)

    def version(self, on: date) -> Version | None:
        """The version for the date `on`, or None where no version covers it."""
        return next(
            (v for v in self.versions if v.valid_from <= on and (v.valid_to is None or on <= v.valid_to)),
            None,
        )

    def references(self) -> Iterator[tuple[str, str]]:
        """The law that it stands in."""
        if self.law:
            yield "law", self.law
