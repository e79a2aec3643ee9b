"""The parts of a page that other pages say, which its own sign-off does not cover."""

from functools import singledispatch

from django.utils.translation import gettext as _

from guidance.pages import site_pages, structures
from guidance.pages.guide import SIGNS, names_of_signs
from guidance.pages.kinds import KINDS
from guidance.pages.sign_offs import ShownWith


@singledispatch
def of_page(page, guide):
    """Return the ``ShownWith`` of the public page of ``page``. Dispatches on its structure."""
    return _signs(guide) if names_of_signs(page) else ()


@of_page.register
def _of_side_effect(page: structures.SideEffectPage, guide):
    signs = _signs(guide) if names_of_signs(page) else ()
    listed = guide.therapies_with(page)
    return (*signs, *_pages(_("The treatments listed"), (one for _effect, one in listed)))


@of_page.register
def _of_glossary(page: site_pages.GlossaryPage, guide):
    return (ShownWith(_("The words of the glossary")),)


@of_page.register
def _of_sources(page: site_pages.SourcesPage, guide):
    return (ShownWith(_("The list of sources")),)


@of_page.register
def _of_help(page: site_pages.HelpPage, guide):
    intro = guide.info(KINDS[page.kind].intro)
    return (*_signs(guide), *_pages(_("The first lines"), [intro] if intro else []))


def of_list(guide, *structures_listed):
    """Return the ``ShownWith`` of a list of the pages of ``structures_listed``."""
    listed = (page for page in guide.pages.values() if isinstance(page, structures_listed))
    return _pages(_("The pages listed"), listed)


def _signs(guide):
    page = guide.page(SIGNS)
    return _pages(_("When to call"), [page] if page else [])


def _pages(name, pages):
    reviews = tuple(page.review for page in pages)
    return (ShownWith(name, reviews),) if reviews else ()
