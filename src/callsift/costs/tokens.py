"""How many tokens a text takes: a safe guess at first, and what an endpoint's own counts teach about it.

Every endpoint has a tokenizer of its own. Two numbers describe it well enough to plan with: tokens a wide character
(Chinese, full-width) and tokens a narrow one. They are fitted to the counts that the endpoint reports.
"""

import math
import re
from typing import NamedTuple

# From the first code point of the CJK blocks on; full-width forms and kana lie above it too.
_WIDE = re.compile(r"[\u2e80-\U0010ffff]+")


class Spread(NamedTuple):
    """How many wide and narrow characters a text has."""

    wide: int
    narrow: int


class TokenScale(NamedTuple):
    """Tokens a character. The first guess is rather too many than too few.

    A Chinese character is 0.6 to 1 token in the tokenizers in use, four other characters about one.
    """

    wide: float = 1.0
    narrow: float = 0.25

    def tokens(self, spread: Spread) -> int:
        """Return the tokens that a text with this spread takes."""
        return math.ceil(self.wide * spread.wide + self.narrow * spread.narrow)


class Sums(NamedTuple):
    """What is kept of an endpoint's reports: enough to fit a scale, and no word of any call."""

    calls: int = 0
    wide_wide: float = 0.0
    wide_narrow: float = 0.0
    narrow_narrow: float = 0.0
    wide_tokens: float = 0.0
    narrow_tokens: float = 0.0

    def with_report(self, spread: Spread, tokens: int) -> "Sums":
        """Return the sums with one more report."""
        wide, narrow = spread
        return Sums(
            self.calls + 1,
            self.wide_wide + wide * wide,
            self.wide_narrow + wide * narrow,
            self.narrow_narrow + narrow * narrow,
            self.wide_tokens + wide * tokens,
            self.narrow_tokens + narrow * tokens,
        )


DEFAULT_SCALE = TokenScale()
# The first guess weighs as much as one report of a text with this many characters of each kind.
_PRIOR_CHARS = 300.0


def spread_of(text: str) -> Spread:
    """Return how many wide and narrow characters a text has."""
    # Runs are found much faster than characters are looked at one by one, and every request is counted.
    wide = 0 if text.isascii() else sum(map(len, _WIDE.findall(text)))
    return Spread(wide, len(text) - wide)


def estimate_tokens(text: str, scale: TokenScale = DEFAULT_SCALE) -> int:
    """Return about how many tokens a text takes; without reports rather too many than too few."""
    return scale.tokens(spread_of(text))


def fitted(sums: Sums) -> TokenScale:
    """Return the scale that fits an endpoint's reports best, drawn a little to the first guess.

    Least squares with the first guess as one more report; the numbers stay between a twentieth and five tokens.
    """
    prior = _PRIOR_CHARS * _PRIOR_CHARS
    a, b, d = sums.wide_wide + prior, sums.wide_narrow, sums.narrow_narrow + prior
    x = sums.wide_tokens + prior * DEFAULT_SCALE.wide
    y = sums.narrow_tokens + prior * DEFAULT_SCALE.narrow
    determinant = a * d - b * b
    wide = (x * d - b * y) / determinant
    narrow = (a * y - b * x) / determinant
    return TokenScale(min(max(wide, 0.05), 5.0), min(max(narrow, 0.05), 5.0))
