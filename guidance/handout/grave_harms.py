"""The harms that can kill or harm for life and are not among the worst that a treatment names."""

import re

from guidance.pages import compare
from guidance.pages.choices import Gravity, Seriousness
from guidance.pages.guide import Guide
from guidance.pages.structures import TherapyPage

_LONG_WORD = re.compile("[a-z]{5,}")


def besides_the_worst(guide: Guide, page: TherapyPage) -> tuple[str, ...]:
    """Return the names of harms of ``page`` that can kill or harm for life and are not told yet.

    A page names at most four as the worst. A harm is told if it has a boxed warning, or if the
    worst has all longer words of its name. Returns nothing for a page of an earlier release that
    has no such list, as it tells its harms as a whole.
    """
    told = page.worst.source.casefold()
    return tuple(
        compare.in_sentence(about.title)
        for effect, about in guide.effects_of(page)
        if told
        and about.gravity == Gravity.LIFE
        and effect.seriousness == Seriousness.SERIOUS
        and not all(word in told for word in _LONG_WORD.findall(about.title.casefold()))
    )
