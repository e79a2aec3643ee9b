"""The sign-in of staff: a password, then a code from an authenticator app (ADR 0007).

This is a separate app, so that access control does not depend on the content of the pages that it
protects. Of ``guidance`` it uses only the error pages.
"""
