"""The words of the views themselves, in both languages. What signals and rules say comes from the playbook."""

from callsift.domain.analysis import Named


def _named(zh: str, en: str) -> Named:
    return Named(zh=zh, en=en)


WORDS: dict[str, Named] = {
    "verdict": _named("结论", "Verdict"),
    "stage": _named("阶段", "Stage"),
    "standing": _named("我们排第几", "Where we stand"),
    "why": _named("为什么", "Why"),
    "runner_up": _named("其次可能", "Next likely"),
    "next": _named("下一步", "Next step"),
    "say": _named("可以这样说", "You could say"),
    "ask": _named("要问清楚", "Ask"),
    "avoid": _named("不要做", "Avoid"),
    "note": _named("同时注意", "Mind"),
    "also": _named("也可考虑", "Also consider"),
    "evidence": _named("依据", "Evidence"),
    "favourable": _named("有利", "In our favour"),
    "adverse": _named("不利", "Against us"),
    "context": _named("背景", "Context"),
    "milestones": _named("采购走到哪一步", "Milestones"),
    "coaching": _named("你自己的表现", "Your own conduct"),
    "missing": _named("这里没读到", "Not found here"),
    "warnings": _named("提醒", "Please note"),
    "dropped": _named("没有采信的", "Not counted"),
    "corrections": _named("你的更正", "Your corrections"),
    "turn": _named("第{n}段", "turn {n}"),
    "by": _named("最晚 {date}", "by {date}"),
    "within": _named("{days} 天内", "within {days} days"),
    "half": _named("按一半算：{half}", "count half: {half}"),
    "more": _named("另有 {n} 处", "{n} more"),
    "sure": _named("把握", "confidence"),
    "offline": _named("离线引擎（不联网）", "offline engine (no network)"),
    "llm": _named("模型 {model}", "model {model}"),
    "labels": _named("给定的标注", "given labels"),
    "nothing_seen": _named(
        "没有看到可以引用的依据。", "No evidence that could be quoted was seen."
    ),
}
STAGES = {
    "early": _named("前期", "early"),
    "mid": _named("中期", "middle"),
    "late": _named("后期", "late"),
    "unknown": _named("看不出", "unknown"),
}
STANDINGS = {
    "first_choice": _named("首选", "first choice"),
    "contender": _named("在竞争之列", "a contender"),
    "backup": _named("备选", "a backup"),
    "reference_only": _named("只是参照", "a reference only"),
    "unknown": _named("看不出", "unknown"),
}
ROLES = {
    "buyer": _named("客户", "buyer"),
    "seller": _named("销售", "seller"),
    "reporter": _named("记录", "notes"),
    "other": _named("第三方", "third party"),
    "unknown": _named("不知是谁", "speaker unknown"),
}
MILESTONES = {
    "demo": _named("演示", "demonstration"),
    "trial": _named("试用/测试", "trial"),
    "comparison": _named("比选", "comparison"),
    "negotiation": _named("谈判", "negotiation"),
    "tender": _named("招标", "tender"),
    "vendor_decision": _named("定厂家", "vendor decision"),
    "contract": _named("合同", "contract"),
    "reorder": _named("复购", "re-order"),
    "gate": _named("内部审批", "internal approval"),
}
STATUSES = {
    "done": _named("已完成", "done"),
    "under_way": _named("进行中", "under way"),
    "dated": _named("已定日子", "dated"),
}
PARTIES = {"us": _named("与我方", "with us"), "rival": _named("与别家", "with a rival")}
REASONS = {
    "not_found": _named("原文里没有这句话", "the words do not stand in the text"),
    "ambiguous": _named("原文里有好几处，分不清是哪一处", "the words stand in several places"),
    "negated": _named("原话是否定的", "the sentence denies it"),
    "hypothetical": _named("只是假设、希望或在问", "only supposed, hoped or asked"),
    "wrong_role": _named("不是这一方说的", "said by the other side"),
    "flagged": _named("这段文字像是在指挥程序", "the passage tries to instruct the program"),
    "unknown_id": _named("手册里没有这个信号", "the playbook has no such signal"),
    "context_only": _named("引自上下文，不在本段", "quoted from context only"),
    "invalid": _named("格式不对", "not well formed"),
}
# Of `callsift explain`.
EXPLAINED = {
    "is_not": _named("不是", "not to be taken for it"),
    "counterpart": _named("与它相反", "its opposite"),
    "confused_with": _named("容易混淆", "easily confused with"),
    "source": _named("出处", "source"),
    "used_by": _named("用到它的规则", "rules that name it"),
    "counted_by": _named("把它计入的规则", "rules that count it"),
    "decided_by": _named("由规则判定", "decided by"),
    "holds_when": _named("条件", "condition"),
    "script": _named("可以这样说", "you could say"),
    "cadence": _named("多久回头", "come back"),
    "put_otherwise": _named("换个说法", "put otherwise"),
    "example": _named("算", "shows it"),
    "no_example": _named("不算", "does not"),
    "milestone": _named("采购进展", "milestone"),
    "any_stage": _named("各阶段", "any stage"),
}
AXES = {
    "maturity": _named("需求成熟度", "maturity of the need"),
    "standing": _named("我们的位置", "where we stand"),
    "intent": _named("采购意向", "intent"),
    "potential": _named("潜力", "potential"),
    "psychology": _named("顾虑与心理", "psychology"),
    "conduct": _named("你自己的表现", "your own conduct"),
}
SIGNS = {
    "+": _named("有利", "in our favour"),
    "-": _named("不利", "against us"),
    "o": _named("背景", "context"),
}
TRAPS = {
    "denial": _named("是否认", "denied"),
    "hypothesis": _named("只是假设", "only supposed"),
    "third_party": _named("说的是别人", "of somebody else"),
    "rep_hope": _named("是销售的希望", "the rep's hope"),
    "seller_words": _named("是销售说的", "the seller's words"),
    "courtesy": _named("是客套", "courtesy"),
    "other": _named("是另一回事", "another matter"),
}
