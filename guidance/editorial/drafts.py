"""The drafts of pages: the rows of each page, and the places of words and sources in them."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from guidance import models
from guidance.models.cited import Cited, CitedText
from guidance.pages.kinds import KINDS, WHOLE_TABLE_KEYS, drafted, kind_of, whole_tables


class NoSuchDraft(LookupError):
    """There is no such row, or the rows of that model are not part of any page."""


def model_of(kind):
    """Return the model whose rows are the drafts of pages of ``kind``."""
    return getattr(models, kind.model)


def rows_of(kind):
    """Return the draft rows of ``kind``, with all related rows that freezing reads."""
    return model_of(kind).objects.prefetch_related(*kind.parts, *kind.related)


def cited_models():
    """Return (model, relations) of each draft table with cited texts.

    The rows of the relations belong to a draft and may have cited texts, too.
    """
    tables = ((model_of(kind), kind.parts) for kind in KINDS.values() if kind.model)
    return [(model, parts) for model, parts in tables if issubclass(model, Cited)]


def page_key(row):
    """Return the key of the page of the draft ``row``."""
    kind = kind_of_row(row)
    return kind.key if kind.whole_table else f"{kind.id}/{row.slug}"


def kind_of_row(row):
    """Return the kind of the page of the draft ``row``. Raises ``NoSuchDraft``."""
    for kind in KINDS.values():
        if kind.model and isinstance(row, model_of(kind)):
            return kind
    raise NoSuchDraft(f"Rows of {row._meta.verbose_name_plural} make no page.")


def draft_keys():
    """Return the keys of all pages that have a draft."""
    table_keys = (kind.key for kind in whole_tables() if model_of(kind).objects.exists())
    return {*rows_behind(), *table_keys}


def rows_behind():
    """Return {page key: id of its row} for every page that is made of one row."""
    return {
        f"{kind.id}/{slug}": pk
        for kind in drafted()
        for slug, pk in model_of(kind).objects.values_list("slug", "pk")
    }


def drafts_behind(key):
    """Return the draft rows of the page ``key``, as a queryset.

    These are all rows of a table, or the row with the slug of the page. The queryset is empty if
    the draft was deleted. Raises ``NoSuchDraft`` if pages of that kind have no drafts.
    """
    rows = table_behind(key)._default_manager.all()
    return rows if key in WHOLE_TABLE_KEYS else rows.filter(slug=key.partition("/")[2])


def table_behind(key):
    """Return the draft table of the page ``key``. Raises ``NoSuchDraft``."""
    kind = kind_of(key)
    if kind is None or not kind.model or (kind.whole_table and key != kind.key):
        raise NoSuchDraft(f"There is no draft of {key}.")
    return model_of(kind)


def log_of(key):
    """Return the condition for log entries on the drafts of the page ``key``."""
    entries = Q(content_type=ContentType.objects.get_for_model(table_behind(key)))
    if key in WHOLE_TABLE_KEYS:
        return entries
    pks = drafts_behind(key).values_list("pk", flat=True)
    return entries & Q(object_id__in=[str(pk) for pk in pks])


def rows_with(words):
    """Return the keys of pages whose drafts contain ``words`` in a cited text, in any case."""
    keys = set()
    for model, relations in cited_models():
        condition = _contains(model, "", words)
        for relation in relations:
            condition |= _contains(
                model._meta.get_field(relation).related_model, f"{relation}__", words
            )
        keys.update(page_key(row) for row in model.objects.filter(condition).distinct())
    return keys


def rows_with_any(many):
    """Return the keys of pages whose drafts contain any of ``many`` words, in one pass."""
    words = [word.casefold() for word in many]
    if not words:
        return set()
    keys = set()
    for model, relations in cited_models():
        for row in model.objects.prefetch_related(*relations):
            parts = [part for relation in relations for part in getattr(row, relation).all()]
            texts = [text for part in (row, *parts) for text in part.cited_texts().values()]
            text = "\n".join(texts).casefold()
            if any(word in text for word in words):
                keys.add(page_key(row))
    return keys


def _contains(model, prefix, words):
    """Return the condition that a cited text of ``model``, looked up by ``prefix``, has ``words``.

    It is false for every row if the model has no cited text.
    """
    condition = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if isinstance(field, CitedText):
            condition |= Q(**{f"{prefix}{field.name}__icontains": words})
    return condition


def find_draft(model_name, pk):
    """Return the draft row ``pk`` of the model ``model_name``, for example ``therapy``.

    Raises ``NoSuchDraft``.
    """
    for model in (model_of(kind) for kind in KINDS.values() if kind.model):
        if model._meta.model_name == model_name and (row := model.objects.filter(pk=pk).first()):
            return row
    raise NoSuchDraft(f"There is no {model_name} {pk}.")


def cited_on(row, relations):
    """Return the keys of the sources that ``row``, or a row of its ``relations``, cites."""
    parts = (part for relation in relations for part in getattr(row, relation).all())
    return {key for part in (row, *parts) for key in part.cited_keys()}
