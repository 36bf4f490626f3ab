"""Which of our own files an entry point can reach, by the import graph.

Imports inside functions count: `modulefinder` reads bytecode and does not run it.
"""

import sys
from collections.abc import Collection, Iterable
from modulefinder import ModuleFinder
from pathlib import Path
from typing import NamedTuple

from tools.package_functions import Function

DECLARATIONS = {".py", ".pyc", ".typed"}
"""Suffixes of files that are no data."""

CHOOSER = "flight_tracker.wiring"
OF_LAMBDA = {"boto3", "botocore"}
"""Libraries that Lambda's Python runtimes bring."""


class OwnCode(NamedTuple):
    """`files`: place in the package → source. `libraries`: dotted names that others provide."""

    files: dict[str, Path]
    libraries: frozenset[str]


class Incomplete(Exception):
    """A package would lack something, or leaves out what nobody reaches."""


def own_code(root: Path, function: Function) -> OwnCode:
    """All that `function`'s entry point reaches below `root`, and the data beside it."""
    folders = _folders(root, function)
    graph = _graph(folders, function.entry, function.leaves_out)
    sources = (getattr(module, "__file__", None) for module in graph.modules.values())
    reached = {Path(source) for source in sources if source}
    files = {_place(path, folders): path for path in (*reached, *_data(reached))}
    missing = (name for name in graph.any_missing() if not _is_known(name, function.leaves_out))
    return OwnCode(dict(sorted(files.items())), frozenset(missing))


def check_left_out(root: Path, function: Function) -> None:
    """Raises Incomplete if `function` leaves out what nobody reaches, or what others than `wiring`,
    which chooses, import."""
    folders = _folders(root, function)
    everything = _graph(folders, function.entry, ())
    for name in function.leaves_out:
        if name not in everything.modules:
            raise Incomplete(f"{function.name} leaves out {name}, which nothing imports")
    for name, importers in _graph(folders, function.entry, function.leaves_out).badmodules.items():
        needing = {importer for importer in importers if not _is_inside(importer, (CHOOSER,))}
        if _is_inside(name, function.leaves_out) and needing:
            raise Incomplete(f"{function.name} leaves out {name}, which {min(needing)} imports")


def check_libraries(folder: Path, names: Collection[str], function: Function) -> None:
    """Raises Incomplete if `folder` lacks a module that the function's code imports."""
    for name in function.does_without:
        if name not in names:
            raise Incomplete(f"{function.name} does without {name}, which nothing imports")
    for name in sorted({*names} - {*function.does_without}):
        if not _brings(folder, name):
            raise Incomplete(
                f"{function.name} imports {name}, which {function.requirements} does not bring"
            )


def _folders(root: Path, function: Function) -> list[Path]:
    return [root / "functions" / function.folder, root / "core"]


def _graph(folders: list[Path], entry: str, excludes: tuple[str, ...]) -> ModuleFinder:
    """Only our own folders are searched, so every library is a missing module."""
    finder = ModuleFinder([str(folder) for folder in folders], excludes=list(excludes))
    finder.run_script(str(folders[0] / f"{entry}.py"))
    return finder


def _data(modules: set[Path]) -> Iterable[Path]:
    """The data files of the reached packages; one that is called as a module goes with it."""
    for package in (path.parent for path in modules if path.name == "__init__.py"):
        for path in package.iterdir():
            owner = path.with_suffix(".py")
            is_data = path.is_file() and path.suffix not in DECLARATIONS
            if is_data and (owner in modules or not owner.exists()):
                yield path


def _brings(folder: Path, name: str) -> bool:
    """Whether there is such a module; a native one may make its own, beside itself."""
    place = folder.joinpath(*name.split("."))
    native = place.parent.glob("*.so") if place.parent != folder else ()
    return place.is_dir() or place.with_suffix(".py").is_file() or any(native)


def _place(path: Path, folders: list[Path]) -> str:
    base = next(folder for folder in folders if path.is_relative_to(folder))
    return path.relative_to(base).as_posix()


def _is_inside(name: str, modules: tuple[str, ...]) -> bool:
    return f"{name}.".startswith(tuple(f"{module}." for module in modules))


def _is_known(name: str, left_out: tuple[str, ...]) -> bool:
    """Of the standard library, of Lambda, or inside of what is left out."""
    return (
        _is_inside(name, left_out) or name.partition(".")[0] in sys.stdlib_module_names | OF_LAMBDA
    )
