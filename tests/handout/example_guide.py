"""A guide of two treatments, choices of a reader from it, and a ready-made handout."""

import msgspec

from guidance.handout.build import Choices
from guidance.pages import structures
from tests import make_pages as make

SIGNED = msgspec.structs.replace(
    make.REVIEW, signed_off_by="A. Doctor", signed_off_credentials="MD", signed_off_on=None
)
SIPONIMOD = make.therapy(
    title="Siponimod",
    summary=make.prose("A tablet.[@label]"),
    sections=make.sections(
        stopping="Not shown.[@hidden]", how_well_it_works="It slows.[@study]\n\nMore.[@study]"
    ),
    glance=(structures.Glance(id="checks", label="Checks", text=make.prose("Eyes.[@label]")),),
    effects=(
        make.effect("headache", "Often.[@label]"),
        make.effect("hepatitis", seriousness="boxed"),
        make.effect(
            "flare",
            "Rare.[@study][@label]",
            seriousness="serious",
            out_of=1000,
            with_treatment=25,
            without_treatment=9,
            comparator="placebo",
            time_span="over 2 years",
            group="adults with SPMS",
        ),
        make.effect("dent", seriousness="serious"),
    ),
    questions=("One?", "Two?", "Three?", "Four?"),
)
OCRELIZUMAB = make.therapy(
    "ocrelizumab", title="Ocrelizumab", boxed_warning=make.prose("Careful."), review=SIGNED
)
GUIDE = make.guide(
    SIPONIMOD,
    OCRELIZUMAB,
    make.subtype(summary=make.prose("New attacks.[@study]"), review=SIGNED),
    make.side_effect("headache", title="Headache"),
    make.side_effect("flare", title="MS flare after stopping"),
    make.side_effect("hepatitis", title="Hepatitis B flare"),
    make.side_effect("dent", title="Dent in the skin"),
    msgspec.structs.replace(
        make.help_page(
            (
                "emergency",
                "Call 911.[@help]",
                ["Chest pain"],
            ),
            ("soon", "Call this week.", []),
            ("crisis", "Call 988.", []),
            ("same-day", "Call today.", []),
        ),
        review=SIGNED,
    ),
    make.clinic(),
    make.sources_page("help", "label", "study", "hidden"),
)
BOTH = Choices(detail="all", subtypes=("active",), treatments=("siponimod", "ocrelizumab"))
VISIT = make.visit(
    title="Your first visit",
    note=make.prose("Bring your list.[@study]"),
    subtype="active",
    therapies=("siponimod",),
    side_effects=("headache",),
    detail="all",
    pictures=False,
    questions=("Now?",),
    review=SIGNED,
)
WITH_VISIT = make.guide(*GUIDE.pages.values(), VISIT)
