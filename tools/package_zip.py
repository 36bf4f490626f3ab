"""A zip whose bytes depend on nothing but the content of its files."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format knows."""
UNIX, MODE = 3, 0o100644
LEVEL = 6
"""Of deflate: 9 takes three times as long for a zip that is 1 % smaller."""


def compile_all(folder: Path) -> None:
    """Bytecode beside every module: a function cannot write its own. It names files by their
    place in the package and is never compared with the source's time."""
    options = ["--invalidation-mode", "unchecked-hash", "-q", "-f", "-s", str(folder)]
    # A process of its own: what bytecode shares depends on what was compiled before.
    command = [sys.executable, "-I", "-S", "-W", "ignore", "-m", "compileall", *options]
    subprocess.run([*command, str(folder)], check=True)


def write(folder: Path, target: Path) -> None:
    """Pack all files of `folder`: sorted names, one time, one mode."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    with ZipFile(target, "w") as packed:
        for name in names:
            info = ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = UNIX, MODE << 16
            packed.writestr(info, (folder / name).read_bytes(), ZIP_DEFLATED, LEVEL)


def unzipped(path: Path) -> int:
    """Bytes of the content."""
    with ZipFile(path) as packed:
        return sum(info.file_size for info in packed.infolist())


def heaviest(path: Path, count: int = 3) -> list[tuple[str, int]]:
    """The packages that take most of the zip, and their bytes in it."""
    sizes: Counter[str] = Counter()
    with ZipFile(path) as packed:
        for info in packed.infolist():
            sizes[_package(info.filename)] += info.compress_size
    return sizes.most_common(count)


def _package(name: str) -> str:
    """`numpy.libs/x.so` and `numpy-2.4.dist-info/METADATA` belong to numpy."""
    return re.split(r"[./-]", name, maxsplit=1)[0]
