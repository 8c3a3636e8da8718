"""What a masked call looks like."""

import re
import time

import pytest

from callsift.domain.transcript import Call, NotUnderstood
from callsift.steps.redact import redact
from tests.steps.redact.labelled import call_of


def masked(*said: str, speakers: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> list[str]:
    call = redact(call_of(*said, speakers=speakers), names=names).call
    return [turn.text for turn in call.transcript.turns]


def test_one_value_has_one_placeholder_however_it_is_written() -> None:
    assert (
        masked(
            "138-0571-2266", "１３８０５７１２２６６", "一三八零五七一二二六六", "+86 13805712266"
        )
        == ["〔电话1〕"] * 4
    )


def test_different_values_have_different_placeholders() -> None:
    assert masked("13805712266或13805712267", "13805712266") == [
        "〔电话1〕或〔电话2〕",
        "〔电话1〕",
    ]


def test_a_number_that_one_turn_calls_a_telephone_is_masked_in_all() -> None:
    assert masked("座机87654321", "8765 4321对吧") == ["座机〔电话1〕", "〔电话1〕对吧"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("打我13805712266，3点以后", "打我〔电话1〕，3点以后"),
        ("打我13805712266,10点以后", "打我〔电话1〕,10点以后"),
        ("打138 0571 2266，10个人都在", "打〔电话1〕，10个人都在"),
        ("座机010-62345678，8点有人", "座机〔电话1〕，8点有人"),
        ("身份证310101198001011234，2个附件", "身份证〔证件1〕，2个附件"),
        ("1.13805712266 2.13805712267", "1.〔电话1〕 2.〔电话2〕"),
        ("vx13805712266加我", "vx〔电话1〕加我"),
        ("护照E12345678", "护照〔证件1〕"),
        ("SSN是219-09-9999", "SSN是〔证件1〕"),
    ],
    ids=["clause", "comma", "groups", "landline", "identity", "list", "glued", "passport", "ssn"],
)
def test_a_number_is_masked_whatever_stands_beside_it(said: str, shown: str) -> None:
    assert masked(said) == [shown]


def test_the_parts_of_a_name_carry_its_number() -> None:
    assert masked("王建国在吗", "老王，王总，建国", speakers=("李敏", "王建国")) == [
        "〔人2〕在吗",
        "老〔姓2〕，〔姓2〕总，〔名2〕",
    ]


@pytest.mark.parametrize("speaker", ["欧阳锋", "欧阳总", "欧阳文博"])
def test_somebody_with_a_surname_of_two_characters_is_called_by_one_too(speaker: str) -> None:
    shown = masked("嗯", "跟欧总说，欧阳总，老欧，欧经理在吗", speakers=(speaker, "李敏"))[1]
    assert re.sub("[0-9]", "", shown) == "跟〔姓〕总说，〔姓〕总，老〔姓〕，〔姓〕经理在吗"


@pytest.mark.parametrize(
    ("speaker", "said"),
    [
        ("司马光明", "我们公司总经理，老司机，公司代表"),
        ("欧阳锋", "欧洲的，中欧代表，欧总部"),
        ("端木青", "前端工程师"),
        ("东方朔", "股东代表，房东老板"),
    ],
)
def test_the_first_character_of_a_long_surname_stays_in_other_words(
    speaker: str, said: str
) -> None:
    assert masked("嗯", said, speakers=(speaker, "李敏"))[1] == said


def test_a_name_in_brackets_behind_a_side_is_masked() -> None:
    call = call_of("hi, Sarah here", speakers=("Agent (Sarah Connor)",), language="en")
    turn = redact(call).call.transcript.turns[0]
    assert (turn.speaker, turn.text) == ("Agent (〔PERSON1〕)", "hi, 〔FIRSTNAME1〕 here")


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Anna de Souza", ("Anna de Souza", "Ms de Souza", "Souza", "DE SOUZA")),
        ("Ludwig van der Berg", ("van der Berg", "Mr Berg", "Ludwig")),
        ("Leonardo da Vinci", ("Leonardo da Vinci", "da Vinci")),
        ("Tom Smith-Jones", ("Tom Smith-Jones", "Mr Smith-Jones", "Tom Smith Jones")),
        ("de Souza, Anna", ("Anna de Souza", "de Souza")),
    ],
    ids=["particle", "two particles", "no generic word", "hyphen", "surname first"],
)
def test_a_double_surname_is_masked_whole(name: str, forms: tuple[str, ...]) -> None:
    call = call_of("hi", "; ".join(forms), speakers=(name, "Bob"), language="en")
    turns = redact(call).call.transcript.turns
    left = re.sub("〔[A-Z]+[0-9]〕", "", turns[1].text)
    assert set(re.findall("[A-Za-z]+", left)) <= {"Ms", "Mr"}
    assert not re.search("[a-z]", turns[0].speaker or "")


@pytest.mark.parametrize(
    "name",
    ["Anna de Souza", "Tom Smith-Jones", "Ludwig van der Berg", "José García", "Siân Müller"],
)
def test_who_gives_a_double_surname_is_masked_whole(name: str) -> None:
    first, _, last = name.partition(" ")
    for said in (f"My name is {name}.", f"I am {name} from Acme."):
        shown = redact(call_of(said, f"{last} is here", language="en")).call.transcript.turns
        assert not any(part in shown[0].text for part in (first, *last.split()))
        assert re.fullmatch("〔[A-Z]+[0-9]〕 is here", shown[1].text)


def test_the_particle_of_a_surname_stays_where_it_is_none() -> None:
    said = "What do we do, du oder da, ten of ten"
    speakers = ("Leonardo da Vinci", "Rosa do Carmo", "Erik ten Hag", "Bob")
    call = call_of("a", "b", "c", said, speakers=speakers, language="en")
    assert redact(call).call.transcript.turns[3].text == said


def test_a_surname_that_two_people_share_is_nobodys() -> None:
    said = masked("王总来了", "嗯", speakers=("王建国", "王敏"))
    assert said == ["〔姓2〕总来了", "嗯"]


def test_a_placeholder_that_the_text_holds_already_is_lengthened() -> None:
    assert masked("写着[电话1]，打13805712266") == ["写着[电话1]，打〔x电话1〕"]
    assert masked("写着〔x电话1〕，打13805712266") == ["写着〔x电话1〕，打〔xx电话1〕"]


def test_placeholders_speak_the_language_of_the_call() -> None:
    call = call_of("Dana: 415-207-9861", speakers=("Dana Whitlock",), language="en")
    turn = redact(call).call.transcript.turns[0]
    assert (turn.speaker, turn.text) == ("〔PERSON1〕", "〔FIRSTNAME1〕: 〔PHONE1〕")


@pytest.mark.parametrize(
    "label",
    [
        "说话人 1",
        "客户",
        "销售经理",
        "Speaker B",
        "Unknown Speaker",
        "我",
        "A",
        "发言人A",
        "采购部",
    ],
)
def test_a_label_without_a_name_stays(label: str) -> None:
    assert redact(call_of("你好", speakers=(label,))).call.transcript.turns[0].speaker == label


@pytest.mark.parametrize(
    ("label", "left"),
    [
        ("客户 李工", "客户 〔姓1〕工"),
        ("客户李工", "客户〔姓1〕工"),
        ("销售 丁宁", "销售 〔人1〕"),
        ("张伟-采购部", "〔人1〕-采购部"),
        ("邦哥（南渡纸品）", "〔姓1〕哥（南渡纸品）"),
        ("叶子-数码标签机", "〔人1〕-数码标签机"),
        ("Otis Vane (Lorrimer Tools)", "〔人1〕 (Lorrimer Tools)"),
        ("Sales - Marcus", "Sales - 〔人1〕"),
        ("139 1234 5678", "〔电话1〕"),
        ("鼎禾采购 魏", "〔人1〕"),
    ],
)
def test_of_a_label_only_the_name_goes(label: str, left: str) -> None:
    call = redact(call_of("你好", speakers=(label,))).call
    assert call.transcript.turns[0].speaker == left
    assert call.transcript.text == f"{left}：你好\n"


@pytest.mark.parametrize(
    "said",
    [
        "WeChat ID please, please",
        "订单139123456783号",
        "型号v13912345678",
        "QQ 1234567元",
        "QQ 12345元",
        "QQ群 20000人",
        "加QQ，15000可以",
        "产品X13912345678B",
        "我们at公司点com",
        "The Unit 4B model",
        "二楼805台",
    ],
)
def test_what_looks_like_an_account_a_number_or_a_room_stays(said: str) -> None:
    assert masked(said) == [said]


@pytest.mark.parametrize("told", ["QQ：", "加我QQ", "我的QQ号是 ", "扣扣"])
@pytest.mark.parametrize("number", ["10086", "123456", "12345678901"])
def test_a_number_of_qq_is_masked_from_five_digits_on(told: str, number: str) -> None:
    assert masked(f"{told}{number}，加一下") == [f"{told}〔账号1〕，加一下"]


def test_a_short_number_of_qq_is_no_part_of_a_price() -> None:
    assert masked("QQ：10086", "报价10086元，编号210086", "QQ 10086") == [
        "QQ：〔账号1〕",
        "报价10086元，编号210086",
        "QQ 〔账号1〕",
    ]


@pytest.mark.parametrize("name", ["周海涛", " 周海涛 "])
def test_a_given_name_is_masked_like_one_of_a_label(name: str) -> None:
    assert masked("周海涛定的，周总签", names=(name,)) == ["〔人1〕定的，〔姓1〕总签"]


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_given_name_means_nothing(name: str) -> None:
    assert masked("价格太高", names=(name,)) == ["价格太高"]


def test_a_given_name_may_be_anything() -> None:
    assert masked("苍梧仪器报了价", names=("苍梧仪器",)) == ["〔人1〕报了价"]


def test_the_other_texts_of_a_call_are_masked_too() -> None:
    call = call_of("你好", speakers=("王建国",))
    lines = (NotUnderstood(line=1, text="王建国 13805712266", reason="no speaker"),)
    transcript = call.transcript.model_copy(update={"not_understood": lines})
    call = Call(name="王建国.txt", transcript=transcript, sha256="0", account="建国机电")
    done = redact(call).call
    assert done.name == "〔人1〕.txt"
    assert done.account == "〔名1〕机电"
    assert done.transcript.not_understood[0].text == "〔人1〕 〔电话1〕"


def test_nothing_personal_leaves_the_call_as_it_is() -> None:
    call = call_of("单价13,800，一年138万", "2024-05-06交货", speakers=("客户", "销售"))
    redacted = redact(call)
    assert redacted.call == call
    assert redacted.edits == ()


@pytest.mark.parametrize(
    "unit",
    [
        "打13805712266，",
        "138 ",
        "一三八",
        "a@",
        "a.",
        "市",
        "路1号",
        "王总老王",
        "+1 ",
        "(1",
        "0-",
        "x",
        "〔x电话",
        "139然后",
        "1嗯",
        "一对，",
        "a dot ",
        "a at b dot ",
        "a点",
        "C座",
        "C座1203 ",
        "一二楼",
        "Tower A, ",
        "one ",
        "double ",
        "微信：",
        "wx_a",
        "QQ是",
        "沪A1",
        "v1391234567",
        "王(：\n",
        "王建国(恒)：\n",
        "Chen, Amy: \n",
    ],
)
def test_the_time_grows_with_the_length_alone(unit: str) -> None:
    """A text eight times as long may take sixteen times as long, never sixty-four."""
    short, long = (
        call_of(unit * (size // len(unit)), speakers=("王建国",)) for size in (4000, 32000)
    )
    assert _seconds(long) < 16 * _seconds(short) + 0.05


def _seconds(call: Call) -> float:
    """Return the processor time that the best of three runs takes."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        redact(call)
        taken.append(time.process_time() - started)
    return min(taken)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("您好，我是启衡机电的赵一帆，上次加过您。", "赵一帆"),
        ("您好我是启衡机电赵一帆。", "赵一帆"),
        ("我是李淑芬，负责采购。", "李淑芬"),
        ("我姓王，叫王小明。", "王小明"),
        ("我姓司马，叫司马光明。", "司马光明"),
        ("敝姓王，王小明。", "王小明"),
        ("本人李淑芬，四十二岁。", "李淑芬"),
        ("我的名字是李淑芬。", "李淑芬"),
        ("我们技术负责人叫张敬，您找他。", "张敬"),
        ("这边是恒泰的周敏，打扰了。", "周敏"),
        ("I am John Smith from Acme.", "John Smith"),
        ("Hi, this is John.", "John"),
        ("This is Tobias from Acme, is now a bad time?", "Tobias"),
        ("It's Priya here, about the valves.", "Priya"),
        ("Tobias speaking.", "Tobias"),
    ],
)
def test_who_gives_a_name_is_masked_wherever_it_is_said(said: str, name: str) -> None:
    shown = masked(said, f"{name}，好的。")
    assert not any(part in "".join(shown) for part in (name, *name.split()))


@pytest.mark.parametrize(
    "said",
    [
        "我是做采购的，我是第一次来。",
        "我是说，方便的话再约。",
        "我是李总介绍的。",
        "我是高兴。",
        "我是管理员，我是应届生。",
        "我是恒泰的安全员。",
        "This is great. This is Monday.",
        "It's Good with us. Right here.",
        "We are over here, come here.",
        "I'm from Leeds.",
    ],
)
def test_what_only_looks_like_an_introduction_is_left(said: str) -> None:
    assert masked(said) == [said]


@pytest.mark.parametrize(
    "address",
    [
        "杭州市西湖区文三路 478 号华星时代广场 B 座 12 楼",
        "张江路88弄6号楼1203",
        "龙阳路 12 号 3 栋 1504 室",
    ],
)
def test_an_address_is_masked_with_its_blanks_and_its_room(address: str) -> None:
    assert masked(f"寄到{address}，谢谢。") == ["寄到〔地址1〕，谢谢。"]
