"""Pure calculation over entries: they come in as values, with the day and the rates; nothing here reads a file, clock or page.

calendars.py   on which days a forum is open        deadlines.py   a rule and dates → the last day, with its reasoning
"""
