"""What the pages of the calculators become on paper: a plan, a card, a budget, days for a calendar."""

from kb.calculators import Budget, CostOf, Plan
from kb.kinds.directive import Step
from kb.papers import Block, Day, Grid, Heading, Items, Note, Paper, Sheet, Text
from kb.web.pages.deadlines import Answer
from kb.web.pages.entry import CardPage
from kb.web.pages.plan import PlanPage
from kb.web.speaker import Speaker

FEES_HEAD = ("国家（地区）", "申请后第几年", "事项", "算式", "金额", "货币", "生效", "核对于", "页面")
BOX = "☐"


def plan_paper(speaker: Speaker, page: PlanPage, base: str) -> Paper:
    """The plan as a paper."""
    t, p = speaker.t, page.plan
    blocks: list[Block] = [Grid((t("问题"), t("回答")), tuple((g.question, g.answer) for g in page.given))]
    blocks += _days(speaker, p)
    if p.procedure and not p.fits_place:
        title = speaker.words(p.procedure.title)
        blocks.append(
            Note(
                t(
                    "没有专为此地编写的程序：以下取自“{title}”，只用其中不依赖当地法律的部分，期限与做法请当地律师确认。",
                    title=title,
                )
            )
        )
    for phase in p.phases:
        by = f" · {t('最迟 {day}', day=speaker.day(phase.by))}" if phase.by else ""
        blocks.append(Heading(speaker.term(phase.phase) + by))
        blocks.append(Items(tuple(_step(speaker, step) for _, step in phase.steps), BOX))
    if p.never:
        blocks += [
            Heading(t("切勿")),
            Items(tuple((speaker.words(n.what), speaker.words(n.why)) for _, n in p.never), "✕"),
        ]
    if p.evidence:
        blocks += [Heading(t("证据清单")), Items(tuple((speaker.words(e), "") for e in p.evidence), BOX)]
    blocks += [
        Heading(t("费用")),
        Text(t("官费通常只是小头，大头是律师费。请向三家当地律师要书面报价：分阶段、含翻译与证据、写明上限。")),
        *_costs(speaker, p.costs),
    ]
    blocks += _whom(speaker, p)
    blocks.append(Text(f"{t('这份计划的链接')}: {base}{page.share}"))
    place = f" · {speaker.name(p.answers.place)}" if p.answers.place else ""
    event = speaker.term(p.answers.event) if p.answers.event else ""
    return _paper(
        speaker,
        f"{t('应对计划')}：{event}{place}" if speaker.language == "zh" else f"{t('应对计划')}: {event}{place}",
        blocks,
    )


def _paper(speaker: Speaker, title: str, blocks: list[Block]) -> Paper:
    made = f"{speaker.t('海外知识产权纠纷应对知识库')} · {speaker.day(speaker.today)}"
    foot = speaker.t("以文书载明及当地律师确认为准。")
    return Paper(title, made, tuple(blocks), foot, "en" if speaker.language == "en" else "zh-CN")


def _costs(speaker: Speaker, costs: tuple[CostOf, ...]) -> list[Block]:
    """What such proceedings cost others, each with its year and the publishers of its sources."""
    t = speaker.t
    rows = tuple(
        (
            f"{speaker.words(c.row.what)} · {speaker.name(c.guide.jurisdiction or '')}",
            speaker.words(c.row.stage),
            " – ".join(dict.fromkeys(speaker.money(value, c.row.currency) for value in (c.row.low, c.row.high))),
            speaker.day(c.row.as_of),
            " / ".join(s.publisher for s in c.guide.sources if s.key in c.row.source),
        )
        for c in costs
    )
    head = (t("事项"), t("到哪一步"), t("区间"), t("数字的年份"), t("来源"))
    return [Text(t("别人花了多少：公开的数字，不是报价")), Grid(head, rows)] if rows else []


def _days(speaker: Speaker, p: Plan) -> list[Block]:
    t = speaker.t
    rows = [
        (
            speaker.words(d.rule.title),
            f"{speaker.day(d.computed.due)} {speaker.weekday(d.computed.due)}",
            speaker.day(d.cut_off),
            speaker.words(d.computed.version.consequence) if d.computed.version else "",
        )
        for d in p.due
        if d.computed and d.computed.due
    ]
    blocks: list[Block] = [Heading(t("哪一天之前"))]
    if p.answers.paper:
        blocks.append(Note(f"{t('文书写明的日期')}: {speaker.day(p.answers.paper)} {speaker.weekday(p.answers.paper)}"))
    if rows:
        blocks.append(Grid((t("时限"), t("最后一天"), t("内部截止"), t("逾期后果")), tuple(rows)))
    for d in p.passed:
        if d.computed:
            blocks.append(
                Note(f"{t('按所填日期，以下期限已过：')} {speaker.words(d.rule.title)} {speaker.day(d.computed.due)}")
            )
    for d in p.theirs:
        if d.computed and d.computed.due:
            blocks.append(Note(f"{t('对方的期限')}: {speaker.words(d.rule.title)} {speaker.day(d.computed.due)}"))
    if not (rows or p.answers.paper or p.passed):
        blocks.append(
            Note(t("这不等于没有期限：以文书写明的日期为准，今天就请当地律师确认，并联系下面列出的工作网络。"))
        )
    return blocks


def _step(speaker: Speaker, step: Step) -> tuple[str, str]:
    kept = speaker.t("留存：{what}", what=speaker.words(step.evidence)) if step.evidence else ""
    who = speaker.t("由 {who} 办理", who=speaker.term(step.who))
    return speaker.words(step.what), " · ".join(part for part in (speaker.words(step.why), who, kept) if part)


def _whom(speaker: Speaker, p: Plan) -> list[Block]:
    rows = tuple(
        (
            speaker.words(m.entry.title),
            " ".join(v for v in (m.entry.contact.phone, m.entry.contact.email, m.entry.contact.url or "") if v),
        )
        for m in (*p.offices, *p.experts)
    )
    t = speaker.t
    return (
        [
            Heading(t("可以问谁")),
            Grid((t("机构"), t("联系方式")), rows),
            Text(t("按公开信息的匹配程度排列，同分按名称；不构成推荐。")),
        ]
        if rows
        else []
    )


def deadline_days(speaker: Speaker, answer: Answer, base: str) -> list[Day]:
    """A computed last day and its internal cut-off."""
    c, t = answer.computed, speaker.t
    if c.due is None or answer.cut_off is None:
        return []
    title, url = speaker.words(c.asked.rule.title), base + speaker.link(c.asked.rule.page)
    warning = t("以文书载明及当地律师确认为准。")
    text = "\n".join([*(speaker.words(line.what) for line in c.lines), warning])
    return [
        Day(f"{c.asked.rule.id} {c.trigger}", c.due, f"{t('最后一天')}: {title}", text, url),
        Day(f"{c.asked.rule.id} {c.trigger} cut", answer.cut_off, f"{t('内部截止')}: {title}", warning, url, (2, 0)),
    ]


def plan_days(speaker: Speaker, page: PlanPage, base: str) -> list[Day]:
    """The days of a plan: each last day with its internal cut-off, the date in the paper, the phases."""
    t, p, url = speaker.t, page.plan, base + page.share
    found = []
    warning = t("以文书载明及当地律师确认为准。")
    if p.answers.paper:
        found.append(Day(f"{page.share} paper", p.answers.paper, t("文书写明的日期"), warning, url))
    for d in p.due:
        if d.computed and d.computed.due and d.cut_off:
            title, reasons = (
                speaker.words(d.rule.title),
                "\n".join(speaker.words(line.what) for line in d.computed.lines),
            )
            text = (
                f"{reasons}\n{speaker.words(d.computed.version.consequence) if d.computed.version else ''}\n{warning}"
            )
            found.append(
                Day(
                    f"{page.share} {d.rule.id}",
                    d.computed.due,
                    f"{t('最后一天')}: {title}",
                    text,
                    base + speaker.link(d.rule.page),
                )
            )
            found.append(
                Day(f"{page.share} {d.rule.id} cut", d.cut_off, f"{t('内部截止')}: {title}", warning, url, (2, 0))
            )
    for phase in p.phases:
        if phase.by:
            steps = "\n".join(f"- {speaker.words(step.what)}" for _, step in phase.steps)
            found.append(
                Day(f"{page.share} {phase.phase.value}", phase.by, speaker.term(phase.phase), steps, url, (0,))
            )
    return found


def budget_sheets(speaker: Speaker, budget: Budget, base: str) -> list[Sheet]:
    """A budget as tables: every line, and the totals with the rates they were made with."""
    t = speaker.t
    lines = tuple(
        (
            speaker.name(e.jurisdiction), c.year, speaker.words(c.item.what), c.arithmetic, c.amount, e.currency,
            c.schedule.begins(c.item), c.schedule.checked, f"{base}{speaker.link(c.schedule.page)}#{c.item.id}",
        )
        for e in budget.estimates
        for c in e.charges
    )  # fmt: skip
    totals = tuple(
        (
            speaker.name(e.jurisdiction), e.total if e.charges else None, e.currency, e.cny, e.rate.cny if e.rate else None,
            e.rate.date if e.rate else None, e.own, "；".join(speaker.words(g) for g in e.gaps),
        )
        for e in budget.estimates
    )  # fmt: skip
    head = (
        t("国家（地区）"),
        t("合计"),
        t("货币"),
        t("折合人民币"),
        t("汇率"),
        t("汇率日期"),
        t("自有费用（人民币）"),
        t("说明"),
    )
    return [Sheet(t("官费明细"), tuple(map(t, FEES_HEAD)), lines), Sheet(t("合计"), head, totals)]


def budget_paper(speaker: Speaker, budget: Budget, base: str) -> Paper:
    """A budget as a paper."""
    t = speaker.t
    blocks: list[Block] = [Heading(t("合计"))]
    rows = []
    for e in budget.estimates:
        total = speaker.money(e.total, e.currency) if e.charges else t("无可用数据")
        cny = speaker.money(e.cny, "CNY") if e.cny is not None else t("无汇率")
        rows.append((speaker.name(e.jurisdiction), total, cny, "；".join(speaker.words(g) for g in e.gaps)))
    blocks.append(Grid((t("国家（地区）"), t("合计"), t("折合人民币"), t("说明")), tuple(rows)))
    if budget.own:
        blocks.append(Text(t("自有费用 {sum}，另计", sum=speaker.money(budget.own, "CNY"))))
    for e in budget.estimates:
        if e.charges:
            lines = tuple(
                (str(c.year), speaker.words(c.item.what), c.arithmetic, speaker.money(c.amount, e.currency))
                for c in e.charges
            )
            blocks += [
                Heading(speaker.name(e.jurisdiction), 2),
                Grid((t("年"), t("事项"), t("算式"), t("金额")), lines),
            ]
            schedule = e.charges[0].schedule
            blocks.append(Text(f"{speaker.words(schedule.title)}: {base}{speaker.link(schedule.page)}"))
    blocks.append(
        Note(
            t(
                "只计每件都要缴的官费：不含延期、异议、复审、滞纳、减免，也不含代理费与翻译费。以缴费当日官方公布的金额为准。"
            )
        )
    )
    return _paper(speaker, t("官费估算"), blocks)


def card_paper(speaker: Speaker, page: CardPage) -> Paper:
    """The emergency card of a fair."""
    t, e = speaker.t, page.entry
    blocks: list[Block] = [
        Heading(t("立即做")),
        Items(tuple((speaker.words(x), "") for x in e.emergency.do), numbered=True),
        Heading(t("切勿")),
        Items(tuple((speaker.words(x), "") for x in e.emergency.never), "✕"),
    ]
    if e.emergency.say:
        blocks += [Heading(t("指给对方看")), Items(tuple((p.local, p.zh) for p in e.emergency.say), "▸")]
    called = dict.fromkeys([*speaker.hotlines(), *page.call])
    rows = [(speaker.words(o.title), o.contact.phone or o.contact.email or o.contact.url or "") for o in called]
    blank = t("姓名、电话（出发前填好）")
    rows += [(t("当地律师"), blank), (t("公司负责人"), blank), (t("翻译"), blank)]
    blocks += [Heading(t("联系谁")), Grid((t("机构"), t("联系方式")), tuple(rows))]
    return _paper(speaker, f"{t('展会应急卡')} · {speaker.words(e.title)}", blocks)
