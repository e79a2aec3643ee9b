"""What a search for care cards reads alike: inflections, ways to say one thing, denials."""

import pytest

from guidance.search import calm
from guidance.search.meanings import MEANINGS, in_short, wanted_of
from guidance.search.search import Search
from guidance.search.words import stem, words_of
from tests import make_pages as make


@pytest.mark.parametrize(
    "words",
    [
        "choke choking choked",
        "stop stopping",
        "puke puking puked",
        "pee peeing peed",
        "see seeing seen saw",
        "break broke broken",
        "vomit vomiting vomited",
        "pass passing passed",
        "wish wishes wishing",
        "breathe breathing breath",
        "swell swollen swelling",
        "leg legs",
    ],
)
def test_inflections_of_a_word_are_one(words):
    assert len({stem(word) for word in words_of(words)}) == 1


@pytest.mark.parametrize(
    "words", ["hiv hives", "stop stopped", "expect expecting", "wake woke", "bleed bled breed"]
)
def test_words_that_mean_something_else_stay_apart(words):
    assert len({stem(word) for word in words_of(words)}) > 1


@pytest.mark.parametrize("word", ["sting", "being", "bleed", "agreed", "thing", "bring"])
def test_a_word_that_only_looks_inflected_is_left_alone(word):
    assert stem(word) == word


def test_a_meaning_is_read_with_words_between_and_the_longest_way_wins():
    assert in_short(words_of("no strength in my legs")) == ["WEAK", "in", "my", "leg"]
    assert in_short(words_of("my head is so very throbbing")) == ["my", "POUNDING_HEADACHE"]
    assert in_short(words_of("no")) == ["no"]
    assert in_short(words_of("chest of pain")) == ["chest", "of", "pain"]


def test_a_search_word_that_is_only_a_general_word_counts_as_it_stands():
    assert wanted_of(["weak"]) == {frozenset({"weak"})}
    assert wanted_of(["sudden", "weaknes"]) >= {frozenset({"SUDDEN", "weaknes"})}
    assert wanted_of(words_of("chest hurts")) == {
        frozenset({"chest", "hurt"}),
        frozenset({"CHEST_PAIN"}),
    }


def test_names_of_meanings_are_no_words_of_a_query():
    assert all(name.isupper() for name in MEANINGS)
    assert not {*MEANINGS} & {*words_of(" ".join(MEANINGS))}


SIGNS = (
    make.sign("seizure", "emergency", text=make.prose("A seizure."), search_words=("seizure",)),
    make.sign(
        "strength", "emergency", text=make.prose("Walk."), search_words=("suddenly can't walk",)
    ),
    make.sign("urine", "emergency", text=make.prose("None."), search_words=("no urine out",)),
    make.sign("voice", "same-day", text=make.prose("Voice."), search_words=("can't speak",)),
    make.sign(
        "death",
        "crisis",
        part="mood",
        text=make.prose("Death."),
        search_words=("don't want to live", "tired of going on.", "suicidal"),
    ),
    make.sign("fever", "same-day", text=make.prose("Fever."), search_words=("fever siponimod",)),
)
LEVELS = make.help_page(*((level, "Call.", ()) for level in ("emergency", "crisis", "same-day")))
SIPONIMOD = make.therapy(title="Siponimod", brands=("Mayzent",))
SEARCH = Search(make.guide(SIPONIMOD, LEVELS, make.signs_page(*SIGNS)))


@pytest.mark.parametrize(
    ("query", "levels"),
    [
        # Ways to say the same, by words, inflections and meanings
        ("all of a sudden I am not able to walk", ["emergency"]),
        ("unable to walk out of the blue", ["emergency"]),
        ("I no longer wish to be alive", ["crisis"]),
        ("no desire to exist", ["crisis"]),
        ("sick of going on", ["crisis"]),
        ("convulsing", ["emergency"]),
        ("siezure", ["emergency"]),
        # Another name of the same medicine
        ("fever on Mayzent", ["same-day"]),
        # Denied, but only what is denied
        ("no seizure", []),
        ("never had a seizure", []),
        ("no fever or seizure", []),
        ("no urine comes out", ["emergency"]),
        ("no sleep and a seizure", ["emergency"]),
        ("not suicidal", ["crisis"]),
        # Long past, but only where nothing is present
        ("I had a seizure years ago", []),
        ("had a seizure in 2015", []),
        ("I used to have seizures as a kid", []),
        ("a seizure when I was 12", []),
        ("seizures years ago and now again", ["emergency"]),
        ("suicidal years ago", ["crisis"]),
        ("couldn't speak years ago", ["same-day"]),
        # Planned for later life
        ("who decides when I cannot speak", []),
        ("will I get a seizure", []),
        ("will I be fine, I am having a seizure", ["emergency"]),
        ("who decides, suddenly he cannot speak", ["same-day"]),
        # Words that together mean something else
        ("confused about seizure", ["emergency"]),
    ],
)
def test_a_query_shows_the_card_that_it_means_and_no_other(query, levels):
    assert [care.slug for care in SEARCH.results(query).cares] == levels


def test_idioms_are_left_out():
    assert calm.without_idioms(words_of("I am dying to know more")) == ["i", "am", "more"]


def test_a_denied_word_is_found_behind_small_words():
    words = words_of("I do not have any fever but chills")
    assert [words[place] for place in calm.negated(words)] == ["fever"]
