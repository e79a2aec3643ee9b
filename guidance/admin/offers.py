"""The texts of a release that were offered beside what staff wrote: take or keep each."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from guidance import models
from guidance.admin.readonly import ReadOnlyAdmin
from guidance.editorial import offers, refusals, worklist
from guidance.editorial.drafts import cited_models

ANSWERS = {
    "take": (offers.take, "The draft has the words of the release now. They are not public."),
    "keep": (offers.keep, "Your words stay. These words of the release are not offered again."),
}
"""{answer: (function, what is said when it is done)}"""


@admin.register(models.Offer)
class OfferAdmin(ReadOnlyAdmin):
    """Lists the pages with offers, and shows those of one page side by side."""

    def has_view_permission(self, request, obj=None):
        tables = {model._meta.model_name for model, _ in cited_models()}
        return any(request.user.has_perm(f"guidance.view_{table}") for table in tables)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("page/", wrap(self.page_view), name="guidance_offer_page"),
            *(
                path(
                    f"<int:pk>/{answer}/",
                    wrap(require_POST(self.answer_view)),
                    {"answer": answer},
                    name=f"guidance_offer_{answer}",
                )
                for answer in ANSWERS
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """List the pages with open offers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"pages": worklist.pages_with_offers()}
        title = "Texts of a release beside your own"
        return self.show(request, "admin/guidance/offers.html", title, context)

    def look(self, request, row):
        return HttpResponseRedirect(_page(row.page))

    def page_view(self, request):
        """Show the offers for one page, each with the clinic's text and that of the release."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shown = offers.shown(request.user, request.GET.get("page", ""))
        if not shown:
            raise Http404
        title = f"Texts of a release: {worklist.title_of(shown[0].offer.page)}"
        return self.show(request, "admin/guidance/offers_of_page.html", title, {"shown": shown})

    def answer_view(self, request, pk, answer):
        """Take or keep one offer, and return to the others for its page."""
        function, done = ANSWERS[answer]
        key = models.Offer.objects.filter(pk=pk).values_list("page", flat=True).first()
        try:
            function(request.user, pk, request.POST.get("seen", ""))
        except refusals.Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
        if key and models.Offer.objects.filter(page=key).exists():
            return HttpResponseRedirect(_page(key))
        return HttpResponseRedirect(reverse("admin:guidance_offer_changelist"))


def _page(key):
    return f"{reverse('admin:guidance_offer_page')}?{urlencode({'page': key})}"
