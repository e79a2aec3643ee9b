"""The layout of a handout: the leaf, after it the full information if it was chosen, and sources.

Up to two treatments are told on both sides of a leaf: what to decide on the first, what to watch
for on the second. More treatments have half a side each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from guidance.handout import appendix, leaf
from guidance.handout.blocks import (
    BarChart,
    BarRow,
    Block,
    CitedParagraph,
    CodeBlock,
    Facts,
    HandoutLayout,
    Labelled,
    LayoutSection,
    Level,
    Levels,
    Lines,
    Own,
    Paragraph,
    Questions,
    SignList,
    Sources,
    Track,
)
from guidance.handout.build import ALL, Handout, InShort
from guidance.handout.words import ENGLISH, TITLES, WORDS
from guidance.pages import bars, characters
from guidance.pages.choices import Urgency
from guidance.pages.citations import without_markers
from guidance.pages.help_numbers import HelpNumbers
from guidance.pages.site_pages import ClinicPage, HelpLevel
from guidance.pages.text import word_count

LINES = 3
"""The number of empty lines for notes."""
MOST_WORDS_TOLD = 690
"""The most words of a ready-made handout, or of a treatment and topics, that one leaf holds.

The list of sources comes on top.
"""
MOST_WORDS_SET_WIDE = 390
"""The most words of one treatment for the wider setting, without the list of sources."""
LEAF_SIZE = "14"
"""The print size in points in which a handout can be one leaf."""
FULL = "full"
"""The slug of the section that begins the full information."""
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The full addresses of pages of this site that are printed on a sheet.

    ``check`` is that of the page that checks a code, without the code.
    """

    check: str
    get_help: str
    treatments: str


COUNTED = Addresses(check="a://a", get_help="a://a", treatments="a://a")
"""Addresses for a layout of which only the words are counted: each is one word on paper."""


def lay_out(
    handout: Handout, today: date, addresses: Addresses, language: str = "en"
) -> HandoutLayout:
    """Return the layout of ``handout``, printed on ``today``."""
    words = WORDS[language]
    clinic = handout.clinic
    call = _call(clinic)
    contact = characters.isolated(handout.contact)
    contact_line = words["contact"].format(contact=contact) if contact else ""
    day = f"{today:%B} {today.day}, {today.year}"
    sections = tuple(_on_sides(_sections(handout, words, addresses, call), handout.size))
    count = _words_in(sections)
    return HandoutLayout(
        language=language,
        title=handout.visit.title if handout.visit else TITLES[language][handout.about],
        clinic=clinic.title,
        phone=clinic.phone,
        phone_link=clinic.phone_link,
        head=tuple(filter(None, (clinic.address, call, contact_line))),
        foot=words["foot"].format(day=day, edition=handout.edition, code=handout.code),
        code=handout.code,
        page=words["page"],
        of=words["of"],
        sections=sections,
        size=handout.size,
        paper=handout.paper,
        compact=handout.size == LEAF_SIZE and _is_full(handout, count),
        leaves=_takes_more_leaves(handout, count),
    )


def takes_more_leaves(handout: Handout) -> bool:
    """Return whether ``handout`` has more on it than one leaf surely holds, without its layout."""
    sections = _sections(handout, ENGLISH, COUNTED, _call(handout.clinic))
    return _takes_more_leaves(handout, _words_in(sections))


def _call(clinic: ClinicPage) -> str:
    """Return the phone number of ``clinic`` and its hours; empty if neither is known.

    The numbers for when the clinic is closed follow, each behind its label.
    """
    first = ", ".join(filter(None, (clinic.phone, clinic.hours)))
    closed = (f"{one.label}: {one.number}" for one in clinic.phones if one.after_hours)
    return "; ".join(filter(None, (first, *closed)))


def _words_in(sections: Iterable[LayoutSection]) -> int:
    """Return the number of words in ``sections``, without the list of sources."""
    return sum(word_count(text) for section in sections for text in section.strings())


def _is_full(handout: Handout, words: int) -> bool:
    """Return whether ``handout`` of so many ``words`` is set closer, so that it is one leaf."""
    treatments = handout.leaf.treatments
    return len(treatments) > 1 or bool(treatments and (handout.note or words > MOST_WORDS_SET_WIDE))


def _takes_more_leaves(handout: Handout, words: int) -> bool:
    """Return whether ``handout`` of so many ``words`` has more on it than one leaf surely holds.

    A ready-made one has more questions than others, and a note, and is told by its words.
    """
    own = sum(map(len, (*handout.own, *handout.notes)))
    others = [*handout.subtypes, *(one for group in handout.in_short.values() for one in group)]
    if (
        handout.size != LEAF_SIZE
        or handout.items
        or any(handout.groups.values())
        or len(handout.leaf.treatments) > leaf.MOST_TREATMENTS
        or own > leaf.MOST_CHARACTERS
    ):
        return True
    if handout.note:
        return words > MOST_WORDS_TOLD
    return (
        len(handout.questions) > leaf.MOST_QUESTIONS
        or (len(handout.leaf.treatments) > 1 and bool(others))
        or (bool(handout.leaf.treatments) and words > MOST_WORDS_TOLD)
    )


def _on_sides(sections: Iterable[LayoutSection], size: str) -> Iterator[LayoutSection]:
    """Yield ``sections``: in large print, only the full information begins on a new side.

    It is no leaf, and a side that begins elsewhere would leave the one before it nearly empty.
    """
    for section in sections:
        begins = section.new_side and (size == LEAF_SIZE or section.slug == FULL)
        yield replace(section, new_side=begins)


def _on_paper(address: str) -> str:
    """Return a full address as it is typed, without its scheme."""
    return address.partition("://")[2]


def _sections(
    handout: Handout, words: Words, addresses: Addresses, call: str
) -> Iterator[LayoutSection]:
    get_help = _on_paper(addresses.get_help)
    treatments = handout.leaf.treatments
    each_whole = len(treatments) > leaf.MOST_TREATMENTS
    yield from _types(handout.subtypes, words)
    if handout.visit and handout.note:
        yield LayoutSection(2, "visit", words["note"], (CitedParagraph(handout.note),))
    if not each_whole:
        for number, one in enumerate(treatments, start=1):
            blocks = tuple(_to_decide(one, words))
            yield LayoutSection(2, f"item-{number}", one.page.full_name, blocks)
    for slug, group in handout.in_short.items():
        yield from _in_short(slug, words[slug], group)
    yield from _writing(handout, words)
    yield LayoutSection(2, "help", words["help"], (_levels(handout, words, call),), boxed=True)
    about = _about(handout, words, addresses)
    if each_whole:
        yield from (*_signs(handout, words, get_help), *_wholes(handout.leaf, words), about)
    else:
        first, *others = (*_second_side(handout, words, get_help), about)
        yield replace(first, new_side=bool(treatments) and not handout.note)
        yield from others
    yield from _full_information(handout, words)
    of_signs = words["signs-sources"].format(get_help=get_help)
    yield LayoutSection(2, "sources", words["sources"], (Sources(handout.references, of_signs),))


# The first side


def _types(items: tuple[InShort, ...], words: Words) -> Iterator[LayoutSection]:
    """Yield the summary of the chosen type, or of each if there are several."""
    if len(items) == 1:
        heading = words["type"].format(type=items[0].page.title)
        yield LayoutSection(2, "type", heading, (CitedParagraph(items[0].text),))
    else:
        yield from _in_short("type", words["types"], items)


def _in_short(slug: str, heading: str, group: tuple[InShort, ...]) -> Iterator[LayoutSection]:
    """Yield the pages of ``group``, each behind its name, or only their names in one line."""
    blocks: tuple[Block, ...] = tuple(
        Labelled(f"{one.page.title}.", one.text) for one in group if one.text
    )
    if names := "; ".join(one.page.title for one in group if not one.text):
        blocks = (Paragraph(f"{names}."), *blocks)
    if blocks:
        yield LayoutSection(2, slug, heading, blocks)


def _to_decide(one: leaf.Treatment, words: Words) -> Iterator[Block]:
    if one.offered:
        yield Paragraph(one.offered, strong=True)
    if one.boxed:
        yield Labelled(words["boxed"], one.boxed, boxed=bool(one.page.boxed_warning))
    yield Facts(one.facts)
    if one.checks:
        yield Track(words["checks"], one.checks)


def _writing(handout: Handout, words: Words) -> Iterator[LayoutSection]:
    """Yield the questions, the reader's own words and the notes."""
    questions = (Questions(handout.questions),) if handout.questions else ()
    own = (Own(handout.own),) if handout.own else ()
    room = () if handout.questions else (Lines(LINES),)
    yield LayoutSection(2, "ask", words["ask"], (*questions, *own, *room))
    if handout.notes:
        yield LayoutSection(2, "notes", words["notes"], (Own(handout.notes),))


def _levels(handout: Handout, words: Words, call: str) -> Levels:
    calls = {Urgency.SAME_DAY.value: call or words["number"]}
    return Levels(
        tuple(
            Level(
                f"{_title(level, handout.clinic.numbers)}.",
                without_markers(level.action.source).strip(),
                calls.get(level.slug, ""),
                written=level.slug in calls and not call,
            )
            for level in handout.help
        )
    )


def _title(level: HelpLevel, numbers: HelpNumbers) -> str:
    """Return whom to call and how soon, in the words of the list of signs."""
    return numbers.words_of(Urgency(level.slug))


# The second side


def _second_side(handout: Handout, words: Words, get_help: str) -> Iterator[LayoutSection]:
    one = handout.leaf
    watched = [one for one in one.treatments if one.worst or one.common]
    common = any(one.common for one in watched)
    if watched:
        heading = words["effects" if common else "gravest"]
        yield LayoutSection(2, "watch", heading, ())
    for number, treatment in enumerate(watched, start=1):
        blocks = tuple(_to_watch(treatment, words, labelled=common))
        yield LayoutSection(3, f"watch-{number}", treatment.page.title, blocks)
    yield from _signs(handout, words, get_help)
    if charts := tuple(_charts(one, one.treatments, words)):
        yield LayoutSection(2, "numbers", words["numbers"], charts)


def _to_watch(one: leaf.Treatment, words: Words, *, labelled: bool) -> Iterator[Block]:
    """Yield the worst that a treatment can do, behind its label if ``labelled``, and the rest."""
    if one.worst:
        yield Labelled(words["worst"] if labelled else "", one.worst)
    if one.also:
        yield Paragraph(words["also"].format(names=", ".join(one.also)))
    if one.more:
        yield Paragraph(words["more-harms"].format(count=one.more))
    if one.common:
        yield CitedParagraph(one.common)


def _signs(handout: Handout, words: Words, get_help: str) -> Iterator[LayoutSection]:
    """Yield the signs of each level, most urgent first. Those left out are at ``get_help``."""
    clinic = handout.clinic.numbers
    numbers = {Urgency.EMERGENCY: clinic.emergency, Urgency.CRISIS: clinic.crisis}
    lists = tuple(
        SignList(
            words[f"signs-{signs.level}"].format(number=numbers.get(signs.level)),
            signs.words,
            words["more-signs"].format(count=signs.more, get_help=get_help) if signs.more else "",
        )
        for signs in handout.leaf.signs
    )
    if lists:
        yield LayoutSection(2, "signs", words["signs"], lists, boxed=True)


def _charts(
    one: leaf.Leaf, treatments: tuple[leaf.Treatment, ...], words: Words
) -> Iterator[BarChart]:
    """Yield the charts of ``treatments``. All side effects on the leaf are on one scale."""
    all_bars = [bars for treatment in one.treatments for bars in treatment.numbers]
    longest = max(
        (bar.people for found in all_bars if not found.out_of for bar in found.bars), default=0
    )
    harms = words["harms-scale" if any(found.out_of for found in all_bars) else "harms"]
    for found in (found for treatment in treatments for found in treatment.numbers):
        scale = found.out_of or longest or 1
        rows = (BarRow(bar.words, bars.length(bar.people, scale), bar.on) for bar in found.bars)
        yield BarChart(words["helped"] if found.out_of else harms, found.about, tuple(rows))


def _wholes(one: leaf.Leaf, words: Words) -> Iterator[LayoutSection]:
    """Yield the treatments, half a side each."""
    for number, treatment in enumerate(one.treatments, start=1):
        blocks = (
            *_to_decide(treatment, words),
            *_to_watch(treatment, words, labelled=True),
            *_charts(one, (treatment,), words),
        )
        yield LayoutSection(
            2,
            f"item-{number}",
            treatment.page.full_name,
            blocks,
            new_side=number == 1,
            together=True,
        )


def _about(handout: Handout, words: Words, addresses: Addresses) -> LayoutSection:
    address = f"{addresses.check}?code={handout.code}"
    code = CodeBlock(
        words=words["check"].format(address=_on_paper(addresses.check)),
        code=handout.code,
        address=address,
        alt=words["alt"].format(address=address),
    )
    signed = words["signed" if handout.signed_off else "unsigned"]
    more = words["more"].format(treatments=_on_paper(addresses.treatments))
    said = [signed, words["explains"], *([more] if handout.leaf.cut else [])]
    return LayoutSection(2, "about", words["about"], (Paragraph(" ".join(said)), code))


# The full information


def _full_information(handout: Handout, words: Words) -> Iterator[LayoutSection]:
    if handout.detail != ALL:
        return
    yield LayoutSection(2, FULL, words["full"], (Paragraph(words["options"]),), new_side=True)
    yield from appendix.sections(FULL, handout.items)
    for slug, items in handout.groups.items():
        yield from appendix.sections(f"{FULL}-{slug}", items)
