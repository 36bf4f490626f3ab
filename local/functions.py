"""Load a function's entry file by path, as the platforms do.

Several functions have a `main.py`; each gets a module name of its own, and its folder is put on
the path for the package that it brings.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

FUNCTIONS = Path(__file__).resolve().parent.parent / "functions"


def load(function: str, entry: str = "main") -> ModuleType:
    """The module `functions/<function>/<entry>.py`. Raises what its cold start raises."""
    folder = FUNCTIONS / function
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    spec = importlib.util.spec_from_file_location(
        f"function_{function}_{entry}", folder / f"{entry}.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
