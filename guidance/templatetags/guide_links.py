"""Filters and a tag for links to pages of the guide."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from guidance.editorial import current
from guidance.pages.choices import OFFERED_IN_LISTS
from guidance.views import page_urls

register = template.Library()


@register.filter
def address(page):
    """Return the URL path of a page of the guide."""
    return page_urls.address(page)


@register.filter
def place(found):
    """Return the URL of what a search found."""
    return page_urls.place(found)


@register.simple_tag
def link(route, text, slug=""):
    """Return a link to the page of ``route``, or to that with ``slug`` among its pages."""
    path = page_urls.path(route, slug) if slug else page_urls.path(route)
    return format_html('<a href="{}">{}</a>', path, text)


@register.simple_tag(takes_context=True)
def menu_link(context, route, text, list_page="", kind="", also=""):
    """Return the item of the main menu that links to ``route``.

    It is the current one on the page ``list_page``, and it leads to the current one on pages of
    ``kind`` and on the page ``also``; the context names the page by ``here``.
    """
    here, current = context.get("here"), ""
    if here and here == list_page:
        current = mark_safe(' aria-current="page"\n')
    elif here and here in (kind, also):
        current = mark_safe(' aria-current="true"\n')
    return format_html('<li><a href="{}"{}>{}</a></li>\n', page_urls.path(route), current, text)


@register.filter
def offered_in_list(guide, page):
    """Return in few words whether the clinic offers a treatment; empty where nothing is said."""
    return OFFERED_IN_LISTS.get(guide.offered(page), "")


@register.simple_tag(takes_context=True)
def the_clinic(context):
    """Return the clinic of the guide that is shown, or of the current edition without one."""
    guide = context.get("guide")
    return guide.clinic if guide else current.current_clinic()


@register.simple_tag
def site_address():
    """Return the address of the site, for links that programs read outside of it."""
    return settings.SITE_ADDRESS
