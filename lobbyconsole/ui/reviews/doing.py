"""What can be done with a review, a lesson and a plan that is due: asked for in place, done on a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from lobbyconsole.domain.words import Refused
from lobbyconsole.services.incident_desk import fitting
from lobbyconsole.services.review_papers import about_text, review_paper
from lobbyconsole.ui import tasks
from lobbyconsole.ui.list_and_page import ListAndPage
from lobbyconsole.ui.people_sign import PinQuestion, ask_whether_pin
from lobbyconsole.ui.reviews.cards import Shown
from lobbyconsole.ui.reviews.lesson_page import LessonPage
from lobbyconsole.ui.reviews.page import ReviewPage
from lobbyconsole.ui.reviews.parts import LongForm, rating_form
from lobbyconsole.ui.reviews.plan_page import PlanPage
from lobbyconsole.ui.reviews.words import own
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.widgets.floor_forms import Option

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof
    from lobbyconsole.services.work import Work

LESSON_DAYS = 30
FITTING = 12  # plans offered for a lesson of an incident for which none was walked
Then = Callable[[str, "Proof | None"], object]


class Verbs:
    """What every verb of these screens does: run on a worker, refuse in place, ask who signs."""

    def __init__(self, stage: ListAndPage) -> None:
        self.stage = stage

    @property
    def work(self) -> Work:
        found: Work = self.stage.console.work
        return found

    def run(self, work: Callable[[], Any], words: str = "", done: Callable[[Any], object] | None = None) -> None:
        """Do it on a worker; a refusal is said in place, the form stays for another try."""

        def went(result: Any) -> None:
            self.stage.asking().close_form()
            self.stage.recorded(words)
            if done is not None:
                done(result)

        tasks.run(self.stage, work, went, self.refused)

    def refused(self, error: BaseException) -> None:
        """In words, in place; a defect is the window's business."""
        if isinstance(error, Refused):
            self.stage.said().say(say(error.message), "watch")
            self.stage.asking().area.ensureWidgetVisible(self.stage.said())
        else:
            tasks.hub().trouble.emit(error)

    def ask(self, form: Any, answered: Callable[[dict[str, Any]], object], below: QWidget | None = None) -> None:
        self.stage.asking().ask(form, answered, below)

    def number(self, form: LongForm, label: str) -> None:
        """A line for the staff number of who signs."""
        form.line("by", label, self.stage.by(), longest=16)

    def signed(self, by: str, then: Then) -> None:
        """Go on with the proof that this is `by`; with none where they have no PIN."""
        if not by:
            self.stage.said().say(translate("Reviews", "Please give the staff number."), "watch")
            return

        def go(has_pin: bool) -> None:
            if not has_pin:
                then(by, None)
                return
            question = PinQuestion(lambda: self.work.staff, by)
            self.ask(question, lambda _given: then(by, question.proof))

        ask_whether_pin(self.stage, lambda: self.work.staff, by, go, self.refused)

    def in_days(self, days: int) -> datetime:
        """The end of a day from now."""
        local = self.stage.now().astimezone(self.stage.zone()) + timedelta(days=days)
        return local.replace(hour=18, minute=0, second=0, microsecond=0)


class ReviewsStage(Protocol):
    """What these verbs need of their screen besides."""

    review: ReviewPage
    lesson: LessonPage
    plan: PlanPage


class ReviewDoing(Verbs):
    """The verbs of the reviews screen."""

    def __init__(self, stage: ListAndPage, pages: ReviewsStage) -> None:
        super().__init__(stage)
        self._pages = pages

    # --- the review

    def verb(self, name: str) -> None:
        """A button of the head, or its key."""
        if self._pages.review.shown is not None:
            {"sign": self.sign, "next": self._pages.review.go_on, "lesson": self.add_lesson, "correct": self.correct,
             "incident": self.incident, "pdf": self.save_pdf}[name]()  # fmt: skip

    @property
    def _shown(self) -> Shown:
        shown = self._pages.review.shown
        assert shown is not None
        return shown

    def rate(self, name: str, rating: str) -> None:
        """Rate an ability or a step: "performed" at once, another with its reason."""
        shown, page = self._shown, self._pages.review
        row = page.rated().get(name)
        if shown.closed:
            self.correct(name)
            return
        if rating == "performed":
            self._rated(name, rating, "")
            return
        about = row.text() if row is not None else ""
        form = rating_form(about, translate("Reviews", "Record (Ctrl+Enter)"), rating or (row.rating if row else ""),
                           "", translate("Reviews", "What made it so; needed unless it was performed"))  # fmt: skip
        self.ask(form, lambda values: self._rated(name, values["rating"] or "", values["words"]), row)

    def _rated(self, name: str, rating: str, words: str) -> None:
        if not rating:
            self.stage.said().say(translate("Reviews", "Please choose a rating."), "watch")
            return
        run, by = self._shown.form.run, self.stage.by()
        kind, _, rest = name.partition(":")
        self._pages.review.acted_on(name)

        def work() -> object:
            if kind == "objective":
                return self.work.reviews.rate(run, int(rest), rating, words=words, by=by)
            step, _, turn = rest.rpartition(":")
            return self.work.reviews.rate_step(run, step, int(turn), rating, words=words, by=by)

        self.run(work)

    def answer(self, place: int) -> None:
        """Answer a question of the plan."""
        form = self._shown.form
        question = LongForm(own(form.questions[place]), translate("Reviews", "Record (Ctrl+Enter)"))
        question.area("words", translate("Reviews", "No names; roles and staff numbers"),
                      form.review.answers.get(place, ""))  # fmt: skip
        run, by = form.run, self.stage.by()
        self.ask(
            question,
            lambda values: self.run(lambda: self.work.reviews.answer(run, place, values["words"], by=by)),
            self._pages.review.questions,
        )

    def sign(self) -> None:
        """The overall rating, in the end; then it stays as it is."""
        form = self._shown.form
        if self._shown.closed:
            return
        title = translate("Reviews", "Sign the review: afterwards nothing of it is changed, only corrected beside it")
        asked = rating_form(title, translate("Reviews", "Sign (Ctrl+Enter)"), form.suggested, "",
                            translate("Reviews", "Conclusion"))  # fmt: skip
        self.number(asked, translate("Reviews", "Staff number of who signs"))
        run = form.run

        def answered(values: dict[str, Any]) -> None:
            rating, words = values["rating"] or form.suggested, values["words"]
            self.signed(values["by"], lambda by, proof: self.run(
                lambda: self.work.reviews.sign(run, rating, words=words, by=by, proof=proof),
                translate("Reviews", "Signed.")))  # fmt: skip

        self.ask(asked, answered)

    def correct(self, about: str = "") -> None:
        """Beside what was signed."""
        form = self._shown.form
        title = translate("Reviews", "Correct what was signed: {about}").format(about=own(about_text(form, about)))
        asked = LongForm(title, translate("Reviews", "Sign (Ctrl+Enter)"))
        asked.area("words", translate("Reviews", "How it was"))
        self.number(asked, translate("Reviews", "Staff number of who signs"))
        run = form.run

        def answered(values: dict[str, Any]) -> None:
            words = values["words"]
            self.signed(values["by"], lambda by, proof: self.run(
                lambda: self.work.reviews.correct(run, words, about=about, by=by, proof=proof),
                translate("Reviews", "Recorded beside what was signed.")))  # fmt: skip

        row = self._pages.review.rated().get(about)
        self.ask(asked, answered, row)

    def add_lesson(self) -> None:
        """What is to be learned, who sees to it, until when."""
        shown = self._shown
        asked = LongForm(translate("Reviews", "A lesson of this"), translate("Reviews", "Note (Ctrl+Enter)"))
        asked.area("lesson", translate("Reviews", "What the plan should have said or had")).setProperty("first", True)
        if shown.form.plan is None:
            said = shown.form.incident.value if shown.form.incident is not None else lambda _name: ""
            everything = sorted(shown.library.plans.values(), key=lambda plan: own(plan.title))
            plans = fitting(everything, said("hazard"), said("what"))[:FITTING] or everything
            asked.choice("plan", [Option(plan.id, own(plan.title)) for plan in plans], None,
                         translate("Reviews", "Of which plan"))  # fmt: skip
        roles = [(name, own(role.title)) for name, role in shown.library.roles.items() if role.kind == "staff"]
        usual = "lobby_manager" if "lobby_manager" in dict(roles) else None
        asked.choice("owner", [Option(name, words) for name, words in roles[:12]], usual,
                     translate("Reviews", "Who sees to it"))  # fmt: skip
        asked.line("days", translate("Reviews", "Within days"), str(LESSON_DAYS), longest=3)
        run, by = shown.form.run, self.stage.by()

        def answered(values: dict[str, Any]) -> None:
            days = int(values["days"]) if str(values["days"]).isdigit() else LESSON_DAYS
            due = self.in_days(max(1, days))
            self.run(lambda: self.work.reviews.add_lesson(run, values["lesson"], values["owner"] or "", due,
                                                          plan=values.get("plan") or "", by=by),
                     translate("Reviews", "Noted. It closes with a changed plan or a refusal."))  # fmt: skip

        self.ask(asked, answered)

    def incident(self) -> None:
        incident = self._shown.form.incident
        if incident is not None:
            self.stage.go_to("incident", incident.key)

    def save_pdf(self) -> None:
        shown = self._shown
        name = shown.form.run.replace(":", "-")
        title = translate("Reviews", "Save as PDF")
        path, _ = QFileDialog.getSaveFileName(self.stage, title, str(Path.home() / f"{name}.pdf"), "PDF (*.pdf)")
        if path:
            self.write_pdf(path)

    def write_pdf(self, path: str) -> None:
        """Write the review as a paper."""
        shown, branch, reader = self._shown, self.stage.console.settings.current.branch, language()

        def work() -> None:
            from lobbyconsole.ui.paper.pdf import paper_pdf

            paper = review_paper(shown.form, shown.lessons, shown.library, branch, shown.now)
            paper_pdf(paper, path, reader, branch.tz)

        text = translate("Reviews", "Saved: {path}").format(path=path)
        tasks.run(self.stage, work, lambda _: self.stage.said().say(text))

    def open_lesson(self, key: str) -> None:
        """Its own page."""
        self.stage.command("review", f"lesson:{key}")

    # --- a lesson

    def lesson_verb(self, name: str) -> None:
        """A button of a lesson's head, or its key."""
        shown = self._pages.lesson.shown
        if shown is None:
            return
        record = shown.lesson.record
        match name:
            case "edit":
                self.stage.edit_plan(record.text("plan"))
            case "run":
                self.stage.command("review", record.text("run") or record.cause)
            case "close":
                self.close_lesson(shown.lesson.versions[0][0].version)
            case "refuse":
                self._move_lesson("refuse")
            case "reopen":
                self._move_lesson("reopen")

    def close_lesson(self, version: str) -> None:
        """The plan was changed in this version; whoever is on duty says so, else it is asked who does."""
        shown = self._pages.lesson.shown
        if shown is None:
            return
        subject = shown.lesson.record.subject

        def do(by: str, proof: Proof | None) -> None:
            self.run(lambda: self.work.reviews.close_lesson(subject, version, by=by, proof=proof),
                     translate("Reviews", "Closed with this version."))  # fmt: skip

        if self.stage.by():
            self.signed(self.stage.by(), do)
            return
        form = LongForm(translate("Reviews", "Close with the changed plan"), translate("Reviews", "Sign (Enter)"))
        self.number(form, translate("Reviews", "Staff number of who closes it"))
        self.ask(form, lambda values: self.signed(values["by"], do))

    def _move_lesson(self, move: str) -> None:
        shown = self._pages.lesson.shown
        if shown is None:
            return
        subject, refuse = shown.lesson.record.subject, move == "refuse"
        title = translate("Reviews", "Do not adopt it: another person than who noted it says why") if refuse else \
            translate("Reviews", "Reopen the lesson")  # fmt: skip
        form = LongForm(title, translate("Reviews", "Sign (Ctrl+Enter)"))
        form.area("reason", translate("Reviews", "Why"))
        form.line("by", translate("Reviews", "Staff number of who signs"), "" if refuse else self.stage.by(),
                  longest=16)  # fmt: skip

        def answered(values: dict[str, Any]) -> None:
            reason = values["reason"]

            def do(by: str, proof: Proof | None) -> None:
                self.run(lambda: self.work.records.move(subject, move, by=by, reason=reason, proof=proof),
                         translate("Reviews", "Recorded."))  # fmt: skip

            self.signed(values["by"], do)

        self.ask(form, answered)

    # --- a plan that is due

    def plan_verb(self, name: str) -> None:
        """A button of a plan's head, or its key."""
        shown = self._pages.plan.shown
        if shown is None:
            return
        plan = shown.plan.plan.id
        if name == "edit":
            self.stage.edit_plan(plan)
            return
        form = LongForm(translate("Reviews", "Looked through, and right as it is"),
                        translate("Reviews", "Sign (Ctrl+Enter)"))  # fmt: skip
        form.area("words", translate("Reviews", "What was checked: numbers, roles, ways out, kit"))
        self.number(form, translate("Reviews", "Staff number of who signs"))

        def answered(values: dict[str, Any]) -> None:
            words = values["words"]
            self.signed(values["by"], lambda by, proof: self.run(
                lambda: self.work.reviews.look_through(plan, words=words, by=by, proof=proof),
                translate("Reviews", "Recorded.")))  # fmt: skip

        self.ask(form, answered)
