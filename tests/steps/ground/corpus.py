"""Invented turns in Chinese, English and a mixture, and ways to make true and false quotes of them."""

import random
from collections.abc import Iterator
from itertools import pairwise

from callsift.domain.transcript import Transcript, Turn

LINES = (
    "我们这边预算是1.5万，不含税，多一分都批不下来。",
    "周三下午3点之前，把样件送到二号门，找老秦签收。",
    "上次那台设备温度掉到-15℃就停机，这个问题没有解决。",
    "我不同意换供应商，采购那边也没有提过这件事。",
    "合同第17条写的是30天，不是45天，你们再看一遍。",
    "膜的通量从13.8掉到9.6，差了将近三成，谁来担？",
    "领导说了，8月28日挂网，9月18日开标，时间定死了。",
    "你们报的是2,380万，比上一轮少了40万，对吧？",
    "质保要五年，衰减超过30%按比例赔，写进附件三。",
    "这套系统不能断网，断了网现场就没法收料。",
    "王工在群里说过，老李那边没有权限改这个参数。",
    "我们没有立项，也没有请购，就是先了解了解。",
    "机器在二期车间，靠近３号电梯，门宽１．２米。",
    "邮件发给purchasing@liming-demo.cn，抄送财务就行。",
    "那个型号是X-200，不是X-2000，差一个零呢。",
    "“先这样”，他说，“下周再定”，然后就挂了。",
    "电话 138 0000 1234 没人接，我又打了座机。",
    "🙂 好的，收到，明早九点半见，别迟到。",
    "我们只要两台，不要三台，多了放不下。",
    "车间一天打4万个盖子，错一个都要报警。",
    "张经理答应下周一回话，李经理没有表态。",
    "压力不能超过0.8兆帕，超过了管子要爆。",
    "他没有说不买，他说的是今年不买。",
    "安装费另算，大约6,500元，不开发票便宜一成。",
    "We can't sign before 19 March, the board meets on the 20th.",
    "Their quote was 84,000 installed, ours is 58,500 without the reject arm.",
    "I did not say we would buy it, I said we would look at it.",
    "The pump runs at -12 degrees, never below that, ask Dana.",
    "Nobody has approved the budget yet, not this year anyway.",
    "Line three makes 1,200 bottles an hour, line four makes 900.",
    "Colin isn't the one who decides, his director is.",
    "We haven't had a single failure since July, not one.",
    "If the seal fails twice we are unable to ship that day.",
    "Send it to Marta by Friday 5 pm, she leaves at 5:30.",
    "It is 2.5 mm thick, not 25 mm, please check the drawing.",
    "My boss never agreed to that, and I won't ask him again.",
    "The discount is 7%, it was 17% for the pilot only.",
    "You said six weeks; it took eleven, and the crate was open.",
    "OK，ERP接口我们自己写，but the test data 你们要给全。",
    "KPI是95%，去年actual只有91.2%，老板很不happy。",
    "API每秒200次就够了，no need for 2000。",
    "demo那天Kevin没来，来的是intern，三个人。",
    "PO还没release，finance卡着，not our fault。",
    "他们家quote是USD 12,000，我们是RMB 90,000。",
    "先跑poc，跑完再谈license，不要反过来。",
    "這個案子不是我負責，是課長在跑，您問他比較準。",
    "價錢我們沒有嫌貴，先放著，等數字出來再說。",
    "八月十五號開會，不是十六號，麻煩改一下。",
    "廠長沒有同意換線，他只說可以考慮看看。",
    "一台要換治具兩個小時，不能再久了。",
    "老规矩，货到验收没问题，七天内打款六成。",
    "我们去年用掉了四百二十箱，今年不会超过五百箱。",
    "别把我名字写上去，出了事我可担不起。",
    "这个月不行，下个月也不一定，你别等了。",
    "水温9.6度那几天，实测是13.8，你自己看表。",
    "三号楼不装，四号楼装，五号楼还没定。",
    "每公斤18块5，低于18块我不做。",
    "你说的5%我记着，可我要的是0.5%，差十倍。",
    "他昨天没来，今天来了，明天不一定来。",
    "第2批和第12批是同一个模号，别搞混了。",
    "我可没答应你们先付款，合同里也没有这一句。",
    "保修期不含运费，含人工，这一条不能改。",
)


def transcript_of(lines: tuple[str, ...]) -> Transcript:
    text = "\n".join(lines)
    turns: list[Turn] = []
    start = 0
    for index, line in enumerate(lines):
        role = "buyer" if index % 2 else "seller"
        turns.append(
            Turn(
                index=index, speaker=role, role=role, start=start, end=start + len(line), text=line
            )
        )
        start += len(line) + 1
    return Transcript(
        format="test", kind="transcript", language="mixed", text=text, turns=tuple(turns)
    )


def verbatim(count: int) -> Iterator[tuple[int, str]]:
    """Yield turns and stretches of them that begin and end between words and numbers."""
    random_ = random.Random(20260522)
    made = 0
    while made < count:
        turn = random_.randrange(len(LINES))
        line = LINES[turn]
        begin = random_.randrange(len(line) - 6)
        end = random_.randrange(begin + 6, len(line) + 1)
        if (
            _between_words(line, begin)
            and _between_words(line, end)
            and len(line[begin:end].strip()) >= 6
        ):
            yield turn, line[begin:end].strip()
            made += 1


def _between_words(line: str, at: int) -> bool:
    if at in (0, len(line)):
        return True
    left, right = line[at - 1], line[at]
    numeric = (left.isdigit() or left in ".,:-%") and (right.isdigit() or right in ".,:%-")
    return not numeric and not (
        left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    )


_WIDE = str.maketrans(
    {
        ",": "，",
        ":": "：",
        "?": "？",
        "!": "！",
        ";": "；",
        "(": "（",
        ")": "）",
        "%": "％",
        "“": '"',
        "”": '"',
        "，": ",",
        "。": "｡",
        "、": "､",
    }
)


def retyped(quote: str) -> str:
    """Return a quote with the width and form of its punctuation changed, and spaces around Chinese words."""
    out = quote.translate(_WIDE)
    return out.replace("不", " 不", 1) if not out.isascii() else f"{out} "


NEGATIONS = (
    ("没有", ""),
    ("没", ""),
    ("不是", "是"),
    ("不", ""),
    ("别", ""),
    ("not ", ""),
    ("n't", ""),
    ("never ", ""),
    ("Nobody", "Somebody"),
    ("unable", "able"),
)
INSERTED = (
    ("是", "不是"),
    ("要", "不要"),
    ("会", "不会"),
    ("有", "没有"),
    ("同意", "不同意"),
    ("能", "不能"),
    ("will", "will not"),
    ("is ", "is not "),
    ("was ", "was not "),
    ("can", "cannot"),
)
NAMES = (
    ("老秦", "老陈"),
    ("王工", "张工"),
    ("老李", "老吕"),
    ("张经理", "章经理"),
    ("Dana", "Dina"),
    ("Colin", "Corin"),
    ("Marta", "Maria"),
    ("Kevin", "Devin"),
    ("課長", "科長"),
    ("厂长", "店长"),
)
UNITS = (
    ("万", "千"),
    ("天", "周"),
    ("℃", "℉"),
    ("台", "套"),
    ("mm", "cm"),
    ("小時", "分鐘"),
    ("小时", "分钟"),
    ("元", "角"),
    ("公斤", "公吨"),
    ("USD", "EUR"),
    ("%", "‰"),
    ("degrees", "bar"),
    ("兆帕", "千帕"),
)


DATES = (
    ("周三", "周四"),
    ("下周", "上周"),
    ("月底", "月初"),
    ("今天", "昨天"),
    ("明早", "今早"),
    ("8月", "7月"),
    ("19 March", "18 March"),
    ("Friday", "Monday"),
    ("July", "June"),
    ("昨天", "前天"),
    ("明天", "后天"),
    ("八月", "七月"),
    ("今年", "明年"),
    ("去年", "前年"),
    ("下午", "上午"),
    ("this year", "last year"),
    ("九点", "十点"),
)


def mutated() -> Iterator[tuple[str, str]]:
    """Yield the kind of change and a quote that no longer says what the turn says."""
    for line in LINES:
        for kind, pairs in (
            ("negation removed", NEGATIONS),
            ("negation added", INSERTED),
            ("name", NAMES),
            ("unit", UNITS),
            ("date", DATES),
        ):
            for old, new in pairs:
                if old in line:
                    yield kind, line.replace(old, new, 1)
        yield from (("number", each) for each in _other_numbers(line))
        if "-1" in line:
            yield "sign", line.replace("-1", "1", 1)
        yield from (("decimal point", each) for each in _without_point(line))
    for first, second in pairwise(LINES):
        yield "spliced", first[-8:] + second[:8]
        yield "spliced halves", first[: len(first) // 2] + second[len(second) // 2 :]
        yield "spliced with a line break", f"{first[-8:]}\n{second[:8]}"


def _other_numbers(line: str) -> Iterator[str]:
    for at, character in enumerate(line):
        if character in "0123456789":
            yield line[:at] + str((int(character) + 1) % 10) + line[at + 1 :]
        elif character in "一二三四五六七八九":
            digits = "一二三四五六七八九"
            yield line[:at] + digits[(digits.index(character) + 1) % 9] + line[at + 1 :]


def _without_point(line: str) -> Iterator[str]:
    for at in range(1, len(line) - 1):
        if line[at] == "." and line[at - 1].isdigit() and line[at + 1].isdigit():
            yield line[:at] + line[at + 1 :]
