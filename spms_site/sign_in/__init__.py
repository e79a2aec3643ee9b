"""How staff sign in: a password, then a code from an app on their phone.

An app of its own beside the settings, and not a part of ``guidance``: it knows accounts and
sessions, and of the guide only its error pages. What guards a staff page must not depend on what
that page shows.
"""
