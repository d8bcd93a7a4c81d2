"""The mails about accounts, each in both languages: the site does not know which one the reader of a mailbox prefers."""

from collections.abc import Mapping

from kb.store import Mail

TEXTS: Mapping[str, tuple[str, str, str, str]] = {
    "account.prove": (
        "请确认您的电子邮件",
        "Please confirm your e-mail address",
        "有人用这个邮箱在海外知识产权纠纷应对知识库注册。如果是您，请在 {days} 天内打开下面的链接并设置密码：\n\n{link}\n\n"
        "如果不是您，不必理会；没有设置密码，账户不会启用，{days} 天后删除。",
        "Somebody signed up with this address at the Overseas IP Dispute Response Knowledge Base. If it was you, open the link "
        "within {days} days and set a password:\n\n{link}\n\nIf it was not, ignore this mail: without a password the account is "
        "not opened, and it is deleted after {days} days.",
    ),
    "account.known": (
        "您已有账户",
        "You already have an account",
        "有人用这个邮箱注册，但它已有账户，没有做任何改动。请直接登录，或在这里重设密码：\n\n{link}",
        "Somebody signed up with this address, which already has an account; nothing was changed. Sign in, or set a new "
        "password here:\n\n{link}",
    ),
    "account.invite": (
        "邀请您使用海外知识产权纠纷应对知识库",
        "An invitation to the Overseas IP Dispute Response Knowledge Base",
        "管理员为您开设了账户（{roles}）。请在 {days} 天内打开链接，设置密码和二次验证：\n\n{link}",
        "An administrator has made you an account ({roles}). Open the link within {days} days and set a password and a second "
        "factor:\n\n{link}",
    ),
    "account.role": (
        "您的账户有了新角色",
        "Your account has a new role",
        "管理员为您的账户增加了角色：{roles}。\n\n{link}",
        "An administrator has added a role to your account: {roles}.\n\n{link}",
    ),
    "account.reset": (
        "重设密码",
        "Set a new password",
        "请在 {hours} 小时内打开链接，设置新密码：\n\n{link}\n\n如果您没有要求，不必理会，密码不会改变。",
        "Open the link within {hours} hours to set a new password:\n\n{link}\n\nIf you did not ask for it, ignore this mail; "
        "the password stays as it is.",
    ),
    "account.device": (
        "确认是您在登录",
        "Please confirm that it is you",
        "您的账户近来有多次失败的登录。如果您正在登录，请在同一台设备上于 {hours} 小时内打开链接，然后再登录：\n\n{link}\n\n"
        "如果不是您，不必理会；账户没有被锁定，您平时使用的设备照常登录。",
        "There were many failed attempts to sign in to your account. If you are signing in, open the link on the same device within "
        "{hours} hours, then sign in again:\n\n{link}\n\nIf not, ignore this mail: the account is not locked, and the devices that "
        "you use go on working.",
    ),
    "account.new_device": (
        "您的账户在新设备上登录",
        "Your account was used on a new device",
        "{when}（北京时间），您的账户在新设备上登录：{device}。如果不是您，请立即重设密码并退出所有设备：\n\n{link}",
        "At {when} (Beijing time) your account was signed in on a new device: {device}. If it was not you, set a new password and "
        "sign out everywhere:\n\n{link}",
    ),
    "account.password": (
        "密码已更改",
        "Your password was changed",
        "您账户的密码已更改，其他设备已退出。如果不是您，请立即重设：\n\n{link}",
        "The password of your account was changed, and other devices were signed out. If it was not you, set a new one at "
        "once:\n\n{link}",
    ),
    "account.second": (
        "二次验证已更改",
        "Your second factor was changed",
        "您账户的二次验证已更改。如果不是您，请立即重设密码并联系管理员：\n\n{link}",
        "The second factor of your account was changed. If it was not you, set a new password and tell the administrator:\n\n{link}",
    ),
    "account.erased": (
        "账户已删除",
        "Your account was deleted",
        "按您的要求，账户及其中的个人信息已删除。这是最后一封邮件。",
        "As you asked, your account and the personal data in it were deleted. This is the last mail.",
    ),
}


def mail(kind: str, recipient: str, **values: object) -> Mail:
    """The mail of a kind, filled."""
    subject_zh, subject_en, zh, en = TEXTS[kind]
    body = f"{zh.format(**values)}\n\n-- \n\n{en.format(**values)}\n"
    return Mail(kind, recipient, f"{subject_zh} / {subject_en}", body)
