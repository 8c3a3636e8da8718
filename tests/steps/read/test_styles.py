"""How people and products write who speaks: each style is read as the same four turns."""

import json

import pytest

from callsift.steps.read import read_text

SAID = ("王总您好，给您报个价。", "先说价格吧。", "二十一万八。", "贵了点，别家才十八万。")
SAID_EN = ("Hi Tom, thanks for joining.", "How much is it?", "We charge 21,800.", "Too expensive.")
ZH, EN = ("李明", "王建国"), ("Sarah Miller", "Tom O'Brien")


def written(style: str, names: tuple[str, str], said: tuple[str, ...]) -> str:
    """Return four turns in a style: {n} name, {w} words, {s} and {e} seconds at which they begin and end."""
    return "\n".join(
        style.format(n=names[at % 2], w=words, s=f"{10 + at * 9}", e=f"{15 + at * 9}", at=at + 1)
        for at, words in enumerate(said)
    )


@pytest.mark.parametrize(
    "style",
    [
        "{at}. {n}：{w}",
        "{at}、{n}：{w}",
        ">> {n}: {w}",
        "【{n}】{w}",
        "【{n}】：{w}",
        "{n}：[00:00:{s}] {w}",
        "{n}\n0 minutes {s} seconds0:{s}\n{n} 0 minutes {s} seconds\n{w}",
        "> {n}：{w}\n>",
        "[{n}] {w}",
        "（{n}）{w}",
        "<{n}> {w}",
        "{n}\t{w}",
        "00:{s}\t{n}\t{w}",
        "{n} | {w}",
        "{n}｜{w}",
        "00:{s} | {n} | {w}",
        "00:{s} - 00:{e} {n}：{w}",
        "[00:{s}.120 --> 00:{e}.480] [{n}] {w}",
        "{n} [00:00:{s} - 00:00:{e}]\n{w}",
        "{n} 00:{s} - 00:{e}\n{w}\n",
        "{n} 2026-05-11 14:00:{s}:\n{w}",
        "2026-05-11T14:00:{s}Z {n}: {w}",
        "5/11/26, 2:00:{s} PM - {n}: {w}",
        "[5/11/2026 2:00:{s} PM] {n}: {w}",
        "[5/11/2026 2:{s} PM] {n}\n{w}",
        "11 May 2026, 14:{s} - {n}: {w}",
        "{n} — Today at 2:{s} PM\n{w}",
        "{n} - Yesterday at 2:{s} PM\n{w}",
        "14:00:{s}\t From  {n} : {w}",
        "0:{s} | {n}\n{w}\n",
        "0:{s} - {n}\n{w}\n",
        "[{s}s] {n}: {w}",
        "{s}.5s {n}: {w}",
        "{s}秒 {n}：{w}",
        "{n} ({s}s): {w}",
        "[{s}.00s - {e}.20s] {n}: {w}",
        "[{s}.00 --> {e}.20] {n}: {w}",
        "{s}.0s {n}\n{w}",
        "[0m{s}s] {n}\n{w}",
        "[0分{s}秒] {n}：{w}",
        "{n}, [05.03.2026 10:00:{s}]\n{w}\n",
        "[3/5 10:{s} AM] {n}\n{w}",
        "[05-Mar-26 10:{s} AM] {n}\n{w}",
        "10:{s} AM | {n}: {w}",
        '"{n}" 10:00:{s}\n{w}',
        "@0:{s} - {n}\n{w}\n",
        "【{n}】00:{s}\n{w}",
        "{n}: (00:00:{s})\n{w}",
        "{n}\nMar 05, 2026 10:00:{s} am\n{w}\n",
        "### {n}\n{w}\n",
        "**{n}**\n{w}\n",
        "{n}\n{w}\n",
        "{n}\n00:{s}\n{w}\n",
        "{n}\n  2:{s} PM\n{w}\n",
    ],
    ids=lambda style: style.replace("\n", "⏎").replace("\t", "⇥"),
)
@pytest.mark.parametrize(("names", "said"), [(ZH, SAID), (EN, SAID_EN)], ids=["zh", "en"])
def test_four_turns_are_read_in_each_style(
    style: str, names: tuple[str, str], said: tuple[str, ...]
) -> None:
    turns = read_text(written(style, names, said)).transcript.turns
    assert [(turn.speaker, turn.text.strip()) for turn in turns] == [
        (names[at % 2], words) for at, words in enumerate(said)
    ]


@pytest.mark.parametrize(
    "style",
    [
        "00:{s} - 00:{e} {n}：{w}",
        "{n} [00:00:{s} - 00:00:{e}]\n{w}",
        "{n}\n00:{s}\n{w}\n",
        "5/11/26, 2:00:{s} PM - {n}: {w}",
    ],
    ids=["range before", "range behind", "line of its own", "American date"],
)
def test_a_turn_begins_where_its_time_says(style: str) -> None:
    turns = read_text(written(style, ZH, SAID)).transcript.turns
    begins = [turn.start_s for turn in turns if turn.start_s is not None]
    assert [each - begins[0] for each in begins] == [0, 9, 18, 27]


@pytest.mark.parametrize(
    "name",
    [
        *("顾问", "销售顾问", "渠道", "主讲", "陈大道", "王建国（采购部，总监）", "启衡 | 王建国"),
        *("Tom O'Brien (Globex, VP)", "Tom | Globex", "Dr. Lee, MD", "tom", "主持人", "Host"),
    ],
)
def test_a_label_that_returns_is_a_speaker(name: str) -> None:
    turns = read_text(written("{n}: {w}", (name, "Ann Berger"), SAID)).transcript.turns
    assert [turn.speaker for turn in turns] == [name, "Ann Berger"] * 2


@pytest.mark.parametrize("name", ["财务", "女声", "旁边同事", "IT lead", "Mr. van Dijk"])
def test_who_speaks_once_among_labelled_lines_has_a_turn(name: str) -> None:
    text = f"{written('{n}：{w}', ZH, SAID)}\n{name}：发票开专票吗？\n李明：可以的。"
    turns = read_text(text).transcript.turns
    assert (turns[4].speaker, turns[4].text) == (name, "发票开专票吗？")


@pytest.mark.parametrize(
    "line", ["最后一点：交期两周，能接受吗？", "We recalibrate on Mondays: you know why."]
)
def test_a_point_among_labelled_lines_opens_no_turn(line: str) -> None:
    turns = read_text(f"{written('{n}：{w}', ZH, SAID)}\n{line}\n李明：可以的。").transcript.turns
    assert [turn.speaker for turn in turns] == ["李明", "王建国"] * 2 + ["李明"]


def test_what_the_paster_adds_right_below_is_a_remark() -> None:
    text = f"{written('{n}：{w}', ZH, SAID)}\n我判断他在比价，大家看看怎么跟？"
    last = read_text(text).transcript.turns[-1]
    assert (last.speaker, last.role) == (None, "reporter")


def test_days_before_months_are_told_by_a_day_beyond_twelve() -> None:
    text = "\n".join(
        f"[{day}/05/2026, 14:00:00] {name}: 好的，收到。"
        for day, name in ((12, "李明"), (13, "王建国"), (14, "李明"))
    )
    turns = read_text(text).transcript.turns
    assert [turn.start_s for turn in turns] == [0, 86_400, 2 * 86_400]


@pytest.mark.parametrize(
    "text",
    [
        "好的\n嗯\n我们再看看。\n好的\n嗯\n那就这样。",
        "Yes\nwe looked at it and it is fine\nOkay\nso what about price\nand delivery\nthanks",
        "【价格】偏高\n【交期】两周\n【决策人】未见\n【下一步】约见",
        "【优点】精度高\n【优点】交期短\n【缺点】价格高\n【缺点】没有案例",
        "客户\t恒泰\n预算\t二十万\n交期\t两周\n下一步\t约见",
    ],
    ids=["short answers", "short answers en", "tagged notes", "repeated tags", "a table of fields"],
)
def test_lines_that_only_look_like_names_name_nobody(text: str) -> None:
    assert {turn.speaker for turn in read_text(text).transcript.turns} == {None}


def test_a_date_with_a_time_above_a_call_is_no_speaker() -> None:
    text = "May 11, 2026, 2:00PM\n32m 15s\n" + written("{n} 0:{s}\n{w}", EN, SAID_EN)
    assert {turn.speaker for turn in read_text(text).transcript.turns} == {*EN}


def test_a_time_in_words_that_somebody_says_is_said() -> None:
    said = "It takes 2 minutes 30 seconds"
    turns = read_text(f"Ann: How long?\nBob: Well.\n{said}").transcript.turns
    assert any(said in each.text for each in turns)


def test_a_mail_header_is_no_speaker() -> None:
    text = "From: Tom O'Brien\nSent: Monday, May 11, 2026 2:00 PM\nTo: Sarah Miller\n\nToo expensive.\n"
    assert {turn.speaker for turn in read_text(text * 2).transcript.turns} == {None}


def test_what_stands_in_brackets_and_holds_a_colon_is_no_speaker() -> None:
    text = f"{written('{n}：{w}', ZH, SAID)}\n（电话里有人喊：老王，过来一下）\n李明：您先忙。"
    speakers = {turn.speaker for turn in read_text(text).transcript.turns}
    assert speakers == {"李明", "王建国"}


def test_lines_in_a_list_of_json_are_the_lines_of_a_text() -> None:
    listed = json.dumps([f"{ZH[at % 2]}：{words}" for at, words in enumerate(SAID)])
    assert [turn.speaker for turn in read_text(listed).transcript.turns] == [*ZH, *ZH]


def test_fields_below_a_line_of_the_system_are_said_by_nobody() -> None:
    text = f"{written('{n}：{w}', ZH, SAID)}\n【系统提示】通话已结束\n通话时长：00:32:15"
    assert len(read_text(text).transcript.turns) == len(SAID)


def test_a_message_that_is_repeated_above_its_answer_is_not_said_again() -> None:
    text = (
        "李明 14:00\n我们的报价是二十一万八\n"
        "王建国 14:02\n「李明：我们的报价是二十一万八」\n- - - - - - - - -\n太贵了\n"
        "李明 14:05\n我跟领导申请一下\n"
    )
    transcript = read_text(text).transcript
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == [
        ("李明", "我们的报价是二十一万八"),
        ("王建国", "太贵了"),
        ("李明", "我跟领导申请一下"),
    ]
    assert "quoted message" in {each.reason for each in transcript.not_understood}


@pytest.mark.parametrize("name", ["财务", "de la Cruz"])
def test_who_speaks_once_among_timed_names_has_a_turn(name: str) -> None:
    blocks = ["李明 00:03\n您好。", "王建国 00:11\n多少钱？", f"{name} 00:15\n发票呢？"]
    blocks += ["李明 00:27\n有的。", "王建国 00:40\n行。"]
    turns = read_text("\n\n".join(blocks)).transcript.turns
    assert [turn.speaker for turn in turns] == ["李明", "王建国", name, "李明", "王建国"]


def test_a_time_that_somebody_writes_opens_no_turn() -> None:
    text = "李明 14:00\n几点方便？\n王建国 14:02\n那就 15:00\n到了打我\n李明 14:05\n好\n王建国 14:06\n嗯"
    turns = read_text(text).transcript.turns
    assert turns[1].text == "那就 15:00\n到了打我"


@pytest.mark.parametrize(
    "days",
    [
        ("2025/11/03(一)", "2025/11/04(二)"),
        ("2025/11/03(月)", "2025/11/04(火)"),
        ("2025.11.03 Monday", "2025.11.04 Tuesday"),
    ],
    ids=["zh-Hant", "ja", "en"],
)
def test_an_export_of_line_has_its_days_and_its_quoted_messages(days: tuple[str, str]) -> None:
    text = (
        f"[LINE] 與佐藤的聊天記錄\n儲存日期：2025/11/08 09:30\n\n{days[0]}\n"
        '10:21\t佐藤\t庫存系統多少錢？\n10:25\t陳怡君\t一年三萬八\n10:30\t佐藤\t"兩個倉庫\n五十個人"\n\n'
        f"10:31\t佐藤已收回訊息\n{days[1]}\n09:02\t陳怡君\t報價單已寄出\n09:40\t佐藤\t收到\n"
    )
    call = read_text(text)
    turns = [(turn.speaker, turn.text, turn.start_s) for turn in call.transcript.turns]
    assert call.date == "2025-11-04"
    assert turns == [
        ("佐藤", "庫存系統多少錢？", 0),
        ("陳怡君", "一年三萬八", 240),
        ("佐藤", "兩個倉庫\n五十個人", 540),
        ("陳怡君", "報價單已寄出", 81_660),
        ("佐藤", "收到", 83_940),
    ]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (("单价：{}", "数量：20"), ZH),
        (("型号：LX-{}", "含税价：{}", "颜色：黑"), ZH),
        (("Unit price: {}", "Seats: 20"), EN),
    ],
    ids=["price", "model", "en"],
)
def test_a_field_that_returns_within_turns_is_no_speaker(
    fields: tuple[str, ...], names: tuple[str, str]
) -> None:
    seller, buyer = names
    offers = [
        "\n".join([f"{seller}: OK, I can.", *fields]).format(price, price) for price in (300, 280)
    ]
    text = "\n".join([offers[0], f"{buyer}: How about less?", offers[1], f"{buyer}: OK."])
    turns = read_text(text).transcript.turns
    assert [turn.speaker for turn in turns] == [seller, buyer, seller, buyer]
    assert turns[2].text.endswith(fields[-1].format(280))


def test_who_says_nothing_but_figures_speaks() -> None:
    text = "Ann: How many do you need?\nCy: Let me ask.\nBob: 300\nAnn: And in June?\nCy: Bob?\nBob: 20"
    assert {turn.speaker for turn in read_text(text).transcript.turns} == {"Ann", "Bob", "Cy"}


def test_seconds_are_those_that_somebody_counted() -> None:
    text = "[3.5s] Ann: Hi Tom.\n[1m07s] Bob: How much?\n[1h2m9s] Ann: 12k."
    assert [turn.start_s for turn in read_text(text).transcript.turns] == [3.5, 67, 3729]


def test_so_many_seconds_that_somebody_talks_of_are_no_time() -> None:
    text = "客户：要等多久？\n5秒 就行：真的。\n销售：对的，您放心。\n客户：好。\n销售：再见。"
    assert [turn.speaker for turn in read_text(text).transcript.turns] == [
        "客户",
        "销售",
        "客户",
        "销售",
    ]


def test_a_shop_s_account_keeps_its_colon() -> None:
    text = "\n".join(
        f"{name} (2026-03-05 10:00:0{at})：{words}"
        for at, (name, words) in enumerate(
            [("tb王先生", "有货吗"), ("蓝桥旗舰店:小美", "亲，有的"), ("tb王先生", "多少")] * 2
        )
    )
    speakers = [turn.speaker for turn in read_text(text).transcript.turns]
    assert speakers == ["tb王先生", "蓝桥旗舰店:小美", "tb王先生"] * 2


def test_who_speaks_once_between_timed_names_with_firms_has_a_turn() -> None:
    blocks = ["Ann Lee | Acme | 00:03\nHi.", "Tom Vale | Vale Parts | 00:10\nToo expensive."]
    text = "\n\n".join([*blocks, "Ann Lee | Acme | 00:15\nWhat can you pay?"])
    assert len(read_text(text).transcript.turns) == 3


@pytest.mark.parametrize(
    "line",
    [
        "(10:01:10) *** Tom Vale left the chat ***",
        "View Ann’s profile",
        "Ann Lee sent the following messages at 10:00 AM",
    ],
)
def test_what_a_chat_says_of_its_own_is_said_by_nobody(line: str) -> None:
    text = f"Ann 10:00\nHi.\nTom 10:01\nToo expensive.\n{line}\nAnn 10:02\nOK.\nTom 10:03\nBye."
    assert all(line not in turn.text for turn in read_text(text).transcript.turns)


def test_a_date_with_dots_has_the_day_first() -> None:
    assert (
        read_text("Ann, [05.03.2026 10:00]\nHi.\n\nTom, [06.03.2026 10:00]\nHello.").date
        == "2026-03-06"
    )


@pytest.mark.parametrize("style", ["00:{s} {n} {w}", "[00:{s}] {n} {w}"])
@pytest.mark.parametrize(
    "names", [("S1", "S2"), ("Speaker 1", "Speaker 2"), ("说话人1", "说话人2")]
)
def test_recognised_speakers_behind_times_need_no_colon(style: str, names: tuple[str, str]) -> None:
    turns = read_text(written(style, names, SAID)).transcript.turns
    assert [each.speaker for each in turns] == [*names, *names]
    assert [each.text for each in turns] == list(SAID)
    assert turns[0].start_s == 10.0


@pytest.mark.parametrize(
    "text", ["阀门 | 20 | 现货\n水泵 | 3 | 订货\n阀门 | 5 | 现货", "S1 valve ok\nS2 pump ok"]
)
def test_rows_of_a_list_are_no_turns_of_anybody(text: str) -> None:
    assert {each.speaker for each in read_text(text).transcript.turns} == {None}
