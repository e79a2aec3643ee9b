"""A password hasher with a work limit, because a hash takes a core for a large part of a second."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from spms_site.work_limit import WorkLimit

PASSWORDS = WorkLimit("Passwords", at_once=1, waiting=3, seconds=5, retry_after=10)
"""Together with the limit of PDFs, this leaves some threads of a process for readers."""


class LimitedPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """Django's default hasher, which raises ``Busy`` if too many passwords are hashed at once.

    Django also hashes a password for an unknown name, so that ``Busy`` does not reveal whether an
    account exists.
    """

    def encode(self, password, salt, iterations=None):
        with PASSWORDS.slot():
            return super().encode(password, salt, iterations)
