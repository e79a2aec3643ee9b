"""Filters and a tag for links to pages of the guide."""

from django import template
from django.conf import settings

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
def site_address():
    """Return the address of the site, for links that programs read outside of it."""
    return settings.SITE_ADDRESS
