#!/usr/bin/env python3
"""The front door: `python3 bootstrap.py run` on a machine that has only Python. `make` calls this file too."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "holds.txt"  # what this environment holds, by content of the locks
UNFINISHED = VENV / "unfinished"  # there while an installation is under way
RUN, POSTGRES, DEV = "requirements.txt", "requirements-postgres.txt", "requirements-dev.txt"
INCLUDES = {RUN: [RUN], POSTGRES: [RUN, POSTGRES], DEV: [RUN, POSTGRES, DEV]}  # a test keeps this true


class Check(NamedTuple):
    """One thing `check` looks at, and the command that looks."""

    name: str
    command: list[str]
    address: str = ""


def say(line: str) -> None:
    """Tell in one line what is going on, at once: someone may be waiting."""
    print(line, flush=True)


def call(*command: object, **environment: str) -> None:
    """Run a command here, or stop with the exit code it gave."""
    status = subprocess.call([str(word) for word in command], cwd=HERE, env={**os.environ, **environment})
    if status:
        sys.exit(status)


def become(*command: str, **environment: str) -> None:
    """Turn into this command, so that Ctrl-C and a service manager reach it and not a parent."""
    if WINDOWS:
        with suppress(KeyboardInterrupt):
            call(PYTHON, *command, **environment)
        return
    os.chdir(HERE)
    os.execve(PYTHON, [str(PYTHON), *command], {**os.environ, **environment})


# --- the environment -----------------------------------------------------------------------------


def identity() -> str:
    """Name what a virtual environment cannot outlive: its Python and its place on the disk."""
    return f"Python {sys.version_info.major}.{sys.version_info.minor} in {HERE}"


def fingerprint(lock: str) -> str:
    """Name a lock by its content, and by what the installed package says about itself."""
    import tomllib  # here, so that an older Python reads the sentence at the end of this file

    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    itself = json.dumps([project["project"], project["build-system"]], sort_keys=True)
    content = (HERE / lock).read_bytes().replace(b"\r\n", b"\n")
    return f"{lock} {hashlib.sha256(content + itself.encode()).hexdigest()}"


def whole() -> bool:
    """Tell whether the environment is finished, in its own place and of this Python."""
    if UNFINISHED.exists() or not PYTHON.exists() or not STAMP.exists():
        return False
    return STAMP.read_text(encoding="utf-8").splitlines()[:1] == [identity()]


def holds(lock: str) -> bool:
    """Tell whether the environment is whole and holds this lock."""
    return whole() and fingerprint(lock) in STAMP.read_text(encoding="utf-8").splitlines()


def stamp(*locks: str) -> None:
    """Write down what the environment holds."""
    STAMP.write_text("\n".join([identity(), *map(fingerprint, locks)]) + "\n", encoding="utf-8")


def pinned(name: str) -> str:
    """Cut one package with its hashes out of the lock."""
    lines = iter((HERE / RUN).read_text(encoding="utf-8").splitlines())
    block = [next(line for line in lines if line.startswith(f"{name}=="))]
    while block[-1].endswith("\\"):
        block.append(next(lines))
    return "\n".join(block) + "\n"


@contextmanager
def alone() -> Iterator[None]:
    """Wait while another start works on the same environment."""
    with (HERE / ".venv.lock").open("w") as gate:
        if not WINDOWS:
            import fcntl

            fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """Make an empty environment with uv in it, in place of whatever is there."""
    import venv
    from importlib.util import find_spec

    if find_spec("ensurepip") is None:
        sys.exit("This Python cannot make a virtual environment. On Debian or Ubuntu: sudo apt install python3-venv")
    say("Making a place of its own for Loslaten in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    UNFINISHED.touch()
    venv.create(VENV, with_pip=True, symlinks=not WINDOWS)
    (VENV / "uv.txt").write_text(pinned("uv"), encoding="utf-8")
    call(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", VENV / "uv.txt")


def install(lock: str) -> None:
    """Install exactly what the lock names, and then Loslaten itself from this folder."""
    uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON]
    say(f"Installing what {lock} names")
    call(*uv, "--require-hashes", "--compile-bytecode", "--requirement", lock)
    call(*uv, "--no-deps", "--no-build-isolation", "--editable", ".")


def prepare(lock: str) -> None:
    """Make the environment hold this lock; instant when it already does."""
    if holds(lock):
        return
    with alone():
        if holds(lock):
            return
        if not whole():
            make_venv()
        change(lock)


def change(lock: str) -> None:
    """Install a lock so that a killed installation is seen and made anew, and a refused one harms nothing."""
    UNFINISHED.touch()
    stamp()
    try:
        install(lock)
    except SystemExit as stop:
        if isinstance(stop.code, int) and stop.code > 0:  # refused, not killed: uv fetches all before it changes any
            UNFINISHED.unlink()
        raise
    stamp(*INCLUDES[lock])
    UNFINISHED.unlink()


def translate() -> None:
    """Compile the translations that changed."""
    sources = [*HERE.glob("loslaten/**/locale/**/*.po")]
    with alone():
        if any(newer(source, source.with_suffix(".mo")) for source in sources):
            say("Compiling the translations")
            call(PYTHON, "manage.py", "translations")


def newer(source: Path, result: Path) -> bool:
    """Tell whether a result is missing or older than its source."""
    return not result.exists() or result.stat().st_mtime < source.stat().st_mtime


# --- the checks ----------------------------------------------------------------------------------


def typescript() -> list[Check]:
    """Check the types of the browser's modules, where node is at hand."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        say("skipped  types of the browser modules: node and npm are not on this machine")
        return []
    compiler = VENV / "node" / "node_modules" / "typescript" / "bin" / "tsc"
    install_typescript(npm, VENV / "node")
    return [
        Check(f"types of the browser modules, {config.stem}", [node, str(compiler), "--project", config.name])
        for config in sorted(HERE.glob("jsconfig*.json"))
        if any(next(HERE.glob(pattern), None) for pattern in json.loads(config.read_text())["include"])
    ]


def install_typescript(npm: str, home: Path) -> None:
    """Install the locked TypeScript once. A failure shows as a check that does not pass."""
    stamp, wanted = home / "holds.json", (HERE / "package-lock.json").read_bytes()
    if stamp.exists() and stamp.read_bytes() == wanted:
        return
    say("Installing what package-lock.json names")
    home.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, home)
    if subprocess.call([npm, "ci", "--loglevel=error", "--no-audit", "--no-fund"], cwd=home, stdout=sys.stderr) == 0:
        stamp.write_bytes(wanted)


def checks() -> list[Check]:
    """List everything `check` looks at."""
    python, manage = [str(PYTHON), "-m"], [str(PYTHON), "manage.py"]
    return [
        Check("style", [*python, "ruff", "check", "--quiet", "."]),
        Check("layout of the code", [*python, "ruff", "format", "--check", "--quiet", "."]),
        Check("types", [*python, "mypy", "--no-error-summary"]),
        Check("imports point down", [str(PYTHON.with_name("lint-imports"))]),
        Check("templates", [*python, "djlint", "--lint", "--quiet", "loslaten"]),
        *typescript(),
        Check("migrations are made", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check(
            "ready for the open web",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            address="https://loslaten.example",
        ),
        Check("the house", [*python, "pytest", "-q", "tests/house"]),
    ]


def passes(check: Check, data: str) -> bool:
    """Run one check on an empty data folder, without this host's wishes; show what it said only when it fails."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LOSLATEN_")}
    result = subprocess.run(
        check.command,
        cwd=HERE,
        env={**plain, "LOSLATEN_DATA": data, "LOSLATEN_ADDRESS": check.address},
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    say(f"{'NOT YET ' if result.returncode else 'ok      '} {check.name}")
    if result.returncode:
        say(result.stdout)
    return result.returncode == 0


# --- what one can ask ----------------------------------------------------------------------------


def setup(_words: list[str]) -> None:
    """Set up everything for development, and serve nothing."""
    prepare(DEV)
    translate()
    say("Loslaten is set up: `run` serves it, `test` runs the tests")


def run(_words: list[str]) -> None:
    """Set up everything and serve it."""
    prepare(POSTGRES if os.environ.get("LOSLATEN_DATABASE_URL") else RUN)
    become("manage.py", "serve")


def test(words: list[str]) -> None:
    """Set up everything and run the tests; what follows goes to pytest."""
    prepare(DEV)
    translate()
    with tempfile.TemporaryDirectory(prefix="loslaten-") as data:
        some = ["pytest", *words] if words else ["tests.lane"]
        call(PYTHON, "-m", *some, LOSLATEN_CHROMIUM=browser(), LOSLATEN_DATA=data)


def browser() -> str:
    """Find or install the browser that the tests and the bench walk with."""
    from tests.chromium import chromium  # a host who only serves may have thrown the tests away

    return chromium(PYTHON)


def check(_words: list[str]) -> None:
    """Look at style, types, layers, templates, migrations and the house rules."""
    prepare(DEV)
    translate()
    with tempfile.TemporaryDirectory(prefix="loslaten-") as data:
        failed = [check.name for check in checks() if not passes(check, data)]
    if failed:
        sys.exit(f"Not yet: {', '.join(failed)}")
    say("Everything is in order")


def fix(_words: list[str]) -> None:
    """Let ruff repair what it can, and lay out the code."""
    prepare(DEV)
    status = subprocess.call([PYTHON, "-m", "ruff", "check", "--fix", "."], cwd=HERE)
    call(PYTHON, "-m", "ruff", "format", ".")
    sys.exit(status)


def demo(_words: list[str]) -> None:
    """Serve one invented person with twelve weeks of practice, apart from your own data."""
    prepare(RUN)
    os.environ.pop("LOSLATEN_DATABASE_URL", None)  # an invented person never enters a real database
    apart = {"LOSLATEN_DATA": str(HERE / "data-demo"), "LOSLATEN_DEMO": "on"}
    call(PYTHON, "manage.py", "migrate", "--verbosity", "0", **apart)
    call(PYTHON, "manage.py", "demo", **apart)
    become("manage.py", "serve", **apart)


def bench(words: list[str]) -> None:
    """Measure, and print the numbers."""
    prepare(DEV)
    translate()
    call(PYTHON, "-m", "bench", *words, LOSLATEN_CHROMIUM=browser())


ASKED = {act.__name__: act for act in (setup, run, test, check, fix, demo, bench)}


def explain() -> str:
    """List what one can ask, one line each."""
    return "\n".join(f"    {name:6} {act.__doc__}" for name, act in ASKED.items())


def main(words: list[str]) -> None:
    """Do what is asked, or explain what can be asked."""
    if sys.version_info < (3, 11):  # noqa: UP036  this file is where an older Python knocks
        sys.exit(f"Loslaten needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not words or words[0] not in ASKED:
        say(f"Ask Loslaten's front door for one of these:\n\n{explain()}\n")
        sys.exit(2 if words else 0)
    try:
        ASKED[words[0]](words[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as trouble:  # a full disk, a folder of somebody else
        sys.exit(f"This could not be done: {trouble}")


if __name__ == "__main__":
    main(sys.argv[1:])
