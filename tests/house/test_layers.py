"""Imports are watched by import-linter; these tests watch what it cannot see: foreign keys."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).parents[2]


def floors() -> dict[str, int]:
    """Give each folder its floor, the top one 0, from the same list that import-linter reads."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(" ()"): floor for floor, layer in enumerate(layers) for name in layer.split("|")}


def folder(model: type[Model]) -> str | None:
    package, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if package == "loslaten" else None


def relations() -> Iterator[tuple[type[Model], str, type[Model]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if isinstance(other := field.related_model, type) and folder(model) and folder(other):
                yield model, field.name, other


def points_down(upper: str, lower: str) -> bool:
    return upper == lower or floors()[upper] < floors()[lower]


def test_every_foreign_key_points_down():
    wrong = [
        f"{model.__name__}.{field} points to {other.__name__}"
        for model, field, other in relations()
        if not points_down(str(folder(model)), str(folder(other)))
    ]
    assert not wrong


@pytest.mark.parametrize(("upper", "lower"), [("accounts", "practice"), ("practice", "journal"), ("body", "brain")])
def test_a_key_that_points_up_or_to_a_stranger_would_be_noticed(upper, lower):
    assert not points_down(upper, lower)


def test_every_folder_has_its_floor():
    folders = {path.parent.name for path in (ROOT / "loslaten").glob("*/__init__.py")}
    assert folders <= floors().keys()
