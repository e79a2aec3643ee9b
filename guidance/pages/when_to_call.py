"""What a page says about when to call for help: its signs, by how soon to call."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from guidance.pages.choices import TherapyGroup, Urgency
from guidance.pages.cited_text import EMPTY, Composer, Prose, Reference
from guidance.pages.guide import SIGNS, Guide
from guidance.pages.site_pages import Sign, SignsPage, WithdrawnPage
from guidance.pages.structures import Page, SideEffectPage, SymptomPage, TherapyPage, TopicPage

MOST_SEEN = 4
FEWER_SEEN = 3
"""The most signs of a level for now that are shown at once on a page.

Fewer are shown on the short page of a side effect, and where all three levels for now have signs.
"""
BESIDES_SIGNS = {Urgency.EMERGENCY: "call_911", Urgency.SAME_DAY: "call_clinic"}
"""The fields with what a page says about when to call, besides its signs, by level."""
AT_ONCE = (Urgency.EMERGENCY, Urgency.CRISIS, Urgency.SAME_DAY)
"""The levels that are shown at once. The others are shown when a reader opens them."""
ANCHORS = {Urgency.EMERGENCY: "call-911", Urgency.SAME_DAY: "call-clinic"}
"""The ids of the levels that pages had before there was a table of signs."""


@dataclass(frozen=True, slots=True)
class CallGroup:
    """The signs of one level on one page.

    ``seen`` are shown at once and ``closed`` when a reader opens them. If those seen are
    ``in_few_words``, the closed ones are all signs in full; if not, they are the other signs.
    ``text`` is what the page says besides them.
    """

    level: Urgency
    seen: tuple[Prose, ...]
    closed: tuple[Prose, ...]
    text: Prose = EMPTY
    in_few_words: bool = False

    @property
    def anchor(self) -> str:
        """The beginning of the HTML ids of the group."""
        return ANCHORS.get(self.level, f"call-{self.level}")

    @property
    def only_few_words(self) -> bool:
        """Whether all that is shown at once stands in full among the closed signs."""
        return self.in_few_words and not self.text

    @property
    def texts(self) -> tuple[Prose, ...]:
        """The texts that are shown at once in full, for the list of their sources."""
        return (self.text, *(() if self.in_few_words else self.seen))


@dataclass(frozen=True, slots=True)
class WhenToCall:
    """The groups of a page, most urgent first, and all sources of the page and of its signs.

    The groups ``now`` are shown at once. The ``closed`` signs of these ``groups``, and all signs
    of the less urgent ones, are shown when a reader opens them, each in full. If there is nothing
    for now, the first group is shown at once.
    """

    groups: tuple[CallGroup, ...]
    references: tuple[Reference, ...]

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def now(self) -> tuple[CallGroup, ...]:
        """The groups that are shown at once."""
        return tuple(group for group in self.groups if group.level in AT_ONCE) or self.groups[:1]

    @property
    def below(self) -> tuple[CallGroup, ...]:
        """The groups with signs that readers open."""
        return tuple(group for group in self.groups if group.closed)

    @property
    def in_few_words(self) -> bool:
        """Whether signs are shown at once in a few words."""
        return any(group.in_few_words for group in self.groups)

    @property
    def texts(self) -> tuple[Prose, ...]:
        """All texts that are shown at once in full."""
        return tuple(text for group in self.now for text in group.texts)

    @property
    def closed(self) -> tuple[Prose, ...]:
        """All signs that readers open."""
        return tuple(sign for group in self.groups for sign in group.closed)


def by_level(page: Page, guide: Guide) -> Iterator[tuple[Urgency, list[Sign], Prose]]:
    """Yield (level, signs, text) for each level at which ``page`` says to call.

    ``text`` is what the page says besides its signs. The most urgent level comes first.
    """
    signs = guide.signs_of(page)
    for level in Urgency:
        text = getattr(page, BESIDES_SIGNS[level], EMPTY) if level in BESIDES_SIGNS else EMPTY
        if level in signs or text:
            yield level, signs.get(level, []), text


def when_to_call(
    page: TherapyPage | SymptomPage | SideEffectPage | TopicPage | WithdrawnPage, guide: Guide
) -> WhenToCall:
    """Return what ``page`` says about when to call. Raises ``CannotShow``."""
    table = guide.page(SIGNS)
    sources = {reference.source.key: reference.source for reference in page.references}
    if isinstance(table, SignsPage):
        sources |= {reference.source.key: reference.source for reference in table.references}
    composer = Composer(sources)
    for reference in page.references:
        composer.numbering.mentions[reference.source.key] = reference.mentions
    levels = list(by_level(page, guide))
    all_for_now = tuple(level for level, _, _ in levels if level in AT_ONCE) == AT_ONCE
    fewer = all_for_now or isinstance(page, SideEffectPage)
    most = FEWER_SEEN if fewer else MOST_SEEN
    others = taken_instead(page, guide)
    groups = [
        _group(level, signs, text, composer, most, page, others) for level, signs, text in levels
    ]
    if groups and not any(group.level in AT_ONCE for group in groups):
        groups[0] = CallGroup(groups[0].level, groups[0].closed, ())
    return WhenToCall(tuple(groups), composer.references())


ON_IT = re.compile(r"On (?!or )[^.:]+: ")
"""How a sign opens that is about those who take a treatment now: “On an interferon: bruises”."""
ON_SUCH_A_MEDICINE = re.compile(r"On a \[?medicine [^.:]+: ")
"""The same by a kind of medicine: “On a medicine that lowers your defenses: a fever”."""
BUT_ON = re.compile(r" \((?:except just after )?([a-z]+)(?:: \w+)?\)")
"""A note for those who take one treatment: “(mitoxantrone: 911)”, “(except just after interferon)”.

It does not match a note that names more than one, or that says “now or before”.
"""


def said_on(page: Page, sign: Sign, others: Collection[str]) -> str:
    """Return the text of ``sign`` as ``page`` says it, with its citations.

    The page of a medicine names only signs that fit it. So it leaves out on which treatment
    somebody is: “On an interferon:” before a sign that only certain treatments have, and “On a
    medicine that lowers your defenses:”. A time after treatment (“On or after”) stays. Notes for
    those who take one of the ``others`` are left out too.
    """
    text = sign.text.source
    if not isinstance(page, TherapyPage) or page.group == TherapyGroup.REHABILITATION:
        return text
    opening = (ON_IT if sign.own else ON_SUCH_A_MEDICINE).match(text)
    rest = _without_notes(text[opening.end() :] if opening else text, others)
    return rest[:1].upper() + rest[1:]


def _without_notes(text: str, others: Collection[str]) -> str:
    return BUT_ON.sub(lambda note: "" if note[1] in others else note[0], text)


def taken_instead(page: Page, guide: Guide) -> frozenset[str]:
    """Return the medicines that nobody takes together with that of ``page``.

    Of the medicines that change the course of MS, people take one at a time. Each stands here by
    the first word of its name, in lower case. On other pages there are none.
    """
    alike = [one for one in guide.therapies() if one.group == TherapyGroup.DISEASE_MODIFYING]
    if page not in alike:
        return frozenset()
    return frozenset(map(_first_word, alike)) - {_first_word(page)}


def _first_word(page: Page) -> str:
    return page.title.partition(" ")[0].lower()


def _group(
    level: Urgency,
    signs: Sequence[Sign],
    text: Prose,
    composer: Composer,
    most: int,
    page: Page,
    others: Collection[str],
) -> CallGroup:
    """Return a group that shows ``most`` signs at once, or one more if it is the last.

    A less urgent one shows none at once.
    """
    whole = tuple(composer.inline(said_on(page, sign, others)) for sign in signs)
    if level not in AT_ONCE:
        return CallGroup(level, (), whole, text)
    if len(signs) == most + 1:
        most = len(signs)
    first = signs[:most]
    in_few_words = any(sign.short for sign in first)
    few = (
        _without_notes(sign.short.source, others) or said_on(page, sign, others) for sign in first
    )
    seen = tuple(map(composer.inline, few))
    return CallGroup(level, seen, whole if in_few_words else whole[most:], text, in_few_words)
