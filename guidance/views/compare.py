"""The comparison of treatments, and what matters to a reader.

The compared treatments say nothing about a reader, so they may be in an address. The type of SPMS
and what matters to a reader are personal, so they are sent by POST and not stored.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guidance.delivery import cache_for_edition, reads
from guidance.editorial.current import current_guide, current_search
from guidance.handout.forms import HandoutForm
from guidance.pages import side_by_side as comparison
from guidance.pages.forms import CompareForm, MattersForm
from guidance.pages.no_new_medicine import NAME, NO_NEW_MEDICINE
from guidance.pages.sections import IF_NOTHING_CHANGES, SIDE_EFFECTS
from guidance.pages.text_input import clean_line
from guidance.pages.what_matters import POINTS
from guidance.views.render import for_this_reader, render

METHODS = ["GET", "HEAD", "POST"]
NOT_FOUND = {"words": "", "slugs": ()}
NOT_COMPARED = {"comparison": None, "compared": "", "asks_type": False}


@csrf_exempt  # changes nothing and reads no cookie, so a forged request gains nothing
@reads("treatment", "with", "type", "show")
@require_http_methods(METHODS)
def side_by_side(request):
    """Show the form, in which ``with`` ticks treatments, or the comparison of ``treatment``.

    The form also sends ``show``, so that submitting it without a treatment shows an error. By POST
    it also gets the reader's type and what matters to the reader. A saved link of an earlier
    release may have the type in its address: it is answered, but no cache keeps the answer, and
    what follows on the page goes by POST.
    """
    if request.method == "POST":
        return _for_reader(request, request.POST, request.POST.getlist("point"))
    if request.GET.get("type"):
        return _for_reader(request, request.GET, ())
    return cache_for_edition(_side_by_side(request, request.GET, ()))


@for_this_reader
def _for_reader(request, data, points):
    return _side_by_side(request, data, points)


def _side_by_side(request, data, points):
    guide = current_guide()
    is_submitted = not {"choose", "find"} & {*request.POST} and (
        request.method == "POST" or "treatment" in data or "show" in data
    )
    chosen = _with_second(data.getlist("treatment"), data.get("beside", ""))
    fields = {"treatment": chosen, "type": data.get("type", "")}
    initial = fields | {"treatment": [*data.getlist("with"), *chosen]}
    found = _found(request.POST, "therapy")
    form = CompareForm(
        fields if is_submitted else None, guide=guide, initial=initial, found=found["slugs"]
    )
    carried = _carried(request.POST, points)
    context = {"form": form, "here": "compare", "carried": carried, "found": found} | NOT_COMPARED
    context["personal"] = [("type", fields["type"])] * bool(fields["type"]) + carried
    if is_submitted and form.is_valid():
        context |= _compared(guide, form, points)
    status = 422 if form.errors else 200
    return render(request, "compare/side_by_side.html", context, guide=guide, status=status)


def _found(data, kind):
    """Return the words for which pages of ``kind`` are looked for, and the slugs that are found.

    Both are empty if nothing is looked for. The words are sent by POST only.
    """
    words = clean_line(data.get("words", "")) if "find" in data else ""
    if not words:
        return dict(NOT_FOUND)
    return {"words": words, "slugs": [page.slug for page in current_search().pages(words, kind)]}


def _carried(data, points):
    """Return (field, value) of what the reader said elsewhere and the sheet needs.

    These are what matters, the harms, and notes with the reader's own words. No address has them.
    """
    effects = [("effect", slug) for slug in data.getlist("effect")]
    notes = [("notes", data["notes"])] if data.get("notes") else []
    return [*(("point", point) for point in points), *effects, *notes]


def _compared(guide, form, points):
    """Return the context of a comparison, or of the question for which type it is."""
    chosen, subtype = form.cleaned_data["treatment"], form.cleaned_data["type"]
    shared = {"chosen": chosen, "others": _address(chosen, "with")}
    if form.lacks_type:
        return shared | {"asks_type": True, "subtypes": guide.subtypes(), "sheet": ()}
    lines = {line for name in points if name in POINTS for line in POINTS[name].lines}
    found = comparison.build(guide, chosen, subtype, lines)
    slugs = [value for value in chosen if value != NO_NEW_MEDICINE]
    return shared | {
        "comparison": found,
        "compared": ", ".join(column.name for column in found.columns) + ": ",
        "beside": _beside(found),
        "handout": f"{reverse('handout')}?{urlencode([('treatment', slug) for slug in slugs])}",
        "sheet": HandoutForm.as_first_shown(),
        "no_change_id": IF_NOTHING_CHANGES,
    }


def _address(values, name="treatment"):
    return f"{reverse('compare')}?{urlencode([(name, value) for value in values])}"


def _with_second(values, second):
    """Return ``values`` with ``second`` as the second of them; as they are if it is empty."""
    if not values or second in ("", values[0]):
        return values
    return [values[0], second, *(value for value in values[1:] if value != second)]


def _beside(found):
    """Return (name, value, address, is added) for each choice that can stand second.

    These are no new medicine, if it can be added, and the columns that a phone does not show.
    """
    values = [column.value for column in found.columns]
    others = [(column.name, column.value, False) for column in found.columns[2:]]
    if NO_NEW_MEDICINE not in values and len(values) < comparison.MOST:
        others = [(NAME, NO_NEW_MEDICINE, True), *others]
    return [
        (name, value, _address(_with_second(values, value)), is_added)
        for name, value, is_added in others
    ]


@csrf_exempt  # changes nothing and reads no cookie, so a forged request gains nothing
@require_http_methods(METHODS)
def what_matters(request):
    """Show the form about what matters to the reader, or the answers to the submitted form."""
    guide = current_guide()
    if request.method == "POST":
        return _answers(request, guide)
    context = {"form": MattersForm(guide=guide), "here": "what-matters", "result": None}
    context["found"] = NOT_FOUND
    return cache_for_edition(render(request, "compare/what_matters.html", context, guide=guide))


@for_this_reader
def _answers(request, guide):
    if {"change", "find"} & {*request.POST}:
        return _change(request, guide)
    form = MattersForm(request.POST, guide=guide)
    result = form.result(guide) if form.is_valid() else None
    context = {"form": form, "here": "what-matters", "result": result, "harms_id": SIDE_EFFECTS}
    context["found"] = NOT_FOUND
    if result:
        context["ticked"] = list(_ticked(form))
        context["carried"] = [*context["ticked"], *_for_the_sheet(form, result)]
    status = 200 if result else 422
    return render(request, "compare/what_matters.html", context, guide=guide, status=status)


def _change(request, guide):
    """Return the form with what was ticked and typed before, and the harms that were looked for."""
    found = _found(request.POST, "side-effect")
    form = MattersForm.kept(request.POST, guide=guide, found=found["slugs"])
    offered = dict(form.fields["harm"].choices)
    found["slugs"] = [slug for slug in found["slugs"] if slug in offered]
    context = {"form": form, "here": "what-matters", "result": None, "found": found}
    return render(request, "compare/what_matters.html", context, guide=guide)


def _ticked(form):
    """Yield (field, value) of what was ticked and typed."""
    for name in ("point", "second", "harm"):
        yield from ((name, value) for value in form.cleaned_data[name])
    yield from ((name, form.cleaned_data[name]) for name in ("type", "own"))


def _for_the_sheet(form, result):
    """Yield (field, value) of what only the sheet is sent."""
    yield from (("effect", value) for value in form.cleaned_data["harm"])
    yield "notes", _notes(result, form.cleaned_data["own"])
    yield from HandoutForm.as_first_shown()


def _notes(result, own):
    """Return what matters as notes for the sheet, of two people each in a line of its own."""
    shared = result.shared
    told = {*shared.both, *shared.first, *shared.second} if shared else set()
    others = tuple(matter.heading for matter in result.matters if matter.heading not in told)
    lines = [("What matters to me" if not shared else "Side effects that matter to us", others)]
    if shared:
        lines.append(("We agree on", shared.both))
        lines.append(("Only the first of us", shared.first))
        lines.append(("Only the second of us", shared.second))
    notes = [f"{label}: {'; '.join(names)}." for label, names in lines if names]
    return "\n".join([*notes, own] if own else notes)
