"""People and differences in words, for the staff area."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def person(user):
    """Return the full name of a user, or the user name where there is none."""
    return user.get_full_name() or str(user)


@register.filter
def removed(pieces):
    """Return the old side of a difference in ``pieces`` of (what, words), what went marked."""
    return _side(pieces, "removed", "<del>{}</del>")


@register.filter
def added(pieces):
    """Return the new side of a difference in ``pieces`` of (what, words), what came marked."""
    return _side(pieces, "added", "<ins>{}</ins>")


def _side(pieces, what_is_marked, marking):
    shown = [
        format_html(marking if what == what_is_marked else "{}", words)
        for what, words in pieces
        if what in ("same", what_is_marked)
    ]
    return format_html_join("", "{}", ((piece,) for piece in shown))


@register.filter
def titles(pages, most):
    """Return the titles of the first ``most`` of these pages, with … where there are more."""
    named = ", ".join(page.title for page in pages[:most])
    return f"{named} …" if len(pages) > most else named
