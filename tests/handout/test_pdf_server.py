"""PDFs in the workers of a real server, forked before and after the first one."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from guidance.handout.pdf import render
from tests.make_sheets import SITE, VISIT, laid_out

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORKERS = 2


def ask(address):
    with urllib.request.urlopen(address, timeout=3000) as response:
        return response.headers["X-Pid"], response.read(5)


def wait_for(address, server):
    for _ in range(3000):
        assert server.poll() is None, "The server ended by itself."
        try:
            return ask(address)
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer.")


def processes():
    """Return {process id: (that of its parent, its command)}."""
    asked = ["ps", "-e", "-ww", "-o", "pid=,ppid=,args="]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}


def typesetters(server):
    """Return the process ids of the typesetters that run below a server."""
    found, below = processes(), {str(server)}
    for _ in range(2):  # its workers, and their typesetters
        below |= {pid for pid, (parent, _) in found.items() if parent in below}
    return {pid for pid in below & found.keys() if "worker.py" in found[pid][1]}


@pytest.mark.parametrize(
    ("flags", "first"),
    [([], ""), (["--preload"], ""), (["--preload"], "yes")],
    ids=["plain", "preload", "preload after a PDF"],
)
def test_every_worker_makes_pdfs_and_leaves_nothing_behind(tmp_path, flags, first):
    inputs = tmp_path / "inputs.json"
    inputs.write_text(json.dumps({"doc": json.dumps(render.document(laid_out(**VISIT), SITE))}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    server = subprocess.Popen(
        [
            *[sys.executable, "-m", "gunicorn", "tests.pdf_server", "--bind", f"127.0.0.1:{port}"],
            *["--worker-class", "gthread", "--workers", str(WORKERS), "--threads", "4"],
            *["--no-control-socket", "--log-level", "warning", *flags],
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PDF_INPUTS": str(inputs), "PDF_FIRST": first},
    )
    try:
        wait_for(address, server)
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(ask, [address] * 40))
        assert {start for _, start in found} == {b"%PDF-"}
        assert len({pid for pid, _ in found}) <= WORKERS
        running = typesetters(server.pid)
        assert 1 <= len(running) <= WORKERS + bool(first)
    finally:
        server.terminate()
        server.wait(timeout=300)
    until = time.monotonic() + 120
    while left := [
        pid for pid, (_, words) in processes().items() if pid in running and "worker.py" in words
    ]:
        assert time.monotonic() < until, left
        time.sleep(0.1)
