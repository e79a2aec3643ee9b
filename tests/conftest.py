"""What tests share. Every test that uses the database sees the shipped content as edition 1."""

import gc
import os
import secrets
from functools import lru_cache, wraps

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test import client as test_client

from guidance import delivery
from guidance.editorial import current, publishing, snapshots, workflow
from guidance.handout.pdf import render
from guidance.models import PageVersion
from spms_site.sign_in import guard
from spms_site.static_files import StaticFiles
from tests.get_postgres import find as find_postgres
from tests.make import make_user, submitted
from tests.seeded import copy_of_seeded, postgres_template, seeded_site, template_name
from tests.sites import OwnSite, Postgres
from tests.staff import StaffClient

RUN = "SPMS_TEST_RUN"


def pytest_configure(config):
    """Name this run for its workers, and give ``STATIC_ROOT`` the files of the seeded site.

    Before tests are collected: the storage of static files reads its manifest once.
    """
    os.environ.setdefault(RUN, secrets.token_hex(6))
    if not settings.STATIC_ROOT.exists():
        settings.STATIC_ROOT.symlink_to(seeded_site().folder / "static")


def pytest_sessionfinish(session):
    """Drop what the workers of this run shared, when all of them are done."""
    if not hasattr(session.config, "workerinput") and (address := find_postgres()):
        server = Postgres(address)
        server.made.append(template_name(os.environ[RUN]))
        server.drop()


LONGEST_REASON = 150
"""The characters of a reason in the list of failed tests."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """Print the failed tests once more at the very end, one line each with a short reason.

    In continuous integration pytest prints whole differences, even in its short summary, so that
    the names of the failed tests are far above the end of a log. pytest prints that summary in a
    wrapper, so only an outer wrapper comes after it.
    """
    answer = yield
    stats = terminalreporter.stats
    if reports := [*stats.get("failed", []), *stats.get("error", [])]:
        terminalreporter.write_sep("=", "failed tests, in short")
        for report in reports:
            terminalreporter.write_line(f"{report.nodeid}: {short_reason(report)}")
    return answer


def short_reason(report):
    """Return the first ``LONGEST_REASON`` characters of why a test failed, on one line."""
    crash = getattr(report.longrepr, "reprcrash", None)
    reason = crash.message if crash else str(report.longrepr or "")
    return " ".join(reason[: 4 * LONGEST_REASON].split())[:LONGEST_REASON]


OWN_SITE = {
    *("own_site", "own_site_of_each_kind", "own_sqlite_site", "own_postgresql_site"),
    *("_postgres_template", "browser", "site"),
}
"""Fixtures of a site of its own, in processes of its own."""
DATABASE = {"db", "transactional_db", "django_db_setup"}
POSTGRESQL = {"_postgres", "_postgres_template", "own_postgresql_site"}
"""Fixtures of a server of PostgreSQL."""


SLOW_FOLDERS = {"admin", "browser", "content", "editorial", "sign_in", "site"}
"""Folders of tests that start processes or take many steps in the database."""
SLOW_FILES = {
    *("test_check_content.py", "test_scorecard_report.py"),
    *("test_check_code_view.py", "test_coverage_doc.py", "test_damaged_pages.py", "test_visit.py"),
}
"""Further files whose tests with a database read all shipped content, or publish editions."""
PURE_FOLDERS = {"handout", "pages", "quality", "search", "walk"}
"""Folders of tests of the pure modules."""
NOT_TRACED = {"test_queries.py", "test_urgent_queries.py"}
"""Files there with so many queries in the shipped guide that other tests run each line too."""


def pytest_collection_modifyitems(items):
    """Mark tests: ``slow`` and ``pure`` by folder, file and fixtures, others by fixtures."""
    for item in items:
        fixtures = set(item.fixturenames)
        database = bool(fixtures & DATABASE or item.get_closest_marker("django_db"))
        in_slow_file = item.path.name in SLOW_FILES and database
        in_slow_folder = item.path.parent.name in SLOW_FOLDERS
        if in_slow_file or in_slow_folder or fixtures & {*OWN_SITE, "crawled"}:
            item.add_marker(pytest.mark.slow)
        in_pure_folder = item.path.parent.name in PURE_FOLDERS and item.path.name not in NOT_TRACED
        if in_pure_folder and not item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.pure)
        if database and not fixtures & OWN_SITE:
            item.add_marker(pytest.mark.database)
        if fixtures & POSTGRESQL:
            item.add_marker(pytest.mark.postgresql)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker, tmp_path_factory):
    """Give this process a database of its own, with the shipped content as edition 1."""
    if connection.vendor == "postgresql":
        template = request.getfixturevalue("_postgres_template")
        name = request.getfixturevalue("_postgres").make(template)
    else:
        name = str(copy_of_seeded(tmp_path_factory.mktemp("database") / "site").file)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def _garbage_collected_rarely():
    """Look through the modules and all collected tests never again, and through the rest rarely.

    A page of the staff area makes so many objects that Python otherwise does so all the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_pages_kept():
    """Let clients keep the contexts of a page's templates, and not those of each of its fields."""
    store = test_client.store_rendered_templates

    def store_rendered_templates(kept, signal, sender, template, context, **kwargs):
        if not str(template.name).startswith("django/forms/"):
            store(kept, signal, sender, template, context, **kwargs)

    test_client.store_rendered_templates = store_rendered_templates


@pytest.fixture(scope="session", autouse=True)
def _fast_compression():
    """Spend no time on the last bytes: brotli at its best takes longer than rendering a page."""
    delivery.BEST = delivery.FAST


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once():
    """Let all clients share the list of static files, which each makes from the folder anew."""
    find, found = StaticFiles.update_files_dictionary, {}

    def update_files_dictionary(self, root, prefix):
        if (root, prefix) not in found:
            find(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    StaticFiles.update_files_dictionary = update_files_dictionary


@pytest.fixture(scope="session", autouse=True)
def _sessions_noted_rarely():
    """On a slow machine a minute passes within a test, and a note of it would be one query more."""
    guard.NOTED_EVERY = guard.SESSION_IDLE_SECONDS // 2


@pytest.fixture(scope="session", autouse=True)
def _generous_limits():
    """Let no test fail because the machine is slow: limits in seconds are far away.

    A test of such a limit sets its own.
    """
    render.SECONDS = 300
    current.RECHECK_SECONDS = 1000


@pytest.fixture(scope="session", autouse=True)
def _seeded_guide():
    """Make the guide of the seeded edition once, and again only where its rows differ.

    To decode the edition takes longer than most tests.
    """
    make_guide, kept_rows, kept_guide = current.guide_of, None, None

    def guide_of(edition):
        nonlocal kept_rows, kept_guide
        if edition.number != 1:
            return make_guide(edition)
        versions = PageVersion.objects.filter(pk__in=edition.manifest.values()).order_by("pk")
        payload = Cast("payload", TextField())
        rows = [edition.published_at, edition.manifest]
        rows += versions.values_list("pk", "schema", payload)
        if rows != kept_rows:
            guide = make_guide(edition)
            if guide.unreadable:
                return guide
            kept_rows, kept_guide = rows, guide
        return kept_guide

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(current, "guide_of", guide_of)
        yield


@pytest.fixture(scope="session", autouse=True)
def _search_in_seeded_guide():
    """Make the search in the guide of the seeded edition once: it takes as long as ten pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(current, "Search", lru_cache(maxsize=2)(current.Search))
        yield


@pytest.fixture(scope="session")
def _written():
    """The statements of the current test that wrote to a table of the guide, from any thread."""
    written = []

    def noting(method):
        @wraps(method)
        def execute(self, sql, *args, **kwargs):
            if "guidance_" in (words := str(sql)) and words.lstrip("( ")[:6].upper() != "SELECT":
                written.append(words)
            return method(self, sql, *args, **kwargs)

        return execute

    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "executemany"):
            patch.setattr(CursorWrapper, name, noting(getattr(CursorWrapper, name)))
        yield written


@pytest.fixture(scope="session", autouse=True)
def _seeded_drafts(_written):
    """Freeze all drafts once for the tests that have not changed any.

    A test that has written to a table of the guide, or that counts queries, freezes them itself.
    No test leaves its rows behind, so each begins with the seeded drafts.
    """
    freeze_all, frozen = snapshots.freeze_all, {}

    @wraps(freeze_all)
    def freeze_all_or_return_seeded():
        if _written or connection.force_debug_cursor:
            return freeze_all()
        if not frozen:
            frozen.update(freeze_all())
        return dict(frozen)

    with pytest.MonkeyPatch.context() as patch:
        for module in (snapshots, current, publishing):
            patch.setattr(module, "freeze_all", freeze_all_or_return_seeded)
        yield


@pytest.fixture(autouse=True)
def _nothing_written(_written):
    """Begin each test with the seeded rows: what an earlier one wrote was rolled back."""
    _written.clear()


@pytest.fixture(autouse=True)
def _forgotten_guide():
    """Let no test see the guide that another test published."""
    current.forget_guide()
    yield
    current.forget_guide()


@pytest.fixture
def client():
    """A client that knows both factors: see ``StaffClient``."""
    return StaffClient()


@pytest.fixture
def admin_client(client, admin_user):
    """A client signed in with every right."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def people():
    """One person of each role, by role."""
    found = {}
    for role in Group.objects.all():
        found[role.name] = make_user(role.name.lower().replace(" ", "-"))
        found[role.name].groups.add(role)
    return found


@pytest.fixture
def sign_in(client, people):
    """Return a function that signs ``client`` in with that role, or signs it out, given ""."""

    def sign_in_with(role):
        client.logout()
        if role:
            client.force_login(people[role])
        return client

    return sign_in_with


@pytest.fixture
def waiting(people):
    """A submission in review, with one changed sentence of Siponimod."""
    return submitted(people["Editor"])


# Sites with a database that a test may spoil: see ``tests.sites``.


@pytest.fixture(scope="session")
def _postgres():
    address = find_postgres()
    if address is None:
        message = "NO POSTGRESQL FOUND: the tests on PostgreSQL did not run."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    server = Postgres(address)
    yield server
    server.drop()


@pytest.fixture(scope="session")
def _postgres_template(_postgres):
    return postgres_template(_postgres, os.environ[RUN])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def own_site(request):
    """A site of its own with the shipped content as edition 1.

    It is on SQLite in ``make test``, and on PostgreSQL too in ``make test-more``.
    """
    return request.getfixturevalue(f"own_{request.param}_site")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def own_site_of_each_kind(request):
    """Like ``own_site``, but on PostgreSQL in each change too: for what works differently there.

    That is in ``make test-postgres``, which ``.ci/run`` runs after ``make test``.
    """
    return request.getfixturevalue(f"own_{request.param}_site")


@pytest.fixture
def own_sqlite_site(tmp_path):
    """A site of its own on SQLite."""
    return copy_of_seeded(tmp_path / "site")


@pytest.fixture
def own_postgresql_site(tmp_path, _postgres, _postgres_template):
    """A site of its own on PostgreSQL."""
    site = copy_of_seeded(tmp_path / "site")
    return OwnSite(site.folder, _postgres.address_of(_postgres.make(_postgres_template)))


@pytest.fixture
def editor(people):
    return people["Editor"]


@pytest.fixture
def reviewer(people):
    return people["Clinical reviewer"]


@pytest.fixture
def publisher(people):
    return people["Publisher"]


@pytest.fixture
def approved(waiting, people):
    """An approved submission."""
    workflow.approve(people["Clinical reviewer"], waiting)
    return waiting
