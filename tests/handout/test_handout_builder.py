"""The buttons of the handout form that show what fits what was chosen."""

import pytest

from guidance.editorial import current
from guidance.handout.forms import HandoutForm
from tests.handout.handout_form import choose, words
from tests.html import Reader, words_of

pytestmark = pytest.mark.django_db


def change(client, **fields):
    """Send the form to see what fits, as its buttons do."""
    return client.post("/handout/change/", fields)


def offered(response, name):
    """Return the values that the form shows for a field."""
    widget = response.context["form"].fields[name].widget
    found = []
    for value, label in widget.choices:
        found += [one for one, _ in label] if isinstance(label, list) else [value]
    return found


def found(response):
    """Return the names that a search offers to add."""
    return [name for _field, _slug, name in response.context["found"]]


def chips(response):
    """Return the fields and slugs of what is chosen."""
    return [f"{field}/{slug}" for field, slug, _name in response.context["form"].chosen()]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("MAYZ", "Siponimod (Mayzent)"),
        ("tysabry", "Natalizumab (Tysabri, Tyruko)"),
        ("tired", "Tiredness"),
        ("PML", "Rare brain infection"),
    ],
)
def test_what_is_looked_for_is_offered_and_nothing_is_lost(client, typed, name):
    response = change(client, find=typed, treatment=["ocrelizumab"], own="Keep me", size="24")
    assert response.status_code == 200
    assert name in found(response)
    form = response.context["form"]
    assert form["treatment"].value() == ["ocrelizumab"]
    assert (form["own"].value(), form["size"].value()) == ("Keep me", "24")
    page = response.content.decode()
    assert '<input type="hidden" name="size" value="24">' in page
    assert Reader(page).faults == []
    assert "There is a problem" not in page


def test_looking_for_what_is_not_there_says_so(client):
    response = change(client, find="zzzzzz", treatment=["siponimod"])
    assert found(response) == []
    assert "Nothing here has that name." in response.content.decode()
    assert "Nothing here has that name." not in client.get("/handout/").content.decode()


def test_a_button_puts_a_page_on_the_sheet_and_another_takes_it_off(client):
    response = change(client, add="symptom/fatigue", find="tired", treatment=["siponimod"])
    assert chips(response) == ["treatment/siponimod", "symptom/fatigue"]
    assert response.context["form"]["find"].value() == ""
    again = change(client, add="symptom/fatigue", symptom=["fatigue"])
    assert chips(again) == ["symptom/fatigue"]
    response = change(client, drop="treatment/siponimod", treatment=["siponimod", "ocrelizumab"])
    assert chips(response) == ["treatment/ocrelizumab"]
    response = change(client, drop="template/starting-siponimod", template="starting-siponimod")
    assert chips(response) == []


def test_four_questions_are_ticked_and_follow_what_is_chosen(client):
    first = client.get("/handout/").context["form"]
    assert first["question"].value() == ["1", "2", "3", "4"]
    assert [one.data["value"] for one in first.first_questions()] == ["1", "2", "3", "4"]
    assert len(first.more_questions()) == 3
    added = change(client, add="treatment/siponimod", question=["1", "2", "3", "4"])
    values = added.context["form"]["question"].value()
    assert values == [f"therapy/siponimod.{number}" for number in (1, 2, 3, 4)]
    both = change(client, add="symptom/fatigue", treatment=["siponimod"], question=values)
    assert both.context["form"]["question"].value() == [
        *("therapy/siponimod.1", "symptom/fatigue.1", "therapy/siponimod.2", "symptom/fatigue.2"),
    ]


def test_questions_that_a_reader_ticked_stay_when_a_page_is_added(client):
    added = change(client, add="treatment/siponimod", question=["2", "7"])
    form = added.context["form"]
    assert form["question"].value() == ["2", "7"]
    shown = [one.data["value"] for one in form.first_questions()]
    assert shown == ["2", "7", "therapy/siponimod.1", "therapy/siponimod.2"]


@pytest.mark.parametrize(
    ("about", "prefix", "opens"),
    [
        ("starting", "", "treatment"),
        ("stopping", "visit/thinking-about-stopping.", "treatment"),
        ("first-visit", "visit/first-visit-after-a-change-to-spms.", "type"),
        ("yearly", "visit/yearly-check-when-stable.", ""),
        ("symptom", "", "symptom"),
        ("questions", "", ""),
    ],
)
def test_what_the_visit_is_about_suggests_four_questions_and_opens_what_fits(
    client, about, prefix, opens
):
    ticked = ["1", "2", "3", "4"]
    response = change(client, about=about, question=ticked, fit="on", own="Keep me")
    form = response.context["form"]
    assert form["question"].value() == [f"{prefix}{number}" for number in (1, 2, 3, 4)]
    assert [one.data["value"] for one in form.first_questions()] == form["question"].value()
    assert (form["about"].value(), form["own"].value()) == (about, "Keep me")
    assert response.context["opens"] == opens
    assert response.content.decode().count("<details open") + response.content.decode().count(
        '<details id="treatments" open'
    ) == bool(opens)
    assert Reader(response.content.decode()).faults == []
    back = change(client, about="starting", question=form["question"].value(), fit="on")
    assert back.context["form"]["question"].value() == ticked


def test_questions_that_a_reader_ticked_stay_when_the_topic_changes(client):
    response = change(client, about="stopping", question=["2", "7"], fit="on")
    assert response.context["form"]["question"].value() == ["2", "7"]
    both = change(client, about="stopping", treatment=["siponimod"], question=["1"], add="")
    assert both.context["form"]["question"].value() == ["1"]


def test_what_the_visit_is_about_is_enough_and_names_the_sheet(client):
    sheet = client.post("/handout/print/", {"about": "stopping"}).context["sheet"]
    assert sheet.title == "Thinking of stopping"
    refused = client.post("/handout/print/", {"about": "holiday"})
    assert refused.status_code == 422
    assert "Choose what the visit is about from the list." in refused.content.decode()


def test_size_paper_and_full_information_are_asked_beside_the_sheet(client):
    page = client.post("/handout/print/", {"about": "stopping", "own": "Mine"}).content.decode()
    for name in ("size", "paper", "detail"):
        assert f'type="radio"\n name="{name}"' in page
        assert f'type="hidden" name="{name}"' not in page
    assert 'type="radio"\n name="size"' not in client.get("/handout/").content.decode()


@pytest.mark.parametrize("fields", [{"find": "zzz"}, {"effect": ["nothing"]}, {"find": "x" * 61}])
def test_a_list_with_nothing_in_it_still_leads_from_its_error_to_a_place(client, fields):
    response = choose(client, treatment=[], **fields)
    page = Reader(response.content.decode())
    assert response.status_code == 422
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)
    assert page.faults == []


def test_side_effects_are_those_of_the_ticked_treatments_and_those_ticked(client):
    assert offered(client.get("/handout/"), "effect") == []
    response = change(client, treatment=["siponimod"], effect=["falls"])
    fitting = offered(response, "effect")
    assert {"macular-edema", "falls"} <= set(fitting)
    assert "skin-necrosis" not in fitting


def test_questions_are_those_of_every_visit_and_of_what_is_ticked(client):
    everywhere = offered(client.get("/handout/"), "question")
    assert all(value.isdigit() for value in everywhere)
    response = client.get("/handout/?treatment=siponimod&type=active&symptom=fatigue")
    more = set(offered(response, "question")) - set(everywhere)
    assert {value.rpartition(".")[0] for value in more} <= {
        "therapy/siponimod",
        "subtype/active",
        "symptom/fatigue",
    }
    assert "therapy/siponimod.1" in more
    sheet = choose(client, question=["1", "therapy/siponimod.2"])
    assert words(sheet, "My questions")[1].startswith("Siponimod: ")


def test_everything_that_can_be_chosen_is_on_the_sheet(client):
    response = choose(
        client,
        detail="all",
        pictures="on",
        symptom=["fatigue"],
        effect=["pml"],
        notes="Since spring:\nmore falls",
        contact="my  MS nurse",
        size="24",
    )
    text = response.content.decode()
    for expected in ("Stopping", "Tiredness", "Rare brain infection", "Ask for: my MS nurse"):
        assert expected in text
    assert words(response, "My notes") == ["Since spring:", "more falls"]
    assert 'class="sheet sheet--24"' in text
    assert Reader(text).faults == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"notes": "x" * 2001}, "2001 characters"),
        ({"contact": "x" * 61}, "61 characters"),
        ({"symptom": ["nothing"]}, "Choose from the list."),
        ({"effect": [f"e{number}" for number in range(13)]}, "Choose from the list."),
        ({"detail": "everything"}, "Choose how much"),
        ({"paper": "a5"}, "Choose a paper"),
    ],
)
def test_new_choices_that_do_not_fit_get_a_message_at_their_field(client, fields, message):
    response = choose(client, **fields)
    page = Reader(response.content.decode())
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)


def test_too_many_side_effects_are_counted(client):
    slugs = [page.slug for page in current.current_guide().side_effects()][:13]
    response = choose(client, effect=slugs)
    assert response.status_code == 422
    assert "You chose 13. Choose 12 or fewer" in response.content.decode()
    assert response.context["form"]["effect"].value() == slugs


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"about": "stopping"}, "Questions that fit are ticked under 3."),
        ({"about": "stopping", "question": ["2"]}, "Your own ticks stay."),
        ({}, "First choose what the visit is about."),
    ],
)
def test_the_button_for_what_fits_says_what_it_did_and_loses_nothing(client, fields, said):
    guide = current.current_guide()
    chosen = {"treatment": ["siponimod"]}
    ticked = HandoutForm(guide=guide, initial=chosen).suggested_values()
    kept = {"question": ticked, "own": "Keep me", **chosen, **fields}
    response = change(client, fit="on", **kept)
    page = " ".join(words_of(response.content.decode()).split())
    assert said in page
    assert "Nothing is lost." not in page
    form = response.context["form"]
    assert (form["own"].value(), form["treatment"].value()) == ("Keep me", ["siponimod"])
    if "question" in fields:
        assert form["question"].value() == ["2"]
    assert Reader(response.content.decode()).faults == []


def test_the_form_says_before_a_press_that_nothing_is_lost(client):
    page = client.get("/handout/").content.decode()
    assert "Nothing is lost." in page
