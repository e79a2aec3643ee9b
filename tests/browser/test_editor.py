"""The editor of cited texts: what it reads, writes, and shows, and forms without it."""

import pytest
from django.apps import apps

from guidance.models.cited import CitedText


def the_script(page):
    """Return a JavaScript expression for the module of the editor on ``page``."""
    address = page.locator("script[src*='js/editor']").get_attribute("src")
    return f"import({address!r})"


def cited_texts():
    """Return every cited text of the drafts, as they are shipped."""
    return [
        text
        for model in apps.get_app_config("guidance").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CitedText)
        for text in model._base_manager.values_list(field.name, flat=True)
        if text
    ]


@pytest.mark.django_db
def test_the_editor_writes_every_shipped_text_as_it_read_it(open_page, staff):
    page = open_page("/admin/guidance/source/add/", storage_state=staff)
    texts = cited_texts()
    assert len(texts) > 2_000
    written = page.evaluate(
        f"async texts => {{ const {{ roundTrip }} = await {the_script(page)};"
        " return texts.map(text => roundTrip(text)) }",
        texts,
    )
    changed = [
        (text, result["written"])
        for text, result in zip(texts, written, strict=True)
        if not result["same"] or text.split() != result["written"].split()
    ]
    assert changed == []
