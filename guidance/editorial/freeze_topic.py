"""Freezes a topic of living with SPMS as a page."""

from guidance.editorial.freeze import (
    freeze,
    freeze_names_of_signs,
    freeze_review,
    slugs_of,
)
from guidance.editorial.freezer import Freezer
from guidance.models import Topic
from guidance.models.cited import split_lines, split_words
from guidance.pages import sections, structures


@freeze.register
def freeze_topic(row: Topic, shared):
    freezer = Freezer(shared, row.name)
    columns = (row.first_column, row.second_column, row.third_column)
    return structures.TopicPage(
        slug=row.slug,
        title=row.name,
        search_words=split_words(row.search_words),
        summary=freezer.inline(row.summary),
        key_points=freezer.block(row.key_points),
        next_step=freezer.block(row.next_step),
        signs=freeze_names_of_signs(row),
        sections=freezer.sections(sections.TOPIC, row),
        table_heading=row.table_heading,
        table_columns=columns if any(columns) or row.table_rows.all() else (),
        table_short=freezer.plainly.inline(row.table_short),
        table=tuple(
            structures.TableRow(
                name=line.name,
                second=freezer.inline(line.second),
                third=freezer.inline(line.third),
            )
            for line in row.table_rows.all()
        ),
        questions=split_lines(row.questions),
        subtypes=slugs_of(row.subtypes),
        therapies=slugs_of(row.therapies),
        symptoms=slugs_of(row.symptoms),
        side_effects=slugs_of(row.side_effects),
        topics=slugs_of(row.topics),
        review=freeze_review(row),
        references=freezer.references(),
    )
