"""Sign-offs in the admin: ask for them, and read and sign one whole page."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from guidance import models
from guidance.admin.submission_forms import SignForm
from guidance.editorial import current, permissions, refusals, sign_offs, workflow
from guidance.pages import payloads
from guidance.pages.cited_text import Source
from guidance.pages.claims import claims

MOST_ASKED = 300
"""The largest number of pages for which a sign-off is asked at once."""


@dataclass(frozen=True)
class PageToSign:
    """A page of a submission that can be signed: its row, and who signed it here, or empty."""

    row: models.SubmittedPage
    by: str

    @property
    def address(self):
        """The address at which it is read and signed."""
        return reverse("admin:guidance_submission_sign", args=[self.row.submission_id, self.row.pk])


def pages_to_sign(submission, shown):
    """Return a ``PageToSign`` for each page of ``submission`` that can be signed off.

    ``shown`` are its ``PageInReview``.
    """
    found = []
    for one in shown:
        if review := getattr(one.page, "review", None):
            here = one.row.version_id != one.row.base_id
            found.append(PageToSign(one.row, review.signed_off_by if here else ""))
    return found


@dataclass(frozen=True)
class ClaimBeside:
    """One sentence of a page: the part in which it stands, its words, and its sources."""

    section: str
    words: str
    sources: tuple[Source, ...]


def _claims_beside(page):
    sources = {reference.source.key: reference.source for reference in page.references}
    return [
        ClaimBeside(
            claim.section, claim.words, tuple(sources[key] for key in claim.keys if key in sources)
        )
        for claim in claims(page)
    ]


class SigningMixin:
    """The views of ``SubmissionAdmin`` for sign-offs."""

    def ask_view(self, request):
        """Show for which of the chosen pages a sign-off can be asked (GET), or ask (POST)."""
        if not request.user.has_perm("guidance.submit"):
            raise PermissionDenied
        keys = list(dict.fromkeys((request.POST or request.GET).getlist("page")))[:MOST_ASKED]
        asked = sign_offs.askable(keys)
        if request.method == "POST":
            try:
                made = sign_offs.ask(request.user, keys)
            except refusals.Refused as error:
                messages.error(request, str(error))
            else:
                waiting = sign_offs.waiting_for_sign_off().count()
                messages.success(
                    request,
                    f"Sent for sign-off: {len(made)}, each by itself. Waiting now: {waiting}.",
                )
                return HttpResponseRedirect(reverse("admin:index"))
        can = [one for one in asked if not one.why_not]
        waiting = sign_offs.waiting_for_sign_off().count()
        context = {
            "can": can,
            "cannot": [one for one in asked if one.why_not],
            "waiting": waiting,
            "afterwards": waiting + len(can),
        }
        shown = self.show(request, "admin/guidance/ask_sign_off.html", "Ask for sign-off", context)
        shown.status_code = 422 if request.method == "POST" else 200
        return shown

    def sign_view(self, request, pk, row):
        """Show one whole page with its sources (GET), or sign it (POST)."""
        submission = get_object_or_404(self.whole(), pk=pk)
        if not self.has_view_permission(request, submission):
            raise PermissionDenied
        row = get_object_or_404(submission.pages.select_related("version", "base"), pk=row)
        try:
            page = current.page_of(row.version)
        except payloads.Unreadable:
            return HttpResponseRedirect(submission.get_absolute_url())
        asked, signer = sign_offs.to_answer(page), permissions.signer_of(request.user)
        due = timezone.localdate() + timedelta(days=workflow.SIGN_OFF_DAYS)
        initial = {"review_due": due}
        form = SignForm(request.POST or None, asked=asked, signer=signer, initial=initial)
        if request.method == "POST" and not request.user.has_perm("guidance.approve"):
            raise PermissionDenied
        if request.method == "POST" and form.is_valid():
            try:
                sign_offs.sign(request.user, submission, row, **form.cleaned_data)
            except refusals.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"You signed off “{row.title}”.")
                return HttpResponseRedirect(self._after(request.user, submission))
        in_review = submission.state == models.Submission.State.IN_REVIEW
        may_decide = permissions.may_decide(request.user, submission)
        review = getattr(page, "review", None)
        signed_here = review and review.signed_off_by and row.version_id != row.base_id
        to_sign = bool(review) and not signed_here and in_review and may_decide
        context = {
            "submission": submission,
            "row": row,
            "page": page,
            "form": form,
            "signer": signer,
            "claims": _claims_beside(page),
            "signed_here": bool(signed_here),
            "may_sign": to_sign and (all(signer) or form.is_bound),  # so that no answer is lost
            "no_credentials": "" if all(signer) or not to_sign else permissions.NO_CREDENTIALS,
            "own_work": in_review and not may_decide,
            "alone": submission.pages.count() == 1,
        }
        title = f"Read and sign “{row.title}”"
        shown = form if form.is_bound else None
        return self.show(request, "admin/guidance/sign.html", title, context, shown)

    @staticmethod
    def _after(user, submission):
        """Return the address that follows a signature: the next page to sign, or the submission."""
        if submission.for_sign_off:
            for other in sign_offs.waiting_for_sign_off():
                if permissions.may_decide(user, other):
                    row = other.pages.all()[0]
                    return reverse("admin:guidance_submission_sign", args=[other.pk, row.pk])
        return submission.get_absolute_url()
