"""What the walk says: complete, plain, cited, and never a diagnosis."""

import re
from datetime import date

import pytest

from guidance.pages.citations import MARKER, keys_in, problems, without_markers
from guidance.pages.texts import strings_in
from guidance.quality.readability import WORD, measure, sentences
from guidance.walk import questions, wording
from guidance.walk.questions import (
    CELLS,
    EXITS,
    QUESTIONS,
    STOPS,
    Finding,
    Flag,
    Settle,
    paths,
    resolve,
)
from guidance.walk.wording import (
    Period,
    check_answers,
    period,
    question,
    result,
    source_keys,
    texts,
)
from guidance.walk.wording import words as words_in

OVER = Period(since="November 2025", now="November 2026")
LANGUAGES = list(wording.WORDS)
SHORT_WAY_IN = {"safety": "none", "told-spms": "yes"}
WAYS_IN = {("none", "yes"), ("none", "not-sure"), ("crisis", "no")}  # every note is in one of these
RESULTS = [
    (position, result(position, OVER))
    for position in paths()
    if (position.answer("safety"), position.answer("told-spms")) in WAYS_IN
]

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def plain(*parts: str) -> str:
    """The words as a reader hears them: no markers, no bold, one text a line."""
    return "\n".join(without_markers(part).replace("**", "") for part in parts)


def said_by(thing: object) -> str:
    return plain(*(text for _, text in strings_in(thing)))


# Complete


def test_wording_has_exactly_the_questions_and_answers_of_the_table(language):
    said = words_in(language)
    assert list(said.questions) == [node.key for node in QUESTIONS]
    for node in QUESTIONS:
        assert list(said.questions[node.key].answers) == list(node.routes)
        assert list(said.questions[node.key].answers)[-1] == questions.NOT_SURE


def test_wording_has_exactly_the_outcomes_and_findings_of_the_table(language):
    said = words_in(language)
    assert set(said.outcomes) == set(CELLS)
    assert set(said.activity) == set(said.progression) == set(Finding)
    assert set(said.settle) == set(Settle)
    assert set(said.flags) == set(Flag)
    assert set(said.stops) == {node.name for node in STOPS}
    assert set(said.exits) == {node.name for node in EXITS}
    assert len(said.months) == 12


def test_no_text_is_empty_or_has_loose_spaces(language):
    for text in texts(language):
        assert text and text == " ".join(text.split())


def test_questions_are_questions_and_each_differs(language):
    said = words_in(language).questions.values()
    assert all(words.heading.endswith("?") and words.short.endswith("?") for words in said)
    assert len({words.heading for words in said}) == len({words.short for words in said}) == 7


def test_each_result_marks_a_part_of_its_own_heading(language):
    said = words_in(language).outcomes
    assert all(words.name in words.heading for words in said.values())
    assert len({words.lead for words in said.values()}) == 9


def test_an_unknown_language_speaks_english(language):
    assert words_in("xx") is words_in("en") is words_in("en-US")


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
def test_the_period_is_the_twelve_months_to_now(language, today, since, now):
    assert period(today) == Period(since=since, now=now)


def test_questions_on_the_last_year_print_the_month_it_began(language):
    for key in ("relapse", "mri", "slow-worsening"):
        assert "November 2025" in question(key, OVER, language).hint


def test_every_page_is_shown_without_an_unfilled_placeholder(language):
    pages: list[object] = [question(node.key, OVER, language) for node in QUESTIONS]
    pages += [page for _, page in RESULTS]
    pages += [check_answers(position, OVER, language) for position, _ in RESULTS]
    for page in pages:
        assert not re.search(r"[{}]", said_by(page))


def test_only_the_two_months_stand_as_placeholders(language):
    for text in texts(language):
        assert set(re.findall(r"\{.*?\}|[{}]", text)) <= {"{since}", "{now}"}
    said = words_in(language)
    for unfilled in (said.stops, said.exits, said.disclaimer):
        assert "{" not in said_by(unfilled)


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
def test_forbidden_words_are_in_no_text(language, never):
    allowed = r"patient guides"
    for text in texts(language):
        assert not re.search(rf"\b{never}\b", re.sub(allowed, "", text), re.IGNORECASE), text


def test_not_a_diagnosis_is_said_once(language):
    assert len(re.findall("diagnos", "\n".join(texts(language)), re.IGNORECASE)) == 1
    assert "not a diagnosis" in words_in(language).disclaimer["what"]


def test_a_result_says_that_answers_match_and_never_what_somebody_is(language):
    for words in words_in(language).outcomes.values():
        assert words.heading.startswith(("Your answers match", "We cannot tell yet"))
        assert not re.search(r"\byour (MS|SPMS) is\b|\byou are\b", said_by(words), re.IGNORECASE)


def test_progression_is_never_asserted_without_the_team(language):
    said = words_in(language)
    assert said.progression[Finding.YES].label == "Progressing: it may be"
    for position, page in RESULTS:
        if position.progression is not Finding.NO:
            assert said.settle[Settle.EXAM].line in page.settle


def test_unknown_is_not_worded_as_no(language):
    said = words_in(language)
    for axis in (said.activity, said.progression):
        assert axis[Finding.UNKNOWN].label.endswith("not known")
        assert axis[Finding.NO].label.endswith(": no")


# Plain


def test_sentences_have_twenty_words_or_fewer(language):
    for text in texts(language):
        for sentence in sentences(plain(text)):
            assert len(WORD.findall(sentence)) <= 20, sentence


def test_every_question_page_reads_at_grade_six_or_lower(language):
    for node in QUESTIONS:
        words = question(node.key, OVER, language)
        offered = [part for a in words.answers.values() for part in (a.label, a.hint)]
        page = plain(words.heading, words.hint, words.why, words.comfort, *offered)
        assert measure(page).grade <= 6, (node.key, measure(page))


def test_every_result_page_reads_at_grade_six_or_lower(language):
    for position, page in RESULTS:
        assert measure(said_by(page)).grade <= 6, (position.cell, measure(said_by(page)))


def test_every_other_page_reads_at_grade_six_or_lower(language):
    said = words_in(language)
    for words in (*said.stops.values(), *said.exits.values(), *said.flags.values()):
        assert measure(said_by(words)).grade <= 6, words
    assert measure(said_by(said.disclaimer)).grade <= 6


# Cited


def test_markers_are_well_formed_and_the_sources_are_those_expected(language):
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
    }
    assert source_keys() == expected
    for text in texts(language):
        assert problems(text, expected) == []


def test_what_a_medical_answer_means_is_cited_wherever_it_settles_an_axis(language):
    said = words_in(language).questions
    for key, value in [
        ("relapse", "yes"),
        ("relapse", "no"),
        ("mri", "no"),
        ("mri-result", "yes"),
        ("mri-result", "no"),
        ("slow-worsening", "no"),
        ("only-with-relapse", "yes"),
        ("only-with-relapse", "no"),
    ]:
        assert keys_in(said[key].answers[value].means), (key, value)
    for key in list(said)[1:]:
        assert keys_in(said[key].why), key


def test_no_marker_stands_where_a_link_must_not(language):
    said = words_in(language)
    for words in said.questions.values():
        parts = [words.heading, words.hint, words.comfort, words.short, words.change]
        parts += [part for a in words.answers.values() for part in (a.label, a.hint, a.said)]
        assert not any(MARKER.search(part) for part in parts)
    assert not MARKER.search("\n".join(text for _, text in strings_in(said.stops)))


# Assembled


def test_check_answers_lists_only_what_was_asked_in_order(language):
    position = resolve({**SHORT_WAY_IN, "relapse": "think-so", "mri": "no", "mri-result": "yes"})
    rows = check_answers(position, OVER, language)
    assert [row.key for row in rows] == ["safety", "told-spms", "relapse", "mri"]
    assert rows[0].short == "Any emergency signs now?"
    assert (rows[2].value, rows[2].answer) == ("think-so", "I think so")
    assert rows[2].change == "your answer about a relapse"


def test_a_result_explains_every_answer_that_counted(language):
    for position, page in RESULTS:
        reasons = page.about_type + page.about_activity + page.about_progression
        assert [reason.key for reason in reasons] == [
            step.node.key for step in position.questions if step.node.key != "safety"
        ]
        assert [r.unsure for r in reasons] == [s.unsure for s in position.questions[1:]]
        assert position.cell
        assert (page.matches, page.possible) == (position.cell.matches, position.cell.possible)
        assert [note.flag for note in page.notes] == list(position.flags)
        assert len(set(page.questions)) == len(page.questions)
        assert len(page.settle) == len(position.settle)


def test_a_suspected_relapse_says_to_tell_the_team_now(language):
    position = resolve({**SHORT_WAY_IN, "relapse": "think-so", "mri": "no", "slow-worsening": "no"})
    (note,) = result(position, OVER, language).notes
    assert note.flag is Flag.SUSPECTED_RELAPSE
    assert "today" in note.lines[0]
    assert "14 days" in plain(*note.lines)


def test_there_is_no_result_before_the_end(language):
    with pytest.raises(ValueError, match="'told-spms'"):
        result(resolve({"safety": "none"}), OVER, language)
    with pytest.raises(KeyError):
        question("edss", OVER, language)


def test_every_question_of_every_result_is_listed_once(language):
    listed = wording.result_questions(language)
    assert len(set(listed)) == len(listed)
    for path in questions.paths():
        assert set(wording.result(path, OVER, language).questions) <= set(listed)
