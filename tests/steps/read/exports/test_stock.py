"""What recognition makes up in silence is known; what people say is not taken for it."""

import pytest

from callsift.steps.read.exports.stock import is_stock_phrase


@pytest.mark.parametrize(
    "text",
    [
        *(
            "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
            "請不吝點贊、訂閱、轉發、打賞支持明鏡與點點欄目",
        ),
        *("字幕由Amara.org社群提供", "字幕由 某某字幕组 提供", "中文字幕志愿者 李某", "谢谢观看！"),
        *(
            "Thanks for watching!",
            "thank you for watching.",
            "Subtitles by the Amara.org community",
        ),
        *("谢谢观看 谢谢观看", " Please subscribe ", "ご視聴ありがとうございました"),
    ],
)
def test_stock_phrases_are_known(text: str) -> None:
    assert is_stock_phrase(text)


@pytest.mark.parametrize(
    "text",
    [
        *("谢谢大家", "Thank you.", "谢谢", "再见", "好", "", "！", "请不吝赐教"),
        *("谢谢观看我们的演示，您有什么问题？", "Thanks for watching the demo. Any questions?"),
        *("字幕由谁提供的我们不管，多少钱？", "我们要订阅三年", "字幕由你们提供还是我们自己做字幕"),
        *("谢谢观看下集再见" * 24 + "x", "字幕组" * 60 + "x" * 17),
    ],
)
def test_what_people_say_is_no_stock_phrase(text: str) -> None:
    assert not is_stock_phrase(text)
