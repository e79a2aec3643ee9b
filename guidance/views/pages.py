"""The pages of the guide."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from guidance.delivery import cache_for_edition, reads
from guidance.editorial.current import current_guide, is_open, recent_editions
from guidance.pages import a_to_z
from guidance.pages.choices import BodyPart
from guidance.pages.cited_text import Composer
from guidance.pages.claims import sentences
from guidance.pages.forms import FilterForm
from guidance.pages.kinds import BESIDE_THERAPIES, INFO_ROUTES, KINDS
from guidance.pages.sources_by_letter import by_letter
from guidance.pages.structures import (
    InfoPage,
    Section,
    SideEffectPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    TopicPage,
)
from guidance.pages.when_to_call import when_to_call
from guidance.quality.versions import newer_versions
from guidance.views import last_change, shown_with
from guidance.views.page_urls import address
from guidance.views.render import help_by_treatment, part_of_help, render, render_page
from guidance.views.walk_pages import MRI_LETTER

MOST_EDITIONS = 20
"""The number of editions in the list of changes, at most ``editions.MANY_RECENT``."""


def _or_404(page):
    if page is None:
        raise Http404
    return page


@reads("all")
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
    context = {
        "notice": notice,
        "instead": guide.pages.get(notice.instead),
        "calls": when_to_call(notice, guide),
        "here": "withdrawn",
    }
    response = render(request, "pages/withdrawn.html", context, guide=guide, status=410)
    response.headers["Cache-Control"] = "no-cache"  # the page may be public again at any time
    return response


def _moved(page):
    """Redirect permanently to ``page``. Caches keep the redirect no longer than a page."""
    response = HttpResponsePermanentRedirect(address(page))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@reads("all")
@require_safe
def home(request):
    """Show the home page. Its citations are numbered across all the pages that it quotes."""
    guide = current_guide()
    page, composer = _or_404(guide.page("info/home")), ListComposer(guide.sources)
    context = {
        "page": page,
        "last_change": last_change.of_page(page, guide),
        "summary": composer.inline(page.summary.source),
        "cells": [(subtype, None) for subtype in _by_map(guide)],
        "sections": [_composed(composer, section) for section in page.sections],
        "references": composer.references(),
        "texts": tuple(composer.composed),
        "here": "home",
        "is_open": is_open(),
    }
    return cache_for_edition(render(request, "pages/home.html", context, guide=guide))


def _by_map(guide):
    """Return the types of SPMS in the order of the map: progressing on top, active left."""
    return sorted(guide.subtypes(), key=lambda page: (not page.progressing, not page.active))


def _composed(composer, section):
    """Return a section with the citation numbers of ``composer``."""
    return Section(
        id=section.id,
        heading=section.heading,
        short=composer.inline(section.short.source),
        text=composer.block(section.text.source),
    )


class ListComposer(Composer):
    """A composer that keeps the texts it composed, so that the list can name their sources."""

    def __init__(self, sources):
        super().__init__(sources)
        self.composed = []

    def inline(self, source):
        self.composed.append(super().inline(source))
        return self.composed[-1]

    def block(self, source):
        self.composed.append(super().block(source))
        return self.composed[-1]


class Listing:
    """A list of the pages of ``structures`` with the title, summary and sections of its info page.

    The list numbers its own citations, in the order in which it shows them.
    """

    def __init__(self, request, slug, *structures):
        self.request, self.structures = request, structures
        self.guide = current_guide()
        self.intro = _or_404(self.guide.page(f"info/{slug}"))
        self.composer = ListComposer(self.guide.sources)
        self.summary = self.composer.inline(self.intro.summary.source)
        self.sections = [_composed(self.composer, part) for part in self.intro.sections]

    def render(self, template, **context):
        context |= {"intro": self.intro, "summary": self.summary, "here": self.intro.slug}
        context["last_change"] = last_change.of_list(
            self.guide, self.intro, *(structure.kind for structure in self.structures)
        )
        context["shown_with"] = shown_with.of_list(self.guide, *self.structures)
        context["sections"] = self.sections
        context["references"] = self.composer.references()
        context["texts"] = tuple(self.composer.composed)
        return cache_for_edition(render(self.request, template, context, guide=self.guide))

    def take(self, section_id):
        """Remove a section from those that the list shows and return it, None if there is none."""
        taken = next((part for part in self.sections if part.id == section_id), None)
        self.sections = [part for part in self.sections if part is not taken]
        return taken

    def summarized(self, pages):
        """Return (page, summary with the citation numbers of this list) for each page."""
        return [(page, self.composer.inline(page.summary.source)) for page in pages]


@reads("all")
@require_safe
def subtypes(request):
    listing = Listing(request, "types", SubtypePage)
    pages = _by_map(listing.guide)
    context = {
        "pages": pages,
        "rows": listing.summarized(pages),
        "letter": listing.take(MRI_LETTER),
    }
    return listing.render("pages/subtypes.html", **context)


@reads("all", "group", "type", "how", "where")
@require_safe
def therapies(request):
    listing = Listing(request, "treatments", TherapyPage)
    form = FilterForm(request.GET, guide=listing.guide)
    treatments = listing.guide.therapies(form.filters)
    groups = listing.guide.grouped(treatments)
    context = {"form": form, "filters": form.filters, "groups": groups, "count": len(treatments)}
    infos = listing.guide.infos()
    context["more_pages"] = [page for page in infos if page.slug in BESIDE_THERAPIES]
    return listing.render("pages/therapies.html", **context)


@reads("all")
@require_safe
def side_effects(request):
    listing = Listing(request, "side-effects", SideEffectPage, TherapyPage)
    guide = listing.guide
    numbers = {page.slug: len(guide.therapies_with(page)) for page in guide.side_effects()}
    rows = a_to_z.entries(guide.side_effects())
    return listing.render("pages/side_effects.html", rows=rows, numbers=numbers)


@reads("all")
@require_safe
def symptoms(request):
    listing = Listing(request, "symptoms", SymptomPage)
    pages = listing.guide.symptoms()
    rows = listing.summarized(pages)
    others = [entry for entry in a_to_z.entries(pages) if not entry.own]
    return listing.render("pages/listed_pages.html", rows=rows, other_names=others)


@reads("all")
@require_safe
def topics(request):
    """List the topics of living with SPMS, each with the first sentence of its summary."""
    listing = Listing(request, "living-with-spms", TopicPage)
    rows = [
        (page, listing.composer.inline(next(sentences(page.summary.source))))
        for page in listing.guide.topics()
    ]
    return listing.render("pages/listed_pages.html", rows=rows, other_names=())


@reads("all")
@require_safe
def info_below_about(request, slug):
    """Show an info page; redirect if it has its own URL."""
    if route := INFO_ROUTES.get(slug):
        return redirect(route, permanent=True)
    return page_of_kind(request, InfoPage.kind, slug)


@reads("all")
@require_safe
def glossary(request):
    guide = current_guide()
    page = _or_404(guide.page(KINDS["glossary"].key))
    return cache_for_edition(render_page(request, guide, page))


@reads("all")
@require_safe
def sources(request):
    guide = current_guide()
    return cache_for_edition(render_page(request, guide, guide.sources_page))


@require_safe
def sources_of_letter(request, letter):
    """List the sources of the organizations that begin with ``letter``."""
    guide = current_guide()
    letters = by_letter(guide.sources_used())
    shown = _or_404(next((one for one in letters if one.slug == letter.lower()), None))
    if shown.slug != letter:
        return redirect("sources_of_letter", shown.slug, permanent=True)
    context = {"page": guide.sources_page, "letters": letters, "shown": shown, "here": "sources"}
    return cache_for_edition(render(request, "pages/sources_of_letter.html", context, guide=guide))


@require_safe
def source(request, key):
    guide = current_guide()
    if key not in guide.sources and key.lower() in guide.sources:
        return redirect("source", key.lower(), permanent=True)
    used = _or_404(guide.use_of(key))
    newer = newer_versions(guide.sources.values()).get(key, "")
    context = {"used": used, "newer": newer, "here": "sources"}
    return cache_for_edition(render(request, "pages/source.html", context, guide=guide))


@reads("all")
@require_safe
def get_help(request):
    guide = current_guide()
    return cache_for_edition(render_page(request, guide, guide.help))


@require_safe
def sources_of_help(request):
    """Show which sentences of the get-help page rest on which sources (ADR 0030)."""
    guide = current_guide()
    page = render_page(request, guide, guide.help, template="pages/sources_of_help.html")
    return cache_for_edition(page)


@require_safe
def signs_of_part(request, part):
    """Show all signs of a part of the body in full (ADR 0034).

    A part that has none now leads to the get-help page, so that what somebody kept lands.
    """
    guide, known = current_guide(), set(BodyPart)
    if part not in known:
        _or_404(part.lower() in known or None)
        return redirect("signs_of_part", part.lower(), permanent=True)
    context = part_of_help(guide, BodyPart(part))
    if not context["levels"]:
        return redirect("get_help")
    page = render_page(request, guide, guide.help, template="pages/signs_of_part.html", **context)
    return cache_for_edition(page)


@reads("all")
@require_safe
def signs_by_treatment(request):
    """Show the signs that mean this only with certain treatments, below their names (ADR 0043).

    Without a table of signs there are none, and Get help says whom to call.
    """
    guide = current_guide()
    context = help_by_treatment(guide)
    if not context["treatments"]:
        return redirect("get_help")
    template = "pages/signs_by_treatment.html"
    return cache_for_edition(render_page(request, guide, guide.help, template=template, **context))


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
