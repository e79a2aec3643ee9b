"""How a reader of a page does while 50 others ask for PDFs without a pause.

Run by ``make bench-storm``. Starts the site as ``make run`` does, in a folder of its own. The same
page is read in calm and in the storm; only the ratio is told, because milliseconds of one machine
say nothing of another. Ends with an error where the bar is missed, where a reader gets no page, or
where no PDF is made.
"""

import collections
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from tests.sites import ROOT, OwnSite

PARALLEL = 50
SECONDS = 15
MOST_TIMES_THE_CALM = 25
PAGE = "/treatments/siponimod/"
HANDOUT = [
    ("type", "active-progressing"),
    *(("treatment", slug) for slug in ("siponimod", "ocrelizumab", "physical-therapy")),
    *(("pictures", "on"), ("suggested", "on"), ("own", "Can I travel?"), ("size", "14")),
]
SERVER = [
    *("-m", "gunicorn", "spms_site.wsgi", "--log-level", "warning", "--no-control-socket"),
    *("--worker-class", "gthread", "--workers", "2", "--threads", "16", "--keep-alive", "15"),
]


def ask(port, method, path, body=None):
    """Return (status, body) of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body, form)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def read(port, seconds):
    """Return how long each reading of the page took, in seconds; fail where it is not read."""
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        before = time.perf_counter()
        status, _ = ask(port, "GET", PAGE)
        took.append(time.perf_counter() - before)
        assert status == 200, f"The page answered {status}."
        time.sleep(0.02)
    return took


def storm(port, seconds):
    """Ask for PDFs in 50 threads, each anew as soon as it has an answer; print {status: count}."""
    found, end = collections.Counter(), time.monotonic() + seconds

    def work(number):
        body = urlencode([*HANDOUT, ("notes", f"Reader {number}")])
        while time.monotonic() < end:
            status, _ = ask(port, "POST", "/handout/pdf/", body)
            found[status] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(PARALLEL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps(found))


def measure(port):
    """Return (times in calm, times in the storm, {status: count} of the storm)."""
    read(port, 1)
    for _ in range(4):  # both workers have started their typesetter
        ask(port, "POST", "/handout/pdf/", urlencode(HANDOUT))
    calm = read(port, 5)
    command = [sys.executable, "-m", "tests.bench_storm", str(port), str(SECONDS)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(2)
        busy = read(port, SECONDS - 4)
        counted, _ = process.communicate()
    return calm, busy, json.loads(counted)


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


def tell(calm, busy, counted):
    """Say what was found, and return whether the bars are kept."""
    ratio = p95(busy) / p95(calm)
    made, refused = counted.pop("200", 0), counted.pop("503", 0)
    sys.stdout.write(
        f"Beside {PARALLEL} parallel PDFs a page takes {ratio:.1f} times as long as in calm "
        f"(95 of 100 readings; at most {MOST_TIMES_THE_CALM}; {len(busy)} readings).\n"
        f"In calm {p95(calm) * 1000:.1f} ms. {made} PDFs made, {refused} asked to wait or print.\n"
    )
    if counted:
        sys.stdout.write(f"Other answers: {counted}\n")
    return ratio <= MOST_TIMES_THE_CALM and made > 0 and not counted


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = OwnSite(Path(folder), f"sqlite:///{folder}/db.sqlite3")
        for command in (
            ["migrate"],
            ["collectstatic", "--no-input"],
            ["load_content", "--publish"],
        ):
            code, said = site.manage(*command)
            assert code == 0, said
        port = int(os.environ.get("PORT") or free_port())
        server = site.start(
            *SERVER, "--bind", f"127.0.0.1:{port}", cwd=ROOT, stderr=subprocess.DEVNULL
        )
        try:
            for _ in range(100):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            kept = tell(*measure(port))
        finally:
            server.terminate()
            server.wait(timeout=30)
    sys.exit(not kept)


if __name__ == "__main__":
    storm(*map(int, sys.argv[1:])) if sys.argv[1:] else main()
