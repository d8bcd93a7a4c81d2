"""The words of the desk and its workflow: one table of moves, one of formal papers. Who may move stands in the permissions.

The stages of an application are those of the published standards of the field (接收申请 → 审核 → 补充材料 / 受理 / 不予受理 →
实施指导 → 办结 or 终止指导 → 归档): DB34/T 5367 and the procedure of the national guidance centre.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kb.kinds.vocabulary import Term


class Path(Term):
    """How a firm asks."""

    QUESTION = "question", "咨询", "question"
    APPLICATION = "application", "指导申请", "application for guidance"


class Channel(Term):
    """How an inquiry came."""

    WEB = "web", "网上", "online"
    PHONE = "phone", "电话", "by telephone"
    COUNTER = "counter", "窗口", "at the counter"
    MAIL = "mail", "来函", "by mail"


class Stage(Term):
    """Where an inquiry stands."""

    RECEIVED = "received", "接收申请", "received"
    EXAMINING = "examining", "审核", "being examined"
    SUPPLEMENT = "supplement", "补充材料", "waiting for your supplement"
    ACCEPTED = "accepted", "受理", "accepted"
    GUIDING = "guiding", "实施指导", "guidance under way"
    ANSWERED = "answered", "已答复", "answered"
    REFUSED = "refused", "不予受理", "not accepted"
    ENDED = "ended", "办结", "completed"
    TERMINATED = "terminated", "终止指导", "guidance terminated"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
    MERGED = "merged", "已并案", "merged"
    ARCHIVED = "archived", "归档", "archived"


OVER = frozenset(
    {Stage.REFUSED, Stage.ENDED, Stage.TERMINATED, Stage.WITHDRAWN, Stage.MERGED, Stage.ARCHIVED, Stage.ANSWERED}
)
"""Stages in which nobody waits for the office."""
OPEN = tuple(stage for stage in Stage if stage not in OVER)


class Outcome(Term):
    """How a dispute ended for the firm."""

    WON = "won", "胜诉或对方撤回", "won, or the other side withdrew"
    SETTLED = "settled", "和解", "settled"
    LICENSED = "licensed", "取得许可", "licensed"
    DESIGNED = "designed-around", "规避设计", "designed around"
    RELEASED = "released", "解冻或放行", "unfrozen or released"
    LOST = "lost", "败诉", "lost"
    WITHDREW = "left-market", "退出该市场", "left the market"
    ONGOING = "ongoing", "程序仍在进行", "still pending"
    UNKNOWN = "unknown", "不详", "not known"


A, Q = Path.APPLICATION, Path.QUESTION


@dataclass(frozen=True)
class Move:
    """An act that changes the stage: on which path, from which stages, to which. `paper`: only by signing this paper."""

    action: str
    path: Path
    before: frozenset[Stage]
    after: Stage
    paper: str = ""
    stops_clock: bool = False


def _move(action: str, path: Path, before: str, after: Stage, paper: str = "", *, stops: bool = False) -> Move:
    return Move(action, path, frozenset(map(Stage.of, before.split())), after, paper, stops)


MOVES: tuple[Move, ...] = (
    _move("inquiry.take", A, "received", Stage.EXAMINING),
    _move("inquiry.supplement", A, "examining", Stage.SUPPLEMENT, "supplement", stops=True),
    _move("inquiry.reply", A, "supplement", Stage.EXAMINING),
    _move("inquiry.decide", A, "examining", Stage.ACCEPTED, "acceptance"),
    _move("inquiry.decide", A, "examining", Stage.REFUSED, "refusal"),
    _move("inquiry.guide", A, "accepted", Stage.GUIDING),
    _move("inquiry.guide", A, "guiding", Stage.GUIDING, "opinion"),
    _move("inquiry.end", A, "guiding", Stage.ENDED),
    _move("inquiry.end", A, "accepted guiding", Stage.TERMINATED, "termination"),
    _move("inquiry.archive", A, "refused ended terminated withdrawn", Stage.ARCHIVED),
    _move("inquiry.withdraw", A, "received examining supplement accepted guiding", Stage.WITHDRAWN),
    _move("inquiry.take", Q, "received", Stage.EXAMINING),
    _move("inquiry.answer", Q, "received examining", Stage.ANSWERED),
    _move("inquiry.reply", Q, "answered", Stage.EXAMINING),
    _move("inquiry.archive", Q, "answered withdrawn", Stage.ARCHIVED),
    _move("inquiry.withdraw", Q, "received examining", Stage.WITHDRAWN),
)


@dataclass(frozen=True)
class PaperKind:
    """A formal paper: its name, and the characters of its number (沪知外补〔2026〕1 号)."""

    code: str
    zh: str
    mark: str
    required: bool = False
    """Whether the firm has to open it; unopened, it becomes a telephone call."""


PAPERS: Mapping[str, PaperKind] = {
    p.code: p
    for p in (
        PaperKind("supplement", "补充材料通知书", "补", required=True),
        PaperKind("acceptance", "受理通知书", "受"),
        PaperKind("refusal", "不予受理通知书", "不受", required=True),
        PaperKind("opinion", "指导意见书", "指", required=True),
        PaperKind("termination", "终止指导告知书", "终", required=True),
    )
}


def move(action: str, path: Path, stage: Stage, paper: str = "") -> Move | None:
    """The move that this action makes from here; None if there is none."""
    return next(
        (m for m in MOVES if m.action == action and m.path is path and stage in m.before and m.paper == paper), None
    )


def papers_from(path: Path, stage: Stage) -> list[PaperKind]:
    """The formal papers that can be drafted at this stage."""
    return [PAPERS[m.paper] for m in MOVES if m.paper and m.path is path and stage in m.before]
