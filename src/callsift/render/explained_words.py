"""The words of `callsift explain`, in both languages."""

from callsift.domain.analysis import Named


def _named(zh: str, en: str) -> Named:
    return Named(zh=zh, en=en)


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
    "within": _named("{days} 天内", "within {days} days"),
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
