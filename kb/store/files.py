"""Files of inquiries: kept in the store in chunks under their SHA-256, so that a backup of the store is a backup of all."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import RowMapping, delete, exists, func, select

from kb.errors import Invalid, Problem
from kb.store.acts import Act
from kb.store.scope import Scope, within
from kb.store.tables import chunks, files, inquiries

CHUNK = 256 * 1024


def add(act: Act, row: int, name: str, type_: str, audience: str, stream: BinaryIO, most: int) -> int:
    """Keeps a file of an inquiry; Invalid if it has more than `most` bytes or none. The bytes are kept once."""
    sha256, size = hashlib.sha256(), 0
    while block := stream.read(CHUNK):
        sha256.update(block)
        size += len(block)
        if size > most:
            raise too_large(most)
    if not size:
        raise Invalid([Problem(name, "files", "文件是空的，请重新选择。", "The file is empty; choose another.")])
    digest = sha256.hexdigest()
    if act.row(select(chunks.c.n).where(chunks.c.sha256 == digest).limit(1)) is None:
        stream.seek(0)
        for n, block in enumerate(iter(lambda: stream.read(CHUNK), b"")):
            act.add(chunks, sha256=digest, n=n, data=block)
    return act.add(
        files, inquiry=row, name=name, type=type_, size=size, sha256=digest, audience=audience, by=act.actor, at=act.at
    )


def share(act: Act, file: RowMapping, audience: str) -> None:
    """The same file for another audience; its bytes are kept once."""
    same = {name: file[name] for name in ("inquiry", "name", "type", "size", "sha256")}
    act.add(files, **same, audience=audience, by=act.actor, at=act.at)


def too_large(most: int) -> Invalid:
    """What is said of a file with too many bytes."""
    megabytes = most // 1024 // 1024
    zh, en = f"文件超过 {megabytes} MB，请压缩或拆分。", f"The file has more than {megabytes} MB; compress or split it."
    return Invalid([Problem("", "files", zh, en)])


def of(scope: Scope, act: Act, row: int) -> list[RowMapping]:
    """The files of an inquiry, in the order in which they came."""
    seen = select(inquiries.c.id).where(inquiries.c.id == row, within(scope))
    return act.rows(select(files).where(files.c.inquiry.in_(seen)).order_by(files.c.id))


def total(scope: Scope, act: Act, row: int) -> tuple[int, int]:
    """How many files an inquiry has, and their bytes."""
    found = of(scope, act, row)
    return len(found), sum(f["size"] for f in found)


def read(act: Act, sha256: str) -> Iterator[bytes]:
    """The bytes of a file, chunk by chunk; the caller got the hash from `of`, inside a scope."""
    last = act.connection.execute(select(func.max(chunks.c.n)).where(chunks.c.sha256 == sha256)).scalar()
    for n in range(0 if last is None else last + 1):
        yield act.connection.execute(
            select(chunks.c.data).where(chunks.c.sha256 == sha256, chunks.c.n == n)
        ).scalar_one()


def erase(act: Act, row: int) -> int:
    """Deletes the files of an inquiry for good, with every chunk that no other file needs; how many there were."""
    done = act.connection.execute(delete(files).where(files.c.inquiry == row))
    needed = exists().where(files.c.sha256 == chunks.c.sha256)
    act.connection.execute(delete(chunks).where(~needed))
    return done.rowcount
