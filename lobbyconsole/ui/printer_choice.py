"""Which of the operating system's printers prints the slips: those there are, to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lobbyconsole.ui import tasks
from lobbyconsole.ui.device_panel import Around, DevicePanel
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.floor_forms import Choice, Option

if TYPE_CHECKING:
    from lobbyconsole.ui.forms import Form


class SystemPrinters(DevicePanel):
    """Shown while slips go to a system printer. The system is asked off the main thread: a print server may be slow."""

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._found: list[str] | None = None
        self._offered: object = None
        self.choice = Choice([])
        self.choice.changed.connect(self._choose)
        self.body.addWidget(self.choice)
        self.again = self.add_button(self.ask, icon="refresh")
        self.words()
        self.setVisible(around.console.settings.current.printing.printer == "system")

    def words(self) -> None:
        self.title.setText(translate("Devices", "Printers of this computer"))
        self.again.setText(translate("Devices", "Look again"))
        self._offered = None

    def follow(self, form: Form) -> None:
        """Come and go with the kind of printer chosen above."""
        form.edited.connect(lambda path, value: self.setVisible(value == "system") if path == "printer" else None)

    def ask(self) -> None:
        """Ask the system which printers it has."""
        from lobbyconsole.ui.print_system import printers

        self._found, self._offered = None, None
        self.again.setEnabled(False)
        self.look()
        tasks.run(self, printers, self._answered, self._not_answered)

    def _answered(self, found: list[str]) -> None:
        self._found = found
        self.again.setEnabled(True)
        self.look()

    def _not_answered(self, error: BaseException) -> None:
        self._answered([])
        self.failed(error)

    def look(self) -> None:
        if self._found is None and self.again.isEnabled():
            self.ask()
            return
        wish, found = self.console.settings.current.printing.address, self._found
        offered = (wish, tuple(found or ()), found is None, language())
        if offered == self._offered:
            return
        self._offered = offered
        if found is None:
            self.show_state("", translate("Devices", "Looking for printers…"))
        elif not found:
            self.show_state("watch", translate("Devices", "This computer has no printer. Add one in its own settings."))
        else:
            self.show_state("", translate("Devices", "The one slips are printed on:"))
        options = [Option("", translate("Devices", "The usual one of this computer"))]
        options += [Option(name, name) for name in found or ()]
        if wish and wish not in (found or ()):
            options.append(Option(wish, translate("Devices", "{printer} (not found)").format(printer=wish)))
        self.choice.setVisible(bool(found) or bool(wish))
        self.choice.set_options(options)
        self.choice.set_value(wish)

    def _choose(self) -> None:
        wrong = self.around.store("printing.address", self.choice.value() or "")
        self.answer.say(wrong, "act")
