"""The words of the tables that people read, in both languages."""

from callsift.domain.analysis import Named


def _named(zh: str, en: str) -> Named:
    return Named(zh=zh, en=en)


YES, NO = _named("是", "yes"), _named("否", "no")
STATUSES = {
    "done": _named("完成", "done"),
    "failed": _named("失败", "failed"),
    "pending": _named("未处理", "not reached"),
    "outcome_unknown": _named("结果不明", "outcome unknown"),
    "skipped": _named("略过", "left out"),
}
COLUMNS = {
    "name": _named("文件", "Call"),
    "account": _named("客户", "Account"),
    "date": _named("日期", "Date"),
    "status": _named("状态", "Status"),
    "category": _named("线索类别", "Category"),
    "confidence": _named("把握", "Confidence"),
    "stage": _named("阶段", "Stage"),
    "standing": _named("我们排第几", "Where we stand"),
    "next_action": _named("下一步", "Next action"),
    "due": _named("最晚日期", "Due"),
    "call_today": _named("今天要打", "Call today?"),
    "quote_1": _named("依据一", "Quote 1"),
    "quote_2": _named("依据二", "Quote 2"),
    "quote_3": _named("依据三", "Quote 3"),
    "missing": _named("这里没读到", "Not found here"),
    "warnings": _named("提醒", "Please note"),
    "error": _named("出错原因", "Error"),
    "signal": _named("信号编号", "Signal id"),
    "signal_name": _named("信号", "Signal"),
    "sign": _named("利弊", "Sign"),
    "quote": _named("原话", "Quote"),
    "speaker": _named("说话人", "Speaker"),
    "turn": _named("第几段", "Turn"),
    "time": _named("时间", "Time"),
}
SHEETS = {
    "verdicts": _named("结论", "Verdicts"),
    "evidence": _named("依据", "Evidence"),
    "failures": _named("失败", "Failures"),
}
