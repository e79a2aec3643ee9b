"""Signs that are about a kind of medicine together with what happened, in any words for both.

The search words of a sign cannot list each brand with each way to say "ran out". A rule here has a
pattern for each part. A query is about the sign if it has all parts. A sign that the edition lacks
is not shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guidance.pages.guide import Guide
from guidance.pages.structures import TherapyPage
from guidance.search import english
from guidance.search.index import Index
from guidance.search.urgent import alike
from guidance.search.words import words_of

MEDICINE = "medicine"
"""The word that stands for each name of a medicine in ``Medicines.without_names``."""

_STOPPED = (
    r"stopped|quit|(?:ran|run|running) out|ran short|(?:no|none|nothing) (?:\w+ ){0,3}left|no more"
    r"|without|misse?d?|missing|forgot|forgotten|skip|skipped|skipping|cold turkey|gone|finished"
    r"|(?:havent|have not|hasnt|not|didnt|did not) (?:been )?(?:taken|take|taking|had)|withdrawal"
    r"|ended|(?:came|come|coming|been|went|taken) off|off (?:of )?(?:my )?(?:{0})|no (?:{0})"
    r"|out of (?:my )?(?:{0})|(?:cant|couldnt|could not) get"
)
_SEES = (
    r"(?:see|seeing|saw|hear|hearing|heard) (?:\w+ ){0,2}?(?:thing|stuff|people|person|voice|bugs?"
    r"|insect|animal|shape|face|noise|sound|ghost|shadow)|hallucinat\w*|delusion\w*"
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
                r"|(?:legs?|arms?|hand|foot|feet|side) (?:\w+ ){0,2}?(?:weak\w*|clumsy)|clumsy"
                r"|weak\w* (?:\w+ ){0,4}?(?:since|for|today|yesterday|now|days?|weeks?)"
                r"|(?:since|for|today|yesterday) (?:\w+ ){0,5}?weak\w*|feel(?:ing)? weak"
                r"|personality|slurred|speech (?:change\w*|worse)|(?:worse|changed) speech"
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
        "fever-on-weak-defenses",
        (_any_of(r"fever\w*|(?:high|raised) temperature|temperature (?:of )?1\d\d|burning up"),),
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
            _any_of(r"worse|relapse|flare|weak|weaker|weakness|numb|new symptom"),
        ),
        named=True,
    ),
    Rule(
        "medicine-run-out",
        (
            re.compile(
                r"\b(?:ran|run|running) out\b|\bran short\b|\bout of (?:my )?medicine$"
                r"|\bno (?:more )?medicine(?: \w+)? left\b|\bno more medicine\b"
                r"|\bmedicine (?:is |has |are )?(?:all )?(?:gone|finished)\b|\blast medicine\b"
            ),
        ),
        named=True,
    ),
)
"""What shows a sign in addition to its search words."""

INSTEAD_OF = {
    "baclofen-tablet-withdrawal": {
        *("hearing-or-seeing-things", "missed-baclofen-tablets", "medicine-run-out"),
        "new-muddled-thinking",
    },
    "psychosis-on-steroids": {"severe-mood-change"},
}
"""The signs that are not shown where a graver one says what has to be done for the same thing."""

SPELLED = (*_BACLOFEN.split("|"), *_STEROID.split("|"), "hallucination", "hallucinating")
"""Words of the rules in which a typing slip is forgiven."""


class Medicines:
    """The names of the medicines of a guide, and the signs that their pages name.

    A page without brands is about no medicine, or about one that is given in a hospital.
    """

    def __init__(self, guide: Guide, index: Index) -> None:
        self._index = index
        self._signs: dict[str, set[str]] = {}
        self._same: dict[str, set[str]] = {}
        for page in guide.therapies():
            names = _names(page) if page.brands else set()
            for name in names:
                self._signs.setdefault(name, set()).update(page.signs)
                self._same.setdefault(name, set()).update(names)
        self._spelled = {*SPELLED, *self._signs}

    def spelled(self, words: Sequence[str]) -> list[str]:
        """Return ``words`` with the name for each that is a name with one typing slip."""
        return [next(iter(alike(word, self._spelled, self._index)), word) for word in words]

    def named(self, words: Sequence[str]) -> list[str]:
        """Return those of ``words`` that are names."""
        return [word for word in words if word in self._signs]

    def other_names(self, words: Sequence[str]) -> set[str]:
        """Return the names of the pages that those of ``words`` name that are names."""
        return {name for word in self.named(words) for name in self._same[word]}

    def without_names(self, words: Sequence[str]) -> list[str]:
        """Return ``words`` with ``MEDICINE`` for each name, once for names in a row."""
        generic: list[str] = []
        for word in words:
            one = MEDICINE if word in self._signs else word
            if not (generic and one == generic[-1] == MEDICINE):
                generic.append(one)
        return generic

    def signs(self, words: Sequence[str]) -> set[str]:
        """Return the slugs of the signs that ``words`` of a query are about by a rule."""
        names = self.named(words)
        text, generic = " ".join(words), " ".join(self.without_names(words))
        of_pages = {sign for name in names for sign in self._signs[name]}
        found = set()
        for rule in RULES:
            if rule.named or rule.of_page:
                about = rule.sign in of_pages if rule.of_page else bool(names)
                fits = about and rule.fits(generic)
            else:
                fits = rule.fits(text)
            if fits:
                found.add(rule.sign)
        return found


def without_replaced(signs: set[str]) -> set[str]:
    """Return ``signs`` without those for which a graver one of them stands."""
    return signs - {one for sign in signs for one in INSTEAD_OF.get(sign, ())}


def _names(page: TherapyPage) -> set[str]:
    """Return the words that name ``page``: no common English word but the first of its title."""
    common = english.common()
    brands = [words_of(brand) for brand in page.brands]
    names = {word for brand in brands for word in brand if word not in common and word.isalpha()}
    names |= {"".join(brand) for brand in brands}
    single = [words_of(word) for word in page.search_words if "-" not in word]
    return names | {words_of(page.title)[0]} | {words[0] for words in single if len(words) == 1}
