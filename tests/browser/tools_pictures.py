"""Show the patient's tools: ``docs/tools-pictures.md`` and its pictures, by ``make pictures``.

The pages are shown at 390 pixels, and paper in shades of gray.
"""

import io

import pypdfium2
from PIL import Image

from tests.browser.before_and_after import DOCS, PHONE, SCREENS, side_by_side
from tests.browser.test_journeys import walk

PAGE = DOCS / "tools-pictures.md"
PICTURES = DOCS / "pictures" / "tools"
LONGEST = 2600
"""The most pixels of height that are shown."""
QUALITY = 60
PAPER_WIDTH = 640
CLEAR_AND_SLOWER = ("none", "spms", "no", "recent", "no", "walking+hands", "slowly", "planned")
NOT_SURE_WITH_FEVER = ("not-sure", "fever", "help", *["not-sure"] * 7)
"""Answers to the walk; at “help”, a button says that the reader had help."""
QUESTIONS = (
    "Can I still drive in the first days, and who can bring me home after the first dose? "
    "My sister visits in July: may she bring her baby, who has had vaccines this spring? "
    "I get up five times at night. Would a change of my bladder medicine help me to sleep, "
    "or does it make me more tired by day?"
)

HEAD = """# Pictures of the patient's tools

Pages of the shipped content at 390 pixels, and paper in shades of gray.
`make pictures` writes this page and its pictures anew.

| Tool | Picture |
|---|---|
"""


class Tools:
    """The tools of one running site, each as a picture."""

    def __init__(self, browser, address):
        size = {"width": PHONE, "height": SCREENS[PHONE]}
        self.context = browser.new_context(base_url=address, viewport=size)
        self.tab = self.context.new_page()

    def page(self, path=""):
        """Return the page at ``path``, or the one that is shown, from its top."""
        if path:
            self.tab.goto(path)
        shown = Image.open(io.BytesIO(self.tab.screenshot(full_page=True))).convert("RGB")
        return shown.crop((0, 0, shown.width, min(shown.height, LONGEST)))

    def found(self, words):
        """Return what a search on the home page for ``words`` finds."""
        self.tab.goto("/")
        self.tab.get_by_role("searchbox").fill(words)
        with self.tab.expect_navigation():
            self.tab.keyboard.press("Enter")
        return self.page()

    def walked(self, *answers, to_result=True):
        """Return the result of a walk, or the page to which ``answers`` lead."""
        self.context.clear_cookies()
        before, _, after = " ".join(answers).partition("help")
        walk(self.tab, *before.split())
        if after:
            with self.tab.expect_navigation():
                self.tab.get_by_role("button", name="I had help").click()
            for answer in after.split():
                self.tab.locator(f"input[value={answer}]").check()
                with self.tab.expect_navigation():
                    self.tab.get_by_role("button", name="Continue").click()
        return self.page("/find-your-type/result/") if to_result else self.page()

    def sheet(self, query, own=""):
        """Return both sides of the sheet that the form makes."""
        self.tab.goto(f"/handout/?{query}")
        if own:
            self.tab.locator("textarea[name=own]").fill(own)
        self.tab.get_by_role("button", name="Make my sheet").click()
        self.tab.wait_for_url("**/handout/print/")
        return self.paper()

    def paper(self, path=""):
        """Return the pages that a browser prints, in shades of gray."""
        if path:
            self.tab.goto(path)
        printed = pypdfium2.PdfDocument(self.tab.pdf(format="Letter"))
        scale = PAPER_WIDTH / printed[0].get_width()
        pages = [page.render(scale=scale, grayscale=True).to_pil() for page in printed]
        return side_by_side([page.convert("RGB") for page in pages])


def pictures(tools):
    """Yield (what is shown, kind of tool, file name, picture)."""
    compare, of_type = "/treatments/compare/?treatment=", "&type=active-progressing"
    yield "“tysabry” typed on the home page", "Search", "search-tysabry", tools.found("tysabry")
    yield "Start of the walk", "Walk", "walk-start", tools.page("/find-your-type/")
    yield (
        *("A first story: told SPMS, no attack, a clear scan, slowly harder", "Result"),
        *("walk-story-1", tools.walked(*CLEAR_AND_SLOWER)),
    )
    yield (
        *("A second story: not sure of anything, with a fever", "Result"),
        *("walk-story-2", tools.walked(*NOT_SURE_WITH_FEVER)),
    )
    yield (
        *("A third story: sight and fever are new, so the care cards come first", "Care cards"),
        *("walk-story-3", tools.walked("new", "sight+fever", to_result=False)),
    )
    yield (
        *("The walk without cookies", "One page", "walk-without-cookies"),
        tools.page("/find-your-type/all/"),
    )
    yield (
        *("The walk on paper, two sides", "Paper", "walk-paper"),
        tools.paper("/find-your-type/paper/"),
    )
    yield (
        "Siponimod beside ocrelizumab; “No new medicine for now” is offered above",
        *("Comparison", "compare", tools.page(f"{compare}siponimod&treatment=ocrelizumab")),
    )
    yield (
        "No new medicine beside siponimod; ocrelizumab is swapped in",
        *("Comparison", "compare-none"),
        tools.page(f"{compare}none&treatment=siponimod&treatment=ocrelizumab{of_type}"),
    )
    yield "What matters", "What matters", "what-matters", tools.page("/what-matters/")
    yield "Form of the handout", "Handout form", "handout-form", tools.page("/handout/")
    yield (
        f"A sheet of two treatments, four questions and {len(QUESTIONS)} characters",
        *("Sheet", "sheet-two-treatments"),
        tools.sheet("treatment=siponimod&treatment=ocrelizumab", QUESTIONS),
    )
    yield (
        *("A sheet for a relapse and the bladder", "Sheet", "sheet-relapse"),
        tools.sheet("treatment=corticosteroids&symptom=bladder"),
    )


def write(browser, address):
    """Write the page and its pictures from the site at ``address``."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    tools = Tools(browser, address)
    rows = []
    for shown, kind, name, picture in pictures(tools):
        picture.save(PICTURES / f"{name}.webp", quality=QUALITY, method=6)
        rows.append(f"| {shown} | ![{kind}](pictures/tools/{name}.webp) |")
    tools.context.close()
    PAGE.write_text(HEAD + "\n".join(rows) + "\n")
