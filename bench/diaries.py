"""Turn the real diaries beside the project into the long CSV that `loslaten brain score` reads.

    python bench/diaries.py ../shared/data/ema build/diaries
    loslaten brain score --low 0 --high 100 build/diaries/dejonckheere_stress.csv
    loslaten brain score --low 1 --high 7 build/diaries/habets_tense.csv build/diaries/kossakowski_unrelaxed.csv

Dejonckheere's file has no clock times: its prompts are laid evenly between 9 and 22 h, seven a day. Kossakowski's
`mood_relaxed` (1..7 as collected) is turned round, so that more is tenser.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = tuple[str, str, str]


def dejonckheere(folder: Path) -> Iterator[Row]:
    """Stress, 0..100."""
    prompts: dict[tuple[str, str], int] = {}
    for line in table(folder / "0012_dejonckheere.tsv", "\t"):
        day = (line["id"], line["day"])
        prompts[day] = prompts.get(day, 0) + 1
        hour = 9 + 13 * (min(prompts[day], 7) - 1) / 6
        yield line["id"], f"{float(line['day']) + hour / 24:.6f}", line["stress"]


def habets(folder: Path) -> Iterator[Row]:
    """Tense, 1..7."""
    for line in table(folder / "0014_habets.tsv", "\t"):
        yield line["id"], line["beep_start"], line["tense"]


def kossakowski(folder: Path) -> Iterator[Row]:
    """Unrelaxed, 1..7."""
    for line in table(folder / "kossakowski.csv", ","):
        relaxed = line["mood_relaxed"]
        if relaxed == "NA" or line["resptime_s"] == "NA":
            continue
        at = datetime.strptime(f"{line['date']} {line['resptime_s']}", "%d/%m/%y %H:%M:%S")  # noqa: DTZ007
        yield "1", at.isoformat(), str(8 - int(relaxed))


STUDIES = {"dejonckheere_stress": dejonckheere, "habets_tense": habets, "kossakowski_unrelaxed": kossakowski}
SCALES = {"dejonckheere_stress": (0, 100), "habets_tense": (1, 7), "kossakowski_unrelaxed": (1, 7)}


def table(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def write(folder: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in STUDIES.items():
        with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("person", "time", "rating"))
            writer.writerows(rows(folder))


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
