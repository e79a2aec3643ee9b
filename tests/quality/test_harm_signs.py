"""Pages name the signs of the harms that they list; a treatment's cite a source about it."""

import pytest

from guidance.pages.choices import Gravity
from guidance.quality.harm_signs import A_RELAPSE, NEEDED, needed, needed_words
from tests import make_pages as make
from tests.quality.pages_without_fault import (
    CITED,
    changed,
    findings,
    guide,
    prose,
    signs,
    sources,
    therapy,
)

RULES = {
    *("sign of a harm", "sign of a grave harm", "sign of a relapse", "signs on its own page"),
}


def table(*slugs):
    """A table of signs with these names, cited to a label that names no medicine."""
    return signs(*((slug, f"You notice {slug}. [@label]") for slug in slugs))


def listing(harm, *named, **fields):
    """A treatment that lists ``harm`` and names the signs ``named``."""
    effects = (make.effect(harm, "It came. [@label]"),)
    return therapy(effects=effects, signs=named, **{"group": "relapse-treatment", **fields})


def found(*pages):
    return [
        (one.page, one.rule, one.what_to_do) for one in findings(guide(*pages)) if one.rule in RULES
    ]


def harm(slug, *named, **fields):
    return make.side_effect(slug, summary=prose(CITED), signs=named, **fields)


def test_a_listed_harm_without_one_of_its_signs_is_an_error():
    signs_of_it = table("pregnant", "fever")
    page = harm("fetal-harm", "pregnant", title="Harm to an unborn baby")
    [(where, rule, words)] = found(signs_of_it, page, listing("fetal-harm", "fever"))
    assert (where, rule) == ("therapy/siponimod", "sign of a harm")
    assert words == "It lists “Harm to an unborn baby”. Name its sign: “pregnant”."
    assert found(signs_of_it, page, listing("fetal-harm", "pregnant")) == []


def test_one_of_several_signs_is_enough_and_only_signs_that_exist_are_asked_for():
    one_of_two = table("shingles", "rash-on-weak-defenses")
    page = harm("shingles", "shingles")
    [(_, _, words)] = found(one_of_two, page, listing("shingles"))
    assert "“shingles” or “rash-on-weak-defenses”" in words
    assert found(one_of_two, page, listing("shingles", "rash-on-weak-defenses")) == []
    assert found(table("fever"), harm("shingles"), listing("shingles")) == []


def test_a_harm_that_a_clinic_wrote_needs_a_sign_of_its_own_page_if_it_can_kill():
    def of(gravity):
        page = harm("hiccups", "fever", gravity=gravity)
        return found(table("fever"), page, listing("hiccups"))

    assert [rule for _, rule, _ in of("life")] == ["sign of a harm"]
    assert of("see-somebody") == of("nuisance") == []


def symptom_listing(slug, *named):
    """A symptom whose medicines can cause ``slug``, and that names the signs ``named``."""
    return make.symptom(summary=prose(CITED), side_effects=(slug,), signs=named)


def test_a_symptom_whose_medicines_can_kill_or_harm_for_life_names_a_sign_of_it():
    signs_of_it = table("cannot-pass-urine", "fever")
    page = harm("urinary-retention", "cannot-pass-urine", title="Trouble emptying", gravity="life")
    [(where, rule, words)] = found(signs_of_it, page, symptom_listing("urinary-retention", "fever"))
    assert (where, rule) == ("symptom/fatigue", "sign of a grave harm")
    assert words == (
        "Its medicines can cause “Trouble emptying”. Name a sign of it: “cannot-pass-urine”."
    )
    named = symptom_listing("urinary-retention", "cannot-pass-urine")
    assert found(signs_of_it, page, named) == []
    assert found(table("fever"), harm("urinary-retention", gravity="life"), named) == []


def test_a_symptom_needs_no_sign_of_what_passes_or_of_a_harm_without_a_page():
    page = harm("swelling", "new-swelling", gravity="see-somebody")
    assert found(table("new-swelling"), page, symptom_listing("swelling")) == []
    assert found(table("fever"), symptom_listing("stroke")) == []


def test_weak_breathing_is_a_sign_of_short_breath_for_the_medicines_of_a_symptom_only():
    both = table("short-of-breath", "weak-breathing")
    page = harm("shortness-of-breath", "short-of-breath", gravity="life")
    assert found(both, page, symptom_listing(page.slug, "weak-breathing")) == []
    [(_, rule, words)] = found(both, page, symptom_listing(page.slug))
    assert rule == "sign of a grave harm"
    assert "“short-of-breath” or “weak-breathing”" in words
    [(_, rule, _)] = found(both, page, listing(page.slug, "weak-breathing"))
    assert rule == "sign of a harm"


def test_the_page_of_a_harm_names_one_of_the_signs_that_its_treatments_must_name():
    [(where, rule, words)] = found(table("new-mole"), harm("skin-cancer"))
    assert (where, rule) == ("side-effect/skin-cancer", "signs on its own page")
    assert "“new-mole”" in words
    assert found(table("new-mole"), harm("skin-cancer", "new-mole")) == []
    assert found(table("new-mole"), harm("nausea")) == []


def test_each_medicine_that_changes_the_course_of_ms_says_what_to_do_about_a_relapse():
    relapse = table(*A_RELAPSE)
    changing = therapy(signs=())
    assert [rule for _, rule, _ in found(relapse, changing)] == ["sign of a relapse"]
    for slug in A_RELAPSE:
        assert found(relapse, therapy(signs=(slug,))) == []
    assert found(relapse, therapy(signs=(), group="relapse-treatment")) == []
    assert found(table("fever"), changing) == []


def source_findings(kind, title, cited="[@of_it]", brands=("Mayzent",)):
    """What is found about a sign of siponimod that cites a source with this kind and title."""
    listed = sources("label", "of_it")
    other = changed(listed.sources[1], kind=kind, title=title)
    written = signs(("fever", f"You have a fever. {cited} You sweat. [@label]"))
    references = tuple(
        changed(make.reference(source.key, number), source=source)
        for number, source in enumerate((listed.sources[0], other), start=1)
    )
    pages = (
        changed(listed, sources=(listed.sources[0], other)),
        changed(written, references=references),
        therapy(title="Siponimod", brands=brands, signs=("fever",)),
        therapy("ozanimod", title="Ozanimod", brands=("Zeposia",)),
    )
    return [one for one in findings(guide(*pages)) if one.rule == "source of a sign"]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("US label", "ZEPOSIA (ozanimod) prescribing information"),
        ("Hospital page", "Ozanimod: side effects"),
        ("US label", "Prescribing information of another medicine"),
    ],
)
def test_a_sign_that_rests_on_the_document_of_another_medicine_is_an_error(kind, title):
    (one,) = source_findings(kind, title)
    assert (one.severity, one.page, one.section) == ("error", "signs/signs", "fever")
    assert one.what_to_do == "Cite a source that says it of Siponimod, or a general one."


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("US label", "MAYZENT prescribing information"),
        ("Maker’s page", "About siponimod"),
        ("Hospital page", "Fever: when to call"),
    ],
)
def test_its_own_document_and_a_general_one_are_enough(kind, title):
    assert source_findings(kind, title) == []


def test_only_the_first_sentence_counts_and_one_without_a_known_source_is_another_error():
    assert source_findings("US label", "MAYZENT prescribing information", cited="[@label]") != []
    assert source_findings("Hospital page", "Fever", cited="") == []


def test_a_sign_that_no_treatment_names_may_rest_on_any_source():
    written = signs(("fever", "You have a fever. [@label]"))
    assert findings(guide(written)) == ()


def test_the_table_says_of_each_harm_which_signs_it_needs_or_why_none():
    for slug, row in NEEDED.items():
        assert bool(row.signs) != bool(row.why_none), slug


def test_staff_read_what_a_harm_needs():
    words = needed_words("skin-cancer", "life")
    assert "A treatment that lists it must name one of: new-mole." in words
    assert "A symptom that lists it must name one of them." in words
    words = needed_words("shortness-of-breath", "life")
    assert "one of them or weak-breathing or breathing-after-botulinum-toxin." in words
    assert "symptom" not in needed_words("rash", "see-somebody")
    assert needed_words("nausea", "see-somebody").startswith("None. Common")
    assert "signs chosen here" in needed_words("hiccups", Gravity.LIFE)
    assert "cannot kill" in needed_words("hiccups", "nuisance")
    assert needed(harm("hiccups", "fever", gravity="nuisance")) == ()
