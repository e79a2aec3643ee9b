"""Two editors with one draft open: no save writes a field that its editor did not touch."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from guidance.editorial import workflow
from guidance.models import HandoutTemplate, Info, Source, Therapy, TherapySideEffect
from tests.html import form_data
from tests.make import make_side_effect, make_source, make_therapy, make_user
from tests.staff import StaffClient

pytestmark = pytest.mark.django_db

CITED = "[@lbl_siponimod]"
CONFLICT = "Not saved yet: somebody else changed what you changed, too."


class Editor:
    """Somebody with a form open, as a browser holds it."""

    def __init__(self, user, row, data=None):
        """Open the form of ``row``, or take ``data``, which another opened at the same moment."""
        self.user, self.client = user, StaffClient()
        self.client.force_login(user)
        self.address = reverse(f"admin:guidance_{row._meta.model_name}_change", args=[row.pk])
        self.data = data or self.open()

    def open(self):
        self.data = form_data(self.client.get(self.address))
        return self.data

    def save(self, **typed):
        """Send the whole form with ``typed`` in it, with a browser's line ends; keep the answer.

        A name with the value None is left out, as an unticked box is.
        """
        sent = {**self.data, **typed}
        lines = {
            name: value.replace("\n", "\r\n") if isinstance(value, str) else value
            for name, value in sent.items()
            if value is not None
        }
        response = self.client.post(self.address, lines)
        if response.status_code == 200:
            self.data = form_data(response)
        return response

    def last_log(self):
        return LogEntry.objects.filter(user=self.user).latest("pk").get_change_message()


@pytest.fixture
def people_at(people):
    """Return a function that opens the form of a row for two editors, Ana and Ben."""

    def opened(row):
        found = []
        for name in ("ana", "ben"):
            user = make_user(name, first_name=name.capitalize(), last_name="Test")
            user.groups.add(Group.objects.get(name="Editor"))
            found.append(Editor(user, row, dict(found[0].data) if found else None))
        return found

    return opened


@pytest.fixture
def row():
    """A small treatment with two checks and two side effects."""
    words = {"stopping": f"As it was. {CITED}", "cost": f"As it was, too. {CITED}"}
    therapy = make_therapy(**words)
    for order in (10, 20):
        therapy.monitoring.create(
            order=order, name=f"Check {order}", text=f"A test. {CITED}", moment="during"
        )
        effect = make_side_effect(f"effect-{order}")
        therapy.side_effects.create(
            order=order, side_effect=effect, seriousness="common", detail=f"It hurts. {CITED}"
        )
    return therapy


def test_two_editors_of_different_fields_are_both_saved_and_the_log_names_who_changed_what(
    people_at, row
):
    ana, ben = people_at(row)
    assert ana.save(stopping=f"Ana’s words. {CITED}", by_shot="on").status_code == 302
    saved = ben.save(cost=f"Ben’s words. {CITED}")
    assert saved.status_code == 302
    row.refresh_from_db()
    assert (row.stopping, row.cost) == (f"Ana’s words. {CITED}", f"Ben’s words. {CITED}")
    assert row.by_shot
    assert ana.last_log() == "Changed Given as a shot and Stopping."
    assert ben.last_log() == "Changed Generics and cost."
    page = ben.client.get(ben.address).content.decode()
    assert "Ana Test saved this draft on" in page
    assert "Kept beside your changes: Given as a shot; Stopping." in page


def test_the_same_field_is_asked_about_and_a_second_save_writes_nothing_else(people_at, row):
    ana, ben = people_at(row)
    cost = row.cost
    ana.save(stopping=f"Ana’s words. {CITED}", pregnancy=f"Ana’s too. {CITED}")
    asked = ben.save(stopping=f"Ben’s words. {CITED}")
    text = asked.content.decode()
    assert CONFLICT in text
    assert "Ana Test saved this draft on" in text
    assert "<del>Ana’s </del>" in text
    assert "<ins>Ben’s </ins>" in text
    row.refresh_from_db()
    assert row.stopping == f"Ana’s words. {CITED}"
    # A second save without an answer asks again.
    assert CONFLICT in ben.save().content.decode()
    row.refresh_from_db()
    assert row.stopping == f"Ana’s words. {CITED}"
    assert ben.save(**{"choose-stopping": "typed"}).status_code == 302
    row.refresh_from_db()
    assert row.stopping == f"Ben’s words. {CITED}"
    assert row.pregnancy == f"Ana’s too. {CITED}"
    assert row.cost == cost
    assert ben.last_log() == "Changed Stopping."


@pytest.mark.parametrize(
    ("typed", "answer", "left"),
    [
        ("Ben’s words. [@lbl_siponimod]", "saved", "Ana’s words. [@lbl_siponimod]"),
        ("Both wrote this. [@lbl_siponimod]", "typed", "Both wrote this. [@lbl_siponimod]"),
        ("Ana’s words. [@lbl_siponimod]", None, "Ana’s words. [@lbl_siponimod]"),
    ],
    ids=["the saved words", "words that were written anew", "the field made the same"],
)
def test_a_conflict_is_answered_by_choosing_or_by_writing(people_at, row, typed, answer, left):
    ana, ben = people_at(row)
    ana.save(stopping=f"Ana’s words. {CITED}")
    ben.save(stopping=f"Ben’s words. {CITED}")
    assert ben.save(stopping=typed, **{"choose-stopping": answer}).status_code == 302
    row.refresh_from_db()
    assert row.stopping == left


def test_an_answer_to_words_that_changed_again_is_asked_for_again(people_at, row):
    ana, ben = people_at(row)
    ana.save(stopping=f"First. {CITED}")
    ben.save(stopping=f"Ben’s words. {CITED}")
    ana.open()
    ana.save(stopping=f"Second. {CITED}")
    for answer in ("typed", "saved"):
        if answer == "saved":
            ana.open()
            ana.save(stopping=f"Third. {CITED}")
        assert CONFLICT in ben.save(**{"choose-stopping": answer}).content.decode()
    row.refresh_from_db()
    assert row.stopping == f"Third. {CITED}"


def test_the_same_words_typed_by_both_are_no_conflict(people_at, row):
    ana, ben = people_at(row)
    ana.save(stopping=f"The same. {CITED}")
    assert ben.save(stopping=f"The same. {CITED}").status_code == 302


def test_another_mistake_in_the_form_leaves_the_merge_as_it_is(people_at, row):
    ana, ben = people_at(row)
    ana.save(stopping=f"Ana’s words. {CITED}")
    refused = ben.save(cost="Ben’s words. [@no-such-source]").content.decode()
    assert CONFLICT not in refused
    assert 'class="conflicts"' not in refused
    assert f"Ana’s words. {CITED}" in refused
    assert ben.save(cost=f"Ben’s words. {CITED}").status_code == 302
    row.refresh_from_db()
    assert (row.stopping, row.cost) == (f"Ana’s words. {CITED}", f"Ben’s words. {CITED}")
    assert ben.last_log() == "Changed Generics and cost."


def test_dates_that_publishing_wrote_into_an_open_draft_stay(people_at, row):
    _ana, ben = people_at(row)
    due = row.review_due.replace(year=row.review_due.year + 1)
    Therapy.objects.filter(pk=row.pk).update(review_due=due)  # as publishing does
    assert ben.save(cost=f"Ben’s words. {CITED}").status_code == 302
    row.refresh_from_db()
    assert row.review_due == due


@pytest.mark.parametrize("base", ["", "made-up", None])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing_unasked(people_at, row, base):
    ana, ben = people_at(row)
    ana.save(stopping=f"Ana’s words. {CITED}")
    asked = ben.save(base=base, cost=f"Ben’s words. {CITED}").content.decode()
    assert 'id="choose-stopping"' in asked
    assert 'id="choose-cost"' in asked
    row.refresh_from_db()
    assert row.stopping == f"Ana’s words. {CITED}"


def test_the_base_of_another_draft_does_not_count(people_at, row):
    ana, ben = people_at(row)
    other = Editor(ben.user, make_therapy("another"))
    assert CONFLICT in ben.save(base=other.data["base"], cost=f"New. {CITED}").content.decode()


def test_what_a_form_leaves_out_is_not_emptied(people_at, row):
    ana, _ = people_at(row)
    del ana.data["stopping"]
    assert ana.save(cost=f"New. {CITED}").status_code == 302
    before = row.stopping
    row.refresh_from_db()
    assert row.stopping == before != ""


def test_words_typed_for_a_draft_that_somebody_deleted_are_shown_to_be_copied(people_at):
    row = make_therapy("lone")
    ana, _ = people_at(row)
    row.delete()
    gone = ana.save(summary="Words that took an hour.")
    assert gone.status_code == 404
    assert "Words that took an hour." in gone.content.decode()


def test_chosen_pages_are_one_field(people_at):
    visit = HandoutTemplate.objects.filter(therapies__isnull=False).first()
    ana, ben = people_at(visit)
    two = list(Therapy.objects.values_list("pk", flat=True)[:2])
    ana.save(therapies=two[:1])
    assert ben.save(questions="Can I travel?").status_code == 302
    assert list(visit.therapies.values_list("pk", flat=True)) == two[:1]
    ana.open()
    ben.open()
    ana.save(therapies=two)
    asked = ben.save(therapies=[]).content.decode()
    assert 'id="choose-therapies"' in asked
    for pk in two:
        assert str(Therapy.objects.get(pk=pk)) in asked
    assert visit.therapies.count() == 2


# Rows below a page


def detail(number):
    return f"side_effects-{number}-detail"


def test_rows_that_two_editors_changed_are_both_saved(people_at, row):
    ana, ben = people_at(row)
    ana.save(**{detail(0): f"Ana’s row. {CITED}"})
    assert ben.save(**{detail(1): f"Ben’s row. {CITED}"}).status_code == 302
    first, second = row.side_effects.all()[:2]
    assert (first.detail, second.detail) == (f"Ana’s row. {CITED}", f"Ben’s row. {CITED}")
    assert ben.last_log() == f"Changed Detail for therapy side effect “{second}”."


def test_the_same_text_of_a_row_is_asked_about(people_at, row):
    ana, ben = people_at(row)
    first = row.side_effects.first()
    ana.save(**{detail(0): f"Ana’s row. {CITED}"})
    asked = ben.save(**{detail(0): f"Ben’s row. {CITED}", "side_effects-0-order": 500})
    name = f"choose-side_effects/{first.pk}/detail"
    assert f'id="{name}"' in asked.content.decode()
    assert f"Side effect “{first}”: Detail" in asked.content.decode()
    assert ben.save(**{name: "saved"}).status_code == 302
    first.refresh_from_db()
    assert (first.detail, first.order) == (f"Ana’s row. {CITED}", 500)


def add(number, **more):
    values = {"order": 900, "name": "New", "text": f"New. {CITED}", "moment": "during", **more}
    typed = {f"checks-{number}-{name}": value for name, value in values.items()}
    return {**typed, "checks-TOTAL_FORMS": number + 1}


def test_rows_that_two_editors_added_are_both_there(people_at, row):
    ana, ben = people_at(row)
    before = row.monitoring.count()
    ana.save(**add(before, name="Ana’s check"))
    assert ben.save(**add(before, name="Ben’s check")).status_code == 302
    assert row.monitoring.count() == before + 2
    assert {"Ana’s check", "Ben’s check"} <= set(row.monitoring.values_list("name", flat=True))


def test_a_row_that_somebody_added_is_in_the_form_when_it_is_shown_again(people_at, row):
    ana, ben = people_at(row)
    before = row.monitoring.count()
    ana.save(**add(before, name="Ana’s check"))
    refused = ben.save(cost="Wrong. [@no-such-source]").content.decode()
    assert "Ana’s check" in refused
    assert ben.save(cost=f"Right. {CITED}").status_code == 302
    assert row.monitoring.count() == before + 1


def test_a_row_that_somebody_deleted_stays_deleted_where_nobody_changed_it(people_at, row):
    ana, ben = people_at(row)
    first = row.monitoring.first()
    ana.save(**{"checks-0-DELETE": "on"})
    assert ben.save(cost=f"Ben’s words. {CITED}").status_code == 302
    assert not row.monitoring.filter(pk=first.pk).exists()
    assert ben.last_log() == "Changed Generics and cost."


@pytest.mark.parametrize("answer", ["saved", "typed"])
def test_a_row_that_one_deleted_and_the_other_changed_is_asked_about(people_at, row, answer):
    ana, ben = people_at(row)
    first, count = row.side_effects.first(), row.side_effects.count()
    ana.save(**{"side_effects-0-DELETE": "on"})
    text = f"Ben’s row. {CITED}"
    asked = ben.save(**{detail(0): text}).content.decode()
    assert CONFLICT in asked
    assert "deleted by somebody else" in asked
    assert text in asked
    assert row.side_effects.count() == count - 1
    gone = f'name="side_effects-{count - 1}-gone" value="{first.pk}"'
    assert gone in asked
    again = ben.save(**{f"side_effects-{count - 1}-gone": first.pk}).content.decode()
    assert CONFLICT in again
    answered = {
        f"side_effects-{count - 1}-gone": first.pk,
        f"choose-side_effects/{first.pk}": answer,
    }
    assert ben.save(**answered).status_code == 302
    new = row.side_effects.filter(side_effect=first.side_effect)
    assert [one.detail for one in new] == ([text] if answer == "typed" else [])


@pytest.mark.parametrize("answer", ["saved", "typed"])
def test_deleting_a_row_that_somebody_changed_is_asked_about(people_at, row, answer):
    ana, ben = people_at(row)
    first = row.monitoring.first()
    ana.save(**{"checks-0-text": f"Ana’s row. {CITED}"})
    asked = ben.save(**{"checks-0-DELETE": "on"}).content.decode()
    assert f'id="choose-checks/{first.pk}"' in asked
    assert "Ana’s row." in asked
    assert CONFLICT in ben.save().content.decode()
    assert row.monitoring.get(pk=first.pk).text == f"Ana’s row. {CITED}"
    assert ben.save(**{f"choose-checks/{first.pk}": answer}).status_code == 302
    assert row.monitoring.filter(pk=first.pk).exists() == (answer == "saved")


def test_a_row_that_somebody_moved_keeps_its_own_words(people_at):
    page = Info.objects.filter(sections__isnull=False).distinct().first()
    ana, ben = people_at(page)
    first, second = page.sections.all()[:2]
    ana.save(**{"sections-0-order": second.order + 1})
    assert ben.save(**{"sections-0-heading": "A heading by Ben"}).status_code == 302
    first.refresh_from_db()
    assert (first.heading, first.order) == ("A heading by Ben", second.order + 1)


def test_the_same_side_effect_added_by_two_is_refused_in_words(people_at, row):
    ana, ben = people_at(row)
    number, effect = row.side_effects.count(), make_side_effect()
    new = {"order": 9, "side_effect": effect.pk, "seriousness": "common", "detail": "It hurts."}
    typed = {f"side_effects-{number}-{name}": value for name, value in new.items()}
    typed["side_effects-TOTAL_FORMS"] = number + 1
    assert ana.save(**typed).status_code == 302
    assert "has that side effect already" in ben.save(**typed).content.decode()
    assert TherapySideEffect.objects.filter(side_effect=effect).count() == 1


@pytest.mark.parametrize("total", ["", "-1", "x", "9999"])
def test_a_made_up_number_of_rows_changes_nothing(people_at, row, total):
    ana, _ = people_at(row)
    before = list(row.monitoring.values())
    assert ana.save(**{"checks-TOTAL_FORMS": total}).status_code == 200
    assert list(row.monitoring.values()) == before


# Who counts as an author


def test_whoever_changed_something_of_the_page_is_its_author_and_nobody_else(people_at, people):
    row = Therapy.objects.get(slug="siponimod")
    ana, ben = people_at(row)
    ana.save(stopping=f"Ana’s words. {CITED}")
    ben.save(cost=f"Ben’s words. {CITED}")
    submission = workflow.submit(people["Editor"], ["therapy/siponimod"], "Clearer.")
    assert set(submission.authors.all()) == {people["Editor"], ana.user, ben.user}


def test_a_source_merges_as_every_draft_does(people_at):
    source = make_source()
    ana, ben = people_at(source)
    ana.save(title="Ana’s title")
    assert ben.save(note="Ben’s note").status_code == 302
    source.refresh_from_db()
    assert (source.title, source.note) == ("Ana’s title", "Ben’s note")
    assert Source.objects.get(pk=source.pk).revision == 2
