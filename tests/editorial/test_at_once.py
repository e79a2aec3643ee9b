"""Publishing and freezing by several processes at once, on SQLite and on PostgreSQL."""

import json
import subprocess

import pytest

# Publishing what is due

DUE = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from guidance.editorial import workflow as editorial
from guidance.models import Submission, Therapy

writer = User.objects.create_superuser("writer")
other = User.objects.create_superuser("other")
for slug in ("siponimod", "fingolimod"):
    Therapy.objects.filter(slug=slug).update(how_it_works=f"Changed. [@lbl_{slug}]")
    submission = editorial.submit(writer, [f"therapy/{slug}"], f"Clearer {slug}.")
    editorial.approve(other, submission)
    editorial.schedule(other, submission, timezone.now() + timedelta(days=1))
Submission.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
print(1)
"""
RUN = """
import sys
import django

django.setup()
from django.core.management import call_command
from guidance.editorial import new_edition
from guidance.models import Submission

done = new_edition._publish_in_time

def wait_for_the_others(submission, now):
    global first
    if first:
        first = False
        print("ready", flush=True)
        sys.stdin.readline()
    return done(submission, now)

first = True
new_edition._publish_in_time = wait_for_the_others
call_command("publish_due")
"""
LEFT = """
from django.contrib.admin.models import LogEntry
from guidance.models import Edition, Submission
print(json.dumps([
    Edition.objects.count(),
    list(Submission.objects.order_by("pk").values_list("state", flat=True)),
    LogEntry.objects.filter(change_message__startswith="Not published").count(),
]))
"""


@pytest.mark.parametrize("many", [3, pytest.param(6, marks=pytest.mark.long)])
def test_runs_at_once_publish_each_submission_once_and_raise_no_false_alarm(own_site, many):
    """Each has looked up what is due before the first publishes."""
    own_site.ask(DUE)
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    runs = [own_site.start("-c", RUN, **pipes) for _ in range(many)]
    for run in runs:
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        run.stdin.write("go\n")
        run.stdin.flush()
    said = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0] * many, said
    lines = [line for out, _ in said for line in out.splitlines()]
    assert sum("was published as Edition" in line for line in lines) == 2
    assert sum("Nothing was left to do for Submission" in line for line in lines) == 2 * (many - 1)
    assert own_site.ask(LEFT) == [3, ["published", "published"], 0]


# Freezing while somebody saves

SAVE = """
import django

django.setup()
from django.db import transaction
from guidance.models import Evidence, Therapy

row = Therapy.objects.get(slug="siponimod")
with transaction.atomic():
    Therapy.objects.filter(pk=row.pk).update(how_it_works="New words. [@lbl_siponimod]")
    Evidence.objects.filter(therapy=row).update(finding="New words. [@lbl_siponimod]")
"""
SUBMIT = f"""
import os
import subprocess
import sys
from django.contrib.auth.models import User
from django.db import connection
from guidance.editorial import workflow as editorial
from guidance.models import Therapy

user = User.objects.create_superuser("writer")
Therapy.objects.filter(slug="siponimod").update(cost="Ask. [@lbl_siponimod]")
saves = []

def save_before_the_evidence_is_read(execute, sql, params, many, context):
    if 'FROM "guidance_evidence"' in sql and not saves:
        saves.append(subprocess.Popen([sys.executable, "-c", {SAVE!r}], env=os.environ))
        if connection.vendor == "postgresql":
            saves[0].wait()  # on SQLite it waits for us
        else:
            try:
                saves[0].wait(timeout=5)
            except subprocess.TimeoutExpired:
                pass
    return execute(sql, params, many, context)

with connection.execute_wrapper(save_before_the_evidence_is_read):
    submission = editorial.submit(user, ["therapy/siponimod"], "Cost.")
assert saves[0].wait() == 0
payload = submission.pages.get().version.payload
texts = [one["text"]["source"] for one in payload["sections"] if one["id"] == "how-it-works"]
texts += [one["finding"]["source"] for one in payload["evidence"]]
print(json.dumps(["New words." in text for text in texts]))
"""


def test_what_is_frozen_while_somebody_saves_is_whole(own_site_of_each_kind):
    """The save lies between the query for the treatment and that for its evidence."""
    new = own_site_of_each_kind.ask(SUBMIT)
    assert len(new) > 1
    assert len(set(new)) == 1, json.dumps(new)
