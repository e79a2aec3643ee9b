"""A TCP proxy before a PostgreSQL server that can stop answering, as a server does that hangs."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

import psycopg


class Proxy:
    """Passes on what clients and the server say; while it hangs it takes everything, says nothing.

    ``database`` is the address of a database of that server. ``close`` is a server that is gone.
    """

    def __init__(self, database):
        with psycopg.connect(database) as connection:
            info = connection.info
            self.host, self.port, self.user = info.host, info.port, info.user
            self.password = info.password
        self.name = urlsplit(database).path.lstrip("/")
        self.flows = threading.Event()
        self.flows.set()
        self.open = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def database(self):
        """The address of the database behind this proxy."""
        who = f"{self.user}:{self.password}" if self.password else self.user
        return f"postgres://{who}@127.0.0.1:{self.listener.getsockname()[1]}/{self.name}"

    def hang(self):
        self.flows.clear()

    def go_on(self):
        self.flows.set()

    def close(self):
        for one in (self.listener, *self.open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.flows.set()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = self._to_server()
                self.open += [client, server]
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _to_server(self):
        if self.host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{self.host}/.s.PGSQL.{self.port}")
            return server
        return socket.create_connection((self.host, self.port))

    def _pass_on(self, source, sink):
        with suppress(OSError):
            while heard := source.recv(65536):
                self.flows.wait()
                sink.sendall(heard)
            sink.shutdown(socket.SHUT_RDWR)
