"""How the PDF does beside a browser: time as a ratio, and how the typesetter's memory grows.

Run by ``make bench-pdf``. Both ways make the same handout from the same form, warm and in turns,
with the same niceness, so that a busy machine slows both. Only ratios are told: milliseconds of one
machine say nothing of another. Ends with an error where a bar is missed.
"""

import os
import re
import statistics
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import sync_playwright

from guidance.handout.pdf import render, worker
from tests.get_browser import find

DOCUMENTS, WARM_UP = 36, 4
MOST_OF_THE_BROWSERS_TIME = 0.30
FIRST, LAST = 100, 600
MOST_GROWTH = 10 * 1024
"""Kilobytes."""


def handouts(count):
    """Yield ``count`` different forms of three treatments each, with pictures and own words."""
    from guidance.editorial.current import current_guide

    slugs = [page.slug for page in current_guide().therapies()]
    for number in range(count):
        three = {slugs[(number * step + start) % len(slugs)] for step, start in ((1, 0), (2, 9))}
        yield {
            "type": ("active", "active-progressing", "stable")[number % 3],
            "treatment": sorted(three | {"siponimod", *slugs[number % 5 : number % 5 + 1]})[:3],
            "pictures": "on",
            "suggested": "on",
            "question": ["1", "3"],
            "own": f"Question {number}: can I still travel in month {number % 12 + 1}?",
            "size": ("14", "18")[number % 2],
        }


def took(work, fields):
    """Return how long ``work(fields)`` takes, in seconds."""
    before = time.perf_counter()
    work(fields)
    return time.perf_counter() - before


def compare(client, page):
    """Return the median time of our PDF over that of the browser's, both warm."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    looks = {"site": "all", "sheet": "all", "paper": "print"}
    style = "".join(
        f'<style media="{media}">{(folder / f"{name}.css").read_text()}</style>'
        for name, media in looks.items()
    )
    ours, theirs = [], []

    def print_it(fields):
        html = client.post("/handout/print/", fields).content.decode()
        head = re.sub(r"<link [^>]*>", "", html)
        page.set_content(head.replace("</head>", f"{style}</head>"))
        made = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
        assert made.startswith(b"%PDF")

    def set_it(fields):
        assert client.post("/handout/pdf/", fields).content.startswith(b"%PDF")

    for number, fields in enumerate(handouts(DOCUMENTS + WARM_UP)):
        ways = [(ours, set_it), (theirs, print_it)]
        for times, work in ways if number % 2 else reversed(ways):
            times.append(took(work, fields))
    return statistics.median(ours[WARM_UP:]) / statistics.median(theirs[WARM_UP:])


def memory():
    """Return the memory of the typesetter in kilobytes."""
    status = Path(f"/proc/{render._typesetter.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def growth(client):
    """Return by how many kilobytes the typesetter grows between two counts of documents."""
    render._typesetter.stop()
    at_first = 0
    for number, fields in enumerate(handouts(LAST), start=1):
        client.post("/handout/pdf/", fields)
        if number == FIRST:
            at_first = memory()
    return memory() - at_first


def main():
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_content", publish=True, verbosity=0)
    client = Client(SERVER_NAME="localhost")
    took(lambda fields: client.post("/handout/pdf/", fields), {"treatment": "siponimod"})
    os.nice(worker.NICE)  # the worker runs by now; this process and the browser are as nice
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        ratio = compare(client, browser.new_page())
        browser.close()
    grown = growth(client)
    sys.stdout.write(
        f"{DOCUMENTS} handouts of three treatments: our PDF takes {ratio:.2f} of the browser's "
        f"time (at most {MOST_OF_THE_BROWSERS_TIME}).\n"
        f"Memory from document {FIRST} to {LAST}: {grown / 1024:+.1f} MB (at most 10).\n"
    )
    sys.exit(ratio > MOST_OF_THE_BROWSERS_TIME or grown > MOST_GROWTH)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
