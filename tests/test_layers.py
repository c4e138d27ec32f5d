"""Imports go downwards only, so that any part can be understood without what is built on it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lint" / "copydesk"

LAYERS = (
    "errors span",
    "compiled nearest pathglob tomlfile settings model pattern lexicon fold dates similarity",
    "document finding places",
    "segment",
    "views measure",
    "formats",
    "rule external",
    "support scan references sentences",
    "kinds checks",
    "rulefile",
    "matcher deadline",
    "engine arbitrate",
    "costs appraisal edits actions score",
    "suppress baseline",
    "claims pipeline",
    "fix",
    "report",
    "discover cache",
    "runner",
    "config examples",
    "api",
    "options output",
    "cli",
    "__main__",
)
"""Modules and subpackages from the ground up; those on one line may import each other."""

LAYER_OF = {name: number for number, names in enumerate(LAYERS) for name in names.split()}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name, without ``copydesk.``, of each import from the package."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "copydesk" and rest != "__version__":
                yield node.lineno, rest


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_lies_below_it_or_beside_it(path: Path) -> None:
    own = part_of(path)
    assert own in LAYER_OF, f"give {own} a place in LAYERS"

    upwards = [
        f"{path.name}:{line} imports {name}"
        for line, name in imported(path)
        if LAYER_OF.get(name.split(".")[0], 0) > LAYER_OF[own]
    ]

    assert upwards == []


def test_no_two_modules_import_each_other_even_on_one_layer() -> None:
    known = {
        path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path
        for path in modules()
    }
    graph = {
        name: {target for _, found in imported(path) if (target := nearest(found, known)) != name}
        for name, path in known.items()
    }

    while leaves := [name for name, targets in graph.items() if not targets & graph.keys()]:
        for name in leaves:
            del graph[name]

    assert graph == {}


def nearest(name: str, known: dict[str, Path]) -> str:
    """Return the module that a dotted name of a module or of something in it belongs to."""
    while name and name not in known and f"{name}.__init__" not in known:
        name = name.rpartition(".")[0]
    return name if name in known else f"{name}.__init__"


def test_nothing_is_imported_that_the_project_does_not_depend_on() -> None:
    allowed = {"copydesk", "rich", "pyromark", "ahocorasick_rs", "re2", "__future__"}
    stdlib = __import__("sys").stdlib_module_names

    foreign = {
        name.split(".")[0]
        for path in modules()
        for node in ast.walk(ast.parse(path.read_bytes()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert foreign - stdlib - allowed == set()
