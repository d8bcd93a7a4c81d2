"""Tests of kb.store. Everything that a store promises is tested on SQLite and on a real PostgreSQL server."""
