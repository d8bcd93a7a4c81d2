"""Markdown → safe HTML. Raw HTML is shown as text; what is left is cleaned once more by an allow-list.

References `[[deadline/us/x]]` become placeholders that the page fills with today's link and figure (`fill`), so no
stored HTML freezes them. Citations `[@key]` become numbered links to the sources at the foot of the page.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.inlinepatterns import InlineProcessor

TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "em", "strong", "code",
    "pre", "blockquote", "hr", "br", "sup", "span", "dl", "dt", "dd",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "class"}, "span": {"class", "data-ref"}, "sup": {"class"}, "ol": {"start"},
    "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "th": {"align"}, "td": {"align"},
}  # fmt: skip
_PLACEHOLDER = re.compile(r'<span class="ref" data-ref="([^"]+)">([^<]*)</span>')


@dataclass(frozen=True)
class Heading:
    """A chapter of a text: its anchor and its words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """Safe HTML with placeholders, and its chapters (headings of the second level)."""

    html: str
    headings: tuple[Heading, ...]


def render(text: str, sources: Sequence[str] = (), anchors: Mapping[str, str] | None = None) -> Rendered:
    """The HTML of a Markdown text. `sources` are the keys in the order of the foot of the page; `anchors` names fixed
    anchors by heading.
    """
    named = anchors or {}

    def anchor(value: str, separator: str) -> str:
        return named.get(value) or f"text-{slugify_unicode(value, separator)}"  # never an id that the page itself has

    md = Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            TocExtension(slugify=anchor),
            _House(list(sources)),
        ],
        output_format="html",
    )
    dirty = md.convert(text)
    clean = nh3.clean(
        dirty,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    tokens = getattr(md, "toc_tokens", [])
    headings = tuple(Heading(t["id"], html.unescape(t["name"])) for t in tokens if t["level"] == 2)
    return Rendered(
        clean.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>"),
        headings,
    )


def fill(stored: str, link: Callable[[str, str], str]) -> str:
    """Stored HTML with every placeholder replaced by `link(id, label)`; the label is "" where the writer gave none."""
    return _PLACEHOLDER.sub(lambda m: link(html.unescape(m.group(1)), html.unescape(m.group(2))), stored)


def plain(stored: str) -> str:
    """The words of stored HTML, for the index and for snippets; citations and marks left out, references as written."""
    text = re.sub(r'<sup class="cite">.*?</sup>', "", stored)
    text = _PLACEHOLDER.sub(lambda m: f"[[{m.group(1)}{'|' if m.group(2) else ''}{m.group(2)}]]", text)
    text = re.sub(r"</(p|li|h[234]|tr|dd)>|<br>", "\n", text)
    text = re.sub(r"</t[dh]>", "　", text)
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip()


class _House(Extension):
    """No raw HTML; our references and citations."""

    def __init__(self, sources: list[str]) -> None:
        super().__init__()
        self.sources = sources

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_Reference(r"\[\[([a-z]+/[a-z0-9/#-]+)(?:\|([^\]\n]+))?\]\]", md), "kb-ref", 175)
        md.inlinePatterns.register(_Citation(r"\[@([a-z0-9-]+(?:,\s*[a-z0-9-]+)*)\]", md, self.sources), "kb-cite", 174)


class _Reference(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = ElementTree.Element("span", {"class": "ref", "data-ref": m.group(1)})
        element.text = m.group(2) or ""
        return element, m.start(0), m.end(0)


class _Citation(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, sources: list[str]) -> None:
        super().__init__(pattern, md)
        self.sources = sources

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = ElementTree.Element("sup", {"class": "cite"})
        for key in re.split(r",\s*", m.group(1)):
            if key in self.sources:
                link = ElementTree.SubElement(element, "a", {"href": f"#source-{key}"})
                link.text = str(self.sources.index(key) + 1)
        return element, m.start(0), m.end(0)
