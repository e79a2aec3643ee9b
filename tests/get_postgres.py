"""Find a PostgreSQL server for the tests, or get one: TEST_POSTGRES_URL, this machine's, apt.

Run before the tests in CI. Never fails: without a server the tests say so themselves. It prints
the address of the server, or nothing. On this machine no password is needed: PostgreSQL knows
its users by their socket.
"""

import getpass
import os
import re
import shutil
import subprocess
import sys

HERE = "postgres:///postgres"
MAY_MAKE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def find():
    """Return the address of a server on which databases may be made, or None."""
    address = os.environ.get("TEST_POSTGRES_URL") or HERE
    if shutil.which("psql") is None or shutil.which("pg_dump") is None:
        return None
    asked = ["psql", "--no-password", "--tuples-only", "--no-align", "--command", MAY_MAKE, address]
    answer = subprocess.run(asked, capture_output=True, text=True, env=_impatient())
    return address if answer.stdout.strip() == "t" else None


def get():
    """Install and start a server if there is none, and return its address, or None."""
    if address := find():
        return address
    if os.geteuid() == 0 and shutil.which("apt-get"):
        if not shutil.which("pg_ctlcluster"):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
            _run(["apt-get", "update", "-qq"])
            _run(install, env=environment)
        _start_and_let_in(getpass.getuser())
    return find()


def _start_and_let_in(user):
    """Start every cluster that is down, and make a role for ``user``, who may make databases."""
    listed = subprocess.run(["pg_lsclusters", "--no-header"], capture_output=True, text=True)
    for version, cluster in re.findall(r"^(\S+) +(\S+) +\d+ +down", listed.stdout, re.MULTILINE):
        _run(["pg_ctlcluster", version, cluster, "start"])
    _run(["runuser", "-u", "postgres", "--", "createuser", "--createdb", user])


def _run(command, **more):
    if shutil.which(command[0]):
        subprocess.run(command, check=False, stdout=sys.stderr, **more)


def _impatient():
    return {**os.environ, "PGCONNECT_TIMEOUT": "5"}


if __name__ == "__main__":
    sys.stdout.write(get() or "")
