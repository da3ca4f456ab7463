"""The science says what comes out of it, and whose work it stands on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECTIONS = {"body": ["Returns", "References"], "brain": ["Returns", "References"], "picture": ["Returns"]}
SHORT = 5  # statements: a formula this short is told by its name and one line


def public_functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def statements(function: ast.FunctionDef) -> int:
    """Count what a function does: its own line and its docstring are not deeds."""
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 2


def has(section: str, text: str) -> bool:
    return f"{section}\n{'-' * len(section)}" in text


def missing(function: ast.FunctionDef, module: ast.Module, sections: list[str]) -> list[str]:
    """List the sections a docstring lacks; a source may stand once, above a module that has only one."""
    told = ast.get_docstring(function) or ""
    if "\n" not in told and statements(function) <= SHORT:
        return []
    above = ast.get_docstring(module) or ""
    return [name for name in sections if not has(name, told) and not (name == "References" and has(name, above))]


@pytest.mark.parametrize("folder", sorted(SECTIONS))
def test_a_scientific_function_says_what_it_returns_and_where_it_comes_from(folder):
    lacking = []
    for path in sorted((ROOT / "loslaten" / folder).glob("*.py")):
        module = ast.parse(path.read_text("utf-8"))
        for function in public_functions(module):
            names = missing(function, module, SECTIONS[folder])
            lacking += [f"{folder}/{path.name} {function.name}: {' and '.join(names)}"] if names else []
    assert not lacking, "\n".join(lacking)


def test_a_long_function_without_a_source_would_be_noticed():
    module = ast.parse('def settle(x):\n    """Settle.\n\n    Returns\n    -------\n    x\n    """\n    return x\n')
    assert missing(next(public_functions(module)), module, SECTIONS["brain"]) == ["References"]
