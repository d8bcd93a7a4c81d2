"""Tables as .xlsx and .csv that open in Excel with Chinese and numbers intact."""

import csv as csv_
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | Decimal | date | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """A named table: a head and rows of the same length."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one sheet for each table; numbers stay numbers, texts are never formulas."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:31])
        page.append(list(sheet.head))
        for row in sheet.rows:
            page.append([_safe(value) for value in row])
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "A2"
        for number, width in enumerate(_widths(sheet), 1):
            page.column_dimensions[get_column_letter(number)].width = width
            for cell in page[get_column_letter(number)]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(sheet: Sheet) -> bytes:
    """UTF-8 with the mark by which Excel knows it, lines ended as RFC 4180 has them."""
    out = io.StringIO(newline="")
    writer = csv_.writer(out)
    writer.writerow(sheet.head)
    writer.writerows([_safe(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(value: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(sheet.head, *sheet.rows, strict=True)
    return [
        min(WIDEST, 3 + max(sum(1 + (ord(c) > 0x2E7F) for c in str(v or "")) for v in column)) for column in columns
    ]
