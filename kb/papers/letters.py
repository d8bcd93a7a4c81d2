"""Three drafts that almost every dispute needs. Each admits nothing, commits to nothing and leaves blanks; counsel reads it first.

A letter abroad stands in English with the Chinese beside it, so that who signs knows what it says; the notice inside the
firm is Chinese with English beneath for staff abroad.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kb.papers.word import Block, Heading, Items, Note, Paper, Text

MARK = ("发送前须经律师核对", "Counsel must read this before it is sent")
BLANK = "______________"


@dataclass(frozen=True)
class Letter:
    """A draft: its name, when it is used, and its paragraphs, each in English and Chinese. `first` is the language of the letter."""

    slug: str
    zh: str
    en: str
    use: tuple[str, str]
    first: str
    paragraphs: tuple[tuple[str, str], ...]
    never: tuple[tuple[str, str], ...]


LETTERS: Mapping[str, Letter] = {
    letter.slug: letter
    for letter in (
        Letter(
            "holding-reply", "警告函的暂复函", "Holding reply to a warning letter",
            ("收到警告函、还没查清事实时，用来确认收到、要材料、留时间。", "To acknowledge a warning letter, ask for papers and gain time before the facts are known."),
            "en",
            (
                (f"To: {BLANK} (counsel for {BLANK})   Date: {BLANK}   Your reference: {BLANK}", f"致：{BLANK}（{BLANK}的代理人）　日期：{BLANK}　贵方编号：{BLANK}"),
                ("We acknowledge receipt of your letter dated the above. We take the rights of others seriously and are looking into the matter.", "来函收悉。我方重视他人权利，正在核查。"),
                ("To enable us to do so, please send us: (1) a copy of each right relied on, with its current status and owner; (2) a statement, claim by claim or mark by mark, of how each product is said to infringe; (3) your authority to act; (4) the products, model numbers and listings concerned.", "为便于核查，请提供：（一）所依据的每项权利的文本、现行状态与权利人；（二）逐项权利要求或逐个商标说明每一产品为何被认为侵权；（三）贵方的授权文件；（四）所涉产品、型号与页面链接。"),
                (f"We will revert by {BLANK}. Until then we ask that you take no further steps without notice to us.", f"我方将于{BLANK}前答复。在此之前，请勿在未通知我方的情况下采取进一步行动。"),
                ("Nothing in this letter is an admission of any fact, of the validity, ownership or infringement of any right, or of jurisdiction, nor a waiver of any right, defence or privilege; all of these are reserved.", "本函不构成对任何事实、任何权利的有效性、归属或侵权，以及管辖权的承认，也不构成对任何权利、抗辩或保密特权的放弃；上述均予保留。"),
                (f"Yours faithfully, {BLANK} (name and position)", f"此致　{BLANK}（姓名、职务）"),
            ),
            (
                ("不写“抱歉”“今后不再”“已停止销售”，不报销量、客户和供货商。", "No apology, no “we have stopped”, no sales figures, customers or suppliers."),
                ("不签对方随函附来的声明。", "Do not sign a declaration that came with the letter."),
                ("对方写明的期限不因此延长，仍按它准备。", "The time set by the other side does not stop because of this letter."),
            ),
        ),
        Letter(
            "litigation-hold", "证据保全通知（内部）", "Litigation hold notice (internal)",
            ("得知可能被诉的当天发给有关人员，停止删除。", "Sent on the day on which a dispute is foreseen, to stop deletion."),
            "zh",
            (
                (f"To: {BLANK}   From: {BLANK}   Date: {BLANK}   Subject: preserve all material on {BLANK}", f"收件人：{BLANK}　发件人：{BLANK}　日期：{BLANK}　事由：保全与{BLANK}有关的一切材料"),
                ("A dispute abroad has arisen or may arise. From now on do not delete, alter, throw away or move anything that may concern it, until you are told in writing that this notice is lifted.", "境外已经发生或可能发生纠纷。自即刻起，凡可能与之有关的材料，一律不得删除、修改、丢弃或转移，直至书面通知解除。"),
                ("This covers mail, chats (WeChat, DingTalk, WhatsApp and the like), phones, shared drives, drawings and source code, samples and moulds, orders, customs papers, listings, design and purchase records, on whatever device, private ones included.", "范围包括：邮件，微信、钉钉、WhatsApp 等聊天记录，手机，共享盘，图纸与源代码，样品与模具，订单，报关单证，网店页面，设计与采购记录；不论存在什么设备上，个人设备也在内。"),
                (f"IT stops automatic deletion and keeps the accounts of those who leave. Questions go to {BLANK}; do not discuss the matter with outsiders, in groups or on social media, and do not make new documents about who is right or wrong.", f"信息部门停止自动删除，保留离职人员账号。有疑问请问{BLANK}；不要与外人、在群里或社交媒体上议论，也不要新写评判对错的文件。"),
                ("Do not send data or documents abroad: what must be examined or permitted first is settled by the legal department.", "不要向境外发送数据和文件：须先审查或取得许可的，由法务部门统一办理。"),
                ("Received and understood: name, date, signature", "已收到并理解：姓名、日期、签名"),
            ),
            (
                ("不要只口头通知：要有书面和签收。", "Not by word of mouth alone: in writing, with receipts."),
                ("不要漏掉离职人员、外包和海外子公司。", "Do not forget leavers, contractors and subsidiaries abroad."),
            ),
        ),
        Letter(
            "authorisation", "授权委托书（双语草稿）", "Authorisation (bilingual draft)",
            ("委托当地律师或代理人前的底稿；各国（地区）格式与公证认证要求不同，以代理人提供的为准。", "A basis for engaging local counsel; form and legalisation differ, counsel’s own form prevails."),
            "en",
            (
                (f"We, {BLANK} (registered name), of {BLANK} (address), registration number {BLANK}, authorise {BLANK} (counsel, firm, address) to act for us in the matter of {BLANK} before {BLANK} (court or office).", f"{BLANK}（登记名称），住所{BLANK}，统一社会信用代码{BLANK}，委托{BLANK}（律师姓名、事务所、地址），就{BLANK}一案在{BLANK}（法院或机关）代理我方。"),
                ("Counsel may file and receive papers, inspect files and ask for extensions. Counsel may not, without our written consent in each case: accept service that has not yet been made, admit facts, settle, withdraw, waive a right, or send our documents or data to anybody.", "代理人可以递交和领取文件、查阅案卷、申请延期。未经我方逐项书面同意，不得：代收尚未送达的文书、承认事实、和解、撤回、放弃权利，或将我方文件、数据交给他人。"),
                (f"This authorisation ends on {BLANK} or when revoked in writing.", f"本授权至{BLANK}止，或以书面撤销为止。"),
                (f"Place, date: {BLANK}   Signature and seal: {BLANK}   Name and position: {BLANK}", f"地点、日期：{BLANK}　签字盖章：{BLANK}　姓名、职务：{BLANK}"),
            ),
            (
                ("不要给空白授权，不要漏写不得自行和解、承认。", "No blank authority; do not leave out what counsel may not do alone."),
                ("不要代替未被列名的公司签署。", "Do not sign for a company that is not named."),
            ),
        ),
    )
}  # fmt: skip


def letter_paper(letter: Letter, language: str, foot: str) -> Paper:
    """The draft as a paper: the mark first, the text with its other language beneath, and what never to do."""
    english = language == "en"
    own = letter.first == "en"
    blocks: list[Block] = [Note(f"{MARK[0]} · {MARK[1]}"), Text(letter.use[english])]
    for en, zh in letter.paragraphs:
        blocks.append(Items(((en, zh) if own else (zh, en),), " "))
    blocks += [
        Heading("Never" if english else "切勿", 2),
        Items(tuple((line[english], "") for line in letter.never), "✕"),
    ]
    return Paper(letter.en if english else letter.zh, "", tuple(blocks), foot, "en" if english else "zh-CN")
