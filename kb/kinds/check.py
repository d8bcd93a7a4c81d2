"""What is wrong with the entries of an edition: pure rules, each a small function in `RULES`.

Errors must be mended before publication: a missing source, a contradiction, a reference to nothing. What time brings
(an entry due for a check, a schedule whose validity ended) is a warning.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.errors import Problem
from kb.kinds.alert import Alert
from kb.kinds.case import Case
from kb.kinds.deadline import Deadline
from kb.kinds.directive import Directive
from kb.kinds.entry import LINK, Entry, cited, mentioned, walk
from kb.kinds.exhibition import Exhibition
from kb.kinds.expert import Expert
from kb.kinds.fees import Fees
from kb.kinds.fields import earliest, latest, overlapping
from kb.kinds.guide import Guide
from kb.kinds.jurisdictions import Jurisdictions
from kb.kinds.law import Law
from kb.kinds.text import Translation, body_hash
from kb.kinds.vocabulary import AdviserType, Chapter, Phase

YEARS_AHEAD = 10
FIRST_YEAR = 1623  # Statute of Monopolies: no law or dispute of this field is older
NAMES: tuple[tuple[str, str, str], ...] = (
    (r"中华民国|中華民國", "应为“中国台湾地区”", "write “Taiwan, China”"),
    (
        r"(?<!People's )(?<!People’s )(?<!Democratic )\bRepublic of China\b",
        "应为 Taiwan, China",
        "write “Taiwan, China”",
    ),
    (r"(?<!中国)台湾(?!地区|省|积体|当局)", "应为“中国台湾地区”", "write “Taiwan, China”"),
    (
        r"\bTaiwan\b(?!, China| Semiconductor| Intellectual Property)",
        "应为 Taiwan, China",
        "write “Taiwan, China”",
    ),
    (r"\bHong Kong\b(?!, China| SAR|[- ]based)", "应为 Hong Kong, China", "write “Hong Kong, China”"),
)


@dataclass(frozen=True)
class World:
    """Everything the rules look at; `today` is given, never read from a clock."""

    entries: Mapping[str, Entry]
    jurisdictions: Jurisdictions
    today: date
    translations: Mapping[str, Translation] = field(default_factory=dict)


def check(world: World) -> list[Problem]:
    """Every problem of every entry and translation, in the order of ids."""
    found: list[Problem] = []
    for id_ in sorted(world.entries):
        for rule in RULES:
            found += rule(world.entries[id_], world)
    found += [p for key in sorted(world.translations) for p in _translation(key, world)]
    return found


def _sources(entry: Entry, world: World) -> Iterator[Problem]:
    keys = Counter(source.key for source in entry.sources)
    for key in (k for k, n in keys.items() if n > 1):
        yield Problem(entry.id, "sources", f"来源键重复：{key}", f"source key stands twice: {key}")
    named = dict.fromkeys(cited(entry))
    for path, key in named:
        if key not in keys:
            yield Problem(entry.id, path, f"没有键为“{key}”的来源", f"there is no source with the key “{key}”")
    for key in set(keys) - {key for _, key in named}:
        yield Problem(entry.id, f"sources.{key}", "没有任何一行引用此来源", "no row or text cites this source")
    for source in entry.sources:
        if source.accessed > world.today:
            yield Problem(entry.id, f"sources.{source.key}.accessed", "查阅日期在今天之后", "accessed after today")


def _upkeep(entry: Entry, world: World) -> Iterator[Problem]:
    if entry.checked > world.today:
        yield Problem(entry.id, "checked", "核对日期在今天之后", "checked after today")
    elif entry.stale_on <= world.today:
        zh, en = f"已过复核期（应于 {entry.stale_on} 前复核）", f"due for a check since {entry.stale_on}"
        yield Problem(entry.id, "checked", zh, en, "warning")


def _years(entry: Entry, world: World) -> Iterator[Problem]:
    for path, value in walk(entry):
        text = value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else ""
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) and not path.endswith(("number", "docket", "article", "code")):
            year = int(text[:4])
            if not FIRST_YEAR <= year <= world.today.year + YEARS_AHEAD:
                yield Problem(entry.id, path, f"不可能的年份：{text}", f"impossible year: {text}")


def _references(entry: Entry, world: World) -> Iterator[Problem]:
    pairs = [*entry.references(), *mentioned(entry)]
    for path, target in pairs:
        id_, _, row = target.partition("#")
        other = world.entries.get(id_)
        if other is None:
            yield Problem(entry.id, path, f"指向不存在的条目：{id_}", f"refers to an entry that does not exist: {id_}")
        elif row and row not in rows_of(other):
            yield Problem(entry.id, path, f"{id_} 中没有“{row}”", f"{id_} has no row “{row}”")
    for path, text in [*walk(entry), ("body", entry.body)]:
        if isinstance(text, str) and "[[" in LINK.sub("", text):
            yield Problem(entry.id, path, "引用写法不对，应为 [[种类/路径]]", "a reference is written [[kind/path]]")
        if path.startswith(("title", "summary")) and isinstance(text, str) and LINK.search(text):
            yield Problem(entry.id, path, "标题和摘要不放引用", "titles and summaries hold no references")


def rows_of(entry: Entry) -> set[str]:
    """The rows of an entry that a reference can name after #."""
    if isinstance(entry, Fees):
        return {item.id for item in entry.items}
    if isinstance(entry, Directive):
        return {step.id for step in entry.steps}
    return {chapter.value for chapter in Chapter} if isinstance(entry, Guide) else set()


def _jurisdictions(entry: Entry, world: World) -> Iterator[Problem]:
    codes = [("path", entry.jurisdiction)] if entry.jurisdiction else []
    codes += [(name, code) for name in ("jurisdictions",) for code in getattr(entry, name, ())]
    if isinstance(entry, Case):
        codes += [("parties.country", party.country) for party in entry.parties]
    for path, code in codes:
        if code not in world.jurisdictions:
            yield Problem(entry.id, path, f"法域表中没有“{code}”", f"“{code}” is not in the table of jurisdictions")


def _names(entry: Entry, world: World) -> Iterator[Problem]:
    texts = [(path, value) for path, value in walk(entry) if isinstance(value, str) and not path.startswith("sources")]
    for path, value in [*texts, ("body", entry.body)]:
        for pattern, zh, en in NAMES:
            if match := re.search(pattern, value):
                yield Problem(entry.id, path, f"称谓不规范“{match.group()}”：{zh}", f"name “{match.group()}”: {en}")


def _guide(entry: Entry, world: World) -> Iterator[Problem]:
    if isinstance(entry, Guide):
        yield from _chapters(entry.id, entry.body, [chapter.zh for chapter in Chapter])


def _chapters(file: str, body: str, wanted: list[str]) -> Iterator[Problem]:
    found = re.findall(r"^## (.+?)\s*$", body, re.MULTILINE)
    if found != wanted:
        zh, en = f"章节应依次为：{'、'.join(wanted)}", f"chapters must be, in this order: {', '.join(wanted)}"
        yield Problem(file, "body", zh, en)


def _law(entry: Entry, world: World) -> Iterator[Problem]:
    if not isinstance(entry, Law):
        return
    if entry.adopted and earliest(entry.adopted) > latest(entry.in_force):
        yield Problem(entry.id, "in_force", "施行早于通过", "in force before it was adopted")
    if entry.repealed and latest(entry.repealed) < earliest(entry.in_force):
        yield Problem(entry.id, "repealed", "废止早于施行", "repealed before it was in force")
    for row in entry.amended:
        if latest(row.in_force) < earliest(entry.in_force):
            yield Problem(
                entry.id,
                "amended",
                f"修正（{row.in_force}）早于施行",
                f"amended ({row.in_force}) before it was in force",
            )
    days = [earliest(row.in_force) for row in entry.amended]
    if days != sorted(days, reverse=True):
        yield Problem(entry.id, "amended", "修正应从新到旧排列", "amendments stand latest first")
    if entry.as_of > world.today:
        yield Problem(entry.id, "as_of", "日期在今天之后", "is after today")


def _fees(entry: Entry, world: World) -> Iterator[Problem]:
    if not isinstance(entry, Fees):
        return
    spans: dict[str, list[tuple[date, date | None]]] = {}
    for item in entry.items:
        begins, ends = entry.begins(item), item.valid_to or entry.valid_to
        if ends and ends < begins:
            yield Problem(entry.id, f"items.{item.id}", "失效早于生效", "ends before it begins")
        spans.setdefault(item.id, []).append((begins, ends))
    for id_, periods in spans.items():
        if overlapping(periods):
            yield Problem(entry.id, f"items.{id_}", "各版本的有效期重叠", "versions overlap in time")
    if not entry.current(world.today):
        yield Problem(entry.id, "items", "今天没有一项有效", "no line is valid today", "warning")


def _deadline(entry: Entry, world: World) -> Iterator[Problem]:
    if not isinstance(entry, Deadline):
        return
    if overlapping([(v.valid_from, v.valid_to) for v in entry.versions]):
        yield Problem(entry.id, "versions", "各版本的适用期重叠", "versions overlap in time")
    if any(v.valid_to and v.valid_to < v.valid_from for v in entry.versions):
        yield Problem(entry.id, "versions", "适用期的末日早于首日", "a version ends before it begins")
    if entry.version(world.today) is None:
        yield Problem(entry.id, "versions", "没有适用于今天的版本", "no version applies today")


def _case(entry: Entry, world: World) -> Iterator[Problem]:
    if not isinstance(entry, Case):
        return
    for before, after in zip(entry.events, entry.events[1:], strict=False):
        if latest(after.date) < earliest(before.date):
            zh, en = (
                f"事件次序不对：{after.date} 排在 {before.date} 之后",
                f"out of order: {after.date} after {before.date}",
            )
            yield Problem(entry.id, "events", zh, en)
    for event in entry.events:
        if earliest(event.date) > world.today:
            yield Problem(entry.id, "events", f"事件在今天之后：{event.date}", f"event after today: {event.date}")
    if entry.status.value == "ended" and entry.result.value == "pending":
        yield Problem(entry.id, "result", "状态与结果矛盾", "status and result contradict each other")
    if entry.next and entry.next.due and latest(entry.next.due) < world.today:
        zh, en = f"下一步已过期：{entry.next.due}", f"what was to come is past: {entry.next.due}"
        yield Problem(entry.id, "next", zh, en, "warning")


def _fair(entry: Entry, world: World) -> Iterator[Problem]:
    if not isinstance(entry, Exhibition):
        return
    if entry.starts and entry.ends and entry.ends < entry.starts:
        yield Problem(entry.id, "ends", "闭幕早于开幕", "ends before it starts")
    if (entry.starts or entry.ends) and not entry.dates_source:
        yield Problem(entry.id, "dates_source", "展期没有来源", "the dates have no source")
    if entry.ends and entry.ends < world.today:
        yield Problem(entry.id, "ends", "本届已结束", "this edition is over", "warning")


def _directive(entry: Entry, world: World) -> Iterator[Problem]:
    if not isinstance(entry, Directive):
        return
    phases = [list(Phase).index(step.phase) for step in entry.steps]
    if phases != sorted(phases):
        yield Problem(entry.id, "steps", "步骤应按时点先后排列", "steps stand in the order of their phases")
    for id_ in (id_ for id_, n in Counter(step.id for step in entry.steps).items() if n > 1):
        yield Problem(entry.id, "steps", f"步骤键重复：{id_}", f"step key stands twice: {id_}")


def _expert(entry: Entry, world: World) -> Iterator[Problem]:
    if isinstance(entry, Expert) and entry.type is AdviserType.PERSON and not (entry.consent and entry.consent.given):
        official = {source.key for source in entry.sources if source.official}
        if not official & set(entry.appointment.source):
            zh, en = "个人须本人同意或在官方名单中", "a person needs consent or an official listing"
            yield Problem(entry.id, "consent", zh, en)


def _alert(entry: Entry, world: World) -> Iterator[Problem]:
    if isinstance(entry, Alert) and entry.issued > world.today:
        yield Problem(entry.id, "issued", "发布日期在今天之后", "issued after today")
    if isinstance(entry, Alert) and entry.expires and entry.expires < world.today:
        yield Problem(entry.id, "expires", "已失效", "has expired", "warning")


def _translation(key: str, world: World) -> Iterator[Problem]:
    translation = world.translations[key]
    entry = world.entries.get(translation.id)
    if entry is None:
        yield Problem(key, "translates", f"没有条目 {translation.id}", f"there is no entry {translation.id}")
    elif translation.translates != body_hash(entry.body):
        zh = f"译自旧文；现行正文的哈希为 {body_hash(entry.body)}"
        yield Problem(
            key, "translates", zh, f"translates an older text; the body's hash is now {body_hash(entry.body)}"
        )
    if isinstance(entry, Guide) and translation.language == "en":
        yield from _chapters(key, translation.body, [chapter.en for chapter in Chapter])


RULES: tuple[Callable[[Entry, World], Iterator[Problem]], ...] = (
    _sources, _upkeep, _years, _references, _jurisdictions, _names, _guide, _law, _fees, _deadline, _case, _fair, _directive, _expert,
    _alert,
)  # fmt: skip
