"""Sentences for people, in Chinese and English: one gettext catalogue for pages, errors, mails and papers.

The Chinese sentence is the message; `locale/en.po` holds its English. Usable outside a request.
"""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from kb.errors import KBError

LANGUAGES = ("zh", "en")
CATALOGUE = Path(__file__).parent / "locale" / "en.po"

ERRORS: Mapping[str, tuple[str, str]] = {
    "error": (
        "出错了。我们已记录，请稍后再试。",
        "Something went wrong. It has been recorded; please try again later.",
    ),
    "not_found": ("没有找到这个页面。", "This page was not found."),
    "invalid": ("有内容需要修改。", "Something needs to be mended."),
    "forbidden": ("您无权进行此操作。", "You may not do this."),
    "conflict": (
        "内容已被他人修改，没有覆盖任何文字。",
        "Somebody else changed this meanwhile; nothing was overwritten.",
    ),
    "too_many": (
        "尝试次数过多，请 {minutes} 分钟后再试。",
        "Tried too often; please try again in {minutes} minutes.",
    ),
    "stale_form": (
        "表单已失效，没有提交。请返回上一页，刷新后再提交。",
        "This form is no longer valid and nothing was sent. Go back, reload the page and send it again.",
    ),
    "no_account": ("没有这个账户，或它不在使用中。", "There is no such account, or it is not in use."),
    "dead_link": (
        "这个链接已失效或已用过。请重新申请一封邮件。",
        "This link has run out or was used. Ask for a new mail.",
    ),
    "no_base_url": (
        "本站还不能发出带链接的邮件：请管理员设置站点地址（KB_BASE_URL）。",
        "This site cannot send mail with links yet: its administrator has to set its address (KB_BASE_URL).",
    ),
    "last_admin": (
        "这是最后一位管理员，不能撤销或停用。请先指定另一位。",
        "This is the last administrator; appoint another one first.",
    ),
    "wrong_stage": (
        "此件现在处于“{stage}”阶段，不能这样办理。请刷新后再看。",
        "At its present stage ({stage}) this cannot be done. Reload the page.",
    ),
    "stale_inquiry": (
        "{number} 刚被他人办理过，您的操作没有执行，也没有覆盖任何内容。请核对新的进展后再提交。",
        "Somebody else has just acted on {number}; yours was not carried out and nothing was overwritten. Look again first.",
    ),
    "own_paper": (
        "自己起草的文书不能由自己审核或签发。",
        "Whoever drafted a paper neither reviews nor signs it.",
    ),
    "desk_closed": (
        "本站尚未开通在线受理。请直接联系工作网络中的机构。",
        "This site does not take inquiries yet. Please contact a point of the network.",
    ),
    "unavailable": (
        "此功能暂时不可用，请稍后再试。查询、指南与指引不受影响。",
        "This part does not answer at the moment; please try again later. Libraries, guides and the directive are not affected.",
    ),
    "library_missing": (
        "知识库正在本机建立，请稍候再打开。",
        "The library is being built on this machine; please come back in a moment.",
    ),
    "bad_method": ("此地址不支持这种请求。", "This address does not take that kind of request."),
    "bad_request": ("请求无法读取。", "The request could not be read."),
    "too_large": ("提交的内容过大。", "What was sent is too large."),
    "unknown_filter": (
        "“{value}”不是“{name}”的可选值，已忽略该条件。",
        "“{value}” is not a value of “{name}”; the filter was ignored.",
    ),
    "bad_page": ("没有第 {value} 页；共 {last} 页。", "There is no page {value}; there are {last}."),
}


@lru_cache(maxsize=1)
def _english() -> GNUTranslations:
    mo = io.BytesIO()
    with CATALOGUE.open("rb") as po:
        write_mo(mo, read_po(po, locale="en"))
    mo.seek(0)
    return GNUTranslations(mo)


def say(language: str, message: str, **values: object) -> str:
    """The message in that language, its {slots} filled with the values; the Chinese itself where no English exists."""
    text = message if language == "zh" else _english().gettext(message)
    return text.format(**values) if values else text


def sentence(language: str, error: KBError) -> str:
    """What a reader is told of an error."""
    zh, en = ERRORS.get(error.code, ERRORS["error"])
    return (en if language == "en" else zh).format(**error.values)


def day(language: str, value: date | str) -> str:
    """A date as the page shows it: 2026年11月22日 or 22 November 2026; a date known to the month or year stays so."""
    parts = [int(part) for part in str(value).split("-")]
    if language == "zh":
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    named = [str(parts[0])] + ([months[parts[1] - 1]] if len(parts) > 1 else []) + [str(p) for p in parts[2:]]
    return " ".join(reversed(named))


def weekday(language: str, value: date) -> str:
    """The day of the week: 星期三 or Wednesday."""
    return "星期" + "一二三四五六日"[value.weekday()] if language == "zh" else f"{value:%A}"


def number(language: str, value: Decimal | int) -> str:
    """A number with separators, exactly as many decimals as it has."""
    exact = Decimal(value)
    if exact == exact.to_integral():
        return format_decimal(exact.to_integral(), locale="en", format="#,##0")
    return format_decimal(exact, locale="en", format="#,##0.00##", decimal_quantization=False)


def money(language: str, amount: Decimal, currency: str) -> str:
    """An amount with its currency code; a whole amount is shown without decimals."""
    return f"{currency} {number(language, amount)}"
