"""What can happen to a piece of content in a branch: its wording kept, changed, approved, refused, retired."""

from __future__ import annotations

from typing import ClassVar

from lobbyconsole.domain.facts import Fact

RETIRE, RESTORE = "retire", "restore"  # take the place of a version where stopping or going on needs a second person


class ContentFact(Fact, frozen=True, kw_only=True):
    """A fact about one piece of content: `family` as in Library ("checklists", "plans" ...), `item` its id."""

    family: str
    item: str

    @property
    def subject(self) -> str:
        return f"content:{self.family}/{self.item}"


class ContentKept(ContentFact, frozen=True, kw_only=True):
    """The very wording of a version, kept because something was recorded by it. It changes nothing in force.

    `version`: see editions.version_of; `body`: the item as canonical JSON.
    """

    kind: ClassVar[str] = "content.kept"
    rank: ClassVar[int] = 0
    version: str
    body: str


class ContentProposed(ContentFact, frozen=True, kw_only=True):
    """Somebody changed or added an item. `base`: the version it was made from ("" for a new one); `why` in words.

    `approval`: it comes into force only when a second person approves; otherwise at once. `origin`: "branch", or the
    name of the file it came with.
    """

    kind: ClassVar[str] = "content.proposed"
    rank: ClassVar[int] = 20
    version: str
    body: str
    base: str
    why: str
    approval: bool
    origin: str = "branch"


class ContentApproved(ContentFact, frozen=True, kw_only=True):
    """A second person (`by`) agreed to a version: it is in force from now on."""

    kind: ClassVar[str] = "content.approved"
    rank: ClassVar[int] = 30
    version: str


class ContentRefused(ContentFact, frozen=True, kw_only=True):
    """A second person did not agree to a version, and why."""

    kind: ClassVar[str] = "content.refused"
    rank: ClassVar[int] = 32
    version: str
    why: str


class ContentReverted(ContentFact, frozen=True, kw_only=True):
    """The branch went back to an earlier version, or to the shipped one (`version` "")."""

    kind: ClassVar[str] = "content.reverted"
    rank: ClassVar[int] = 34
    version: str
    why: str


class ContentRetired(ContentFact, frozen=True, kw_only=True):
    """The branch no longer uses this item.

    `approval`: only when a second person approves (RETIRE is what they approve or refuse). `version`: then in force.
    """

    kind: ClassVar[str] = "content.retired"
    rank: ClassVar[int] = 40
    why: str
    approval: bool = False
    version: str = ""


class ContentRestored(ContentFact, frozen=True, kw_only=True):
    """A retired item is used again; `approval` and `version` as of ContentRetired, the proposal being RESTORE."""

    kind: ClassVar[str] = "content.restored"
    rank: ClassVar[int] = 42
    why: str = ""
    approval: bool = False
    version: str = ""


class ContentUpdateDeclined(ContentFact, frozen=True, kw_only=True):
    """A newer shipped `version` was looked at and not taken: it is not offered again."""

    kind: ClassVar[str] = "content.update_declined"
    rank: ClassVar[int] = 50
    version: str


class ContentRehearsed(ContentFact, frozen=True, kw_only=True):
    """Somebody walked a version of a plan to an end before it was approved. `way`: the steps walked, in order."""

    kind: ClassVar[str] = "content.rehearsed"
    rank: ClassVar[int] = 25
    version: str
    way: tuple[str, ...]
    outcome: str = ""


CONTENT_FACTS: tuple[type[Fact], ...] = (
    ContentKept,
    ContentProposed,
    ContentApproved,
    ContentRefused,
    ContentReverted,
    ContentRetired,
    ContentRestored,
    ContentUpdateDeclined,
    ContentRehearsed,
)
