"""The price list: what is shipped, what the user's own file puts before it, and what batch jobs cost of it."""

from pathlib import Path

import pytest

from callsift.costs import Estimate, Price, PriceList, in_batches, load_prices, price_of
from callsift.domain.observation import Usage
from callsift.errors import UsageError

OPENAI = "https://api.openai.com/v1"
BEIJING = "https://dashscope.aliyuncs.com/compatible-mode/v1"
BEIJING_WORKSPACE = "https://w1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1"
ARK = "https://ark.cn-beijing.volces.com/api/v3"
DEEPSEEK = "https://api.deepseek.com"
DASHSCOPE = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"
SINGAPORE = "https://w1.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1"
NAMED = 'input = 4.0\noutput = 12.0\ncurrency = "CNY"\nchecked = "2026-01-01"\n'
USED = Usage(calls=1, prompt_tokens=1_000_000, completion_tokens=1_000_000)


def listed(tmp_path: Path, own: str) -> PriceList:
    file = tmp_path / "prices.toml"
    file.write_text(own, encoding="utf-8")
    return load_prices(file)


def factor(prices: PriceList, model: str, base_url: str) -> float | None:
    price = price_of(prices, model=model, base_url=base_url)
    assert price is not None
    return price.batch_factor


def test_what_a_batch_costs_is_known_of_each_shipped_price_of_a_provider_that_has_batches() -> None:
    prices = load_prices()
    at_openai = [each.model for each in prices.prices if each.host == "openai"]
    assert "gpt-5.4-mini" in at_openai
    assert {factor(prices, model, OPENAI) for model in at_openai} == {0.5}
    for base_url in (BEIJING, DASHSCOPE, SINGAPORE):
        assert factor(prices, "qwen-plus", base_url) == 0.5
    # No such interface is known of them.
    assert factor(prices, "deepseek-flash", DEEPSEEK) is None
    assert factor(prices, "doubao-seed-2-0-lite-260215", ARK) is None


@pytest.mark.parametrize(
    ("model", "base_url", "currency"),
    [
        ("qwen-plus", BEIJING, "CNY"),
        ("qwen-plus", BEIJING_WORKSPACE, "CNY"),
        ("qwen-plus", DASHSCOPE, "USD"),
        ("qwen-plus", SINGAPORE, "USD"),
        ("doubao-seed-2-0-lite-260215", ARK, "CNY"),
        ("deepseek-flash", DEEPSEEK, "USD"),
    ],
    ids=["Beijing", "Beijing workspace", "abroad", "Singapore workspace", "Ark", "DeepSeek"],
)
def test_a_price_is_in_the_currency_of_the_endpoint(
    model: str, base_url: str, currency: str
) -> None:
    price = price_of(load_prices(), model=model, base_url=base_url)
    assert price is not None
    assert price.currency == currency


@pytest.mark.parametrize(
    "base_url",
    [
        "https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1",
        "https://dashscope-us.aliyuncs.com/compatible-mode/v1",
        "https://w1.us-east-1.maas.aliyuncs.com/compatible-mode/v1",
        "https://proxy.example/dashscope.aliyuncs.com/v1",
        "http://127.0.0.1/v1",
    ],
    ids=["Hong Kong", "Virginia", "Virginia workspace", "in a path", "local"],
)
def test_where_no_price_is_known_none_is_guessed(base_url: str) -> None:
    assert price_of(load_prices(), model="qwen-plus", base_url=base_url) is None


def test_each_shipped_price_says_where_it_comes_from_and_is_there_once() -> None:
    prices = load_prices().prices
    assert [each.model for each in prices if not (each.source and each.checked)] == []
    assert [each.model for each in prices if not (0 < each.input <= each.output)] == []
    assert [each.model for each in prices if each.cached and each.cached >= each.input] == []
    named = [(each.model, each.host) for each in prices]
    assert len(set(named)) == len(named)


def test_a_host_may_be_a_list_and_a_beginning(tmp_path: Path) -> None:
    hosts = 'host = ["//API.one.example", "two"]'
    prices = listed(tmp_path, f'[[price]]\nmodel = "m"\n{hosts}\n{NAMED}')
    found = {
        url: price_of(prices, model="m", base_url=url) is not None
        for url in (
            "http://api.one.example/v1",
            "http://x.two.example/v1",
            "http://x.api.one.example",
        )
    }
    assert list(found.values()) == [True, True, False]


@pytest.mark.parametrize("base_url", [DASHSCOPE, SINGAPORE], ids=["dashscope", "workspace"])
def test_a_price_of_ones_own_takes_the_factor_of_its_provider(
    tmp_path: Path, base_url: str
) -> None:
    prices = listed(tmp_path, f'[[price]]\nmodel = "qwen-plus"\n{NAMED}')
    assert factor(prices, "qwen-plus", base_url) == 0.5
    assert factor(prices, "qwen-plus", "http://127.0.0.1/v1") is None


def test_ones_own_factor_comes_before_the_shipped_one(tmp_path: Path) -> None:
    own = '[[batch]]\nhost = "API.OpenAI.com"\nbatch_factor = 0.4\nchecked = "2026-01-01"\n'
    assert factor(listed(tmp_path, own), "gpt-4.1", OPENAI) == 0.4


def test_the_factor_of_a_price_comes_before_that_of_its_provider(tmp_path: Path) -> None:
    own = (
        f'[[price]]\nmodel = "a"\nbatch_factor = 0.25\n{NAMED}\n[[price]]\nmodel = "b"\n{NAMED}'
        '\n[[batch]]\nhost = "openai"\nbatch_factor = 1\nsource = "my contract"\nchecked = "2026-01-01"\n'
    )
    prices = listed(tmp_path, own)
    assert [factor(prices, model, OPENAI) for model in ("a", "b")] == [0.25, 1.0]


@pytest.mark.parametrize(("given", "costs"), [(0.25, 4.0), (None, 16.0), (0.0, 0.0)])
def test_a_batch_costs_its_part_of_the_price_and_all_of_it_where_that_is_unknown(
    given: float | None, costs: float
) -> None:
    price = Price(
        model="m", input=4.0, output=12.0, currency="CNY", checked="2026-01-01", batch_factor=given
    )
    assert price.cost(USED) == 16.0
    assert price.batch_cost(USED) == costs


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ('[[batch]]\nhost = "h"\nchecked = "2026-01-01"\n', "batch_factor"),
        ('[[batch]]\nbatch_factor = 0.5\nchecked = "2026-01-01"\n', "host"),
        (f'[[price]]\nmodel = "a"\nbatch_factor = 50\n{NAMED}', "batch_factor"),
        ("[batch]\nhost = 1\n", "batch"),
        ("batch = 0.5\n", "batch"),
        ("price = 1\n", "price"),
    ],
    ids=["no factor", "no host", "a percentage", "one table", "a number", "no prices"],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, own: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        listed(tmp_path, own)


def test_in_batches_only_the_first_asking_is_cheaper() -> None:
    estimate = Estimate(
        calls=2, prompt_tokens=10, prompt_low=5, prompt_high=20, completion_low=1, completion_high=4,
        cost_low=10.0, cost_high=40.0, currency="CNY", measured=False,
    )  # fmt: skip
    found = in_batches(estimate, 0.5)
    assert (found.cost_low, found.cost_high) == (5.0, 30.0)
    unknown = in_batches(estimate.model_copy(update={"cost_low": None, "cost_high": None}), 0.5)
    assert (unknown.cost_low, unknown.cost_high) == (None, None)
