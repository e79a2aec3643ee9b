"""The search. What is typed is used for the answer, and not kept, counted or logged (ADR 0023)."""

from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from guidance.editorial.current import current_search
from guidance.pages import compare
from guidance.pages.choices import Gravity
from guidance.pages.kinds import KINDS
from guidance.pages.structures import TherapyPage
from guidance.pages.text_input import clean_line
from guidance.search.search import LONGEST, Results
from guidance.views.render import render

MOST_EFFECTS = 3
"""The number of side effects that are named below a treatment."""


@cache_control(private=True, no_store=True)
@require_safe
def search(request):
    """Show what the guide has for the words ``q``, and what cannot wait before everything else."""
    search = current_search()
    typed = clean_line(request.GET.get("q", ""))
    results = search.results(typed) if typed else Results()
    context = {
        "typed": typed,
        "is_cut": len(typed) > LONGEST,
        "longest": LONGEST,
        "results": results,
        "withdrawn": _withdrawn(search, typed),
        "here": "search",
        **_about_treatment(search.guide, results.answer and results.answer.page),
    }
    response = render(request, "search/search.html", context, guide=search.guide)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _withdrawn(search, typed):
    """Return the title and the address of each withdrawn page that ``typed`` names."""
    notices = search.withdrawn(typed) if typed else []
    parts = [(notice.title, *notice.slug.partition("/")[::2]) for notice in notices]
    return [
        (title, reverse(KINDS[kind].route, args=[slug]))
        for title, kind, slug in parts
        if kind in KINDS and KINDS[kind].list_route
    ]


def _about_treatment(guide, page):
    """Return what the card of a treatment says of it, and its gravest side effects."""
    if not isinstance(page, TherapyPage):
        return {}
    effects = [effect for _row, effect in compare.serious(guide, page) if effect.key in guide.pages]
    effects.sort(key=lambda effect: effect.gravity != Gravity.LIFE)
    return {
        "how": page.at_a_glance("how"),
        "often": page.at_a_glance("often"),
        "label": page.at_a_glance("label"),
        "effects": sorted(effects, key=lambda effect: effect.gravity != Gravity.LIFE)[
            :MOST_EFFECTS
        ],
    }
