"""Which signs a page that lists a harm must name: one of them for each harm.

A reader of a treatment's page sees the harm in its list, and in "When to call" what to notice and
how soon to call. The page of a symptom names the harms of its medicines. Staff see this table in
the form of a side effect (ADR 0051).
"""

from dataclasses import dataclass

from guidance.pages.choices import Gravity
from guidance.pages.structures import SideEffectPage


@dataclass(frozen=True, slots=True)
class NeededSigns:
    """The ``signs`` of which a treatment with a harm must name one, or ``why_none`` are needed."""

    signs: tuple[str, ...] = ()
    why_none: str = ""


def _one_of(*signs: str) -> NeededSigns:
    return NeededSigns(signs)


def _none(why: str) -> NeededSigns:
    return NeededSigns(why_none=why)


LIVER = ("yellow-skin", "liver-on-teriflunomide")
PREGNANT = (
    "pregnant",
    "pregnant-on-teriflunomide",
    "pregnant-on-ponesimod",
    "pregnant-on-cladribine-or-mitoxantrone",
    "pregnant-on-s1p-medicine",
)
INFECTION = (
    "fever-on-weak-defenses",
    "fever-on-mitoxantrone",
    "fever-on-interferon",
    "infection-on-weak-defenses",
)
RASH = ("new-rash", "rash-on-weak-defenses", "rash-on-risk-medicine")
BLOOD = ("easy-bruising", "bruises-on-alemtuzumab", "blood-after-mitoxantrone")
BREATH = ("short-of-breath", "breath-on-interferon", "trouble-breathing")
MOOD = ("low-mood", "low-mood-on-interferon", "thoughts-of-suicide")
COMMON = "Common and mild as a rule; the signs of its own page are those anyone may have."

NEEDED: dict[str, NeededSigns] = {
    # Harms that can kill or harm for life
    "adrenal-suppression": _one_of("after-stopping-steroids"),
    "anaphylaxis": _one_of("severe-allergy", "allergy-to-glatiramer"),
    "autoimmune-disease": _one_of(*BLOOD, *LIVER),
    "bleeding": _one_of("heavy-bleeding", "coughing-blood", *BLOOD),
    "blood-clot": _one_of("swollen-leg", "swelling-with-short-breath"),
    "botulism-spread": _one_of("breathing-after-botulinum-toxin", "botulinum-toxin-spread"),
    "cancer": _one_of("new-lump", "new-mole", "blood-after-mitoxantrone"),
    "cataract-glaucoma": _one_of("change-in-sight", "sudden-loss-of-sight"),
    "chest-pain": _one_of("chest-pain", "heart-with-steroid-drip"),
    "colitis": _one_of("severe-diarrhea", "belly-on-alemtuzumab", "bowel-on-ocrelizumab"),
    "complex-sleep-behavior": _one_of("hurt-on-a-sleep-pill", "sleep-walking"),
    "confusion": _one_of("collapse", "new-muddled-thinking", "changed-thinking"),
    "depression": _one_of(*MOOD),
    "falls": _one_of("fall", "head-injury", "fall-and-cannot-get-up", "fall-with-broken-bone"),
    "fetal-harm": _one_of(*PREGNANT),
    "gi-bleed-perforation": _one_of("vomiting-blood-or-bloody-stool", "severe-belly-pain"),
    "heart-failure": _one_of(
        "heart-failure-after-mitoxantrone",
        "heart-after-mitoxantrone",
        "swelling-with-short-breath",
        *BREATH,
    ),
    "hepatitis-b-flare": _one_of(*LIVER),
    "hip-bone-death": _one_of("bones-after-steroids"),
    "kidney-or-clotting-damage": _one_of(
        "clotting-damage-on-interferon", "kidney-on-interferon", "little-urine"
    ),
    "leukemia": _one_of("blood-after-mitoxantrone", "easy-bruising"),
    "liver-injury": _one_of(*LIVER),
    "low-blood-counts": _one_of(*BLOOD),
    "low-sodium": _one_of("low-sodium", "low-sodium-with-danger", "collapse"),
    "low-white-cells": _one_of(*INFECTION),
    "lung-inflammation": _one_of("cough-on-teriflunomide", "lung-bleeding-on-alemtuzumab", *BREATH),
    "macular-edema": _one_of("sight-on-s1p-medicine", "change-in-sight"),
    "mood-swings": _one_of(
        "psychosis-on-steroids", "anger-on-interferon", "mood-change-on-new-medicine", *MOOD
    ),
    "osteoporosis": _one_of("bones-after-steroids", "fall-with-broken-bone"),
    "pml": _one_of("pml"),
    "pres": _one_of("severe-headache", "seizure-with-headache"),
    "priapism": _one_of("long-erection"),
    "rebound": _one_of("flare-after-stopping"),
    "seizure": _one_of("collapse", "long-seizure", "seizure-that-passed"),
    "serious-infection": _one_of(*INFECTION),
    "serotonin-syndrome": _one_of("serotonin-overload", "serotonin-signs"),
    "severe-abdominal-pain": _one_of("severe-belly-pain"),
    "severe-skin-reaction": _one_of("blisters-or-sores"),
    "shingles": _one_of("shingles", "rash-on-weak-defenses"),
    "infusion-reaction": _one_of("severe-allergy"),
    "shortness-of-breath": _one_of(*BREATH),
    "skin-cancer": _one_of("new-mole"),
    "skin-necrosis": _one_of("dark-shot-spot", "needle-site-of-mitoxantrone"),
    "slow-heartbeat": _one_of(
        "first-dose-slow-heart", "heart-with-steroid-drip", "heartbeat-with-danger"
    ),
    "stroke": _one_of("stroke", "stroke-after-alemtuzumab"),
    "suicidal-thoughts": _one_of("thoughts-of-suicide"),
    "urinary-retention": _one_of("cannot-pass-urine"),
    "withdrawal-crisis": _one_of("pump-withdrawal", "baclofen-tablet-withdrawal"),
    # Harms to see somebody about
    "constipation": _none(COMMON),
    "diarrhea": _one_of("severe-diarrhea", "loose-stools", "drying-out", "bowel-on-ocrelizumab"),
    "dizziness": _one_of("faint-feeling", "collapse", "first-dose-slow-heart"),
    "fast-heartbeat": _one_of(
        "uneven-heartbeat",
        "heartbeat-with-danger",
        "heart-with-steroid-drip",
        "reaction-to-glatiramer",
    ),
    "fever": _one_of(*INFECTION, "severe-infection", "shot-spot-with-fever"),
    "flu": _one_of(*INFECTION),
    "high-blood-pressure": _one_of("high-blood-pressure", "severe-headache"),
    "high-blood-sugar": _one_of("sugar-above-target", "high-sugar-with-danger"),
    "lipoatrophy": _one_of("skin-dent"),
    "low-antibodies": _one_of(*INFECTION),
    "low-blood-pressure": _one_of("faint-feeling", "collapse"),
    "menstrual-change": _one_of("changed-periods", *PREGNANT),
    "nausea": _none(COMMON),
    "numbness-tingling": _one_of("tingling-on-teriflunomide", "new-numbness"),
    "post-injection-reaction": _one_of("allergy-to-glatiramer", "reaction-to-glatiramer"),
    "raised-liver-tests": _one_of(*LIVER),
    "rash": _one_of(*RASH),
    "respiratory-infection": _one_of(*INFECTION, "trouble-breathing"),
    "sexual-problems": _none(COMMON),
    "sleepiness": _none(COMMON),
    "stomach-upset": _none(COMMON),
    "swelling": _one_of("new-swelling", "swollen-leg"),
    "thyroid-disease": _one_of(
        "thyroid-on-alemtuzumab", "uneven-heartbeat", "new-tiredness", "breath-on-interferon"
    ),
    "urinary-infection": _one_of("urine-infection", "infection-on-weak-defenses"),
    "weakness": _one_of("possible-relapse", "stroke", "sudden-loss-of-strength"),
}

SYMPTOMS_TOO: dict[str, tuple[str, ...]] = {
    "shortness-of-breath": ("weak-breathing", "breathing-after-botulinum-toxin"),
}
"""Further signs that are enough on the page of a symptom.

Its medicines slow the breathing of somebody who may not feel short of breath.
"""


A_RELAPSE = ("possible-relapse", "pml")
"""The signs of which each medicine that changes the course of MS must name one.

That of PML says that a possible relapse needs a call on the same day too.
"""


def needed(side_effect: SideEffectPage) -> tuple[str, ...]:
    """Return the signs of which a treatment that lists ``side_effect`` must name one.

    A side effect that a clinic wrote is not in the table. If it can kill or harm for life, the
    signs of its own page count. The answer is empty where no sign is needed.
    """
    if side_effect.slug in NEEDED:
        return NEEDED[side_effect.slug].signs
    return side_effect.signs if side_effect.gravity == Gravity.LIFE else ()


def needed_by_symptoms(side_effect: SideEffectPage) -> tuple[str, ...]:
    """Return the signs of which a symptom that lists ``side_effect`` must name one.

    The answer is empty for what cannot kill or harm for life. The medicines of a symptom are many,
    and its page would fill with the signs of what passes by itself.
    """
    if side_effect.gravity != Gravity.LIFE:
        return ()
    return (*needed(side_effect), *SYMPTOMS_TOO.get(side_effect.slug, ()))


def needed_words(slug: str, gravity: str) -> str:
    """Return in words, for staff, what pages that list the side effect ``slug`` must name."""
    row = NEEDED.get(slug)
    if row and row.signs:
        words = f"A treatment that lists it must name one of: {', '.join(row.signs)}."
        if gravity != Gravity.LIFE:
            return words
        others = "".join(f" or {sign}" for sign in SYMPTOMS_TOO.get(slug, ()))
        return f"{words} A symptom that lists it must name one of them{others}."
    if row:
        return f"None. {row.why_none}"
    if gravity == Gravity.LIFE:
        return "A treatment or a symptom that lists it must name one of the signs chosen here."
    return "None, as it cannot kill or harm for life."
