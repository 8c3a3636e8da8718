"""Short ways to make files and to say what discovery made of them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from callsift.bulk.discovery import Found as Anything
from callsift.bulk.discovery import Item, Skipped, discover

CALL = "客户：你好，我们想买 {n} 台设备。\n销售：好的，下周去拜访您。\n"
Found = Iterable[Anything]


def call(n: int = 1) -> bytes:
    return CALL.format(n=n).encode()


def make(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return root


def below(root: Path, **options: object) -> list[Anything]:
    return list(discover([str(root)], **options))  # type: ignore[arg-type]


def items(found: Found) -> list[Item]:
    return [each for each in found if isinstance(each, Item)]


def names(found: Found, root: Path) -> list[str]:
    """Return the names of the inputs, told from the folder."""
    return [Path(each.name).relative_to(root).as_posix() for each in items(found)]


def skipped(found: Found) -> dict[str, str]:
    return {Path(each.path).name: each.reason for each in found if isinstance(each, Skipped)}
