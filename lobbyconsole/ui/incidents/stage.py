"""What the verbs of an incident ask of the screen they are done on."""

from __future__ import annotations

from collections.abc import Callable

from lobbyconsole.services.incident_dues import Due
from lobbyconsole.ui.incidents.page import IncidentPage
from lobbyconsole.ui.incidents.report_page import ReportPage
from lobbyconsole.ui.list_and_page import ListAndPage


class IncidentStage(ListAndPage):
    """Base of the incidents screen, see screens/incidents.py."""

    key: str
    page: IncidentPage
    report: ReportPage
    show_report: Callable[[str, Due | None], None]
    start_plan: Callable[[str, str], None]
    open_link: Callable[[str], None]

    def reporting(self) -> bool:
        """Whether a report is on show."""
        return self.report.isVisible()

    def show_incident(self) -> None:
        """Back from a report."""
        raise NotImplementedError
