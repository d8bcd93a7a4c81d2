"""The command line: `python -m kb COMMAND`; one module a group of commands."""
