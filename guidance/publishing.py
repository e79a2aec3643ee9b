"""From draft to public: freeze pages, publish an edition, and give the current guide.

Nothing else writes ``PageVersion`` or ``Edition`` rows, and nothing public reads draft tables.
"""

import hashlib
import threading
import time
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone

from guidance import pages, wording
from guidance.guide import Guide
from guidance.models import (
    Clinic,
    Edition,
    GlossaryTerm,
    HelpLevel,
    Info,
    PageVersion,
    SideEffect,
    Source,
    Subtype,
    Symptom,
    Therapy,
)
from guidance.models.cited import split_lines

RECHECK_SECONDS = 1.0
"""How long a process trusts the edition number it last read."""


class NoEdition(Exception):
    """Nothing has been published yet, or the database cannot be read."""


class CannotFreeze(ValueError):
    """A draft names a source or a page that does not exist. The message says which, and where."""


class NoSuchEdition(LookupError):
    """There is no edition of that number."""


class NoSuchDraft(LookupError):
    """There is no such row, or rows of that kind make no page."""


NEEDED = {"help/help", "clinic/clinic"} | {
    f"info/{slug}"
    for slug in (
        "home",
        "find-your-type",
        "types",
        "treatments",
        "side-effects",
        "symptoms",
        "glossary",
        "sources",
        "handout",
        "get-help",
        "about",
        "privacy",
        "accessibility",
    )
}
"""Pages that fixed addresses show. An edition without one of them would break the site."""


class NothingToPublish(ValueError):
    """The drafts are the same as the current edition."""


class PublishedMeanwhile(ValueError):
    """Somebody else published between looking and publishing."""


# Freezing: draft rows to pages


@dataclass(frozen=True)
class Shared:
    """What all pages draw on: sources by key, and explained words with the address of each."""

    sources: dict
    explained: dict


def shared_drafts():
    """Return the sources and the explained words as their drafts are now."""
    sources = {row.key: freeze_source(row) for row in Source.objects.all()}
    terms = GlossaryTerm.objects.filter(link_first_use=True)
    return Shared(sources, {row.term.lower(): row.get_absolute_url() for row in terms})


class Freezer(pages.Composer):
    """Composes the texts of one page from its draft.

    The first use of each explained word links to the glossary, but not on the page that bears
    that word as its name, and never among the signs that need help at once.
    """

    def __init__(self, shared, title):
        explained = {word: at for word, at in shared.explained.items() if word != title.lower()}
        super().__init__(shared.sources, explained)
        self.plainly = pages.Composer(shared.sources)
        self.plainly.numbering = self.numbering

    def urgent(self, source):
        """Return ``source`` as blocks that lead nowhere else."""
        return self.plainly.block(source)

    def sections(self, table):
        """Freeze (id, heading, text) rows, leaving out those without text."""
        return tuple(
            pages.Section(id=section_id, heading=heading, text=self.block(source))
            for section_id, heading, source in table
            if source
        )


def freeze_source(row):
    return pages.Source(
        key=row.key,
        organization=row.organization,
        title=row.title,
        address=row.address,
        kind=row.get_kind_display(),
        tier=row.tier,
        published=row.published,
        checked_on=row.checked_on,
        how_checked=row.how_checked,
    )


def freeze_review(row):
    return pages.Review(
        checked_on=row.checked_on,
        review_due=row.review_due,
        signed_off_by=row.signed_off_by,
        signed_off_credentials=row.signed_off_credentials,
        signed_off_on=row.signed_off_on,
    )


def freeze_subtype(row, shared):
    freezer = Freezer(shared, row.name)
    return pages.SubtypePage(
        slug=row.slug,
        title=row.name,
        medical_name=row.medical_name,
        active=row.active,
        progressing=row.progressing,
        summary=freezer.inline(row.summary),
        in_short=freezer.inline(row.in_short),
        sections=freezer.sections(
            [
                ("what-it-means", "What it means", row.meaning),
                ("aims", "Aims of treatment", row.aims),
                ("treatments", "Treatments to talk about", row.treatments),
                ("if-nothing-changes", "If nothing changes, or you stop", row.no_change),
                ("check-ups", "Check-ups", row.check_ups),
                ("can-change", "Your type can change", row.can_change),
            ]
        ),
        questions=split_lines(row.questions),
        therapies=tuple(sorted(therapy.slug for therapy in row.therapies.all())),
        symptoms=tuple(sorted(symptom.slug for symptom in row.symptoms.all())),
        review=freeze_review(row),
        references=freezer.references(),
    )


MEDICINE_HEADINGS = {
    "who_it_is_for": "Who it is for",
    "how_you_take_it": "How you take it",
    "before_you_start": "Before you start",
    "check_ups": "Check-ups while you take it",
    "do_not_take_if": "Do not take it if",
    "stopping": "Stopping",
}
REHABILITATION_HEADINGS = {
    "who_it_is_for": "Who it can help",
    "how_you_take_it": "What to expect",
    "before_you_start": "Before you start",
    "check_ups": "How progress is checked",
    "do_not_take_if": "Take care if",
    "stopping": "When it ends",
}
COMMON_FIRST = {"common": 0, "serious": 1, "boxed": 1}


def freeze_therapy(row, shared):
    freezer = Freezer(shared, row.name)
    rehabilitation = row.group == Therapy.Group.REHABILITATION
    headings = REHABILITATION_HEADINGS if rehabilitation else MEDICINE_HEADINGS
    summary = freezer.inline(row.summary)
    boxed_warning = freezer.block(row.boxed_warning)
    glance = tuple(
        pages.Glance(id=glance_id, label=label, text=freezer.inline(source))
        for glance_id, label, source in [
            ("kind", "What kind", row.what_kind),
            ("label", "What it is for" if rehabilitation else "US label", row.label_line),
            ("how", "How it is done" if rehabilitation else "How you take it", row.how_taken),
            ("often", "How often", row.how_often),
            ("where", "Where", row.where_taken),
            ("checks", "Main checks", row.checks),
        ]
        if source
    )
    first = freezer.sections(
        [
            ("who-it-is-for", headings["who_it_is_for"], row.who_it_is_for),
            ("how-it-works", "How it works", row.how_it_works),
            ("how-well-it-works", "How well it works", row.how_well_it_works),
        ]
    )
    evidence = tuple(freeze_evidence(freezer, one) for one in row.evidence.all())
    second = freezer.sections(
        [
            ("what-it-does-not-do", "What it does not do", row.what_it_does_not_do),
            ("how-you-take-it", headings["how_you_take_it"], row.how_you_take_it),
            ("before-you-start", headings["before_you_start"], row.before_you_start),
            ("check-ups", headings["check_ups"], row.check_ups),
            ("side-effects", "Side effects", row.side_effects_intro),
        ]
    )
    rows = sorted(row.side_effects.all(), key=lambda one: COMMON_FIRST[one.seriousness])
    effects = tuple(freeze_effect(freezer, one) for one in rows)
    call_911 = freezer.urgent(row.call_911)
    call_clinic = freezer.urgent(row.call_clinic)
    third = freezer.sections(
        [
            ("do-not-take-it-if", headings["do_not_take_if"], row.do_not_take_if),
            ("pregnancy", "Pregnancy and breastfeeding", row.pregnancy),
            ("other-medicines", "Other medicines and vaccines", row.other_medicines),
            ("stopping", headings["stopping"], row.stopping),
            ("cost", "Generics and cost", row.cost),
        ]
    )
    return pages.TherapyPage(
        slug=row.slug,
        title=row.name,
        brands=tuple(brand.strip() for brand in row.brands.split(",") if brand.strip()),
        pronunciation=row.pronunciation,
        group=row.group,
        label_status=row.label_status,
        how_taken=_ticked(
            mouth=row.by_mouth, shot=row.by_shot, infusion=row.by_infusion, sessions=row.in_sessions
        ),
        where_taken=_ticked(home=row.at_home, clinic=row.at_clinic),
        summary=summary,
        glance=glance,
        boxed_warning=boxed_warning,
        sections=first + second + third,
        evidence=evidence,
        effects=effects,
        call_911=call_911,
        call_clinic=call_clinic,
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
    )


def _ticked(**boxes):
    return tuple(name for name, ticked in boxes.items() if ticked)


def freeze_effect(freezer, row):
    return pages.Effect(
        side_effect=row.side_effect.slug,
        seriousness=row.seriousness,
        detail=freezer.inline(row.detail),
        out_of=row.out_of,
        with_treatment=row.with_treatment,
        without_treatment=row.without_treatment,
        comparator=row.comparator,
        time_span=row.time_span,
    )


def freeze_evidence(freezer, row):
    return pages.Evidence(
        trial=row.trial,
        group=row.group,
        happened=row.happened,
        not_happened=row.not_happened,
        time_span=row.time_span,
        out_of=row.out_of,
        with_treatment=row.with_treatment,
        without_treatment=row.without_treatment,
        comparator=row.comparator,
        finding=freezer.block(row.finding),
        certainty=row.certainty,
        certainty_why=freezer.block(row.certainty_why),
        limits=freezer.block(row.limits),
    )


def freeze_side_effect(row, shared):
    freezer = Freezer(shared, row.name)
    return pages.SideEffectPage(
        slug=row.slug,
        title=row.name,
        medical_name=row.medical_name,
        summary=freezer.inline(row.summary),
        call_911=freezer.urgent(row.call_911),
        call_clinic=freezer.urgent(row.call_clinic),
        sections=freezer.sections(
            [
                ("what-it-is-like", "What it is like", row.what_it_is_like),
                ("what-to-do", "What to do", row.what_to_do),
            ]
        ),
        review=freeze_review(row),
        references=freezer.references(),
    )


def freeze_symptom(row, shared):
    freezer = Freezer(shared, row.name)
    return pages.SymptomPage(
        slug=row.slug,
        title=row.name,
        medical_name=row.medical_name,
        summary=freezer.inline(row.summary),
        call_911=freezer.urgent(row.call_911),
        call_clinic=freezer.urgent(row.call_clinic),
        sections=freezer.sections(
            [
                ("what-it-is", "What it is", row.what_it_is),
                ("what-to-check", "What to check first", row.what_to_check),
                ("other-help", "Help that is not a medicine", row.other_help),
                ("medicines", "Medicines", row.medicines),
                ("side-effects", "Side effects of these medicines", row.side_effects_of_medicines),
                ("take-care", "Take care if", row.take_care),
            ]
        ),
        side_effects=tuple(sorted(effect.slug for effect in row.side_effects.all())),
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
    )


def freeze_info(row, shared):
    freezer = Freezer(shared, row.title)
    return pages.InfoPage(
        slug=row.slug,
        title=row.title,
        summary=freezer.inline(row.summary),
        sections=freezer.sections(
            [(part.anchor, part.heading, part.text) for part in row.sections.all()]
        ),
        review=freeze_review(row),
        references=freezer.references(),
    )


def freeze_glossary(rows, shared):
    freezer = pages.Composer(shared.sources)
    rows = sorted(rows, key=lambda row: row.term.casefold())
    return pages.GlossaryPage(
        slug="glossary",
        title="Words explained",
        summary=pages.Prose(source="", html=""),
        sections=(),
        terms=tuple(
            pages.Term(
                slug=row.slug,
                term=row.term,
                also_called=row.also_called,
                definition=freezer.inline(row.definition),
            )
            for row in rows
        ),
        references=freezer.references(),
    )


def freeze_help(rows, shared):
    freezer = pages.Composer(shared.sources)
    rows = list(rows)
    return pages.HelpPage(
        slug="help",
        title="Get help",
        summary=pages.Prose(source="", html=""),
        sections=(),
        levels=tuple(
            pages.HelpLevel(
                slug=row.urgency,
                title=row.title,
                action=freezer.inline(row.action),
                signs=tuple(freezer.inline(sign.text) for sign in row.signs.all()),
            )
            for row in rows
        ),
        review=freeze_review(min(rows, key=lambda row: row.review_due)),
        references=freezer.references(),
    )


def freeze_clinic(row):
    return pages.ClinicPage(
        slug="clinic",
        title=row.name,
        summary=pages.Prose(source="", html=""),
        sections=(),
        phone=row.phone,
        hours=row.hours,
        address=row.address,
        emergency_wording=row.emergency_wording,
        references=(),
    )


def freeze_sources(sources):
    return pages.SourcesPage(
        slug="sources",
        title="Sources",
        summary=pages.Prose(source="", html=""),
        sections=(),
        sources=tuple(sources[key] for key in sorted(sources)),
        references=(),
    )


DRAFTS = [
    (Subtype, freeze_subtype, ["therapies", "symptoms"]),
    (Therapy, freeze_therapy, ["side_effects__side_effect", "evidence"]),
    (SideEffect, freeze_side_effect, []),
    (Symptom, freeze_symptom, ["side_effects"]),
    (Info, freeze_info, ["sections"]),
]
"""Kinds of which each row is a page: model, how to freeze it, what to fetch with it."""


PARTS = [GlossaryTerm, HelpLevel, Source, Clinic]
"""Kinds of which all rows together are one page."""


def find_draft(kind, pk):
    """Return the draft row ``pk`` of the model named ``kind``, for example ``therapy``.

    Raises ``NoSuchDraft``.
    """
    for model in [*(model for model, *_ in DRAFTS), *PARTS]:
        if model._meta.model_name == kind and (row := model.objects.filter(pk=pk).first()):
            return row
    raise NoSuchDraft(f"There is no {kind} {pk}.")


def freeze_row(row):
    """Freeze the page that ``row`` is, or that it is part of (a term, a help level, the clinic).

    Raises ``CannotFreeze`` where it names something that does not exist.
    """
    shared = shared_drafts()
    for model, freeze, related in DRAFTS:
        if isinstance(row, model):
            whole = model.objects.prefetch_related(*related).get(pk=row.pk)
            return _freeze(freeze, whole, shared)
    if isinstance(row, GlossaryTerm):
        return _freeze(freeze_glossary, GlossaryTerm.objects.all(), shared)
    if isinstance(row, HelpLevel):
        return _freeze(freeze_help, HelpLevel.objects.prefetch_related("signs"), shared)
    if isinstance(row, Source):
        return freeze_sources(shared.sources)
    return freeze_clinic(row)


def _freeze(freeze, drafts, shared):
    """Call ``freeze``, and say which draft it was where that fails."""
    try:
        return freeze(drafts, shared)
    except pages.UnknownSource as error:
        name = (
            drafts if isinstance(drafts, models.Model) else drafts.model._meta.verbose_name_plural
        )
        raise CannotFreeze(f"“{name}” cites {error}, and there is no such source.") from error


def freeze_all():
    """Freeze every draft and return {page key: page}.

    Raises ``CannotFreeze`` where a text, or the walk's own words, cite an unknown source.
    """
    shared = shared_drafts()
    missing = wording.source_keys() - shared.sources.keys()
    if missing:
        raise CannotFreeze(f"The walk cites {min(missing)}, which is not a source.")
    found = [
        _freeze(freeze, row, shared)
        for model, freeze, related in DRAFTS
        for row in model.objects.prefetch_related(*related)
    ]
    found.append(_freeze(freeze_glossary, GlossaryTerm.objects.all(), shared))
    levels = HelpLevel.objects.prefetch_related("signs")
    if levels.exists():
        found.append(_freeze(freeze_help, levels, shared))
    found.extend(freeze_clinic(clinic) for clinic in Clinic.objects.all())
    found.append(freeze_sources(shared.sources))
    return {page.key: page for page in found}


def pages_citing(key):
    """Return the names of all that cites the source ``key``, in drafts, the walk or in public."""
    found = set()
    for model, *_ in [*DRAFTS, (GlossaryTerm,), (HelpLevel,)]:
        for row in model.objects.all():
            parts = [row, *_parts(row)]
            if any(key in part.cited_keys() for part in parts):
                found.add(f"{model._meta.verbose_name}: {row}")
    if key in wording.source_keys():
        found.add("the walk’s own words")
    if edition := Edition.objects.current():
        for version in PageVersion.objects.of(edition):
            page = pages.load(version.payload)
            if any(reference.source.key == key for reference in page.references):
                found.add(f"edition {edition.number}: {page.title}")
    return sorted(found)


def _parts(row):
    """Return the cited rows that hang on ``row``: side effects, evidence, sections, signs."""
    relations = {
        Therapy: ["side_effects", "evidence"],
        Info: ["sections"],
        HelpLevel: ["signs"],
    }.get(type(row), [])
    return [part for relation in relations for part in getattr(row, relation).all()]


# Publishing: pages to an edition


@dataclass(frozen=True)
class Difference:
    """One text of a page before and after; empty where it was not there."""

    where: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One page that publishing would change. ``what`` is ``new``, ``changed`` or ``removed``."""

    key: str
    title: str
    what: str
    differences: tuple[Difference, ...] = ()


def digest(page):
    """Return the SHA-256 of a page's canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(page)).hexdigest()


def changes():
    """Return what publishing now would change on the public site, by page title."""
    current = Edition.objects.current()
    return _changes(freeze_all(), _public_pages(current))


def _public_pages(edition):
    if edition is None:
        return {}
    return {version.key: pages.load(version.payload) for version in PageVersion.objects.of(edition)}


def _changes(drafts, public):
    found = [
        Change(key, page.title, "changed" if key in public else "new", _differences(page, public))
        for key, page in drafts.items()
        if public.get(key) != page
    ]
    found += [
        Change(key, page.title, "removed") for key, page in public.items() if key not in drafts
    ]
    return sorted(found, key=lambda change: (change.title.casefold(), change.key))


def _differences(page, public):
    if page.key not in public:
        return ()
    before = dict(_texts(pages.dump(public[page.key])))
    after = dict(_texts(pages.dump(page)))
    return tuple(
        Difference(where, before.get(where, ""), after.get(where, ""))
        for where in {**before, **after}
        if before.get(where) != after.get(where)
    )


def _texts(value, where=""):
    """Yield (place, text) for each value of a dumped page that a person would read."""
    if isinstance(value, dict) and set(value) == {"source", "html"}:
        yield where, value["source"]
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("references", "kind"):
                yield from _texts(inner, f"{where} › {name}" if where else name)
    elif isinstance(value, list | tuple):
        labels = [_label(inner) for inner in value]
        counts = Counter(labels)
        for position, (inner, label) in enumerate(zip(value, labels, strict=True), start=1):
            name = label if label and counts[label] == 1 else f"{label} {position}".strip()
            yield from _texts(inner, f"{where} › {name}")
    else:
        yield where, "" if value is None else str(value)


def _label(value):
    names = ("heading", "label", "side_effect", "term", "trial", "key", "title")
    return (
        next((value[name] for name in names if name in value), "")
        if isinstance(value, dict)
        else ""
    )


def publish(user, note, *, expected=None):
    """Freeze every draft, cut the next edition and return it.

    ``user`` is who publishes (None for the shipped content), ``note`` says what changed and why.
    ``expected`` is the edition number that the user looked at; when another edition has come
    since, raises ``PublishedMeanwhile``. Raises ``NothingToPublish`` and ``CannotFreeze``.
    Either the whole edition is there afterwards, or nothing of it.
    """
    try:
        with transaction.atomic():
            edition = _publish(user, note, expected)
    except IntegrityError as error:
        raise PublishedMeanwhile("Somebody else published at the same time.") from error
    forget_guide()
    return edition


def _publish(user, note, expected):
    current = Edition.objects.current()
    number = current.number if current else 0
    if expected is not None and expected != number:
        raise PublishedMeanwhile(f"Edition {number} was published in the meantime.")
    drafts = freeze_all()
    if missing := NEEDED - drafts.keys():
        raise CannotFreeze(
            f"The page {min(missing)} is missing, and the site cannot do without it."
        )
    public = _public_pages(current)
    changed = _changes(drafts, public)
    if not changed:
        raise NothingToPublish("Nothing differs from the public site.")
    now = timezone.now()
    latest = {}
    for key, version in PageVersion.objects.values_list("key", "number"):
        latest[key] = max(version, latest.get(key, 0))
    manifest = {
        key: pk for key, pk in (current.manifest if current else {}).items() if key in drafts
    }
    for change in changed:
        if change.what == "removed":
            continue
        page = drafts[change.key]
        version = PageVersion.objects.create(
            key=page.key,
            number=latest.get(page.key, 0) + 1,
            schema=pages.SCHEMA,
            payload=pages.dump(page),
            sha256=digest(page),
            created_at=now,
            created_by=user,
        )
        manifest[page.key] = version.pk
    return Edition.objects.create(
        number=number + 1, manifest=manifest, note=note, published_at=now, published_by=user
    )


# Reading: the current guide


class _Shelf:
    """What this process last read, for all its threads: it can go on without the database."""

    checked_at = float("-inf")
    number = None
    guide = None


_shelf = _Shelf()
_lock = threading.Lock()


def nothing_published():
    """Say whether there is no edition yet."""
    return Edition.objects.current_number() is None


def forget_guide():
    """Make this process look at the database again at the next request."""
    _shelf.checked_at, _shelf.number, _shelf.guide = float("-inf"), None, None
    _old_guide.cache_clear()


def current_number():
    """Return the current edition's number, at most ``RECHECK_SECONDS`` old.

    While the database cannot be read, the number last read goes on. Raises ``NoEdition`` where
    there is none.
    """
    now = time.monotonic()
    if now - _shelf.checked_at >= RECHECK_SECONDS:
        try:
            _shelf.number = Edition.objects.current_number()
        except DatabaseError as error:
            if _shelf.number is None:
                raise NoEdition("The database cannot be read.") from error
        _shelf.checked_at = now
    if _shelf.number is None:
        raise NoEdition("Nothing has been published yet.")
    return _shelf.number


def current_guide():
    """Return the guide of the current edition. Raises ``NoEdition`` where there is none."""
    number = current_number()
    with _lock:
        if _shelf.guide is None or _shelf.guide.number != number:
            _shelf.guide = guide_of(Edition.objects.get(number=number))
        return _shelf.guide


def guide_of(edition):
    """Return the guide of any edition, old or new."""
    return Guide(
        edition.number,
        timezone.localdate(edition.published_at),
        _public_pages(edition).values(),
    )


def guide_numbered(number):
    """Return the guide of edition ``number``, current or old. Raises ``NoSuchEdition``."""
    guide = current_guide()
    return guide if guide.number == number else _old_guide(number)


@lru_cache(maxsize=4)
def _old_guide(number):
    """Return the guide of an old edition; a few are kept, for editions never change."""
    try:
        return guide_of(Edition.objects.get(number=number))
    except Edition.DoesNotExist as error:
        raise NoSuchEdition(f"There is no edition {number}.") from error


def preview_guide(row):
    """Return (guide, page): the current guide with the page of ``row`` as its draft is now.

    Where nothing has been published yet, the guide holds every draft.
    """
    page = freeze_row(row)
    try:
        guide = current_guide()
    except NoEdition:
        drafts = freeze_all()
        return Guide(0, timezone.localdate(), drafts.values()), page
    fresh = {**guide.pages, page.key: page}
    if not isinstance(page, pages.SourcesPage):
        sources = freeze_sources(shared_drafts().sources)
        fresh[sources.key] = sources
    return Guide(guide.number, guide.published_on, fresh.values()), page
