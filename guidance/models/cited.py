"""Fields and abstract models that draft tables have in common."""

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q

from guidance.models.text_fields import Line, Text
from guidance.pages import citations, text_input

MARKUP_HELP = "Cite as [@source-key] after the full stop."
BESIDES_SIGNS = "Only for what no sign says. Cite as [@source-key]."


class CitedText(Text):
    """A text that may cite sources with ``[@source-key]`` and use lists, bold and links."""

    cleaning = staticmethod(text_input.clean_markup)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", MARKUP_HELP)
        super().__init__(*args, **kwargs)


class ShortAnswer(CitedText):
    """The short answer of a part of a page, shown while the part is closed."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", "")
        kwargs.setdefault("db_default", "")
        kwargs.setdefault("help_text", "Shown while the part is closed: a few words, cited.")
        super().__init__(*args, **kwargs)


class Cited(models.Model):
    """A row with cited texts. A citation of an unknown source is a validation error."""

    source_keys = None
    """The keys of all sources, if the caller has read them. Otherwise ``clean`` reads them."""

    class Meta:
        abstract = True

    def cited_texts(self):
        """Return {field name: text} for each of this row's cited texts."""
        return {
            field.name: getattr(self, field.name)
            for field in self._meta.concrete_fields
            if isinstance(field, CitedText)
        }

    def cited_keys(self):
        """Return the set of source keys that this row's texts cite."""
        return {key for text in self.cited_texts().values() for key in citations.keys_in(text)}

    def clean(self):
        super().clean()
        from guidance.models.source import Source

        known = self.source_keys
        if known is None:
            cited = self.cited_keys()
            known = Source.objects.keys(among=cited)
            if cited - known:
                known = Source.objects.keys()  # to name the nearest
        errors = {
            name: problems
            for name, text in self.cited_texts().items()
            if (problems := citations.problems(text, known))
        }
        if errors:
            raise ValidationError(errors)


class Addressed(models.Model):
    """A row with its own public address. The slug identifies it and never changes."""

    slug = models.SlugField(
        "address",
        unique=True,
        max_length=60,
        help_text="The last part of the page's web address. It cannot change later.",
    )

    class Meta:
        abstract = True


class Edited(models.Model):
    """A draft that several people edit. ``revision`` counts its saves, including its parts."""

    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Reviewed(models.Model):
    """The date of the last check of a text, that of the next review, and the sign-off."""

    checked_on = models.DateField(
        "checked against its sources on",
        help_text="When somebody last read this beside its sources.",
    )
    review_due = models.DateField(
        "next review due", help_text="Usually one year later; sooner when a label changes."
    )
    signed_off_by = Line(
        "signed off by",
        max_length=120,
        blank=True,
        help_text="The clinician's name, as readers see it.",
    )
    signed_off_credentials = Line(
        "credentials", max_length=120, blank=True, help_text="For example: MD, neurologist."
    )
    signed_off_on = models.DateField("signed off on", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(review_due__gt=F("checked_on")),
                name="%(class)s_review_due_after_check",
                violation_error_message="The next review must come after the last check.",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by="", signed_off_credentials="", signed_off_on=None)
                | (
                    ~Q(signed_off_by="")
                    & ~Q(signed_off_credentials="")
                    & Q(signed_off_on__isnull=False)
                ),
                name="%(class)s_sign_off_whole",
                violation_error_message=(
                    "A sign-off needs name, credentials and date together, or none of them."
                ),
            ),
        ]


def required_text(verbose_name, **kwargs):
    """Return a cited text field that may not be empty."""
    return CitedText(verbose_name, blank=False, validators=[MinLengthValidator(3)], **kwargs)


class Questions(Text):
    """Questions to ask, one on each line."""

    cleaning = staticmethod(text_input.clean_questions)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", "One question on each line.")
        super().__init__(*args, **kwargs)


class SearchWords(Text):
    """Words and phrases by which readers search for a page. Readers do not see them.

    Of side effects and symptoms, the first two and all short forms stand in an A to Z.
    """

    IN_A_TO_Z = (
        "Words that people type for it, separated by commas. The A to Z lists it under the first "
        "two, if they are short, and under each word of capitals alone, such as UTI."
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", "words for the search")
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("db_default", "")
        kwargs.setdefault(
            "help_text", "Words that people type for it, separated by commas. Not shown."
        )
        super().__init__(*args, **kwargs)


def split_words(text):
    """Return the words and phrases of ``text``, which commas or line ends separate."""
    phrases = (phrase.strip() for line in text.splitlines() for phrase in line.split(","))
    return tuple(dict.fromkeys(filter(None, phrases)))


def split_lines(text):
    """Return the lines of ``text`` that are not empty, without space around them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def signs_field(related_name):
    """Return the field of a page that names the signs when to call for help."""
    return models.ManyToManyField(
        "guidance.Sign",
        blank=True,
        related_name=related_name,
        verbose_name="when to call",
        help_text="Signs from the table of signs. The gravest are shown first.",
    )
