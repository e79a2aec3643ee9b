"""What the walk says: complete, plain, cited, and never a diagnosis."""

import re
from datetime import date

import pytest

from guidance.pages.citations import MARKER, keys_in, problems, without_markers
from guidance.pages.texts import strings_in
from guidance.quality.readability import WORD, measure, sentences
from guidance.walk import wording
from guidance.walk.concerns import CONCERNS
from guidance.walk.findings import CELLS, Finding
from guidance.walk.notes import Ask, Note, Settle, notes_of, settle_of
from guidance.walk.questions import EXITS, QUESTIONS, STOPS, resolve
from guidance.walk.shipped import SHIPPED
from guidance.walk.vocabulary import COUNTED
from guidance.walk.wording import (
    Period,
    check_answers,
    clashes,
    period,
    question,
    result,
    texts,
)
from tests.walk.positions import some_paths

OVER = Period(since="November 2025", now="November 2026")
SAID = wording.SHIPPED_WORDS.own
SHORT_WAY_IN = {"safety": "none", "told": "spms"}
REST = {"mri": "never", "harder": "nothing", "medicine": "no"}
RESULTS = [(position, result(position, OVER)) for position in some_paths()]


def plain(*parts: str) -> str:
    """The words as a reader hears them: no markers, no bold, one text a line."""
    return "\n".join(without_markers(part).replace("**", "") for part in parts)


def said_by(thing: object) -> str:
    return plain(*(text for _, text in strings_in(thing)))


# Complete


def test_wording_has_exactly_the_questions_and_answers_of_the_table():
    said = SAID
    assert list(said.questions) == [node.key for node in QUESTIONS]
    for node in QUESTIONS:
        assert tuple(said.questions[node.key].answers) == node.answers


def test_wording_has_exactly_the_outcomes_and_findings_of_the_table():
    said = SAID
    assert set(said.outcomes) == set(CELLS)
    assert set(said.activity) == set(Finding)
    assert set(said.progression) == set(Finding) - {Finding.NO_KNOWN}
    assert set(said.settle) == set(Settle)
    assert set(said.notes) == set(Note)
    assert set(said.asks) == set(Ask)
    alone = {node.name for node in STOPS} - {"new-help", "quick-help"}  # these have cards only
    assert set(said.stops) == alone
    assert set(said.exits) == {node.name for node in EXITS}
    assert set(said.questions["new"].answers) == set(CONCERNS)
    assert len(said.months) == 12


def test_no_text_has_loose_spaces():
    for text in texts(SAID):
        assert text.strip(" ") == " ".join(text.split())


def test_each_question_differs_and_each_answer_is_explained_on_the_result():
    said = SAID.questions
    assert len({words.heading for words in said.values()}) == len(QUESTIONS)
    assert len({words.short for words in said.values()}) == len(QUESTIONS)
    for node in (node for node in QUESTIONS if node.key in COUNTED):
        for value in set(node.answers) - set(node.ticks) | ({"tiredness"} & set(node.ticks)):
            answer = said[node.key].answers[value]
            assert answer.said and answer.means


def test_each_result_marks_a_part_of_its_own_heading():
    said = SAID.outcomes
    assert all(words.name in words.fits for words in said.values())
    assert len({words.lead for words in said.values()}) == 12


# Months


@pytest.mark.parametrize(
    ("today", "since", "now"),
    [
        (date(2026, 11, 23), "November 2025", "November 2026"),
        (date(2027, 1, 1), "January 2026", "January 2027"),
        (date(2028, 2, 29), "February 2027", "February 2028"),
        (date(2026, 12, 31), "December 2025", "December 2026"),
    ],
)
def test_the_period_is_the_twelve_months_to_now(today, since, now):
    assert period(today) == Period(since=since, now=now)


def test_the_period_is_said_in_one_place(monkeypatch):
    monkeypatch.setattr(wording, "PERIOD_MONTHS", 6)
    assert period(date(2026, 3, 1)).since == "September 2025"
    assert "the last 6 months" in question("relapse", OVER).heading
    assert not re.search(r"\b(12|twelve) months", said_by(SAID))


def test_every_page_is_shown_without_an_unfilled_placeholder():
    pages: list[object] = [question(node.key, OVER) for node in QUESTIONS]
    pages += [page for _, page in RESULTS]
    pages += [check_answers(position, OVER) for position, _ in RESULTS]
    for page in pages:
        assert not re.search(r"[{}]", said_by(page))


# Never a diagnosis


@pytest.mark.parametrize(
    "never",
    [
        r"you have",
        r"you’ve",
        r"you've",
        r"best",
        r"recommend\w*",
        r"should (take|stop|start|switch)",
        r"EDSS",
        r"ICD",
        r"G35",
        r"suffer\w*",
        r"patients?",
    ],
)
def test_forbidden_words_are_in_no_text(never):
    allowed = r"patient guides|did you have"
    for text in texts(SAID):
        assert not re.search(rf"\b{never}\b", re.sub(allowed, "", text), re.IGNORECASE), text


def test_not_a_diagnosis_is_said_once():
    assert len(re.findall("diagnos", "\n".join(texts(SAID)), re.IGNORECASE)) == 1
    assert "not a diagnosis" in SAID.always[0]


def test_a_result_says_that_answers_fit_and_never_what_somebody_is():
    for position, page in RESULTS:
        begins = "Your answers fit " if position.told else "If your team says it is SPMS, "
        assert page.heading.startswith((begins, "Your answers fit no type of SPMS"))
        assert not re.search(r"\byour (MS|SPMS) is\b|\byou are\b", page.lead, re.IGNORECASE)


def test_stable_is_never_said_without_known_activity():
    for (activity, _), words in SAID.outcomes.items():
        assert (activity is Finding.NO) or "stable" not in said_by(words).lower()


def test_every_result_says_not_to_stop_or_restart_a_medicine_alone():
    assert all("Do not stop or restart a medicine on your own." in p.always for _, p in RESULTS)


def test_a_possible_relapse_is_within_two_days_and_today_when_it_disables():
    now = SAID.notes[Note.RELAPSE_NOW]
    assert "within two days" in now.heading
    assert re.search("Call today if it keeps you from walking or seeing", " ".join(now.lines))
    later = said_by(SAID.notes[Note.RELAPSE_EARLIER])
    assert "next visit" in later and "within two weeks" in later


def test_unknown_is_not_worded_as_no_and_names_what_would_make_it_clear():
    said = SAID
    for axis in (said.activity, said.progression):
        assert axis[Finding.UNKNOWN].label.endswith("We do not know yet")
    for position, page in RESULTS:
        if Finding.UNKNOWN in (position.activity, position.progression):
            assert page.settle
            assert "cannot tell" not in page.heading


# Plain


def test_sentences_have_twenty_words_or_fewer():
    for text in texts(SAID):
        for sentence in sentences(plain(text)):
            assert len(WORD.findall(sentence)) <= 20, sentence


def test_every_question_page_reads_at_grade_six_or_lower():
    for node in QUESTIONS:
        words = question(node.key, OVER)
        offered = [part for a in words.answers.values() for part in (a.label, a.hint)]
        page = plain(words.heading, words.hint, words.why, *offered)
        assert measure(page).grade <= 6, (node.key, measure(page))


def test_every_result_page_reads_at_grade_six_or_lower():
    for position, page in RESULTS:
        assert measure(said_by(page)).grade <= 6, (position.cell, measure(said_by(page)))


def test_every_other_page_reads_at_grade_six_or_lower():
    said = SAID
    for words in (*said.stops.values(), *said.exits.values(), *said.notes.values()):
        assert measure(said_by(words)).grade <= 6, words


# Cited


def test_markers_are_well_formed_and_the_sources_are_those_expected():
    expected = {
        "gst_steroids",
        "lublin2013",
        "lublin2020",
        "lublin_table",
        "msaa_pseudo",
        "msaa_relapse",
        "mstrust_steroids",
        "off_nice_ng220",
        "spms_review",
        "aan_dmt",
        "lbl_natalizumab",
        "lbl_teriflunomide",
        "mstrust_ot",
        "va_swallow",
    }
    assert wording.source_keys() == expected
    for text in texts(SAID):
        assert problems(text, expected) == []


def test_what_a_medical_answer_means_is_cited_wherever_it_settles_an_axis():
    said = SAID.questions
    for key, value in [
        ("relapse", "yes"),
        ("relapse", "no"),
        ("spots", "yes"),
        ("spots", "no"),
        ("harder", "nothing"),
        ("how", "slowly"),
        ("how", "attack"),
        ("how", "both"),
    ]:
        assert keys_in(said[key].answers[value].means), (key, value)
    for key in set(said) - {"safety", "new", "quick"}:
        assert keys_in(said[key].why), key


def test_no_marker_stands_where_a_link_must_not():
    said = SAID
    for words in said.questions.values():
        parts = [words.heading, words.hint, words.short, words.change]
        parts += [part for a in words.answers.values() for part in (a.label, a.hint, a.said)]
        assert not any(MARKER.search(part) for part in parts)
    assert not MARKER.search("\n".join(text for _, text in strings_in((said.stops, said.harm))))


# Assembled


def test_check_answers_lists_only_what_was_asked_in_order():
    position = resolve({**SHORT_WAY_IN, "relapse": "no", "mri": "never", "harder": "hands+sight"})
    rows = check_answers(position, OVER)
    assert [row.key for row in rows] == ["safety", "told", "relapse", "mri", "harder"]
    assert (rows[2].value, rows[2].answer) == ("no", "No")
    assert rows[4].answer == "Hands, Sight"
    assert rows[2].change == "your answer about an attack"


def test_a_result_explains_every_answer_that_counted():
    counted = {"told", "relapse", "mri", "spots", "harder", "how"}
    for position, page in RESULTS:
        reasons = page.about_type + page.about_activity + page.about_progression
        asked = [step for step in position.questions if step.node.key in counted]
        assert [(one.key, one.unsure) for one in reasons] == [
            (step.node.key, step.unsure) for step in asked
        ]
        assert all(one.said and one.means for one in reasons)
        assert (page.matches, page.possible) == (position.matches, position.possible)
        assert [note.note for note in page.notes] == list(notes_of(position))
        assert len(set(page.questions)) == len(page.questions)
        assert len(page.settle) == len(settle_of(position))


def test_clashes_are_shown_before_the_result():
    answers = {**SHORT_WAY_IN, **REST, "relapse": "no", "harder": "hands", "how": "attack"}
    (note,) = clashes(resolve(answers), OVER)
    assert note.heading == "Two of your answers do not fit together"
    assert clashes(resolve({**answers, "relapse": "yes"}), OVER) == ()


def test_there_is_no_result_before_the_end():
    with pytest.raises(ValueError, match="'told'"):
        result(resolve({"safety": "none"}), OVER)
    with pytest.raises(KeyError):
        question("edss", OVER)


def test_every_question_of_every_result_is_listed_once():
    listed = wording.result_questions()
    assert len(set(listed)) == len(listed)
    for _, page in RESULTS:
        assert set(page.questions) <= set(listed)


# For somebody else

ANOTHER = wording.SHIPPED_WORDS.another
OTHER = Period(since="November 2025", now="November 2026", said=ANOTHER)


def test_for_somebody_else_the_words_are_about_them():
    assert question("told", OTHER).heading == "What have they been told about their MS?"
    mri = question("mri", OTHER).answers
    assert [mri["never"].label, mri["not-sure"].label] == ["They never had one", "I’m not sure"]
    page = result(resolve({**SHORT_WAY_IN, **REST, "relapse": "no"}), OTHER)
    assert page.heading.startswith("Their answers fit ")
    assert "Do not stop or restart a medicine on their own." in page.always


def test_the_words_of_crisis_ask_about_both_people():
    label = question("safety", OTHER).answers["crisis"].label
    assert label == "One of us thinks about ending their life, or wishes not to wake up"


def test_what_is_left_of_i_and_you_is_about_the_one_who_answers_or_about_the_team():
    left = {
        found
        for text in texts(ANOTHER)
        for found in re.findall(r"\b(?:I|[Yy]ou|[Mm]y|[Yy]our|me)\b[^.?]{0,12}", text)
    }
    answers = (
        r"I’m|I am|I think so|I know of|I answer|[Yy]ou told us|You (are|were) not|You do not"
        r"|You think|you think they|you know of|you began|you can call|you has to face"
        r"|[Yy]our report|([Cc]lear|[Cc]hange|Check)? ?(my|your) answers|Your code|your browser"
        r"|you leave|you answer for|you” is the per"
    )
    team = r"you agree|you check|you look for|you tell|you measure"
    assert [one for one in left if not re.match(f"{answers}|{team}", one)] == []


def test_every_text_that_speaks_to_the_reader_has_words_for_somebody_else():
    for key, text in SHIPPED.items():
        if re.search(r"\b(?:[Yy]our (?:MS|team|last|visit)|you to|[Mm]y MS)\b", text.own):
            assert text.another and text.another != text.own, key


def test_they_takes_its_own_verb_and_its_own_place():
    for text in texts(ANOTHER):
        assert not re.search(r"\bthey (am|was|has|is)\b", text, re.IGNORECASE), text
        never = r"\b(told|help|with|for|about|send|treat|disables|makes) they\b"
        assert not re.search(never, text), text
