"""PostgreSQL, whose answers are not waited for without end.

A server whose processes are stopped still acknowledges what it is sent, so that no limit of TCP or
of the server itself ends the wait: the client has to.
"""

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg.pq import TransactionStatus

from spms_site.databases import seconds_to_wait

SHORTEST_CONNECT = 2
"""Seconds; psycopg takes less for no limit or for two."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with ``seconds_to_wait`` as the limit of each answer."""

    def get_new_connection(self, conn_params):
        limit = seconds_to_wait()
        if limit is not None:
            longest = int(conn_params.get("connect_timeout") or limit)
            timeout = max(SHORTEST_CONNECT, min(longest, int(limit)))
            conn_params = {**conn_params, "connect_timeout": timeout}
        connection = super().get_new_connection(conn_params)
        wait = connection.wait

        def wait_with_limit(gen, *args, **kwargs):
            if (limit := seconds_to_wait()) is None:
                return wait(gen, *args, **kwargs)
            try:
                return wait(gen, *args, **{**kwargs, "timeout": limit})
            except OperationalError:
                if connection.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    connection.close()  # an answer may still come, and nobody waits for it
                raise

        connection.wait = wait_with_limit
        return connection
