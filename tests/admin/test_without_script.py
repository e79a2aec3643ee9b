"""Without a script, staff add rows and choose pages in the form of a draft, and nothing is lost."""

from html.parser import HTMLParser

import pytest

from guidance.models import SideEffect, Subtype, Symptom, Therapy
from tests.make import make_side_effect, make_therapy
from tests.staff import place

pytestmark = pytest.mark.django_db

ROWS = {
    "checks": {"name": "Eye exam", "text": "An exam. [@lbl_siponimod]", "moment": "before"},
    "evidence": {
        "trial": "TEST",
        "group": "Adults with SPMS",
        "happened": "got worse",
        "not_happened": "did not get worse",
        "time_span": "2 years",
        "comparator": "placebo",
        "out_of": "100",
        "with_treatment": "26",
        "without_treatment": "32",
        "finding": "Fewer got worse. [@lbl_siponimod]",
        "certainty": "moderate",
        "certainty_why": "One trial. [@lbl_siponimod]",
    },
    "side_effects": {
        "seriousness": "common",
        "detail": "It can happen. [@lbl_siponimod]",
        "side_effect-find": "test effect test-effect",  # its whole name, in any case
    },
}


class Plain(HTMLParser):
    """What a browser without scripts would send for the form of a draft.

    ``data`` is {name: list of values}, ``submits`` are the (name, value) of its buttons, and
    ``focus`` is the name of the field with the focus.
    """

    def __init__(self, html):
        super().__init__()
        self.data, self.submits, self.focus = {}, [], ""
        self.inside, self.select, self.text = False, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        one = dict(attrs)
        if tag == "form":
            self.inside = one.get("id", "").endswith("_form")
        if not self.inside or tag not in ("input", "select", "option", "textarea", "button"):
            return
        name, kind = one.get("name"), one.get("type", "")
        if "autofocus" in one:
            self.focus = name
        if tag == "button" or kind == "submit":
            self.submits.append((name, one.get("value", "")))
        elif tag == "select":
            self.select = name
        elif tag == "option":
            if "selected" in one:
                self.put(self.select, one.get("value", ""))
        elif tag == "textarea":
            self.text = (name, [])
        elif kind not in ("checkbox", "radio") or "checked" in one:
            self.put(name, one.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data):
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text:
            self.put(self.text[0], "".join(self.text[1]).removeprefix("\n"))
            self.text = None
        if tag == "form":
            self.inside = False

    def put(self, name, value):
        if name:
            self.data.setdefault(name, []).append(value)


def opened(response):
    assert response.status_code == 200
    return Plain(response.content.decode())


def form_of(client, row):
    address = place(type(row), "change", row.pk)
    return address, opened(client.get(address))


def siponimod():
    return Therapy.objects.get(slug="siponimod")


@pytest.mark.parametrize("prefix", ROWS)
def test_a_row_is_added_filled_in_and_kept(admin_client, prefix):
    make_side_effect()
    therapy = siponimod()
    rows = {
        "checks": therapy.monitoring,
        "evidence": therapy.evidence,
        "side_effects": therapy.side_effects,
    }[prefix]
    many = rows.count()
    address, form = form_of(admin_client, therapy)
    assert ("_add_row", prefix) in form.submits
    sent = {**form.data, "cost": "Typed before the row. [@lbl_siponimod]", "_add_row": prefix}
    longer = opened(admin_client.post(address, sent))
    assert rows.count() == many
    assert longer.data["cost"] == ["Typed before the row. [@lbl_siponimod]"]
    assert longer.focus == f"{prefix}-{many}-order"
    typed = {f"{prefix}-{many}-{name}": value for name, value in ROWS[prefix].items()}
    saved = admin_client.post(address, {**longer.data, **typed, "_continue": "1"})
    assert saved.status_code == 302
    assert rows.count() == many + 1
    assert rows.last().order == max(rows.values_list("order", flat=True))  # it stands at the end
    assert rows.filter(order=rows.last().order).count() == 1
    therapy.refresh_from_db()
    assert therapy.cost == "Typed before the row. [@lbl_siponimod]"
    if prefix == "side_effects":
        assert rows.filter(side_effect__slug="test-effect").exists()


def test_rows_are_added_to_a_page_that_is_not_saved_yet(admin_client):
    address = place(Therapy, "add")
    form = opened(admin_client.get(address))
    for prefix in ("checks", "checks", "side_effects"):
        sent = {**form.data, "name": "Quokkamab", "summary": "Words.", "_add_row": prefix}
        form = opened(admin_client.post(address, sent))
    assert form.data["name"] == ["Quokkamab"]
    assert form.data["checks-TOTAL_FORMS"] == ["2"]
    assert form.data["side_effects-TOTAL_FORMS"] == ["1"]
    assert not Therapy.objects.filter(name="Quokkamab").exists()


def test_an_added_row_that_stays_empty_is_left_out_and_other_errors_wait(admin_client):
    therapy = siponimod()
    many = therapy.monitoring.count()
    address, form = form_of(admin_client, therapy)
    shown = admin_client.post(address, {**form.data, "summary": "", "_add_row": "checks"})
    assert "Nothing is saved yet." in shown.content.decode()
    assert "There is a problem" not in shown.content.decode()
    assert "This field is required." not in shown.content.decode()
    refused = admin_client.post(address, {**opened(shown).data, "_save": "1"})
    assert "This field is required." in refused.content.decode()
    summary = therapy.summary
    again = {**opened(refused).data, "summary": summary, "_save": "1"}
    assert admin_client.post(address, again).status_code == 302
    assert therapy.monitoring.count() == many


def test_no_row_is_added_beyond_the_most_or_for_what_has_no_rows(admin_client):
    address, form = form_of(admin_client, siponimod())
    for prefix, total in (("checks", "200"), ("checks", "many"), ("nothing", "5")):
        sent = {**form.data, "_add_row": prefix, "checks-TOTAL_FORMS": total}
        assert admin_client.post(address, sent).status_code in (200, 400)
    assert siponimod().monitoring.count() == int(form.data["checks-TOTAL_FORMS"][0])


def test_a_similar_name_is_never_chosen_but_offered(admin_client):
    """A wrong harm would be a wrong fact: “Test effect more” is not “Test effect more-2”."""
    for slug in ("more-1", "more-2"):
        make_side_effect(slug)
    therapy = siponimod()
    many = therapy.side_effects.count()
    address, form = form_of(admin_client, therapy)
    form = opened(admin_client.post(address, {**form.data, "_add_row": "side_effects"}))
    row = f"side_effects-{many}"
    typed = {f"{row}-{name}": value for name, value in ROWS["side_effects"].items()}
    typed[f"{row}-side_effect-find"] = "test effect more"
    for submit in ({"_save": "1"}, {"_find": f"{row}-side_effect"}):
        shown = admin_client.post(address, {**form.data, **typed, **submit})
        html = shown.content.decode()
        assert "Found for “test effect more”" in html
        assert ("Nothing has the whole name “test effect more”" in html) == ("_save" in submit)
        kept = opened(shown)
        assert kept.data[f"{row}-side_effect-find"] == ["test effect more"]
        assert kept.data[f"{row}-detail"] == ["It can happen. [@lbl_siponimod]"]
        for effect in SideEffect.objects.filter(slug__startswith="more-"):
            box = f'<input type="radio" name="{row}-side_effect-keep" value="{effect.pk}">'
            assert box in " ".join(html.split())
    assert kept.focus == f"{row}-side_effect-find"
    chosen = SideEffect.objects.get(slug="more-2")
    sent = {**kept.data, f"{row}-side_effect-keep": chosen.pk, "_save": "1"}
    assert admin_client.post(address, sent).status_code == 302
    assert therapy.side_effects.filter(side_effect=chosen).exists()
    assert therapy.side_effects.count() == many + 1


def test_a_name_in_a_row_that_is_empty_otherwise_is_not_lost(admin_client):
    address, form = form_of(admin_client, siponimod())
    form = opened(admin_client.post(address, {**form.data, "_add_row": "side_effects"}))
    name = f"side_effects-{int(form.data['side_effects-TOTAL_FORMS'][0]) - 1}-side_effect-find"
    shown = admin_client.post(address, {**form.data, name: "xyzzy", "_save": "1"})
    assert "Nothing is found for “xyzzy”." in shown.content.decode()
    assert opened(shown).data[name] == ["xyzzy"]


def test_harms_that_a_label_does_not_name_are_added_and_taken_off(admin_client):
    one, two, like = (make_side_effect(slug) for slug in ("first", "second", "like-first"))
    therapy = siponimod()
    therapy.not_named.set([one])
    address, form = form_of(admin_client, therapy)
    assert form.data["not_named-keep"] == [str(one.pk)]
    names = f"{two.name}\nlike-fir"
    shown = admin_client.post(address, {**form.data, "not_named-find": names, "_save": "1"})
    form = opened(shown)
    assert set(form.data["not_named-keep"]) == {str(one.pk), str(two.pk)}
    assert form.data["not_named-find"] == ["like-fir"]
    assert set(therapy.not_named.all()) == {one}
    sent = {**form.data, "not_named-match": [like.pk], "_save": "1"}
    assert admin_client.post(address, sent).status_code == 302
    assert set(therapy.not_named.all()) == {one, two, like}
    address, form = form_of(admin_client, therapy)
    form.data["not_named-keep"].remove(str(two.pk))
    assert admin_client.post(address, {**form.data, "_save": "1"}).status_code == 302
    assert set(therapy.not_named.all()) == {one, like}
    address, form = form_of(admin_client, therapy)
    del form.data["not_named-keep"]
    assert admin_client.post(address, {**form.data, "_save": "1"}).status_code == 302
    assert not therapy.not_named.exists()


def test_pages_are_chosen_by_name_in_the_form_of_a_type(admin_client):
    row, symptom = Subtype.objects.first(), Symptom.objects.first()
    therapy = make_therapy("quokkamab", name="Quokkamab")
    row.symptoms.clear()
    address, form = form_of(admin_client, row)
    names = {"therapies-find": "quokkamab", "symptoms-find": symptom.medical_name or symptom.name}
    assert admin_client.post(address, {**form.data, **names, "_save": "1"}).status_code == 302
    assert therapy in row.therapies.all()
    assert list(row.symptoms.all()) == [symptom]


def test_what_somebody_else_chose_meanwhile_is_kept_beside_a_choice_without_script(admin_client):
    one, two = make_side_effect("first"), make_side_effect("second")
    therapy = siponimod()
    therapy.not_named.clear()
    address, form = form_of(admin_client, therapy)
    therapy.not_named.add(one)
    sent = {**form.data, "not_named-find": two.name, "_save": "1"}
    shown = admin_client.post(address, sent)
    assert shown.status_code == 200
    assert "Choose what stays." in shown.content.decode()
    assert set(therapy.not_named.all()) == {one}
    form = opened(shown)
    form.data["choose-not_named"] = ["saved"]
    assert admin_client.post(address, {**form.data, "_save": "1"}).status_code == 302
    assert set(therapy.not_named.all()) == {one}


def test_who_may_only_look_gets_no_buttons(sign_in):
    client = sign_in("Clinical reviewer")
    row = siponimod()
    address = place(Therapy, "change", row.pk)
    form = opened(client.get(address))
    assert "_add_row" not in dict(form.submits)
    assert client.post(address, {"_add_row": "checks"}).status_code == 403
