"""A site served by a real gunicorn, and requests to it byte by byte."""

import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.sites import ROOT

LONGEST = 120
"""Seconds after which a server or an answer that has not come counts as missing."""


@dataclass(frozen=True)
class Answer:
    """A response: its status, its headers by lower-case name, and its body."""

    status: int
    headers: dict
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its port on this machine, and the file with what it logged."""

    port: int
    log_file: Path
    tls: ssl.SSLContext | None = None

    @property
    def log(self):
        return self.log_file.read_text()

    def connect(self):
        """Return an open socket to the server."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST)
        return self.tls.wrap_socket(connection) if self.tls else connection

    def send(self, request):
        """Send the bytes of one request and return the ``Answer``, or None where none came."""
        with self.connect() as connection:
            connection.sendall(request)
            return read_answer(connection, head=request.startswith(b"HEAD "))

    def get(self, target, *lines, method="GET", host="127.0.0.1"):
        """Ask for ``target`` with these header lines and return the ``Answer``."""
        head = [f"{method} {target} HTTP/1.1", *([f"Host: {host}"] if host else []), *lines]
        return self.send(("\r\n".join([*head, "Connection: close"]) + "\r\n\r\n").encode("latin-1"))

    def post(self, target, fields, *lines, host="127.0.0.1"):
        """Send a form to ``target`` and return the ``Answer``."""
        return self.send(form_of(target, fields, *lines, host=host))


def form_of(target, fields, *lines, host="127.0.0.1"):
    """Return the bytes of a request that sends a form."""
    body = urlencode(fields, doseq=True).encode()
    head = [
        *(f"POST {target} HTTP/1.1", f"Host: {host}", "Connection: close", *lines),
        *("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"),
    ]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def read_answer(connection, *, head=False):
    """Return the ``Answer`` that arrives at a socket; with ``head`` all that follows is body."""
    received = b""
    while more := connection.recv(65536):
        received += more
        if not head and _is_whole(received):
            break
    top, _, body = received.partition(b"\r\n\r\n")
    if not top:
        return None
    first, *lines = top.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    headers = {name.lower(): value for name, value in headers.items()}
    if headers.get("transfer-encoding") == "chunked":
        body = _unchunked(body)
    return Answer(int(first.split()[1]), headers, body)


def _is_whole(received):
    top, end, body = received.partition(b"\r\n\r\n")
    lines = top.lower().split(b"\r\n")
    lengths = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
    return bool(end and lengths and len(body) >= lengths[0])


def _unchunked(body):
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        whole, body = whole + body[:length], body[length + 2 :]
        if not length:
            break
    return whole


def free_port():
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(site, *flags, workers=1, **variables):
    """Serve ``site`` with gunicorn as the Procfile does; yield the ``Server``.

    ``flags`` are further ones of gunicorn's, ``variables`` further ones of the environment.
    """
    port, log = free_port(), site.folder / "gunicorn.log"
    command = ["-m", "gunicorn", "spms_site.wsgi", "--bind", f"127.0.0.1:{port}"]
    with log.open("w") as file:
        process = site.with_variables(**variables).start(
            *[*command, "--workers", str(workers), *flags],
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_listening(port, process)
            yield Server(port, log)
        finally:
            process.terminate()
            process.wait()


def wait_until_listening(port, process):
    """Wait until ``process`` accepts connections at ``port``; fail where it ends instead."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        assert process.poll() is None, "The server ended by itself."
        try:
            socket.create_connection(("127.0.0.1", port), timeout=LONGEST).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError(f"Nobody listens on port {port}.")
