"""The real site, started as a clinic would, and a real Chromium to look at it."""

import os
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.running import STAFF, running_site
from tests.get_browser import find
from tests.staff import code_of_key

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW = {"width": 1280, "height": 900}
LONGEST = 120_000
"""Milliseconds after which what has not come counts as missing: a machine may be slow."""
NEWCOMERS = ("newcomer-320", "newcomer-1280")
"""Accounts that have not signed in yet, for ``test_sign_in.py``."""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser():
    path = find()
    if path is None:
        message = "NO BROWSER FOUND: the browser tests did not run."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=LONGEST)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A running site that all browser tests share, with the accounts that they need.

    Tests may publish on it, so what is about the content as shipped starts a site of its own.
    """
    names = (STAFF[0], "colleague", *NEWCOMERS)
    with running_site(tmp_path_factory.mktemp("browser") / "site", names=names) as site:
        yield site


@contextmanager
def opening_pages(browser, site):
    """Yield a function that opens a page of the site; every console error fails at the end.

    Keyword arguments of the function are those of Playwright's ``new_context``.
    """
    contexts, trouble = [], []

    def opened(path="/", **options):
        options.setdefault("viewport", WINDOW)
        context = browser.new_context(base_url=site.address, **options)
        context.set_default_timeout(LONGEST)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(page, message))
        page.on("request", lambda request: foreign(request))
        page.goto(path)
        return page

    def note(page, message):
        expected = "Failed to load resource: the server responded with a status of 4"
        if message.type in ("error", "warning") and not message.text.startswith(expected):
            trouble.append(f"{page.url}: {message.text}")

    def foreign(request):
        if not request.url.startswith(site.address):
            trouble.append(f"a request went elsewhere: {request.url}")

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture
def open_page(browser, site):
    """Return a function that opens a page of the site: see ``opening_pages``."""
    with opening_pages(browser, site) as opened:
        yield opened


@pytest.fixture(scope="module")
def open_page_for_all(browser, site):
    """Like ``open_page``, for pages that all tests of a module share."""
    with opening_pages(browser, site) as opened:
        yield opened


def new_tab(browser, **options):
    """Return a page in a window of its own; ``options`` are those of Playwright's ``new_page``."""
    tab = browser.new_page(**options)
    tab.set_default_timeout(LONGEST)
    return tab


def type_password(page, name=STAFF[0], password=STAFF[1]):
    """Take the first step of signing in, from whatever staff page was asked for."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def type_code(page, code):
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Continue").click()


@pytest.fixture(scope="session")
def staff(browser, site):
    """The cookies of somebody signed in, for ``open_page(storage_state=...)``."""
    return first_day(browser, site, STAFF[0])


@pytest.fixture(scope="session")
def colleague(browser, site):
    """The cookies of a second person, who may approve what the first one wrote."""
    return first_day(browser, site, "colleague")


def first_day(browser, site, name):
    """Return the cookies of ``name``, who sets up a phone, in a browser without scripts."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    context.set_default_timeout(LONGEST)
    page = context.new_page()
    page.goto("/admin/")
    type_password(page, name)
    type_code(page, code_of_key(page.locator("code").inner_text()))
    page.get_by_role("link", name="Continue").click()
    assert page.url == f"{site.address}/admin/"
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def addresses(site):
    """Every public address of the site, from its own sitemap."""
    with urllib.request.urlopen(f"{site.address}/sitemap.xml") as response:
        xml = response.read().decode()
    found = [line.partition("<loc>")[2].partition("</loc>")[0] for line in xml.splitlines()]
    return [address.removeprefix(site.address) for address in found if address]
