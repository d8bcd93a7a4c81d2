"""Judged queries: what export managers and their staff type, and the entries that answer. `python -m tests.judged`."""
