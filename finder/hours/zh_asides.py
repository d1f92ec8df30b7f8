"""What notices say beside the hours: 需预约, 凭身份证入馆, 免票, telephones and addresses.

Lists of words, closed by decision. What a visitor must do is kept as the note of the hours, in
the words of the notice; what changes neither hours nor entry is read and kept nowhere.
"""

from __future__ import annotations

import re

from finder.hours.zh_text import plain_chinese
from finder.hours.zh_vocabulary import any_of

_VISITOR = any_of("广大 各位") + "?" + any_of("市民 读者 观众 游客 群众 居民 朋友 社会公众")
# What may be repeated is of words that no others make up: 入馆参观 would be read in two ways, twice
# of it in four.
_EACH_IN = any_of("入馆 入场 入园 入内 进馆 进园 进场 进入 进出 参观 阅览 借阅")
_IN = rf"(?:入馆参观|进馆参观|入园参观|{_EACH_IN})"
_AHEAD = "提前(?:[一二两三1-7]|1-[2-7]|[一1]至[二三七2-7])[天日]"
_BY = (
    "(?:通过)?"
    + any_of("官方 本馆 馆方")
    + "?(?:“(?:(?![周闭节假期停])[\u4e00-\u9fff]){2,15}”)?"
    + any_of("微信公众号 公众号 微信小程序 小程序 微信 官网 网上 线上 网络 电话")
)
_BOOK = f"(?:(?:{_AHEAD}|提前|事先)|{_BY}|进行|实名制?|在线)*+预约(?:登记)?(?:后|方可|后方可)?"
_BOOKING = (
    rf"(?:{_VISITOR}|参观|入馆|{_IN})?(?:请|均|须|需要?|必须|应|敬请){{1,2}}{_BOOK}(?:{_IN})?"
    rf"|{_AHEAD}(?:{_BY}|实名|进行)*+预约(?:{_IN})?"
    rf"|(?:全面|统一|目前)?(?:实行|采取|采用)(?:全面|分时段?|实名制?|网上|线上|全员)*预约(?:{_IN})?(?:制度?)?"
    rf"|凭预约(?:码|信息|凭证)?{_IN}"
    rf"|(?:团体|团队|集体)(?:参观|预约|入馆)?(?:请|均|须|需要?|应){{1,2}}{_BOOK}(?:{_IN})?"
)
_PAPER = (
    any_of("本人 个人")
    + "?"
    + any_of("有效 第二代 二代 居民")
    + "*"
    + any_of("身份证件 身份证明 身份证 证件 读者证 借书证 借阅证 社保卡 市民卡 预约码 预约凭证")
    + "(?:原件|号)?"
)
# 凭学生证入馆 may be of students only.
_OTHER_PAPER = any_of("学生证 老年证 军官证 护照 医保卡 驾驶证")
_PAPERS = (
    f"{_PAPER}(?:(?:或者?|、|和|及|/)(?:{_PAPER}|{_OTHER_PAPER}))*"
    "(?:等有效身份证件|等有效证件|等证件)?"
)
_PASS = any_of(
    "领票 换票 换取门票 领取门票 领取参观券 领取参观票 实名登记 登记 验证 刷卡 扫码 安检"
)
_IDENTITY = (
    rf"(?:{_VISITOR}|参观|入馆|进馆)?(?:请|均|可|须|需要?|必须|应){{0,2}}"
    rf"(?:凭|持|刷|凭借|出示|携带){_PAPERS}(?:(?:后|方可|并|即可|可|免费|、)*(?:{_PASS}|{_EACH_IN}))*"
)
_TICKET = rf"(?:购票|凭票|凭门票|凭参观券)(?:后)?{_IN}"
_ACCOMPANIED = (
    r"(?:未成年人|儿童|少年儿童|学龄前儿童|\d{1,2}周?岁(?:\(含\))?以下(?:儿童|未成年人|少儿|观众|读者|青少年)?)"
    r"(?:请|须|需|应|必须){1,2}(?:由|在|有)?(?:家长|监护人|成年人|成人)(?:或监护人)?"
    rf"(?:陪同|陪护|带领)(?:下)?(?:{_IN})?"
)
# In brackets right after the hours only: 周一闭馆，预约参观 may be of the Monday.
_BOOKED = "预约(?:参观|入馆|入场|制)"
_LONE = rf"(?:{_BOOKING}|{_IDENTITY}|{_TICKET}|{_ACCOMPANIED})"
NOTED = rf"(?:{_LONE}|(?<=\(){_BOOKED}(?=\)))"

_FREE = "(?:无需|无须|不需要?|不用|免)(?:提前|实名|网上)?预约"
_UNNOTED = "|".join(
    (
        f"(?:(?:个人|散客|{_VISITOR})(?:参观|入馆)?)?{_FREE}(?:即可{_IN}|{_IN})?",
        f"(?:参观|入馆|入园|全馆|展览)?(?:免票|无门票|不收门票|门票免费|免收门票){_IN}?",
        f"(?:公益性|全天候?)?免费(?:不免票|{_IN})",
        "(?:实行)?免费不免票",
        "(?:免费)?欢迎(?:您|大家)?(?:的)?(?:光临|惠顾)",
        f"(?:热烈|竭诚)?欢迎(?:{_VISITOR})?(?:朋友)?(?:前来|莅临|免费|到馆)*(?:{_IN}|光临|指导)",
    )
)
_NUMBER = (
    r"(?:(?:\(0\d{2,3}\)|0\d{2,3})\s?-?\s?\d{7,8}(?:-\d{1,4})?|1[3-9]\d{9}|400-?\d{3}-?\d{4}"
    r"|[2-8]\d{6,7})(?!\d)"
)
_CONTACT = (
    any_of("咨询 联系 服务 参观 预约 办公 总机 馆办")
    + r"*(?:电话|热线)(?:号码)?\s?[:为是]?\s?"
    + rf"{_NUMBER}(?:\s?[、/,]\s?{_NUMBER})*"
)
# An address that might hide hours, days or a second house is none.
_PLACE = (
    r"(?:开(?=发区)|(?![开闭休时点周每节假约月停止限仅免收除早晚午夜逢星礼拜半])[\u4e00-\u9fffA-Za-z]"
    r"|\d{1,4}(?:-\d{1,4})?(?=[号弄室层楼栋幢座巷街路村组]))"
)
_ADDRESS = rf"(?:地址|馆址)\s?[:为]\s?{_PLACE}{{2,40}}"

_STARTS = r"(?:^|(?<=[\s,;。、:()!]))"
_ENDS = r"(?=[\s,;。、!)]|$)"
# The kinds of the lexicon: what is kept as a note, what is not, telephones and addresses.
ASIDES = {
    "noted": (f"{_STARTS}{NOTED}{_ENDS}",),
    "unnoted": (f"(?<!、){_STARTS}(?:{_UNNOTED}){_ENDS}",),
    "contact": (rf"{_STARTS}{_CONTACT}(?=\s*(?:[,;。\n]|$))",),
    "address": (rf"{_STARTS}{_ADDRESS}(?=\s*(?:[,;。\n]|$))",),
}

_NOTES = re.compile(f"{_BOOKED}|{_LONE}(?:、{_LONE})*")


def is_noted(note: str) -> bool:
    """Return whether a note of open hours says what a visitor must do, as 需预约 does."""
    return _NOTES.fullmatch(plain_chinese(note)) is not None
