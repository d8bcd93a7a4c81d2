"""A paper as .docx: headings, texts, lists, tables, with fonts that have Chinese on every desk and page numbers."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

SERIF, SANS = ("Times New Roman", "宋体"), ("Arial", "黑体")
SEAL, INK = RGBColor(0xAD, 0x2F, 0x1D), RGBColor(0x1D, 0x1B, 0x18)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Note:
    """A warning that must not be overlooked."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list: plain, numbered, or with boxes to tick. An item may have a second, quieter line."""

    items: tuple[tuple[str, str], ...]
    mark: str = "•"
    numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Note | Items | Grid


@dataclass(frozen=True)
class Paper:
    """A whole paper; `foot` stands at the bottom of every page."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: str
    language: str = "zh-CN"


def word(paper: Paper) -> bytes:
    """The .docx."""
    made = Document()
    _prepare(made, paper)
    made.add_paragraph(paper.title, style="Title")
    if paper.subtitle:
        _quiet(made.add_paragraph(paper.subtitle))
    for block in paper.blocks:
        _add(made, block)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _prepare(made: Made, paper: Paper) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for name, fonts, size in (
        ("Normal", SERIF, 10.5),
        ("Title", SANS, 20),
        ("Heading 1", SANS, 14),
        ("Heading 2", SANS, 11.5),
    ):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = fonts[0], Pt(size), INK
        _fonts(style.element.get_or_add_rPr(), fonts)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    made.styles["Normal"].paragraph_format.line_spacing = 1.35
    made.core_properties.title, made.core_properties.language = paper.title, paper.language
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(f"{paper.foot} · ").font.size = Pt(8)
    _page_number(foot)


def _fonts(properties: BaseOxmlElement, fonts: tuple[str, str]) -> None:
    found = properties.find(qn("w:rFonts"))
    element = found if found is not None else OxmlElement("w:rFonts")
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        element.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        element.set(qn(f"w:{name}"), fonts[0])
    element.set(qn("w:eastAsia"), fonts[1])
    if found is None:
        properties.append(element)


def _page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _quiet(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x5D, 0x57, 0x4C)


def _add(made: Made, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_paragraph(block.text, style=f"Heading {block.level}")
    elif isinstance(block, Grid):
        _grid(made, block)
    elif isinstance(block, Items):
        _items(made, block)
    else:
        run = made.add_paragraph().add_run(block.text)
        run.bold = isinstance(block, Note) or block.strong
        if isinstance(block, Note):
            run.font.color.rgb = SEAL


def _items(made: Made, block: Items) -> None:
    for number, (text, second) in enumerate(block.items, 1):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
        paragraph.add_run(f"{number}." if block.numbered else block.mark)
        paragraph.add_run(f"\t{text}")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
        if second:
            quiet = made.add_paragraph(second)
            quiet.paragraph_format.left_indent = Cm(0.8)
            _quiet(quiet)


def _grid(made: Made, block: Grid) -> None:
    table = made.add_table(rows=1, cols=len(block.head), style="Table Grid")
    _row(table.rows[0].cells, block.head, strong=True)
    for row in block.rows:
        _row(table.add_row().cells, row)
    made.add_paragraph()


def _row(cells: Sequence[_Cell], texts: Sequence[str], *, strong: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(9.5), strong
