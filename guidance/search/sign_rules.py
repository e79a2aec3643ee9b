"""The signs of which a search knows more than their search words, each named here and only here.

The search words of a sign cannot list each brand with each way to say "ran out". A rule here has a
pattern for each part. A query is about the sign if it has all parts. A sign that the edition lacks
is not shown.
"""

import re
from dataclasses import dataclass

HURT, TOO_MUCH = "hurt-or-neglected", "too-much-medicine"
"""The signs of ``plain_words``: somebody hurts the reader, or too much medicine was taken."""

MEDICINE = "medicine"
"""The word that stands for each name of a medicine in ``Medicines.without_names``."""

_STOPPED = (
    r"stopped|quit|(?:ran|run|running) out|ran short|(?:no|none|nothing) (?:\w+ ){0,3}left|no more"
    r"|without(?! (?:\w+ )?(?:relapse|attack|flare))|misse?d?|missing|forgot|forgotten|skip|skipped"
    r"|skipping|cold turkey|gone(?! (?:\w+ )?(?:year|month|week|day)s?\b)|finished"
    r"|(?:havent|have not|hasnt|not|didnt|did not) (?:been )?(?:taken|take|taking|had)|withdrawal"
    r"|ended|(?:came|come|coming|been|went|taken) off|off (?:of )?(?:my )?(?:{0})|no (?:{0})"
    r"|out of (?:my )?(?:{0})|(?:cant|couldnt|could not) get"
)
_SEES = (
    r"(?:see|seeing|saw|hear|hearing|heard) (?:\w+ ){0,2}?(?:thing|stuff|people|person|voice|bugs?"
    r"|spider|snake|rat|mice|creature|figure|demon|insect|animal|shape|face|noise|sound|ghost|shadow)|hallucinat\w*|delusion\w*"
)
_CONFUSED = r"confus\w+|muddled|mixed up|delirious|delirium|disoriented|not making sense|nonsense"
_BACLOFEN = "baclofen|tizanidine|lioresal|zanaflex"
_STEROID = (
    "steroid|corticosteroid|prednisone|prednisolone|methylprednisolone|medrol|solumedrol"
    "|dexamethasone|decadron|acth|acthar|cortrophin"
)
_OTHERS = (
    r"(?:my|the|our) (?:husband|wife|partner|spouse|boyfriend|girlfriend|carer|caregiver|aide"
    r"|nurse|doctor|mother|father|mom|mum|dad|parent|sons?|daughter|kids?|child|children|baby|family"
    r"|brother|sister|neighbor|roommate)|him|her|them|others?|people|someone|somebody|anyone|anybody"
)


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts that a query about ``sign`` has all, and the words that it has not.

    It also has the name of a medicine if ``named`` is true, and of one whose page names the sign
    if ``of_page`` is true. Then the parts are read with ``MEDICINE`` for each name.
    """

    sign: str
    parts: tuple[re.Pattern[str], ...]
    named: bool = False
    of_page: bool = False
    but_not: re.Pattern[str] | None = None

    def fits(self, text: str) -> bool:
        """Return whether ``text`` has all parts and no word of ``but_not``."""
        if self.but_not and self.but_not.search(text):
            return False
        return all(part.search(text) for part in self.parts)


RULES = (
    Rule(
        "baclofen-tablet-withdrawal",
        (
            _any_of(_BACLOFEN),
            _any_of(f"{_STOPPED.replace('{0}', _BACLOFEN)}|stop|stopping"),
            _any_of(
                rf"{_SEES}|{_CONFUSED}|voice|psycho\w+|paranoi\w+|craz\w+|hot|fever\w*|temperature"
                r"|burning up|overheat\w*|stiff\w*|rigid\w*|seizure|convuls\w+|(?:a|had|having) fit"
            ),
        ),
        but_not=_any_of("pump"),
    ),
    Rule(
        "missed-baclofen-tablets",
        (_any_of(_BACLOFEN), _any_of(_STOPPED.replace("{0}", _BACLOFEN))),
        but_not=_any_of("pump"),
    ),
    Rule(
        "psychosis-on-steroids",
        (
            _any_of(rf"{_STEROID}|modafinil|provigil"),
            _any_of(
                rf"{_SEES}|voice|manic|mania|psycho\w+|paranoi\w+|craz\w+|delirious"
                r"|out of (?:my|his|her) mind|los(?:t|ing) (?:my mind|touch)|severe mood|not real"
            ),
        ),
        but_not=_any_of("hoarse|weak voice|(?:my|lost) voice|raspy|quiet voice"),
    ),
    Rule(
        "after-stopping-steroids",
        (
            _any_of(_STEROID),
            _any_of(rf"{_STOPPED.replace('{0}', _STEROID)}|stopping|ended|off"),
            _any_of(
                rf"faint\w*|passed out|vomit\w*|throwing up|threw up|{_CONFUSED}"
                r"|(?:very|so|extremely|great) weak\w*|(?:belly|stomach|back) pain"
            ),
        ),
    ),
    Rule(
        "danger-to-self-or-others",
        (
            re.compile(
                r"\b(?:i (?:\w+ ){0,2}?(?:will|might|may|could|would|going to|gonna|want to"
                r"|about to)"
                r"|im (?:going to|gonna|about to)|ill|wanna|urges?|impulse|thoughts?|thinking"
                r"|feel like|close to|afraid of|afraid to|scared of|scared to|worried about)"
                r" (?:\w+ ){0,2}?(?:hurt|hurting|harm|harming|kill|killing|hit|hitting|stab"
                r"|stabbing|strangle|strangling|choke|choking|shoot|shooting|attack|attacking|smother"
                rf"|smothering|beat|beating) (?:{_OTHERS})\b"
            ),
        ),
        but_not=_any_of("lift|lifting|transfer|transferring|carry|carrying|feeling"),
    ),
    Rule(
        "pml",
        (
            _any_of(
                r"(?:new|newly|sudden|more|getting|increasing|growing|increased) weak\w*|weaker"
                r"|weak (?:\w+ )?(?:legs?|arms?|hand|foot|feet|side|knee|grip)"
                r"|(?:legs?|arms?|hand|foot|feet|side) (?:\w+ ){0,2}?(?:weak\w*|clums\w+)|clums\w+"
                r"|weak\w* (?:\w+ ){0,4}?(?:since|for|today|yesterday|now|days?|weeks?)"
                r"|(?:since|for|today|yesterday) (?:\w+ ){0,5}?weak\w*|feel(?:ing)? weak"
                r"|personality|slurred|(?:worse|changed) speech"
                r"|speech (?:\w+ ){0,2}?(?:chang\w*|worse|funny|odd|strange|off|slow|unclear)"
                r"|(?:walking|balance|thinking|memory) (?:\w+ ){0,2}?(?:worse|changed|suddenly)"
                r"|(?:worse|trouble) (?:walking|balance|thinking)"
                r"|(?:vision|sight) (?:change\w*|worse)"
                r"|(?:worse|changed) (?:vision|sight)|cant see|(?:am|is|im|feel|and|so) confused"
            ),
        ),
        of_page=True,
        but_not=_any_of(r"weak immune|confused (?:about|by|how|when|which)"),
    ),
    Rule(
        "first-dose-slow-heart",
        (
            _any_of("first|starting|started|began|begin"),
            _any_of(
                r"dizz\w+|faint\w*|lightheaded|woozy|passed out|black(?:ed|ing) out|tired"
                r"|exhausted|slow (?:heart|pulse)\w*|skip\w*|(?:heart|pulse) (?:\w+ ){0,2}?slow"
            ),
            _any_of(r"first|today|yesterday|(?:this|last) (?:morning|night|evening)|hour|just"),
        ),
        of_page=True,
    ),
    Rule(
        "fever-on-weak-defenses",
        (
            _any_of(
                r"fever\w*|temp|(?:high|raised) temperature|temperature (?:of )?1\d\d|burning up"
            ),
        ),
        of_page=True,
    ),
    Rule(
        "infection-on-weak-defenses",
        (
            _any_of(
                r"(?:have|got|having|think|caught|with)(?: \w+){0,3} infection|cough\w*|chills?"
                r"|(?:signs?|symptoms?) of(?: \w+)? infection|burning pee|new sore"
            ),
        ),
        of_page=True,
    ),
    Rule(
        "flare-after-stopping",
        (
            _any_of(_STOPPED.replace("{0}", MEDICINE)),
            _any_of(
                r"worse|relapse|flare|weak|weaker|weakness|numb|new symptom|cant (?:walk|see|move)"
                r"|trouble walking|double vision|keep falling|wobbly"
            ),
        ),
        named=True,
    ),
    Rule(
        "medicine-run-out",
        (
            re.compile(
                r"\b(?:ran|run|running) out\b|\bran short\b|\bout of (?:my )?medicine$"
                r"|\b(?:im|am|are|all|completely) out of (?:my )?medicine\b"
                r"|\bno (?:more )?medicine(?: \w+)? left\b|\bno more medicine\b"
                r"|\bmedicine (?:is |has |are )?(?:all )?(?:gone|finished)\b|\blast medicine\b"
            ),
        ),
        named=True,
    ),
)
"""What shows a sign in addition to its search words."""

INSTEAD_OF = {
    "fever-on-mitoxantrone": {"fever-on-weak-defenses"},
    "sudden-loss-of-sight": {"disabling-ms-symptoms"},
    "sudden-loss-of-strength": {"disabling-ms-symptoms"},
    "numb-saddle": {"new-numbness"},
    "weak-legs-and-bladder": {"new-numbness"},
    "baclofen-tablet-withdrawal": {
        *("hearing-or-seeing-things", "missed-baclofen-tablets", "medicine-run-out"),
        "new-muddled-thinking",
    },
    "psychosis-on-steroids": {"severe-mood-change"},
}
"""The signs that are not shown where a graver one says what has to be done for the same thing."""

SPELLED = (*_BACLOFEN.split("|"), *_STEROID.split("|"), "hallucination", "hallucinating")
"""Words of the rules in which a typing slip is forgiven."""
