"""Treatments, with their checks, side effects and evidence."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from guidance.models.cited import (
    BESIDES_SIGNS,
    Addressed,
    Cited,
    CitedText,
    Edited,
    Questions,
    Reviewed,
    SearchWords,
    ShortAnswer,
    required_text,
    signs_field,
)
from guidance.models.side_effect import SideEffect
from guidance.models.text_fields import Line, Text
from guidance.pages import choices, text_input

PEOPLE = [(number, f"{number:,} people") for number in choices.DENOMINATORS]
SHORT_LIST = "A list of at most 4 short lines, each cited."
BESIDES_CHECKS = "What there is besides the checks below. Cite as [@source-key]."


class Therapy(Addressed, Cited, Reviewed, Edited):
    """A treatment. Its texts are in the order of its page."""

    Group = choices.TherapyGroup
    LabelStatus = choices.LabelStatus

    name = Line(
        "generic name",
        max_length=120,
        unique=True,
        help_text="Generic name first, for example Siponimod.",
    )
    brands = Line("US brand names", max_length=300, blank=True, help_text="Separated by commas.")
    pronunciation = CitedText(
        "how to say it",
        help_text=(
            "As a source that you read says it: si-PON-i-mod. [@source-key] Then a brand: "
            "Mayzent: MAY-zent. [@source-key]"
        ),
    )
    search_words = SearchWords()
    group = models.CharField(max_length=30, choices=Group.pairs())
    label_status = models.CharField("US label", max_length=20, choices=LabelStatus.pairs())
    label_line = required_text("US label in one line")
    by_mouth = models.BooleanField("taken by mouth", default=False)
    by_shot = models.BooleanField("given as a shot", default=False)
    by_infusion = models.BooleanField("given as an infusion", default=False)
    in_sessions = models.BooleanField("in sessions", default=False)
    at_home = models.BooleanField("at home", default=False)
    at_clinic = models.BooleanField("at a clinic or center", default=False)
    offered = models.CharField(
        "at our clinic",
        max_length=20,
        choices=choices.Offered.pairs(),
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="Read until the clinic’s own list of what it offers is public.",
    )

    summary = required_text("summary", help_text="Two or three short sentences, cited.")
    what_kind = CitedText("what kind")
    how_taken = CitedText("how you take it")
    how_often = CitedText("how often")
    where_taken = CitedText("where")
    checks = CitedText("main checks")

    boxed_warning = CitedText(
        "boxed warning", help_text="Leads the page. Empty if the label has none."
    )
    no_boxed_warning = CitedText(
        "no boxed warning",
        default="",
        db_default="",
        help_text=(
            "Only where you read the first page of the label and it has none: month of that "
            "label and source, for example June 2026 [@source-key]."
        ),
    )
    benefit_point = CitedText(
        "can it help?",
        default="",
        db_default="",
        help_text="Where no result below is shown at the top. At most 30 words, cited.",
    )
    worst = CitedText(
        "the worst it can do",
        default="",
        db_default="",
        help_text=f"{SHORT_LIST} The gravest first.",
    )
    for_you_if = CitedText("talk about it if", default="", db_default="", help_text=SHORT_LIST)
    not_for_you_if = CitedText("not for you if", default="", db_default="", help_text=SHORT_LIST)
    who_it_is_for = CitedText("who it is for")
    who_it_is_for_short = ShortAnswer("who it is for: short answer")
    how_it_works = CitedText("how it works")
    how_it_works_short = ShortAnswer("how it works: short answer")
    how_well_it_works = CitedText("how well it works in SPMS")
    how_well_it_works_short = ShortAnswer("how well it works in SPMS: short answer")
    what_it_does_not_do = CitedText("what it does not do")
    what_it_does_not_do_short = ShortAnswer("what it does not do: short answer")
    how_you_take_it = CitedText("how you take it, or what to expect")
    how_you_take_it_short = ShortAnswer("how you take it: short answer")
    before_you_start = CitedText("before you start", help_text=BESIDES_CHECKS)
    before_you_start_short = ShortAnswer("before you start: short answer")
    check_ups = CitedText("check-ups while you take it", help_text=BESIDES_CHECKS)
    check_ups_short = ShortAnswer("check-ups while you take it: short answer")
    side_effects_intro = CitedText("side effects, opening words")
    side_effects_intro_short = ShortAnswer("side effects: short answer")
    not_named = models.ManyToManyField(
        SideEffect,
        blank=True,
        related_name="therapies_that_do_not_name_it",
        verbose_name="not named in the label",
        help_text=(
            "Side effects that the label does not name. Choose them only if you read all of its "
            "warnings and reactions. The others count as not checked yet."
        ),
    )
    label_read = Line(
        "date of the label that was read whole",
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text="For example: June 2026. Empty if nobody read all of it.",
    )
    signs = signs_field("therapies")
    call_911 = CitedText("call 911 if", help_text=BESIDES_SIGNS)
    call_clinic = CitedText("call the clinic the same day if", help_text=BESIDES_SIGNS)
    do_not_take_if = CitedText("do not take it if, or take care if")
    do_not_take_if_short = ShortAnswer("do not take it if: short answer")
    pregnancy = CitedText("pregnancy and breastfeeding")
    pregnancy_short = ShortAnswer("pregnancy and breastfeeding: short answer")
    other_medicines = CitedText("other medicines and vaccines")
    other_medicines_short = ShortAnswer("other medicines and vaccines: short answer")
    stopping = CitedText("stopping")
    stopping_short = ShortAnswer("stopping: short answer")
    cost = CitedText("generics and cost")
    cost_short = ShortAnswer("generics and cost: short answer")
    questions = Questions("questions to ask")
    staff_note = Text(blank=True, help_text="For staff only.")

    class Meta(Reviewed.Meta):
        ordering = ["name"]
        verbose_name_plural = "therapies"
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(group__in=choices.TherapyGroup.values()),
                name="therapy_group_known",
            ),
            models.CheckConstraint(
                condition=Q(label_status__in=choices.LabelStatus.values()),
                name="therapy_label_status_known",
            ),
            models.CheckConstraint(
                condition=Q(offered__in=["", *choices.Offered.values()]),
                name="therapy_offered_known",
            ),
            models.CheckConstraint(
                condition=Q(by_mouth=True)
                | Q(by_shot=True)
                | Q(by_infusion=True)
                | Q(in_sessions=True),
                name="therapy_taken_somehow",
                violation_error_message="Tick at least one way in which it is taken.",
            ),
            models.CheckConstraint(
                condition=Q(at_home=True) | Q(at_clinic=True),
                name="therapy_taken_somewhere",
                violation_error_message="Tick at least one place where it is taken.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if problem := text_input.problem_of_label_month(self.no_boxed_warning):
            raise ValidationError({"no_boxed_warning": problem})

    def get_absolute_url(self):
        return reverse("therapy", args=[self.slug])


class TherapyCheck(Cited):
    """A test or an observation that a treatment needs, and when it is due.

    ``months`` count from the start, or from the start of each course. ``every_from`` and
    ``every_to`` are the fewest and the most months from one check to the next.
    """

    Moment = choices.Moment

    therapy = models.ForeignKey(Therapy, models.CASCADE, related_name="monitoring")
    order = models.PositiveSmallIntegerField(default=10)
    name = Line(
        max_length=40,
        help_text="Short, with its condition: Eye exam if your sight changes.",
    )
    text = required_text("what is done")
    moment = models.CharField("when", max_length=12, choices=Moment.pairs())
    months = Line("in which months", max_length=80, blank=True, help_text="For example: 1, 3, 6.")
    every_from = models.PositiveSmallIntegerField("then every (months)", null=True, blank=True)
    every_to = models.PositiveSmallIntegerField("to (months)", null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(moment__in=choices.Moment.values()),
                name="therapy_check_moment_known",
            ),
            models.CheckConstraint(
                condition=Q(~Q(months=""), moment="months") | Q(~Q(moment="months"), months=""),
                name="therapy_check_months_where_set",
                violation_error_message="Give months with “In set months”, and only then.",
            ),
            models.CheckConstraint(
                condition=Q(every_from=None, every_to=None)
                | Q(
                    every_from__isnull=False,
                    every_to__isnull=False,
                    every_from__gte=1,
                    every_to__gte=F("every_from"),
                    moment__in=["months", "during", "after"],
                ),
                name="therapy_check_interval_fits",
                violation_error_message=(
                    "Give both numbers of months, the smaller one first, and only for set months, "
                    "while you take it or after you stop."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def in_months(self):
        """Return the months as integers. Raises ``ValueError`` if one is not a number."""
        return tuple(int(month) for month in self.months.split(",")) if self.months else ()

    def clean(self):
        super().clean()
        if not self.cited_keys():
            raise ValidationError({"text": "Cite the source of this check as [@source-key]."})
        try:
            months = self.in_months()
        except ValueError:
            months = (0,)
        if any(later <= month for month, later in pairwise((0, *months))):
            raise ValidationError({"months": "Give whole months in order, for example: 1, 3, 6."})
        self.months = ", ".join(map(str, months))


class TherapySideEffect(Cited):
    """A side effect that a treatment can cause, with numbers if a source gives them.

    Counts are people out of ``out_of``: with the treatment and with the comparator or, where nobody
    was compared, ``uncompared`` people with the treatment.
    """

    Seriousness = choices.Seriousness

    therapy = models.ForeignKey(Therapy, models.CASCADE, related_name="side_effects")
    side_effect = models.ForeignKey(SideEffect, models.PROTECT, related_name="therapies")
    order = models.PositiveSmallIntegerField(default=10)
    seriousness = models.CharField(max_length=10, choices=Seriousness.pairs())
    detail = required_text("detail")
    out_of = models.PositiveSmallIntegerField(null=True, blank=True, choices=PEOPLE)
    with_treatment = models.PositiveSmallIntegerField("with it", null=True, blank=True)
    without_treatment = models.PositiveSmallIntegerField("without it", null=True, blank=True)
    uncompared = models.PositiveSmallIntegerField(
        "with it, nobody compared",
        null=True,
        blank=True,
        help_text="Instead of the other two numbers, where the source has no comparison group.",
    )
    comparator = Line("compared with", max_length=80, blank=True)
    time_span = Line("over what time", max_length=80, blank=True)
    group = Line(
        "in whom",
        max_length=200,
        blank=True,
        help_text="Which people and which trial, for example “people with SPMS in one trial”.",
    )
    given = Line(
        "counted on",
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text=(
            "The medicine that these people took, if it is not this treatment, for example "
            "“dimethyl fumarate” where a label takes the counts of an older medicine."
        ),
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                "therapy",
                "side_effect",
                name="therapy_side_effect_once",
                violation_error_message=(
                    "This therapy has that side effect already. Change that row."
                ),
            ),
            models.CheckConstraint(
                condition=Q(seriousness__in=choices.Seriousness.values()),
                name="therapy_side_effect_seriousness_known",
            ),
            models.CheckConstraint(
                # With a NULL, a check is neither true nor false, and SQL accepts the row.
                condition=Q(
                    out_of=None, with_treatment=None, without_treatment=None, uncompared=None
                )
                | Q(
                    out_of__isnull=False,
                    with_treatment__isnull=False,
                    without_treatment__isnull=False,
                    uncompared=None,
                    out_of__in=[*choices.DENOMINATORS],
                    with_treatment__lte=F("out_of"),
                    without_treatment__lte=F("out_of"),
                )
                | Q(
                    out_of__isnull=False,
                    with_treatment=None,
                    without_treatment=None,
                    uncompared__isnull=False,
                    out_of__in=[*choices.DENOMINATORS],
                    uncompared__lte=F("out_of"),
                    comparator="",
                ),
                name="therapy_side_effect_counts_fit",
                violation_error_message=(
                    "Give “out of” with both other numbers, or with the one where nobody was "
                    "compared; and never more people than “out of”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(out_of=None)
                | (~Q(time_span="") & (~Q(comparator="") | Q(uncompared__isnull=False))),
                name="therapy_side_effect_counts_explained",
                violation_error_message=("Say what it was compared with, and over what time."),
            ),
        ]

    def __str__(self):
        return str(self.side_effect)

    def clean(self):
        super().clean()
        if self.out_of and not self.cited_keys():
            raise ValidationError({"detail": "Cite the source of these numbers as [@source-key]."})
        if self.out_of and not self.group:
            raise ValidationError({"group": "Say in whom these people were counted."})


class Evidence(Cited):
    """One result of one trial: people out of ``out_of`` with and without the treatment."""

    Certainty = choices.Certainty

    therapy = models.ForeignKey(Therapy, models.CASCADE, related_name="evidence")
    order = models.PositiveSmallIntegerField(default=10)
    trial = Line(max_length=120)
    group = Line("who took part", max_length=200)
    happened = Line(
        "what was counted", max_length=200, help_text="Read after “26 out of 100 people”."
    )
    not_happened = Line("the other way round", max_length=200)
    time_span = Line("over what time", max_length=120)
    out_of = models.PositiveSmallIntegerField(default=100, choices=PEOPLE)
    with_treatment = models.PositiveSmallIntegerField("with it")
    without_treatment = models.PositiveSmallIntegerField("without it")
    comparator = Line("compared with", max_length=120)
    finding = required_text("what it means")
    certainty = models.CharField(
        max_length=10, choices=Certainty.pairs(), default=Certainty.NOT_RATED.value
    )
    certainty_why = CitedText("why this sure")
    limits = CitedText("what it does not tell")
    point = models.BooleanField(
        "shown at the top",
        default=False,
        db_default=False,
        help_text="Tick the one result that says best if it helps in SPMS.",
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    out_of__in=[*choices.DENOMINATORS],
                    with_treatment__lte=F("out_of"),
                    without_treatment__lte=F("out_of"),
                ),
                name="evidence_counts_fit",
                violation_error_message="There cannot be more people than “out of”.",
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=choices.Certainty.values()),
                name="evidence_certainty_known",
            ),
            models.CheckConstraint(
                condition=~Q(trial="") & ~Q(group="") & ~Q(time_span="") & ~Q(comparator=""),
                name="evidence_says_who_and_when",
                violation_error_message="Say which trial, in whom, over what time, against what.",
            ),
        ]

    def __str__(self):
        return f"{self.trial}: {self.happened}"

    def clean(self):
        super().clean()
        if not self.cited_keys():
            raise ValidationError({"finding": "Cite the source of these numbers as [@source-key]."})
