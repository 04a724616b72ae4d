"""Panels under the settings of the ticket printer, the spoken calls and the wall display."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from lobbyconsole.ui import tasks
from lobbyconsole.ui.device_panel import Around, DevicePanel
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.basics import Label
from lobbyconsole.ui.widgets.floor_forms import Choice, Option

if TYPE_CHECKING:
    from lobbyconsole.services.slips import PrinterState, SlipResult
    from lobbyconsole.ui.settings_pages import Page
    from lobbyconsole.ui.wall import Monitors
    from lobbyconsole.ui.wall_keeper import WallKeeper


def add_panels(page: Page, group: str, around: Around) -> None:
    """Put what belongs to the devices of a group under its form."""
    made: QWidget
    if group == "printing":
        from lobbyconsole.ui.printer_choice import SystemPrinters
        from lobbyconsole.ui.settings_pages import FormPage

        printers = SystemPrinters(around)
        if isinstance(page, FormPage):
            printers.follow(page.form)
        page.box.addWidget(printers)
        made = PrinterPanel(around)
    elif group == "voice":
        made = VoicePanel(around)
    elif group == "wall":
        made = WallPanel(around)
    elif group == "call_pad":
        from lobbyconsole.ui.pad_panel import PadPanel

        made = PadPanel(around)
    elif group == "callers":
        from lobbyconsole.ui.caller_panel import CallerPanel

        made = CallerPanel(around)
    elif group == "safety":
        from lobbyconsole.ui.backup_panel import BackupPanel

        made = BackupPanel(around)
    elif group in ("webhook", "feeds"):
        from lobbyconsole.ui.secret_panel import SecretPanel

        made = SecretPanel(around, "webhook" if group == "webhook" else "sql")
    else:
        return
    page.box.addWidget(made)


class PrinterPanel(DevicePanel):
    """How the ticket printer is; a question to it, and a strip of paper as proof."""

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self.check = self.add_button(self.ask, icon="refresh")
        self.strip = self.add_button(self.print_strip, icon="print")
        self.words()

    def words(self) -> None:
        self.title.setText(translate("Devices", "The printer now"))
        self.check.setText(translate("Devices", "Check the printer"))
        self.strip.setText(translate("Devices", "Print a test strip"))

    def look(self) -> None:
        self._show(self.console.slips.state)

    def _show(self, state: PrinterState) -> None:
        there = state.state != "none"
        self.check.setEnabled(there)
        self.strip.setEnabled(there)
        level = {"ok": "ok", "paper_low": "watch", "trouble": "act"}.get(state.state, "")
        if not there:
            text = translate("Devices", "No printer is chosen: numbers are told or written by hand.")
        elif state.message is not None:
            text = say(state.message)
        elif state.state == "ok":
            text = translate("Devices", "The printer is ready and has paper.")
        else:
            text = translate("Devices", "Nothing has been heard of the printer yet.")
        self.show_state(level, text)

    def ask(self) -> None:
        """Ask the printer how it is."""
        self.check.setEnabled(False)
        self.answer.say(translate("Devices", "Asking the printer…"), "ok")
        tasks.watch(self.console.slips.check(), self._checked, self.failed, parent=self)

    def _checked(self, state: PrinterState) -> None:
        self._show(state)
        level = {"ok": "ok", "trouble": "act"}.get(state.state, "watch")
        if state.message is None and state.state == "unknown":
            words = translate("Devices", "A system printer is not asked. Print a test strip.")
        else:
            words = translate("Devices", "The printer was asked just now.")  # the line above says what it told
        self.answer.say(words, level)

    def print_strip(self) -> None:
        """Print a strip with the settings in force."""
        self.strip.setEnabled(False)
        self.answer.say(translate("Devices", "Printing a test strip…"), "ok")
        tasks.watch(self.console.slips.test_strip(), self._printed, self.failed, parent=self)

    def _printed(self, result: SlipResult) -> None:
        self.look()
        if result.printed is None:
            self.answer.say(translate("Devices", "No printer is chosen."), "watch")
        elif result.printed:
            words = translate("Devices", "Sent. Is the strip readable, with its Chinese, and whole?")
            self.answer.say(words, "ok")
        else:
            self.answer.say(translate("Devices", "The test strip was not printed."), "act")
            if result.problem is not None:
                self.show_state("act", say(result.problem))

    def failed(self, error: BaseException) -> None:
        super().failed(error)
        self.look()


class VoicePanel(DevicePanel):
    """How the spoken calls are; a call to hear, and silence at a press."""

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._before: tuple[int, int] | None = None  # spoken and not spoken, when a test was asked for
        self.test = self.add_button(self.speak, icon="sound-on")
        self.mute = self.add_button(self.switch_mute, icon="sound-off")
        self.words()

    def words(self) -> None:
        self.title.setText(translate("Devices", "The loudspeaker now"))
        self.test.setText(translate("Devices", "Speak a test call"))
        self._show_mute()

    @property
    def muted(self) -> bool:
        """Whether somebody silenced the calls for now; the volume is a setting."""
        settings = self.console.settings.current.voice
        return settings.enabled and settings.volume > 0 and self.console.announcer.state.state == "muted"

    def _show_mute(self) -> None:
        muted = self.muted
        self.mute.setText(translate("Devices", "Sound again") if muted else translate("Devices", "Mute for now"))
        self.mute.set_icon("sound-on" if muted else "sound-off")

    def look(self) -> None:
        state = self.console.announcer.state
        texts = {
            "off": translate("Devices", "Calls are not spoken: switched off above."),
            "starting": translate("Devices", "Looking for a loudspeaker…"),
            "ready": translate("Devices", "Calls are spoken."),
            "speaking": translate("Devices", "A call is being spoken."),
            "muted": translate("Devices", "Calls are muted."),
        }
        level = {"ready": "ok", "speaking": "ok", "muted": "watch", "chime_only": "watch"}.get(state.state, "")
        if state.state in ("no_player", "failing"):
            level = "act"
        elif state.message is not None and level == "ok":
            level = "watch"  # it works, with less than was wished for
        text = say(state.message) if state.message is not None else texts.get(state.state, "")
        if self.muted:
            lasts = translate("Devices", "It stays so until “Sound again” is pressed or the console is restarted.")
            text = f"{text} {lasts}"
        self.show_state(level, text)
        enabled = self.console.settings.current.voice.enabled
        self.test.setEnabled(not self.muted)
        self.mute.setEnabled(enabled and self.console.settings.current.voice.volume > 0)
        self._show_mute()
        if self._before is not None:
            spoken, dropped = self._before
            if state.spoken > spoken:
                self._before = None
                self.answer.say(translate("Devices", "The test call was spoken. Was it heard in the hall?"), "ok")
            elif state.dropped > dropped:
                self._before = None
                self.answer.say(translate("Devices", "The test call was not spoken."), "act")

    def speak(self) -> None:
        """Speak a sample call."""
        state = self.console.announcer.state
        self._before = (state.spoken, state.dropped)
        self.answer.say(translate("Devices", "Speaking a test call…"), "ok")
        self.console.announcer.test()

    def switch_mute(self) -> None:
        """Silence now, or sound again."""
        self.console.announcer.mute(not self.muted)
        self.answer.say("")
        self.look()


class WallPanel(DevicePanel):
    """Where the wall display is, and the monitors it may be on."""

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._monitors: Monitors | None = None
        self._offered: object = None
        self._about = Label("", 12, role="muted", wrap=True)
        self.choice = Choice([])
        self.choice.changed.connect(self._choose)
        self.body.addWidget(self._about)
        self.body.addWidget(self.choice)
        self.buttons.hide()
        self.words()

    @property
    def keeper(self) -> WallKeeper | None:
        """The wall of the window around; none on a screen that stands alone."""
        return getattr(self.around.shell(), "wall", None)

    def words(self) -> None:
        self.title.setText(translate("Devices", "The wall display now"))
        self._about.setText(translate("Devices", "Its monitor. The one this console is on is never covered."))
        self._offered = None

    def look(self) -> None:
        keeper = self.keeper
        if keeper is None:
            self.show_state("", translate("Wall", "The wall display is off."))
        else:
            level = {"shown": "ok", "off": ""}.get(keeper.state, "watch")
            self.show_state(level, keeper.status())
        if self._monitors is None:
            from lobbyconsole.ui.wall import Monitors

            self._monitors = Monitors(self)
            self._monitors.changed.connect(self.look)
        wish = self.console.settings.current.wall.screen
        choices = self._monitors.choices()
        offered = (wish, tuple(choices))
        if offered == self._offered:
            return
        self._offered = offered
        options = [Option("", translate("Devices", "Whichever the console is not on"))]
        options += [Option(name, words) for name, words in choices]
        if wish and wish not in [name for name, _ in choices]:
            options.append(Option(wish, translate("Devices", "{monitor} (not connected)").format(monitor=wish)))
        self.choice.set_options(options)
        self.choice.set_value(wish)

    def _choose(self) -> None:
        chosen: Any = self.choice.value()
        wrong = self.around.store("wall.screen", chosen or "")
        self.answer.say(wrong, "act")
