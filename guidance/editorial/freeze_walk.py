"""Freezes the words of the walk as a page."""

from guidance.editorial.freeze import freeze, freeze_review
from guidance.models import Walk
from guidance.pages import cited_text, site_pages
from guidance.walk.vocabulary import PLACES


@freeze.register
def freeze_walk(row: Walk, shared):
    """Return the page with the texts of the walk. Nothing in them links to the glossary."""
    composer = cited_text.Composer(shared.sources)
    return site_pages.WalkPage(
        slug=row.slug,
        title=row.title,
        summary=cited_text.EMPTY,
        sections=(),
        labels=tuple(
            site_pages.WalkLabel(
                id=text.key, where=_where(text.key), text=text.text, another=text.another
            )
            for text in row.texts.all()
            if not _is_cited(text.key)
        ),
        texts=tuple(
            site_pages.WalkText(
                id=text.key,
                where=_where(text.key),
                text=composer.inline(text.text),
                another=composer.inline(text.another),
            )
            for text in row.texts.all()
            if _is_cited(text.key)
        ),
        review=freeze_review(row),
        references=composer.references(),
    )


def _where(key):
    return PLACES[key].where if key in PLACES else key


def _is_cited(key):
    return key in PLACES and PLACES[key].cited
