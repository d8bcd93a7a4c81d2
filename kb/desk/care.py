"""What nobody has to remember: reminders, escalation a tier up, unopened papers, the end of retention. Run by `kb work`.

Every one of them is safe to run twice, and none is sent at night or on a day off (acknowledgements are not reminders).
"""

from datetime import datetime, timedelta

from kb.desk import clock, mails
from kb.desk.notices import UNOPENED_DAYS
from kb.desk.parts import Parts, look_up
from kb.desk.routing import above
from kb.desk.stages import OPEN, PAPERS
from kb.permissions import SYSTEM
from kb.store import EVERYTHING, Act, files, inquiries

OPEN_STAGES = tuple(stage.value for stage in OPEN)
REMIND = timedelta(hours=24)
"""How long before the promise runs out its office is reminded; of an urgent one `REMIND_URGENT`."""
REMIND_URGENT = timedelta(hours=1)


class Care:
    """The duties of the background process."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def tick(self, now: datetime) -> int:
        """Does what is due at this moment; how many inquiries were touched. Nothing at night or on a day off."""
        urgent_hours = clock.MORNING <= now.astimezone(clock.SHANGHAI).time() < clock.EVENING
        done = self._due(now, urgent=True) if urgent_hours else 0
        if clock.office_time(now) > now:
            return done
        return done + self._due(now, urgent=False) + self._unopened(now) + self._retention(now)

    def _due(self, now: datetime, *, urgent: bool) -> int:
        soon = now + (REMIND_URGENT if urgent else REMIND)
        touched = 0
        with self._parts.store.act(SYSTEM.name, now) as act:
            wanted = inquiries.Filter(stages=OPEN_STAGES, urgent=urgent, due_before=soon)
            rows, _ = inquiries.find(EVERYTHING, act, wanted, limit=500)
            for row in rows:
                if row["answered"] is not None or (row["escalated"] is not None):
                    continue
                touched += self._remind(act, row["number"], now)
        return touched

    def _remind(self, act: Act, number: str, now: datetime) -> int:
        """Reminds the offices once; once overdue, brings in the office a tier up."""
        i = look_up(self._parts, act, EVERYTHING, number, locked=True)
        overdue = i.due is not None and i.due <= now
        reminded = any(e["kind"] == "reminded" for e in inquiries.events_of(EVERYTHING, act, i.id))
        if not overdue and reminded:
            return 0
        changes: dict[str, object] = {}
        if overdue:
            lead = self._parts.office(i.lead)
            staffed = inquiries.staffed(act)
            upper = above(lead, [o for o in self._parts.offices() if o.id in staffed]) if lead else None
            if upper is not None and upper.id not in i.offices:
                inquiries.hold(act, i.id, upper.id, lead=False)
                mails.tell_office(self._parts, act, upper.id, number, "overdue", urgent=i.urgent)
                inquiries.event(act, i.id, "escalated", "office", {"office": upper.id})
            changes["escalated"] = now
        for office in sorted(i.offices):
            mails.tell_office(self._parts, act, office, number, "overdue" if overdue else "due", urgent=i.urgent)
        if not overdue:
            inquiries.event(act, i.id, "reminded", "office", {})
        inquiries.change(EVERYTHING, act, i.id, i.version, **changes)
        act.record("inquiry.remind", f"inquiry/{i.id}")
        return 1

    def _unopened(self, now: datetime) -> int:
        """A paper that the firm must read and has not opened becomes a telephone call."""
        touched = 0
        with self._parts.store.act(SYSTEM.name, now) as act:
            for paper in inquiries.unopened(act):
                signed = paper["signed"]
                late = clock.end_of(clock.working_day_after(clock.local_day(signed), UNOPENED_DAYS))
                if PAPERS[paper["kind"]].required and late < now:
                    made = inquiries.task(act, paper["inquiry"], paper["office"], "call-unopened", now)
                    if made:
                        mails.tell_office(self._parts, act, paper["office"], paper["of"], "unopened")
                    touched += made
        return touched

    def _retention(self, now: datetime) -> int:
        """Deletes what is kept no longer: facts, messages, files, consents' data. Number, dates, stage and figures stay."""
        with self._parts.store.act(SYSTEM.name, now) as act:
            ended = inquiries.kept_until(act, now)
            for row in ended:
                files.erase(act, row)
                inquiries.erase(act, row)
                act.record("inquiry.erase", f"inquiry/{row}")
        return len(ended)
