"""What can be asked of `python -m benchmarks`."""

import argparse
from pathlib import Path

PARTS = ("search", "pages", "project")
HELP = """Everything side by side in one run. Prints Markdown tables of ratios and medians; asserts nothing.
A full run takes about an hour on two processors, --quick about ten minutes."""


def options() -> argparse.Namespace:
    """The options of the command line; leaves with a message if they are wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=HELP)
    parser.add_argument("--sizes", default="2000,20000", help="numbers of documents, separated by commas (2000,20000)")
    parser.add_argument("--quick", action="store_true", help="2,000 documents only, fewer questions")
    parser.add_argument("--corpus", type=Path, help="other documents: one {id, title, text} a line, .gz or not")
    parser.add_argument("--parts", default=",".join(PARTS), help="which of search,pages,project")
    parser.add_argument("--folder", type=Path, help="work here, keep what was built and use it again (a temporary one)")
    parser.add_argument("--out", type=Path, help="also write the tables to this file")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts.split(",")) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return chosen
