"""Freezes a type of SPMS as a page."""

from guidance.editorial.freeze import freeze, freeze_review, slugs_of
from guidance.editorial.freezer import Freezer
from guidance.models import Subtype
from guidance.models.cited import split_lines, split_words
from guidance.pages import sections, structures

COUNTED = ("trial", "group", "happened", "not_happened", "time_span", "out_of", "people")
"""The fields of a placebo group that are frozen as they are."""


@freeze.register
def freeze_subtype(row: Subtype, shared):
    freezer = Freezer(shared, row.name)
    return structures.SubtypePage(
        slug=row.slug,
        title=row.name,
        medical_name=row.medical_name,
        search_words=split_words(row.search_words),
        active=row.active,
        progressing=row.progressing,
        summary=freezer.inline(row.summary),
        in_short=freezer.inline(row.in_short),
        placebo_groups=tuple(
            structures.PlaceboGroup(
                **{name: getattr(group, name) for name in COUNTED},
                finding=freezer.block(group.finding),
                limits=freezer.block(group.limits),
                year=freezer.year_of_trial(group),
            )
            for group in row.placebo_groups.all()
        ),
        sections=freezer.sections(sections.SUBTYPE, row),
        questions=split_lines(row.questions),
        therapies=slugs_of(row.therapies),
        symptoms=slugs_of(row.symptoms),
        review=freeze_review(row),
        references=freezer.references(),
    )
