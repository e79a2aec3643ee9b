"""A PostgreSQL backend that limits the time of each answer.

A server whose processes are stopped still acknowledges TCP packets. Neither the limits of TCP nor
those of the server end the wait then, so the client must end it.
"""

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg.pq import TransactionStatus

from spms_site.databases import seconds_to_wait

SHORTEST_CONNECT = 2
"""The smallest ``connect_timeout`` in seconds. psycopg treats 0 as no limit and 1 as 2."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's backend with ``seconds_to_wait`` as the time limit of each answer."""

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
                    connection.close()  # a late answer would be read as that of the next query
                raise

        connection.wait = wait_with_limit
        return connection
