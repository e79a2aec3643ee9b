"""Content rules about topics of living with SPMS: the point, what to do next, and the table."""

from guidance.pages import text
from guidance.pages.claims import Part, part_of_field
from guidance.pages.sections import MOST_SHORT_WORDS
from guidance.pages.structures import TopicPage
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet
from guidance.quality.rules.short_answers import ELSEWHERE

RULES = RuleSet()

MOST_POINTS, MOST_QUESTIONS = 5, 4


@RULES.error("next step missing")
def next_step(under_review: PageUnderReview) -> Problems:
    """A topic says what to do next."""
    page = under_review.page
    if isinstance(page, TopicPage) and not page.next_step:
        yield part_of_field("next_step"), "Say one thing that a reader can do next."


@RULES.error("main points")
def few_points(under_review: PageUnderReview) -> Problems:
    """A topic has few main points, and few questions."""
    page = under_review.page
    if not isinstance(page, TopicPage):
        return
    if len(list(text.lines(page.key_points.source))) > MOST_POINTS:
        what_to_do = f"Use {MOST_POINTS} lines or fewer; the rest belongs further down."
        yield part_of_field("key_points"), what_to_do
    if len(page.questions) > MOST_QUESTIONS:
        yield part_of_field("questions"), f"Ask {MOST_QUESTIONS} or fewer."


@RULES.warning("main points missing")
def points(under_review: PageUnderReview) -> Problems:
    """A topic says its main points at once."""
    page = under_review.page
    if isinstance(page, TopicPage) and not page.key_points:
        yield part_of_field("key_points"), "List what a tired reader must know, at most 5 lines."


@RULES.error("table")
def whole_table(under_review: PageUnderReview) -> Problems:
    """A table has a heading, three columns, whole rows and a short answer."""
    page = under_review.page
    if not isinstance(page, TopicPage):
        return
    columns = [column for column in page.table_columns if column]
    if page.table and not (page.table_heading and len(columns) == len(page.table_columns) == 3):
        yield part_of_field("table_heading"), "Give the table a heading and name its 3 columns."
    if not page.table and (page.table_heading or columns or page.table_short):
        yield Part("table", "Table"), "It has a heading and no rows. Add them, or take it out."
    for row in page.table:
        if not (row.second and row.third):
            yield Part("table", row.name), "Fill in both texts of this row."
    if text.word_count(page.table_short.source) > MOST_SHORT_WORDS:
        yield part_of_field("table_short"), f"Use {MOST_SHORT_WORDS} words or fewer."
    if elsewhere := ELSEWHERE.search(page.table_short.source):
        words = f"Say it without “{elsewhere[0]}”: nothing else may be open."
        yield part_of_field("table_short"), words


@RULES.warning("short answer missing")
def table_in_short(under_review: PageUnderReview) -> Problems:
    """A table says its short answer while it is closed."""
    page = under_review.page
    if isinstance(page, TopicPage) and page.table and not page.table_short:
        yield part_of_field("table_short"), "Write what readers see while it is closed."
