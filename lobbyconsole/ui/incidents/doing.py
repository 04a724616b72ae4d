"""What can be done with an incident: its verbs, asked for in place and done on a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from lobbyconsole.domain.incidents import FIELDS, Incident
from lobbyconsole.domain.said_time import said_time
from lobbyconsole.domain.words import Refused
from lobbyconsole.files import save_as
from lobbyconsole.services.attachments import Kept
from lobbyconsole.services.incident_desk import Entry
from lobbyconsole.services.incident_dues import SUPERIOR, Due, Footage
from lobbyconsole.services.incident_links import find_link
from lobbyconsole.services.incident_papers import paper_of
from lobbyconsole.services.incident_words import STAGES
from lobbyconsole.services.incidents import LONGEST_WORDS
from lobbyconsole.ui import tasks
from lobbyconsole.ui.incidents.stage import IncidentStage
from lobbyconsole.ui.incidents.words import HURT, LETTERS, ZONES, grade_text, hazard_text, own, zone_text
from lobbyconsole.ui.round_photos import keep_image
from lobbyconsole.ui.translation import clock_text, say, translate
from lobbyconsole.ui.widgets.floor_forms import Form, Option

WITHIN_DAYS = 7  # a corrective action's first proposal


class IncidentDoing:
    """The verbs of one screen."""

    def __init__(self, screen: IncidentStage) -> None:
        self.screen = screen

    # --- what every verb does

    @property
    def _work(self):  # type: ignore[no-untyped-def]
        return self.screen.console.work

    def _by(self) -> str:
        return self.screen.by()

    def run(self, work: Callable[[], Any], done: Callable[[Any], object] | None = None, words: str = "") -> None:
        """Do it on a worker; a refusal is said in place, the form stays for another try."""

        def went(result: Any) -> None:
            self.screen.page.close_form()
            self.screen.recorded(words)
            if done is not None:
                done(result)

        tasks.run(self.screen, work, went, self.refused)

    def refused(self, error: BaseException) -> None:
        """In words, in place; a defect is the window's business."""
        if isinstance(error, Refused):
            place = self.screen.report if self.screen.reporting() else self.screen.page
            place.said.say(say(error.message), "watch")
        else:
            tasks.hub().trouble.emit(error)

    def verb(self, name: str) -> None:
        """A button of the head, or its key."""
        if self.screen.page.sheet is None:
            return
        {
            "log": self.log, "report": self.report, "plan": self.plan, "grade": self.grade, "end": self.end,
            "reopen": self.reopen, "action": self.action, "evidence": self.choose_files, "print": self.pages,
            "review": self.review, "link": self.link,
        }[name]()  # fmt: skip

    @property
    def _key(self) -> str:
        return self.screen.key

    def _ask(self, form: Form, answered: Callable[[dict[str, Any]], object]) -> None:
        self.screen.page.ask(form, answered)

    def _time(self, text: str) -> datetime | None:
        """A time as typed, in the hall's clock; never later than now."""
        now = self.screen.now().astimezone(self.screen.zone())
        found = said_time(text, now) if text.strip() else None
        return min(found, now) if found is not None else None

    def _in_days(self, days: int) -> str:
        """The end of a day from now, as a record's deadline."""
        local = self.screen.now().astimezone(self.screen.zone()) + timedelta(days=days)
        return local.replace(hour=18, minute=0, second=0, microsecond=0).isoformat()

    # --- log, fields

    def log(self) -> None:
        form = Form(translate("Incidents", "Write in the log"), translate("Incidents", "Record (Enter)"))
        form.line("text", translate("Incidents", "What was done or seen; no names"), longest=500)
        form.line("at", translate("Incidents", "When, if earlier: 10:32"), longest=20)
        self._ask(form, lambda values: self._log(values, ""))

    def correct(self, entry: Entry) -> None:
        """A line that sets another right; the old one stays."""
        form = Form(
            translate("Incidents", "Correct a line: the old one stays"), translate("Incidents", "Record (Enter)")
        )
        form.line("text", translate("Incidents", "How it was"), own(entry.words), longest=500)
        form.line("at", translate("Incidents", "When, if earlier: 10:32"),
                  clock_text(entry.at, self.screen.zone()), longest=20)  # fmt: skip
        self._ask(form, lambda values: self._log(values, entry.fact, entry.at))

    def _log(self, values: dict[str, Any], corrects: str, before: datetime | None = None) -> None:
        key, by, at = self._key, self._by(), self._time(values["at"])
        if before is not None and at is not None:
            local = before.astimezone(at.tzinfo)
            if (at.hour, at.minute) == (local.hour, local.minute):
                at = before  # the proposal was left as it stood
        self.run(lambda: self._work.incidents.log(key, values["text"], happened_at=at, corrects=corrects, by=by),
                 words=translate("Incidents", "Recorded."))  # fmt: skip

    def tell(self, field: str) -> None:
        """Say a field, or say it anew with a reason."""
        sheet = self.screen.page.sheet
        if sheet is None:
            return
        if self.screen.reporting():
            self.screen.show_incident()
        label, value = translate("Incidents", FIELDS[field]), sheet.incident.value(field)
        form = Form(label, translate("Incidents", "Record (Enter)"))
        if field == "hurt":
            options = [Option(name, translate("Incidents", words), name[0].upper()) for name, words in HURT.items()]
            form.choice("value", options, value or None)
        elif field == "where":
            zones = [Option(zone, zone_text(sheet.library, zone), letter)
                     for zone, letter in zip(ZONES, LETTERS, strict=True)]  # fmt: skip
            form.choice("value", zones, value or None)
        elif field == "hazard":
            kinds = [Option(name, hazard_text(sheet.library, name)) for name in sheet.library.vocab.get("hazards", {})]
            form.choice("value", kinds, value or None, stepped=True)
        elif field == "began_at":
            began = sheet.incident.began_at
            shown = f"{began.astimezone(self.screen.zone()):%Y-%m-%d %H:%M}" if began is not None else ""
            form.line("value", translate("Incidents", "Time, e.g. 10:32 or 11-21 10:32"), shown, longest=30)
        else:
            form.line("value", "", value, label, longest=1000).setProperty("first", True)
        if value:
            form.line("why", translate("Incidents", "Why it is corrected"), longest=200)
        self._ask(form, lambda values: self._tell(field, values))

    def _tell(self, field: str, values: dict[str, Any]) -> None:
        value, key, by = str(values.get("value") or ""), self._key, self._by()
        if field == "began_at":
            at = self._time(value)
            if at is None:
                self.screen.page.said.say(translate("Incidents", "Please give a time, e.g. 10:32."), "watch")
                return
            value = at.isoformat()
        why = str(values.get("why") or "")
        self.run(lambda: self._work.incidents.tell_more(key, field, value, why=why, by=by),
                 words=translate("Incidents", "Recorded."))  # fmt: skip

    # --- grade, end

    def grade(self) -> None:
        form = Form(translate("Incidents", "Grade"), translate("Incidents", "Record (Enter)"))
        sheet = self.screen.page.sheet
        level = sheet.incident.level if sheet is not None else 0
        walks = sheet.walks if sheet is not None else ()
        known = {severity.level: own(severity.criteria) for state in walks for severity in state.plan.severity}
        options = [Option(at, " · ".join(filter(None, (grade_text(at), known.get(at, "")))), str(at))
                   for at in (1, 2, 3, 4)]  # fmt: skip
        form.choice("level", options, level or None)
        form.line("why", translate("Incidents", "Why it is corrected") if level else translate("Incidents", "Why"),
                  longest=200)  # fmt: skip
        key, by = self._key, self._by()

        def graded(values: dict[str, Any]) -> None:
            if values["level"]:
                self.run(lambda: self._work.incidents.grade(key, values["level"], why=values["why"], by=by),
                         words=translate("Incidents", "Recorded."))  # fmt: skip

        self._ask(form, graded)

    def end(self) -> None:
        form = Form(translate("Incidents", "It is over"), translate("Incidents", "Record (Enter)"))
        form.line("words", translate("Incidents", "How it ended"), longest=500)
        form.line("at", translate("Incidents", "When, if earlier: 10:32"), longest=20)
        key, by = self._key, self._by()
        self._ask(form, lambda values: self.run(
            lambda: self._work.incidents.end(key, ended_at=self._time(values["at"]), words=values["words"], by=by),
            words=translate("Incidents", "Recorded as over.")))  # fmt: skip

    def end_at(self, at: datetime) -> None:
        """It was over when its plan was."""
        key, by = self._key, self._by()
        self.run(lambda: self._work.incidents.end(key, ended_at=at, by=by),
                 words=translate("Incidents", "Recorded as over."))  # fmt: skip

    def reopen(self) -> None:
        form = Form(translate("Incidents", "Not over after all"), translate("Incidents", "Record (Enter)"))
        form.line("why", translate("Incidents", "Why"), longest=200)
        key, by = self._key, self._by()
        self._ask(form, lambda values: self.run(lambda: self._work.incidents.reopen(key, values["why"], by=by),
                                                words=translate("Incidents", "Open again.")))  # fmt: skip

    # --- reports

    def report(self, kind: str = "", due: Due | None = None) -> None:
        """The report that is owed next, or a follow-up."""
        sheet = self.screen.page.sheet
        if sheet is None:
            return
        due = due or next((due for due in sheet.dues if due.made_at is None), None)
        usual = "final" if not sheet.incident.open else "follow_up" if sheet.incident.reports else "first"
        self.screen.show_report(kind or (due.stage if due is not None else usual), due)

    def report_due(self, due: Due) -> None:
        self.report(due.stage, due)

    def pages(self) -> None:
        self.report("ics201")

    def reported(self, stage: str, to: str, text: str, channel: str) -> None:
        """It went upward: with the plan's own verb where the plan asked for it."""
        sheet, key, by = self.screen.page.sheet, self._key, self._by()
        if sheet is None or stage not in STAGES:
            return
        owed = next((due for due in sheet.dues if due.made_at is None and due.walk and (due.to, due.stage) ==
                     (to, stage)), None)  # fmt: skip

        def told() -> Incident:
            made: Incident = self._work.incidents.report_up(key, stage, to or SUPERIOR, text, channel=channel, by=by)
            return made

        def done() -> Incident:
            if owed is not None:  # the walkthrough tells the incident as well
                self._work.walkthroughs.reported(owed.walk, owed.place, channel=channel, words=text, by=by)
                if len(text) <= LONGEST_WORDS:
                    return self._work.incidents.incident(key)  # type: ignore[no-any-return]
            return told()

        self.run(done, lambda _: self.screen.show_incident(), translate("Incidents", "Recorded as reported."))

    def save_pdf(self, kind: str, reader: str) -> None:
        sheet = self.screen.page.sheet
        if sheet is None:
            return
        suggested = str(Path.home() / f"{sheet.incident.key}-{kind}.pdf")
        title = translate("Incidents", "Save as PDF")
        path, _ = QFileDialog.getSaveFileName(self.screen, title, suggested, "PDF (*.pdf)")
        if path:
            self.write_pdf(kind, reader, path)

    def write_pdf(self, kind: str, reader: str, path: str) -> None:
        """Write one of the pages."""
        sheet, now, by = self.screen.page.sheet, self.screen.now(), self._by()
        if sheet is None:
            return

        def work() -> None:
            from lobbyconsole.ui.paper.pdf import paper_pdf

            paper_pdf(paper_of(sheet, kind, now, by), path, reader, sheet.branch.tz)

        text = translate("Incidents", "Saved: {path}").format(path=path)
        tasks.run(self.screen, work, lambda _: self.screen.report.said.say(text))

    def print_page(self, kind: str, reader: str) -> None:
        sheet = self.screen.page.sheet
        if sheet is not None:
            from lobbyconsole.ui.paper.printing import print_paper

            print_paper(self.screen, paper_of(sheet, kind, self.screen.now(), self._by()), reader, sheet.branch.tz)

    # --- evidence, video

    def choose_files(self) -> None:
        title = translate("Incidents", "Files to keep as evidence")
        paths, _ = QFileDialog.getOpenFileNames(self.screen, title, str(Path.home()))
        if paths:
            self.keep_files(paths)

    def keep_files(self, paths: list[str]) -> None:
        """Take files in: hashed, encrypted, once."""
        key, by = self._key, self._by()
        for path in paths:
            self.run(partial(self._keep_file, key, path, by), words=translate("Incidents", "Kept as evidence."))

    def paste(self) -> None:
        """A picture or files of the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is None:
            return
        if mime.hasUrls():
            self.keep_files([url.toLocalFile() for url in mime.urls() if url.isLocalFile()])
        elif mime.hasImage():
            image = QImage(mime.imageData())
            key, by = self._key, self._by()
            self.run(lambda: self._kept(key, keep_image(self._work.attachments, image), "clipboard", by),
                     words=translate("Incidents", "Kept as evidence."))  # fmt: skip

    def _keep_file(self, key: str, path: str, by: str) -> Incident:
        return self._kept(key, self._work.attachments.keep_evidence(path), "file", by)

    def _kept(self, key: str, kept: Kept, origin: str, by: str) -> Incident:
        made: Incident = self._work.incidents.keep_evidence(
            key, kept.sha256, kept.name, size=kept.size, origin=origin, by=by
        )
        return made

    def save_copy(self, sha256: str, name: str) -> None:
        path, _ = QFileDialog.getSaveFileName(self.screen, translate("Incidents", "Save a copy"),
                                              str(Path.home() / (name or sha256[:12])))  # fmt: skip
        if path:
            text = translate("Incidents", "Saved: {path}").format(path=path)
            tasks.run(self.screen, lambda: save_as(Path(path), self._work.attachments.read(sha256)),
                      lambda _: self.screen.page.said.say(text), self.refused)  # fmt: skip

    def secure(self, video: Footage) -> None:
        """The video is safe, or lost."""
        form = Form(translate("Incidents", "Is the video secured?"))
        form.choice("lost", [Option(False, translate("Incidents", "Copied and locked away"), "1"),
                             Option(True, translate("Incidents", "Lost: overwritten or not recorded"), "2")],
                    at_once=True)  # fmt: skip
        key, by = self._key, self._by()
        self._ask(form, lambda values: self.run(
            lambda: self._work.incidents.secure_recording(key, video.camera, lost=values["lost"], by=by),
            words=translate("Incidents", "Recorded.")))  # fmt: skip

    # --- further work

    def plan(self) -> None:
        """Choose a plan; those that fit stand first."""
        sheet = self.screen.page.sheet
        if sheet is None:
            return
        form = Form(translate("Incidents", "Start a plan for this incident"))
        plans = list(sheet.plans)[:8]
        options = [Option(plan.id, own(plan.title), str(at)) for at, plan in enumerate(plans, 1)]
        options.append(Option("", translate("Incidents", "Another plan…"), "0"))
        form.choice("plan", options, at_once=True)
        self._ask(form, lambda values: self.start_plan(values["plan"]))

    def start_plan(self, plan: str) -> None:
        """On the emergency screen, for this incident."""
        self.screen.page.close_form()
        self.screen.start_plan(self._key, plan)

    def action(self) -> None:
        """A corrective action that came of it."""
        sheet = self.screen.page.sheet
        if sheet is None:
            return
        form = Form(
            translate("Incidents", "Corrective action from this incident"), translate("Incidents", "Open (Enter)")
        )
        form.line("finding", translate("Incidents", "What is to be put right"), sheet.incident.value("cause"),
                  longest=300)  # fmt: skip
        roles = [(name, own(role.title)) for name, role in sheet.library.roles.items() if role.kind == "staff"]
        roles.sort(key=lambda role: role[0] != sheet.owner)  # whoever it falls to now stands first
        form.choice("owner", [Option(name, words) for name, words in roles[:12]],
                    sheet.owner if sheet.owner in dict(roles) else None,
                    translate("Incidents", "Who"), stepped=True)  # fmt: skip
        form.line("days", translate("Incidents", "Within days"), str(WITHIN_DAYS), longest=3)
        self._ask(form, self._action)

    def _action(self, values: dict[str, Any]) -> None:
        key, by, sheet = self._key, self._by(), self.screen.page.sheet
        if sheet is None:
            return
        days = int(values["days"]) if str(values["days"]).isdigit() else WITHIN_DAYS
        made = {"finding": values["finding"], "owner": values["owner"] or "", "due": self._in_days(days)}
        where = sheet.incident.value("where")
        if where in sheet.library.vocab.get("zones", {}):
            made["zone"] = where

        def work() -> Incident:
            record = self._work.records.open("actions", made, by=by, cause="incident:" + key)
            linked: Incident = self._work.incidents.link(key, record.subject, by=by)
            return linked

        self.run(work, words=translate("Incidents", "Opened as corrective action."))

    def review(self) -> None:
        """Its after-action review, on the screen of reviews."""
        self.open_link("review:incident:" + self._key)

    def link(self) -> None:
        """It has to do with a customer's ticket, a complaint or another record, a risk."""
        form = Form(translate("Incidents", "What has it to do with?"), translate("Incidents", "Link (Enter)"))
        form.line("to", translate("Incidents", "A ticket of today (A036), a record (SY26-0012), or words of a risk"),
                  longest=60)  # fmt: skip
        self._ask(form, self._link)

    def _link(self, values: dict[str, Any]) -> None:
        key, by, typed = self._key, self._by(), str(values["to"])
        self.run(lambda: self._work.incidents.link(key, find_link(self._work, typed), by=by),
                 words=translate("Incidents", "Linked."))  # fmt: skip

    def open_link(self, subject: str) -> None:
        """The plan, record, ticket, round or risk."""
        self.screen.open_link(subject)
