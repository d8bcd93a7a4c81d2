"""The edition on disk: a folder of Markdown files and tables, and which key each file has in the store.

`guide/us` is countries/us/guide.md, `guide/us.en` its translation countries/us/guide.en.md, `table/terms` terms.tsv.
What an entry's text means is `kb.kinds.text`'s business; here are only paths, reading and safe writing.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.errors import Invalid, Problem
from kb.kinds import KINDS
from kb.kinds.fields import SLUG

TABLES = ("jurisdictions", "rates", "terms")
_KEY = re.compile(rf"(?P<kind>[a-z]+)/(?P<rest>{SLUG}(?:/{SLUG})?)(?:\.(?P<language>en))?")
_PATTERNS = [
    (
        kind,
        re.compile(
            re.escape(kind.pattern)
            .replace(r"\{jurisdiction\}", "(?P<jurisdiction>[a-z]{2})")
            .replace(r"\{slug\}", f"(?P<slug>{SLUG})")
        ),
    )
    for kind in KINDS
]


@dataclass(frozen=True)
class File:
    """One file of the edition: the key of its text in the store, its path below the folder, and what it says."""

    key: str
    path: str
    text: str


def key_of(path: str) -> str | None:
    """The key of the file at this path below the edition's folder; None if the path is no place for an entry or table."""
    if path in {f"{name}.tsv" for name in TABLES}:
        return f"table/{path[:-4]}"
    match = re.fullmatch(r"(.+?)(?:\.(en))?\.md", path)
    for kind, pattern in _PATTERNS if match else ():
        if match and (found := pattern.fullmatch(match.group(1))):
            parts = [kind.kind, *(v for k in ("jurisdiction", "slug") if (v := found.groupdict().get(k)))]
            return "/".join(parts) + (f".{match.group(2)}" if match.group(2) else "")
    return None


def path_of(key: str) -> str:
    """The path, below the edition's folder, of the file with this key; ValueError if it is no key."""
    if key.startswith("table/") and key[6:] in TABLES:
        return f"{key[6:]}.tsv"
    match = _KEY.fullmatch(key)
    kind = next((k for k in KINDS if match and k.kind == match["kind"]), None)
    if match is None or kind is None:
        raise ValueError(key)
    jurisdiction, _, slug = (
        match["rest"].partition("/") if "{jurisdiction}" in kind.pattern else ("", "", match["rest"])
    )
    language = f".{match['language']}" if match["language"] else ""
    return kind.pattern.format(jurisdiction=jurisdiction, slug=slug) + language + ".md"


def readable(file: File) -> None:
    """Invalid if the file was not UTF-8 or holds control characters."""
    if "\ufffd" in file.text or re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", file.text):
        raise Invalid(
            [
                Problem(
                    file.key,
                    "---",
                    "文件不是 UTF-8 编码或含控制字符",
                    "the file is not UTF-8 or holds control characters",
                )
            ]
        )


class Edition:
    """A folder of entries and tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> Iterator[File]:
        """Every file that has a key, in the order of paths."""
        for path in self._paths():
            if key := key_of(path):
                yield File(key, path, self._read(path))

    def strangers(self) -> list[Problem]:
        """The files that are in no place where the edition keeps anything."""
        zh, en = (
            "此处不放条目：路径或文件名不符合约定",
            "nothing of the edition belongs here: path or name is not as agreed",
        )
        return [Problem(p, "path", zh, en) for p in self._paths() if key_of(p) is None and Path(p).name != "README.md"]

    def read(self, key: str) -> str | None:
        """The text of one file, or None if there is none."""
        path = self.folder / path_of(key)
        return self._read(path_of(key)) if path.is_file() else None

    def write(self, key: str, text: str) -> None:
        """Replace the file of this key in one move: a crash leaves the old text or the new one."""
        path = self.folder / path_of(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=path.parent, delete=False) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)

    def delete(self, key: str) -> None:
        """Remove the file of this key, if it is there."""
        (self.folder / path_of(key)).unlink(missing_ok=True)

    def _paths(self) -> list[str]:
        found = (p for p in self.folder.rglob("*") if p.suffix in (".md", ".tsv") and p.is_file())
        return sorted(p.relative_to(self.folder).as_posix() for p in found)

    def _read(self, path: str) -> str:
        """The text; bytes that are not UTF-8 become U+FFFD, which `readable` reports."""
        return (self.folder / path).read_text(encoding="utf-8", errors="replace")
