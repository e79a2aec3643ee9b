"""The search: names, slips, groups and care cards, in a guide of a few pages."""

import pytest

from guidance.pages import cited_text, site_pages
from guidance.search.pickers import matching
from guidance.search.search import LONGEST_URGENT, Search
from tests import make_pages as make

TERM = site_pages.Term(
    slug="relapse", term="Relapse", also_called="flare", definition=make.prose("New symptoms.")
)
PAGES = (
    make.therapy(title="Siponimod", brands=("Mayzent",), search_words=("S1P",)),
    make.therapy("fingolimod", title="Fingolimod", brands=("Gilenya",), search_words=("S1P",)),
    make.therapy("interferon-beta-1a", title="Interferon beta-1a", brands=("Avonex", "Rebif")),
    make.therapy("interferon-beta-1b", title="Interferon beta-1b", brands=("Rebif",)),
    make.therapy(
        "steroids", title="Steroids", brands=("Solu-Medrol",), effects=(make.effect("insomnia"),)
    ),
    make.side_effect("pml", title="Rare brain infection", medical_name="leukopathy (PML)"),
    make.side_effect("tiredness", title="Tiredness", medical_name="tiredness"),
    make.symptom("fatigue", title="Tiredness", search_words=("tired", "no energy", "can't go")),
    make.symptom("bladder", title="Bladder", summary=make.prose("Try [pads](/x/). [@label]")),
    make.subtype("stable", title="Stable", medical_name="SPMS, not active"),
    make.visit("starting-siponimod", title="Starting siponimod", therapies=("siponimod", "gone")),
    make.info("privacy", search_words=("cookies",)),
    make.info("home", title="Quokka"),
    make.withdrawn("therapy/quokkamab"),
    site_pages.GlossaryPage(
        slug="glossary",
        title="Words explained",
        summary=cited_text.EMPTY,
        sections=(),
        references=(),
        terms=(TERM,),
    ),
    make.clinic(),
)
BREATHING, THOUGHTS = make.prose("Sudden trouble breathing."), make.prose("Thoughts of death.")
BREATH = make.sign("breath", "emergency", text=BREATHING, search_words=("breathless",))
DEATH = make.sign("death", "crisis", text=THOUGHTS, search_words=("to die",))
HELP = make.help_page(("emergency", "Call 911.", ()), ("crisis", "Call 988.", ()))
SEARCH = Search(make.guide(*PAGES, HELP, make.signs_page(BREATH, DEATH, make.sign())))


def test_a_sign_of_too_much_medicine_gives_its_number_with_its_sentence():
    text = make.prose("A double dose. [@a] Call Poison Control: 1-800-222-1222. [@b] Go on.")
    sign = make.sign("too-much-medicine", "same-day", text=text)
    levels = make.help_page(("emergency", "Call 911.", ()), ("same-day", "Call us.", ()))
    search = Search(make.guide(*PAGES, levels, make.signs_page(BREATH, DEATH, sign)))
    number, sentence = search.results("double dose").call
    assert (number, sentence) == ("+18002221222", "Call Poison Control: 1-800-222-1222.")
    for query in ("breathless", "double dose and breathless"):
        assert search.results(query).call == ("", ""), query


def test_a_topic_is_found_by_its_words_also_where_they_ask_for_what_treatments_cost():
    cost = make.sections(cost="It costs much. [@label]")
    row = make.table_row("Retiplant")
    money = make.topic(
        "money", title="Money and insurance", search_words=("copay help",), table=(row,)
    )
    pages = (make.therapy(title="Siponimod", sections=cost), money, make.topic())
    search = Search(make.guide(*pages, HELP, make.signs_page(BREATH)))
    for query in ("insurance", "copay help"):
        first, second = search.results(query).groups
        assert [found.page.slug for found in first.found] == ["money"], query
        assert (first.heading, second.kind) == ("Living with SPMS", "cost")
    placebo = site_pages.Term(
        slug="placebo", term="Placebo", also_called="", definition=make.prose("No medicine.")
    )
    words = site_pages.GlossaryPage(
        slug="glossary",
        title="Words",
        summary=cited_text.EMPTY,
        sections=(),
        references=(),
        terms=(placebo,),
    )
    trials = make.topic("trials", title="Research trials", search_words=("placebo", "phase 3"))
    both = Search(make.guide(trials, words))
    assert both.results("placebo").answer.term == placebo, "The word before the topic."
    assert both.results("phase 3").answer.page == trials
    assert search.results("driving").answer.page.key == "topic/driving"
    assert search.results("retiplant").groups[0].found[0].page.slug == "money", "In its table."


def test_a_withdrawn_page_is_found_by_its_brands():
    notice = make.withdrawn("therapy/koalamab", brands=("Eucalypta",))
    search = Search(make.guide(*PAGES, notice))
    assert [one.slug for one in search.withdrawn("eucalipta")] == ["therapy/koalamab"]


def test_a_withdrawn_page_is_found_by_its_name_alone():
    assert [notice.slug for notice in SEARCH.withdrawn("quokamab")] == ["therapy/quokkamab"]
    assert SEARCH.withdrawn("siponimod") == []
    assert Search(make.guide(*PAGES[:3])).withdrawn("quokkamab") == []


def keys(query, search=SEARCH):
    return [hit.key for hit in search.index.find(query)]


def titles(group):
    return [found.title for found in group.found]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Mayzent", "therapy/siponimod"),
        ("mayzent’s", "therapy/siponimod"),
        ("mazyent", "therapy/siponimod"),
        ("mayznt", "therapy/siponimod"),
        ("mayzzent", "therapy/siponimod"),
        ("meizent", "therapy/siponimod"),
        ("fingo", "therapy/fingolimod"),
        ("solumedrol", "therapy/steroids"),
        ("Solu  Medrol", "therapy/steroids"),
        ("may zent", "therapy/siponimod"),
        ("no energy, tired", "symptom/fatigue"),
        ("tired, no energy", "symptom/fatigue"),
        ("avonex and the rest", "therapy/interferon-beta-1a"),
        ("beta1a", "therapy/interferon-beta-1a"),
        ("leukopathy", "side-effect/pml"),
        ("PML", "side-effect/pml"),
        ("cannot go", "symptom/fatigue"),
        ("noenergy", "symptom/fatigue"),
        ("flare", "term/relapse"),
        ("cookie", "info/privacy"),
        ("starting siponimod", "visit/starting-siponimod"),
        ("SPMS, not active", "subtype/stable"),
        ("pads", "symptom/bladder"),
        ("insomnia", "therapy/steroids"),
    ],
)
def test_a_page_is_found_by_its_names_its_words_and_with_typing_slips(query, key):
    assert keys(query)[0] == key


def test_another_form_of_a_search_word_finds_its_page():
    page = make.symptom("bowel", title="Bowel", search_words=("poop", "leak"))
    search = Search(make.guide(page))
    for query in ("pooped", "pooping", "leaked", "leaking"):
        assert [hit.key for hit in search.index.find(query)] == ["symptom/bowel"], query


def test_names_of_one_page_in_a_long_question_count_together():
    money = make.topic("money", title="Money", search_words=("who pays", "plan refused"))
    drug = make.therapy(title="Drug list", search_words=("drug",))
    search = Search(make.guide(money, drug))
    question = "who pays for the drug that my plan has now refused"
    assert search.results(question).answer.page.slug == "money"
    assert keys("who pays the drug", search)[0] == "topic/money"
    assert keys("plan drug", search)[0] == drug.key


def test_words_such_as_still_and_might_leave_a_question_sure():
    search = Search(make.guide(make.topic("driving", title="Driving", search_words=("drive",))))
    (hit,) = search.index.find("might I still drive my car, please")
    assert hit.score < 1
    assert search.results("may we still drive, please").answer.title == "Driving"


def test_where_two_fit_as_well_a_symptom_comes_before_a_side_effect():
    assert keys("tiredness")[:2] == ["symptom/fatigue", "side-effect/tiredness"]


@pytest.mark.parametrize(
    "query",
    ["", "?!", "\u6771\u4eac", "quokka", "quokkamab", "qflarez", "x" * 10_000, "/x/"],
)
def test_nothing_is_found_for_words_of_nothing_that_is_listed(query):
    assert not SEARCH.results(query)
    assert SEARCH.nearest(query) == []


def test_short_words_must_be_typed_exactly():
    assert keys("pmi") == keys("s2p") == keys("dit") == []


def test_a_phrase_as_long_as_a_text_makes_no_trouble():
    long = " ".join(f"word{number}" for number in range(1000))
    search = Search(make.guide(make.symptom("fatigue", search_words=(long,)), make.clinic()))
    assert keys(long, search) == ["symptom/fatigue"]
    assert search.results(long).answer.title == "Fatigue"


def test_a_misspelt_name_is_answered_with_the_name():
    results = SEARCH.results("mazyent")
    assert (results.answer.title, results.meant) == ("Siponimod", "Mayzent")
    assert SEARCH.results("Mayzent").meant == ""
    assert SEARCH.results("relapze").meant == "Relapse"
    assert SEARCH.results("relapze").answer.term is TERM


def test_none_of_several_that_fit_as_well_is_the_answer():
    results = SEARCH.results("s1p")
    assert (results.answer, results.fits) == (None, True)
    assert [(group.heading, titles(group)) for group in results.groups] == [
        ("Treatments", ["Siponimod", "Fingolimod"])
    ]
    assert results.groups[0].found[0].note == "Mayzent"


def test_a_group_shows_the_first_of_many():
    many = [make.therapy(f"medicine-{letter}", search_words=("drip",)) for letter in "abcdefgh"]
    (group,) = Search(make.guide(*many)).results("drip").groups
    assert titles(group) == [f"Medicine {letter}" for letter in "abcde"]


def test_words_that_are_only_a_little_like_a_name_have_no_answer():
    results = SEARCH.results("leucopatie")
    assert (results.answer, results.fits) == (None, False)
    assert titles(results.groups[0]) == ["Rare brain infection"]


def test_the_medical_name_stands_beside_a_page_if_it_says_more():
    by_title = {
        found.title: found.note
        for query in ("leukopatia", "tirednes tired")
        for group in SEARCH.results(query).groups
        for found in group.found
    }
    answer = SEARCH.results("leukopathy").answer
    assert answer.note == "leukopathy (PML)"
    assert by_title["Tiredness"] == ""


def test_a_sign_is_found_by_all_words_of_its_text():
    (group,) = SEARCH.results("sudden breathing").groups
    assert (group.heading, titles(group)) == ("When to call", ["Sudden trouble breathing."])
    found = group.found[0]
    assert (found.note, found.body_part, found.fragment) == ("911 now", "infection", "emergency")
    assert not SEARCH.results("sudden quokka")


# What cannot wait


@pytest.mark.parametrize(
    ("query", "levels"),
    [
        ("breathless", ["emergency"]),
        ("I am Breathlss", ["emergency"]),
        ("i want to die", ["crisis"]),
        ("breathless, want to die", ["emergency", "crisis"]),
        ("x" * (LONGEST_URGENT - 12) + " to die", ["crisis"]),
        ("preathless", []),
        ("diet", []),
        ("tiredness", []),
    ],
)
def test_the_words_of_a_sign_show_its_level_with_that_sign_alone(query, levels):
    results = SEARCH.results(query)
    assert ([care.slug for care in results.cares], results.urgent) == (levels, bool(levels))
    assert all(len(care.first) == 1 for care in results.cares)


SIGHT = make.sign(
    "sight", "emergency", text=make.prose("You lose sight."), search_words=("can't see.", "hives")
)
SIGHTS = Search(make.guide(HELP, make.symptom("pain"), make.signs_page(SIGHT, DEATH, BREATH)))


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("I can't see", True),
        ("I cannot see, help", True),
        ("can't see and it hurts", True),
        ("can't see my doctor until June", False),
        ("see if I can't", False),
        ("Hives", True),
        ("hievs", True),
        ("hike", False),
        ("hixe", False),
    ],
)
def test_a_word_of_a_sign_may_count_only_at_the_end_and_no_english_word_is_a_slip(query, is_shown):
    assert bool(SIGHTS.results(query).cares) == is_shown


def test_below_what_cannot_wait_stand_only_pages_that_fit():
    pages = [make.symptom("breath", title="Short breath at night when climbing stairs")]
    guide = make.guide(*pages, HELP, make.signs_page(BREATH, make.sign("hurt", "emergency")))
    assert not Search(guide).results("breathless stairs")
    assert titles(Search(guide).results("quickly stairs").groups[0])


def test_somebody_who_is_hurt_is_told_what_to_do_and_other_signs_still_count():
    assert SEARCH.results("he hits me").plain == "hurt-or-neglected"
    both = SEARCH.results("My husband keeps hitting me and I want to die")
    assert (both.plain, [care.slug for care in both.cares]) == ("hurt-or-neglected", ["crisis"])
    assert SEARCH.results("double dose").plain == "too-much-medicine"
    assert SEARCH.results("double dose, breathless").plain == ""


def test_what_is_said_in_many_ways_shows_its_sign_where_there_is_one():
    signs = (make.sign("hurt-or-neglected", "crisis"), make.sign("too-much-medicine", "emergency"))
    search = Search(make.guide(HELP, make.signs_page(*signs)))
    for query, level in (("my aide slaps me", "crisis"), ("took my pill twice", "emergency")):
        results = search.results(query)
        assert (results.plain, [care.slug for care in results.cares]) == ("", [level])
        assert results.offers_911 == (level != "emergency")
    assert not search.results("alcohol abuse").cares


COSTLY = make.therapy("costly", title="Costly", sections=make.sections(cost="Much."))
PRICES = Search(make.guide(COSTLY, make.therapy("cheap", title="Cheap"), make.symptom("pain")))


def test_a_part_of_each_treatment_answers_words_that_no_page_has():
    results = PRICES.results("what does it cost")
    assert [(group.heading, titles(group)) for group in results.groups] == [
        ("What it costs", ["Costly"])
    ]
    assert (results.part, results.answer, results.fits) == ("cost", None, True)
    one = PRICES.results("price of cosly")
    assert (one.answer.page.slug, one.answer.fragment, one.meant) == ("costly", "cost", "Costly")


def test_a_treatment_without_that_part_is_found_as_a_whole():
    assert PRICES.results("cheap price").answer.fragment == ""
    assert PRICES.results("missed dose").part == ""


def test_signs_of_an_earlier_release_are_known_by_their_text():
    old = make.signs_page(
        make.sign("breath", "emergency", text=BREATHING, first=True),
        make.sign("death", "crisis", text=THOUGHTS, first=True),
        make.sign("own", "crisis", text=make.prose("Anger."), first=True, own=True),
        make.sign("later", "emergency", text=make.prose("A stiff neck.")),
        make.sign("today", "same-day", text=make.prose("A swollen leg."), first=True),
    )
    search = Search(make.guide(HELP, old))
    found = {
        query: [care.slug for care in search.results(query).cares]
        for query in (
            "trouble breathing",
            "breathing",
            "death",
            "anger",
            "stiff neck",
            "swollen leg",
        )
    }
    assert {query: slugs for query, slugs in found.items() if slugs} == {
        "trouble breathing": ["emergency"],
        "death": ["crisis"],
    }


def test_without_a_get_help_page_it_is_still_said_that_it_cannot_wait():
    results = Search(make.guide(make.signs_page(BREATH))).results("breathless")
    assert (results.urgent, results.cares) == (True, ())


# Fields in which pages are picked


def test_a_field_finds_pages_of_its_kind_by_brands_and_lay_words_with_slips():
    def picked(words, kind):
        return [page.slug for page in SEARCH.pages(words, kind)]

    assert picked("mazyent", "therapy") == ["siponimod"]
    assert picked("tired", "symptom") == ["fatigue"]
    assert picked("tired", "therapy") == picked("", "therapy") == []
    assert len(SEARCH.pages("rebif", "therapy", most=1)) == 1


def test_rows_that_are_not_public_are_matched_by_the_names_that_they_are_given_with():
    names = {"1": ["Natalizumab", "Tysabri"], "2": ["Ocrelizumab", "Ocrevus", ""]}
    assert matching("tysabry", names) == ["1"]
    assert matching("ocrevis", names) == ["2"]
    assert matching("quokka", names) == matching("", names) == []


# Names that are near


def test_the_nearest_pages_hold_the_word_or_are_spelled_much_like_it():
    def slugs(word, **more):
        return [page.slug for page in SEARCH.nearest(word, **more)]

    assert slugs("interferon") == ["interferon-beta-1a", "interferon-beta-1b"]
    assert slugs("rebif") == ["interferon-beta-1a", "interferon-beta-1b"]
    assert slugs("siponimot")[0] == slugs("Maizent")[0] == "siponimod"
    assert slugs("interferon", most=1) == ["interferon-beta-1a"]
    assert slugs("wp-login.php") == slugs("") == []
