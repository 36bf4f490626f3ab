"""Say clearly that Node is missing or too old."""

import shutil
import subprocess
import sys

node = shutil.which("node")
if node is None or shutil.which("npm") is None:
    sys.exit("The dashboard is built with Node 20 or newer and npm; they are not on the PATH.")
version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
if int(version.strip().lstrip("v").split(".")[0]) < 20:
    sys.exit("The dashboard is built with Node 20 or newer; this is " + version.strip())
