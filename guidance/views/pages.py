"""The pages of the guide."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from guidance.delivery import cache_for_edition, reads
from guidance.editorial.current import current_guide, recent_editions
from guidance.pages.forms import FilterForm
from guidance.pages.kinds import INFO_ROUTES
from guidance.pages.sections import BEFORE_YOUR_VISIT, FOUR_TYPES
from guidance.pages.structures import Composer, InfoPage, Section
from guidance.views.page_urls import address
from guidance.views.render import render, render_page

MOST_EDITIONS = 20
"""The number of editions in the list of changes, at most ``editions.MANY_RECENT``."""


BESIDE_THERAPIES = ("no-longer-sold", "not-approved")
"""The info pages that the list of treatments links to."""


def _or_404(page):
    if page is None:
        raise Http404
    return page


@require_safe
def page_of_kind(request, kind, slug):
    """Show a page or, if it was withdrawn, the notice about it (410).

    ``kind`` is the id of the kind. A brand, a title or capital letters in place of the slug
    redirect to the page.
    """
    guide = current_guide()
    if page := guide.page(f"{kind}/{slug}"):
        return cache_for_edition(render_page(request, guide, page))
    notice = guide.withdrawn(f"{kind}/{slug}")
    if notice is None:
        return _moved(_or_404(guide.called(kind, slug)))
    context = {"notice": notice, "instead": guide.pages.get(notice.instead), "here": "withdrawn"}
    response = render(request, "pages/withdrawn.html", context, guide=guide, status=410)
    response.headers["Cache-Control"] = "no-cache"  # the page may be public again at any time
    return response


def _moved(page):
    """Redirect permanently to ``page``. Caches keep the redirect no longer than a page."""
    response = HttpResponsePermanentRedirect(address(page))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def home(request):
    """Show the home page. Its citations are numbered across all the pages that it quotes."""
    guide = current_guide()
    page, composer = _or_404(guide.page("info/home")), Composer(guide.sources)
    sections = {part.id: part for part in page.sections}
    context = {
        "page": page,
        "summary": composer.inline(page.summary.source),
        "four_types": _composed(composer, sections.get(FOUR_TYPES)),
        "cells": [(page, composer.inline(page.in_short.source)) for page in _by_map(guide)],
        "levels": _levels(guide, composer),
        "steps": _composed(composer, sections.get(BEFORE_YOUR_VISIT)),
        "references": composer.references(),
        "here": "home",
    }
    return cache_for_edition(render(request, "pages/home.html", context, guide=guide))


def _levels(guide, composer):
    """Return the get-help levels; empty if the help page cannot be shown."""
    page = guide.pages.get("help/help")
    return [(level, composer.inline(level.action.source)) for level in page.levels] if page else []


def _by_map(guide):
    """Return the types of SPMS in the order of the map: progressing on top, active left."""
    return sorted(guide.subtypes(), key=lambda page: (not page.progressing, not page.active))


def _composed(composer, section):
    """Return a section with the citation numbers of ``composer``, or None."""
    if section is None:
        return None
    return Section(id=section.id, heading=section.heading, text=composer.block(section.text.source))


class Listing:
    """A list of pages with the title, summary and sections of its info page.

    The list numbers its own citations, in the order in which it shows them.
    """

    def __init__(self, request, slug):
        self.request = request
        self.guide = current_guide()
        self.intro = _or_404(self.guide.page(f"info/{slug}"))
        self.composer = Composer(self.guide.sources)
        self.summary = self.composer.inline(self.intro.summary.source)
        self.sections = [_composed(self.composer, part) for part in self.intro.sections]

    def render(self, template, **context):
        context |= {"intro": self.intro, "summary": self.summary, "here": self.intro.slug}
        context["sections"] = self.sections
        context["references"] = self.composer.references()
        return cache_for_edition(render(self.request, template, context, guide=self.guide))

    def summarized(self, pages):
        """Return (page, summary with the citation numbers of this list) for each page."""
        return [(page, self.composer.inline(page.summary.source)) for page in pages]


@require_safe
def subtypes(request):
    listing = Listing(request, "types")
    pages = _by_map(listing.guide)
    return listing.render("pages/subtypes.html", pages=pages, rows=listing.summarized(pages))


@reads("group", "type", "how", "where")
@require_safe
def therapies(request):
    listing = Listing(request, "treatments")
    form = FilterForm(request.GET, guide=listing.guide)
    treatments = listing.guide.therapies(form.filters)
    groups = [
        (heading, [_card(listing.composer, page) for page in pages])
        for heading, pages in listing.guide.grouped(treatments)
    ]
    context = {"form": form, "filters": form.filters, "groups": groups, "count": len(treatments)}
    infos = listing.guide.infos()
    context["more_pages"] = [page for page in infos if page.slug in BESIDE_THERAPIES]
    return listing.render("pages/therapies.html", **context)


def _card(composer, page):
    """Return a treatment with the lines of its card and the citation numbers of the list."""
    lines = {
        name: composer.inline(line.source) if (line := page.at_a_glance(name)) else None
        for name in ("how", "often", "label")
    }
    return {"page": page, "boxed": bool(page.boxed_warning), **lines}


@require_safe
def side_effects(request):
    listing = Listing(request, "side-effects")
    guide = listing.guide
    rows = [(page, len(guide.therapies_with(page))) for page in guide.side_effects()]
    return listing.render("pages/side_effects.html", rows=rows)


@require_safe
def symptoms(request):
    listing = Listing(request, "symptoms")
    rows = listing.summarized(listing.guide.symptoms())
    return listing.render("pages/symptoms.html", rows=rows)


@require_safe
def info_below_about(request, slug):
    """Show an info page; redirect if it has its own URL."""
    if route := INFO_ROUTES.get(slug):
        return redirect(route, permanent=True)
    return page_of_kind(request, InfoPage.kind, slug)


@require_safe
def glossary(request):
    guide = current_guide()
    return cache_for_edition(render_page(request, guide, guide.glossary))


@require_safe
def sources(request):
    guide = current_guide()
    return cache_for_edition(render_page(request, guide, guide.page("sources/sources")))


@require_safe
def source(request, key):
    guide = current_guide()
    sources = {source_use.source.key: source_use for source_use in guide.sources_used()}
    if key not in sources and key.lower() in sources:
        return redirect("source", key.lower(), permanent=True)
    used = _or_404(sources.get(key))
    context = {"used": used, "here": "sources"}
    return cache_for_edition(render(request, "pages/source.html", context, guide=guide))


@require_safe
def get_help(request):
    guide = current_guide()
    return cache_for_edition(render_page(request, guide, guide.help))


@require_safe
def changes(request):
    """List what changed in the last editions, and why."""
    guide = current_guide()
    context = {
        "intro": guide.info("changes"),
        "editions": recent_editions(MOST_EDITIONS),
        "many": MOST_EDITIONS,
        "here": "changes",
    }
    return cache_for_edition(render(request, "pages/changes.html", context, guide=guide))
