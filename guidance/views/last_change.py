"""The edition that a page shows: the one in which its words last changed (ADR 0002).

The names of other pages, which a page links to, do not count.
"""

from functools import singledispatch

from guidance.pages import last_changes, site_pages, structures
from guidance.pages.guide import SIGNS, names_of_signs
from guidance.pages.kinds import KINDS


@singledispatch
def of_page(page, guide):
    """Return the ``LastChange`` of ``page`` and the signs that it names, or None.

    None means that it is not known, and no edition is shown. Dispatches on the structure.
    """
    signs = map(last_changes.key_of_sign, names_of_signs(page))
    return last_changes.latest(guide.last_changes, page.key, *signs)


@of_page.register(type(None))
@of_page.register(structures.SideEffectPage)
@of_page.register(site_pages.SourcesPage)
def _of_what_others_say(page, guide):
    """Return None for a page that lists what others say: it loses rows without a trace of them.

    And where the edition has no such page.
    """
    return None


@of_page.register
def _of_glossary(page: site_pages.GlossaryPage, guide):
    return last_changes.latest(guide.last_changes, page.key, _intro_key(page))


@of_page.register
def _of_help(page: site_pages.HelpPage, guide):
    return last_changes.latest(guide.last_changes, page.key, _intro_key(page), SIGNS)


def _intro_key(page):
    return f"{structures.InfoPage.kind}/{KINDS[page.kind].intro}"


def of_list(guide, intro, *kinds):
    """Return the ``LastChange`` of a list of the pages of ``kinds`` that ``intro`` introduces."""
    changes = guide.last_changes
    return last_changes.latest(changes, intro.key, *last_changes.of_kinds(changes, *kinds))
