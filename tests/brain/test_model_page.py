"""docs/model.md says what the code does: parameters, phenomena and weeks, number for number."""

import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from loslaten.brain import simulate
from loslaten.brain.phenomena import PHENOMENA, judge
from loslaten.brain.prior import PARAMETERS
from loslaten.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
NUMBER = r"-?\d+(?:\.\d+)?"


def table(heading: str) -> list[list[str]]:
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(NUMBER, text)]


def test_the_parameter_table_and_the_code_are_equal():
    documented = [[cell.strip("`") for cell in row] for row in table("Parameters")]
    in_code = [
        [
            p.symbol,
            p.name,
            f"{p.default:.4g}" + (f" (diary {p.diary.first:g})" if p.diary else ""),
            p.unit,
            f"{p.prior}" + (f"; diary {p.diary}" if p.diary else ""),
            p.mark,
            p.source,
        ]
        for p in PARAMETERS
    ]
    assert documented == in_code


@pytest.mark.parametrize("phenomenon", PHENOMENA, ids=lambda phenomenon: phenomenon.name)
def test_the_phenomena_table_says_what_the_models_do(phenomenon, shares):
    row = next(row for row in table("The 21 phenomena") if row[0] == phenomenon.number)
    verdict, share = judge(phenomenon), shares[phenomenon.number]
    mark = {True: "yes", False: "no", None: "n/a"}
    shown = [mark[bool(verdict.model.size.all())], mark[verdict.rescorla_wagner], mark[verdict.with_context_cues]]
    assert [row[1], row[2], *row[4:7], row[9]] == [phenomenon.name, phenomenon.paper, *shown, phenomenon.debated]
    assert [float(row[7]), float(row[8])] == pytest.approx([share.size, share.direction], abs=0.0101)
    stripped = row[3]
    for name, value in verdict.model.seen.items():
        label, _, stripped = stripped.partition(name.replace("_", " "))
        assert label.strip(", ") == "" or numbers(label)
        assert numbers(stripped)[0] == pytest.approx(value.item(), abs=0.0101)


def test_the_totals_are_as_counted(shares, disturbed):
    verdicts = [judge(phenomenon) for phenomenon in PHENOMENA]
    findings = [phenomenon.run(disturbed) for phenomenon in PHENOMENA]
    said = numbers(PAGE.split("\nTotals: ")[1].split("\n\n")[0])
    assert said[:2] == [sum(bool(verdict.model.size.all()) for verdict in verdicts), len(PHENOMENA)]
    assert said[2] == sum(verdict.rescorla_wagner is True for verdict in verdicts)
    assert said[4] == sum(verdict.with_context_cues is True for verdict in verdicts)
    averages = [np.mean([share.size for share in shares.values()]), np.mean([s.direction for s in shares.values()])]
    whole = [np.all([f.size for f in findings], axis=0).mean(), np.all([f.direction for f in findings], axis=0).mean()]
    assert [said[6], said[7], said[9], said[10]] == pytest.approx([*averages, *whole], abs=0.0101)


def test_the_constants_of_a_simulated_life_are_documented():
    documented = {row[0].strip("`"): float(row[1]) for row in table("Simulated weeks")}
    assert documented == {name: getattr(simulate, name) for name in documented}
    in_code = {name for name, value in vars(simulate).items() if name.isupper() and isinstance(value, float | int)}
    assert set(documented) == in_code - {"MOST_TENSION", "TICK_MIN"}


def test_twelve_weeks_in_the_shell_are_the_twelve_weeks_on_the_page():
    printed = CliRunner().invoke(main, ["brain", "simulate", "--weeks", "12"]).stdout
    assert f"```\n{printed}```" in PAGE


def test_every_name_in_the_equations_exists_in_the_code():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(simulate.__file__).parent.glob("*.py"))
    named = re.findall(r"`([\w.]+)`", " ".join(row[2] for row in table("Equations")))
    assert len(named) > 15
    assert all(re.search(rf"\b{name.split('.')[-1]}\b", source) for name in named)
