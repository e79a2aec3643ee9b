"""The pages of the walk at a position, however its answers were sent."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guidance.editorial.current import current_guide
from guidance.handout.forms import HandoutForm
from guidance.pages.cited_text import Composer
from guidance.pages.sign_offs import ShownWith, is_signed, signer
from guidance.views.render import render
from guidance.walk import carried, concerns, questions, wording
from guidance.walk.notes import URGENT

MANY_TYPES = 3
"""The number of open types from which a result selects none of them for the handout."""
ABOUT = ("about_type", "about_activity", "about_progression")
"""The parts of a result's reasoning, in the order of their citation numbers."""
MRI_LETTER = "mri-letter"
"""The section of the list of types that a picture of a letter stands beside."""
LEVELS = ("emergency", "crisis")
"""The get-help pages that are about one level."""


@dataclass(frozen=True)
class Way:
    """How the answers of the next request are sent.

    ``hidden`` holds them as (field, value) where no cookie does. ``next`` is the address of the
    form that carries on, ``change`` that of the answers.
    """

    next: str
    change: str
    hidden: list = field(default_factory=list)
    another: bool = False
    clears: bool = True


def period(another=False, guide=None):
    """Return the period up to now, in the words of ``guide`` or of the current edition."""
    words = wording.vocabulary(guide or current_guide())
    return wording.period(timezone.localdate(), words.another if another else words.own)


def code(position, another=False):
    """Return the code that carries the answers to another day, in groups of four.

    ``another`` says that they are about somebody else.
    """
    answers = {step.node.key: step.value for step in position.trail}
    letters = carried.code(answers, timezone.localdate(), another)
    return "-".join(letters[place : place + 4] for place in range(0, carried.LENGTH, 4))


def walk_page(request, template, context, status=200, guide=None):
    return render(request, template, {"here": "walk", **context}, status=status, guide=guide)


def asked(guide, node, position, over):
    """Return the context of the question ``node``, without its form."""
    composer, says = Composer(guide.sources), over.said.pages
    return {
        "says": says["question"],
        "you": says["stop"]["you"],
        "letter": node.key == "spots" and _mri_letter(guide),
        "number": says["question"]["number"].replace("{number}", str(position.number(node.name))),
        "why": composer.block(wording.question(node.name, over).why),
        "emergency": guide.level("emergency") if node.name == questions.START else None,
        "outdated": False,
        "old_code": False,
        "references": composer.references(),
    }


def _mri_letter(guide):
    """Return the part about the words of an MRI letter, None if the edition does not have it."""
    types = guide.info("types")
    return types and types.section(MRI_LETTER)


def check(request, position, way, back="", guide=None, **more):
    """Show the answers of a complete walk, each with a link to change it."""
    over = period(way.another, guide)
    context = {
        "says": over.said.pages,
        "rows": wording.check_answers(position, over),
        "clashes": wording.clashes(position, over),
        "code": code(position, way.another),
        "back": back,
        **more,
    }
    return walk_page(request, "walk/check_answers.html", context, guide=guide)


def signed_by(guide):
    """Return who signed off the words of the walk in ``guide``, or that nobody did.

    These sentences are in code, so that nobody can edit who signed.
    """
    review = wording.review(guide)
    if review is None or not is_signed(review):
        return _("No clinician has signed off these questions yet.")
    return _("These questions were signed off by %(name)s.") % {"name": signer(review)}


def questions_shown_with(guide):
    """Return the questions as a part of a page whose own text is another."""
    review = wording.review(guide)
    return ShownWith(_("The questions"), (review,) if review else ())


def care_cards(ticked, guide, over):
    """Return (what was ticked, its care card) for each concern in ``ticked``, worst first."""
    labels = wording.question("new", over).answers
    return [(labels[card.concern.name].label, card) for card in concerns.cards(ticked, guide)]


def stop(request, position, way, back="", guide=None, **more):
    """Show the get-help page at ``position``: one care card for each thing that was ticked."""
    guide = guide or current_guide()
    node, over = position.at, period(way.another, guide)
    context = {
        "level": guide.level(node.name),
        "kind": node.name,
        "cards": [] if node.name in LEVELS else care_cards(position.trail[-1].values, guide, over),
        "harm": over.said.harm,
        "says": over.said.pages["stop"],
        "words": over.said.stops.get(node.name),
        "go_on": over.said.go_on,
        "key": node.key,
        "back": back,
        "way": way,
        **more,
    }
    return walk_page(request, "walk/stop.html", context, guide=guide)


def leave(request, position, way, back="", guide=None, **more):
    """Show the exit at ``position``, which says that the walk does not fit the reader."""
    guide = guide or current_guide()
    over = period(way.another, guide)
    words = wording.filled(over.said.exits[position.at.name], over)
    composer = Composer(guide.sources)
    context = {
        "words": words,
        "lines": inline(composer, words.lines),
        "references": composer.references(),
        "back": back,
        "way": way,
        **more,
    }
    return walk_page(request, "walk/exit.html", context, guide=guide)


def result(request, position, way, back="", guide=None, **more):
    """Show the result of a complete walk."""
    guide = guide or current_guide()
    over = period(way.another, guide)
    composer, says = Composer(guide.sources), over.said.pages
    result = wording.result(position, over)
    matching = types(guide, result)
    context = {
        "result": result,
        **said_by(result, composer),
        "other_questions": other_questions(result),
        "subtypes": guide.subtypes(),
        "says": says,
        "to_read": to_read(matching, says["result"]["one_type"]),
        "many_questions": many_questions(len(result.questions), says["result"]),
        "chosen": for_a_handout(matching, result, guide),
        "signed": signed_by(guide),
        "references": composer.references(),
        "code": code(position, way.another),
        "back": back,
        "way": way,
        **more,
    }
    return walk_page(request, "walk/result.html", context, guide=guide)


def said_by(result, composer):
    """Return the texts of a result that have sources, numbered in the order of the page."""
    told = set()
    return {
        "lead": composer.inline(result.lead),
        "urgent": urgent_notes(composer, result.notes),
        "notes": other_notes(composer, result.notes),
        "settle": tuple((way.ask, composer.inline(way.line)) for way in result.settle),
        **{name: reasons(composer, getattr(result, name), told) for name in ABOUT},
        "period": composer.inline(result.period),
        "next_steps": inline(composer, result.next_steps),
        "more": tuple((note, inline(composer, note.lines)) for note in result.more),
    }


def types(guide, result):
    """Return the pages of the open types that can be shown."""
    return [page for page in map(guide.subtype, result.matches + result.possible) if page]


def to_read(matching, label):
    """Return (page, label of its button) for each of the types, unless they are many."""
    few = matching if len(matching) < MANY_TYPES else []
    return [(page, label.replace("{type}", page.title)) for page in few]


def many_questions(number, says):
    """Return how many questions for the visit there are, in words."""
    said = says["one_question"] if number == 1 else says["many_questions"]
    return said.replace("{number}", str(number))


def other_questions(result):
    """Return the questions for the visit that do not settle an unknown."""
    settling = {way.ask for way in result.settle}
    return tuple(question for question in result.questions if question not in settling)


def for_a_handout(matching, result, guide):
    """Return (field, value) for the handout form: types, unless they are many, and questions."""
    slugs = [page.slug for page in matching] if 0 < len(matching) < MANY_TYPES else [""]
    return HandoutForm.chosen_by_result(slugs, result.questions, guide)


def inline(composer, lines):
    return tuple(composer.inline(line) for line in lines)


def urgent_notes(composer, notes):
    """Return ((the first note, lines), ...) of the notes that say to call, one for each heading.

    Notes with the same heading, such as "Call your MS team within two days", are told together. A
    line that several of them have, such as when to call sooner, is told once, after the last one.
    """
    by_heading = {}
    for note in notes:
        if note.note in URGENT:
            first, lines = by_heading.setdefault(note.heading, (note, []))
            lines[:] = [line for line in lines if line not in note.lines]
            lines.extend(note.lines)
    return tuple((first, inline(composer, lines)) for first, lines in by_heading.values())


def other_notes(composer, notes):
    """Return ((note, lines), ...) of the notes that do not say to call."""
    return tuple((note, inline(composer, note.lines)) for note in notes if note.note not in URGENT)


def reasons(composer, lines, told):
    """Return (reason, answer, meaning) for each line of the reasoning.

    A meaning that is in ``told`` is left out; those that are shown are added to it.
    """
    shown = []
    for line in lines:
        means = "" if line.means in told else line.means
        told.add(line.means)
        shown.append((line, composer.inline(line.said), composer.inline(means)))
    return tuple(shown)


def address(node):
    """Return the URL of a node of the walk."""
    if node.kind is questions.NodeKind.QUESTION:
        return reverse("walk_question", args=[node.name])
    return reverse("walk_check" if node.kind is questions.NodeKind.END else "walk_pause")
