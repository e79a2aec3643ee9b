"""Find a Chromium for the browser tests, or get one: PATH, else apt as root, else Playwright's.

Preferred is the headless shell: the same engine without the windows of a user interface.

Run before the tests. Never fails: without a browser the tests say so themselves.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
"""Its name on PATH and in Debian. A page costs it about a third of the CPU time."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find():
    """Return the path of a Chromium, or None."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _playwright_own()


def _playwright_own():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def get():
    """Install the headless shell, or another Chromium where there is none; return a path, or None.

    Not every system has the shell as a package, and not every machine has a network: then what is
    found is used.
    """
    if shutil.which(SHELL):
        return find()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update", "-qq")
        _install(SHELL, "fonts-liberation")
        if not find():
            _install("chromium", "fonts-liberation")
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


def _install(*packages):
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def _run(*command):
    """Run a command of apt, without questions and without a long wait for a missing network."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quickly = [command[0], "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    subprocess.run(
        [*quickly, *command[1:]], check=False, env=environment, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    path = get()
    sys.stdout.write(f"Browser for the tests: {path or 'NONE FOUND'}\n")
