"""The words with a fixed meaning, each declared once with both names. Any other value is an error."""

from enum import Enum
from typing import Self


class Term(str, Enum):
    """One word of a vocabulary: its code, its Chinese name `zh` and its English name `en`."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        """Make the member; the code is its value."""
        term = str.__new__(cls, code)
        term._value_ = code
        term.zh = zh
        term.en = en
        return term

    @classmethod
    def of(cls, code: str) -> Self:
        """The word with this code. ValueError if there is none."""
        found = next((term for term in cls if term.value == code), None)
        if found is None:
            raise ValueError(f"{code!r} is no {cls.__name__}")
        return found

    def __str__(self) -> str:
        return str(self.value)


class Right(Term):
    """Right that a thing is about."""

    PATENT = "patent", "发明专利", "patent"
    UTILITY_MODEL = "utility-model", "实用新型", "utility model"
    DESIGN = "design", "外观设计", "design"
    TRADE_MARK = "trade-mark", "商标", "trade mark"
    COPYRIGHT = "copyright", "著作权", "copyright"
    TRADE_SECRET = "trade-secret", "商业秘密", "trade secret"
    UNFAIR_COMPETITION = "unfair-competition", "不正当竞争", "unfair competition"
    DOMAIN = "domain-name", "域名", "domain name"
    PLANT_VARIETY = "plant-variety", "植物新品种", "plant variety"
    GEOGRAPHICAL = "geographical-indication", "地理标志", "geographical indication"


class Event(Term):
    """What happened to the firm: the 17 situations of the directive."""

    WARNING_LETTER = "warning-letter", "收到警告函", "warning letter received"
    LAWSUIT = "lawsuit", "被起诉", "sued in court"
    FREEZE = "freeze", "店铺或账户被冻结", "shop or account frozen"
    TRADE_INVESTIGATION = "trade-investigation", "337 等贸易调查", "section 337 or other trade investigation"
    CUSTOMS = "customs-stop", "货物被海关扣留", "goods stopped by customs"
    FAIR = "fair-order", "展会上收到法院命令或遭查抄", "order or raid at a fair"
    SQUATTED = "squatted-mark", "商标被抢注", "mark squatted"
    CHALLENGED = (
        "right-challenged",
        "己方权利被异议、无效或撤销",
        "our right opposed, invalidated or cancelled",
    )
    DOMAIN = "domain-complaint", "域名被投诉", "domain-name complaint"
    TAKEDOWN = "takedown", "平台下架", "platform takedown"
    LICENCE = "licence-demand", "许可费或标准必要专利要约", "licence or SEP demand"
    TRADE_SECRET = "trade-secret", "被指控侵犯商业秘密", "trade-secret accusation"
    COPIED = "copied", "被他人仿冒", "someone copies us"
    CRIMINAL = "criminal", "刑事传唤或人员被扣", "criminal summons or persons held"
    INDEMNITY = "indemnity", "客户转来的索赔", "claim passed on by a customer"
    SUBPOENA = "subpoena", "境外取证要求", "foreign subpoena or deposition request"
    JUDGMENT = (
        "judgment",
        "已有缺席判决或排除令",
        "default judgment or exclusion order that already covers us",
    )


class Role(Term):
    """Where the firm stands."""

    ACCUSED = "accused", "被指控方", "accused"
    OWNER = "owner", "权利人", "owner of the right"
    PREVENTIVE = "preventive", "出口前预防", "before exporting"


class PartyRole(Term):
    """Part that a party plays in a dispute."""

    CLAIMANT = "claimant", "原告/申请方", "claimant"
    RESPONDENT = "respondent", "被告/被申请方", "respondent"
    INTERVENOR = "intervenor", "第三人", "intervenor"


class Industry(Term):
    """Industry of the product."""

    ELECTRONICS = "electronics", "消费电子", "consumer electronics"
    TELECOM = "telecom", "通信", "telecommunications"
    SEMICONDUCTOR = "semiconductor", "半导体", "semiconductors"
    SOFTWARE = "software", "软件与互联网", "software and internet"
    BATTERY = "battery", "电池与储能", "batteries and energy storage"
    SOLAR = "solar", "光伏", "solar energy"
    LIGHTING = "lighting", "照明", "lighting"
    VEHICLE = "vehicle", "汽车与两轮车", "vehicles"
    MACHINERY = "machinery", "机械与工具", "machinery and tools"
    APPLIANCE = "appliance", "家用电器", "household appliances"
    MEDICAL = "medical", "医疗器械", "medical devices"
    PHARMA = "pharma", "医药", "pharmaceuticals"
    CHEMICAL = "chemical", "化工与材料", "chemicals and materials"
    TEXTILE = "textile", "纺织服装鞋类", "textiles, clothing and footwear"
    FURNITURE = "furniture", "家具家居", "furniture and home"
    TOY = "toy", "玩具与文体", "toys and sports"
    FOOD = "food", "食品农产品", "food and agriculture"
    TOBACCO = "tobacco", "电子烟与烟草", "vapes and tobacco"
    ECOMMERCE = "e-commerce", "跨境电商", "cross-border e-commerce"
    OTHER = "other", "其他", "other"


class Route(Term):
    """Way by which a right is sought, enforced or fought."""

    FILING = "filing", "申请与授权", "filing and grant"
    MAINTENANCE = "maintenance", "维持与续展", "maintenance and renewal"
    OPPOSITION = "opposition", "异议", "opposition"
    INVALIDATION = "invalidation", "无效与撤销", "invalidation and cancellation"
    APPEAL = "appeal", "上诉与复审", "appeal"
    COURT = "court", "民事诉讼", "civil court"
    TRADE = "trade-investigation", "337 等贸易调查", "trade investigation"
    CUSTOMS = "customs", "海关", "customs"
    CRIMINAL = "criminal", "刑事", "criminal"
    ADMINISTRATIVE = "administrative", "行政执法", "administrative enforcement"
    PLATFORM = "platform", "电商平台", "e-commerce platform"
    DOMAIN = "domain-dispute", "域名争议", "domain-name dispute"
    ARBITRATION = "arbitration", "仲裁调解", "arbitration and mediation"
    LICENSING = "licensing", "许可", "licensing"


class Forum(Term):
    """Kind of body that decides."""

    COURT = "court", "法院", "court"
    TRADE_AGENCY = "trade-agency", "贸易调查机关", "trade agency"
    OFFICE = "office", "知识产权局", "intellectual property office"
    CUSTOMS = "customs", "海关", "customs"
    PLATFORM = "platform", "平台", "platform"
    ARBITRATION = "arbitration", "仲裁机构", "arbitration body"
    POLICE = "police", "警方或检方", "police or prosecutor"
    ORGANISER = "organiser", "展会主办方", "fair organiser"


class Level(Term):
    """Rank of a law or policy."""

    CONSTITUTION = "constitution", "宪法", "constitution"
    STATUTE = "statute", "法律", "statute"
    REGULATION = "regulation", "法规规章", "regulation"
    RULE = "rule", "程序规则", "rule of procedure"
    TREATY = "treaty", "条约", "treaty"
    INTERPRETATION = "interpretation", "司法解释", "judicial interpretation"
    GUIDELINE = "guideline", "指南", "guideline"
    POLICY = "policy", "政策", "policy"


class LawStatus(Term):
    """Whether a law holds today."""

    IN_FORCE = "in-force", "现行有效", "in force"
    AMENDED_SOON = (
        "amended-soon",
        "现行有效（已公布修正，尚未施行）",
        "in force, amendment adopted but not yet in force",
    )
    NOT_YET = "not-yet", "尚未施行", "not yet in force"
    REPEALED = "repealed", "已废止", "repealed"


class Topic(Term):
    """What a key article is about."""

    PROTECTION = "protection", "保护客体与条件", "what is protected"
    OWNERSHIP = "ownership", "权属", "ownership"
    FILING = "filing", "申请与审查", "filing and examination"
    TERM = "term", "期限与续展", "term and renewal"
    INFRINGEMENT = "infringement", "侵权行为", "infringement"
    EXCEPTION = "exception", "例外与抗辩", "exceptions and defences"
    INJUNCTION = "injunction", "禁令与临时措施", "injunctions and interim measures"
    DAMAGES = "damages", "损害赔偿", "damages"
    LIMITATION = "limitation", "时效", "limitation"
    EVIDENCE = "evidence", "证据", "evidence"
    OPPOSITION = "opposition", "异议、无效与撤销", "opposition, invalidation and cancellation"
    BORDER = "border", "边境措施", "border measures"
    CRIMINAL = "criminal", "刑事责任", "criminal liability"
    PROCEDURE = "procedure", "程序与送达", "procedure and service"
    PLATFORM = "platform", "平台责任", "platform liability"
    LICENCE = "licence", "许可", "licensing"


class Act(Term):
    """What an official fee is paid for."""

    FILING = "filing", "申请", "filing"
    SEARCH = "search", "检索", "search"
    EXAMINATION = "examination", "审查", "examination"
    GRANT = "grant", "授权/注册", "grant or registration"
    RENEWAL = "renewal", "年费/续展", "renewal"
    LATE = "late", "滞纳与宽限期", "late payment"
    OPPOSITION = "opposition", "异议", "opposition"
    INVALIDATION = "invalidation", "无效/撤销", "invalidation or cancellation"
    APPEAL = "appeal", "上诉/复审", "appeal"
    EXTENSION = "extension", "延期", "extension of time"
    RESTORATION = "restoration", "恢复", "restoration"
    BORDER = "border", "海关备案", "customs recordation"
    COURT = "court", "法院费用", "court fee"
    OTHER = "other", "其他", "other"


class Occasion(Term):
    """When a fee falls due in the life of a right."""

    STANDARD = "standard", "每件都要缴", "always"
    DIRECT = "direct", "直接申请", "direct filing"
    PCT = "pct", "PCT 进入国家（地区）阶段", "PCT national or regional phase"
    MADRID = "madrid", "马德里指定", "Madrid designation"
    HAGUE = "hague", "海牙指定", "Hague designation"
    OPTION = "option", "视情况", "depends on the case"


class YearsFrom(Term):
    """What the years of a schedule are counted from."""

    FILING = "filing", "申请日", "filing"
    GRANT = "grant", "授权或注册日", "grant or registration"


class Renewed(Term):
    """While what the renewal fees of a schedule are paid to this office."""

    LIFE = "life", "申请后直至期满", "from filing to expiry"
    PENDING = "pending", "授权前", "until grant"
    GRANTED = "granted", "授权后", "after grant"


class Payer(Term):
    """Class of payer that an amount holds for."""

    ANY = "any", "不分", "any"
    STANDARD = "standard", "一般", "standard"
    SMALL = "small", "小实体", "small entity"
    MICRO = "micro", "微实体", "micro entity"


class Channel(Term):
    """Way of filing that an amount holds for."""

    ANY = "any", "不分", "any"
    ONLINE = "online", "电子", "online"
    PAPER = "paper", "纸件", "paper"


class Unit(Term):
    """What a fee is counted by, beyond a flat amount."""

    CLAIM = "claim", "项权利要求", "claim"
    INDEPENDENT_CLAIM = "independent-claim", "项独立权利要求", "independent claim"
    MULTIPLE_DEPENDENT = (
        "multiple-dependent",
        "件含多项从属权利要求的申请",
        "application with multiple dependent claims",
    )
    CLASS = "class", "个类别", "class"
    PAGE = "page", "页", "page"
    SHEETS_50 = "sheets-50", "个 50 页", "50 sheets"
    DESIGN = "design", "项设计", "design"
    YEAR = "year", "年", "year"
    MONTH = "month", "个月", "month"
    CHARACTERS_1000 = "characters-1000", "个 1000 字符", "1,000 characters"
    ITEM = "item", "件", "item"


class Period(Term):
    """Unit of a time limit."""

    HOUR = "hour", "小时", "hours"
    DAY = "day", "日", "days"
    WORKING_DAY = "working-day", "个工作日", "working days"
    WEEK = "week", "周", "weeks"
    MONTH = "month", "个月", "months"
    YEAR = "year", "年", "years"


class Start(Term):
    """The date that a time limit is counted from, as the person asking knows it."""

    SERVED = "served", "收到首份文书之日", "day the first paper was received"
    LATER = "later", "收到程序中后来的文书之日", "day a later paper of the proceedings was received"
    DECISION = "decision", "裁判或决定之日", "day of the decision or judgment"
    PUBLICATION = "publication", "公告之日", "day of publication"
    FILING = "filing", "申请日或优先权日", "day of filing or priority"
    GRANT = "grant", "授权或注册之日", "day of grant or registration"
    EXPIRY = "expiry", "到期之日", "day of expiry or due date"
    OTHER = "other", "其他事件", "another event"


class Stage(Term):
    """How far a dispute has come when the firm asks."""

    HEARD = "heard", "只是听说，还没收到文书", "only heard of it, no paper yet"
    RECEIVED = "received", "刚收到文书", "the paper has just come"
    RUNNING = "running", "程序正在进行", "proceedings are running"
    MISSED = "missed", "已错过期限", "a time limit was missed"
    JUDGED = "judged", "已有判决、命令或排除令", "a judgment or order has been entered"


class Named(Term):
    """Which entity the paper names or was served on."""

    PARENT = "parent", "中国公司", "the company in China"
    SUBSIDIARY = "subsidiary", "境外子公司或分支", "a subsidiary or branch abroad"
    CUSTOMER = "customer", "客户、经销商或进口人", "a customer, distributor or importer"
    STORE = "store", "平台店铺", "a shop on a platform"
    PERSON = "person", "个人", "a person"


class Direction(Term):
    """Whether a time limit runs from the trigger on, or back from it."""

    AFTER = "after", "起", "after"
    BEFORE = "before", "前", "before"


class Roll(Term):
    """What happens when the last day is one on which the forum is closed."""

    NONE = "none", "不顺延", "not extended"
    NEXT_OPEN = "next-open-day", "顺延至下一个开庭日或办公日", "next day on which the forum is open"
    PREVIOUS_OPEN = "previous-open-day", "提前至前一个办公日", "previous day on which the forum is open"


class AddedTo(Term):
    """What the time added for a way of service is added to."""

    START = "start", "推定送达日后移", "moves the day of deemed service"
    PERIOD = "period", "加入期限，再看末日", "lengthens the period before its last day is looked at"
    AFTER_ROLL = "after-roll", "末日顺延后再加", "is added after the last day was rolled forward"


class Combine(Term):
    """How several triggers make one."""

    ONE = "one", "以该事件为准", "the event itself"
    EARLIEST = "earliest", "以最早者为准", "the earliest of them"
    LATEST = "latest", "以最晚者为准", "the latest of them"


class Service(Term):
    """Way in which a paper was served."""

    PERSONAL = "personal", "当面送达", "in person"
    MAIL = "mail", "邮寄送达", "by mail"
    ELECTRONIC = "electronic", "电子送达", "electronically"
    HAGUE = "hague", "依海牙送达公约", "under the Hague Service Convention"
    PUBLICATION = "publication", "公告送达", "by publication"
    WAIVER = "waiver", "放弃正式送达", "waived"
    COUNSEL = "counsel", "经代理人送达", "through counsel"


class CaseStatus(Term):
    """Whether a dispute still runs."""

    RUNNING = "running", "进行中", "running"
    APPEALED = "appealed", "上诉中", "under appeal"
    ENDED = "ended", "已结束", "ended"


class Result(Term):
    """How a dispute went, seen from the parties."""

    PENDING = "pending", "未决", "pending"
    CLAIMANT = "for-claimant", "原告方胜", "for the claimant"
    RESPONDENT = "for-respondent", "被告方胜", "for the respondent"
    MIXED = "mixed", "互有胜负", "mixed"
    SETTLED = "settled", "和解", "settled"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    DEFAULT = "default", "缺席裁判", "default judgment"


class Remedy(Term):
    """What was ordered or agreed."""

    NONE = "none", "无救济", "none"
    GEO = "general-exclusion-order", "普遍排除令", "general exclusion order"
    LEO = "limited-exclusion-order", "有限排除令", "limited exclusion order"
    CDO = "cease-and-desist-order", "停止令", "cease and desist order"
    CONSENT = "consent-order", "同意令", "consent order"
    TRO = "temporary-restraining-order", "临时限制令", "temporary restraining order"
    PI = "preliminary-injunction", "初步禁令", "preliminary injunction"
    INJUNCTION = "injunction", "永久禁令", "permanent injunction"
    DAMAGES = "damages", "损害赔偿", "damages"
    FREEZE = "asset-freeze", "冻结资产", "asset freeze"
    SEIZURE = "seizure", "扣押", "seizure"
    INVALIDATED = "invalidated", "权利被宣告无效或撤销", "right invalidated"
    LICENCE = "licence", "许可", "licence"
    TRANSFER = "transfer", "转让或移转", "transfer"
    IMPORT_BAN = "import-ban", "禁止进口", "import ban"


class Phase(Term):
    """When a step of the directive is due."""

    HOURS_24 = "24h", "24 小时内", "within 24 hours"
    DAYS_3 = "3d", "3 天内", "within 3 days"
    WEEKS_2 = "2w", "2 周内", "within 2 weeks"
    AFTER = "after", "此后", "after that"


class Who(Term):
    """Who does a step."""

    FIRM = "firm", "企业", "the firm"
    COUNSEL = "counsel", "当地律师", "local counsel"
    FIRM_AND_COUNSEL = "firm-and-counsel", "企业与当地律师", "the firm with local counsel"
    OFFICE = "office", "工作网络", "the network"


class AlertLevel(Term):
    """Weight of an alert."""

    INFORMATION = "information", "提示", "information"
    ATTENTION = "attention", "注意", "attention"
    URGENT = "urgent", "紧急", "urgent"


class Tier(Term):
    """Place in the working network; overseas points and national bodies stand beside the three tiers."""

    CITY = "city", "市级", "city"
    DISTRICT = "district", "区级", "district"
    PARK = "park", "园区或集聚区工作站", "park or cluster workstation"
    OVERSEAS = "overseas", "海外服务点", "overseas service point"
    NATIONAL = "national", "国家级", "national"
    FOREIGN = "foreign", "境外官方机构", "official body abroad"


class AdviserType(Term):
    """A person or a body in the expert pool."""

    PERSON = "person", "个人", "person"
    BODY = "body", "机构", "body"


class Mode(Term):
    """How an adviser or office can be consulted."""

    PHONE = "phone", "电话", "telephone"
    ONLINE = "online", "线上", "online"
    VISIT = "visit", "现场", "in person"
    WRITTEN = "written", "书面", "in writing"
    TRAINING = "training", "培训", "training"
    MEDIATION = "mediation", "调解", "mediation"
    ARBITRATION = "arbitration", "仲裁", "arbitration"


class FairTopic(Term):
    """What a fact about a fair concerns."""

    ORGANISER = "organiser-rule", "主办方知识产权规则", "organiser's IP rule"
    DESK = "complaint-desk", "投诉受理点", "complaint desk"
    COURT = "court", "法院", "court"
    CUSTOMS = "customs", "海关", "customs"
    CRIMINAL = "criminal", "刑事执法", "criminal enforcement"
    PRIORITY = "exhibition-priority", "展览优先权与新颖性宽限", "exhibition priority and grace"
    INCIDENT = "incident", "以往事件", "past incident"


class Treaty(Term):
    """Treaty that a jurisdiction is party to."""

    PARIS = "paris", "巴黎公约", "Paris Convention"
    PCT = "pct", "专利合作条约", "Patent Cooperation Treaty"
    MADRID = "madrid", "马德里议定书", "Madrid Protocol"
    HAGUE = "hague", "海牙协定（外观设计）日内瓦文本", "Hague Agreement (designs), Geneva Act"
    BERNE = "berne", "伯尔尼公约", "Berne Convention"
    TRIPS = "trips", "与贸易有关的知识产权协定（WTO）", "TRIPS Agreement (WTO)"
    WCT = "wct", "世界知识产权组织版权条约", "WIPO Copyright Treaty"
    WPPT = "wppt", "世界知识产权组织表演和录音制品条约", "WIPO Performances and Phonograms Treaty"
    PLT = "plt", "专利法条约", "Patent Law Treaty"
    SINGAPORE = "singapore", "商标法新加坡条约", "Singapore Treaty on the Law of Trademarks"
    TLT = "tlt", "商标法条约", "Trademark Law Treaty"
    BUDAPEST = "budapest", "布达佩斯条约", "Budapest Treaty"
    LISBON = "lisbon", "里斯本协定", "Lisbon Agreement"
    UPOV = "upov", "植物新品种保护国际公约", "UPOV Convention"
    NICE = "nice", "尼斯协定", "Nice Agreement"
    LOCARNO = "locarno", "洛迦诺协定", "Locarno Agreement"
    STRASBOURG = "strasbourg", "斯特拉斯堡协定", "Strasbourg Agreement"
    EPC = "epc", "欧洲专利公约", "European Patent Convention"
    UPCA = "upca", "统一专利法院协定", "Agreement on a Unified Patent Court"
    HAGUE_SERVICE = "hague-service", "海牙送达公约", "Hague Service Convention"
    HAGUE_EVIDENCE = "hague-evidence", "海牙取证公约", "Hague Evidence Convention"
    APOSTILLE = "apostille", "取消外国公文书认证要求的公约", "Apostille Convention"
    NEW_YORK = "new-york", "纽约公约", "New York Convention"
    RCEP = "rcep", "区域全面经济伙伴关系协定", "RCEP"
    CPTPP = "cptpp", "全面与进步跨太平洋伙伴关系协定", "CPTPP"


class Chapter(Term):
    """The fixed chapters of a country guide, in their order; the code is the anchor, the names are the headings."""

    FIRST_STEPS = "first-steps", "遭遇纠纷的第一步", "First steps when attacked"
    OFFICES = "offices", "主管机关与申请途径", "Offices and filing routes"
    TERMS = "terms", "保护期限与维持", "Terms and maintenance"
    COURTS = "courts", "法院与行政途径", "Courts and administrative routes"
    BORDER = "border", "边境措施", "Border measures"
    DAMAGES = "damages", "损害赔偿与费用", "Damages and costs"
    LIMITATION = "limitation", "时效", "Limitation"
    FAIRS = "fairs", "展会", "Trade fairs"
    TREATIES = "treaties", "条约", "Treaties"
