"""``FAULTS``: pages that each break one content rule."""

from datetime import date

from guidance.handout.build import URGENT
from guidance.pages.structures import Review
from guidance.quality.rules.sources import NO_DATE
from tests import make_pages as make
from tests.quality.pages_without_fault import (
    CITED,
    COUNTED,
    GROUP,
    HARD,
    LONG,
    POINTERS,
    SECTIONS,
    TABLE,
    TODAY,
    calling,
    changed,
    counted,
    info,
    lacking,
    prose,
    rehabilitation,
    saying,
    shown_at_the_top,
    signs,
    sources,
    subtype,
    therapy,
    topic,
    visit,
    with_answers,
    with_short_answer,
    without_short_answers,
)

PAST = Review(checked_on=date(2025, 11, 22), review_due=date(2026, 11, 22))
ROW = make.evidence
BOXED = make.effect("headache", "Your head aches. [@label]", seriousness="boxed")
FAULTS = [
    # (a page with a fault, severity, section, rule, words of what to do)
    (saying("It aches. It harms."), "error", "stopping", "citation", "It aches."),
    (saying("- It harms.\n- It aches. [@label]"), "error", "stopping", "citation", "It harms."),
    (saying("- It aches. [@label] It harms."), "error", "stopping", "citation", "It harms."),
    (saying("**Liver.** It is at risk."), "error", "stopping", "citation", "at risk"),
    (info("It aches. [@label] It harms."), "error", "Summary", "citation", "It harms."),
    (info("Siponimod is a tablet."), "error", "Summary", "citation", "Siponimod"),
    (saying("It aches. [@lable]"), "error", "stopping", "unknown source", "mean label?"),
    (saying("It aches. [@label] [@ label]"), "error", "stopping", "unknown source", "[@ label]"),
    (sources("label", "lone"), "error", "lone", "unused source", "delete"),
    (sources("label", address=""), "error", "label", "source", "address"),
    (sources("label", organization=""), "error", "label", "source", "who published"),
    (sources("label", published=""), "error", "label", "source", "“date not found”"),
    (sources("label", checked_on=date(2026, 11, 29)), "error", "label", "source", "to come"),
    (sources("label", still_current="We looked."), "error", "label", "source", "what day"),
    (sources("label", still_current_on=TODAY), "error", "label", "source", "Say why"),
    (
        sources("label", still_current="We looked.", still_current_on=date(2026, 11, 29)),
        *("error", "label", "source", "to come"),
    ),
    (sources("label", published=NO_DATE), "warning", "label", "undated source", "Open it"),
    (sources("label", published="June 2020"), "warning", "label", "old source", "June 2020"),
    (
        therapy(effects=(make.effect("acne", CITED),)),
        "error",
        "Side effects",
        "missing page",
        "acne",
    ),
    (
        make.symptom("fatigue", summary=prose(CITED), side_effects=("acne",)),
        *("error", "Side effects", "missing page", "acne"),
    ),
    (subtype(therapies=("aspirin",)), "error", "Treatments", "missing page", "aspirin"),
    (subtype(symptoms=("pain",)), "error", "Symptoms", "missing page", "pain"),
    (visit(subtype="gone"), "error", "Type of SPMS", "missing page", "gone"),
    (visit(therapies=("aspirin",)), "error", "Treatments", "missing page", "aspirin"),
    (visit(symptoms=("pain",)), "error", "Symptoms", "missing page", "pain"),
    (visit(side_effects=("acne",)), "error", "Side effects", "missing page", "acne"),
    (visit(therapies=("siponimod",) * 7), "error", "Treatments", "handout", "6 or fewer"),
    (visit(symptoms=("fatigue",) * 7), "error", "Symptoms", "handout", "6 or fewer"),
    (visit(side_effects=("headache",) * 13), "error", "Side effects", "handout", "12 or fewer"),
    (visit(note=prose("It harms.")), "error", "Note", "citation", "It harms."),
    (visit(questions=("Is it the best pill?",)), "error", "Questions", "word", "best"),
    (info(review=PAST), "error", "Review", "review", "November 22, 2026"),
    (therapy(label_status=""), "error", "US label", "label", "names SPMS, active SPMS"),
    (therapy(glance=()), "error", "US label", "label", "in one line"),
    (lacking("how_well_it_works"), "error", "How well it works", "whole treatment", "in SPMS"),
    (therapy(effects=()), "error", "Side effects", "whole treatment", "harm"),
    (
        rehabilitation(sections=with_answers(how_well_it_works=CITED, check_ups=CITED)),
        *("error", "Side effects", "whole treatment", "take care"),
    ),
    (lacking("pregnancy"), "error", "Pregnancy and breastfeeding", "whole treatment", "known"),
    (lacking("check_ups"), "error", "Check-ups", "whole treatment", "checked"),
    (therapy(questions=()), "error", "Questions", "whole treatment", "questions"),
    (therapy(evidence=(ROW(out_of=50),)), "error", "EXPAND", "evidence", "out of 100"),
    (therapy(evidence=(ROW(group=""),)), "error", "EXPAND", "evidence", "who took part"),
    (therapy(evidence=(ROW(time_span=""),)), "error", "EXPAND", "evidence", "what time"),
    (therapy(evidence=(ROW(comparator=""),)), "error", "EXPAND", "evidence", "compared"),
    (therapy(evidence=(ROW(certainty=""),)), "error", "EXPAND", "evidence", "how sure"),
    (
        counted(GROUP(out_of=50, people=5), short="5 of 50 got worse. [@label]"),
        *("error", "EXPAND", "if nothing changes", "out of 100"),
    ),
    (
        counted(GROUP(people=1001), short="1,001 of 1,000 got worse. [@label]"),
        *("error", "EXPAND", "if nothing changes", "more than 1,000"),
    ),
    (counted(GROUP(group="")), "error", "EXPAND", "if nothing changes", "who got"),
    (counted(GROUP(time_span="")), "error", "EXPAND", "if nothing changes", "what time"),
    (
        counted(GROUP(finding=prose(""))),
        *("error", "EXPAND", "if nothing changes", "Cite the source"),
    ),
    (
        counted(GROUP(), GROUP(trial="HERCULES")),
        *("error", "If nothing changes", "if nothing changes", "not more"),
    ),
    (
        counted(GROUP(), short="340 of 1,000 got worse. [@label]"),
        *("error", "If nothing changes: short answer", "if nothing changes: short answer", "350"),
    ),
    (counted(GROUP(happened="were cured")), "error", "EXPAND", "word", "cured"),
    (
        therapy(evidence=(ROW(), ROW(time_span="over 1 year"))),
        *("warning", "How well it works", "evidence not comparable", "cannot be compared"),
    ),
    (therapy(evidence=(ROW(year=""),)), "warning", "EXPAND", "trial without a year", "year"),
    (counted(GROUP(year="")), "warning", "EXPAND", "trial without a year", "year"),
    (
        therapy(evidence=(ROW(), ROW(out_of=1000))),
        *("error", "Whole page", "denominator", "out of 1,000"),
    ),
    (
        therapy(
            evidence=(ROW(),),
            sections=with_answers(**SECTIONS, stopping="9 out of 1,000 did. [@label]"),
        ),
        *("error", "Whole page", "denominator", "out of 1,000"),
    ),
    (
        therapy(
            effects=(
                make.effect(
                    detail="It hurts. [@label]", **{**COUNTED, "group": "", "comparator": "placebo"}
                ),
            )
        ),
        *("error", "headache", "side effect count", "in whom"),
    ),
    (
        therapy(effects=(make.effect(detail="It hurts. [@label]", **COUNTED, comparator=""),)),
        *("error", "headache", "side effect count", "compared with"),
    ),
    *(
        (calling(line), "error", "Call the clinic if", "call line", f"“{pointer}”")
        for line, pointer in POINTERS.items()
    ),
    (
        calling("Any of these signs.", "call_911"),
        *("error", "Emergency, if", "call line", "Name the signs"),
    ),
    (
        calling("Any of these signs.", "call_911", make.symptom),
        *("error", "Emergency, if", "call line", "Name the signs"),
    ),
    (
        calling("Any of these signs.", "call_clinic", therapy),
        *("error", "Call the clinic if", "call line", "Name the signs"),
    ),
    (
        make.side_effect(summary=prose("Call 911 at any sign. [@label]")),
        *("error", "Summary", "call line", "“any sign”"),
    ),
    (saying("Those signs need 911. [@label]"), "error", "stopping", "call line", "Those signs"),
    (
        changed(
            make.help_page(
                *((slug, CITED, [CITED]) for slug in URGENT),
                ("soon", CITED, ["Any of these. [@label]"]),
            ),
            summary=prose(CITED),
        ),
        *("error", "Soon", "call line", "“Any of these”"),
    ),
    (
        changed(
            make.help_page(*((slug, CITED, [CITED]) for slug in URGENT[1:])), summary=prose(CITED)
        ),
        *("error", URGENT[0], "get-help level", "with its signs"),
    ),
    (
        make.symptom(summary=prose(CITED), signs=("gone",)),
        *("error", "Signs", "missing sign", "“gone”"),
    ),
    (signs(("fever", f"{'hot ' * 20}skin. [@label]")), "error", "fever", "long sign", "20"),
    (
        signs(
            ("fever", "You have a fever. [@label]"), ("heat", "you have a  FEVER. [@label]", "soon")
        ),
        *("error", "heat", "one level a sign", "“fever”"),
    ),
    (
        signs(
            ("fever", "You are hot. [@label]"),
            ("heat", "It is hot. [@label]", "soon"),
            short=prose("Hot [@label]"),
        ),
        *("error", "heat", "one level a sign", "“fever”"),
    ),
    (
        signs(
            ("fever", "You are hot. [@label]"),
            ("heat", "It is hot. [@label]"),
            short=prose("Hot [@label]"),
        ),
        *("error", "heat", "few words of a sign", "“Hot”"),
    ),
    (
        signs(("fever", "You are hot. [@label]"), short=prose(f"{'hot ' * 12} [@label]")),
        *("error", "fever", "few words of a sign", "11"),
    ),
    (
        signs(("fever", "You are hot. [@label]"), short=prose()),
        *("warning", "fever", "few words missing", "few words"),
    ),
    (
        signs(*((f"fever-{n}", f"You have fever {n}. [@label]") for n in range(6)), first=True),
        *("error", "Signs", "first signs", "Choose 5"),
    ),
    (
        signs(("fever", "You have a fever. [@label]"), own=True),
        *("error", "fever", "own sign", "no treatment names it"),
    ),
    (
        signs(("fever", "You have any of these signs. [@label]")),
        *("error", "fever", "call line", "“any of these”"),
    ),
    (therapy(title="Pill \U0001f600"), "error", "Title", "character", "GRINNING FACE, U+1F600"),
    (saying("It is\uf0a8 a pill. [@label]"), "error", "stopping", "character", "U+F0A8"),
    (
        therapy(questions=("What is\ufffdit?",)),
        *("error", "Questions", "character", "REPLACEMENT CHARACTER, U+FFFD"),
    ),
    (
        changed(make.clinic(phone="1\u202e2"), summary=prose()),
        *("error", "Phone", "character", "RIGHT-TO-LEFT OVERRIDE, U+202E"),
    ),
    (sources("label", title="A \u6c34"), "error", "A \u6c34", "character", "U+6C34"),
    (saying("## It is a pill. [@label]"), "error", "stopping", "pasted text", "heading"),
    (saying("It is *one* pill. [@label]"), "error", "stopping", "pasted text", "italics"),
    (therapy(questions=("1. What is it?",)), "error", "Questions", "pasted text", "“1.”"),
    (saying("It was 21% lower. [@label]"), "error", "stopping", "relative risk", "21% lower"[1:]),
    (saying("It fell by 30 percent. [@label]"), "error", "stopping", "relative risk", "by 30"),
    (saying("The hazard ratio was 0.8. [@label]"), "error", "stopping", "relative risk", "hazard"),
    (saying("It is twice as likely. [@label]"), "error", "stopping", "relative risk", "twice as"),
    (saying("It doubles the risk. [@label]"), "error", "stopping", "relative risk", "doubles the"),
    (saying("So you have active SPMS. [@label]"), "error", "stopping", "word", "people with"),
    (saying("It is the best pill. [@label]"), "error", "stopping", "word", "helps whom"),
    (saying("We found no trial."), "warning", "stopping", "voice", "“We found no”"),
    (saying("It is safe. [@label]"), "error", "stopping", "word", "which harms"),
    (saying("It cures MS. [@label]"), "error", "stopping", "word", "what it does"),
    (therapy(questions=("Which is best?",)), "error", "Questions", "word", "best"),
    (therapy(title="The safest pill"), "error", "Title", "word", "safest"),
    (therapy(evidence=(ROW(happened="were cured"),)), "error", "EXPAND", "word", "cured"),
    (saying("A lesion can grow. [@label]"), "error", "stopping", "glossary", "“lesion”"),
    (therapy(questions=("Is it a Relapse?",)), "error", "Questions", "glossary", "“relapse”"),
    (therapy(summary=prose(LONG)), "warning", "Summary", "grade", "6 or lower"),
    (saying(f"{HARD} " * 9), "warning", "Whole page", "grade", "8 or lower"),
    (
        saying(f"{'word ' * 26}ends. [@label]"),
        *("warning", "stopping", "long sentence", "27 words"),
    ),
    (saying("- It aches. [@label]\n" * 8), "warning", "stopping", "long list", "8 items"),
    (
        therapy(monitoring=(make.check("Eye exam", CITED, "after"),) * 8),
        *("warning", "check_ups", "long list", "8 items"),
    ),
    (therapy(monitoring=(make.check("Best test", CITED),)), "error", "Best test", "word", "best"),
    (
        saying(
            "It was given. [@label] It was often seen. [@label] It is stopped. [@label] "
            "It was taken. [@label] It was often missed. [@label] It was found. [@label] "
            "It was read. [@label] It was kept. [@label]"
        ),
        *("warning", "stopping", "passive", "7 of"),
    ),
    (
        therapy(sections=without_short_answers(with_answers(**SECTIONS))),
        *("warning", "how_well_it_works: short answer", "short answer missing", "closed"),
    ),
    (
        with_short_answer(" ".join(["Ask"] * 16)),
        *("error", "pregnancy: short answer", "short answer", "15 words"),
    ),
    (
        with_short_answer("Ask about these signs."),
        *("error", "pregnancy: short answer", "short answer", "these signs"),
    ),
    (
        therapy(not_for_you_if=make.prose("- Ask.\n- Ask.\n- Ask.\n- Ask.\n- Ask.")),
        *("error", "Not for you if", "short list", "4 at most"),
    ),
    (
        therapy(worst=make.prose(f"- Ask {'your team ' * 9}.")),
        *("error", "The worst it can do", "short list", "16 words"),
    ),
    (
        therapy(
            worst=make.prose(
                "- Ask, call. [@label]\n- Ask; call. [@label]\n- Ask: us, you. [@label]"
            )
        ),
        *("warning", "The worst it can do", "worst it can do", "5 harms"),
    ),
    (
        therapy(benefit_point=make.prose("Ask your MS team. " * 10)),
        *("error", "Can it help?", "short list", "36 words"),
    ),
    (
        therapy(evidence=(shown_at_the_top(), shown_at_the_top())),
        *("error", "Results", "short list", "one result"),
    ),
    (therapy(benefit_point=make.prose()), "warning", "Can it help?", "point missing", "at the top"),
    (therapy(worst=make.prose()), "warning", "The worst it can do", "point missing", "gravest"),
    (therapy(not_for_you_if=make.prose()), "warning", "Not for you if", "point missing", "reasons"),
    (
        therapy(worst=prose("- It can harm the liver. [@label]")),
        *("error", "The worst it can do", "harm not listed", "liver injury"),
    ),
    (
        saying("After you stop, MS can get much worse. [@label]"),
        *("error", "stopping", "harm not listed", "gets worse after stopping"),
    ),
    (
        therapy(boxed_warning=prose("It can harm. [@label]")),
        *("error", "Side effects", "boxed warning", "In the boxed warning"),
    ),
    (therapy(effects=(BOXED,)), "error", "Boxed warning", "boxed warning", "Write it"),
    (
        therapy(boxed_warning=prose("It can cause a stroke. [@label]"), effects=(BOXED,)),
        *("error", "Boxed warning", "harm not listed", "stroke"),
    ),
    (
        therapy(how_to_say=prose("SI-PON-i-mod. [@label]")),
        *("error", "How to say it", "how to say it", "one stressed syllable"),
    ),
    (
        therapy(how_to_say=prose("si PON, i mod. [@label]")),
        *("error", "How to say it", "how to say it", "with hyphens"),
    ),
    (
        therapy(no_boxed_warning=prose("It has none. [@label]")),
        *("error", "No boxed warning", "no boxed warning", "Give only the month"),
    ),
    (
        therapy(not_named=("acne",)),
        *("error", "Date of the label that was read whole", "not named in the label", "date"),
    ),
    (
        therapy(not_named=("headache",), label_read="June 2026"),
        *("error", "Not named in the label", "not named in the label", "“headache”"),
    ),
    (
        make.side_effect(summary=prose(CITED), gravity=""),
        *("warning", "What it can do", "what it can do missing", "Choose"),
    ),
    (topic(next_step=make.prose()), "error", "Your next step", "next step missing", "do next"),
    (
        topic(next_step=prose("Take vitamin D pills.")),
        *("error", "Your next step", "citation", "vitamin D"),
    ),
    (
        topic(next_step=prose("Ask for a form within 30 days.")),
        *("error", "Your next step", "citation", "30 days"),
    ),
    (
        topic(next_step=prose("Pick up your siponimod.")),
        *("error", "Your next step", "citation", "siponimod"),
    ),
    (
        topic(key_points=make.prose("- Ask.\n" * 6)),
        *("error", "The main points", "main points", "5 lines"),
    ),
    (topic(questions=("Why?",) * 5), "error", "Questions", "main points", "4 or fewer"),
    (
        topic(key_points=make.prose()),
        *("warning", "The main points", "main points missing", "tired reader"),
    ),
    (topic(topics=("gone",)), "error", "Read next", "missing page", "gone"),
    (topic(**{**TABLE, "table_heading": ""}), "error", "Table heading", "table", "heading"),
    (
        topic(**{**TABLE, "table_columns": ("Part", "", "Cost")}),
        *("error", "Table heading", "table", "3 columns"),
    ),
    (topic(**{**TABLE, "table": ()}), "error", "Table", "table", "no rows"),
    (
        topic(**{**TABLE, "table": (make.table_row(third=""),)}),
        *("error", "Part B", "table", "both texts"),
    ),
    (
        topic(**{**TABLE, "table_short": make.prose("Ask " * 16)}),
        *("error", "Table: short answer", "table", "15 words"),
    ),
    (
        topic(**{**TABLE, "table_short": make.prose("Ask about this list.")}),
        *("error", "Table: short answer", "table", "this list"),
    ),
    (
        topic(**{**TABLE, "table_short": make.prose()}),
        *("warning", "Table: short answer", "short answer missing", "while it is closed"),
    ),
    (
        topic(**{**TABLE, "table_heading": "The best plan"}),
        *("error", "Table", "word", "best"),
    ),
]
