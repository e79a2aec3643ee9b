"""Freezing: draft rows to pages, as readers would see them.

Nothing here writes. A page frozen on the fly is a preview; one that is kept is a version.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Q

from guidance.models import (
    Clinic,
    Edition,
    GlossaryTerm,
    HandoutTemplate,
    HelpLevel,
    Info,
    PageVersion,
    SideEffect,
    Source,
    Subtype,
    Symptom,
    Therapy,
    TherapyCheck,
)
from guidance.models.cited import CitedText, split_lines
from guidance.pages import structures
from guidance.pages.check_schedule import BEFORE, LATER, when
from guidance.walk import wording


class CannotFreeze(ValueError):
    """A draft names a source or a page that does not exist. The message says which, and where."""


class NoSuchDraft(LookupError):
    """There is no such row, or rows of that kind make no page."""


@contextmanager
def consistent_read():
    """Let every query inside see the database as it was at the first of them.

    A draft is read in several queries, for its row and for the rows that hang on it: what somebody
    saves meanwhile is seen whole or not at all. Within a transaction that is open already, that
    one's isolation counts. On SQLite others wait with their writing until it is over.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@dataclass(frozen=True)
class Shared:
    """What all pages draw on: sources by key, and explained words with the address of each."""

    sources: dict
    explained: dict


def shared_drafts(keys=None):
    """Return the sources, those of ``keys`` alone where given, and the explained words."""
    rows = Source.objects.all() if keys is None else Source.objects.filter(key__in=keys)
    sources = {row.key: freeze_source(row) for row in rows}
    terms = GlossaryTerm.objects.filter(link_first_use=True)
    return Shared(sources, {row.term.lower(): row.get_absolute_url() for row in terms})


class Freezer(structures.Composer):
    """Composes the texts of one page from its draft.

    The first use of each explained word links to the glossary, but not on the page that bears
    that word as its name, and never among the signs that need help at once.
    """

    def __init__(self, shared, title):
        explained = {word: at for word, at in shared.explained.items() if word != title.lower()}
        super().__init__(shared.sources, explained)
        self.plainly = structures.Composer(shared.sources)
        self.plainly.numbering = self.numbering

    def urgent(self, source):
        """Return ``source`` as blocks that lead nowhere else."""
        return self.plainly.block(source)

    def sections(self, table):
        """Freeze (id, heading, text) rows, leaving out those without text."""
        return tuple(
            structures.Section(id=section_id, heading=heading, text=self.block(source))
            for section_id, heading, source in table
            if source
        )


def freeze_source(row):
    return structures.Source(
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
    return structures.Review(
        checked_on=row.checked_on,
        review_due=row.review_due,
        signed_off_by=row.signed_off_by,
        signed_off_credentials=row.signed_off_credentials,
        signed_off_on=row.signed_off_on,
    )


def freeze_subtype(row, shared):
    freezer = Freezer(shared, row.name)
    return structures.SubtypePage(
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
        structures.Glance(id=glance_id, label=label, text=freezer.inline(source))
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
        ]
    )
    checks = sorted(row.monitoring.all(), key=in_order_of_time)
    before = [check for check in checks if check.moment == TherapyCheck.Moment.BEFORE]
    monitoring = ()
    for section_id, heading, source, found in (
        (BEFORE, headings["before_you_start"], row.before_you_start, before),
        (LATER, headings["check_ups"], row.check_ups, checks[len(before) :]),
    ):
        monitoring += tuple(freeze_check(freezer, check) for check in found)
        if found or source:
            text = freezer.block(source)
            second += (structures.Section(id=section_id, heading=heading, text=text),)
    second += freezer.sections([("side-effects", "Side effects", row.side_effects_intro)])
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
    return structures.TherapyPage(
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
        monitoring=monitoring,
        effects=effects,
        call_911=call_911,
        call_clinic=call_clinic,
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
    )


def _ticked(**boxes):
    return tuple(name for name, ticked in boxes.items() if ticked)


def in_order_of_time(check):
    """Return what sorts the rows of checks as their page shows them."""
    return when(check.moment, check.in_months(), check.every_from or 0, check.every_to or 0)


def freeze_check(freezer, row):
    return structures.Check(
        name=row.name,
        text=freezer.inline(row.text),
        moment=row.moment,
        months=row.in_months(),
        every_from=row.every_from or 0,
        every_to=row.every_to or 0,
    )


def freeze_effect(freezer, row):
    return structures.Effect(
        side_effect=row.side_effect.slug,
        seriousness=row.seriousness,
        detail=freezer.inline(row.detail),
        out_of=row.out_of,
        with_treatment=row.with_treatment,
        without_treatment=row.without_treatment,
        comparator=row.comparator,
        time_span=row.time_span,
        group=row.group,
    )


def freeze_evidence(freezer, row):
    return structures.Evidence(
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
    return structures.SideEffectPage(
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
    return structures.SymptomPage(
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


def freeze_visit(row, shared):
    freezer = Freezer(shared, row.name)
    return structures.VisitPage(
        slug=row.slug,
        title=row.name,
        summary=freezer.inline(row.audience),
        sections=(),
        note=freezer.block(row.note),
        subtype=row.subtype.slug if row.subtype else "",
        therapies=tuple(sorted(therapy.slug for therapy in row.therapies.all())),
        symptoms=tuple(sorted(symptom.slug for symptom in row.symptoms.all())),
        side_effects=tuple(sorted(effect.slug for effect in row.side_effects.all())),
        detail=row.detail,
        pictures=row.pictures,
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
    )


def freeze_info(row, shared):
    freezer = Freezer(shared, row.title)
    return structures.InfoPage(
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
    freezer = structures.Composer(shared.sources)
    rows = sorted(rows, key=lambda row: row.term.casefold())
    return structures.GlossaryPage(
        slug="glossary",
        title="Words explained",
        summary=structures.Prose(source="", html=""),
        sections=(),
        terms=tuple(
            structures.Term(
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
    freezer = structures.Composer(shared.sources)
    rows = list(rows)
    return structures.HelpPage(
        slug="help",
        title="Get help",
        summary=structures.Prose(source="", html=""),
        sections=(),
        levels=tuple(
            structures.HelpLevel(
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
    return structures.ClinicPage(
        slug="clinic",
        title=row.name,
        summary=structures.Prose(source="", html=""),
        sections=(),
        phone=row.phone,
        hours=row.hours,
        address=row.address,
        emergency_wording=row.emergency_wording,
        references=(),
    )


def freeze_sources(sources):
    return structures.SourcesPage(
        slug="sources",
        title="Sources",
        summary=structures.Prose(source="", html=""),
        sections=(),
        sources=tuple(sources[key] for key in sorted(sources)),
        references=(),
    )


PARTS = {
    "glossary/glossary": GlossaryTerm,
    "help/help": HelpLevel,
    "sources/sources": Source,
    "clinic/clinic": Clinic,
}
"""Pages that all rows of a table are together."""


@dataclass(frozen=True)
class Kind:
    """A kind of page of which each row is one: its table, how it is frozen, what is fetched with
    it, and the relations whose rows hang on it and cite sources too.
    """

    model: type[models.Model]
    freeze: Callable
    fetched: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def rows(self):
        """Return the rows with all that freezing them asks for."""
        return self.model.objects.prefetch_related(*self.fetched)


KINDS = {
    "subtype": Kind(Subtype, freeze_subtype, ("therapies", "symptoms")),
    "therapy": Kind(
        Therapy,
        freeze_therapy,
        fetched=("side_effects__side_effect", "evidence", "monitoring"),
        parts=("side_effects", "evidence", "monitoring"),
    ),
    "side-effect": Kind(SideEffect, freeze_side_effect),
    "symptom": Kind(Symptom, freeze_symptom, ("side_effects",)),
    "visit": Kind(
        HandoutTemplate, freeze_visit, ("subtype", "therapies", "symptoms", "side_effects")
    ),
    "info": Kind(Info, freeze_info, fetched=("sections",), parts=("sections",)),
}

CITED = [
    *((kind.model, kind.parts) for kind in KINDS.values()),
    (GlossaryTerm, ()),
    (HelpLevel, ("signs",)),
]
"""Every table with texts that cite, and the relations whose rows hang on it and cite too."""


def page_key(row):
    """Return the key of the page that ``row`` is, or that it is part of."""
    for name, kind in KINDS.items():
        if isinstance(row, kind.model):
            return f"{name}/{row.slug}"
    return next(key for key, model in PARTS.items() if isinstance(row, model))


def draft_keys():
    """Return the keys of all pages that the drafts make."""
    return {*rows_behind(), *(key for key, model in PARTS.items() if model.objects.exists())}


def rows_behind():
    """Return {page key: id of its row} of every page that one row is."""
    return {
        f"{name}/{slug}": pk
        for name, kind in KINDS.items()
        for slug, pk in kind.model.objects.values_list("slug", "pk")
    }


def drafts_behind(key):
    """Return the draft rows that the page ``key`` is made of, as a queryset.

    All rows of the table for a page in ``PARTS``, else the one row of that slug; empty where
    there is none. Raises ``NoSuchDraft`` where pages of that kind have no draft.
    """
    rows = table_behind(key)._default_manager.all()
    return rows if key in PARTS else rows.filter(slug=key.partition("/")[2])


def table_behind(key):
    """Return the draft table of the page ``key``. Raises ``NoSuchDraft``."""
    if key in PARTS:
        return PARTS[key]
    kind = KINDS.get(key.partition("/")[0])
    if kind is None:
        raise NoSuchDraft(f"There is no draft of {key}.")
    return kind.model


def log_of(key):
    """Return the condition for log entries on the drafts of the page ``key``."""
    entries = Q(content_type=ContentType.objects.get_for_model(table_behind(key)))
    if key in PARTS:
        return entries
    pks = drafts_behind(key).values_list("pk", flat=True)
    return entries & Q(object_id__in=[str(pk) for pk in pks])


def freeze_keys(keys):
    """Freeze the drafts of the pages ``keys``: {key: page}.

    Raises ``NoSuchDraft`` where there is none, ``CannotFreeze`` where one names what is not there.
    """
    found = freeze_keys_that_exist(keys)
    for key in keys:
        if key not in found:
            raise NoSuchDraft(f"There is no draft of {key}.")
    return found


def freeze_keys_that_exist(keys):
    """Freeze the drafts of those of the pages ``keys`` that have one: {key: page}.

    Raises ``CannotFreeze``.
    """
    return {page.key: page for page in (freeze() for _, freeze in _freezings(keys))}


def freeze_each(keys):
    """Freeze each of the pages ``keys`` that has a draft.

    Return ({key: page}, {key: why it cannot be frozen}).
    """
    frozen, faults = {}, {}
    for key, freeze in _freezings(keys):
        try:
            frozen[key] = freeze()
        except CannotFreeze as error:
            faults[key] = str(error)
    return frozen, faults


def _freezings(keys):
    """Yield (key, what freezes it) for each of the pages ``keys`` that has a draft."""
    slugs = {}
    for key in keys:
        kind, _, slug = key.partition("/")
        slugs.setdefault(kind, []).append(slug)
    rows = [
        (kind, row)
        for name, kind in KINDS.items()
        if name in slugs
        for row in kind.rows().filter(slug__in=slugs[name])
    ]
    whole = not PARTS.keys().isdisjoint(keys)  # the list of sources needs them all
    cited = {key for kind, row in rows for key in _cited_on(row, kind.parts)}
    shared = shared_drafts(None if whole else cited)
    for kind, row in rows:
        yield page_key(row), partial(_freeze, kind.freeze, row, shared)
    for key, model in PARTS.items():
        if key in keys and (row := model.objects.first()):
            yield key, partial(freeze_row_of, row, shared)


def rows_with(words):
    """Return the keys of pages whose drafts hold ``words`` in a cited text, whatever their case."""
    found = set()
    for model, relations in CITED:
        condition = _holding(model, "", words)
        for relation in relations:
            condition |= _holding(
                model._meta.get_field(relation).related_model, f"{relation}__", words
            )
        found.update(page_key(row) for row in model.objects.filter(condition).distinct())
    return found


def rows_with_any(many):
    """Do for many words at once what ``rows_with`` does for one, in one pass over all drafts."""
    words = [one.casefold() for one in many]
    if not words:
        return set()
    found = set()
    for model, relations in CITED:
        for row in model.objects.prefetch_related(*relations):
            hanging = [part for relation in relations for part in getattr(row, relation).all()]
            texts = [text for one in (row, *hanging) for text in one.cited_texts().values()]
            text = "\n".join(texts).casefold()
            if any(one in text for one in words):
                found.add(page_key(row))
    return found


def _holding(model, prefix, words):
    condition = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if isinstance(field, CitedText):
            condition |= Q(**{f"{prefix}{field.name}__icontains": words})
    return condition


def find_draft(kind, pk):
    """Return the draft row ``pk`` of the model named ``kind``, for example ``therapy``.

    Raises ``NoSuchDraft``.
    """
    for model in [*(kind.model for kind in KINDS.values()), *PARTS.values()]:
        if model._meta.model_name == kind and (row := model.objects.filter(pk=pk).first()):
            return row
    raise NoSuchDraft(f"There is no {kind} {pk}.")


def freeze_row(row):
    """Freeze the page that ``row`` is, or that it is part of (a term, a help level, the clinic).

    Raises ``CannotFreeze`` where it names something that does not exist.
    """
    return freeze_row_of(row, shared_drafts())


def freeze_row_of(row, shared):
    """Freeze the page of ``row`` with what ``shared_drafts`` gave."""
    for kind in KINDS.values():
        if isinstance(row, kind.model):
            return _freeze(kind.freeze, kind.rows().get(pk=row.pk), shared)
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
    except structures.UnknownSource as error:
        raise CannotFreeze(
            f"“{_name_of(drafts)}” cites {error}, and there is no such source."
        ) from error
    except ValueError as error:
        raise CannotFreeze(f"“{_name_of(drafts)}” cannot be read: {error}.") from error


def _name_of(drafts):
    return drafts if isinstance(drafts, models.Model) else drafts.model._meta.verbose_name_plural


def freeze_all():
    """Freeze every draft and return {page key: page}.

    Raises ``CannotFreeze`` where a text, or the walk's own words, cite an unknown source.
    """
    shared = shared_drafts()
    missing = wording.source_keys() - shared.sources.keys()
    if missing:
        raise CannotFreeze(f"The walk cites {min(missing)}, which is not a source.")
    found = [_freeze(kind.freeze, row, shared) for kind in KINDS.values() for row in kind.rows()]
    found.append(_freeze(freeze_glossary, GlossaryTerm.objects.all(), shared))
    levels = HelpLevel.objects.prefetch_related("signs")
    if levels.exists():
        found.append(_freeze(freeze_help, levels, shared))
    found.extend(freeze_clinic(clinic) for clinic in Clinic.objects.all())
    found.append(freeze_sources(shared.sources))
    return {page.key: page for page in found}


def _cited_on(row, relations):
    """Return the keys of the sources that ``row``, or a row that hangs on it, cites."""
    hanging = (part for relation in relations for part in getattr(row, relation).all())
    return {key for part in (row, *hanging) for key in part.cited_keys()}


def pages_citing(key):
    """Return the names of all that cites the source ``key``, in drafts, the walk or in public."""
    return places_citing([key])[key]


def places_citing(keys):
    """Return {key: names of all that cites it, in drafts, the walk or in public}, in one pass."""
    found = {key: set() for key in keys}

    def note(cited, name):
        for key in found.keys() & cited:
            found[key].add(name)

    for model, relations in CITED:
        for row in model.objects.prefetch_related(*relations):
            note(_cited_on(row, relations), f"{model._meta.verbose_name}: {row}")
    note(wording.source_keys(), "the walk’s own words")
    if edition := Edition.objects.current():
        for version in PageVersion.objects.of(edition):
            try:
                page = structures.load(version.payload, version.schema)
            except structures.Unreadable:
                words = str(version.payload)
                cited, title = {key for key in found if f"@{key}" in words}, version.key
            else:
                cited = {reference.source.key for reference in page.references}
                title = page.title
            note(cited, f"edition {edition.number}: {title}")
    return {key: sorted(names) for key, names in found.items()}
