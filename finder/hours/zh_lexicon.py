"""The words of Chinese opening hours, kind by kind, as they stand after `plain_chinese`.

The first kind that matches wins, so longer and rarer words stand first. A word that is in no kind
is refused. Kinds that say nothing of hours (`filler`, `in_case`) are here by decision: what they
say changes no hour.
"""

from __future__ import annotations

import re

from finder.hours.zh_asides import ASIDES
from finder.hours.zh_vocabulary import (
    CLOSED,
    ENTER,
    FESTIVAL,
    FLOOR,
    HOLIDAY,
    IN_FORCE,
    LATER_NOTICE,
    NO_REST,
    NOTICE,
    NUMBER,
    OF_HOUSE,
    OFFICE_TIME,
    OPEN,
    REASON,
    ROOM,
    ROOM_OF,
    TICKETS,
    any_of,
)

_NO_TIME = r"(?!\d|[零〇一二两三四五六七八九十]|\s?[点时:.月日号层楼])"
_WEEK = "(?:周|星期|礼拜)"
_MONTH = rf"({NUMBER})\s?月(?!\d{{1,2}}\s?(?![\d\s:点时])|底|初|末|中|上|下)份?"
_OPENING = any_of("开放 开馆 开园 服务 营业 接待 参观 借阅 阅览 阅读 游览 运营")
_NTH = "[一二三四五1-5]"
_HOLIDAY = any_of("国家 国务院 法定 节假日 国定")

_TIMES = {
    "heading": (r"(?:温馨提示|温馨提醒|备注|注|说明|(?:参观|入馆|读者)须知)\s?(?=:)",),
    "label": ("(?:日间|白天|夜间)(?:开放|时段)(?:时间)?(?=:|仅限)",),
    "always": (
        r"7\s?[xX×*]\s?24\s?(?:小时|h|H)?",
        r"(?:全天候?|昼夜|每天|每日|全年)?\s?(?:24|二十四)\s?个?(?:小时|h|H)"
        r"\s?(?:全天候?|不打烊|不间断)?",
        "全天候",
    ),
    "duration": (
        "半个?小时",
        rf"{NUMBER}\s?个?半小时",
        rf"{NUMBER}\s?个?小时",
        rf"{NUMBER}\s?刻钟",
        rf"{NUMBER}\s?(?:分钟|min)",
    ),
    "iso_date": (r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)",),
    "full_date": (rf"(20\d\d)\s?年\s?({NUMBER})\s?月\s?({NUMBER})\s?[日号]",),
    "year_month": (rf"(20\d\d)\s?年\s?{_MONTH}",),
    "year": (r"(20\d\d)\s?年(?:度)?",),
    "month_day": (rf"({NUMBER})\s?月\s?({NUMBER})\s?[日号]",),
    "month_end": (rf"({NUMBER})\s?月[底末]",),
    "month": (
        _MONTH,
        rf"({NUMBER})(?=\s?(?:[-~]+|至|到)\s?(?:次年|翌年)?\s?{NUMBER}\s?月(?!\d))",
        # 3、4月 might be the third of a list.
        r"(7)(?=、8月(?!\d|份?\s?[-~至到]))",
    ),
    "next_year": (any_of("次年 翌年 第二年 来年 下一年 下年"),),
    "each_year": ("即?每年的?",),
    "clock": (r"(\d{1,2})\s?:\s?(\d\d)(?!\d)(?!:[1-9])(?::00)?(?:\s?[分时点](?!间|段|钟))?整?",),
    "spoken": (
        rf"({NUMBER})\s?(?:点钟|点|时)(?!间|段|期|长)"
        rf"(?:\s?(?:整|正(?!常))|\s?(半)|\s?([一三])刻|\s?({NUMBER})\s?分(?!钟)"
        rf"|\s?(\d\d|[二三四五]十五?|十五?){_NO_TIME})?",
    ),
    "half_day_letters": (r"(?:[aA]|[pP])\.?[mM]\.?(?![A-Za-z])",),
}
_DAYS = {
    "nth": (
        rf"每个?月的?(?:第\s?({_NTH}个?(?:[、和及]第?{_NTH}个?)*)|最后一?)\s?个?"
        rf"(?=每?{_WEEK}[一二三四五六日天])",
    ),
    "next_day": (
        any_of("次日 第二天 第二日 翌日 隔天 第2天") + any_of("早上 早晨 清晨 凌晨 早") + "?",
    ),
    "weekend_holiday": ("双休(?:法定)?节假日", "周末节假日"),
    "weekend": (any_of("周末 双休日 周六日 周六周日 六日两天"), "(?<=[及和与、])公休日"),
    "weekday": (rf"(?:每逢|每个|每|逢|凡)?\s?{_WEEK}\s?([一二三四五六日天]|[1-7](?!\d|[:.点]))",),
    # 平日 beside the hours of weekends; alone it may be any day that is no holiday.
    "working_week": (r"(?:平日|平时)(?=[^周]*(?:周末|双休日|周六))",),
    "workday": ("(?:法定)?工作日",),
    "every_day": ("每(?=[晚早])", any_of("每天 每日 天天 日日 [一每]周[七7]天 全周")),
    "holiday": (f"{HOLIDAY}(?:期间|当天|当日)?",),
    "every": ("每逢", "每个?(?=工作日|双休日|周末|节假日)"),
    "day_number": (rf"({NUMBER})\s?[日号](?![均常间场])",),
    "no_lunch": (
        "(?:中午|午间|午休|中饭|午餐)(?:时间|时段)?" + f"(?:{NO_REST}|照常|正常)(?:{OPEN})?",
    ),
    "lunch": (
        "午休(?:时间|期间)?(?:不开放|不对外开放|闭馆)?",
        "(?:中午|午间)(?:休息|闭馆|休馆)(?:时间)?",
    ),
    "half_day": (
        any_of(
            "早上 早晨 清晨 凌晨 早间 上午 早 中午 午间 正午 下午 午后 傍晚 晚上 晚间 夜间"
            " 夜晚 夜里 晚"
        ),
    ),
}
_ENTRY = {
    "entry_end": (
        rf"(?:最晚|最后|最迟)的?{ENTER}(?:时间)?",
        rf"(?:停止|截止)?{ENTER}的?截止(?:时间)?",
        rf"(?:停止|截止){ENTER}的?时间",
        f"(?:停止)?{TICKETS}的?截止(?:时间)?",
        "清场时间",
        f"停止{TICKETS}时间",
    ),
    "ticket_time": (f"{TICKETS}时间(?:为)?",),
    "before_close": (
        r"(?:每天|每日)?(?:闭馆|闭园|关馆|关门|闭展)(?:时间)?之?前",
        "提前",
    ),
    "no_entry": (
        f"(?:即|开始|便|将)?(?:停止|截止|禁止|谢绝|不再|停)(?:{TICKETS}[、及和并]?)?{ENTER}",
        "(?:即|准备|开始)*" + any_of("清场 清馆 清园 静场 静馆") + "(?!并?闭)",
    ),
    "no_tickets": (f"(?:停止|截止){TICKETS}", "止票", "停票"),
    "enter_before": (f"[之以]?前{ENTER}", rf"(?<=最[晚迟]\d\d:\d\d){ENTER}"),
    "entry_start": (f"开始{ENTER}", "开始售票"),
    "leave": (f"之?前{any_of('离馆 离场 离园 离开')}",),
    "after": (any_of("以后 之后 后 起 开始 时"),),
}
_STATES = {
    "part": (f"{FLOOR}(?:{ROOM_OF}*{ROOM})?", f"{ROOM_OF}*{ROOM}"),
    "year_round": (rf"全年(?=每?(?:逢|{_WEEK}))",),
    "all_year": (
        "(?:全年|一年四季|常年|终年|年中)(?:365天)?(?:均|都)?(?:对外|免费)*+"
        + f"(?:无休息?日?|不休息?|不闭馆|不打烊|(?:天天)?{OPEN})",
        "全年每[天日]",
        f"(?:全年)?(?:365|三百六十五)天(?:全年)?(?:无休|不打烊|{OPEN})?",
        "无休息?日?",
    ),
    "closing_time": ("(?:闭馆|休馆|闭园|关馆|关门|关闭|结束|休息)的?(?:时间|日期?)",),
    "in_force": (IN_FORCE,),
    "office_time": (OFFICE_TIME,),
    "opening_day": ("(?:正常)?(?:开放|开馆|开园)日期?",),
    "extend": (
        "(?:延长|延时|延迟|延期)(?:开放|服务|闭馆|关门)?(?:时间)?[至到]",
        "延至",
        "(?:开放|开馆|营业)[至到]",
    ),
    "postpone": ("顺延|延后|推迟", "(?:次日|第二天)?(?:补休|调休|轮休)"),
    "adjusted_time": (rf"(?:对外)?{_OPENING}时间(?:统一)?调整为|调整{_OPENING}时间为",),
    "opening_time": (
        any_of("对外 免费 日常 正常 常规 具体 服务 公众 读者 到馆 馆舍")
        + f"*{_OPENING}的?(?:具体)?(?:时间|时段)"
        + any_of("安排 公告 通知 表 段")
        + "?",
        "时间(?:安排|段)?",
        "时段",
    ),
    "notice": (NOTICE,),
    "in_case": (
        any_of("如有 若有 如遇 若遇 遇有 遇 如 若 有")
        + "?"
        + any_of(
            "特殊情况 其他特殊情况 重大活动 特殊天气 临时变动 临时调整 变动 变化 变更 调整 特殊活动"
        )
        + "时?",
    ),
    "closed": (
        any_of("例行 全天 全日 整天 暂时 全馆 定期") + f"*{CLOSED}",
        "(?:正常|照常)(?:闭馆|休馆|闭园)",
        "清场并?(?:闭馆|闭园)",
        r"休(?=[\s),;。]|$)",
        "封园(?:养护)?期?",
    ),
    "usual": (f"(?:{NO_REST}|照常|正常|如常|仍然?|依旧)(?:{OPEN})?",),
    "open": (OPEN, "免费(?:对外)?参观"),
    "all_day": (any_of("全天 全日 整天"),),
    "excluding": ("不含", "不包括(?!在内)", "不包含"),
    "except": ("(?:情况)?" + any_of("除外 例外 不在此列 不包括在内"),),
    "save": ("除了?(?!夕)",),
    "beyond": (any_of("以外 之外 外"),),
    "meeting": (
        "[如若凡当但]?"
        + any_of("遇到 遇上 遇 逢 适逢 恰逢 正逢 赶上 恰为 适为 为 是")
        + f"(?=.{{0,3}}{_HOLIDAY})",
        f"但(?=.{{0,3}}{_HOLIDAY})",
    ),
    "included": (any_of("含 包括 包含"),),
}
_OTHERS = {
    "season": (
        "(?:春夏|秋冬|夏秋|冬春|春秋|春|夏|秋|冬)(?:季|天|令时)(?:作息|期间)?",
        r"[春夏秋冬](?=\s?[(:])",
        "[旺淡]季(?:期间)?|[上下]半年",
        any_of("暑假 暑期 寒暑假 寒假 寒、暑假 学期") + "(?:期间|内)?",
    ),
    "remaining": (
        "(?:其余|其他|其它)的?"
        + any_of("时间 时段 日期 月份 季节 日子")
        + "?"
        + any_of("每天 每日")
        + "?"
        + any_of("均 都 为")
        + "?",
    ),
    "only": (any_of("仅限于 仅限 只限 限于 仅开放 只开放 仅 只 限"),),
    "lunar": (
        r"(?:农历)?(?:大?年|正月|腊月)?(?:初[一二三四五六七八九十]|除夕|大年三十|廿[一二三四五六七八九])"
        r"(?:\s?[-~至到、及和]\s?(?:农历)?(?:大?年|正月|腊月)?(?:初[一二三四五六七八九十]|除夕))*"
        r"(?=\))(?<!\(除夕)",
    ),
    "count_days": (rf"共?(?:{NUMBER}|两)天",),
    "resume": ("恢复(?:正常)?(?:对外)?(?:开放|开馆)(?:时间)?", "恢复正常"),
    "festival": (
        f'[“"]?{FESTIVAL}[”"]?(?:[、和]?{FESTIVAL})*(?:小长假|长假|假期|假日)?(?:期间|当天|当日)?',
    ),
    "reason": (f"{REASON}(?:、{REASON})*",),
    "range": (r"\s?(?:[-~]+|直至|直到|起至|起到|至|到)\s?",),
    "number": (r"\d+(?:\.\d+)?",),
    "colon": (":",),
    "pause": ("、", "/"),
    "and": (any_of("以及 还有 和 及 与 并 且 暨 &"),),
    "comma": (",",),
    "stop": ("[;。|!]",),
    "left": (r"\(",),
    "right": (r"\)",),
    "filler": (
        OF_HOUSE,
        "自(?![助习修动])",
        f"每周(?!{NUMBER})",
        any_of("均为 均 都 为 则 将 的 是 由 从 在 其中 期间 具体"),
        r"即日起(?!\s?(?:[至到~-]|截))",
        "按照?(?:国家)?(?:法定|有关)?规定(?=休息|放假|闭馆|休馆)",
        "欢迎(?:光临|参观)?",
        rf"最[晚迟](?=\d\d:\d\d{ENTER})",
    ),
}

LEXICON: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join(patterns)))
    for kind, patterns in {
        "line": (r"\s*\n\s*",),
        "space": (r"[ ·•★●■◆▲◎○☆*]+",),
        **ASIDES,
        "later_notice": (LATER_NOTICE,),
        **_TIMES,
        **_DAYS,
        **_ENTRY,
        **_STATES,
        **_OTHERS,
    }.items()
)
