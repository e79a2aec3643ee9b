"""The walk without cookies: all questions on one page, answered by POST, and the walk on paper."""

from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guidance.editorial.current import current_guide
from guidance.views import walk_pages
from guidance.views.walk import private
from guidance.views.walk_pages import Way, period, walk_page
from guidance.walk import concerns, paper, questions
from guidance.walk.forms import OFF_THE_WAY, REQUIRED, QuestionForm

CARRIED_ON = tuple(dict.fromkeys(node.key for node in questions.STOPS))
"""The keys of the decisions to carry on after a get-help page."""
TICKED = ("new", "quick")
"""The questions whose ticks lead to care cards."""
CALM = ("none", "new", questions.NOT_SURE)
"""The answers about safety that do not lead to help at once."""


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
@private
def at_once(request):
    """Ask all questions on one page, or show where the answers lead.

    The answers are nowhere but in the forms: nothing is stored, not even in the browser. So a form
    of another site can change nothing, and no token is needed.
    """
    another = request.POST.get("for") == "another"
    if request.method != "POST":
        return _ask(request, {}, {}, another)
    answers = _answers(request.POST)
    position = questions.resolve(answers)
    kind = position.at.kind
    if request.POST.get("change"):
        return _ask(request, answers, {}, another)
    waits = kind in (questions.NodeKind.QUESTION, questions.NodeKind.END)
    if waits and (faults := _faults(answers)):
        return _ask(request, answers, faults, another)
    here = reverse("walk_at_once")
    way = Way(here, here, _hidden(answers, another), another, clears=False)
    show = {
        questions.NodeKind.GET_HELP: walk_pages.stop,
        questions.NodeKind.EXIT: walk_pages.leave,
        questions.NodeKind.END: walk_pages.result,
    }[kind]
    return show(request, position, way)


def _answers(data):
    """Return the answers that ``data`` has, each as it is stored."""
    given = {
        node.key: node.joined(data.getlist(node.key)) if node.ticks else data.get(node.key, "")
        for node in questions.QUESTIONS
    }
    if data.get("instead"):  # the button of an exit
        given["told"] = questions.NOT_SURE
    if given["safety"] in CALM:
        given |= _ticked(given)
    return {**given, **{key: questions.YES for key in CARRIED_ON if data.get(key)}}


def _ticked(given):
    """Return the answers that lead to the care cards of all that is ticked as new or worse.

    Somebody may tick it although the answer before says that nothing is new, or that nothing got
    harder: what is ticked counts.
    """
    new, quick = (set(given[name].split("+")) - {"", questions.NONE_FITS} for name in TICKED)
    helped = dict.fromkeys(CARRIED_ON, questions.YES)
    if "quick" in {step.node.key for step in questions.resolve({**given, **helped}).trail}:
        quick = set()  # its own cards come where it is asked
    if not (quick or (new and given["safety"] == "none")):
        return {}
    return {"safety": "new", "new": questions.NODES["new"].joined(new | quick)}


def _faults(answers):
    """Return {name of a question: code of its error} for all answers that cannot be taken.

    Where an answer is missing, the questions up to the next one that everybody is asked may be on
    the way or not: nothing is said about them.
    """
    given = {**answers, **dict.fromkeys(CARRIED_ON, questions.YES)}
    faults, passed, node = {}, set(TICKED), questions.NODES[questions.START]
    while node.routes:
        passed.add(node.name)
        if route := node.route(given.get(node.key)):
            node = questions.NODES[node.routes[route]]
        else:
            faults[node.name] = REQUIRED
            skipped, node = _next_for_everybody(node)
            passed |= skipped
    if node.name == questions.END:
        others = (one for one in questions.QUESTIONS if one.name not in passed)
        faults |= {one.name: OFF_THE_WAY for one in others if answers.get(one.key)}
    return faults


def _next_for_everybody(node):
    """Return (names of the questions between, the next one after ``node`` that everybody is asked).

    After the last question it is the end.
    """
    skipped = set()
    for later in questions.QUESTIONS[questions.QUESTIONS.index(node) + 1 :]:
        if questions.always_asked(later.name):
            return skipped, later
        skipped.add(later.name)
    return skipped, questions.NODES[questions.END]


def _hidden(answers, another):
    """Return (field, value) for each answer, and for whom it is answered."""
    fields = [(key, value) for key, joined in answers.items() for value in joined.split("+")]
    return [*fields, *([("for", "another")] if another else [])]


def _ask(request, answers, faults, another):
    guide, over = current_guide(), period(another)
    forms = [_form(node, answers, faults.get(node.name), over) for node in questions.QUESTIONS]
    paths = {question.number: question for question in paper.paper(over).questions}
    context = {
        "questions": [
            (number, form, paper.asked_if(form.node, over), paths[number])
            for number, form in enumerate(forms, start=1)
        ],
        "says": over.said.pages["all"],
        "signed": walk_pages.signed_by(guide),
        "emergency": guide.level("emergency"),
        "you": over.said.pages["stop"]["you"],
        "another": another,
        "problems": [form for form in forms if form.node.name in faults],
    }
    return walk_page(request, "walk/at_once.html", context, status=422 if faults else 200)


def _form(node, answers, fault, over):
    given = answers.get(node.key, "")
    value = given.split("+") if node.ticks else given
    show = {"key": node.name, "over": over, "name": node.key}
    if not fault:
        return QuestionForm(**show, initial={node.key: value})
    if node.ticks and given and fault == REQUIRED:  # ticks that do not go together are kept
        return QuestionForm(MultiValueDict({node.key: value}), **show)
    return QuestionForm({}, **show, fault=fault)


@require_safe
@private
def on_paper(request):
    """Show the walk as one leaf to print, with the signs for which to call sooner."""
    guide, over = current_guide(), period()
    fitting = set(concerns.CONCERNS) - {questions.NONE_FITS}
    context = {
        "paper": paper.paper(over),
        "signed": walk_pages.signed_by(guide),
        "emergency": guide.level("emergency"),
        "cards": walk_pages.care_cards(fitting, guide, over),
    }
    return walk_page(request, "walk/paper.html", context)
