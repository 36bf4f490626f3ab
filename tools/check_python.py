"""Say clearly that this Python is too old. Runs on any version, so no new syntax here."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The flight tracker needs Python 3.11 or newer; this is %d.%d. "
        "Name another one: make run PYTHON=python3.12" % sys.version_info[:2]
    )
