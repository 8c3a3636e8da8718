"""Names lines that nobody said: dates, system messages, rulers, footers, stage directions."""

import re

from callsift.steps.read.lines import Line
from callsift.steps.read.stamps import CLOCK, TIME

_DATE = r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?[日号號]?|\d{1,2}月\d{1,2}[日号號]|\d{1,2}/\d{1,2}/\d{2,4})"
_WEEKDAY = r"(?:[(（]?(?:星期|周|週|礼拜)[一二三四五六日天][)）]?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_REASONS = (
    ("ruler", r"[-=_*~—–─━·.#|:\s+]{3,}"),
    (
        "date line",
        rf"[-—–─=*\s]*(?:{_DATE}|{_WEEKDAY}|昨天|前天|今天|Today|Yesterday)[,，\s]*{_WEEKDAY}?\s*(?:{CLOCK})?[-—–─=*\s]*",
    ),
    ("date line", rf"[-—–─=]*\s*{CLOCK}\s*[-—–─=]*"),
    ("caption timing", rf"{TIME}\s*-->\s*{TIME}.*|WEBVTT.*"),
    (
        "system message",
        r".{0,40}(?:撤回了一条消息|拍了拍.{0,20}|加入了群聊|邀请.{1,30}加入|修改群名为.{0,30}|退出了群聊|领取了.{0,20}红包|开启了朋友验证.{0,60})",
    ),
    (
        "system message",
        r"(?:你已添加了?.{1,30}|以上是打招呼的内容|我通过了你的朋友验证请求.{0,20}|对方已取消|消息已发出，但被对方拒收了.*|.{0,30}(?:joined|left) (?:the )?(?:meeting|call|chat|group)\.?)",
    ),
    (
        "system message",
        r"[—\-\s]*(?:通话|录音|会议)?(?:开始|结束|已结束|已接通)[录通]?[音话]?[—\-\s]*",
    ),
    (
        "footer",
        r"(?:Transcription|Recording|Transcript) (?:ended|stopped|started).{0,60}|Transcribed by .{0,80}|This (?:editable )?transcript was .{0,200}|Powered by .{0,60}",
    ),
    (
        "footer",
        r"(?:由|本文|本文档|本文件|以上内容|内容|文字|转写|该内容|文稿).{0,16}(?:自动生成|AI生成|AI 生成|智能生成|转写生成|自动转写|语音转写|机器转写|仅供参考).{0,40}",
    ),
    (
        "footer",
        r"(?:第\s?\d{1,4}\s?页(?:[，,/ ]?\s?共\s?\d{1,4}\s?页)?|[Pp]age \d{1,4}(?: of \d{1,4})?)",
    ),
    (
        "footer",
        r"[-—=*\s]*(?:聊天记录|通话|录音|对话|记录|会议)?(?:结束|完|以下无正文|END|End of (?:transcript|call|chat))[-—=*。.\s]*",
    ),
    (
        "chat header",
        r".{0,60}的(?:微信)?聊天(?:记录|記錄)(?:如下)?[:：]?|.{0,60}的(?:微信)?聊天(?:记录|記錄)如下.{0,20}|群聊的聊天记录.{0,20}|(?:Chat|Meeting chat|Messages) (?:with|history|log).{0,40}",
    ),
)
_PATTERNS = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _REASONS)
_BRACKETED = re.compile(r"[（(\[【<〔*].*[)）\]】>〕*][。.]?")
# What a chat writes for something that is no text is said by its sender.
_ATTACHMENT = re.compile(
    r"[\[【](?:图片|圖片|语音|語音|视频|視頻|文件|链接|位置|名片|表情|动画表情|红包|转账|小程序|聊天记录|语音通话|视频通话|[\u4e00-\u9fffA-Za-z]{1,4})[^\]】]{0,40}[\]】]"
)


def noise_reason(line: Line) -> str | None:
    """Return why a line is not speech, or None where it may be."""
    if not line.short:
        return None
    for reason, pattern in _PATTERNS:
        if pattern.fullmatch(line.text):
            return reason
    return None


def is_stage_direction(line: Line) -> bool:
    """Tell whether a line stands in brackets as a whole and is no attachment of a chat."""
    text = line.text
    if len(text) > 400 or _BRACKETED.fullmatch(text) is None or _ATTACHMENT.fullmatch(text):
        return False
    inner = text.rstrip("。.")[1:-1]
    return bool(inner.strip("*")) and not re.search(r"[)）\]】]", inner.strip("*"))
