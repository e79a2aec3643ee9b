"""Preview for staff: any page as its draft is now, in the public template."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from guidance.publishing import CannotFreeze, NoSuchDraft, find_draft, preview_guide
from guidance.views.render import TEMPLATES, render, render_page


@require_safe
@login_required
def preview(request, model, pk):
    """Show the page that a draft row would make, with a banner; only to staff who may see it."""
    if not request.user.is_staff or not request.user.has_perm(f"guidance.view_{model}"):
        raise PermissionDenied
    try:
        guide, page = preview_guide(find_draft(model, pk))
    except NoSuchDraft as error:
        raise Http404 from error
    except CannotFreeze as error:
        response = render(request, "guidance/preview_refused.html", {"reason": str(error)})
    else:
        page = page if page.kind in TEMPLATES else guide.info("home")
        edit = reverse(f"admin:guidance_{model}_change", args=[pk])
        response = render_page(request, guide, page, preview=True, edit=edit)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
