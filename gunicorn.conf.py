"""The settings of gunicorn, for `make run`, for the Procfile and for tests.

gunicorn reads this file by itself in the project's folder. Flags on its command line and
``GUNICORN_CMD_ARGS`` go before it, for example ``--workers 4``.
"""

import logging
import re

worker_class = "gthread"
workers = 2
threads = 16
keepalive = 15  # seconds
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True

# Addresses never depend on a header: gunicorn would take SCRIPT_NAME from any request of this
# machine, and so from whatever a proxy here passes on (docs/adr/0016).
forwarder_headers = ""
header_map = "drop"


class WithoutQueries(logging.Filter):
    """Takes what follows a "?" out of messages about requests, for it may be a reader's search."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = re.sub(r"\?.*", "?...", record.getMessage()), ()
        return True


logging.getLogger("gunicorn.error").addFilter(WithoutQueries())
