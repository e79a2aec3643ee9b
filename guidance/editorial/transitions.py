"""The states of a submission, and the changes of state that are allowed."""

from guidance.editorial import audit
from guidance.editorial.refusals import TooLate
from guidance.models import Submission

State = Submission.State

TRANSITIONS = {
    State.IN_REVIEW: {State.APPROVED, State.SENT_BACK, State.TAKEN_BACK},
    State.APPROVED: {State.PUBLISHED, State.SENT_BACK},
    State.SENT_BACK: set(),
    State.TAKEN_BACK: set(),
    State.PUBLISHED: set(),
}
"""For each state, the states that may follow it."""


def transition(submission, state, **values):
    """Set ``submission`` to ``state``, and its fields to ``values``.

    This is a compare-and-set: of two users who act at the same time, one succeeds. Raise
    ``TooLate`` if the submission is no longer in a state that ``state`` may follow.
    """
    sources = [source for source, targets in TRANSITIONS.items() if state in targets]
    _update(submission, sources, state=state, **values)


def update_approved(submission, **values):
    """Set fields of ``submission``; raise ``TooLate`` if it is no longer approved."""
    _update(submission, [State.APPROVED], **values)


def _update(submission, states, **values):
    rows = Submission.objects.filter(pk=submission.pk, state__in=states)
    if rows.update(**values) != 1:
        raise too_late(submission)
    submission.refresh_from_db()


def too_late(submission):
    """Return the ``TooLate`` that says in which state ``submission`` is, and who acted last."""
    now = Submission.objects.get(pk=submission.pk)
    last = audit.log_about(submission).first()
    who = (
        f" {audit.name_of(last.user)} was here on {audit.format_datetime(last.action_time)}."
        if last
        else ""
    )
    return TooLate(f"{submission} is no longer open to this: {now.get_state_display()}.{who}")
