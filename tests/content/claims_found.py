"""Find claims of an earlier release in the pages of today.

A passage is a sentence of a page, up to ``NEIGHBORS`` sentences in a row, a whole part (only for
claims without figures), or a row with counts, a check or a sign. A claim is found in a passage
that has all its figures and most of its words:

- A figure is a number, also written as a word. Years and telephone numbers are none. A count out
  of 100, 1,000 and so on is compared as a share: 26 out of 100 is 260 out of 1,000, and also 740
  out of 1,000 who were well.
- A word is compared by the first letters of its stem, without words that say nothing here and
  without those of the page's title. Each word weighs the logarithm of how rare it is among the
  claims of the earlier release. Words of one line of ``SAME`` are one word.
- The passage has to have a share of that weight: ``ALIKE``, or ``ALIKE_WITH_SOURCE`` if both cite
  a source in common. Editions of one label are one source. A claim of at most ``SHORT`` words is
  only found where its rarest word is.

Longer claims may also be found in two sentences, rows or signs together; outside of call
lists, one that has at least half of the weight then has the figures. A line of the earlier
call lists may be a sign of any page, as the table of signs belongs to all (ADR 0020). A claim in
the row of a harm is found in that row, if the row has its figures, and in no other row.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property

from guidance.pages.citations import keys_in, without_markers
from guidance.pages.cited_text import Prose
from guidance.pages.claims import sentences, texts
from guidance.search.words import COMMON, stem, words_of

ALIKE, ALIKE_WITH_SOURCE = 0.75, 0.6
SHORT = 4
NEIGHBORS = 3
LEAST_OF_TWO = 0.2
"""The share of the weight that the second of two passages has to add."""
STEM_LETTERS = 5
SAME = """
placebo dummy
doctor team neurologist clinician provider nurse
spot lesion
drip infusion infuse intravenous
shot inject injection syringe needle
tablet pill capsule
relapse flare attack
medicine drug
pee urine urinate
diarrhea loose
tired fatigue tiredness
kill death die deadly fatal died dead
worse worsen worsening progress
baby unborn fetal pregnant pregnancy
dose strength
test check exam scan monitor watch look
swell swelling swollen puffy
breath breathe breathing
weak weakness weaker
numb numbness
sight vision see eye
sure certain certainty
compare comparator comparison against versus than
often common most many mostly
few fewer low lower less
pain hurt ache sore painful
belly stomach abdominal
stop stopping end
begin start before first
severe serious seriously severely badly
miss skip
license approve approval approved
spasm stiffness spasticity
defenses immune immunity
steroid methylprednisolone
leave left
better improve help
stool bowel
fever temperature
near nearly
fall fell
"""
FILLERS = """
general generally found find advise guideline happen thing people person happened higher more rrms
cis american neurology aan academy occur seen include list label name read
"""
OF_CALLS = "call right away same day once new doctor today"
"""Words of a call list that the level of a sign says."""
CALL_LISTS = ("Call 911 if", "Call the clinic if")
HELP = "help/help"
COUNTS = ("with_treatment", "without_treatment", "uncompared", "people")
ROWS = ("effects", "evidence", "monitoring", "placebo_groups")
NUMBERS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b", re.IGNORECASE)
_NO_FIGURE = re.compile(r"\b(?:911|988|(?:19|20)\d\d)\b")
_FIGURE = re.compile(r"(?<![A-Za-z\d.,])\d+(?:,\d{3})*(?:\.\d+)?")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:%| percent)")
_OUT_OF = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?: [a-z]+){0,3}? (?:out of|of|in)(?: every| the| about)? "
    r"(10{1,5}|1,000|10,000|100,000)\b"
)


def _first_letters(word):
    return stem(word)[:STEM_LETTERS]


_ONE_FOR_ALL = {
    _first_letters(word): _first_letters(line.split()[0])
    for line in SAME.strip().splitlines()
    for word in line.split()
}
_FILLERS = {_first_letters(word) for word in FILLERS.split()}


@cache
def _compared(word):
    letters = _first_letters(word)
    return _ONE_FOR_ALL.get(letters, letters)


@cache
def words_in(text):
    """Return the words of ``text`` as they are compared."""
    found = {_compared(word) for word in words_of(text) if word not in COMMON}
    return frozenset(word for word in found if not word.isdigit()) - _FILLERS


def _in_digits(text):
    text = _NUMBER_WORD.sub(lambda word: str(NUMBERS.index(word[0].lower()) + 2), text)
    return _NO_FIGURE.sub(" ", text)


def _number(text):
    return text.replace(",", "")


def figures_in(text):
    """Return the figures of ``text``."""
    return {_number(found) for found in _FIGURE.findall(_in_digits(text))}


def wholes_in(text):
    """Return the numbers of which a part is counted in ``text``."""
    return {int(_number(found)) for found in _OUT_OF.findall(_in_digits(text))}


def shares_in(text):
    """Return each count of ``text`` as a share, and the share of all others."""
    shares = {float(found) / 100 for found in _PERCENT.findall(_in_digits(text))}
    for whole in wholes_in(text):
        shares |= {float(part) / whole for part in figures_in(text) if float(part) < whole}
    return {round(share, 5) for one in shares for share in (one, 1 - one)}


def sources_of(keys):
    """Return the keys of sources without the year of their edition."""
    return frozenset(re.sub(r"_(?:19|20)\d\d.*$", "", key) for key in keys)


@dataclass(frozen=True)
class Passage:
    """Words of a part of a page, their sources, and the number of sentences; a row is one."""

    part: str
    text: str
    words: frozenset
    sources: frozenset
    sentences: int = 1

    @cached_property
    def figures(self):
        return figures_in(self.text)

    @cached_property
    def shares(self):
        return shares_in(self.text)

    def has(self, figures, wholes):
        """Return whether the passage has all ``figures``, or the same shares of ``wholes``."""
        return all(
            any(round(float(figure) / whole, 5) in self.shares for whole in wholes)
            for figure in figures - self.figures
        )


def passages_of(guide, page):
    """Return the passages of ``page``, with the signs that it lists."""
    found = []
    for part, prose in texts(page):
        label = words_in(part.label)
        each = [
            (said, words_in(said) | label, sources_of(keys_in(sentence)))
            for sentence in sentences(prose.source)
            for said in [without_markers(sentence)]
        ]
        longest = min(NEIGHBORS, len(each))
        runs = [each[i : i + n] for n in range(1, longest + 1) for i in range(len(each) - n + 1)]
        for run in [*runs, each] if len(each) > longest else runs:
            said, words, sources = zip(*run, strict=True)
            joined = frozenset().union(*words), frozenset().union(*sources)
            found.append(Passage(part.id, " ".join(said), *joined, len(run)))
    found += [
        passage_of_row(guide, field, row) for field in ROWS for row in getattr(page, field, ())
    ]
    listed = getattr(page, "signs", ())
    found += [passage_of_sign(guide.signs[one] if isinstance(one, str) else one) for one in listed]
    return found


def passage_of_row(guide, field, row):
    """Return a row with counts, or a check, as a passage."""
    said, cited = [], ""
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if isinstance(value, Prose):
            said.append(without_markers(value.source))
            cited += value.source
        elif isinstance(value, str):
            said.append(value)
    if harm := guide.pages.get(f"side-effect/{getattr(row, 'side_effect', '')}"):
        said += [harm.title, harm.medical_name]
    counts = [count for name in COUNTS if (count := getattr(row, name, None)) is not None]
    if len(counts) == 2:
        counts.append(abs(counts[0] - counts[1]))
    said += [f"{count} of {row.out_of}" for count in counts if row.out_of]
    if months := getattr(row, "months", ()):
        said.append(f"{', '.join(map(str, months))} months")
    text = ". ".join(said)
    return Passage(field, text, words_in(text), sources_of(keys_in(cited)))


def passage_of_sign(sign):
    """Return a sign as a passage."""
    both = f"{sign.text.source} {sign.short.source}"
    said = without_markers(both)
    return Passage(f"signs/{sign.slug}", said, words_in(said), sources_of(keys_in(both)))


class Search:
    """Claims of the earlier release, to be found in ``guide``."""

    def __init__(self, claims, guide):
        self.guide = guide
        number = Counter(word for claim in claims for word in words_in(claim.words))
        self.weights = {word: math.log(len(claims) / (1 + number[word])) for word in number}
        self.signs = [passage_of_sign(sign) for sign in guide.signs.values()]
        self.by_page = {}

    def weight(self, words):
        """Return the weight of ``words`` of claims."""
        return sum(map(self.weights.__getitem__, words))

    def passages_on(self, page):
        """Return the passages of the page with the key ``page``; none if there is no such page."""
        if page not in self.by_page:
            known = self.guide.pages.get(page)
            self.by_page[page] = passages_of(self.guide, known) if known else []
        return self.by_page[page]

    def find(self, claim):
        """Return the passages that tell ``claim``: one, or two together; none if it is lost."""
        asked = Asked(self, claim)
        passages = self.passages_on(claim.page)
        if asked.of_calls:
            passages = [*passages, *self.signs]
        if f"side-effect/{claim.section}" in self.guide.pages:
            own = f"{claim.section}. "
            passages = [
                one for one in passages if one.part != "effects" or one.text.startswith(own)
            ]
        if found := self.row_of_harm(claim, asked) or asked.told_by(passages):
            return (found,)
        return asked.told_by_two([one for one in passages if one.sentences == 1])

    def row_of_harm(self, claim, asked):
        """Return the row of the harm that a claim is about, where that row tells the claim.

        It does if the claim has figures and the row has them, or if the claim is short and has
        none: that a harm can happen is what the row says.
        """
        for row in getattr(self.guide.pages.get(claim.page), "effects", ()):
            if row.side_effect == claim.section and (asked.figures or asked.is_short):
                passage = passage_of_row(self.guide, "effects", row)
                return passage if passage.has(asked.figures, asked.wholes) else None
        return None


class Asked:
    """What a passage needs to have to tell a claim."""

    def __init__(self, search, claim):
        self.search = search
        self.of_calls = claim.section in CALL_LISTS or claim.page == HELP
        page = search.guide.pages.get(claim.page)
        words = words_in(claim.words)
        words = words - words_in(page.title if page else "") or words
        if self.of_calls:
            words = words - words_in(OF_CALLS) or words
        self.words = words
        self.weight = search.weight(words) or 1
        self.is_short = len(words) <= SHORT
        self.rarest = max(words, key=lambda word: (search.weights[word], word), default=None)
        wholes = wholes_in(claim.words)
        self.figures = figures_in(claim.words) - set(map(str, wholes))
        self.wholes = wholes or {100, 1000}
        self.sources = sources_of(claim.keys)

    def needed(self, sources):
        """Return the weight that passages with these sources need to have."""
        return self.weight * (ALIKE_WITH_SOURCE if self.sources & sources else ALIKE)

    def told_by(self, passages):
        """Return the first of ``passages`` that tells the claim, or None."""
        weight = self.search.weight
        for passage in passages:
            if self.is_short and self.rarest and self.rarest not in passage.words:
                continue
            if self.figures and passage.sentences > NEIGHBORS:
                continue
            enough = weight(self.words & passage.words) >= self.needed(passage.sources)
            if enough and passage.has(self.figures, self.wholes):
                return passage
        return None

    def told_by_two(self, passages):
        """Return two of ``passages`` that tell the claim together, or nothing."""
        if self.is_short:
            return ()
        weight = self.search.weight
        shared = [(self.words & one.words, one) for one in passages]
        for had, first in sorted(shared, key=lambda pair: -weight(pair[0]))[:3]:
            for more, second in shared:
                if weight(more - had) < LEAST_OF_TWO * self.weight:
                    continue
                sources = first.sources | second.sources
                if weight(had | more) >= self.needed(sources) and self.figures_of_two(
                    first, second
                ):
                    return (first, second)
        return ()

    def figures_of_two(self, first, second):
        """Return whether two passages have the figures: for a call list together, else the one."""
        if self.of_calls:
            both = Passage("", f"{first.text}. {second.text}", frozenset(), frozenset())
            return both.has(self.figures, self.wholes)
        return not self.figures or any(
            one.has(self.figures, self.wholes)
            and self.search.weight(self.words & one.words) >= self.weight / 2
            for one in (first, second)
        )
