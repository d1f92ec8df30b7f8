"""Chinese text in one form: half-width, simplified, one sign for each dash.

Every character stays one character, so that a place in the result is the place in the text.
"""

from __future__ import annotations

# Only the words of opening hours need their simplified form, so a table of a hundred characters
# does what a library of sixty thousand would.
_TRADITIONAL = (
    "週開閉館時間點後節國員閱覽層樓廳區禮雙無營業務兒圖書參觀遊園場為與門關對連續長順兩"
    "臺預約調檢內進終結東學習證電話備註僅個從於聖臨歲勞動慶號過鐘鍾這還別請辦須憑獲"
    "資訊隨變設護維戲劇藝術視聽報導講廣當將實際況應規條總務雜誌誕陽種類並們來單製複"
    "餘暫歡愛傳統體親專頁網頭線級處則僑華華啟發佈擠陸燈創業團組織輔訪專題產質應現場滿眾"
)
_SIMPLIFIED = (
    "周开闭馆时间点后节国员阅览层楼厅区礼双无营业务儿图书参观游园场为与门关对连续长顺两"
    "台预约调检内进终结东学习证电话备注仅个从于圣临岁劳动庆号过钟钟这还别请办须凭获"
    "资讯随变设护维戏剧艺术视听报导讲广当将实际况应规条总务杂志诞阳种类并们来单制复"
    "余暂欢爱传统体亲专页网头线级处则侨华华启发布挤陆灯创业团组织辅访专题产质应现场满众"
)
_DASHES = "‐‑‒–—―−─━﹣﹘ー⸺⸻"
_TILDES = "〜∼∽˜﹋〰"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00a0\u3000\t\v\f\u2002\u2003\u2009\u202f"
_SIGNS = {"∶": ":", "︰": ":", "﹕": ":", "︓": ":", "﹔": ";", "﹐": ",", "﹑": "、", "､": "、"}
_BRACKETS = {"【": "(", "】": ")", "〔": "(", "〕": ")", "［": "(", "］": ")", "[": "(", "]": ")"}


def _table() -> dict[int, str]:
    table = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
    forms: dict[int, str] = {character: chr(plain) for character, plain in table.items()}
    forms |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    forms |= {ord(dash): "-" for dash in _DASHES}
    forms |= {ord(tilde): "~" for tilde in _TILDES}
    forms |= {ord(space): " " for space in _INVISIBLE}
    forms |= {ord(sign): plain for sign, plain in (_SIGNS | _BRACKETS).items()}
    return forms | {ord("\r"): "\n", ord("\u2028"): "\n", ord("\x85"): "\n"}


_FORMS = _table()

# For words that are kept as they were written.
HALF_WIDTH_FIGURES = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF0D)}


def plain_chinese(text: str) -> str:
    """Return `text` half-width and simplified, character for character."""
    return text.translate(_FORMS)
