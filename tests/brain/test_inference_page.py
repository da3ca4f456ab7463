"""docs/model.md says what the code does, number for number."""

import re
from pathlib import Path

import numpy as np

from loslaten.brain import filter_prior, outcome
from loslaten.brain.filter_prior import default_prior

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    lines = PAGE.split(heading)[1].split("\n\n")
    table = next(block for block in lines if block.startswith("|"))
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


def test_the_filter_bank_has_the_numbers_on_the_page():
    prior = default_prior()
    for _, name, value, *_ in rows("### Numbers"):
        name = name.strip("`")
        code = getattr(prior, name) if name.islower() else getattr(filter_prior, name)
        assert float(value) == code, name


def test_the_steps_have_the_priors_on_the_page():
    documented = [(name.strip("`"), float(mean), float(sd)) for name, mean, sd, *_ in rows("intercept in points):")]
    assert documented == list(zip(outcome.REGRESSORS, outcome.PRIOR_MEAN, outcome.PRIOR_SD, strict=True))


def test_the_learnt_half_of_the_bank_weighs_what_the_page_says():
    assert round(sum(row[-1] for row in filter_prior.LEARNT), 3) == 0.505
    assert np.isclose(default_prior().weights.sum(), 1)
    assert len(default_prior().weights) == 16


def test_every_name_on_the_page_is_in_the_code():
    code = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "loslaten" / "brain").glob("*.py"))
    names = re.findall(r"`(?:\w+\.)*(\w+)`", PAGE.split("### Figures")[0])
    assert [name for name in names if name not in code] == []
