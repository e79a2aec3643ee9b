"""The wording of the walk: questions, answers, outcomes and other pages, by language and key.

The routes are in ``questions``. Texts may have ``[@source-key]`` markers (see ``citations``),
``**bold**``, and the placeholders ``{since}`` and ``{now}`` for the first and last month of "the
last 12 months". ``question``, ``check_answers`` and ``result`` replace the placeholders.

Medical statements come from the sources that they cite. No text says which type a reader has, only
which description the answers match, because only an examination can show the type.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from guidance.pages.citations import keys_in
from guidance.pages.texts import strings_in, with_strings
from guidance.walk.questions import END, Finding, Flag, Position, Settle, Step, Subtype

DEFAULT_LANGUAGE = "en"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Period:
    """The 12 months that the questions ask about: first and last month, in words."""

    since: str
    now: str


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The words of one answer: ``label`` and ``hint`` in the form, the others on the result page.

    ``said`` repeats the answer and ``means`` says what follows from it. ``means`` must be true
    whatever the other answers are.
    """

    label: str
    hint: str
    said: str
    means: str


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of one question page.

    ``heading`` is the h1. ``hint`` has no links. ``why`` gives the reason for the question, with
    sources. ``comfort`` reassures readers who are not sure. ``short`` is the name of the question
    on check-answers, and ``change`` is the visually hidden end of its Change link. ``answers`` are
    in display order; "not sure" is last, after an "or".
    """

    heading: str
    hint: str
    why: str
    comfort: str
    short: str
    change: str
    answers: Mapping[str, AnswerWords]


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """The words of the result for one pair of findings.

    ``heading`` is the h1 and ``name`` the part of it that is highlighted. ``lead`` explains the
    result, ``next_steps`` says what to do, and ``questions`` what to ask at the visit, in the first
    person.
    """

    heading: str
    name: str
    lead: str
    next_steps: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingWords:
    """The words of a finding: a ``label`` such as "Active: yes", and a ``note`` beside it."""

    label: str
    note: str


@dataclass(frozen=True, slots=True)
class SettleWords:
    """A way to settle an unknown: ``line`` says what to do, ``ask`` is a question for the visit."""

    line: str
    ask: str


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words of the note for one flag."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopWords:
    """The words that a get-help page of the walk adds to the signs and the action of its level."""

    line: str
    button: str


@dataclass(frozen=True, slots=True)
class ExitWords:
    """The words of an exit page.

    ``read`` is the label of the link to the four types, ``button`` that of the button to carry on.
    """

    heading: str
    lines: tuple[str, ...]
    read: str
    button: str


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of the walk in one language. ``outcomes`` has the keys of ``questions.CELLS``."""

    months: tuple[str, ...]
    divider: str
    questions: Mapping[str, QuestionWords]
    stops: Mapping[str, StopWords]
    exits: Mapping[str, ExitWords]
    outcomes: Mapping[tuple[Finding, Finding], OutcomeWords]
    activity: Mapping[Finding, FindingWords]
    progression: Mapping[Finding, FindingWords]
    settle: Mapping[Settle, SettleWords]
    flags: Mapping[Flag, NoteWords]
    period: str
    disclaimer: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of check-answers: a question and its answer."""

    key: str
    value: str
    short: str
    answer: str
    change: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer in "how we got there". ``unsure`` says that it leaves its question open."""

    key: str
    value: str
    unsure: bool
    said: str
    means: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note beside the outcome, with its flag."""

    flag: Flag
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The texts of the result page, with the months filled in.

    ``about_activity``, ``about_progression`` and ``about_type`` hold the answers that led to the
    result. ``settle`` says how to find out what is unknown. ``questions`` are for the visit and the
    handout: first those that settle an unknown, then those of the outcome.
    """

    heading: str
    name: str
    lead: str
    period: str
    matches: tuple[Subtype, ...]
    possible: tuple[Subtype, ...]
    activity: FindingWords
    progression: FindingWords
    about_activity: tuple[Reason, ...]
    about_progression: tuple[Reason, ...]
    about_type: tuple[Reason, ...]
    notes: tuple[Note, ...]
    settle: tuple[str, ...]
    next_steps: tuple[str, ...]
    questions: tuple[str, ...]
    disclaimer: tuple[str, ...]


# --- English -------------------------------------------------------------------------------------

_LEFT_OPEN = "We left this open. We did not count it as “no”."
_ASK_IF_AGREE = "**Tell your MS team** what this page says. Ask if they agree."
_READ_ONE = "**Read about this type.** Mark what you want to talk about."
_READ_BOTH = "**Read about both types.** See what sets them apart."
_BRING = "**Bring the questions below** to your next visit."

_EN_QUESTIONS: Mapping[str, QuestionWords] = {
    "safety": QuestionWords(
        heading="Right now, are any of these happening?",
        hint="Look at the signs in each group. Choose the most urgent group that fits.",
        why="Some signs need help first. Reading can wait.",
        comfort="That is fine. We will show who to call. If in doubt, call.",
        short="Any emergency signs now?",
        change="your answer about emergency signs",
        answers={
            "emergency": AnswerWords(
                label="Yes, an emergency sign",
                hint="At least one sign in the emergency group",
                said="You told us about an emergency sign.",
                means="If it is still there or comes back, get help now.",
            ),
            "crisis": AnswerWords(
                label="Yes, a crisis sign",
                hint="Thoughts of ending my life, or I cannot cope",
                said="You told us about a crisis sign.",
                means="If it is still there or comes back, call the crisis line now.",
            ),
            "same-day": AnswerWords(
                label="Yes, a same-day sign",
                hint="At least one sign in the same-day group",
                said="You told us about a same-day sign.",
                means="If it is still there or comes back, call your team today.",
            ),
            "none": AnswerWords(
                label="No",
                hint="No emergency, crisis or same-day sign right now",
                said="None of the emergency signs right now.",
                means="If that changes, use Get help.",
            ),
            "not-sure": AnswerWords(
                label="I’m not sure",
                hint="We will show who to call, most urgent first",
                said="You were not sure about the emergency signs.",
                means="If in doubt, call. Use Get help to see who.",
            ),
        },
    ),
    "told-spms": QuestionWords(
        heading="Has a doctor or MS nurse said that your MS is secondary progressive?",
        hint="The short name is SPMS. Your clinic may have put it in a letter.",
        why=(
            "This guide is about SPMS. It means slow, steady worsening after MS that began with "
            "relapses. [@lublin_table] [@spms_review] No clear test marks the change, so your "
            "team decides. [@spms_review]"
        ),
        comfort="That is fine. Carry on. We will add a note to your result.",
        short="Told that it is SPMS?",
        change="your answer about being told that it is SPMS",
        answers={
            "yes": AnswerWords(
                label="Yes",
                hint="A doctor or MS nurse told me so",
                said="Your MS team told you that it is SPMS.",
                means="This guide is for people with SPMS.",
            ),
            "no": AnswerWords(
                label="No",
                hint="I was told another type, or no type",
                said="Nobody has told you that it is SPMS.",
                means="So read this for information only. Ask your team which type it is.",
            ),
            "not-sure": AnswerWords(
                label="I’m not sure",
                hint="I do not remember, or it was not clear",
                said="You are not sure if it is SPMS.",
                means="Ask your team which type of MS it is.",
            ),
        },
    ),
    "relapse": QuestionWords(
        heading="In the last 12 months, did your MS team say that you had a relapse?",
        hint=(
            "That means since {since}. A relapse is new or clearly worse symptoms for more than "
            "24 hours, without fever or infection."
        ),
        why=(
            "A relapse in this time is one of two signs that SPMS is active. The other is new "
            "spots on an MRI. [@lublin_table] [@lublin2013] A fever, an infection or heat can "
            "look like a relapse. [@gst_steroids] [@msaa_relapse] That is why we ask what your "
            "team said. Our meaning of a relapse comes from patient guides. [@msaa_pseudo] "
            "[@gst_steroids]"
        ),
        comfort="That is fine. We will show what would settle it.",
        short="A relapse in the last 12 months?",
        change="your answer about a relapse",
        answers={
            "yes": AnswerWords(
                label="Yes",
                hint="My doctor or nurse called it a relapse",
                said="**You had a relapse** since {since}, and your MS team said so.",
                means="One relapse is enough to call SPMS active. [@lublin_table] [@lublin2013]",
            ),
            "no": AnswerWords(
                label="No",
                hint="I had no relapse",
                said="**No relapse** since {since}.",
                means=(
                    "No relapse is half of “not active”. A scan must be clear too. "
                    "[@lublin_table] [@lublin2013]"
                ),
            ),
            "think-so": AnswerWords(
                label="I think so",
                hint="But nobody has checked it",
                said="**You think that you had a relapse**, but nobody has checked it.",
                means="We left this open. Tell your MS team now.",
            ),
            "not-sure": AnswerWords(
                label="I’m not sure",
                hint="I do not know if it was a relapse",
                said="**You are not sure** about a relapse since {since}.",
                means=_LEFT_OPEN,
            ),
        },
    ),
    "mri": QuestionWords(
        heading="Have you had an MRI scan for your MS in the last 12 months?",
        hint="That means since {since}. It may be of the head, the neck or the back.",
        why=(
            "New spots on a scan count as active, even with no relapse. [@lublin_table] With no "
            "check in this time, activity is “not known”. It is not “no”. [@lublin2013] "
            "[@lublin_table]"
        ),
        comfort="That is fine. Your MS team can look up the date.",
        short="An MRI in the last 12 months?",
        change="your answer about an MRI",
        answers={
            "yes": AnswerWords(
                label="Yes",
                hint="I had a scan since {since}",
                said="**You had an MRI** since {since}.",
                means="What it showed counts. We asked about that next.",
            ),
            "no": AnswerWords(
                label="No",
                hint="My last scan was before that, or I never had one",
                said="**No MRI** since {since}.",
                means=(
                    "With no scan, we cannot call it “not active”. [@lublin2013] [@lublin_table]"
                ),
            ),
            "not-sure": AnswerWords(
                label="I’m not sure",
                hint="I do not know when my last scan was",
                said="**You are not sure** about an MRI since {since}.",
                means=_LEFT_OPEN,
            ),
        },
    ),
    "mri-result": QuestionWords(
        heading="Did the MRI show new, bigger or “enhancing” spots?",
        hint="“Enhancing” means an active spot. The report may call a spot a “lesion”.",
        why=(
            "New, bigger or active spots are the second sign of active SPMS. [@lublin_table] "
            "[@lublin2013]"
        ),
        comfort="That is fine. You can ask for the words of the report.",
        short="New, bigger or active spots?",
        change="your answer about what the MRI showed",
        answers={
            "yes": AnswerWords(
                label="Yes",
                hint="The report or my MS team said so",
                said="**Your MRI showed new, bigger or active spots.**",
                means=(
                    "That is enough to call SPMS active, even with no relapse. [@lublin_table] "
                    "[@lublin2013]"
                ),
            ),
            "no": AnswerWords(
                label="No",
                hint="It showed no new, bigger or active spots",
                said="**Your MRI showed no new, bigger or active spots.**",
                means=(
                    "A clear scan is half of “not active”. There must be no relapse too. "
                    "[@lublin_table] [@lublin2013]"
                ),
            ),
            "not-sure": AnswerWords(
                label="I’m not sure, or no result yet",
                hint="I have not seen the result, or it is hard to follow",
                said="**You do not know the MRI result.**",
                means=_LEFT_OPEN,
            ),
        },
    ),
    "slow-worsening": QuestionWords(
        heading=(
            "Compared with a year ago, on ordinary days, has anything slowly got harder and "
            "stayed harder?"
        ),
        hint=(
            "Compare now with {since}. Leave out a bad spell. Think of walking, balance, hands, "
            "bladder, thinking and tiredness."
        ),
        why=(
            "Slow worsening that lasts, apart from relapses, is called progression. "
            "[@lublin_table] [@lublin2020] Your MS team checks for it at least once a year. "
            "[@lublin_table] [@lublin2013]"
        ),
        comfort="That is fine. It can be hard to tell on your own.",
        short="Anything slowly harder than a year ago?",
        change="your answer about things getting slowly harder",
        answers={
            "yes": AnswerWords(
                label="Yes",
                hint="Something got harder and stayed harder",
                said="**Something slowly got harder** over the year, and stayed harder.",
                means="Whether it counts depends on relapses. We asked about that next.",
            ),
            "no": AnswerWords(
                label="No",
                hint="About the same as a year ago, or better",
                said="**Nothing slowly got harder** since {since}.",
                means=(
                    "By your own report, there is no progression. Your team still checks at least "
                    "once a year. [@lublin_table] [@lublin2013]"
                ),
            ),
            "not-sure": AnswerWords(
                label="I’m not sure",
                hint="It is hard to tell",
                said="**You are not sure** if anything slowly got harder.",
                means=_LEFT_OPEN,
            ),
        },
    ),
    "only-with-relapse": QuestionWords(
        heading="Was that only during or just after a relapse?",
        hint="Choose “No” if things got harder at other times too.",
        why=(
            "Things can get worse from a relapse or from progression. The two are kept apart. "
            "[@lublin_table] [@lublin2020]"
        ),
        comfort="That is fine. Your MS team can help to tell the two apart.",
        short="Only during or just after a relapse?",
        change="your answer about whether it was only with a relapse",
        answers={
            "yes": AnswerWords(
                label="Yes",
                hint="It only got harder around a relapse",
                said="**It was only during or just after a relapse.**",
                means=(
                    "Worsening from a relapse is not called progression. [@lublin_table] "
                    "[@lublin2020]"
                ),
            ),
            "no": AnswerWords(
                label="No",
                hint="It got harder at other times too, or I had no relapse",
                said="**It was not only around a relapse.**",
                means=(
                    "That may be progression. [@lublin_table] [@lublin2020] Your team will "
                    "examine you to check. Being tired alone does not settle it."
                ),
            ),
            "not-sure": AnswerWords(
                label="I’m not sure",
                hint="I cannot tell what caused it",
                said="**You are not sure** if a relapse caused it.",
                means=_LEFT_OPEN,
            ),
        },
    ),
}

_EN_STOPS: Mapping[str, StopWords] = {
    "emergency": StopWords(
        line="Get help first. You can come back to these questions at any time.",
        button="This has been dealt with, carry on",
    ),
    "crisis": StopWords(
        line="You do not have to face this alone. The questions can wait.",
        button="I have had help, carry on",
    ),
    "same-day": StopWords(
        line="Call first. You can come back to these questions at any time.",
        button="This has been dealt with, carry on",
    ),
    "not-sure": StopWords(
        line="Start at the top. If one sign fits, or you are in doubt, call.",
        button="None of these fits, or it has been dealt with: carry on",
    ),
}

_EN_EXITS: Mapping[str, ExitWords] = {
    "not-told": ExitWords(
        heading="Ask your team which type of MS it is",
        lines=(
            "This guide is about one type of MS, called secondary progressive MS or SPMS.",
            "It may not fit another type of MS.",
            "SPMS comes after MS that began with relapses. [@lublin_table] [@spms_review]",
            "No clear test marks the change. [@spms_review] So ask what your team thinks.",
            "Your team can tell you where to read about other types.",
        ),
        read="Read about the four types of SPMS",
        button="Carry on with the questions, for information",
    ),
}

_EN_OUTCOMES: Mapping[tuple[Finding, Finding], OutcomeWords] = {
    (Finding.YES, Finding.YES): OutcomeWords(
        heading="Your answers match the description of active and progressing SPMS",
        name="active and progressing",
        lead=(
            "You told us about a relapse or new MRI spots. You also told us that things slowly "
            "got harder. Ask your team to check that."
        ),
        next_steps=(_ASK_IF_AGREE, _READ_ONE, _BRING),
        questions=(
            "Do you agree that my MS is active and progressing?",
            "Does my treatment still fit?",
            "What can help me keep doing what I do now?",
        ),
    ),
    (Finding.YES, Finding.NO): OutcomeWords(
        heading="Your answers match the description of active SPMS",
        name="active",
        lead=(
            "You told us about a relapse or new MRI spots. You told us of no slow worsening apart "
            "from relapses."
        ),
        next_steps=(_ASK_IF_AGREE, _READ_ONE, _BRING),
        questions=(
            "Do you agree that my MS is active, and not progressing?",
            "Does my treatment still fit?",
            "What should I do if I think that a relapse has begun?",
        ),
    ),
    (Finding.YES, Finding.UNKNOWN): OutcomeWords(
        heading="Your answers match active SPMS, and progression is not known",
        name="active",
        lead=(
            "You told us about a relapse or new MRI spots. One thing is missing: did anything "
            "slowly get harder, apart from relapses? Two types are still possible."
        ),
        next_steps=(_ASK_IF_AGREE, _READ_BOTH, _BRING),
        questions=(
            "Do you agree that my MS is active?",
            "Is it progressing too? How will you check?",
            "Does my treatment still fit?",
        ),
    ),
    (Finding.NO, Finding.YES): OutcomeWords(
        heading="Your answers match the description of SPMS that is not active but progressing",
        name="not active but progressing",
        lead=(
            "You told us of no relapse, and a clear scan. You also told us that things slowly got "
            "harder. Ask your team to check that."
        ),
        next_steps=(_ASK_IF_AGREE, _READ_ONE, _BRING),
        questions=(
            "Do you agree that my MS is progressing, and not active?",
            "Which kinds of rehab could help me?",
            "Does my treatment still fit?",
        ),
    ),
    (Finding.NO, Finding.NO): OutcomeWords(
        heading="Your answers match the description of stable SPMS",
        name="stable",
        lead=(
            "You told us of no relapse, a clear scan, and no slow worsening apart from relapses. "
            "Stable describes a time. It is not a promise. [@lublin2020]"
        ),
        next_steps=(_ASK_IF_AGREE, _READ_ONE, _BRING),
        questions=(
            "Do you agree that my MS is stable?",
            "When is my next check, and what will you look for?",
            "Which of my symptoms can we treat?",
        ),
    ),
    (Finding.NO, Finding.UNKNOWN): OutcomeWords(
        heading="Your answers match SPMS that is not active, and progression is not known",
        name="not active",
        lead=(
            "You told us of no relapse, and a clear scan. One thing is missing: did anything "
            "slowly get harder, apart from relapses? Two types are still possible."
        ),
        next_steps=(_ASK_IF_AGREE, _READ_BOTH, _BRING),
        questions=(
            "Do you agree that my MS is not active?",
            "Is it progressing, or is it stable? How will you check?",
            "Which of my symptoms can we treat?",
        ),
    ),
    (Finding.UNKNOWN, Finding.YES): OutcomeWords(
        heading="Your answers match SPMS that may be progressing, and activity is not known",
        name="may be progressing",
        lead=(
            "You told us that things slowly got harder. One thing is missing: was there a relapse "
            "or a new MRI spot? Two types are still possible."
        ),
        next_steps=(_ASK_IF_AGREE, _READ_BOTH, _BRING),
        questions=(
            "Do you agree that my MS may be progressing?",
            "Is it active too? How will you check?",
            "Which kinds of rehab could help me?",
        ),
    ),
    (Finding.UNKNOWN, Finding.NO): OutcomeWords(
        heading="We cannot tell yet which type fits",
        name="cannot tell yet",
        lead=(
            "You did nothing wrong. One thing is missing: was there a relapse or a new MRI spot? "
            "Your MS team can find out. Two types are still possible."
        ),
        next_steps=(_ASK_IF_AGREE, _READ_BOTH, _BRING),
        questions=(
            "Is my MS active, or is it stable? How will you check?",
            "When is my next check, and what will you look for?",
        ),
    ),
    (Finding.UNKNOWN, Finding.UNKNOWN): OutcomeWords(
        heading="We cannot tell yet which type fits",
        name="cannot tell yet",
        lead=(
            "You did nothing wrong. Two things are missing. Your MS team can find out both. All "
            "four types are still possible."
        ),
        next_steps=(
            _BRING,
            "**Read about all four types.** See what sets them apart.",
        ),
        questions=(
            "Is my MS active? How will you check?",
            "Is my MS progressing? How will you check?",
        ),
    ),
}

_EN = Words(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    divider="or",
    questions=_EN_QUESTIONS,
    stops=_EN_STOPS,
    exits=_EN_EXITS,
    outcomes=_EN_OUTCOMES,
    activity={
        Finding.YES: FindingWords("Active: yes", "a relapse or new MRI spots"),
        Finding.NO: FindingWords("Active: no", "no relapse, and a clear scan"),
        Finding.UNKNOWN: FindingWords("Active: not known", "left open, not counted as “no”"),
    },
    progression={
        Finding.YES: FindingWords("Progressing: it may be", "ask your team to check"),
        Finding.NO: FindingWords("Progressing: no", "by your own report"),
        Finding.UNKNOWN: FindingWords("Progressing: not known", "left open, not counted as “no”"),
    },
    settle={
        Settle.TYPE: SettleWords(
            line="Ask your team which type of MS it is now.",
            ask="Has my MS become secondary progressive?",
        ),
        Settle.RELAPSE: SettleWords(
            line="Ask your team if they would call it a relapse.",
            ask="Have I had a relapse in the last year?",
        ),
        Settle.SCAN: SettleWords(
            line="Ask if a scan would help. There was none in this time.",
            ask="Do I need an MRI, and what would it change?",
        ),
        Settle.SCAN_DATE: SettleWords(
            line="Ask for the date of your last scan, and what it showed.",
            ask="When was my last MRI, and what did it show?",
        ),
        Settle.MRI_REPORT: SettleWords(
            line=(
                "Ask for the words of your MRI report. Does it say new, bigger or “enhancing” "
                "spots?"
            ),
            ask="Did my last MRI show new, bigger or enhancing spots?",
        ),
        Settle.CAUSE: SettleWords(
            line="Ask if a relapse explains what got harder.",
            ask="Did a relapse cause this, or is it slow change?",
        ),
        Settle.EXAM: SettleWords(
            line="Ask for an exam. It can measure your walking and hand use against last year.",
            ask="Is my walking or hand use measurably worse than last year?",
        ),
        Settle.DIARY: SettleWords(
            line=(
                "Keep a short diary. Write one line a week on walking, hands, bladder and energy."
            ),
            ask="What should I write down between visits?",
        ),
    },
    flags={
        Flag.WARNING_SIGN: NoteWords(
            heading="You told us about signs that may need help",
            lines=("If they are still there or come back, stop here and use Get help.",),
        ),
        Flag.SUSPECTED_RELAPSE: NoteWords(
            heading="Tell your MS team now about a possible relapse",
            lines=(
                "Call your MS team or your family doctor today. Do not wait for your next visit.",
                (
                    "Not every relapse needs steroids. [@gst_steroids] [@mstrust_steroids] If they "
                    "are needed, they work better when they start within about 14 days. "
                    "[@mstrust_steroids] [@off_nice_ng220]"
                ),
                (
                    "Your team may check for an infection first, often with a urine test. "
                    "[@gst_steroids]"
                ),
                "If a sign is sudden or severe, use Get help.",
            ),
        ),
        Flag.NOT_TOLD: NoteWords(
            heading="For information only",
            lines=(
                "You said that nobody has told you that it is SPMS.",
                "So this may not fit your MS. Ask your team which type it is.",
            ),
        ),
        Flag.TOLD_NOT_SURE: NoteWords(
            heading="Ask which type of MS it is",
            lines=(
                "You were not sure if it is SPMS.",
                "If it is another type of MS, this result does not fit.",
            ),
        ),
        Flag.ANSWERS_DISAGREE: NoteWords(
            heading="Two of your answers do not fit together",
            lines=(
                "You said that there was no relapse.",
                "You also said that things got harder only around a relapse.",
                "If there was no relapse, change the last answer to “No”.",
                "If it is hard to say, change it to “I’m not sure”. That is fine.",
            ),
        ),
    },
    period=(
        "This is about {since} to {now}. A type describes a period, so it can change. [@lublin2020]"
    ),
    disclaimer={
        "what": "This is information for you and your MS team. It is not a diagnosis.",
        "who-decides": "You and your MS team decide together.",
        "cannot-know": "This page cannot examine you or read your scans.",
        "medicines": "Never stop or change a medicine because of this page.",
        "who-wrote": (
            "The About page says who wrote this, who paid for it, and when it was last checked."
        ),
        "corrections": "To complain or report a mistake, use the About page.",
        "emergency": "In an emergency, get help first. Each page of this site has a Get help link.",
    },
)

WORDS: Mapping[str, Words] = {"en": _EN}

_ABOUT_ACTIVITY = ("relapse", "mri", "mri-result")
_ABOUT_PROGRESSION = ("slow-worsening", "only-with-relapse")
_ABOUT_TYPE = ("told-spms",)


def words(language: str = DEFAULT_LANGUAGE) -> Words:
    """Return the wording in ``language``, or in English if there is none in that language.

    ``language`` is a tag such as "en" or "en-us". The texts still have their placeholders.
    """
    return WORDS.get(language.lower().split("-")[0], WORDS[DEFAULT_LANGUAGE])


def period(today: date, language: str = DEFAULT_LANGUAGE) -> Period:
    """Return the 12 months that end in the month of ``today``.

    Source: a year is the usual minimum time frame, and the time frame must be stated
    (``lublin2013``, ``lublin2020``).
    """
    month = words(language).months[today.month - 1]
    return Period(since=f"{month} {today.year - 1}", now=f"{month} {today.year}")


def question(key: str, over: Period, language: str = DEFAULT_LANGUAGE) -> QuestionWords:
    """Return the words of the question ``key`` with the months of ``over``. Raises ``KeyError``."""
    return _filled(words(language).questions[key], over)


def check_answers(
    position: Position, over: Period, language: str = DEFAULT_LANGUAGE
) -> tuple[Row, ...]:
    """Return a row for each answered question on the reader's path."""
    questions = words(language).questions
    rows = (
        Row(
            key=step.node.key,
            value=step.value,
            short=questions[step.node.key].short,
            answer=questions[step.node.key].answers[step.value].label,
            change=questions[step.node.key].change,
        )
        for step in position.questions
    )
    return _filled(tuple(rows), over)


def result(position: Position, over: Period, language: str = DEFAULT_LANGUAGE) -> Result:
    """Return the texts of the result page for ``position``.

    Raises ``ValueError`` if ``position`` is not complete.
    """
    cell = position.cell
    if cell is None:
        raise ValueError(f"No result yet: the walk is at {position.at.name!r}, not at {END!r}.")
    wording = words(language)
    outcome = wording.outcomes[cell.activity, cell.progression]
    settle = [wording.settle[way] for way in position.settle]
    page = Result(
        heading=outcome.heading,
        name=outcome.name,
        lead=outcome.lead,
        period=wording.period,
        matches=cell.matches,
        possible=cell.possible,
        activity=wording.activity[cell.activity],
        progression=wording.progression[cell.progression],
        about_activity=_reasons(wording, position, _ABOUT_ACTIVITY),
        about_progression=_reasons(wording, position, _ABOUT_PROGRESSION),
        about_type=_reasons(wording, position, _ABOUT_TYPE),
        notes=tuple(
            Note(flag, wording.flags[flag].heading, wording.flags[flag].lines)
            for flag in position.flags
        ),
        settle=tuple(item.line for item in settle),
        next_steps=outcome.next_steps,
        questions=tuple(item.ask for item in settle) + outcome.questions,
        disclaimer=tuple(wording.disclaimer.values()),
    )
    return _filled(page, over)


def result_questions(language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """Return every question that a result page can suggest for a visit, each once."""
    wording = words(language)
    questions = [way.ask for way in wording.settle.values()]
    questions += [ask for outcome in wording.outcomes.values() for ask in outcome.questions]
    return tuple(dict.fromkeys(questions))


def texts(language: str = DEFAULT_LANGUAGE) -> Iterator[str]:
    """Yield every text in ``language``, with its markers and placeholders."""
    return (text for _, text in strings_in(words(language)))


def source_keys() -> frozenset[str]:
    """Return the keys of all sources that the wording cites, in any language."""
    return frozenset(key for language in WORDS for text in texts(language) for key in keys_in(text))


def _reasons(wording: Words, position: Position, about: tuple[str, ...]) -> tuple[Reason, ...]:
    def reason(step: Step) -> Reason:
        answer = wording.questions[step.node.key].answers[step.value]
        return Reason(step.node.key, step.value, step.unsure, answer.said, answer.means)

    return tuple(reason(step) for step in position.questions if step.node.key in about)


def _filled(value: T, over: Period) -> T:
    """Return ``value`` with the months of ``over`` in all texts inside it."""

    def fill(text: str) -> str:
        return text.replace("{since}", over.since).replace("{now}", over.now)

    return cast(T, with_strings(value, fill))
