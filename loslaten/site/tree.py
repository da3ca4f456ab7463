"""The static files as one tree, named by what is in it."""

import hashlib
from importlib.util import find_spec
from pathlib import Path


def static_roots(package: Path, *others: str | None) -> list[Path]:
    """Find the static folder of every app in the package, and those of other packages."""
    ours = sorted(path for path in package.glob("*/static") if path.is_dir())
    specs = [find_spec(name) for name in others if name]
    return ours + [Path(spec.origin).parent / "static" for spec in specs if spec and spec.origin]


def static_files(roots: list[Path]) -> dict[str, Path]:
    """Map each name under the static prefix to its file."""
    return {
        path.relative_to(root).as_posix(): path for root in roots for path in sorted(root.rglob("*")) if path.is_file()
    }


def tree_hash(roots: list[Path]) -> str:
    """Name the tree: the same files give the same name on every machine."""
    digest = hashlib.sha256()
    for name, path in sorted(static_files(roots).items()):
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
