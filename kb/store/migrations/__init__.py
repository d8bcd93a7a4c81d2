"""The migrations of the store; Alembic reads them as files. They ship with the code."""
