"""Tells whether a row of digits keeps the rules of its kind: check digits, dates of birth, regions."""

from datetime import date

_PRC_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PRC_CHECK = "10X98765432"
# The first two digits of an identity number: the provinces, and 81 to 83 for Hong Kong, Macau and Taiwan.
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
# The letters of Taiwan's registers in the order of their values, which begin at 10.
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_TAIWAN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1)
_HONG_KONG_BLANK = 36


def is_luhn(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others."""
    doubled = (int(each) * 2 for each in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(n // 10 + n % 10 for n in doubled)) % 10 == 0


def is_prc_id(number: str) -> bool:
    """Tell whether 18 characters are an identity number, check digit included."""
    return is_like_prc_id(number) and number[-1].upper() == _prc_check(number)


def is_like_prc_id(number: str) -> bool:
    """Tell whether 18 characters have the region and the birthday of an identity number."""
    return number[:2] in _PROVINCES and number[6:10] >= "1900" and _is_date(number[6:14])


def is_prc_adult(number: str) -> bool:
    """Tell whether the birthday is far enough from the days of orders and invoices to speak for itself."""
    return "1930" <= number[6:10] <= "2010"


def is_old_prc_id(number: str) -> bool:
    """Tell whether 15 digits have the region and the birthday of an identity number of the old form."""
    return number[:2] in _PROVINCES and _is_date(f"19{number[6:12]}")


def is_taiwan_id(number: str) -> bool:
    """Tell whether a letter and nine digits are an identity number of Taiwan."""
    value = _TAIWAN_LETTERS.find(number[0].upper()) + 10
    digits = [int(each) for each in number[1:]]
    weighed = sum(n * weight for n, weight in zip(digits, _TAIWAN_WEIGHTS, strict=False))
    return (value // 10 + value % 10 * 9 + weighed + digits[-1]) % 10 == 0


def is_hong_kong_id(number: str) -> bool:
    """Tell whether one or two letters, six digits and a check character are a Hong Kong identity number."""
    values = [ord(each) - 55 if each.isalpha() else int(each) for each in number[:-1].upper()]
    if len(values) == 7:
        values = [_HONG_KONG_BLANK, *values]
    check = number[-1].upper()
    weighed = sum(n * weight for n, weight in zip(values, range(9, 1, -1), strict=True))
    return (weighed + (10 if check == "A" else int(check))) % 11 == 0


def is_day(digits: str) -> bool:
    """Tell whether eight digits are a day of our time, as orders and invoices carry it."""
    return "1990" <= digits[:4] <= "2049" and _is_date(digits)


def _prc_check(number: str) -> str:
    total = sum(int(n) * weight for n, weight in zip(number, _PRC_WEIGHTS, strict=False))
    return _PRC_CHECK[total % 11]


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
