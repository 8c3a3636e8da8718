"""The public face: sorted, importable, documented, and the same for people and for type checkers."""

import ast
import inspect
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import callsift


def test_the_list_is_sorted_and_has_no_doubles() -> None:
    assert list(callsift.__all__) == sorted(set(callsift.__all__))


@pytest.mark.parametrize("name", callsift.__all__)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    member = getattr(callsift, name)
    assert inspect.getdoc(member)
    assert member.__module__.startswith("callsift.")


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(callsift.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    named = {
        alias.name
        for node in ast.walk(block)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert named == set(callsift.__all__)


def test_dir_names_them_all() -> None:
    assert set(callsift.__all__) <= set(dir(callsift))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        callsift.nothing  # noqa: B018 - that it fails is the test


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    script = "import sys, callsift; print([n for n in sys.modules if n.startswith('callsift.')])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_everything_can_be_imported_by_star() -> None:
    script = "from callsift import *; print(analyze.__name__)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "analyze"


def test_the_version_is_the_distributions() -> None:
    assert callsift.__version__ == version("callsift")
