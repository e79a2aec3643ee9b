"""Write the pages of pictures in ``docs/`` anew: ``make pictures``, in about five minutes.

The site of this release and that of the release of November 24, 2026 are made in temporary
folders and served on free ports. Pages are only written if both could be looked at.
"""

import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser import before_and_after, tools_pictures
from tests.browser.running import Site, free_address, running_site, serving
from tests.earlier_release import earlier_release
from tests.get_browser import find


@contextmanager
def both_sites():
    """Yield the addresses of the earlier release and of this one, both served."""
    address = free_address()
    with TemporaryDirectory() as name, earlier_release(address) as earlier:
        earlier.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        before = Site(address, Path(name), earlier.environment)
        with (
            serving(before, code=earlier.folder),
            running_site(Path(name) / "site") as now,
        ):
            yield before.address, now.address


def write():
    """Write both pages and their pictures."""
    with both_sites() as sites, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        before_and_after.write(browser, sites)
        tools_pictures.write(browser, sites[1])
        browser.close()


if __name__ == "__main__":
    if find() is None:
        sys.exit("No Chromium was found: run tests/get_browser.py.")
    write()
