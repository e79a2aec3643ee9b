"""The English words of the results of the walk: see ``wording``.

No text says which type a reader has, only which description the answers fit, because only an
examination can show the type.
"""

from collections.abc import Mapping
from types import MappingProxyType

from guidance.walk.findings import Finding
from guidance.walk.notes import Ask, Note, Settle
from guidance.walk.words import FindingWords, NoteWords, OutcomeWords, SettleWords

YES, NO, KNOWN, UNKNOWN = Finding.YES, Finding.NO, Finding.NO_KNOWN, Finding.UNKNOWN

_ASK_IF_AGREE = "**Tell your MS team** what this page says. Ask if they agree."
_BRING = "**Bring your questions** to your next visit."
_STEPS = (_ASK_IF_AGREE, _BRING)
_FIT = "Does my treatment still fit?"
_REHAB = "Which kinds of rehab could help me?"
_NEXT_CHECK = "When is my next check, and what will you look for?"
_TREAT = "Which of my symptoms can we treat?"
_ACTIVE_HOW = "Is my MS active? How will you check?"
_PROGRESSING_HOW = "Is my MS progressing? How will you check?"

FITS = "Your answers fit "
WOULD_FIT = "If your team says it is SPMS, your answers would fit "

OUTCOMES: Mapping[tuple[Finding, Finding], OutcomeWords] = MappingProxyType(
    {
        (YES, YES): OutcomeWords(
            fits="active and progressing SPMS",
            name="active and progressing",
            lead="You told us about an attack or new MRI spots, and about slow worsening.",
            next_steps=_STEPS,
            questions=(
                "Do you agree that my MS is active and progressing?",
                _FIT,
                "What can help me keep doing what I do now?",
            ),
        ),
        (YES, NO): OutcomeWords(
            fits="active SPMS that is not progressing",
            name="active",
            lead=(
                "You told us about an attack or new MRI spots. What an attack leaves behind, so "
                "far, is not slow worsening."
            ),
            next_steps=_STEPS,
            questions=(
                "Do you agree that my MS is active, and not progressing?",
                _FIT,
                "What should I do if I think that a relapse has begun?",
            ),
        ),
        (YES, UNKNOWN): OutcomeWords(
            fits="active SPMS. Progressing? We do not know yet",
            name="active",
            lead=(
                "You told us about an attack or new MRI spots. One thing is open: does something "
                "slowly get harder on its own?"
            ),
            next_steps=_STEPS,
            questions=("Do you agree that my MS is active?", _PROGRESSING_HOW, _FIT),
        ),
        (NO, YES): OutcomeWords(
            fits="SPMS that is not active but progressing",
            name="not active but progressing",
            lead="You told us of no attack, a clear scan, and slow worsening.",
            next_steps=_STEPS,
            questions=("Do you agree that my MS is progressing, and not active?", _REHAB, _FIT),
        ),
        (NO, NO): OutcomeWords(
            fits="stable SPMS",
            name="stable",
            lead=(
                "You told us of no attack, a clear scan, and nothing that got harder. Stable "
                "describes a time. It is not a promise. [@lublin2020]"
            ),
            next_steps=_STEPS,
            questions=("Do you agree that my MS is stable?", _NEXT_CHECK, _TREAT),
        ),
        (NO, UNKNOWN): OutcomeWords(
            fits="SPMS that is not active. Progressing? We do not know yet",
            name="not active",
            lead=(
                "You told us of no attack, and a clear scan. One thing is open: does something "
                "slowly get harder on its own?"
            ),
            next_steps=_STEPS,
            questions=("Do you agree that my MS is not active?", _PROGRESSING_HOW, _TREAT),
        ),
        (KNOWN, YES): OutcomeWords(
            fits="SPMS that is progressing. Not active, as far as anybody has looked",
            name="progressing",
            lead="You told us of no attack and of slow worsening. No scan of this time shows more.",
            next_steps=_STEPS,
            questions=("Do you agree that my MS is progressing, and not active?", _REHAB, _FIT),
        ),
        (KNOWN, NO): OutcomeWords(
            fits="SPMS that is not progressing. Not active, as far as anybody has looked",
            name="not progressing",
            lead=(
                "You told us of no attack, and nothing that got harder. No scan of this time shows "
                "more."
            ),
            next_steps=_STEPS,
            questions=("Do you agree that my MS is not active now?", _NEXT_CHECK, _TREAT),
        ),
        (KNOWN, UNKNOWN): OutcomeWords(
            fits=(
                "SPMS that is not active, as far as anybody has looked. Progressing? We do not "
                "know yet"
            ),
            name="not active, as far as anybody has looked",
            lead=(
                "You told us of no attack. One thing is open: does something slowly get harder on "
                "its own?"
            ),
            next_steps=_STEPS,
            questions=("Do you agree that my MS is not active?", _PROGRESSING_HOW, _TREAT),
        ),
        (UNKNOWN, YES): OutcomeWords(
            fits="progressing SPMS. Active? We do not know yet",
            name="progressing",
            lead=(
                "You told us about slow worsening. One thing is open: was there an attack, or new "
                "MRI spots?"
            ),
            next_steps=_STEPS,
            questions=("Do you agree that my MS is progressing?", _ACTIVE_HOW, _REHAB),
        ),
        (UNKNOWN, NO): OutcomeWords(
            fits="SPMS that is not progressing. Active? We do not know yet",
            name="not progressing",
            lead=(
                "Nothing got harder. One thing is open: was there an attack, or new MRI spots? "
                "Your team can find out."
            ),
            next_steps=_STEPS,
            questions=(_ACTIVE_HOW, _NEXT_CHECK),
        ),
        (UNKNOWN, UNKNOWN): OutcomeWords(
            fits="all four types so far. Two things are not known yet",
            name="all four types so far",
            lead=(
                "You did nothing wrong. Is it active? Is it progressing? Your team can find out "
                "both, and the list below says how."
            ),
            next_steps=_STEPS,
            questions=(_ACTIVE_HOW, _PROGRESSING_HOW),
        ),
    }
)

NO_TYPE = OutcomeWords(
    fits="no type of SPMS",
    name="no type of SPMS",
    lead=(
        "Nobody has told you that it is SPMS, and nothing got slowly harder. SPMS means slow "
        "worsening after MS that began with relapses. [@lublin_table]"
    ),
    next_steps=("**Ask your MS team** which type of MS it is.", _BRING),
    questions=("Which type of MS is it?", _NEXT_CHECK),
)

ACTIVITY: Mapping[Finding, FindingWords] = MappingProxyType(
    {
        YES: FindingWords("Active: yes", "an attack or new MRI spots"),
        NO: FindingWords("Active: no", "no attack, and a clear scan"),
        KNOWN: FindingWords("Active: no, as far as anybody has looked", "no scan of this time"),
        UNKNOWN: FindingWords("Active? We do not know yet", "left open, not counted as “no”"),
    }
)
PROGRESSION: Mapping[Finding, FindingWords] = MappingProxyType(
    {
        YES: FindingWords("Progressing: it may be", "ask your team to check"),
        NO: FindingWords("Progressing: no", "by your own report"),
        UNKNOWN: FindingWords("Progressing? We do not know yet", "left open, not counted as “no”"),
    }
)

SETTLE: Mapping[Settle, SettleWords] = MappingProxyType(
    {
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
        Settle.NO_SCAN: SettleWords(
            line="Ask how your team can tell without a scan.",
            ask="How can you tell if my MS is active without an MRI?",
        ),
        Settle.SCAN_DATE: SettleWords(
            line="Ask for the date of your last scan, and what it showed.",
            ask="When was my last MRI, and what did it show?",
        ),
        Settle.MRI_REPORT: SettleWords(
            line="Ask for the words of your MRI report.",
            ask="Did my last MRI show new, bigger or enhancing spots?",
        ),
        Settle.CAUSE: SettleWords(
            line="Ask what explains the things that got harder.",
            ask="Did a relapse or something else cause this, or is it slow change?",
        ),
        Settle.EXAM: SettleWords(
            line="Ask for an exam. It can measure your walking and hands against last year.",
            ask="Is my walking or hand use measurably worse than last year?",
        ),
        Settle.DIARY: SettleWords(
            line="Write one line a week on walking, hands, bladder and energy.",
            ask="What should I write down between visits?",
        ),
    }
)

ASKS: Mapping[Ask, str] = MappingProxyType(
    {
        Ask.RELAPSE_ON_MEDICINE: "I had a relapse on my medicine. Does it still work for me?",
        Ask.SPOTS_ON_MEDICINE: "My MRI had new spots on my medicine. Does it still work for me?",
        Ask.MISSED: "I missed some doses. What do I do now, and what could make it easier?",
        Ask.STOPPED: "I stopped my medicine. What do I watch for, and what comes next?",
    }
)

_STEROIDS = (
    "If steroids are needed, they work better when they start within about 14 days. "
    "[@mstrust_steroids] [@off_nice_ng220]"
)

NOTES: Mapping[Note, NoteWords] = MappingProxyType(
    {
        Note.WARNING_SIGN: NoteWords(
            heading="You told us about signs that may need help",
            lines=("If they are still there or come back, stop here and use Get help.",),
        ),
        Note.QUICKLY: NoteWords(
            heading="Something got harder quickly",
            lines=(
                "If your MS team does not know yet, call within two days. Call today if it "
                "disables you or makes you unsafe. [@msaa_pseudo]",
            ),
        ),
        Note.RELAPSE_NOW: NoteWords(
            heading="Call your MS team within two days",
            lines=(
                "This may be a relapse. Call today if it keeps you from walking or seeing, or "
                "makes you unsafe. [@msaa_pseudo]",
                _STEROIDS,
            ),
        ),
        Note.RELAPSE_RECENT: NoteWords(
            heading="Call your MS team within two days",
            lines=("This may have been a relapse, and nobody has checked. [@msaa_pseudo]",),
        ),
        Note.SPOTS: NoteWords(
            heading="Has somebody talked with you about the new spots?",
            lines=("If not, call your MS team within two days.",),
        ),
        Note.STOPPED: NoteWords(
            heading="You stopped a medicine",
            lines=(
                "MS can come back after that. [@aan_dmt] If anything is new, call your team within "
                "two days.",
            ),
        ),
        Note.SWALLOWING: NoteWords(
            heading="Do you cough on food or drinks?",
            lines=("Then call your team within two days. It can harm the lungs. [@va_swallow]",),
        ),
        Note.RELAPSE_EARLIER: NoteWords(
            heading="Tell your team about the attack you think you had",
            lines=("Your next visit is soon enough. If none is planned, call within two weeks.",),
        ),
        Note.NOT_TOLD: NoteWords(
            heading="Ask which type of MS it is",
            lines=("Your team has not told you that it is SPMS. If it is not, this does not fit.",),
        ),
        Note.CLASH_ATTACK: NoteWords(
            heading="Two of your answers do not fit together",
            lines=(
                "You told us of no attack, and that it came with an attack. That is easy to mix "
                "up. Look at both again. If it is hard to say, choose “I’m not sure”.",
            ),
        ),
        Note.CLASH_BOTH: NoteWords(
            heading="Two of your answers do not fit together",
            lines=(
                "You told us of no attack, and that it partly came with one. Perhaps the attack "
                "was more than a year ago. Look at both again, or leave it.",
            ),
        ),
        Note.NOBODY_LOOKED: NoteWords(
            heading="Not active, as far as anybody has looked",
            lines=(
                "How often to scan in SPMS is not agreed, and many teams do not scan every year. "
                "[@lublin2013]",
                "Your team may still call it not active.",
                "Without a visit in the last year, nobody has looked. Then ask for one.",
            ),
        ),
    }
)

PERIOD = "{since} to {now}. A type describes a period, so it can change. [@lublin2020]"

ALWAYS = (
    "This is not a diagnosis. You and your MS team decide together.",
    "Do not stop or restart a medicine on your own.",
)

HARM = NoteWords(
    heading="You deserve to be safe",
    lines=(
        "If there is danger now, call 911.",
        "Tell your clinic today. You can ask to speak alone.",
        "Ask them for the number of a hotline for people who are hurt at home.",
    ),
)

MORE: Mapping[str, NoteWords] = MappingProxyType(
    {
        "no-team": NoteWords(
            heading="No team, or no insurance?",
            lines=(
                "A family doctor can send you to an MS team.",
                "Ask a community health center for help without insurance.",
            ),
        ),
        "pregnant": NoteWords(
            heading="Pregnant, or hoping to be?",
            lines=(
                "Tell your team before you try. If you may be pregnant on a medicine, call today. "
                "[@lbl_teriflunomide] [@lbl_natalizumab]",
                "Some medicines can harm a baby, and stopping some can bring MS back. "
                "[@lbl_teriflunomide] [@aan_dmt]",
            ),
        ),
        "driving": NoteWords(
            heading="Do you drive?",
            lines=(
                "If sight, legs, hands or thinking got harder, ask for a driving check. "
                "[@mstrust_ot]",
            ),
        ),
        "limits": NoteWords(
            heading="What this page cannot do",
            lines=(
                "It cannot examine you or read your scans, and it does not choose a treatment.",
                "The About page says who wrote this and who paid.",
            ),
        ),
    }
)
