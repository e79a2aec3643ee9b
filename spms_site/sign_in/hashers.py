"""Passwords are hashed a few at a time: each takes a core for a large part of a second."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from spms_site.work_limit import WorkLimit

PASSWORDS = WorkLimit("Passwords", at_once=1, waiting=3, seconds=5, retry_after=10)
"""With those who wait for a PDF, this leaves a process threads for readers."""


class LimitedPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """Django's default hash, which raises ``Busy`` where too many are asked for at once.

    A name that no account has is hashed too, so being refused says nothing about a name.
    """

    def encode(self, password, salt, iterations=None):
        with PASSWORDS.slot():
            return super().encode(password, salt, iterations)
