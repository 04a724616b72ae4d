"""What can be told of an incident: noted in seconds, added to, graded, reported upward, ended, reviewed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class IncidentFact(Fact, frozen=True, kw_only=True):
    """A fact about one incident. `incident` is its key."""

    incident: str

    @property
    def subject(self) -> str:
        return "incident:" + self.incident


class IncidentNoted(IncidentFact, frozen=True, kw_only=True):
    """Something happened: what (a few words), where (a zone's id), whether people are hurt ("no", "yes", "unknown").

    `hazard`: its kind by the vocabulary, "" while nobody has said. `began_at`: when it began, where that was earlier
    than it was noted. `floor`: the hall at that moment as JSON (figures, tickets at the counters, nobody's name).
    `drill`: the drill's id in an exercise.
    """

    kind: ClassVar[str] = "incident.noted"
    rank: ClassVar[int] = 0
    what: str
    where: str = ""
    hurt: str = "unknown"
    hazard: str = ""
    began_at: datetime | None = None
    floor: str = ""
    drill: str = ""


class IncidentToldMore(IncidentFact, frozen=True, kw_only=True):
    """One field said or said anew; what stood there before stays in the history. See incidents.FIELDS."""

    kind: ClassVar[str] = "incident.told_more"
    rank: ClassVar[int] = 20
    field: str
    value: str
    why: str = ""  # asked for where it corrects something


class IncidentLogged(IncidentFact, frozen=True, kw_only=True):
    """A line of its log. `happened_at`: earlier than it was told, if so. `corrects`: the fact it sets right."""

    kind: ClassVar[str] = "incident.logged"
    rank: ClassVar[int] = 22
    text: str
    happened_at: datetime | None = None
    corrects: str = ""


class EvidenceKept(IncidentFact, frozen=True, kw_only=True):
    """A file was kept as evidence: SHA-256 of its content, its name, its size in bytes, where it came from."""

    kind: ClassVar[str] = "incident.evidence_kept"
    rank: ClassVar[int] = 24
    sha256: str
    name: str
    size: int = 0
    origin: str = ""


class RecordingSecured(IncidentFact, frozen=True, kw_only=True):
    """The video of a camera was secured before the recorder writes over it; or it is known to be lost."""

    kind: ClassVar[str] = "incident.recording_secured"
    rank: ClassVar[int] = 26
    camera: str
    lost: bool = False


class IncidentGraded(IncidentFact, frozen=True, kw_only=True):
    """Its grade, 1 (the most serious) to 4, and why."""

    kind: ClassVar[str] = "incident.graded"
    rank: ClassVar[int] = 28
    level: int
    why: str = ""


class IncidentReported(IncidentFact, frozen=True, kw_only=True):
    """A report went upward: `stage` "first", "follow_up" or "final", to a contact, with this very text."""

    kind: ClassVar[str] = "incident.reported"
    rank: ClassVar[int] = 30
    stage: str
    to: str
    text: str
    channel: str = "phone"


class IncidentLinked(IncidentFact, frozen=True, kw_only=True):
    """It has to do with a subject of the journal (`walk:...`, `ticket:...`, `record:...`) or a risk (`risk:...`)."""

    kind: ClassVar[str] = "incident.linked"
    rank: ClassVar[int] = 32
    to: str


class IncidentEnded(IncidentFact, frozen=True, kw_only=True):
    """It is over since `ended_at` (None: since it was told)."""

    kind: ClassVar[str] = "incident.ended"
    rank: ClassVar[int] = 50
    ended_at: datetime | None = None
    words: str = ""


class IncidentReopened(IncidentFact, frozen=True, kw_only=True):
    """It was not over after all, and why."""

    kind: ClassVar[str] = "incident.reopened"
    rank: ClassVar[int] = 52
    why: str


class IncidentReviewed(IncidentFact, frozen=True, kw_only=True):
    """The after-action review was signed. `rating`: "performed", "some", "major" or "unable"."""

    kind: ClassVar[str] = "incident.reviewed"
    rank: ClassVar[int] = 60
    rating: str
    words: str = ""


INCIDENT_FACTS: tuple[type[Fact], ...] = (
    IncidentNoted,
    IncidentToldMore,
    IncidentLogged,
    EvidenceKept,
    RecordingSecured,
    IncidentGraded,
    IncidentReported,
    IncidentLinked,
    IncidentEnded,
    IncidentReopened,
    IncidentReviewed,
)
