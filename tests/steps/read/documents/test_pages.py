"""From pages to a flowing text."""

from callsift.steps.read.documents.pages import flowing


def test_a_page_number_that_counts_is_furniture_and_its_place_is_kept() -> None:
    flow = flowing([["一。", "- 1 -"], ["二。", "- 2 -"], ["三。", "- 3 -"]])
    assert flow.text == "一。\n二。\n三。"
    assert [(each.before, each.text) for each in flow.furniture] == [
        (2, "- 1 -"),
        (3, "- 2 -"),
        (4, "- 3 -"),
    ]


def test_a_title_that_stands_once_is_none() -> None:
    assert flowing([["产品沟通", "一。"], ["二。"], ["三。"]]).furniture == ()


def test_numbers_that_do_not_count_pages_are_none() -> None:
    assert flowing([["报价 5 万"], ["报价 9 万"], ["报价 7 万"]]).furniture == ()


def test_speakers_at_the_edges_are_none() -> None:
    assert flowing([["客户：好", "销售：行"]] * 4).furniture == ()


def test_a_sentence_goes_on_over_a_page() -> None:
    wide = "我们这边的情况是这样的老系统用了八年数据都在里面换一次要停两天工厂的人都不愿意"
    flow = flowing([[wide, wide], [wide, "就这样。"]])
    assert flow.text == wide * 3 + "就这样。"


def test_english_words_keep_their_space() -> None:
    wide = "we have used the old system for eight years and nobody wants to stop the plant for it"
    assert flowing([[wide, wide, wide, "now."]]).text == " ".join([wide] * 3) + " now."


def test_a_label_opens_a_line_of_its_own_behind_a_full_line() -> None:
    wide = "客户：我们这边的情况是这样的老系统用了八年数据都在里面换一次要停两天工厂的人都不愿意"
    assert flowing([[wide, wide, wide]]).text == "\n".join([wide] * 3)


def test_short_lines_are_left_as_they_are() -> None:
    assert (
        flowing([["床前看月光", "地上像落霜", "抬头望远山"]]).text
        == "床前看月光\n地上像落霜\n抬头望远山"
    )
