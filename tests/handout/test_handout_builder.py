"""The buttons of the handout form that show what fits what was chosen."""

import pytest

from guidance.editorial import current
from tests.handout.handout_form import choose, words
from tests.html import Reader

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


def test_looking_for_a_treatment_shows_what_fits_and_what_is_ticked(client):
    response = change(client, find="MAYZ", treatment=["ocrelizumab"], own="Keep me", size="24")
    assert response.status_code == 200
    assert offered(response, "treatment") == ["ocrelizumab", "siponimod"]
    form = response.context["form"]
    assert form["treatment"].value() == ["ocrelizumab"]
    assert (form["own"].value(), form["size"].value()) == ("Keep me", "24")
    page = response.content.decode()
    assert Reader(page).faults == []
    assert "There is a problem" not in page


def test_looking_for_nothing_shows_every_treatment_again(client):
    everything = offered(client.get("/handout/"), "treatment")
    assert offered(change(client, find=""), "treatment") == everything
    assert len(everything) > 20


def test_looking_for_what_is_not_there_says_so_and_shows_everything(client):
    everything = offered(client.get("/handout/"), "treatment")
    response = change(client, find="zzz", treatment=["siponimod"])
    assert offered(response, "treatment") == everything
    assert "No treatment here has that name." in response.content.decode()
    assert "No treatment here has that name." not in client.get("/handout/").content.decode()


@pytest.mark.parametrize("fields", [{"find": "zzz"}, {"effect": ["nothing"]}, {"find": "x" * 61}])
def test_a_list_with_nothing_in_it_still_leads_from_its_error_to_a_place(client, fields):
    response = choose(client, treatment=[], **fields)
    page = Reader(response.content.decode())
    assert response.status_code == 422
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)
    assert page.faults == []


def test_side_effects_are_those_of_the_ticked_treatments_and_those_looked_for(client):
    assert offered(client.get("/handout/"), "effect") == []
    response = change(client, treatment=["siponimod"], effect=["falls"], find_effect="hair")
    found = offered(response, "effect")
    assert {"macular-edema", "falls", "hair-thinning"} <= set(found)
    assert "skin-necrosis" not in found


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


def test_unticked_boxes_stay_unticked_on_the_way_back(client):
    form = change(client, treatment=["siponimod"]).context["form"]
    assert not form["pictures"].value()
    assert client.get("/handout/").context["form"]["pictures"].value()


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
    assert words(response, "Notes") == ["Since spring:", "more falls"]
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
