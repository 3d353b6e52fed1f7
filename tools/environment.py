"""Makes the environment: python tools/environment.py FOLDER LOCK [OPTION OF PIP ...].

Says first what it fetches and how much. Uses the standard library only and stays readable to old versions of Python, so
that those get a clear word.
"""

import os
import subprocess
import sys
import time

NEEDED = (3, 11)


def main(folder, lock, *options):
    # type: (str, str, str) -> None
    """Make FOLDER a virtual environment that holds what LOCK lists, and this checkout."""
    if sys.version_info < NEEDED:
        found = "%d.%d" % sys.version_info[:2]
        sys.exit("orgraph needs Python %d.%d or newer, this is %s; try: make demo PYTHON=python3.12" % (*NEEDED, found))
    with open(lock, encoding="utf-8") as file:
        first = file.readline().strip("# \n")
    begun = time.time()
    say("%s %s, each checked against its hash in %s" % (os.path.basename(lock), first, lock))
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        try:
            run([sys.executable, "-m", "venv", folder])
        except subprocess.CalledProcessError:
            sys.exit("no virtual environment can be made; on Debian or Ubuntu: apt install python3-venv")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    try:
        run([*pip, *options, "--require-hashes", "--no-deps", "-r", lock])
        run([*pip, "--no-deps", "--no-build-isolation", "-e", "."])
    except subprocess.CalledProcessError:
        sys.exit("the packages could not be installed: see the lines above; nothing outside %s was touched" % folder)
    say("environment ready in %s after %.0f s" % (folder, time.time() - begun))


def run(command):
    # type: (list[str]) -> None
    """Run a command, its output to the person."""
    subprocess.run(command, check=True)


def say(text):
    # type: (str) -> None
    """Tell the person."""
    print("orgraph: " + text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
