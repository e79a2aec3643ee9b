"""The English words of the questions of the walk: see ``wording``.

Texts may have ``[@source-key]`` markers, ``**bold**`` and the placeholders of ``wording``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from guidance.walk.words import AnswerWords, ExitWords, QuestionWords, StopWords

_LEFT_OPEN = "We left this open. We did not count it as “no”."
_NOT_SURE = "I’m not sure"

MONTHS = (
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
)

TICKED: Mapping[str, AnswerWords] = MappingProxyType(
    {
        "breathing": AnswerWords("Breathing or heart"),
        "strength": AnswerWords("Strength, walking or speech"),
        "bleeding": AnswerWords("Bleeding or yellow skin"),
        "fever": AnswerWords("Fever or infection"),
        "bladder": AnswerWords("Bladder or bowel"),
        "sight": AnswerWords("Sight"),
        "skin": AnswerWords("Skin"),
        "mood": AnswerWords("Mood"),
        "harm": AnswerWords("Someone hurts or neglects me"),
        "none-fits": AnswerWords("None of these fits"),
    }
)

QUESTIONS: Mapping[str, QuestionWords] = MappingProxyType(
    {
        "safety": QuestionWords(
            heading="Do you need help right now?",
            hint="",
            why="Some signs need help first. Reading can wait.",
            short="Help needed right now?",
            change="your answer about help right now",
            answers={
                "emergency": AnswerWords(
                    "Yes, an emergency like these",
                    said="You told us about an emergency.",
                    means="If it is still there or comes back, call 911.",
                ),
                "crisis": AnswerWords(
                    "I think about ending my life, or wish I would not wake up",
                    said="You told us that you think about ending your life.",
                    means="You can call or text 988 at any time.",
                ),
                "new": AnswerWords(
                    "Something is new or worse in the last days or weeks",
                    hint="Fever, rash, eyes, bladder",
                    said="Something is new or worse.",
                    means="If it gets worse, use Get help.",
                ),
                "none": AnswerWords(
                    "No",
                    said="You need no help right now.",
                    means="If that changes, use Get help.",
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="You were not sure if you need help.",
                    means="If in doubt, call. Use Get help to see who.",
                ),
            },
        ),
        "new": QuestionWords(
            heading="What is new or worse?",
            hint="Tick all that fit. We show who to call.",
            why="Each of these has its own time to call.",
            short="What is new or worse?",
            change="what is new or worse",
            answers=TICKED,
        ),
        "told": QuestionWords(
            heading="What have you been told about your MS?",
            hint="",
            why=(
                "This guide is about SPMS: slow, steady worsening after MS that began with "
                "relapses. [@lublin_table] [@spms_review] No clear test marks the change, so your "
                "team decides. [@spms_review]"
            ),
            short="What you were told",
            change="your answer about what you were told",
            answers={
                "spms": AnswerWords(
                    "Secondary progressive (SPMS)",
                    said="Your team told you that it is SPMS.",
                    means="This guide is for people with SPMS.",
                ),
                "relapsing": AnswerWords(
                    "Relapsing (RRMS)",
                    said="Your team told you that it is relapsing MS.",
                    means="Your team knows if it has become SPMS.",
                ),
                "primary": AnswerWords(
                    "Primary progressive (PPMS)",
                    said="Your team told you that it is primary progressive MS.",
                    means="This guide is not about that type.",
                ),
                "no-type": AnswerWords(
                    "I have MS, but nobody named a type",
                    said="Nobody has named your type of MS.",
                    means="Ask your team which type it is.",
                ),
                "no-ms": AnswerWords(
                    "I have not been told that I have MS",
                    said="Nobody has told you that it is MS.",
                    means="This guide is for people who have been told.",
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="You are not sure which type it is.",
                    means="Ask your team which type it is.",
                ),
            },
        ),
        "relapse": QuestionWords(
            heading="In the last {months} months, did you have an MS attack (relapse)?",
            hint=(
                "Since {since}. New or worse symptoms for over a day, not from heat, fever or "
                "infection."
            ),
            why=(
                "A relapse is one of two signs that SPMS is active. The other is new spots on an "
                "MRI. [@lublin_table] [@lublin2013] Heat, a fever or an infection can look like a "
                "relapse, and it goes when that passes. [@gst_steroids] [@msaa_relapse] "
                "[@msaa_pseudo]"
            ),
            short="An MS attack (relapse)?",
            change="your answer about an attack",
            answers={
                "yes": AnswerWords(
                    "Yes, my team said so",
                    said="**An attack** since {since}, and your team said so.",
                    means="One attack is enough to call SPMS active. [@lublin_table] [@lublin2013]",
                ),
                "think-so": AnswerWords(
                    "I think so, but nobody checked",
                    said="**You think you had an attack**, but nobody checked.",
                    means=_LEFT_OPEN,
                ),
                "no": AnswerWords(
                    "No",
                    said="**No attack** since {since}.",
                    means=(
                        "That is half of “not active”. The other half is a clear scan. "
                        "[@lublin_table] [@lublin2013]"
                    ),
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="**You are not sure** about an attack since {since}.",
                    means=_LEFT_OPEN,
                ),
            },
        ),
        "when": QuestionWords(
            heading="When did it start?",
            hint="",
            why=(
                "If steroids are needed, they work better when they start within about 14 days. "
                "[@mstrust_steroids] [@off_nice_ng220] So a new attack is told to your team soon."
            ),
            short="When did it start?",
            change="your answer about when it started",
            answers={
                "last-month": AnswerWords(
                    "In the last month",
                    said="It started in the last month.",
                    means="Call your MS team within two days.",
                ),
                "recent": AnswerWords(
                    "One to three months ago",
                    said="It started one to three months ago.",
                    means="Call your MS team within two days.",
                ),
                "earlier": AnswerWords(
                    "Longer ago",
                    said="It started more than three months ago.",
                    means="Tell your team at your next visit.",
                ),
                "nothing": AnswerWords(
                    "Nothing new that I know of",
                    said="Nothing new that you know of.",
                    means=_LEFT_OPEN,
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="You are not sure when it started.",
                    means="Tell your team at your next visit.",
                ),
            },
        ),
        "mri": QuestionWords(
            heading="When was your last MRI for your MS?",
            hint="Of the head or neck.",
            why=(
                "New spots on a scan count as active, even without an attack. [@lublin_table] How "
                "often to scan in progressive MS is not agreed. [@lublin2013]"
            ),
            short="Your last MRI",
            change="your answer about your last MRI",
            answers={
                "recent": AnswerWords(
                    "In the last {months} months",
                    said="**Your last MRI** was since {since}.",
                    means="What it showed counts.",
                ),
                "older": AnswerWords(
                    "Longer ago",
                    said="**Your last MRI** was before {since}.",
                    means="It cannot say what came after it.",
                ),
                "cannot": AnswerWords(
                    "I cannot have one",
                    said="**You cannot have an MRI.**",
                    means="Your team can still examine you.",
                ),
                "never": AnswerWords(
                    "I never had one",
                    said="**You never had an MRI.**",
                    means=_LEFT_OPEN,
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="**You are not sure** when your last MRI was.",
                    means="Your team can look up the date.",
                ),
            },
        ),
        "spots": QuestionWords(
            heading="Did it show new, bigger or “enhancing” spots?",
            hint="“Enhancing” means active. A report may say “lesion”.",
            why=(
                "New, bigger or active spots are the second sign of active SPMS. [@lublin_table] "
                "[@lublin2013]"
            ),
            short="New, bigger or active spots?",
            change="your answer about what the MRI showed",
            answers={
                "yes": AnswerWords(
                    "Yes",
                    said="**It showed new, bigger or active spots.**",
                    means=(
                        "On a scan of this time, that is enough to call SPMS active. "
                        "[@lublin_table] [@lublin2013]"
                    ),
                ),
                "no": AnswerWords(
                    "No",
                    said="**It showed no new, bigger or active spots.**",
                    means=(
                        "A clear scan is half of “not active”. The other half is no attack. "
                        "[@lublin_table] [@lublin2013]"
                    ),
                ),
                "not-sure": AnswerWords(
                    "I’m not sure, or no result yet",
                    said="**You do not know the result.**",
                    means=_LEFT_OPEN,
                ),
            },
        ),
        "harder": QuestionWords(
            heading="Is something harder now than a year ago, even on a good day?",
            hint="Tick all that fit.",
            why=(
                "Slow worsening that lasts, apart from attacks, is called progression. "
                "[@lublin_table] [@lublin2020] Your team checks for it at least once a year. "
                "[@lublin_table] [@lublin2013]"
            ),
            short="Harder than a year ago?",
            change="your answer about what is harder",
            answers={
                "walking": AnswerWords("Walking"),
                "balance": AnswerWords("Balance"),
                "hands": AnswerWords("Hands"),
                "bladder": AnswerWords("Bladder or bowel"),
                "thinking": AnswerWords("Thinking"),
                "speech": AnswerWords("Speech or swallowing"),
                "sight": AnswerWords("Sight"),
                "tiredness": AnswerWords(
                    "Tiredness",
                    said="**You are more tired** than a year ago.",
                    means="Being tired has many causes. Alone, it does not settle this.",
                ),
                "nothing": AnswerWords(
                    "Nothing is harder",
                    said="**Nothing is harder** than a year ago.",
                    means=(
                        "By your own report, nothing progresses. Your team still checks at least "
                        "once a year. [@lublin_table] [@lublin2013]"
                    ),
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="**You are not sure** if something is harder.",
                    means=_LEFT_OPEN,
                ),
            },
            some=AnswerWords(
                "",
                said="**Something is harder** than a year ago.",
                means="Whether it counts depends on how it came.",
            ),
        ),
        "how": QuestionWords(
            heading="How did it come?",
            hint="",
            why=(
                "Things can get harder from an attack, or slowly on their own. Only the second is "
                "called progression. [@lublin_table] [@lublin2020]"
            ),
            short="How it came",
            change="your answer about how it came",
            answers={
                "slowly": AnswerWords(
                    "Slowly, over months, on its own",
                    said="**It came slowly**, on its own.",
                    means=(
                        "That may be progression. [@lublin_table] [@lublin2020] Your team will "
                        "examine you to check."
                    ),
                ),
                "attack": AnswerWords(
                    "With an attack, and it has not gone",
                    said="**It came with an attack**, and has not gone.",
                    means=(
                        "What an attack leaves behind is not called progression. [@lublin_table] "
                        "[@lublin2020]"
                    ),
                ),
                "both": AnswerWords(
                    "Both: an attack, and slowly",
                    said="**It came both ways**: with an attack, and slowly.",
                    means=(
                        "The slow part may be progression. [@lublin_table] [@lublin2020] Your "
                        "team will examine you to check."
                    ),
                ),
                "quickly": AnswerWords(
                    "Quickly, over days or weeks",
                    said="**It came quickly**, over days or weeks.",
                    means=_LEFT_OPEN,
                ),
                "other": AnswerWords(
                    "Something else may explain it",
                    hint="Illness, operation, new medicine, low mood",
                    said="**Something else** may explain it.",
                    means="Tell your team. We left this open.",
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="**You are not sure** how it came.",
                    means=_LEFT_OPEN,
                ),
            },
        ),
        "quick": QuestionWords(
            heading="What got worse quickly?",
            hint="Tick all that fit. We show who to call.",
            why="Each of these has its own time to call.",
            short="What got worse quickly?",
            change="what got worse quickly",
            answers=TICKED,
        ),
        "medicine": QuestionWords(
            heading="Do you take a medicine against MS?",
            hint="",
            why="MS can come back when a medicine is stopped. [@aan_dmt]",
            short="A medicine against MS?",
            change="your answer about medicine",
            answers={
                "planned": AnswerWords(
                    "Yes, as planned",
                    said="You take your medicine as planned.",
                    means="Go on with it.",
                ),
                "missed": AnswerWords(
                    "Yes, but I missed some",
                    said="You missed some of your medicine.",
                    means="Tell your team. They will not scold you.",
                ),
                "stopped": AnswerWords(
                    "I stopped in the last six months",
                    said="You stopped a medicine in the last six months.",
                    means="MS can come back after that. [@aan_dmt]",
                ),
                "no": AnswerWords(
                    "No",
                    said="You take no medicine against MS.",
                    means="You can ask if one fits.",
                ),
                "not-sure": AnswerWords(
                    _NOT_SURE,
                    said="You are not sure if your medicine is against MS.",
                    means="Bring the box or the name to your visit.",
                ),
            },
        ),
    }
)

STOPS: Mapping[str, StopWords] = MappingProxyType(
    {
        "emergency": StopWords(line="Get help first. The questions can wait."),
        "crisis": StopWords(line="You do not have to face this alone. The questions can wait."),
        "new-help": StopWords(line="The questions can wait."),
        "quick-help": StopWords(line="The questions can wait."),
    }
)
GO_ON = "I have had help, or I am safe for now. Go on"

EXITS: Mapping[str, ExitWords] = MappingProxyType(
    {
        "primary": ExitWords(
            heading="This walk is not made for primary progressive MS",
            lines=(
                "It is about SPMS, which comes after MS that began with relapses. [@lublin_table]",
                "Other parts of this guide can still help: symptoms, rehabilitation and Get help.",
                "If something is new over days or weeks, call your team within two days.",
            ),
            button="I am not sure of the word. Go on",
        ),
        "no-ms": ExitWords(
            heading="This walk is for people who have been told that it is MS",
            lines=(
                "Many things can cause signs like those of MS. Only an examination can tell.",
                "Call your family doctor within two days if something is new or worse.",
                "If a sign is sudden or severe, use Get help.",
            ),
            button="I am not sure what I was told. Go on",
        ),
    }
)
