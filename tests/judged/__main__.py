"""`python -m tests.judged`: the figures, and every query whose answer stands deeper than the fifth place."""

import tempfile
from pathlib import Path

from tests.judged import measure
from tests.judged.edition import build
from tests.judged.queries import read


def main() -> None:
    """Build a library from content/ in a temporary folder, ask everything, print."""
    with tempfile.TemporaryDirectory() as folder:
        _, library = build(Path(folder))
        judged = read()
        answers = measure.run(library, [q for q in judged if not q.place])
        elsewhere = measure.run(library, [q for q in judged if q.place])
    print(measure.table(answers))
    missed = measure.misses(answers)
    print(f"\n{len(missed)} queries without an expected entry in the first five:\n")
    print("\n\n".join(measure.told(a) for a in missed))
    wrong = [a for a in elsewhere if a.judged.place not in a.page.places or a.ids]
    print(f"\n{len(wrong)} of {len(elsewhere)} queries about territories that are not held break the rule of places\n")
    print("\n\n".join(measure.told(a) for a in wrong))


if __name__ == "__main__":
    main()
