"""An account of an editor, and its authenticator app."""

import pytest

from tests.make import make_user
from tests.staff import make_app


@pytest.fixture
def user():
    """An editor who may view and change treatments."""
    return make_user("editor", "view_therapy", "change_therapy")


@pytest.fixture
def app(user):
    """The authenticator app of ``user``."""
    return make_app(user)
