"""Files of inquiries: what they are is read from their first bytes, not from their names; served as downloads only."""

import zipfile
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from kb.desk import lines
from kb.desk.parts import Parts, handling, look_up, refuse, scope
from kb.desk.view import File, audiences, side_of
from kb.errors import NotFound
from kb.permissions import EXPERT, Actor, may
from kb.store import EVERYTHING, Row, files

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 20
"""Files in one go; an inquiry may have `MOST_IN_ALL`."""
MOST_IN_ALL, MOST_BYTES_IN_ALL = 100, 500 * 1024 * 1024
PLAIN = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD = {".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint"}
OPEN = {
    "word/document.xml": ".docx",
    "xl/workbook.xml": ".xlsx",
    "ppt/presentation.xml": ".pptx",
}
PREFIX = "application/vnd.openxmlformats-officedocument."
TYPES = {
    ".docx": PREFIX + "wordprocessingml.document",
    ".xlsx": PREFIX + "spreadsheetml.sheet",
    ".pptx": PREFIX + "presentationml.presentation",
}


def sniff(name: str, stream: BinaryIO) -> str:
    """The media type of the bytes. Invalid unless they are PDF, a picture or an office file and the name agrees."""
    head = stream.read(16)
    stream.seek(0)
    end = PurePath(name).suffix.lower()
    found = next((type_ for start, type_ in PLAIN.items() if head.startswith(start)), "")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        found = "image/webp"
    if head.startswith(OLD_OFFICE):
        found = OLD.get(end, "")
    if head.startswith(b"PK\x03\x04"):
        found = _open_office(stream, end)
    if not found:
        raise refuse(
            "files",
            f"“{name}”不是可上传的类型：只收 PDF、图片（png、jpg、gif、webp）和 Word、Excel、PowerPoint 文件。",
            f"“{name}” is not taken: PDF, pictures (png, jpg, gif, webp) and Word, Excel, PowerPoint files only.",
        )
    return found


def _open_office(stream: BinaryIO, end: str) -> str:
    """The type of a zip that is an office file with the ending that it claims, and without macros; else ""."""
    try:
        with zipfile.ZipFile(stream) as archive:
            inside = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        inside = set()
    stream.seek(0)
    macros = any(name.endswith("vbaProject.bin") for name in inside)
    kind = next((ending for part, ending in OPEN.items() if part in inside), "")
    return TYPES[kind] if kind == end and not macros else ""


def safe_name(name: str) -> str:
    """The name without folders and signs that a disk or a header could trip over, at most 120 characters."""
    base = PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in base if c.isprintable() and c not in '<>:"/|?*').strip(" .")
    stem, end = PurePath(kept).stem, PurePath(kept).suffix
    return (stem[: 120 - len(end)] + end) or "file"


class Attachments:
    """Adds and reads files."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def add(self, actor: Actor, number: str, given: list[tuple[str, BinaryIO]], now: datetime) -> int:
        """Keeps these files, all or none; how many. Invalid for what cannot be taken."""
        if not given:
            raise refuse("files", "请先选择文件。", "Choose a file first.")
        if len(given) > MOST_FILES:
            zh, en = f"一次最多上传 {MOST_FILES} 个文件。", f"{MOST_FILES} files at a time at most."
            raise refuse("files", zh, en)
        named = [(safe_name(name), stream) for name, stream in given]
        typed = [(name, sniff(name, stream), stream) for name, stream in named]
        with handling(self._parts, actor, "inquiry.attach", number, now) as hand:
            side = side_of(actor, hand.inquiry)
            audience = lines.ALL
            if side == "expert":
                audience = lines.expert_audience(min(actor.at(EXPERT) & hand.inquiry.advising))
            elif side == "office":
                audience = lines.OFFICE
            for name, type_, stream in typed:
                files.add(hand.act, hand.inquiry.id, name, type_, audience, stream, MOST_BYTES)
                hand.line("file.added", audience, name=name)
            count, size = files.total(EVERYTHING, hand.act, hand.inquiry.id)
            if count > MOST_IN_ALL or size > MOST_BYTES_IN_ALL:
                raise refuse(
                    "files", "此件的附件已达上限，请联系工作人员。", "This inquiry has all the files it may have."
                )
        return len(typed)

    def show_firm(self, actor: Actor, number: str, file: int, version: int, now: datetime) -> None:
        """Lets the firm see a file of the office."""
        with handling(self._parts, actor, "inquiry.write", number, now, version) as hand:
            found = next((f for f in files.of(EVERYTHING, hand.act, hand.inquiry.id) if f["id"] == file), None)
            if found is None or found["audience"] == lines.ALL:
                raise NotFound
            files.share(hand.act, found, lines.ALL)
            hand.line("file.added", lines.ALL, name=found["name"])

    def read(self, actor: Actor, number: str, file: int, now: datetime) -> tuple[File, bytes]:
        """One file that the actor may see, and its bytes. NotFound otherwise; the reading is recorded."""
        with self._parts.store.act(actor.name, now) as act:
            inquiry = look_up(self._parts, act, scope(actor), number)
            if not may(actor, "inquiry.read", inquiry):
                raise NotFound
            seen = audiences(actor, side_of(actor, inquiry))
            row = next((f for f in files.of(scope(actor), act, inquiry.id) if f["id"] == file), None)
            if row is None or (seen is not None and row["audience"] not in seen):
                raise NotFound
            act.record("inquiry.file", f"inquiry/{inquiry.id}/file/{file}")
            return file_of(row), b"".join(files.read(act, row["sha256"]))


def file_of(row: Row) -> File:
    """A file of its row."""
    names = ("id", "name", "type", "size", "sha256", "audience", "by", "at")
    return File(**{name: row[name] for name in names})
