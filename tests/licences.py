"""Asks every installed package for its licence, and refuses one that does not fit BSD-3-Clause (`make licences`)."""

import json
import re
import subprocess
import sys

# A package may be used by a site under any of these; of several offered, one that fits is enough.
FITS = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Artistic|Unlicense|Zlib", re.IGNORECASE
)

# What a package does not say of itself in a form that can be read, as its own licence file says it.
SAID_IN_THE_FILE = {"axe-playwright-python": "MIT"}


def misfits(packages):
    """One sentence for each package whose licence does not fit."""
    for package in packages:
        name, licence = package["Name"], SAID_IN_THE_FILE.get(package["Name"], package["License"])
        if not all(FITS.search(part) for part in licence.split(" AND ")):
            yield f"{name} {package['Version']} has the licence “{licence}”, which tests/licences.py does not allow."


def main():
    command = ["-m", "piplicenses", "--from=mixed", "--format=json"]
    listed = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    packages = json.loads(listed.stdout)
    found = list(misfits(packages))
    print(*found, f"{len(packages)} packages, {len(found)} with a licence that does not fit.", sep="\n")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
