"""Content rules about labels of which a newer version is known."""

from guidance.pages.claims import Part
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet
from guidance.quality.rules.sources import sources_on
from guidance.quality.versions import compared_with

RULES = RuleSet()


@RULES.warning("newer label")
def newer_labels(under_review: PageUnderReview) -> Problems:
    """Nothing cites a label of which a newer version is known."""
    for source in sources_on(under_review):
        if newer := under_review.context.newer_versions.get(source.key):
            yield (
                Part("sources", source.key),
                f"It is from {source.published}, and a version of {newer} is known. Read that "
                "one, cite it instead, and delete this one when nothing cites it.",
            )


@RULES.error("superseded label")
def superseded_labels(under_review: PageUnderReview) -> Problems:
    """A warning does not rest only on labels that nobody compared with their newer version."""
    context = under_review.context
    for claim in under_review.claims:
        if not (claim.warning and claim.keys and context.newer_versions.keys() >= {*claim.keys}):
            continue
        labels = [context.sources[key] for key in claim.keys]
        if any(
            compared_with(label, context.newer_versions[label.key], context.today)
            for label in labels
        ):
            continue
        first = labels[0]
        yield (
            claim.part,
            f"“{claim.words}” rests on {first.key} of {first.published}, and a version of "
            f"{context.newer_versions[first.key]} is known. Cite that one, or say at {first.key} "
            "what you compared.",
        )
