"""The comparison of treatments, and the worksheet of what matters to a reader.

The compared treatments say nothing about a reader, so they may be in an address. What matters to a
reader is personal, so it is sent by POST and not stored.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guidance.delivery import cache_for_edition, reads
from guidance.editorial.current import current_guide
from guidance.pages import compare
from guidance.pages.forms import CompareForm, MattersForm
from guidance.pages.sections import IF_NOTHING_CHANGES, SIDE_EFFECTS
from guidance.views.render import for_this_reader, render


@reads("treatment", "with", "show")
@require_safe
def side_by_side(request):
    """Show the form, in which ``with`` ticks treatments, or the comparison of ``treatment``.

    The form also sends ``show``, so that submitting it without a treatment shows an error.
    """
    guide = current_guide()
    is_submitted = "treatment" in request.GET or "show" in request.GET
    form = CompareForm(
        request.GET if is_submitted else None,
        guide=guide,
        initial={"treatment": request.GET.getlist("with")},
    )
    context = {"form": form, "here": "compare", "comparison": None, "compared": ""}
    if is_submitted and form.is_valid():
        chosen = form.cleaned_data["treatment"]
        query = urlencode({"treatment": chosen}, doseq=True)
        context["comparison"] = comparison = compare.build(guide, chosen)
        context["compared"] = ", ".join(page.title for page in comparison.therapies) + ": "
        context["rows"] = [
            (line, list(zip(comparison.therapies, line.cells, strict=True)))
            for line in comparison.lines
        ]
        context |= {"subtypes": guide.subtypes(), "no_change_id": IF_NOTHING_CHANGES}
        context["handout"] = f"{reverse('handout')}?{query}"
    status = 422 if form.errors else 200
    response = render(request, "compare/side_by_side.html", context, guide=guide, status=status)
    return cache_for_edition(response)


@csrf_exempt  # changes nothing and reads no cookie, so a forged request gains nothing
@require_http_methods(["GET", "HEAD", "POST"])
def what_matters(request):
    """Show the form about what matters to the reader, or the worksheet for the submitted form."""
    guide = current_guide()
    if request.method == "POST":
        return _worksheet(request, guide)
    context = {"form": MattersForm(guide=guide), "here": "what-matters", "sheet": None}
    return cache_for_edition(render(request, "compare/what_matters.html", context, guide=guide))


@for_this_reader
def _worksheet(request, guide):
    form = MattersForm(request.POST, guide=guide)
    sheet = form.worksheet(guide) if form.is_valid() else None
    context = {"form": form, "here": "what-matters", "sheet": sheet, "harms_id": SIDE_EFFECTS}
    status = 200 if sheet else 422
    return render(request, "compare/what_matters.html", context, guide=guide, status=status)
