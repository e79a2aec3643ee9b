"""Render a page of the guide: one way for the public site and for previews."""

from functools import wraps

from django.template.response import TemplateResponse
from django.utils import timezone

from guidance.editorial.publishing import current_guide
from guidance.handout.forms import HandoutForm
from guidance.pages import compare
from guidance.pages.guide import WHERE_TAKEN
from guidance.pages.structures import Composer, HelpLevel

TEMPLATES = {
    "subtype": "guidance/subtype.html",
    "therapy": "guidance/therapy.html",
    "side-effect": "guidance/side_effect.html",
    "symptom": "guidance/symptom.html",
    "visit": "guidance/visit.html",
    "info": "guidance/info.html",
    "glossary": "guidance/glossary.html",
    "help": "guidance/get_help.html",
    "sources": "guidance/sources.html",
}
"""The template of each kind of page. The clinic has none; it stands at the foot of every page."""


def render(request, template, context, *, guide=None, status=200):
    """Return a response with what every template needs: the guide and today's date."""
    shared = {"guide": guide or current_guide(), "today": timezone.localdate(), "preview": False}
    response = TemplateResponse(request, template, {**shared, **context}, status=status)
    return response


def for_this_reader(view):
    """Let the reader's own browser alone keep the response, for Back and Forward.

    For pages made by POST: with ``no-store``, Back to one ends in a question whether to send the
    form again. ``no-cache`` has them made anew wherever else they are asked for (ADR 0018).
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return wrapped


def render_page(request, guide, page, **more):
    """Return the response for one page of ``guide``, with all that its template looks up."""
    context = {
        "page": page,
        "here": page.kind,
        **LOOK_UPS.get(page.kind, lambda *_: {})(guide, page),
    }
    return render(request, TEMPLATES[page.kind], {**context, **more}, guide=guide)


def _subtype(guide, page):
    return {
        "groups": guide.therapies_of(page),
        "symptoms": guide.symptoms_of(page),
        "here_only": [page],
        "chosen": HandoutForm.chosen_by_subtype(page),
    }


def _therapy(guide, page):
    """Return what a treatment's page looks up, with all its counts out of one number of people."""
    (alike,) = compare.counted_alike([page])
    effects = guide.effects_of(alike)
    return {
        "results": alike.evidence,
        "harms_drawn": max((effect.out_of or 0 for effect, _page in effects), default=0),
        "harms_counted": any(
            effect.counted or " out of " in effect.detail.source for effect, _page in effects
        ),
        "subtypes": guide.subtypes_of(page),
        "common": compare.common(guide, alike),
        "serious": compare.serious(guide, alike),
        "where": [words for value, words in WHERE_TAKEN.items() if value in page.where_taken],
    }


def _side_effect(guide, page):
    found = guide.therapies_with(page)
    effects = compare.in_common(effect for effect, _therapy in found)
    therapies = [therapy for _effect, therapy in found]
    return {
        "therapies": list(zip(effects, therapies, strict=True)),
        "symptoms": guide.symptoms_with(page),
    }


def _symptom(guide, page):
    effects = [guide.side_effect(slug) for slug in page.side_effects]
    return {"effects": [effect for effect in effects if effect]}


def _visit(guide, page):
    """Return what a ready-made handout leads to, and the form that prints it."""
    return {
        "subtype": guide.subtype(page.subtype),
        "therapies": [one for one in guide.therapies() if one.slug in page.therapies],
        "symptoms": [one for one in guide.symptoms() if one.slug in page.symptoms],
        "effects": [one for one in guide.side_effects() if one.slug in page.side_effects],
        "form": HandoutForm(guide=guide),
        "chosen": HandoutForm.ready_made(page),
    }


def _help(guide, page):
    """Return the levels under the summary that staff wrote for the page, numbered together."""
    intro, composer = guide.info("get-help"), Composer(guide.sources)
    return {
        "summary": composer.inline(intro.summary.source) if intro else None,
        "levels": [compose_level(composer, level) for level in page.levels],
        "references": composer.references(),
    }


def compose_level(composer, level):
    """Return a level of urgency as numbered on the page that ``composer`` writes."""
    return HelpLevel(
        slug=level.slug,
        title=level.title,
        action=composer.inline(level.action.source),
        signs=tuple(composer.inline(sign.source) for sign in level.signs),
    )


def _glossary(guide, page):
    """Return the terms under the summary that staff wrote for the page, numbered together."""
    intro, composer = guide.info("glossary"), Composer(guide.sources)
    return {
        "intro": intro,
        "summary": composer.inline(intro.summary.source) if intro else None,
        "terms": [(term, composer.inline(term.definition.source)) for term in page.terms],
        "references": composer.references(),
    }


def _sources(guide, page):
    return {"intro": guide.info("sources"), "used": guide.sources_used()}


LOOK_UPS = {
    "subtype": _subtype,
    "therapy": _therapy,
    "side-effect": _side_effect,
    "symptom": _symptom,
    "visit": _visit,
    "help": _help,
    "glossary": _glossary,
    "sources": _sources,
}
