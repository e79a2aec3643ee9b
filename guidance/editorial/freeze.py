"""Freezes draft rows as pages, with one function for each model.

These functions do not write to the database.
"""

from functools import singledispatch

from guidance.editorial.freezer import Freezer
from guidance.models import (
    Clinic,
    GlossaryTerm,
    HandoutTemplate,
    HelpLevel,
    Info,
    SideEffect,
    Sign,
    Source,
    Symptom,
    Therapy,
    TherapyCheck,
    TherapySideEffect,
)
from guidance.models.cited import split_lines, split_words
from guidance.pages import cited_text, no_boxed_warning, sections, site_pages, structures
from guidance.pages.check_schedule import when
from guidance.pages.citations import keys_in, without_markers
from guidance.pages.help_numbers import HelpNumbers


@singledispatch
def freeze(drafts, shared):
    """Return the page that is made of ``drafts``, or None if an empty table makes no page.

    ``drafts`` is a row or, for a ``whole_table`` kind of page, a queryset of all rows. ``shared``
    is a ``Shared``. Dispatches on the model. Raises ``UnknownSource`` if a text cites a source that
    does not exist.
    """
    raise NotImplementedError(f"No function freezes {type(drafts).__name__}.")


def freeze_source(row):
    return cited_text.Source(
        key=row.key,
        organization=row.organization,
        title=row.title,
        address=row.address,
        kind=row.get_kind_display(),
        tier=row.tier,
        published=row.published,
        checked_on=row.checked_on,
        how_checked=row.how_checked,
        newer_version=row.newer_version,
        still_current=row.still_current,
        still_current_on=row.still_current_on,
    )


def slugs_of(linked):
    """Return the slugs of the rows of a relation, sorted."""
    return tuple(sorted(row.slug for row in linked.all()))


def freeze_review(row):
    return structures.Review(
        checked_on=row.checked_on,
        review_due=row.review_due,
        signed_off_by=row.signed_off_by,
        signed_off_credentials=row.signed_off_credentials,
        signed_off_on=row.signed_off_on,
    )


def common_first(effect):
    """Return the sort key of a side effect: common ones before serious ones."""
    return effect.seriousness != TherapySideEffect.Seriousness.COMMON


@freeze.register
def freeze_therapy(row: Therapy, shared):
    """Return the page of a treatment.

    Sources are numbered in the order in which ``pages.sections`` declares the sections.
    """
    freezer = Freezer(shared, row.name)
    rehabilitation = row.group == Therapy.Group.REHABILITATION
    summary = freezer.inline(row.summary)
    how_to_say = freezer.plainly.inline(row.pronunciation)
    boxed_warning = freezer.block(row.boxed_warning)
    no_box = freezer.plainly.inline(no_boxed_warning.sentence(row.no_boxed_warning))
    benefit_point = freezer.block(row.benefit_point)
    worst = freezer.block(row.worst)
    for_you_if, not_for_you_if = freezer.block(row.for_you_if), freezer.block(row.not_for_you_if)
    glance = freeze_glance(freezer, row, rehabilitation)
    frozen = freeze_therapy_sections(freezer, row, rehabilitation)
    return structures.TherapyPage(
        slug=row.slug,
        title=row.name,
        brands=tuple(brand.strip() for brand in row.brands.split(",") if brand.strip()),
        how_to_say=how_to_say,
        search_words=split_words(row.search_words),
        group=row.group,
        label_status=row.label_status,
        how_taken=_ticked(
            mouth=row.by_mouth, shot=row.by_shot, infusion=row.by_infusion, sessions=row.in_sessions
        ),
        where_taken=_ticked(home=row.at_home, clinic=row.at_clinic),
        offered=row.offered,
        summary=summary,
        glance=glance,
        boxed_warning=boxed_warning,
        no_boxed_warning=no_box,
        benefit_point=benefit_point,
        worst=worst,
        for_you_if=for_you_if,
        not_for_you_if=not_for_you_if,
        not_named=tuple(sorted(effect.slug for effect in row.not_named.all())),
        label_read=row.label_read,
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
        **frozen,
    )


def freeze_names_of_signs(row):
    """Return the slugs of the signs that a page names. Their words are on the page of all signs."""
    return tuple(sorted(sign.slug for sign in row.signs.all()))


def freeze_glance(freezer, row, rehabilitation):
    """Return the at-a-glance panel of a treatment. Lines without text are left out."""
    return tuple(
        structures.Glance(
            id=line.id, label=line.label_for(rehabilitation), text=freezer.inline(text)
        )
        for line in sections.GLANCE
        if (text := getattr(row, line.field))
    )


def freeze_therapy_sections(freezer, row, rehabilitation):
    """Return {field: value} with the sections of a treatment and the rows that they introduce.

    Checks come before the text of their section, evidence and side effects after it. The texts
    about when to call follow the side effects.
    """
    frozen = {"sections": (), "monitoring": (), "evidence": (), "effects": ()}
    checks = sorted(row.monitoring.all(), key=in_order_of_time)
    for section in sections.THERAPY:
        text = getattr(row, section.field)
        section_checks = []
        if section.rows == "checks":
            before = section.id == sections.BEFORE_YOU_START
            section_checks = [
                check for check in checks if (check.moment == TherapyCheck.Moment.BEFORE) == before
            ]
            frozen["monitoring"] += tuple(freeze_check(freezer, check) for check in section_checks)
        if text or section_checks:
            heading = section.heading_for(rehabilitation)
            frozen["sections"] += (freezer.section(section, heading, row),)
        if section.rows == "evidence":
            frozen["evidence"] = tuple(
                freeze_evidence(freezer, result) for result in row.evidence.all()
            )
        elif section.rows == "effects":
            effects = sorted(row.side_effects.all(), key=common_first)
            frozen["effects"] = tuple(freeze_effect(freezer, effect) for effect in effects)
            frozen["signs"] = freeze_names_of_signs(row)
            frozen["call_911"] = freezer.urgent(row.call_911)
            frozen["call_clinic"] = freezer.urgent(row.call_clinic)
    return frozen


def _ticked(**boxes):
    return tuple(name for name, ticked in boxes.items() if ticked)


def in_order_of_time(check):
    """Return the sort key of a check row, for the order of the page."""
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
        uncompared=row.uncompared,
        comparator=row.comparator,
        time_span=row.time_span,
        group=row.group,
        given=row.given,
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
        point=row.point,
        year=freezer.year_of_trial(row),
    )


@freeze.register
def freeze_side_effect(row: SideEffect, shared):
    freezer = Freezer(shared, row.name)
    return structures.SideEffectPage(
        slug=row.slug,
        title=row.name,
        medical_name=row.medical_name,
        search_words=split_words(row.search_words),
        gravity=row.gravity,
        summary=freezer.inline(row.summary),
        signs=freeze_names_of_signs(row),
        call_911=freezer.urgent(row.call_911),
        call_clinic=freezer.urgent(row.call_clinic),
        sections=freezer.sections(sections.SIDE_EFFECT, row),
        review=freeze_review(row),
        references=freezer.references(),
    )


@freeze.register
def freeze_symptom(row: Symptom, shared):
    freezer = Freezer(shared, row.name)
    return structures.SymptomPage(
        slug=row.slug,
        title=row.name,
        medical_name=row.medical_name,
        search_words=split_words(row.search_words),
        summary=freezer.inline(row.summary),
        signs=freeze_names_of_signs(row),
        call_911=freezer.urgent(row.call_911),
        call_clinic=freezer.urgent(row.call_clinic),
        sections=freezer.sections(sections.SYMPTOM, row),
        side_effects=slugs_of(row.side_effects),
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
    )


@freeze.register
def freeze_visit(row: HandoutTemplate, shared):
    freezer = Freezer(shared, row.name)
    return structures.VisitPage(
        slug=row.slug,
        title=row.name,
        summary=freezer.inline(row.audience),
        sections=(),
        note=freezer.block(row.note),
        subtype=row.subtype.slug if row.subtype else "",
        therapies=slugs_of(row.therapies),
        symptoms=slugs_of(row.symptoms),
        side_effects=slugs_of(row.side_effects),
        detail=row.detail,
        pictures=row.pictures,
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
    )


@freeze.register
def freeze_info(row: Info, shared):
    freezer = Freezer(shared, row.title)
    return structures.InfoPage(
        slug=row.slug,
        title=row.title,
        search_words=split_words(row.search_words),
        summary=freezer.inline(row.summary),
        sections=tuple(
            structures.Section(
                id=section.anchor,
                heading=section.heading,
                short=freezer.plainly.inline(section.short),
                text=freezer.block(section.text),
            )
            for section in row.sections.all()
            if section.text
        ),
        review=freeze_review(row),
        references=freezer.references(),
    )


@freeze.register(GlossaryTerm)
def freeze_glossary(rows, shared):
    freezer = cited_text.Composer(shared.sources)
    rows = sorted(rows, key=lambda row: row.term.casefold())
    return site_pages.GlossaryPage(
        slug="glossary",
        title="Words explained",
        summary=cited_text.EMPTY,
        sections=(),
        terms=tuple(
            site_pages.Term(
                slug=row.slug,
                term=row.term,
                also_called=row.also_called,
                search_words=split_words(row.search_words),
                definition=freezer.inline(row.definition),
            )
            for row in rows
        ),
        references=freezer.references(),
    )


@freeze.register(HelpLevel)
def freeze_help(rows, shared):
    rows = list(rows)
    if not rows:
        return None
    freezer = cited_text.Composer(shared.sources)
    return site_pages.HelpPage(
        slug="help",
        title="Get help",
        summary=cited_text.EMPTY,
        sections=(),
        levels=tuple(
            site_pages.HelpLevel(
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


@freeze.register(Sign)
def freeze_signs(rows, shared):
    rows = list(rows)
    if not rows:
        return None
    freezer = cited_text.Composer(shared.sources)
    return site_pages.SignsPage(
        slug="signs",
        title="Signs and how soon to call",
        summary=cited_text.EMPTY,
        sections=(),
        signs=tuple(
            site_pages.Sign(
                slug=row.slug,
                text=freezer.inline(row.text),
                level=row.level,
                part=row.part,
                first=row.first,
                own=row.own,
                short=_few_words(row, freezer),
                search_words=split_words(row.search_words),
            )
            for row in rows
        ),
        review=freeze_review(min(rows, key=lambda row: row.review_due)),
        references=freezer.references(),
    )


def _few_words(sign, freezer):
    """Return the few words of a sign, with the sources of its text."""
    if not sign.short:
        return cited_text.EMPTY
    sources = " ".join(f"[@{key}]" for key in keys_in(sign.text))
    return freezer.inline(f"{without_markers(sign.short)} {sources}".strip())


@freeze.register(Clinic)
def freeze_clinic(rows, shared):
    row = rows.first()
    if row is None:
        return None
    return site_pages.ClinicPage(
        slug="clinic",
        title=row.name,
        summary=cited_text.EMPTY,
        sections=(),
        phone=row.phone,
        hours=row.hours,
        address=row.address,
        emergency_wording=row.emergency_wording,
        site_name=row.site_name,
        portal_name=row.portal_name,
        portal_address=row.portal_address,
        accent=row.accent,
        numbers=HelpNumbers(
            emergency=row.emergency_number,
            crisis=row.crisis_number,
            crisis_text=row.crisis_text,
            crisis_name=row.crisis_name,
        ),
        phones=tuple(
            site_pages.Phone(phone.label, phone.number, phone.hours, phone.after_hours)
            for phone in row.phones.all()
        ),
        offers=tuple(
            site_pages.Offer(therapy=slug, offered=offered)
            for slug, offered in sorted(row.offers.items())
        ),
        references=(),
    )


@freeze.register(Source)
def freeze_source_table(rows, shared):
    """Return the page of all sources in ``shared``."""
    return freeze_sources(shared.sources)


def freeze_sources(sources):
    """Return the page of ``sources``, {key: source}."""
    return site_pages.SourcesPage(
        slug="sources",
        title="Sources",
        summary=cited_text.EMPTY,
        sections=(),
        sources=tuple(sources[key] for key in sorted(sources)),
        references=(),
    )
