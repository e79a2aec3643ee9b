"""What readers and staff see, and what is left, when a process dies or the database fails."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import psycopg
import pytest

from tests.seeded import seeded_site

PUBLISHED_TOGETHER = ("therapy/siponimod", "therapy/fingolimod", "therapy/ocrelizumab")
NURSERY = """
import os, sys
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from guidance.editorial import new_edition
from guidance.editorial import workflow as editorial
from guidance.models import Edition, Submission, Therapy

KEYS = sys.argv[1:]
people = get_user_model().objects
boss = people.create_superuser("boss", password="a-long-test-password")
second = people.create_superuser("second", password="a-long-test-password")
connection.close()  # a child that shared it would hear what another one asked


def publish_for_ever():
    number = Edition.objects.current_number()
    for left_over in Submission.objects.filter(state__in=Submission.OPEN):
        editorial.request_changes(second, left_over, "Its process was killed.")
    while True:
        number += 1
        Therapy.objects.update(brands=f"round {number}")
        submission = editorial.submit(boss, KEYS, f"round {number}")
        editorial.approve(second, submission)
        print("publishing", number, flush=True)
        new_edition.publish(boss, [submission])


for _ in sys.stdin:
    child = os.fork()  # no query before this: children would share one connection
    if child == 0:
        publish_for_ever()
    print("child", child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


class Killed:
    """Publishes in processes that are killed; each round starts a new one, already warm."""

    def __init__(self, site):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.nursery = site.start("-c", NURSERY, *PUBLISHED_TOGETHER, **pipes)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.nursery.stdin.close()
        self.nursery.stdout.close()
        assert self.nursery.wait(timeout=300) == 0

    def round(self, wait):
        """Kill a process ``wait`` seconds after it began to publish; return which edition."""
        self.nursery.stdin.write("\n")
        self.nursery.stdin.flush()
        said = {"gone": False}
        while {"child", "publishing"} - said.keys():
            self._hear(said)
            assert not said["gone"], "The process ended by itself before it published."
        time.sleep(wait)
        os.kill(said["child"], signal.SIGKILL)
        while not said["gone"]:
            self._hear(said)
        return said["publishing"]

    def _hear(self, said):
        line = self.nursery.stdout.readline()
        assert line, "The nursery ended by itself."
        word, _, number = line.strip().partition(" ")
        said[word] = int(number) if number else True


def rows(site, query):
    """Return what ``query`` finds, past Django."""
    if site.database.startswith("sqlite"):
        with closing(sqlite3.connect(site.file)) as database:
            return database.execute(query).fetchall()
    with psycopg.connect(site.database) as database:
        return database.execute(query).fetchall()


def decoded(value):
    return json.loads(value) if isinstance(value, str) else value


def halves(site):
    """Return the current edition's number and all that is not whole about what is published."""
    editions = rows(site, "SELECT number, manifest FROM guidance_edition ORDER BY number")
    found = rows(site, "SELECT id, key, payload FROM guidance_pageversion")
    versions = {pk: (key, decoded(payload)) for pk, key, payload in found}
    manifests = {number: decoded(manifest) for number, manifest in editions}
    number, current = max(manifests.items())
    faults = []
    if list(manifests) != list(range(1, number + 1)):
        faults.append(f"editions {list(manifests)}")
    named = {pk for manifest in manifests.values() for pk in manifest.values()}
    waiting = rows(site, "SELECT version_id FROM guidance_submittedpage")
    lost = versions.keys() - named - {pk for (pk,) in waiting}
    faults += [f"version {pk} is in no edition and no submission" for pk in lost]
    faults += [f"version {pk} is missing" for pk in named - versions.keys()]
    faults += [f"{key} is another page" for key, pk in current.items() if versions[pk][0] != key]
    rounds = {
        versions[pk][1]["brands"][0] for key, pk in current.items() if key in PUBLISHED_TOGETHER
    }
    if number > 1 and rounds != {f"round {number}"}:
        faults.append(f"edition {number} mixes {rounds}")
    return number, faults


@pytest.mark.parametrize("kills", [6, pytest.param(25, marks=pytest.mark.long)])
def test_a_process_that_is_killed_while_it_publishes_leaves_the_old_or_the_new_edition(
    own_site, kills
):
    """It is killed after an ever longer share of the time that publishing takes."""
    before, hits = 1, 0
    with Killed(own_site) as killed:
        began = time.monotonic()
        killed.round(0)
        longest = min(1.5, max(0.5, 2 * (time.monotonic() - began)))
        for kill in range(kills):
            tried = killed.round(longest * kill / kills)
            number, faults = halves(own_site)
            assert faults == []
            assert before <= tried - 1 <= number <= tried
            hits += number == tried - 1
            before = number
    assert hits > 0, "No kill came before the edition was there: none tested anything."
    if own_site.database.startswith("sqlite"):
        assert rows(own_site, "PRAGMA integrity_check") == [("ok",)]
    code, said = own_site.manage("fingerprint")
    assert code == 0, said
    assert json.loads(said)["edition"] == before


# PostgreSQL

FINGERPRINT = """
from datetime import datetime
from django.core.management import call_command
from django.utils import timezone
noon = timezone.make_aware(datetime(2026, 11, 28, 12))
timezone.localtime = lambda *_: noon
call_command("fingerprint")
"""
"""Pages show the day of their edition, which may differ: all is shown as of one day."""


def test_both_kinds_of_database_give_the_same_pages(own_postgresql_site):
    """The seeded database of each kind was loaded by itself from the content files."""
    fingerprint, on_sqlite = own_postgresql_site.ask(FINGERPRINT), seeded_site().ask(FINGERPRINT)
    assert fingerprint["pages"] == on_sqlite["pages"]
    assert fingerprint["rows"] == on_sqlite["rows"]


# A database that cannot be written to, or that is gone

SETTING = """
import sqlite3
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from guidance.editorial import current
from guidance.models import Therapy
from tests.staff import signed_in

current.RECHECK_SECONDS = 0
boss = get_user_model().objects.create_superuser("boss", password="a-long-test-password")
options = {"SERVER_NAME": "127.0.0.1", "raise_request_exception": False}
staff, reader = signed_in(Client(**options), boss), Client(**options)
therapy = Therapy.objects.get(slug="siponimod")
kept = reader.get("/treatments/siponimod/").content
typed = "A long text that took long. [@lbl_siponimod] " * 2000
change = reverse("admin:guidance_therapy_change", args=[therapy.pk])
form = staff.get(change).context_data["adminform"].form
data = {name: value for name, value in form.initial.items() if isinstance(value, str)}
data |= {name: "on" for name, value in form.initial.items() if value is True}
for prefix in ("evidence", "checks", "side_effects"):
    data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
data |= {"checked_on": therapy.checked_on, "review_due": therapy.review_due}
data |= {"how_it_works": typed, "seen": therapy.revision}


def save():
    response = staff.post(change, data)
    return response.status_code, response.content.decode()


answers = {}
"""
ASK = """
status, page = save()
answers["save"] = status
answers["told"] = "Nothing was saved." in page
answers["typed"] = "A long text that took long." in page
answers["sign in"] = Client(**options).post(
    "/admin/login/", {"username": "boss", "password": "wrong"}).status_code
answers["kept page"] = reader.get("/treatments/siponimod/").content == kept
answers["pages"] = sorted({
    Client(**options).get(path).status_code
    for path in ("/", "/treatments/", "/treatments/natalizumab/", "/get-help/", "/handout/",
                 "/find-your-type/", "/find-your-type/safety/", "/sources/")
})
walked = Client(**options).post("/find-your-type/safety/", {"answer": "none"})
answers["walk"] = walked.status_code
sheet = Client(**options).post("/handout/print/", {"treatment": "siponimod", "size": "14"})
answers["handout"] = sheet.status_code
answers["health"] = reader.get("/healthz").status_code
"""
AFTER = """
status, page = save()
answers["saved afterwards"] = status
answers["is saved"] = Therapy.objects.get(pk=therapy.pk).how_it_works.startswith("A long text")
print(json.dumps(answers))
"""
FAULTS = {
    "full": (
        """
with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count={pages}")
""",
        'connection.cursor().execute("PRAGMA max_page_count=1000000")\n',
    ),
    "only to be read": (
        'connection.cursor().execute("PRAGMA query_only=ON")\n',
        'connection.cursor().execute("PRAGMA query_only=OFF")\n',
    ),
    "locked": (
        """
connection.cursor().execute("PRAGMA busy_timeout=200")
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
""",
        "other.close()\n",
    ),
}
GOES_ON = {
    "kept page": True,
    "pages": [200],
    "walk": 303,
    "handout": 200,
}
GONE = """
connections.close_all()
name = connection.settings_dict["NAME"]
connection.settings_dict["NAME"] = "/nowhere/at-all"
"""
BACK = """
connections.close_all()
connection.settings_dict["NAME"] = name
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_when_nothing_can_be_written_readers_notice_nothing_and_staff_are_told(
    own_sqlite_site, fault
):
    begin, end = FAULTS[fault]
    found = own_sqlite_site.ask(SETTING + begin + ASK + end + AFTER)
    assert found == {
        **GOES_ON,
        "save": 503,
        "told": True,
        "typed": True,
        "sign in": 200 if fault == "full" else 503,  # a few bytes still fit into a full page
        "health": 200,
        "saved afterwards": 302,
        "is saved": True,
    }


def test_when_the_database_is_gone_readers_notice_nothing_and_staff_are_told(own_site):
    found = own_site.ask(SETTING + GONE + ASK + BACK + AFTER)
    assert found == {
        **GOES_ON,
        "save": 503,
        "told": True,
        "typed": True,
        "sign in": 503,
        "health": 503,
        "saved afterwards": 302,
        "is saved": True,
    }


def test_a_worker_that_starts_without_the_database_says_so_until_it_is_back(own_site):
    begin = "from django.db import connection, connections\nfrom django.test import Client\n"
    reader = 'reader = Client(SERVER_NAME="127.0.0.1")\nanswers = [reader.get("/").status_code]\n'
    again = 'answers.append(reader.get("/").status_code)\nprint(json.dumps(answers))\n'
    assert own_site.ask(begin + GONE + reader + BACK + again) == [503, 200]
