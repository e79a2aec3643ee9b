"""The HTML of the lists of side effects of a treatment, which have up to a hundred rows."""

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from guidance.pages.choices import Seriousness
from guidance.views.icons import icon
from guidance.views.page_urls import address
from guidance.views.quiet_text import quiet


def mark(effect):
    """Return what marks a side effect of the boxed warning, or a common one; else nothing."""
    shown = ""
    if effect.seriousness == Seriousness.BOXED:
        shown = f'\n<span class="flag">{icon("warning", 20)}{_("boxed warning")}</span>\n'
    elif effect.seriousness == Seriousness.COMMON:
        shown = f'\n<span class="hint">{_("common")}</span>\n'
    return mark_safe(f"\n{shown}\n")


def rows(lines, unmarked):
    """Return a list item for each of ``lines``: links to its side effects, and what is said.

    Without marks if ``unmarked``, where the heading says what they would say.
    """
    return mark_safe("".join(_row(line, unmarked) for line in lines))


def _row(line, unmarked):
    links = ", \n".join(_link(about) for about in line.pages)
    marked = "" if unmarked else mark(line.effect)
    return f"\n<li>{links}\n\n{marked}\n<p>{quiet(line.effect.detail)}</p></li>\n"


def _link(about):
    return f'<a class="target" href="{address(about)}">{escape(about.title)}</a>'
