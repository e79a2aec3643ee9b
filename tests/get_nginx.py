"""Find an nginx for the tests, or get one with apt: what ``deploy/nginx.conf`` is tested with.

Run before the tests. Never fails: without nginx the tests say so themselves. They also need the
openssl program, for a certificate.
"""

import os
import shutil
import subprocess
import sys

PROGRAMS = ("nginx", "openssl")


def find():
    """Return the path of nginx, or None where a program is missing."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = [shutil.which(name, path=path) for name in PROGRAMS]
    return found[0] if all(found) else None


def get():
    """Install nginx if there is none, and return its path, or None."""
    if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PROGRAMS]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    return find()


if __name__ == "__main__":
    sys.stdout.write(f"nginx for the tests: {get() or 'NONE FOUND'}\n")
