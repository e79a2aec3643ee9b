"""What a page says about when to call: its levels, what is shown at once, and the sources."""

import pytest

from guidance.pages.when_to_call import when_to_call
from tests import make_pages as make

LEVELS = {
    "emergency": ("stroke", "heart", "seizure", "faint", "blue", "bleed"),
    "same-day": ("fever", "rash", "cough", "ache", "bruise"),
    "soon": ("mole", "cramp"),
}
SIGNS = make.signs_page(
    *(
        make.sign(slug, level, text=make.prose(f"You notice {slug}. [@signs-label]"))
        for level, slugs in LEVELS.items()
        for slug in slugs
    ),
    references=(make.reference("signs-label"),),
)


def called(page):
    return when_to_call(page, make.guide(SIGNS, page))


def names(texts):
    return [text.source.removeprefix("You notice ").partition(".")[0] for text in texts]


def test_what_is_urgent_is_shown_at_once_and_the_rest_when_a_reader_opens_it():
    page = make.therapy(
        signs=sum(LEVELS.values(), ()),
        call_911=make.prose("You cannot breathe. [@label]"),
        references=(make.reference("label"),),
    )
    calls = called(page)
    emergency, same_day = calls.now
    assert names(emergency.seen) == ["stroke", "heart", "seizure", "faint"]
    assert names(emergency.closed) == ["blue", "bleed"]
    assert emergency.text == page.call_911
    assert names(same_day.seen) == list(LEVELS["same-day"])  # one more, as it is the last
    assert same_day.closed == ()
    assert [group.level for group in calls.below] == ["emergency", "soon"]
    assert names(calls.closed) == ["blue", "bleed", "mole", "cramp"]
    assert not calls.in_few_words
    assert len(calls.texts) == 2 + 4 + 5
    assert [reference.source.key for reference in calls.references] == ["label", "signs-label"]


def test_the_short_page_of_a_side_effect_shows_fewer_at_once():
    (emergency,) = called(make.side_effect(signs=LEVELS["emergency"])).now
    assert (len(emergency.seen), len(emergency.closed)) == (3, 3)


def test_a_page_with_all_three_levels_for_now_shows_fewer_of_each_at_once():
    crisis = make.sign("despair", "crisis", text=make.prose("You notice despair."))
    table = make.signs_page(*SIGNS.signs, crisis, references=SIGNS.references)
    page = make.therapy(signs=(*sum(LEVELS.values(), ()), "despair"))
    now = when_to_call(page, make.guide(table, page)).now
    assert [(len(group.seen), len(group.closed)) for group in now] == [(3, 3), (1, 0), (3, 2)]


def test_if_nothing_is_for_now_the_first_level_is_shown_at_once():
    calls = called(make.symptom(signs=LEVELS["soon"]))
    assert calls
    assert ([group.level for group in calls.now], calls.below) == (["soon"], ())


def test_levels_keep_the_ids_that_they_had_before_there_was_a_table_of_signs():
    calls = called(make.symptom(signs=("stroke", "fever", "mole")))
    anchors = [group.anchor for group in calls.groups]
    assert anchors == ["call-911", "call-clinic", "call-soon"]


def test_a_page_without_signs_says_nothing_about_when_to_call():
    page = make.therapy()
    assert not called(page)
    assert not when_to_call(page, make.guide(page))


LOWERS = "On a [medicine that lowers your defenses](/glossary/#lowers-defenses): a fever."
SYMPTOM_MEDICINE = "On desmopressin: cramps."


@pytest.mark.parametrize(
    ("text", "own", "said"),
    [
        ("On an interferon: bruises or swelling.", True, "Bruises or swelling."),
        ("On or after a medicine: changed sight.", True, "On or after a medicine: changed sight."),
        ("After stopping steroids: fainting.", True, "After stopping steroids: fainting."),
        (LOWERS, False, "A fever."),
        ("On a medicine for MS: you may be pregnant.", False, "You may be pregnant."),
        (SYMPTOM_MEDICINE, False, SYMPTOM_MEDICINE),
    ],
)
def test_the_page_of_a_medicine_need_not_say_first_that_somebody_is_on_it(text, own, said):
    table = make.signs_page(make.sign("bruises", "emergency", text=make.prose(text), own=own))

    def shown(page):
        (sign,) = when_to_call(page, make.guide(table, page)).groups[0].seen
        return sign.source

    assert shown(make.therapy(signs=("bruises",))) == said
    for other in (
        make.therapy(signs=("bruises",), group="rehabilitation"),
        make.side_effect(signs=("bruises",)),
    ):
        assert shown(other) == text


NOTES = [
    ("A fever (mitoxantrone: 911).", "A fever."),
    ("Shaking chills (except just after interferon), or more.", "Shaking chills, or more."),
    ("A fever (desmopressin: today).", "A fever (desmopressin: today)."),
    ("A fever (siponimod: 911).", "A fever (siponimod: 911)."),
    ("A fever (mitoxantrone, desmopressin: 911).", "A fever (mitoxantrone, desmopressin: 911)."),
    ("A fever (PML-risk medicine, now or before: today).", None),
]


@pytest.mark.parametrize(("text", "said"), NOTES)
def test_a_medicine_leaves_out_a_note_for_those_who_take_another_one_instead(text, said):
    table = make.signs_page(
        make.sign("fever", "emergency", text=make.prose(text), short=make.prose(text))
    )
    others = (
        make.therapy("mitoxantrone", title="Mitoxantrone"),
        make.therapy("interferon", title="Interferon beta-1a"),
    )

    def shown(page):
        (group,) = when_to_call(page, make.guide(table, page, *others)).groups
        return [sign.source for sign in (*group.seen, *group.closed)]

    siponimod = make.therapy(title="Siponimod", signs=("fever",))
    assert shown(siponimod) == [said or text] * 2
    for other in (
        make.therapy(title="Steroids", signs=("fever",), group="relapse-treatment"),
        make.therapy(title="Walking", signs=("fever",), group="rehabilitation"),
        make.symptom("pain", signs=("fever",)),
    ):
        assert shown(other) == [text] * 2
