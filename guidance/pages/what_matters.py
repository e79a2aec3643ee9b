"""What matters to a reader, or to two: treatments grouped by what they answer, never ranked.

Each point has a few groups of treatments, A to Z in each. Points about a harm have the three
answers of ``harms`` (ADR 0022). What a reader ticks is never stored.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from guidance.pages.check_schedule import timepoints
from guidance.pages.choices import LabelStatus, Seriousness
from guidance.pages.cited_text import EMPTY, Composer, Prose, Reference
from guidance.pages.compare import figure, in_sentence
from guidance.pages.compared_questions import QUESTIONS
from guidance.pages.guide import WHERE_TAKEN, Filters, Guide
from guidance.pages.harms import HarmAnswers, harm_answers, those_that_list
from guidance.pages.sections import HOW_WELL_IT_WORKS, SIDE_EFFECTS, WHO_IT_IS_FOR
from guidance.pages.structures import Effect, SideEffectPage, TherapyPage
from guidance.pages.text import plain

MEDICINES = "disease-modifying"
FETAL_HARM, FLARE = "fetal-harm", "rebound"
"""The harms that the points about a baby and about stopping are answered by."""
COMMON_HARMS = (
    "serious-infection",
    "pml",
    "cancer",
    "liver-injury",
    "slow-heartbeat",
    "shingles",
    "depression",
    FLARE,
)
"""The harms that the form offers first; all others open below them."""
MOST_OPEN = 2
"""The most points of which all names are shown at once."""
MOST_TOLD = 3
"""The most points below which all pages can be read; with more, their names lead to the pages."""
FEW_CHECKS, SOME_CHECKS = 6, 10
"""The most checks of the first and of the second group of treatments by their checks."""
WAYS = {
    "mouth": "Tablet or capsule",
    "shot": "Shot",
    "infusion": "Drip",
    "sessions": "Sessions",
}


ASK_ABOUT_IT = "Ask your MS team"
BOXED = "Boxed warning on its US label"
IN_BOX = "In the boxed warning"
NO_BOXED = "No boxed warning on its page here, which does not make it safe"
BOX_NOT_CHECKED = "Boxed warning: not checked"
COUNTED = "Listed on its page here, and counted"
LISTED = "Listed on its page here, not counted"
NOT_NAMED = "Not named in a label that we read whole"
NOT_CHECKED = "Not checked yet: ask your MS team"
NO_LABEL = "Not a medicine, so there is no label to check"
MOST_IN_HEAD = 4
"""The most answers that the head of a closed point names; it counts the others."""
IN_SHORT = {
    IN_BOX: IN_BOX,
    COUNTED: "Counted",
    LISTED: "Listed, not counted",
    NOT_NAMED: "Not named",
    NOT_CHECKED: "Not checked yet",
    NO_LABEL: "Not a medicine",
}
"""The answers about a harm as the heads of closed groups say them; inside they stand in full."""

Said = tuple[tuple[tuple[TherapyPage, ...], Prose], ...]
"""What pages say: (pages that say it, text)."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that may matter to a reader.

    ``asks`` are the words of its checkbox, ``lines`` the rows of the comparison about it. ``harm``
    is the side effect that answers it, empty if ``group`` does. ``says_more`` is whether the pages
    say more than the name of the group. ``apart`` is whether their rules differ, so that each
    treatment stands with its own words even where two answer alike; those with the very same words
    stand together.
    """

    asks: str
    lines: tuple[str, ...]
    group: Callable[[TherapyPage], str] | None = None
    harm: str = ""
    says_more: bool = True
    apart: bool = False


def _way(page: TherapyPage) -> str:
    ways = " or ".join(words for way, words in WAYS.items() if way in page.how_taken)
    places = " or ".join(
        in_sentence(words) for place, words in WHERE_TAKEN.items() if place in page.where_taken
    )
    return ", ".join(filter(None, (ways.capitalize(), places))) or ASK_ABOUT_IT


def _often(page: TherapyPage) -> str:
    text = page.at_a_glance("often")
    return plain(text.source).rstrip(".") if text else ASK_ABOUT_IT


def _checks(page: TherapyPage) -> str:
    number = sum(len(time.checks) for time in timepoints(page))
    if not number:
        return ASK_ABOUT_IT
    if number <= FEW_CHECKS:
        return f"Up to {FEW_CHECKS} tests and checks"
    if number <= SOME_CHECKS:
        return f"{FEW_CHECKS + 1} to {SOME_CHECKS} tests and checks"
    return f"More than {SOME_CHECKS} tests and checks"


def _boxed(page: TherapyPage) -> str:
    if page.box_not_checked:
        return BOX_NOT_CHECKED
    return BOXED if page.boxed_warning else NO_BOXED


POINTS: Mapping[str, Point] = {
    "how": Point("How I take it", ("how", "where"), _way, says_more=False),
    "often": Point("How often", ("often",), _often, says_more=False),
    "tests": Point("Fewer tests", ("checks",), _checks),
    "risks": Point("Fewer risks", ("serious",), _boxed),
    "baby": Point("Having a baby", ("pregnancy",), harm=FETAL_HARM, apart=True),
    "stopping": Point("Stopping later", ("stopping",), harm=FLARE),
}
"""The points that a reader can tick, by value, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Treatments that answer alike, each with a figure or an empty text.

    ``rules`` holds what their pages say, if they stand apart. ``short`` is the label in few words.
    """

    label: str
    members: tuple[tuple[TherapyPage, str], ...]
    rules: Said = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One ticked point or harm: its groups, and what each treatment says when it is opened."""

    id: str
    heading: str
    answers: tuple[Answer, ...]
    words: tuple[tuple[TherapyPage, Prose], ...] = ()
    apart: bool = False

    @property
    def fragment(self) -> str:
        """The part of a treatment's page that its name links to."""
        return f"#{SIDE_EFFECTS}" if self.id.startswith("harm-") else ""

    @property
    def texts(self) -> tuple[Prose, ...]:
        """The texts of the treatments."""
        return tuple(text for _page, text in self.words)

    @property
    def first_answers(self) -> tuple[Answer, ...]:
        """The answers that the head of the closed point names: all, or a few of many."""
        many = len(self.answers) > MOST_IN_HEAD
        return self.answers[: MOST_IN_HEAD - 1] if many else self.answers

    @property
    def more_answers(self) -> int:
        """The number of answers that the head of the closed point does not name."""
        return len(self.answers) - len(self.first_answers)

    @property
    def said(self) -> Said:
        """What each page says; pages with the very same words stand together."""
        return _together(self.words)


def _together(words: Iterable[tuple[TherapyPage, Prose]]) -> Said:
    """Return ``words`` with each text once, in the order of the first page that says it."""
    found: dict[str, tuple[list[TherapyPage], Prose]] = {}
    for page, text in words:
        found.setdefault(plain(text.source), ([], text))[0].append(page)
    return tuple((tuple(pages), text) for pages, text in found.values())


@dataclass(frozen=True, slots=True)
class Shared:
    """What two people ticked: both, the first only, and the second only."""

    both: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How ``therapies`` answer what one or two readers ticked. ``shared`` is None for one.

    ``subtype`` is the name of the type whose treatments these are, empty if all are shown.
    ``medicines`` is whether they are medicines against MS, ``all_medicines`` how many of these the
    guide has. ``by_label`` holds those whose label names SPMS of any type, each with the short text
    of whom it is for; it is empty if medicines are shown. ``can_do`` holds what each treatment can
    do if it is no medicine, because most points are about medicines. ``own`` holds a reader's own
    words; they are printed as typed and never stored.
    """

    subtype: str
    medicines: bool
    all_medicines: int
    by_label: tuple[tuple[TherapyPage, Prose], ...]
    can_do: tuple[tuple[TherapyPage, Prose], ...]
    therapies: tuple[TherapyPage, ...]
    matters: tuple[Matter, ...]
    shared: Shared | None
    own: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool

    @property
    def texts_of_can_do(self) -> tuple[Prose, ...]:
        """The texts of what treatments can do."""
        return tuple(text for _page, text in self.can_do)

    @property
    def many(self) -> bool:
        """Whether there are too many points to show the names of all groups at once."""
        return len(self.matters) > MOST_OPEN

    @property
    def told(self) -> bool:
        """Whether what each page says can be opened for each point."""
        return len(self.matters) <= MOST_TOLD

    @property
    def alone(self) -> bool:
        """Whether one point alone is asked, so that there is room for the rules of each page."""
        return len(self.matters) == 1


def harms(guide: Guide) -> tuple[list[SideEffectPage], list[SideEffectPage]]:
    """Return the common harms, and all others that a medicine against MS lists, A to Z."""
    medicines = therapies_for(guide, "")
    first = [page for slug in COMMON_HARMS if (page := guide.side_effect(slug))]
    others = [
        page
        for page in guide.side_effects()
        if page.slug not in COMMON_HARMS and those_that_list(page, medicines)
    ]
    return first, others


def therapies_for(guide: Guide, subtype: str) -> tuple[TherapyPage, ...]:
    """Return the medicines against MS of a type, or all its treatments if it has none of these."""
    medicines = guide.therapies(Filters(subtype=subtype, group=MEDICINES))
    return tuple(medicines or guide.therapies(Filters(subtype=subtype)))


def _by_label(guide: Guide) -> tuple[tuple[TherapyPage, Prose], ...]:
    medicines = guide.therapies(Filters(group=MEDICINES))
    named = [page for page in medicines if page.label_status == LabelStatus.SPMS]
    return tuple(
        (page, section.short if (section := page.section(WHO_IT_IS_FOR)) else EMPTY)
        for page in named
    )


def _can_do(
    therapies: Iterable[TherapyPage], composer: Composer
) -> tuple[tuple[TherapyPage, Prose], ...]:
    """Return how well each treatment works in few words, or its summary."""
    return tuple(
        (
            page,
            composer.block(
                section.short.source if section and section.short else page.summary.source
            ),
        )
        for page in therapies
        for section in (page.section(HOW_WELL_IT_WORKS),)
    )


def result(
    guide: Guide,
    *,
    subtype: str = "",
    points: Iterable[str] = (),
    second: Iterable[str] = (),
    harms: Iterable[str] = (),
    own: str = "",
) -> Result:
    """Return how treatments answer ``points`` and ``harms``, A to Z in each group.

    ``second`` are the points of a second person. ``harms`` are slugs of side effects, and unknown
    ones are left out.
    """
    therapies = therapies_for(guide, subtype)
    points, second = list(points), list(second)
    pages = [page for slug in dict.fromkeys(harms) if (page := guide.side_effect(slug))]
    composer = Composer(guide.sources)
    ticked = [name for name in POINTS if name in points or name in second]
    matters = [_matter(guide, name, therapies, composer) for name in ticked]
    matters += [_harm(f"harm-{page.slug}", page.title, page, therapies) for page in pages]
    matters = [matter for matter in matters if matter.answers or matter.words]
    type_page = guide.subtype(subtype)
    medicines = any(page.group == MEDICINES for page in therapies)
    return Result(
        subtype=type_page.title if type_page else "",
        medicines=medicines,
        all_medicines=len(guide.therapies(Filters(group=MEDICINES))),
        by_label=() if medicines else _by_label(guide),
        can_do=() if medicines else _can_do(therapies, composer),
        therapies=therapies,
        matters=tuple(matters),
        shared=_shared(points, second) if second else None,
        own=tuple(line for line in own.splitlines() if line.strip()),
        references=composer.references(),
        signed_off=bool(therapies) and all(page.review.signed_off_by for page in therapies),
    )


def _shared(first: list[str], second: list[str]) -> Shared:
    def asked(test: Callable[[str], bool]) -> tuple[str, ...]:
        return tuple(point.asks for name, point in POINTS.items() if test(name))

    return Shared(
        both=asked(lambda name: name in first and name in second),
        first=asked(lambda name: name in first and name not in second),
        second=asked(lambda name: name in second and name not in first),
    )


def _matter(
    guide: Guide, name: str, therapies: tuple[TherapyPage, ...], composer: Composer
) -> Matter:
    point = POINTS[name]
    words = tuple(
        (page, composer.block(text))
        for page in therapies
        if point.says_more and (text := QUESTIONS[point.lines[0]].short(guide, page))
    )
    if point.group:
        return Matter(name, point.asks, _grouped(point.group, therapies), words)
    page = guide.side_effect(point.harm)
    answers = _harm(name, point.asks, page, therapies).answers if page else ()
    if page:
        answers = tuple(
            replace(
                answer,
                label=f"{page.title}: {in_sentence(answer.label)}",
                short=f"{page.title}: {in_sentence(answer.short)}",
            )
            for answer in answers
        )
    if point.apart:
        said = dict(words)
        answers = tuple(
            replace(
                answer, rules=_together((one, said.get(one, EMPTY)) for one, _ in answer.members)
            )
            for answer in answers
        )
    return Matter(name, point.asks, answers, words, point.apart)


def _grouped(
    group: Callable[[TherapyPage], str], therapies: tuple[TherapyPage, ...]
) -> tuple[Answer, ...]:
    groups: dict[str, list[tuple[TherapyPage, str]]] = {}
    for page in therapies:
        groups.setdefault(group(page), []).append((page, ""))
    return tuple(Answer(label, tuple(members)) for label, members in sorted(groups.items()))


def _harm(
    matter_id: str, heading: str, page: SideEffectPage, therapies: tuple[TherapyPage, ...]
) -> Matter:
    answers: HarmAnswers = harm_answers(page, therapies)
    boxed = [pair for pair in answers.listed if pair[0].seriousness == Seriousness.BOXED]
    listed = [pair for pair in answers.listed if pair not in boxed]
    groups = (
        Answer(IN_BOX, tuple((one, _note(row)) for row, one in boxed)),
        Answer(COUNTED, tuple((one, figure(row)) for row, one in listed if row.counted)),
        Answer(LISTED, tuple((one, "") for row, one in listed if not row.counted)),
        Answer(NOT_NAMED, tuple((one, f"label of {one.label_read}") for one in answers.not_named)),
        Answer(NOT_CHECKED, tuple((one, "") for one in answers.not_checked)),
        Answer(NO_LABEL, tuple((one, "") for one in therapies if one not in answers.all)),
    )
    answered = (replace(group, short=IN_SHORT[group.label]) for group in groups if group.members)
    return Matter(matter_id, heading, tuple(answered))


def _note(row: Effect) -> str:
    """Return the figure of a side effect, or an empty text where no source counts it."""
    return figure(row) if row.counted else ""
