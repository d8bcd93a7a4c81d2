"""Papers to print, keep and send: values in, bytes out. Nothing here knows where the values come from.

word.py   .docx        tables.py   .xlsx and .csv        calendar.py   .ics
"""

from kb.papers.calendar import Day, calendar
from kb.papers.tables import Sheet, csv, xlsx
from kb.papers.word import Block, Grid, Heading, Items, Note, Paper, Text, word

__all__ = [
    "Block", "Day", "Grid", "Heading", "Items", "Note", "Paper", "Sheet", "Text", "calendar", "csv", "word", "xlsx",
]  # fmt: skip
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
