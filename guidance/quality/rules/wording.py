"""Content rules about characters, words, sentences and lists."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from guidance.pages import text_input
from guidance.pages.check_schedule import SECTIONS, section_text
from guidance.pages.claims import Part, part_of_field, part_of_section, strings, texts
from guidance.pages.site_pages import HelpPage, SignsPage, WalkPage
from guidance.pages.structures import InfoPage, Page, TherapyPage
from guidance.pages.text import Bullets, parse
from guidance.quality.readability import WORD, Readability
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import WHOLE_PAGE, Problems, RuleSet

RULES = RuleSet()

SUMMARY_GRADE, PAGE_GRADE = 6.0, 8.0
"""The highest adjusted reading grade of a summary and of a page."""

MAX_WORDS, MAX_ITEMS = 25, 7
"""The most words of a sentence, and the most items of a list."""

MAX_PASSIVE = 0.3
"""The largest share of passive sentences."""

NEVER: Mapping[str, str] = {
    "Nobody is told what they have. Write “people with ...”": (
        r"(?<!if )(?<!when )(?<!whether )(?<!that )(?<!did )\byou have (?:\w+[ -]){0,3}?"
        r"(?:MS|SPMS|multiple sclerosis)\b"
    ),
    "There is no best choice for everybody. Say what helps whom": r"\bbest\b",
    "Nothing is without risk. Say which harms there are": (
        r"(?<!or I am )(?<!or am )(?<!or are )(?<!deserve to be )\bsafe(?:r|st|ly)?\b"
    ),
    "Nothing cures MS. Say what it does": r"\b(?:cures?|cured|curing)\b",
}
"""Words that no page may use: {reason and what to write instead: pattern of the words}."""

RELATIVE = re.compile(
    r"\d ?(?:%|percent|per cent)\s+(?:\w+ )?(?:lower|higher|fewer|less|more|better|worse|reduc\w+"
    r"|drop|cut|decrease|increase|risk)"
    r"|\b(?:by|of) (?:about |around |nearly |up to )?\d+(?:\.\d+)? ?(?:%|percent)"
    r"|\b(?:relative risk|hazard ratio|odds ratio|risk ratio)s?\b"
    r"|\b(?:half|twice|double|\w+ times) as (?:many|much|likely|often|high)\b"
    r"|\b(?:halv(?:e|es|ed)|doubl(?:es|ed)|tripl(?:es|ed)) (?:the|their|your) (?:risk|chance|odds)",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(r"\bout of (?:every )?[\d,]+|\bfor each [\d,]+", re.IGNORECASE)

PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:(?:not|also|often|usually|\w+ly)\s+)*"
    r"(?:\w{2,}ed|given|taken|seen|known|shown|found|made|held|kept|told|put|done|begun|chosen)\b",
    re.IGNORECASE,
)

MEDICAL_WORDS = (
    *("antibodies", "aspiration", "autoimmune disease", "baclofen pump", "biosimilar"),
    *("boxed warning", "catheter", "colitis", "disease-modifying", "ecg", "edss", "gadolinium"),
    *("infusion", "jc virus", "lesion", "lymphocyte", "lymphopenia", "macular edema", "mri"),
    *("myelin", "off label", "osteoporosis", "placebo", "plasma exchange", "pml", "pres"),
    *("progression", "pseudobulbar affect", "rebound", "relapse", "rems", "s1p", "seizure"),
    *("sepsis", "serotonin syndrome", "spasticity", "steroid", "t2 lesion", "washout"),
)
"""Words, in lower case, that must be in the glossary if a page uses them."""

_MEDICAL_WORD = re.compile(rf"(?<![\w-])({'|'.join(MEDICAL_WORDS)})s?(?![\w])", re.IGNORECASE)
_CALLS = re.compile(r"\bcalls?\b|\b911\b|\b988\b|\bemergency\b", re.IGNORECASE)
_SIGNS = r"(?:signs?|symptoms?|changes?|problems?|reactions?|things?|ones?|list|lines?)"
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:above|below)(?=\s*(?:[.,;:)]|$))"
    rf"|\b{_SIGNS}(?: \w+)? (?:above|below)\b"
    rf"|\bthe (?:above|below)\b|\b(?:above|below) {_SIGNS}\b"
    rf"|\b(?:these|those|such|same) (?:\w+ )?{_SIGNS}\b|\bany such\b"
    r"|\b(?:these|those)(?=\s*(?:[.,;:)]|$))"
    r"|\b(?:any|one|some|all|each|none|both|either|most|two|three|more) of "
    rf"(?:these|those|them|the {_SIGNS})\b"
    r"|\b(?:any|the|first|one|every) (?:signs?|symptoms?)\b(?! (?:of|that|in)\b)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_OF_OURSELVES = re.compile(
    r"\bour sources?\b|\bwe (?:found|saw|read) (?:no|none|only)\b|\bthat we read\b"
    r"|\bwe (?:did not|could not) (?:read|find|confirm)\b",
    re.IGNORECASE,
)


@RULES.error("character")
def unprintable(under_review: PageUnderReview) -> Problems:
    """Every character of a page can be printed, also in its names and sources."""
    yield from unprintable_strings(under_review.page)


def unprintable_strings(page: Page) -> Problems:
    """Yield (part, problem) for each string of ``page`` with a character that no PDF shows."""
    for part, string in strings(page):
        if problem := text_input.problem(string):
            yield part, problem


@RULES.error("pasted text")
def pasted(under_review: PageUnderReview) -> Problems:
    """No text has markup of the program from which it was pasted."""
    for part, prose in texts(under_review.page):
        for leftover in text_input.leftovers(prose.source):
            yield part, leftover
    for question in getattr(under_review.page, "questions", ()):
        if number := text_input.numbered(question):
            yield (
                part_of_field("questions"),
                f"“{number}” opens “{question}”. Take it out: the list shows its own.",
            )


@RULES.error("call line")
def call_lines_name_their_signs(under_review: PageUnderReview) -> Problems:
    """A line that says when to call names its signs and does not refer to other lines."""
    for claim in under_review.claims:
        if isinstance(under_review.page, WalkPage):
            return  # no handout divides its texts
        calls = (
            isinstance(under_review.page, HelpPage | SignsPage)
            or claim.part.id in ("call_911", "call_clinic")
            or _CALLS.search(claim.words)
        )
        if calls and (pointer := _POINTS_ELSEWHERE.search(claim.words)):
            yield (
                claim.part,
                f"“{pointer[0]}” points to other lines. Name the signs in “{claim.words}”",
            )


@RULES.error("relative risk")
def relative_risk(under_review: PageUnderReview) -> Problems:
    """A relative figure has a number of people out of 100 or 1,000 beside it."""
    for claim in under_review.claims:
        used = RELATIVE.search(_QUOTED.sub("", claim.words))
        if used and not ABSOLUTE.search(under_review.words_of_parts[claim.part]):
            yield (
                claim.part,
                f"“{used[0]}” only compares. Say how many people out of 100, with and without.",
            )


@RULES.error("word")
def words_never_used(under_review: PageUnderReview) -> Problems:
    """No page uses words that promise or diagnose."""
    for part, words in under_review.visible_texts:
        for instead, pattern in NEVER.items():
            if used := re.search(pattern, _QUOTED.sub("", words), re.IGNORECASE):
                yield part, f"“{used[0]}”: {instead}."


@RULES.warning("voice")
def about_ourselves(under_review: PageUnderReview) -> Problems:
    """A page tells what is known, and only pages about this site tell what was read for it."""
    if isinstance(under_review.page, InfoPage):
        return
    for claim in under_review.claims:
        if used := _OF_OURSELVES.search(claim.words):
            yield (
                claim.part,
                f"“{used[0]}” is about this site. Say what is known, or what to ask the MS team.",
            )


@RULES.error("glossary")
def unexplained_words(under_review: PageUnderReview) -> Problems:
    """A medical word that a page uses is in the glossary."""
    explained = under_review.context.explained
    first_parts: dict[str, Part] = {}
    for part, words in under_review.visible_texts:
        for used in _MEDICAL_WORD.findall(words):
            first_parts.setdefault(used.lower(), part)
    for word, part in first_parts.items():
        if not any(word in name for name in explained):
            yield part, f"“{word}” is not in the glossary. Explain it there."


@RULES.warning("grade")
def too_hard(under_review: PageUnderReview) -> Problems:
    """The adjusted grade of a page is 8 or lower, that of its summary 6 or lower."""
    grade = under_review.grade
    if grade.summary.grade > SUMMARY_GRADE:
        yield (
            part_of_field("summary"),
            _grade_problem(grade.summary, grade.summary_raw, SUMMARY_GRADE),
        )
    if grade.page.grade > PAGE_GRADE:
        yield WHOLE_PAGE, _grade_problem(grade.page, grade.page_raw, PAGE_GRADE)


def _grade_problem(adjusted: Readability, raw: Readability, aim: float) -> str:
    return (
        f"Its reading grade is {adjusted.grade} (raw {raw.grade}); aim for {aim:g} or lower. "
        "Use shorter words and sentences."
    )


@RULES.warning("long sentence")
def long_sentences(under_review: PageUnderReview) -> Problems:
    """A sentence has 25 words or fewer."""
    for claim in under_review.claims:
        count = len(WORD.findall(claim.words))
        if count > MAX_WORDS:
            yield claim.part, f"{count} words in one sentence; split it: “{claim.words}”"


@RULES.warning("passive")
def passive(under_review: PageUnderReview) -> Problems:
    """Most sentences are active."""
    by_part = Counter(claim.part for claim in under_review.claims if PASSIVE.search(claim.words))
    count, whole = by_part.total(), len(under_review.claims)
    if whole and count / whole > MAX_PASSIVE:
        part, most = by_part.most_common(1)[0]
        yield (
            part,
            f"{count} of the page’s {whole} sentences are passive, {most} of them here. "
            "Say who does what.",
        )


@RULES.warning("long list")
def long_lists(under_review: PageUnderReview) -> Problems:
    """A list has seven items or fewer."""
    for part, count in lists(under_review.page):
        if count > MAX_ITEMS:
            yield part, f"A list has {count} items. Group them, seven at most."


def lists(page: Page) -> Iterator[tuple[Part, int]]:
    """Yield (part, number of items) for each list in the texts of ``page`` as readers see it.

    Monitoring checks and the text below them are one list.
    """
    with_checks: dict[Part, str] = {}
    if isinstance(page, TherapyPage):
        for section_id in SECTIONS:
            section = page.section(section_id)
            part = part_of_section(section_id, section.heading if section else section_id)
            with_checks[part] = section_text(page, section_id)
    others = ((part, prose.source) for part, prose in texts(page) if part not in with_checks)
    for part, source in (*others, *with_checks.items()):
        for block in parse(source):
            if isinstance(block, Bullets):
                yield part, len(block.items)
