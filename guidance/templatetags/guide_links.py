"""Filters for links to pages of the guide."""

from django import template

from guidance.views import page_urls

register = template.Library()


@register.filter
def address(page):
    """Return the URL path of a page of the guide."""
    return page_urls.address(page)
