"""What can be done with a risk and with a gap: asked for in place, done on a worker."""

from __future__ import annotations

from typing import Any, Protocol

from lobbyconsole.domain.risks import CONTROLS, LEVELS, Gap, band_of
from lobbyconsole.services.risks import Board
from lobbyconsole.ui.list_and_page import ListAndPage
from lobbyconsole.ui.reviews.doing import Verbs
from lobbyconsole.ui.reviews.parts import LongForm
from lobbyconsole.ui.reviews.words import own
from lobbyconsole.ui.risks.page import RiskPage, ShownRisk
from lobbyconsole.ui.risks.words import CONTROLS as CONTROL_WORDS
from lobbyconsole.ui.risks.words import question_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.floor_forms import Option

ACTION_DAYS = 14
LOOK_MONTHS = {"red": 3, "yellow": 6, "green": 12}


class RisksStage(Protocol):
    """What these verbs need of their screen besides."""

    risk: RiskPage

    def board(self) -> Board | None:
        """What is on show."""

    def open_risk(self, name: str, then_rate: bool = False) -> None:
        """Show a risk, perhaps to rate it."""


class RiskDoing(Verbs):
    """The verbs of the risks screen."""

    def __init__(self, stage: ListAndPage, pages: RisksStage) -> None:
        super().__init__(stage)
        self._pages = pages

    def verb(self, name: str) -> None:
        """A button of the head, or its key."""
        shown = self._pages.risk.shown
        if shown is None:
            return
        match name:
            case "rate":
                self.rate()
            case "control":
                self.control()
            case "action":
                self.action()
            case "aside":
                self.aside()
            case "plan":
                plan = next((name for name in shown.risk.plans if name in shown.board.plans), "")
                self.open_plan(plan)

    @property
    def _shown(self) -> ShownRisk:
        shown = self._pages.risk.shown
        assert shown is not None
        return shown

    def _levels(self, form: LongForm, likelihood: int, impact: int) -> None:
        likely = {
            1: translate("Risks", "hardly ever"), 2: translate("Risks", "not every year"),
            3: translate("Risks", "once a year"), 4: translate("Risks", "four times a year"),
            5: translate("Risks", "every month"),
        }  # fmt: skip
        hard = {
            1: translate("Risks", "1 hardly noticed"), 2: translate("Risks", "2 a nuisance"),
            3: translate("Risks", "3 complaints, hours lost"), 4: translate("Risks", "4 people or money hurt"),
            5: translate("Risks", "5 life, or the hall closed"),
        }  # fmt: skip
        form.choice("likelihood", [Option(level, likely[level], str(level)) for level in LEVELS], likelihood or None,
                    translate("Risks", "Likelihood"))  # fmt: skip
        form.choice("impact", [Option(level, hard[level], "ABCDE"[level - 1]) for level in LEVELS], impact or None,
                    translate("Risks", "Impact"))  # fmt: skip

    def _owners(self, form: LongForm, board: Board, owner: str) -> None:
        roles = [(name, own(role.title)) for name, role in board.library.roles.items() if role.kind == "staff"]
        form.choice("owner", [Option(name, words) for name, words in roles[:12]], owner or None,
                    translate("Risks", "Who watches it"))  # fmt: skip

    def rate(self, likelihood: int = 0) -> None:
        """Likelihood and impact, who watches it, when it is looked at again."""
        shown = self._shown
        risk = shown.risk
        title = translate("Risks", "Rate: {risk}").format(risk=own(risk.title))
        form = LongForm(title, translate("Risks", "Record (Ctrl+Enter)"))
        self._levels(form, likelihood or risk.rating.likelihood, risk.rating.impact)
        why = translate("Risks", "Why")
        if risk.speaks:
            why = f"{why}: {question_text(risk)}"
        form.area("why", why)
        self._owners(form, shown.board, risk.owner)
        months = LOOK_MONTHS[band_of(risk.rating.score)]
        form.line("months", translate("Risks", "Look at it again within months"), str(months), longest=2)
        name, by = risk.id, self.stage.by()

        def answered(values: dict[str, Any]) -> None:
            if not values["likelihood"] or not values["impact"]:
                self.stage.said().say(translate("Risks", "Please choose likelihood and impact."), "watch")
                return
            given = int(values["months"]) if str(values["months"]).isdigit() else months
            again = self.in_days(30 * max(1, given))
            self.run(lambda: self.work.risks.rate(name, values["likelihood"], values["impact"], review_at=again,
                                                  owner=values["owner"] or "", why=values["why"], by=by),
                     translate("Risks", "Rated."))  # fmt: skip

        self.ask(form, answered)

    def control(self) -> None:
        """What this hall does about it besides."""
        form = LongForm(translate("Risks", "A control of this hall"), translate("Risks", "Record (Ctrl+Enter)"))
        form.choice("control", [Option(kind, translate("Risks", CONTROL_WORDS[kind])) for kind in CONTROLS],
                    "preventive")  # fmt: skip
        form.area("words", translate("Risks", "What is done, by which role, how often")).setProperty("first", True)
        name, by = self._shown.risk.id, self.stage.by()
        self.ask(form, lambda values: self.run(
            lambda: self.work.risks.note_control(name, values["control"] or "preventive", values["words"], by=by),
            translate("Risks", "Recorded.")))  # fmt: skip

    def action(self) -> None:
        """A corrective action that lessens it."""
        shown = self._shown
        form = LongForm(translate("Risks", "An action against this risk"), translate("Risks", "Open (Ctrl+Enter)"))
        form.area("finding", translate("Risks", "What is to be put right")).setProperty("first", True)
        self._owners(form, shown.board, shown.risk.owner)
        form.line("days", translate("Risks", "Within days"), str(ACTION_DAYS), longest=3)
        name, by = shown.risk.id, self.stage.by()

        def answered(values: dict[str, Any]) -> None:
            days = int(values["days"]) if str(values["days"]).isdigit() else ACTION_DAYS
            due = self.in_days(max(1, days))
            self.run(lambda: self.work.risks.action(name, values["finding"], values["owner"] or "", due, by=by),
                     translate("Risks", "Opened as corrective action."))  # fmt: skip

        self.ask(form, answered)

    def aside(self) -> None:
        """It does not apply to this hall."""
        title = translate("Risks", "It does not apply here; rating it takes it in again")
        form = LongForm(title, translate("Risks", "Record (Ctrl+Enter)"))
        form.area("why", translate("Risks", "Why"))
        name, by = self._shown.risk.id, self.stage.by()
        self.ask(form, lambda values: self.run(lambda: self.work.risks.set_aside(name, values["why"], by=by),
                                               translate("Risks", "Set aside.")))  # fmt: skip

    def add(self) -> None:
        """A risk that is not among the shipped ones."""
        board = self._pages.board()
        if board is None:
            return
        form = LongForm(translate("Risks", "A risk of this hall"), translate("Risks", "Record (Ctrl+Enter)"))
        form.area("title", translate("Risks", "What could happen")).setProperty("first", True)
        groups = board.library.risks.categories if board.library.risks is not None else {}
        form.choice("category", [Option(name, own(text)) for name, text in groups.items()], next(iter(groups), None),
                    translate("Risks", "Kind"))  # fmt: skip
        self._levels(form, 0, 0)
        plans = sorted(board.plans.values(), key=lambda plan: own(plan.title))
        form.choice("plans", [Option(plan.id, own(plan.title)) for plan in plans], (),
                    translate("Risks", "Plans that cover it"), several=True)  # fmt: skip
        form.line("cause", translate("Risks", "Cause"), longest=200)
        self._owners(form, board, "lobby_manager")
        by = self.stage.by()

        def answered(values: dict[str, Any]) -> None:
            if not values["likelihood"] or not values["impact"]:
                self.stage.said().say(translate("Risks", "Please choose likelihood and impact."), "watch")
                return
            self.run(lambda: self.work.risks.add(values["title"], values["category"] or "", values["likelihood"],
                                                 values["impact"], plans=values["plans"], cause=values["cause"],
                                                 owner=values["owner"] or "", by=by),
                     translate("Risks", "Noted."), lambda made: self._pages.open_risk(made.id))  # fmt: skip

        self.ask(form, answered)

    # --- ways out

    def mend(self, gap: Gap) -> None:
        """To where a gap is mended."""
        match gap.kind:
            case "likelihood" | "look":
                self._pages.open_risk(gap.risk, True)
            case "no_plan":
                self.stage.go_to("content", "plans")
            case "no_drill":
                self.stage.go_to("drill", f"plan:{gap.subject}")
            case "no_review":
                self.stage.go_to("review", f"incident:{gap.subject}")

    def open_plan(self, name: str) -> None:
        self.stage.go_to("content", f"plans/{name}")

    def open_incident(self, key: str) -> None:
        self.stage.go_to("incident", key)

    def open_record(self, key: str) -> None:
        self.stage.go_to("record", key)
