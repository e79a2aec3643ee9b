"""Pages that an earlier release froze: how they look, and what becomes of them after an upgrade."""

from html.parser import HTMLParser

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from guidance.editorial import current, old_shapes, workflow
from guidance.editorial.refusals import TooLate
from guidance.models import Edition, PageState, PageVersion, Submission, Therapy
from tests.make import KEY
from tests.staff import HOME

pytestmark = pytest.mark.django_db

LATER = {
    *("benefit_point", "worst", "for_you_if", "not_for_you_if", "signs"),
    *("short", "point"),
}
"""Fields that releases after the first one added."""

PATHS = (
    *("/treatments/siponimod/", "/treatments/physical-therapy/", "/types/active-progressing/"),
    *("/symptoms/bladder/", "/side-effects/headache/", "/get-help/", "/treatments/"),
)


def as_the_first_release_wrote(payload):
    """Return ``payload`` without later fields, and with the texts that signs replaced."""
    prose = {"source": "You cannot breathe.", "html": "<p>You cannot breathe.</p>"}
    old = _without_later(payload)
    if payload["kind"] in ("therapy", "symptom", "side-effect"):
        old |= {"call_911": prose, "call_clinic": prose}
    if payload["kind"] == "help":
        old["levels"] = [{**level, "signs": [prose]} for level in old["levels"]]
    return old


def _without_later(value):
    if isinstance(value, dict):
        return {name: _without_later(one) for name, one in value.items() if name not in LATER}
    return [_without_later(one) for one in value] if isinstance(value, list) else value


def age(versions):
    """Write ``versions`` as the first release did."""
    for version in versions:
        old = as_the_first_release_wrote(version.payload)
        QuerySet(PageVersion).filter(pk=version.pk).update(payload=old)
    current.forget_guide()


class _Headings(HTMLParser):
    """Collects the headings of a page after which nothing stands."""

    def __init__(self, html):
        super().__init__()
        self.empty, self.open, self.inside = set(), [], None
        self.feed(html)
        self._close(0)

    def handle_starttag(self, tag, attrs):
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._close(int(tag[1]))
            self.inside = [int(tag[1]), ""]
        elif tag in ("img", "svg", "input"):
            self.handle_data("picture")

    def handle_endtag(self, tag):
        if self.inside and tag == f"h{self.inside[0]}":
            self.open.append(self.inside)
            self.inside = None
        elif tag == "main":
            self._close(0)

    def handle_data(self, data):
        if self.inside:
            self.inside[1] += data
        elif data.strip():
            self.open = []

    def _close(self, level):
        self.empty |= {words for one, words in self.open if one >= level}
        self.open = [heading for heading in self.open if heading[0] < level]


def empty_headings(client):
    pages = {path: client.get(path) for path in PATHS}
    assert {page.status_code for page in pages.values()} == {200}
    return {path: _Headings(page.content.decode()).empty for path, page in pages.items()}


def test_an_edition_of_the_first_release_has_no_empty_headings(client):
    now = empty_headings(client)
    age(current.public_versions().values())
    last = Edition.objects.current()
    manifest = {key: pk for key, pk in last.manifest.items() if key != "signs/signs"}
    Edition.objects.create(
        number=2, manifest=manifest, note="Of the first release.", published_at=last.published_at
    )
    current.forget_guide()
    then = empty_headings(client)
    assert "You cannot breathe." in client.get(PATHS[0]).content.decode()
    assert {path: then[path] - now[path] for path in PATHS} == dict.fromkeys(PATHS, set())


def test_a_submission_of_an_earlier_shape_comes_back_with_a_sentence(
    waiting, sign_in, people, publisher
):
    workflow.approve(people["Clinical reviewer"], waiting)
    assert old_shapes.return_submissions() == []
    age(PageVersion.objects.filter(submitted__submission=waiting))
    words = Therapy.objects.get(slug="siponimod").how_it_works
    assert old_shapes.return_submissions() == [waiting]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.publish_at) == (Submission.State.SENT_BACK, None)
    assert "The worst it can do" in waiting.comment
    assert Therapy.objects.get(slug="siponimod").how_it_works == words
    client = sign_in("Editor")
    assert client.get(HOME).context["worklist"]["sent_back"][0] == 1
    assert PageState.objects.waiting().filter(key=KEY)
    assert "the upgrade" in client.get(waiting.get_absolute_url()).content.decode()
    draft = reverse("admin:guidance_therapy_change", args=[PageState.objects.get(key=KEY).row])
    assert "Sent back by the upgrade" in client.get(draft).content.decode()
    assert workflow.submit(people["Editor"], [KEY], "Again, with what is new.")


def test_a_submission_that_staff_decide_meanwhile_does_not_stop_an_upgrade(waiting, monkeypatch):
    age(PageVersion.objects.filter(submitted__submission=waiting))

    def too_late(*args, **values):
        raise TooLate("Somebody was quicker.")

    monkeypatch.setattr(old_shapes, "transition", too_late)
    assert old_shapes.return_submissions() == []


def test_an_old_version_says_which_fields_it_leaves_empty(sign_in):
    version = PageVersion.objects.get(key=KEY)
    client = sign_in("Editor")
    look = reverse("admin:guidance_pageversion_change", args=[version.pk])
    assert "older than some fields" not in client.get(look).content.decode()
    age([version])
    assert "older than some fields, which it leaves empty" in client.get(look).content.decode()
    load = reverse("admin:guidance_pageversion_to_draft", args=[version.pk])
    said = client.post(load, {"sure": "on"}, follow=True).content.decode()
    assert "older than some fields, which are empty in the draft now" in said
    assert "The worst it can do" in said
    therapy = Therapy.objects.get(slug="siponimod")
    assert (therapy.worst, therapy.stopping_short, therapy.call_911) == (
        *("", "", "You cannot breathe."),
    )
    assert not therapy.signs.exists()
