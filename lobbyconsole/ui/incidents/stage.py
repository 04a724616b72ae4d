"""What the verbs of an incident ask of the screen they are done on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from lobbyconsole.services.incident_dues import Due
from lobbyconsole.ui.incidents.page import IncidentPage
from lobbyconsole.ui.incidents.report_page import ReportPage
from lobbyconsole.ui.screen import Screen


class IncidentStage(Screen):
    """Base of the incidents screen, see screens/incidents.py."""

    key: str
    page: IncidentPage
    report: ReportPage
    recorded: Callable[[str], None]
    show_report: Callable[[str, Due | None], None]
    start_plan: Callable[[str, str], None]
    open_link: Callable[[str], None]

    def by(self) -> str:
        """The staff number on duty."""
        return self.shell.staff if self.shell is not None else ""

    def now(self) -> datetime:
        """The hall's present."""
        return self.console.live.clock.now()

    def zone(self) -> tzinfo:
        """The hall's clock."""
        return self.console.settings.current.branch.tz

    def reporting(self) -> bool:
        """Whether a report is on show."""
        return self.report.isVisible()

    def show_incident(self) -> None:
        """Back from a report."""
        raise NotImplementedError
