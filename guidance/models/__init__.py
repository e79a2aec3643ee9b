"""The draft tables, which staff edit, and the publication tables, which the public site reads."""

from guidance.models.accounts import FactorReset, SetUpLink
from guidance.models.clinic import Clinic, ClinicPhone
from guidance.models.glossary import GlossaryTerm
from guidance.models.handout_template import HandoutTemplate
from guidance.models.help import HelpLevel, WarningSign
from guidance.models.info import Info, InfoSection
from guidance.models.jobs import JobRun
from guidance.models.publication import Edition, PageVersion
from guidance.models.side_effect import SideEffect
from guidance.models.sign import Sign
from guidance.models.source import Source
from guidance.models.subtype import PlaceboGroup, Subtype
from guidance.models.symptom import Symptom
from guidance.models.therapy import Evidence, Therapy, TherapyCheck, TherapySideEffect
from guidance.models.topic import Topic, TopicRow
from guidance.models.unsaved import UnsavedCopy
from guidance.models.upgrade import Offer, ReceivedRow
from guidance.models.walk import Walk, WalkText
from guidance.models.workflow import (
    Credentials,
    PageState,
    PreviewLink,
    Remark,
    Submission,
    SubmittedPage,
)

__all__ = [
    "Clinic",
    "ClinicPhone",
    "Credentials",
    "Edition",
    "Evidence",
    "FactorReset",
    "GlossaryTerm",
    "HandoutTemplate",
    "HelpLevel",
    "Info",
    "InfoSection",
    "JobRun",
    "Offer",
    "PageState",
    "PageVersion",
    "PlaceboGroup",
    "PreviewLink",
    "ReceivedRow",
    "Remark",
    "SetUpLink",
    "SideEffect",
    "Sign",
    "Source",
    "Submission",
    "SubmittedPage",
    "Subtype",
    "Symptom",
    "Therapy",
    "TherapyCheck",
    "TherapySideEffect",
    "Topic",
    "TopicRow",
    "UnsavedCopy",
    "Walk",
    "WalkText",
    "WarningSign",
]
