"""Read one person's log: CSV with time and tension_before, and what else was noted."""

from pathlib import Path

from loslaten.brain.diary import MISSING, Cell, days, rating, read_table
from loslaten.brain.moment import PATHS, STEPS, Moment

RATING_NAMES = ("tension_before", "rating")


def read_log(path: Path) -> list[Moment]:
    """Read a log.

    Parameters
    ----------
    path : Path
        A CSV file with the columns time (ISO 8601, or days) and tension_before (or rating), 0 to 10; and, where
        noted, path (old, pause, new), steps (welcome, breathe, move, suppress, with spaces between), tension_after,
        pattern, context.

    Returns
    -------
    list of Moment
        In the file's order, which must be that of time.

    Raises
    ------
    ValueError
        Naming file, line and column.
    """
    moments: list[Moment] = []
    people: set[str] = set()
    for row in read_table(path, required=("time",)):
        people.add(row["person"].text if "person" in row else "")
        if len(people) > 1:
            raise row["person"].wrong("is a second person, and a log is of one; `loslaten brain score` takes many")
        moments.append(_moment(row))
        if len(moments) > 1 and moments[-1].at <= moments[-2].at:
            backwards = moments[-1].at < moments[-2].at
            raise row["time"].wrong("runs backwards" if backwards else "is the same moment as the line before")
    if not moments:
        raise ValueError(f"{path}: there is no moment in it")
    return moments


def _moment(row: dict[str, Cell]) -> Moment:
    given = {column: cell for column, cell in row.items() if cell.text.lower() not in MISSING}
    before = next((row[name] for name in RATING_NAMES if name in row), None)
    if before is None:
        where = row["time"]
        raise ValueError(f"{where.file}, line 1: no column tension_before")
    return Moment(
        at=days(row["time"]),
        tension_before=_whole(before),
        path=_path(given.get("path")),
        steps=_steps(given.get("steps")),
        tension_after=_whole(given["tension_after"]) if "tension_after" in given else None,
        pattern=given["pattern"].text if "pattern" in given else "",
        context=given["context"].text if "context" in given else "",
    )


def _whole(cell: Cell) -> int:
    number = rating(cell, 0, 10)
    if number != int(number):
        raise cell.wrong("is not a whole number")
    return int(number)


def _path(cell: Cell | None) -> str | None:
    if cell is not None and cell.text not in PATHS:
        raise cell.wrong(f"is not a path; paths are {', '.join(PATHS)}")
    return cell.text if cell is not None else None


def _steps(cell: Cell | None) -> tuple[str, ...]:
    steps = tuple(cell.text.split()) if cell is not None else ()
    for step in steps:
        if cell is not None and step not in STEPS:
            raise cell.wrong(f"has the step {step!r}; steps are {', '.join(STEPS)}")
    return steps
