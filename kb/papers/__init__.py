"""Papers to print, keep and send: values in, bytes out. Nothing here knows where the values come from.

word.py   .docx        tables.py   .xlsx and .csv        calendar.py   .ics        letters.py   drafts for counsel
"""

from kb.papers.calendar import Day, calendar
from kb.papers.letters import LETTERS, Letter, letter_paper
from kb.papers.tables import Sheet, csv, xlsx
from kb.papers.word import Block, Grid, Heading, Items, Note, Paper, Text, word

__all__ = [
    "LETTERS", "Block", "Day", "Grid", "Heading", "Items", "Letter", "Note", "Paper", "Sheet", "Text", "calendar", "csv",
    "letter_paper", "word", "xlsx",
]  # fmt: skip
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
