"""Say clearly that Node is missing or too old."""

import shutil
import subprocess
import sys

node = shutil.which("node")
if node is None or shutil.which("npm") is None:
    sys.exit("The dashboard is built with Node 20 or newer and npm; they are not on the PATH.")
version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
major, minor = (int(part) for part in version.strip().lstrip("v").split(".")[:2])
if (major, minor) < (20, 19):  # what Vite needs
    sys.exit("The dashboard is built with Node 20.19 or newer; this is " + version.strip())
