"""One tree of errors: whatever callsift raises on purpose stands in it, and in its drawing."""

import ast
import re
from pathlib import Path

from callsift import errors

SOURCE = Path(str(errors.__file__)).parent
NAMES = {name for name in vars(errors) if name[0].isupper()}


def test_the_drawing_shows_every_error() -> None:
    drawn = re.findall(r"^[ │├└─]*([A-Z]\w+) {2}", str(errors.__doc__), re.MULTILINE)
    assert sorted(drawn) == sorted(NAMES)


def test_no_other_module_has_an_error_of_its_own() -> None:
    strays = [
        f"{file.name}: {node.name}"
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and file.name != "errors.py"
        if any(isinstance(base, ast.Name) and base.id in NAMES for base in node.bases)
    ]
    assert strays == []
