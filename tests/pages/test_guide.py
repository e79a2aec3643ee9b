"""The guide: the right page, the right list, in the order in which readers see it."""

import pytest

from guidance.editorial import current
from guidance.pages.guide import (
    GROUPS,
    HOW_TAKEN,
    WHERE_TAKEN,
    CannotShow,
    Filters,
    Guide,
    UnreadablePage,
)
from tests import make_pages as make

SIPONIMOD = make.therapy(
    effects=(make.effect("headache"), make.effect("flu", seriousness="serious"))
)
OCRELIZUMAB = make.therapy(
    "ocrelizumab",
    how_taken=("infusion", "shot"),
    where_taken=("clinic",),
    effects=(make.effect("flu"),),
)
PHYSICAL = make.therapy(
    "physical-therapy",
    title="Physical therapy",
    group="rehabilitation",
    how_taken=("sessions",),
    where_taken=("home", "clinic"),
)
ACTIVE = make.subtype("active", therapies=("siponimod", "ocrelizumab"), symptoms=("pain",))
STABLE = make.subtype("stable", active=False, therapies=("physical-therapy", "gone"))
HEADACHE, FLU = make.side_effect("headache"), make.side_effect("flu")
PAIN, SLEEP = make.symptom("pain", side_effects=("headache",)), make.symptom("sleep")
VISIT, LAST = make.visit(), make.visit("a-visit", title="Your last visit")
GUIDE = make.guide(
    LAST,
    VISIT,
    SLEEP,
    PHYSICAL,
    SIPONIMOD,
    OCRELIZUMAB,
    STABLE,
    ACTIVE,
    HEADACHE,
    FLU,
    PAIN,
    make.info("about"),
)


def slugs(found):
    return [page.slug for page in found]


# One page


def test_each_kind_of_page_is_found_by_its_slug_and_its_absence_is_none():
    assert GUIDE.subtype("active") is ACTIVE
    assert GUIDE.therapy("siponimod") is SIPONIMOD
    assert GUIDE.side_effect("flu") is FLU
    assert GUIDE.symptom("pain") is PAIN
    assert GUIDE.visit("first-visit") is VISIT
    assert GUIDE.info("about").slug == "about"
    assert GUIDE.therapy("pain") is None
    assert GUIDE.symptom("") is None


def test_pages_of_two_kinds_may_share_a_slug():
    guide = make.guide(make.side_effect("fatigue"), make.symptom("fatigue"))
    assert guide.side_effect("fatigue").kind == "side-effect"
    assert guide.symptom("fatigue").kind == "symptom"


def test_the_pages_of_which_there_is_one_need_no_slug():
    clinic, help_page = make.clinic(title="City MS clinic"), make.help_page()
    guide = make.guide(clinic, help_page, make.glossary("relapse"))
    assert guide.clinic is clinic
    assert guide.help is help_page
    assert [term.slug for term in guide.glossary.terms] == ["relapse"]


@pytest.mark.parametrize("kind", ["clinic", "help", "glossary"])
def test_an_edition_without_such_a_page_says_which_is_missing(kind):
    with pytest.raises(LookupError, match=f"Edition 7 has no page of the kind {kind}"):
        getattr(make.guide(), kind)


def test_a_page_that_cannot_be_read_is_refused_and_keeps_its_name_beside_a_treatment():
    unreadable = UnreadablePage("side-effect/flu", "Flu", "Damaged.")
    guide = Guide(7, OCRELIZUMAB.review.checked_on, [OCRELIZUMAB], [unreadable])
    with pytest.raises(CannotShow, match="side-effect/flu cannot be shown: Damaged."):
        guide.page("side-effect/flu")
    assert guide.page("side-effect/none") is None
    [(_, page)] = guide.effects_of(OCRELIZUMAB)
    assert (page.slug, page.title) == ("flu", "Flu")


# Lists


def test_lists_run_from_a_to_z_whatever_the_case():
    guide = make.guide(
        make.symptom("a", title="sleep"),
        make.symptom("b", title="Tremor"),
        make.symptom("c", title="Pain"),
    )
    assert slugs(guide.symptoms()) == ["c", "a", "b"]
    assert slugs(GUIDE.visits()) == ["first-visit", "a-visit"]
    assert slugs(GUIDE.therapies()) == ["ocrelizumab", "physical-therapy", "siponimod"]
    assert slugs(GUIDE.side_effects()) == ["flu", "headache"]
    assert slugs(GUIDE.infos()) == ["about"]


def test_types_run_from_the_most_to_the_least_active():
    four = [
        make.subtype("neither", active=False, progressing=False),
        make.subtype("progressing", active=False, progressing=True),
        make.subtype("active", active=True, progressing=False),
        make.subtype("both", active=True, progressing=True),
    ]
    assert slugs(make.guide(*four).subtypes()) == ["both", "active", "progressing", "neither"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["ocrelizumab", "physical-therapy", "siponimod"]),
        (Filters(group="rehabilitation"), ["physical-therapy"]),
        (Filters(subtype="active"), ["ocrelizumab", "siponimod"]),
        (Filters(how="shot"), ["ocrelizumab"]),
        (Filters(where="home"), ["physical-therapy", "siponimod"]),
        (Filters(subtype="active", where="home"), ["siponimod"]),
        (Filters(group="rehabilitation", how="mouth"), []),
        (Filters(subtype="no-such-type"), ["ocrelizumab", "physical-therapy", "siponimod"]),
    ],
)
def test_filters_narrow_the_treatments_and_add_up(filters, expected):
    assert slugs(GUIDE.therapies(filters)) == expected


@pytest.mark.parametrize("name", ["group", "subtype", "how", "where"])
def test_filters_know_whether_they_ask_for_anything(name):
    assert Filters(**{name: "x"}).any
    assert not Filters(unknown=(name,)).any


def test_treatments_come_by_group_with_no_empty_group():
    groups = GUIDE.grouped(GUIDE.therapies())
    assert [(heading, slugs(pages)) for heading, pages in groups] == [
        ("Disease-modifying medicines", ["ocrelizumab", "siponimod"]),
        ("Rehabilitation", ["physical-therapy"]),
    ]


@pytest.mark.django_db
def test_every_published_treatment_is_in_a_group_and_under_filters_that_exist():
    guide = current.current_guide()
    grouped = [page for _, pages in guide.grouped(guide.therapies()) for page in pages]
    assert sorted(slugs(grouped)) == sorted(slugs(guide.therapies()))
    for page in grouped:
        assert page.group in GROUPS
        assert set() < set(page.how_taken) <= set(HOW_TAKEN)
        assert set() < set(page.where_taken) <= set(WHERE_TAKEN)


# From one page to others


def test_a_type_leads_to_its_treatments_and_symptoms_as_far_as_they_are_public():
    assert [slugs(pages) for _, pages in GUIDE.therapies_of(ACTIVE)] == [
        ["ocrelizumab", "siponimod"]
    ]
    assert [slugs(pages) for _, pages in GUIDE.therapies_of(STABLE)] == [["physical-therapy"]]
    assert slugs(GUIDE.symptoms_of(ACTIVE)) == ["pain"]


def test_a_treatment_leads_to_its_types():
    assert slugs(GUIDE.subtypes_of(SIPONIMOD)) == ["active"]
    assert slugs(GUIDE.subtypes_of(PHYSICAL)) == ["stable"]


def test_a_treatment_leads_to_its_side_effects_in_its_own_order_as_far_as_they_are_public():
    assert GUIDE.effects_of(SIPONIMOD) == [
        (SIPONIMOD.effects[0], HEADACHE),
        (SIPONIMOD.effects[1], FLU),
    ]
    assert make.guide(SIPONIMOD, FLU).effects_of(SIPONIMOD) == [(SIPONIMOD.effects[1], FLU)]


def test_a_side_effect_leads_to_what_can_cause_it():
    assert GUIDE.therapies_with(FLU) == [
        (OCRELIZUMAB.effects[0], OCRELIZUMAB),
        (SIPONIMOD.effects[1], SIPONIMOD),
    ]
    assert slugs(GUIDE.symptoms_with(HEADACHE)) == ["pain"]
    assert GUIDE.symptoms_with(FLU) == []


# Sources


def test_only_sources_that_a_page_cites_are_listed_with_all_those_pages():
    first, second = make.reference("label"), make.reference("study", number=2)
    guide = make.guide(
        make.therapy("b", title="beta", references=(first, second)),
        make.symptom("a", title="Alpha", references=(first,)),
        make.sources_page("study", "label", "unused"),
    )
    used = [(one.source.key, slugs(one.pages)) for one in guide.sources_used()]
    assert used == [("label", ["a", "b"]), ("study", ["b"])]
    assert set(guide.sources) == {"study", "label", "unused"}


def test_an_edition_without_a_list_of_sources_has_those_that_its_pages_cite():
    guide = make.guide(make.therapy(references=(make.reference("label"),)))
    assert set(guide.sources) == {"label"}


def test_what_was_withdrawn_is_found_by_the_key_of_the_page_that_was_there():
    notice = make.withdrawn("therapy/siponimod")
    guide = make.guide(notice)
    assert guide.withdrawn("therapy/siponimod") is notice
    assert guide.withdrawn("therapy/fingolimod") is None


# By another name

WHOLE = make.guide(
    make.therapy(title="Siponimod", brands=("Mayzent",)),
    make.therapy("interferon-beta-1a", title="Interferon beta-1a", brands=("Avonex", "Rebif")),
    make.therapy("interferon-beta-1b", title="Interferon beta-1b", brands=("Rebif",)),
    make.side_effect("pml", title="Rare brain infection (PML)"),
    make.symptom("fatigue", title="Tiredness (fatigue)"),
    make.subtype("active", title="Active"),
    make.info("about"),
)


@pytest.mark.parametrize(
    ("kind", "word", "slug"),
    [
        ("therapy", "Siponimod", "siponimod"),
        ("therapy", "mayzent", "siponimod"),
        ("therapy", "MAYZENT", "siponimod"),
        ("therapy", "Interferon-Beta-1A", "interferon-beta-1a"),
        ("therapy", "avonex", "interferon-beta-1a"),
        ("side-effect", "rare-brain-infection", "pml"),
        ("side-effect", "Rare-brain-infection-PML", "pml"),
        ("symptom", "tiredness", "fatigue"),
        ("info", "About", "about"),
    ],
)
def test_a_page_is_found_by_its_title_and_its_brand_however_they_are_spelled(kind, word, slug):
    assert WHOLE.called(kind, word).slug == slug


@pytest.mark.parametrize(
    ("kind", "word"),
    [("therapy", "rebif"), ("therapy", "pml"), ("therapy", ""), ("sources", "sources")],
    ids=["two have that brand", "another kind", "nothing", "a kind without names"],
)
def test_a_name_of_none_or_of_several_finds_none(kind, word):
    assert WHOLE.called(kind, word) is None


def test_a_page_of_a_kind_without_names_of_its_own_is_not_found_by_name():
    assert make.guide(make.glossary()).called("glossary", "glossary") is None


def test_a_page_leads_to_up_to_three_topics_that_name_it_in_their_order():
    topics = [make.topic(slug, symptoms=("fatigue", "gone")) for slug in ("d", "b", "c", "a")]
    guide = make.guide(make.symptom(), SIPONIMOD, *topics)
    symptom = guide.symptom("fatigue")
    assert [page.slug for page in guide.topics_about(symptom)] == ["a", "b", "c"]
    assert guide.topics_about(SIPONIMOD) == []


def test_a_topic_leads_to_pages_that_are_there_and_not_to_itself():
    topic = make.topic(
        subtypes=("stable", "gone"),
        therapies=("siponimod",),
        symptoms=("fatigue",),
        side_effects=("headache",),
        topics=("driving", "trials"),
    )
    others = (
        *(make.subtype("stable"), SIPONIMOD, make.symptom(), make.side_effect()),
        make.topic("trials"),
    )
    guide = make.guide(*others, topic)
    assert guide.read_next(topic) == list(others)
    assert [page.slug for page in guide.topics()] == ["driving", "trials"]
    assert not guide.lists_topics
    assert make.guide(make.info("living-with-spms")).lists_topics
