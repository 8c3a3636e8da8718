"""Loading the playbook, and laying another over it."""

from pathlib import Path

import pytest

from callsift.errors import PlaybookError
from callsift.pipeline import decide
from callsift.playbook import load_playbook
from tests.builders import observed

NEW_SIGNAL = """
id = "names_a_champion"
axis = "standing"
sign = "+"
since = "1"
name = { zh = "有内线", en = "A champion is named" }
definition = { zh = "客户点名谁会替我们说话", en = "The buyer names who will speak for us" }
why = { zh = "有人替我们说话", en = "Somebody speaks for us" }
near_miss = { zh = "只是认识", en = "A mere acquaintance" }
[cues]
zh = ['会替你们说话']
[[source]]
document = "own"
supports = "a house rule"
"""
NEW_RULE = """
[[rule]]
id = "category.ours"
decides = "category"
value = "quality_prospect"
before = "category.front_runner"
sources = ["own"]
when = { any_of = ["names_a_champion"] }
reason = { zh = "有内线", en = "A champion" }
"""


def lay(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    return caught.value.faults


def test_an_overlay_adds_a_signal_and_a_rule_before_another(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"signals/standing/names_a_champion.toml": NEW_SIGNAL, "rules/ours.toml": NEW_RULE},
    )
    playbook = load_playbook(tmp_path)
    assert playbook.signals["names_a_champion"].name.en == "A champion is named"
    assert playbook.rules_for("category")[0].id == "category.ours"


def test_an_overlay_changes_the_hash_and_the_shipped_playbook_stays(tmp_path: Path) -> None:
    before = load_playbook().hash
    lay(tmp_path, {"signals/standing/names_a_champion.toml": NEW_SIGNAL})
    assert load_playbook(tmp_path).hash != before
    assert load_playbook().hash == before


ACTION = (
    '[actions.walk_away]\nname={zh="甲",en="A"}\ntext={zh="乙",en="B"}\nscript={zh="丙",en="C"}\n'
    'questions=[{zh="丁",en="D"}]\navoid=[{zh="戊",en="E"}]\ncadence_days=3\nsources=["own"]\n'
)


def test_an_overlay_replaces_the_words_of_an_action(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"actions.toml": ACTION.replace("walk_away", "requalify_price")},
    )
    action = decide(observed("comparing_prices"), load_playbook(tmp_path)).next_action
    assert (action.text, action.cadence_days) == ("乙", 3)


@pytest.mark.parametrize(
    "name", ["actions.yaml", "signals/own.json", "actions.TOML", "rules/our.yml"]
)
def test_an_own_file_that_would_not_be_read_is_a_fault(tmp_path: Path, name: str) -> None:
    lay(tmp_path, {"README.md": "# ours", ".hidden": "", name: ""})
    (fault,) = faults(tmp_path)
    assert fault == f"{Path(name).name}: is not read: the name has to end in .toml"


def test_a_retired_signal_never_stands_and_rules_that_name_it_stay_valid(tmp_path: Path) -> None:
    retired = NEW_SIGNAL.replace("names_a_champion", "comparing_prices").replace(
        'since = "1"', 'since = "1"\nstatus = "retired"'
    )
    playbook = load_playbook(lay(tmp_path, {"signals/intent/comparing_prices.toml": retired}))
    assert "comparing_prices" not in playbook.signals
    assert decide(observed("comparing_prices"), playbook).category.id == "insufficient_evidence"


def test_broken_toml_is_refused_with_file_and_line(tmp_path: Path) -> None:
    lay(tmp_path, {"rules/mine.toml": '[[rule]]\nid = "x"\nvalue = \n'})
    (fault,) = faults(tmp_path)
    assert fault.startswith("mine.toml:3:")


def test_all_faults_are_reported_at_once_with_their_file(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "rules/mine.toml": NEW_RULE.replace("names_a_champion", "nobody_knows_it").replace(
                '"own"', '"Z"'
            ),
            "signals/standing/other_name.toml": NEW_SIGNAL.replace(
                "会替你们说话", "{no_such_group}"
            ),
        },
    )
    found = "\n".join(faults(tmp_path))
    assert "mine.toml" in found
    assert "nobody_knows_it" in found
    assert "'Z'" in found
    assert "other_name.toml" in found
    assert "no_such_group" in found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('sign = "+"', 'sign = "?"', "sign"),
        ('since = "1"', 'since = "1"\ncolour = "red"', "colour"),
        ('name = { zh = "有内线", en = "A champion is named" }', "", "name"),
    ],
)
def test_a_wrong_field_is_refused_with_its_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    lay(tmp_path, {"signals/standing/names_a_champion.toml": NEW_SIGNAL.replace(old, new)})
    (fault,) = faults(tmp_path)
    assert "names_a_champion.toml" in fault
    assert key in fault


def test_a_condition_with_two_tests_is_refused(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "rules/mine.toml": NEW_RULE.replace(
                '{ any_of = ["names_a_champion"] }',
                '{ any_of = ["comparing_prices"], always = true }',
            )
        },
    )
    assert "exactly one test" in "\n".join(faults(tmp_path))


RULE = '[[rule]]\nid = "mine"\ndecides = "category"\nvalue = "early_explorer"\nsources = []\nwhen = %s\n'
MINE = RULE + 'reason = { zh = "理由", en = "reason" }\n'
MODIFIER = (
    '[[modifier]]\nid = "mine"\nwhen = %s\nsources = [%s]\ntext = { zh = "话", en = "words" }\n'
)
BROKEN = {
    "a rule that is a text": ('rule = ["x"]', "must be a list of tables"),
    "a rule without an id": ('[[rule]]\nvalue = "x"', "an id is missing"),
    "a section that is a text": ('conditions = "x"', "must be a table"),
    "an action that is a text": ('[actions]\nx = "y"', "must be a table"),
    "a section that is none": ("[colours]\nred = 1", "there is no section 'colours'"),
    "a date": ('[warnings.second_hand]\nzh = "话"\nen = "words"\nsince = 2026-01-01', "a date is no value"),
    "trust in one engine": (
        "[confidence.engines]\noffline = { low = 0, high = 1, nothing_found = 0.5 }",
        "confidence.engines.llm is missing",
    ),
    "conditions that use each other": (
        '[conditions]\na = { use = "b" }\nb = { use = "a" }', "a: it uses itself",
    ),
    "an unknown situation of an action": (ACTION + 'instead = ["no_such"]', "'no_such'"),
    "an unknown signal in a situation": (
        '[situations.mine]\nwhen = { any_of = ["no_such"] }\nreason = { zh = "理由", en = "reason" }',
        "'no_such'",
    ),
    "an unknown condition in a condition": ('[conditions]\na = { use = "no_such" }', "'no_such'"),
    "a default that seldom holds": (
        '[[rule]]\nid = "stage.early"\ndecides = "stage"\nvalue = "early"\nsources = []\n'
        'when = { leads = "few" }\nreason = { zh = "理由", en = "reason" }',
        "the last rule that decides the stage",
    ),
    "a pattern of a fact": (
        '[facts.cannot_leave]\nkind = "truth"\ndefinition = { zh = "x", en = "x" }\ncues.zh = ["(["]',
        "cannot_leave: '(['",
    ),
    "a pattern of claims": (
        '[claims.en]\nnegation = "(["\nnot_negation = "x"\nhypothesis = "x"\nhope = "x"\n'
        'third_party = "x"\nasked = "x"',
        "en: '(['",
    ),
    "an unknown stage": (MINE % '{ stage = ["latte"] }', "Input should be 'early'"),
    "an unknown axis": (MINE % '{ tally = { axis = "no_axis", at_least = 1 } }', "Input should be 'maturity'"),
    "an unknown fact": (MINE % '{ fact = { name = "no_such_fact", is = true } }', "'no_such_fact'"),
    "a fact that is not tested": (MINE % '{ fact = { name = "worked_before" } }', "one of `is`, `at_least` and `says`"),
    "a pattern of what a fact says": (
        MINE % "{ fact = { name = \"rival\", says = \"([\" } }",
        "`says` is no pattern",
    ),
    "an unknown category": (MINE % '{ category = ["no_such"] }', "unknown category 'no_such'"),
    "an unknown rule to stand before": (
        MINE % "{ always = true }" + 'before = "no_such"', "unknown rule 'no_such'",
    ),
    "a rule that names another action": (
        MINE % "{ always = true }" + 'also = ["slow_decision"]', "also",
    ),
    "a modifier with an unknown source": (MODIFIER % ("{ always = true }", '"Z"'), "unknown source 'Z'"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_part_is_refused_with_its_file(tmp_path: Path, content: str, said: str) -> None:
    lay(tmp_path, {"rules/mine.toml": content})
    found = faults(tmp_path)
    assert any(said in each for each in found)
    assert all(each.startswith(("mine.toml", "playbook: ")) for each in found)


def test_words_of_the_lexicon_and_confused_signals_are_checked(tmp_path: Path) -> None:
    confused = NEW_SIGNAL.replace('since = "1"', 'since = "1"\nconfused_with = ["no_such_signal"]')
    lay(
        tmp_path,
        {"lexicon.toml": '[zh]\nleader = "(["', "signals/standing/names_a_champion.toml": confused},
    )
    found = "\n".join(faults(tmp_path))
    assert "lexicon.toml: zh: '(['" in found
    assert "unknown signal 'no_such_signal'" in found


def test_a_pattern_that_is_no_regular_expression_is_refused(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"signals/standing/names_a_champion.toml": NEW_SIGNAL.replace("会替你们说话", "(会替")},
    )
    (fault,) = faults(tmp_path)
    assert fault.startswith("names_a_champion.toml: names_a_champion: ")
