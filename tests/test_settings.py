"""Flags before the environment, that before the file, that before the default."""

from pathlib import Path

import pytest

from callsift.errors import UsageError
from callsift.settings import DEFAULT_BASE_URL, Settings, config_path, load_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a config file that names an engine and a model."""
    path = tmp_path / "config.toml"
    path.write_text('engine = "llm"\nmodel = "from-file"\n', encoding="utf-8")
    return path


def test_the_default_is_offline_and_sends_nothing(tmp_path: Path) -> None:
    settings = load_settings(environment={}, file=tmp_path / "none.toml")
    assert (settings.chosen_engine, settings.model, settings.base_url) == (
        "offline",
        None,
        DEFAULT_BASE_URL,
    )


def test_each_source_comes_before_the_next(file: Path) -> None:
    assert load_settings(environment={}, file=file).model == "from-file"
    environment = {"CALLSIFT_MODEL": "from-environment"}
    assert load_settings(environment=environment, file=file).model == "from-environment"
    assert (
        load_settings({"model": "from-flag"}, environment=environment, file=file).model
        == "from-flag"
    )


def test_a_flag_that_is_not_given_hides_nothing(file: Path) -> None:
    assert load_settings({"model": None}, environment={}, file=file).model == "from-file"


def test_our_own_variables_come_before_those_of_others(tmp_path: Path) -> None:
    environment = {
        "OPENAI_BASE_URL": "https://other.example/v1",
        "CALLSIFT_BASE_URL": "https://ours.example/v1",
    }
    settings = load_settings(environment=environment, file=tmp_path / "none.toml")
    assert settings.base_url == "https://ours.example/v1"


def test_a_key_alone_chooses_no_model(tmp_path: Path) -> None:
    environment = {"OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": "https://other.example/v1"}
    assert (
        load_settings(environment=environment, file=tmp_path / "none.toml").chosen_engine
        == "offline"
    )


def test_auto_is_the_model_where_one_is_configured(tmp_path: Path) -> None:
    environment = {"CALLSIFT_MODEL": "m"}
    assert (
        load_settings(environment=environment, file=tmp_path / "none.toml").chosen_engine == "llm"
    )


def test_a_key_is_never_shown(tmp_path: Path) -> None:
    settings = load_settings(
        environment={"OPENAI_API_KEY": "sk-secret"}, file=tmp_path / "none.toml"
    )
    assert "sk-secret" not in f"{settings} {settings!r} {settings.model_dump()}"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CALLSIFT_ENGINE", "best"),
        ("CALLSIFT_TIMEOUT", "soon"),
        ("CALLSIFT_MODE", "xml"),
        ("CALLSIFT_MAX_ATTEMPTS", "1.5"),
        *(("CALLSIFT_TIMEOUT", value) for value in ("0", "-1", "nan", "inf")),
        *(("CALLSIFT_MAX_ATTEMPTS", value) for value in ("0", "-3")),
        ("CALLSIFT_MAX_COST", "nan"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_not_shown(
    tmp_path: Path, variable: str, value: str
) -> None:
    with pytest.raises(UsageError) as caught:
        load_settings(environment={variable: value}, file=tmp_path / "none.toml")
    assert "the setting " in str(caught.value)
    assert f"({variable})" in str(caught.value)
    assert f" {value}" not in str(caught.value).replace(" 0.", "")


def test_a_value_of_the_file_is_named_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("timeout_s = 0\n", encoding="utf-8")
    with pytest.raises(UsageError, match="the setting timeout_s cannot") as caught:
        load_settings(environment={}, file=file)
    assert caught.value.where == str(file)


def test_a_flag_is_not_blamed_on_the_variable_that_it_hides(tmp_path: Path) -> None:
    environment = {"CALLSIFT_ENGINE": "offline"}
    with pytest.raises(UsageError) as caught:
        load_settings({"engine": "best"}, environment=environment, file=tmp_path / "none.toml")
    assert "CALLSIFT_ENGINE" not in str(caught.value)


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u3000"])
def test_a_blank_model_is_none(tmp_path: Path, blank: str) -> None:
    file = tmp_path / "config.toml"
    environment = {"CALLSIFT_MODEL": blank}
    assert load_settings(environment=environment, file=file).chosen_engine == "offline"
    assert load_settings({"model": blank}, environment={}, file=file).model is None
    assert Settings(model=blank).model is None


def test_a_blank_variable_hides_nothing(file: Path) -> None:
    assert load_settings(environment={"CALLSIFT_MODEL": " "}, file=file).model == "from-file"
    environment = {"CALLSIFT_BASE_URL": " ", "OPENAI_BASE_URL": "https://other.example/v1"}
    assert load_settings(environment=environment, file=file).base_url == "https://other.example/v1"


def test_blanks_around_a_value_do_not_count(tmp_path: Path) -> None:
    environment = {"CALLSIFT_MODEL": " m ", "CALLSIFT_API_KEY": "sk-x\n", "CALLSIFT_TIMEOUT": " 5 "}
    settings = load_settings(environment=environment, file=tmp_path / "none.toml")
    assert settings.api_key is not None
    assert (settings.model, settings.api_key.get_secret_value()) == ("m", "sk-x")
    assert settings.timeout_s == 5


def test_an_unknown_key_in_the_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("modle = 'x'\n", encoding="utf-8")
    with pytest.raises(UsageError, match="modle"):
        load_settings(environment={}, file=file)


@pytest.mark.parametrize("content", [b"engine = ", b"\xff\xfe\x00"], ids=["no TOML", "no UTF-8"])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"config\.toml"):
        load_settings(environment={}, file=file)


def test_the_file_lies_in_a_folder_of_ours() -> None:
    assert config_path().parts[-2:] == ("callsift", "config.toml")


@pytest.mark.parametrize("given", [{"timeout_s": -1}, {"api_key": ["sk-secret"]}, {"speed": 9}])
def test_settings_made_in_code_are_refused_as_ours_and_show_nothing(
    given: dict[str, object],
) -> None:
    with pytest.raises(UsageError, match=f"the setting {next(iter(given))} cannot") as caught:
        Settings.model_validate(given)
    assert "sk-secret" not in str(caught.value)
