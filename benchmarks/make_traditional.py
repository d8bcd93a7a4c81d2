"""Write kb/library/traditional.txt: which character folds to which simplified one, character for character.

Not part of a running site and not of the tests: run it by hand, in an environment of its own that has
`opencc==1.4.2`, when a newer dictionary is wanted; then raise `ANALYZER_VERSION` in kb/library/analyzer.py.

    python benchmarks/make_traditional.py kb/library/traditional.txt
"""

import sys
from pathlib import Path

import opencc  # type: ignore[import-not-found]

HEADER = """\
# Traditional (and Japanese) characters and the simplified character that each folds to: pairs, one to one.
# Made by benchmarks/make_traditional.py from the dictionaries of OpenCC 1.4.2 (t2s; jp2t for Japanese forms that
# are not in GB 2312), Copyright Carbo Kuo and contributors, Apache License 2.0, https://github.com/BYVoid/OpenCC
"""
BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2FA20))
MENDED = {
    "挙": "举",
    "鉱": "矿",
    "闘": "斗",
    "渋": "涩",
    "郷": "乡",
    "錬": "炼",
}  # jp2t yields an older form here
PAIRS_A_LINE = 30


def in_gb2312(character: str) -> bool:
    """True when the character is one of the mainland's common set, and so must not be folded away."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def pairs() -> dict[str, str]:
    """Every character that folds to another single one, chains (戱 戯 戏) resolved."""
    to_simplified, from_japanese = opencc.OpenCC("t2s"), opencc.OpenCC("jp2t")
    found: dict[str, str] = {}
    for first, last in BLOCKS:
        for character in map(chr, range(first, last)):
            simplified = to_simplified.convert(character)
            if simplified == character and not in_gb2312(character):
                simplified = to_simplified.convert(from_japanese.convert(character))
            if simplified != character and len(simplified) == 1:
                found[character] = simplified
    found |= MENDED
    return {character: found.get(simplified, simplified) for character, simplified in found.items()}


def main() -> None:
    """Write the file named on the command line."""
    items = [a + b for a, b in sorted(pairs().items())]
    lines = [" ".join(items[i : i + PAIRS_A_LINE]) for i in range(0, len(items), PAIRS_A_LINE)]
    Path(sys.argv[1]).write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
