"""One language's voice: what templates call to say a word, write a link, show a date or a figure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from kb import texts
from kb.kinds import BY_NAME, LINK, Entry, Office
from kb.kinds.deadline import Version
from kb.kinds.fees import Bracket, FeeItem
from kb.kinds.fields import Bi, Source
from kb.kinds.vocabulary import Term
from kb.library import Brief, Library
from kb.markdown import fill
from kb.web import figures

HOTLINES = ("office/mfa-12308", "office/mofcom-12335")
"""Points of the network whose telephone stands on the first page and every emergency card, where they are held."""


class Speaker:
    """Bound to a language, the library and the day."""

    def __init__(self, language: str, library: Library, today: date) -> None:
        self.language, self.library, self.today = language, library, today

    def t(self, message: str, **values: object) -> str:
        """An interface sentence; the Chinese is the message."""
        if any(isinstance(value, Markup) for value in values.values()):  # a text with links stays one
            return Markup(texts.say(self.language, message)).format(**values)  # noqa: S704
        return texts.say(self.language, message, **values)

    def bi(self, value: Bi | None) -> str:
        """A text in this language, its references as links with today's figures."""
        text = self._own(value)
        if "[[" not in text:
            return text
        return Markup(LINK.sub(lambda m: str(self.ref(m.group(1), unescape(m.group(2) or ""))), str(escape(text))))  # noqa: S704

    def words(self, value: Bi | None) -> str:
        """The same as plain words, for papers and calendars."""
        text = self.bi(value)
        return text.striptags() if isinstance(text, Markup) else text

    def _own(self, value: Bi | None) -> str:
        return "" if value is None else value.en if self.language == "en" else value.zh

    def term(self, value: Term) -> str:
        """The name of a word of the vocabulary."""
        return value.en if self.language == "en" else value.zh

    def terms(self, values: Iterable[Term]) -> str:
        """Names joined as a list."""
        return (", " if self.language == "en" else "、").join(map(self.term, values))

    def kind(self, name: str) -> str:
        """The name of a kind of entry."""
        return BY_NAME[name].en if self.language == "en" else BY_NAME[name].zh

    def label(self, entry: Entry | type, field: str) -> str:
        """The label of a field as its kind declares it."""
        model = entry if isinstance(entry, type) else type(entry)
        extra = model.model_fields[field].json_schema_extra  # type: ignore[attr-defined]
        return str(extra[self.language])

    def name(self, code: str) -> str:
        """The name of a jurisdiction."""
        return self.library.names.name(code, self.language)

    def names(self, codes: Iterable[str]) -> str:
        """Names of jurisdictions joined as a list."""
        return (", " if self.language == "en" else "、").join(map(self.name, codes))

    def day(self, value: date | str | None) -> str:
        """A date."""
        return texts.day(self.language, value) if value else ""

    def weekday(self, value: date) -> str:
        """The day of the week."""
        return texts.weekday(self.language, value)

    def money(self, value: Decimal, currency: str) -> str:
        """An amount with its currency."""
        return texts.money(self.language, value, currency)

    def period(self, version: Version) -> str:
        """The length of a time limit."""
        return figures.period(self.language, version)

    def amount(self, item: FeeItem, currency: str) -> str:
        """What a fee line costs."""
        return figures.amount(self.language, item, currency)

    def bracket(self, step: Bracket, currency: str) -> str:
        """What one step of a fee by value costs."""
        return figures.bracket(self.language, step, currency)

    def checker(self, who: str) -> str:
        """Who compared an entry with its sources; the mark of the second reader, 复核, is said in whole words."""
        author, _, second = who.partition("；")
        return self.t("{who}（编写、复核）", who=author) if second == "复核" else who

    def span(self, first: date | None, last: date | None) -> str:
        """A span of days."""
        return figures.span(self.language, first, last)

    def link(self, path: str, **query: str | Sequence[str]) -> str:
        """A path of this site in this language."""
        asked = {key: value for key, value in query.items() if value}
        return (
            ("/en" if self.language == "en" else "")
            + quote(path)
            + (f"?{urlencode(asked, doseq=True)}" if asked else "")
        )

    def cite(self, keys: Iterable[str], sources: Sequence[Source]) -> Markup:
        """Numbered links to the sources at the foot of the page."""
        order = [source.key for source in sources]
        known = sorted(order.index(key) for key in keys if key in order)
        links = [Markup('<a href="#source-{}">{}</a>').format(order[n], n + 1) for n in known]
        return Markup('<sup class="cite">{}</sup>').format(Markup("").join(links)) if links else Markup("")

    def ref(self, target: str, label: str = "") -> Markup:
        """A link to another entry, with its current figure where it has one; the label alone if it is not held."""
        id_, _, row = target.partition("#")
        brief = next(iter(self.library.briefs([id_])), None)
        if brief is None:
            return Markup('<span class="missing">{}</span>').format(label or self.t("（条目未收录）"))
        shown = label or brief.title(self.language)
        anchor = f"#{'step-' if brief.kind == 'directive' else ''}{row}" if row else ""
        html = Markup('<a href="{}">{}</a>').format(self.link(brief.page) + anchor, shown)
        figure = self._figure(id_, row)
        if figure and figure not in shown:
            html += Markup(' <span class="figure">{}</span>').format(figure)
        return html

    def _figure(self, id_: str, row: str) -> str:
        if id_.startswith(("deadline/", "fees/")) and (held := self.library.get(id_)):
            return figures.figure(self.language, held.entry, row, self.today)
        return ""

    def body(self, stored: str) -> Markup:
        """Stored HTML (made safe when it was stored) with its references filled in."""
        return Markup(fill(stored, lambda id_, label: str(self.ref(id_, label))))  # noqa: S704

    def brief(self, id_: str) -> Brief | None:
        """The brief of an entry, if it is held."""
        return next(iter(self.library.briefs([id_])), None)

    def hotlines(self) -> list[Office]:
        """The points whose telephone a firm in trouble calls first."""
        held = (self.library.get(id_) for id_ in HOTLINES)
        return [h.entry for h in held if h and isinstance(h.entry, Office) and h.entry.contact.phone]
