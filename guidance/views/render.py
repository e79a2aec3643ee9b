"""Renders pages of the guide, for the public site and for previews."""

from dataclasses import replace
from functools import singledispatch, wraps

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidance.editorial.current import current_guide, shown_to_readers
from guidance.handout import build, check_code, layout
from guidance.handout.forms import HandoutForm
from guidance.pages import check_schedule, harm_charts, site_pages, structures
from guidance.pages.choices import Moment
from guidance.pages.cited_text import Composer
from guidance.pages.denominators import (
    therapies_with_common_denominator,
    with_common_denominator,
)
from guidance.pages.guide import CannotShow
from guidance.pages.harms import harm_answers, usual
from guidance.pages.kinds import INFO_ROUTES, KINDS
from guidance.pages.sections import (
    BEFORE_YOU_START,
    DO_NOT_TAKE_IT_IF,
    IF_NOTHING_CHANGES,
    SIDE_EFFECTS,
    STOPPING,
    TREATMENTS,
)
from guidance.pages.signs_by_part import (
    levels_of_part,
    only_by_treatment,
    signs_by_part,
    signs_by_treatment,
    without,
)
from guidance.pages.sources_by_letter import by_letter
from guidance.pages.when_to_call import when_to_call
from guidance.views import last_change, page_sections, shown_with


def render(request, template, context, *, guide=None, status=200):
    """Return a response; every template gets the guide and today's date."""
    shared = {
        "guide": guide or current_guide(),
        "today": timezone.localdate(),
        "preview": False,
        "only_staff_see_this": not shown_to_readers(),
        "last_change": None,
        "shown_with": (),
        "all_open": request.GET.get("all") == "1" or context.get("preview", False),
    }
    response = TemplateResponse(request, template, {**shared, **context}, status=status)
    return response


def for_this_reader(view):
    """Let only the reader's browser cache the response of ``view``, for Back and Forward.

    This decorator is for responses to POST. With ``no-store``, Back to such a page makes the
    browser ask whether to send the form again. ``no-cache`` makes the browser request the page
    again in all other cases (ADR 0018).
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return wrapped


def render_page(request, guide, page, *, template="", **more):
    """Return the response for one page of ``guide``, with the context of its template.

    ``template`` shows the same context in another way than the template of the page's kind.
    """
    context = {
        "page": page,
        "here": page.kind,
        "last_change": last_change.of_page(page, guide),
        "shown_with": shown_with.of_page(page, guide),
        "topics": guide.topics_about(page),
        **look_ups(page, guide),
    }
    template = template or KINDS[page.kind].template
    return render(request, template, {**context, **more}, guide=guide)


MOST_OPEN_SECTIONS = 4
"""The most sections of an info page that are all open."""
SKETCH_WORDS = {
    (True, True): _("A rising line with bumps."),
    (True, False): _("A rising line without bumps."),
    (False, True): _("A level line with bumps."),
    (False, False): _("A level line without bumps."),
}
"""The text alternative of the sketch of a type, by (progressing, active)."""


@singledispatch
def look_ups(page, guide):
    """Return the additional context of the template of ``page``. Dispatches on its structure."""
    return {}


@look_ups.register
def _subtype(page: structures.SubtypePage, guide):
    symptoms = guide.symptoms_of(page)
    return {
        "groups": guide.therapies_of(page),
        "treatments": page.section(TREATMENTS),
        "treatments_id": TREATMENTS,
        "no_change_id": IF_NOTHING_CHANGES,
        "sketch_words": SKETCH_WORDS[page.progressing, page.active],
        "chosen": HandoutForm.chosen_by_subtype(page),
        "symptoms": symptoms,
        "parts": page_sections.of_subtype(page, symptoms),
    }


@look_ups.register
def _therapy(page: structures.TherapyPage, guide):
    """Return the context of a treatment's page, with all counts scaled to one denominator."""
    (alike,) = therapies_with_common_denominator([page])
    parts = page_sections.of_therapy(page)
    below, others = page_sections.below_what_is_shown(page, parts)
    return {
        **_harms(guide.effects_of(alike)),
        "offered": guide.offered(page),
        "calls": when_to_call(page, guide),
        "below": below,
        "parts": others,
        "how": page.at_a_glance("how"),
        "often": page.at_a_glance("often"),
        "label": page.at_a_glance("label"),
        "point": alike.point_result,
        **_at_once(page),
        "results": alike.evidence,
        "some_rated": any(result.certainty != "not-rated" for result in page.evidence),
        "subtypes": guide.subtypes_of(page),
        "handout_address": f"{reverse('handout')}?treatment={page.slug}",
        "compare_address": f"{reverse('compare')}?with={page.slug}",
    }


def _harms(effects):
    """Return what the page of a treatment shows of ``effects``, [(effect, page)], as a context."""
    groups = harm_charts.groups(effects)
    return {
        "effects": effects,
        "harms_id": SIDE_EFFECTS,
        "gravest": groups[0] if groups else None,
        "harm_details": harm_charts.details(groups),
        "harms_counted": any(
            effect.counted or " out of " in effect.detail.source for effect, _page in effects
        ),
    }


def _at_once(page):
    """Return what the page of a treatment shows before its side effects, as a context.

    ``stages`` are the ``timepoints`` by moment, but for those ``after`` the treatment, which stand
    with what to do if one stops.
    ``at_once`` are all texts that are shown, whose sources are named in one place.
    """
    before = page_sections.short_of(page, BEFORE_YOU_START)
    stopping = page_sections.short_of(page, STOPPING)
    timepoints = check_schedule.timepoints(page)
    stages = check_schedule.stages(timepoints)
    after = [stage for stage in stages if stopping and stage.moment == Moment.AFTER]
    point = page.point_result
    benefit = point.finding if point else page.benefit_point or page.summary
    facts = tuple(line for line in page.glance if line.id in page_sections.FACTS_AT_ONCE)
    named = (page.how_to_say, page.no_boxed_warning)
    shown = (*named, facts, benefit, page.worst, before, page.for_you_if, page.not_for_you_if)
    whole_list = page_sections.reasons_against(page)
    against = () if whole_list else page.section(DO_NOT_TAKE_IT_IF) or ()
    return {
        "before": before,
        "stopping": stopping,
        "timepoints": timepoints,
        "stages": [stage for stage in stages if stage not in after],
        "after": after,
        "at_once": (*shown, against, page.monitoring, stopping if timepoints else ()),
    }


@look_ups.register
def _side_effect(page: structures.SideEffectPage, guide):
    answers = harm_answers(page, guide.therapies())
    effects = with_common_denominator(effect for effect, _therapy in answers.listed)
    therapies = [therapy for _effect, therapy in answers.listed]
    return {
        "calls": when_to_call(page, guide),
        "answers": answers,
        "therapies": _told_once(list(zip(effects, therapies, strict=True))),
        "usual": usual(effect for effect, _therapy in answers.listed),
        "treatments_id": TREATMENTS,
        "all_harms_id": page_sections.ALL_SIDE_EFFECTS,
        "withdrawn": [notice for notice in guide.notices() if page.slug in notice.side_effects],
        "symptoms": guide.symptoms_with(page),
    }


def _told_once(listed):
    """Return (effect, treatment, repeats) of each pair ``listed``.

    ``repeats`` says that the numbers were counted on another medicine of the list, named by
    ``effect.given``, which shows the same ones.
    """
    counts = {(therapy.title.lower(), _counts(effect)) for effect, therapy in listed}
    return [
        (effect, therapy, bool(effect.given) and (effect.given.lower(), _counts(effect)) in counts)
        for effect, therapy in listed
    ]


def _counts(effect):
    """Return what is told of the numbers of a side effect: counts, comparator, time and people."""
    numbers = effect.out_of, effect.with_treatment, effect.without_treatment
    return (*numbers, effect.comparator, effect.time_span, effect.group)


@look_ups.register
def _symptom(page: structures.SymptomPage, guide):
    effects = list(filter(None, map(guide.side_effect, page.side_effects)))
    parts = page_sections.of_symptom(page, effects)
    return {
        "calls": when_to_call(page, guide),
        "effects": effects,
        "parts": parts,
        "pictured": next((part for part in parts if part.picture), None),
    }


@look_ups.register
def _topic(page: structures.TopicPage, guide):
    """Return the context of a topic: when to call, its closed parts, and the pages to read next."""
    return {
        "calls": when_to_call(page, guide),
        "parts": page_sections.of_topic(page),
        "next_pages": guide.read_next(page),
        "handout_address": f"{reverse('handout')}?topic={page.slug}",
    }


@look_ups.register
def _info(page: structures.InfoPage, guide):
    """Return the sections by whether they are open, and the other pages below ``/about/``.

    On a long page, only the first section is open.
    """
    below_about = [
        info for info in guide.infos() if info.slug == "about" or info.slug not in INFO_ROUTES
    ]
    most = len(page.sections) if len(page.sections) <= MOST_OPEN_SECTIONS else 1
    return {
        "open_sections": page.sections[:most],
        "closed_sections": page.sections[most:],
        "other_pages": [info for info in below_about if info.slug != page.slug],
    }


@look_ups.register
def _visit(page: structures.VisitPage, guide):
    """Return the context of a ready-made handout: its pages, and the form that prints it."""
    return {
        "subtype": guide.subtype(page.subtype),
        "therapies": [therapy for therapy in guide.therapies() if therapy.slug in page.therapies],
        "symptoms": [symptom for symptom in guide.symptoms() if symptom.slug in page.symptoms],
        "effects": [effect for effect in guide.side_effects() if effect.slug in page.side_effects],
        "form": HandoutForm(guide=guide),
        "chosen": HandoutForm.ready_made(page),
        "leaves": _takes_more_leaves(page, guide),
    }


def _takes_more_leaves(page: structures.VisitPage, guide):
    """Return whether the sheet of a ready-made handout takes more than one leaf of paper.

    None if a page that every sheet needs cannot be shown.
    """
    try:
        return layout.takes_more_leaves(build.build(guide, build.ready_made(page)))
    except check_code.TooManyPages:
        return True
    except CannotShow:
        return None


@look_ups.register
def _help(page: site_pages.HelpPage, guide):
    """Return the context of the get-help page, with common citation numbers."""
    intro, composer = guide.info(KINDS[page.kind].intro), Composer(guide.sources)
    summary = composer.inline(intro.summary.source) if intro else None
    by_treatment = signs_by_treatment(guide)
    texts = only_by_treatment(by_treatment)
    levels = tuple(compose_level(composer, without(level, texts)) for level in guide.levels)
    in_few_words = _in_few_words(composer, by_treatment)
    return {
        "summary": summary,
        "levels": levels,
        "index": signs_by_part(guide.levels),
        "parts": signs_by_part(levels),
        "treatments": by_treatment,
        "texts": (summary or (), levels, in_few_words),
        "references": composer.references(),
    }


def part_of_help(guide, part):
    """Return the context of the page of a part of the body: its signs, with their own numbers."""
    composer = Composer(guide.sources)
    levels = tuple(compose_level(composer, level) for level in levels_of_part(guide, part))
    return {
        "part": part,
        "levels": levels,
        "texts": levels,
        "references": composer.references(),
    }


def help_by_treatment(guide):
    """Return the context of the page of signs by treatment, with numbers of its own.

    ``treatments`` have signs that mean this only with them; the ``others`` name no such sign.
    """
    composer, every = Composer(guide.sources), signs_by_treatment(guide)
    return {
        "treatments": tuple(one for one in every if one.groups),
        "others": tuple(one for one in every if not one.groups),
        "texts": _in_few_words(composer, every),
        "references": composer.references(),
    }


def _in_few_words(composer, treatments):
    """Return what the list of signs by treatment says, with the numbers of ``composer``."""
    return tuple(
        composer.inline(sign.at_once.source)
        for one in treatments
        for _how_soon, signs in one.groups
        for sign in signs
    )


def compose_level(composer, level):
    """Return a get-help level with the citation numbers of ``composer``."""

    def inline(texts):
        return tuple(composer.inline(text.source) for text in texts)

    return replace(
        level,
        action=composer.inline(level.action.source),
        first=inline(level.first),
        by_part=tuple((part, inline(texts)) for part, texts in level.by_part),
        others=inline(level.others),
    )


@look_ups.register
def _glossary(page: site_pages.GlossaryPage, guide):
    """Return the context of the glossary, with common citation numbers."""
    intro, composer = guide.info(KINDS[page.kind].intro), Composer(guide.sources)
    return {
        "intro": intro,
        "summary": composer.inline(intro.summary.source) if intro else None,
        "terms": tuple((term, composer.inline(term.definition.source)) for term in page.terms),
        "references": composer.references(),
    }


@look_ups.register
def _sources(page: site_pages.SourcesPage, guide):
    return {"intro": guide.info(KINDS[page.kind].intro), "letters": by_letter(guide.sources_used())}
