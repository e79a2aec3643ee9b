"""How many words and how much height a page may take at 390 pixels, before anything is opened.

``BUDGETS`` are the bars. Pages that do not reach them yet stand in ``budget_exceptions.json`` with
what they take now; no page may take more than it does there, and no page may be added. To take out
what has become better: ``python -m tests.browser.budgets ADDRESS`` with a running site.
"""

import json
import re
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

EXCEPTIONS = Path(__file__).with_name("budget_exceptions.json")
WIDER_FONT = 1.10
"""How much taller a page may be where a font is used that runs wider than Arial's metrics."""


@dataclass(frozen=True)
class Budget:
    """The most words seen at once, words in all without lists of sources, and pixels of height."""

    seen: int
    words: int
    height: int


# The few words of the cards of "When to call" count where they are seen, and not again among all
# words if all signs stand in full below them on the same page.
BUDGETS = {
    "home": Budget(220, 300, 2400),
    "subtype": Budget(350, 1000, 3200),
    "therapies": Budget(350, 600, 4000),
    "medicine": Budget(420, 1600, 3600),
    "rehabilitation": Budget(250, 700, 2400),
    "symptom": Budget(300, 1100, 3000),
    "side_effect": Budget(250, 400, 3000),
    "topic": Budget(300, 1100, 3000),
    "get_help": Budget(220, 500, 2600),
    "signs_of_part": Budget(480, 500, 3300),
    "signs_by_treatment": Budget(240, 1000, 2600),
}
"""By the name of the URL; a treatment is a medicine or rehabilitation."""
COMPARED = {
    "treatment=siponimod&treatment=ocrelizumab": Budget(350, 1000, 3000),
    "treatment=none&treatment=siponimod&type=active-progressing": Budget(350, 1000, 3000),
    "treatment=siponimod&treatment=natalizumab&treatment=ocrelizumab&treatment=ofatumumab": Budget(
        600, 1800, 4500
    ),
}
"""Of comparisons, by their query."""
COMPARED_PAIR, MOST_PAIRS = COMPARED["treatment=siponimod&treatment=ocrelizumab"], 10
"""Of any two treatments, and how many of the longest pairs are measured."""
WATCHED = {
    *("/treatments/siponimod/", "/treatments/physical-therapy/", "/symptoms/bladder/"),
    *("/types/active-progressing/", "/types/active/", "/types/non-active-progressing/"),
    *("/treatments/acth-gel/", "/treatments/alemtuzumab/", "/treatments/cladribine/"),
    *("/treatments/corticosteroids/", "/treatments/fingolimod/", "/treatments/mitoxantrone/"),
    *("/treatments/interferon-beta-1a/", "/treatments/interferon-beta-1b/"),
    *("/treatments/natalizumab/", "/treatments/ponesimod/", "/treatments/assistive-devices/"),
    *("/treatments/exercise-fatigue-management/", "/symptoms/pain/", "/symptoms/spasticity/"),
    *("/get-help/whole/", "/living-with-spms/vaccines/", "/side-effects/serious-infection/"),
}
"""The model pages, and the pages that were within 1 % of a bar in November 2026."""
MATTERS_FORM, MATTERS_RESULT = Budget(120, 250, 1700), Budget(250, 900, 2500)
"""Of what matters: its form, and its answer to what was ticked."""
POINTS = ("how", "often", "tests", "risks", "baby", "stopping")
COMMON_HARMS = (
    *("serious-infection", "pml", "cancer", "liver-injury"),
    *("slow-heartbeat", "shingles", "depression", "rebound"),
)


def _ticks(point=(), second=(), harm=()):
    """Return the (field, value) pairs of these ticks."""
    fields = {"point": point, "second": second, "harm": harm}
    return [[name, value] for name, values in fields.items() for value in values]


TICKED = [
    *(_ticks([point]) for point in POINTS),
    *(_ticks(pair) for pair in combinations(POINTS, 2)),
    _ticks(["risks"], harm=COMMON_HARMS[1:2]),
    _ticks(["risks"], harm=COMMON_HARMS),
    *(_ticks([point], ["baby"]) for point in POINTS),
    _ticks(["how", "baby"], ["baby", "stopping"]),
    _ticks(["how", "often"], ["how", "often"]),
    _ticks(POINTS, POINTS),
]
"""What is ticked of what matters: each point, each pair, harms, and the ticks of two people."""

SHEET_FORM, SHEET_FORM_WIDE_HEIGHT = Budget(150, 400, 2400), 1500
"""Of the form of the sheet, and its height at 1280 pixels."""

MEASURE = """() => {
  const main = document.querySelector('main');
  const count = text => text.split(/\\s+/).filter(word => /[\\p{L}\\p{N}]/u.test(word)).length;
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const told_again = main.querySelector('#all-signs') ? '#when-to-call .in-few-words' : 'no-such';
  let seen = 0, words = 0;
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest('.visually-hidden, .source-numbers, .references, svg')) continue;
    if (parent.closest('.where-from > :not(summary)')) continue;
    const number = count(walker.currentNode.data);
    if (!parent.closest(told_again)) words += number;
    if (parent.checkVisibility({contentVisibilityAuto: true})) seen += number;
  }
  const height = document.documentElement.scrollHeight;
  return {seen, words, height};
}"""


def measured(page):
    """Return {"seen", "words", "height"} of the page that a browser tab shows."""
    return page.evaluate(MEASURE)


SEND = """fields => {
  const form = document.createElement('form');
  Object.assign(form, {method: 'post', action: '/what-matters/'});
  for (const [name, value] of fields) {
    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
  }
  document.body.append(form);
  form.submit();
}"""


def measured_answers(tab, address):
    """Yield (what was ticked, measures) of what matters for each of ``TICKED``."""
    for fields in TICKED:
        tab.goto(f"{address}/privacy/")
        with tab.expect_navigation():
            tab.evaluate(SEND, fields)
        yield " ".join(f"{name}={value}" for name, value in fields), measured(tab)


def compared(*treatments):
    """Return the address of the comparison of these treatments, without that of the site."""
    query = "&".join(f"treatment={slug}" for slug in treatments)
    return f"/treatments/compare/?{query}"


def pairs(tab, address, every=False):
    """Return pairs of treatments: all, or those that take the most words and the most height.

    Each treatment is measured once, beside the same other one.
    """
    paths = [path for path, kind in budgeted_pages(tab, address) if kind in TREATMENTS]
    slugs = [path.strip("/").partition("/")[2] for path in paths]
    both = list(combinations(slugs, 2))
    if every:
        return both
    taken = {}
    for slug in slugs:
        tab.goto(f"{address}{compared(slug, slugs[slug == slugs[0]])}")
        taken[slug] = measured(tab)
    longest = set()
    for name in ("seen", "height"):
        both.sort(key=lambda pair, name=name: -sum(taken[slug][name] for slug in pair))
        longest.update(both[:MOST_PAIRS])
    return sorted(longest)


def exceptions():
    """Return {path: {"seen", "words", "height"}} of the pages that are not within budget yet."""
    return json.loads(EXCEPTIONS.read_text())


def over(budget, taken, wider=1.0):
    """Return the names of what ``taken`` is over ``budget`` in; heights may be ``wider`` times."""
    limits = {"seen": budget.seen, "words": budget.words, "height": budget.height * wider}
    return [name for name, limit in limits.items() if taken[name] > limit]


def write(address):
    """Write the exceptions anew, from the running site at ``address``: only fewer and smaller."""
    from playwright.sync_api import sync_playwright

    from tests.get_browser import find

    before = exceptions() if EXCEPTIONS.exists() else None
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 390, "height": 844})
        for path, (kind, taken) in measured_pages(tab, address).items():
            if over(BUDGETS[kind], taken) and (before is None or path in before):
                found[path] = taken
        browser.close()
    EXCEPTIONS.write_text(json.dumps(dict(sorted(found.items())), indent=1) + "\n")


def measured_pages(tab, address):
    """Return {path: (key of ``BUDGETS``, measures)} of each page that has a budget."""
    pages = {}
    for path, kind in budgeted_pages(tab, address):
        tab.goto(f"{address}{path}")
        pages[path] = (kind, measured(tab))
    return pages


def budgeted_pages(tab, address):
    """Return (path, key of ``BUDGETS``) of each page of the site map that has a budget."""
    text = tab.request.get(f"{address}/sitemap.xml").text()
    paths = re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", text)
    return [(path, kind) for path in paths if (kind := kind_of(path))]


def kind_of(path):
    """Return the key of the budget of ``path``, empty where it has none."""
    plain = {"/": "home", "/treatments/": "therapies", "/get-help/": "get_help"}
    plain["/treatments/compare/"] = ""  # chosen treatments have budgets of their own
    plain["/get-help/sources/"] = ""  # a list of sources alone
    plain["/get-help/by-treatment/"] = "signs_by_treatment"
    if path in plain:
        return plain[path]
    by_folder = {"types": "subtype", "symptoms": "symptom", "side-effects": "side_effect"}
    by_folder |= {"living-with-spms": "topic", "get-help": "signs_of_part"}
    folder, _, slug = path.strip("/").partition("/")
    if folder == "treatments" and slug:
        return "rehabilitation" if slug in REHABILITATION else "medicine"
    return by_folder.get(folder, "") if slug else ""


TREATMENTS = ("medicine", "rehabilitation")
REHABILITATION = {
    "assistive-devices",
    "bladder-pelvic-floor-rehab",
    "cognitive-rehabilitation",
    "exercise-fatigue-management",
    "occupational-therapy",
    "physical-therapy",
    "speech-language-therapy",
    "vocational-rehabilitation",
}


if __name__ == "__main__":
    write(sys.argv[1])
