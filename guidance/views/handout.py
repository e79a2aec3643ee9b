"""The visit handout: choose, then print. Nothing is kept, so nothing needs a token."""

from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from guidance import handout
from guidance.delivery import published
from guidance.forms import HandoutForm
from guidance.publishing import current_guide
from guidance.views.render import render


@require_safe
def choose(request):
    """Show the form; links from other pages may choose a type and treatments beforehand."""
    guide = current_guide()
    initial = {
        "treatment": [slug for slug in request.GET.getlist("treatment") if guide.therapy(slug)],
        "type": request.GET.get("type", ""),
    }
    return published(_form(request, guide, HandoutForm(guide=guide, initial=initial)))


def _form(request, guide, form, status=200):
    context = {"form": form, "intro": guide.info("handout"), "here": "handout"}
    return render(request, "guidance/handout.html", context, guide=guide, status=status)


@csrf_exempt  # changes nothing and reads no cookie, so a forged request gains nothing
@never_cache
@require_POST
def print_page(request):
    """Show the sheet, or the form again with what was typed and what to mend."""
    guide = current_guide()
    form = HandoutForm(request.POST, guide=guide)
    if not form.is_valid():
        return _form(request, guide, form, status=422)
    context = {"handout": handout.build(guide, form.choices()), "here": "handout"}
    context["fields"] = [(name, value) for name, values in request.POST.lists() for value in values]
    return render(request, "guidance/handout_print.html", context, guide=guide)


@csrf_exempt
@never_cache
@require_POST
def change(request):
    """Show the form again as it was filled in, coming back from the sheet."""
    guide = current_guide()
    form = HandoutForm(request.POST, guide=guide)
    form.is_valid()
    return _form(request, guide, form, status=200 if form.is_valid() else 422)
