"""The science says what comes out of it, and whose work it stands on."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCIENCE = [path for name in ("body", "brain", "picture") for path in sorted((ROOT / "loslaten" / name).glob("*.py"))]
SHORT = 5  # statements: a formula this short is told by its name and one line
# They carry data in or out and claim nothing about people, so they stand on nobody's work.
CARRIERS = {"diary.py", "log.py", "moment.py", "plain_words.py"}


def short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def public_functions(module: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def statements(function: ast.FunctionDef) -> int:
    """Count what a function does: its own line and its docstring are not deeds."""
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 2


def has(section: str, text: str) -> bool:
    return any(line.strip() == section for line in text.splitlines())


def silent(module: ast.Module) -> list[str]:
    """Name the functions that do not say what they return."""
    told = {function: ast.get_docstring(function) or "" for function in public_functions(module)}
    long = [function for function, text in told.items() if "\n" in text or statements(function) > SHORT]
    return [function.name for function in long if not (has("Returns", told[function]) or has("Yields", told[function]))]


@pytest.mark.parametrize("path", SCIENCE, ids=short)
def test_a_scientific_function_says_what_it_returns(path):
    assert silent(ast.parse(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", [path for path in SCIENCE if path.parent.name != "picture"], ids=short)
def test_a_scientific_module_names_its_sources(path):
    text = path.read_text("utf-8")
    if public_functions(ast.parse(text)) and path.name not in CARRIERS:
        assert has("References", text)


def test_a_long_function_that_does_not_say_what_it_returns_would_be_noticed():
    assert silent(ast.parse('def settle(x):\n    """Settle.\n\n    Slowly.\n    """\n    return x\n')) == ["settle"]
