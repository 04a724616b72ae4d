"""The look of the whole application, made from one Theme: palette, font and one stylesheet."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from lobbyconsole.ui.icons import RESOURCES
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT, THEMES, Theme

FONT_FILES = ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf")

# Every pair of text and ground that style and widgets use, as names of tokens; a test computes their contrast.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for ground in ("background", "surface", "sunken") for text in ("text", "muted", "accent")),
    *((text, ground) for ground in ("background", "surface", "sunken") for text in ("ok_text", "watch_text", "act")),
    *(("text", f"{level}_soft") for level in ("ok", "watch", "act", "accent")),
    *(("muted", f"{level}_soft") for level in ("ok", "watch", "act", "accent")),
    ("ok_text", "ok_soft"),
    ("watch_text", "watch_soft"),
    ("act", "act_soft"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_act", "act"),
    ("on_act", "watch_text"),  # the rail's badges
    ("rail_text", "rail"),
    ("on_rail", "rail_active"),
)


def load_fonts() -> None:
    """Register the bundled fonts; where a file is missing the system's fonts serve."""
    for name in FONT_FILES:
        path = RESOURCES / "fonts" / name
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))


def pick(wish: str, percent: int, language: str) -> Theme:
    """The theme for a setting ("system" follows the desktop), a text size in percent and a language."""
    theme = THEMES.get(wish)
    if theme is None:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        theme = DARK if dark else LIGHT
    return theme.scaled(percent).worded(language)


def current() -> Theme:
    """The theme in use; custom-painted widgets ask for it when they paint."""
    app = QCoreApplication.instance()
    found = getattr(app, "lobby_theme", None)
    return found if isinstance(found, Theme) else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the application; every widget hears of it by QEvent.StyleChange."""
    app.lobby_theme = theme  # type: ignore[attr-defined]
    app.lobby_dressing = True  # type: ignore[attr-defined]
    # Qt goes through a list of all widgets it made before it began. A widget that the collector frees on the way would
    # still stand in it.
    collecting = gc.isenabled()
    gc.disable()
    try:
        if app.styleSheet():
            # Under a stylesheet Qt passes every font and palette on from widget to widget, again at each level. Taken
            # off and put on again, a change with all screens built takes 0.5 s instead of 2.4.
            app.setStyleSheet("")
        app.setFont(theme.font(14))
        app.setPalette(palette(theme))
        app.setStyleSheet(sheet(theme))
    finally:
        app.lobby_dressing = False  # type: ignore[attr-defined]
        if collecting:
            gc.enable()


def is_dressing() -> bool:
    """Whether a StyleChange comes of `apply`; else a widget got another parent, at which Qt says the same."""
    return bool(getattr(QCoreApplication.instance(), "lobby_dressing", False))


def palette(theme: Theme) -> QPalette:
    """Qt's colour roles from our tokens."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, token in (
        (role.Window, "background"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "sunken"),
        (role.Text, "text"),
        (role.PlaceholderText, "muted"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "act"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Link, "accent"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
        (role.Light, "sunken"),
        (role.Midlight, "sunken"),
        (role.Mid, "border"),
        (role.Dark, "border"),
        (role.Shadow, "border"),
        (role.Accent, "accent"),
    ):
        made.setColor(name, theme.color(token))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, theme.color("muted"))
    return made


def sheet(theme: Theme) -> str:
    """The stylesheet for Qt's own controls; what we paint ourselves is not in it."""
    # A field is 36 px high at least: two borders, two paddings, and a line of text of about 1.5 em.
    pad = max(2, round((theme.px(36) - 2 - theme.px(14) * 1.5) / 2))
    ring = 3 if theme.name == CONTRAST.name else 2
    values = {name: getattr(theme, name) for name in theme.__slots__ if isinstance(getattr(theme, name), str)}
    values |= {
        "pad": pad,
        "ring": ring,
        "less": pad - ring + 1,
        "side": theme.px(12),
        "side_less": theme.px(12) - ring + 1,
        "quiet_side": theme.px(8),
        "radius": theme.px(8),
        "bar": max(10, theme.px(8)),
        "high": theme.px(36) - 2 * pad - 2,
        "row": theme.px(36),
    }
    return SHEET % values


SHEET = """
QToolTip { background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; padding: 6px; }
QPushButton {
  background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; border-radius: %(radius)spx;
  padding: %(pad)spx %(side)spx; min-height: %(high)spx;
}
QPushButton:hover { background: %(sunken)s; border-color: %(muted)s; }
QPushButton:pressed { background: %(accent_soft)s; }
QPushButton:checked { background: %(accent_soft)s; color: %(accent)s; border-color: %(accent)s; }
QPushButton:disabled { color: %(muted)s; background: %(sunken)s; }
QPushButton:focus { border: %(ring)spx solid %(accent)s; padding: %(less)spx %(side_less)spx; }
QPushButton[kind="primary"] {
  background: %(accent)s; color: %(on_accent)s; border: 1px solid %(accent)s; font-weight: bold;
}
QPushButton[kind="primary"]:hover { border-color: %(text)s; }
QPushButton[kind="primary"]:disabled { background: %(sunken)s; color: %(muted)s; border-color: %(border)s; }
QPushButton[kind="primary"]:focus { border: %(ring)spx solid %(text)s; padding: %(less)spx %(side_less)spx; }
QPushButton[kind="danger"] { background: %(act)s; color: %(on_act)s; border: 1px solid %(act)s; font-weight: bold; }
QPushButton[kind="danger"]:focus { border: %(ring)spx solid %(text)s; padding: %(less)spx %(side_less)spx; }
QPushButton[kind="quiet"] {
  background: transparent; color: %(accent)s; border: 1px solid transparent;
  padding: %(pad)spx %(quiet_side)spx;
}
QPushButton[kind="quiet"]:hover { background: %(accent_soft)s; }
QPushButton[kind="quiet"]:disabled { color: %(muted)s; }
QPushButton[kind="quiet"]:focus { border: %(ring)spx solid %(accent)s; }
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
  background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; border-radius: %(radius)spx;
  padding: %(pad)spx %(side)spx; selection-background-color: %(accent)s; selection-color: %(on_accent)s;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: %(high)spx; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: %(ring)spx solid %(accent)s; padding: %(less)spx %(side_less)spx;
}
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QComboBox[wrong="true"] { border: %(ring)spx solid %(act)s; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { background: %(sunken)s; color: %(muted)s; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }
QComboBox::drop-down { border: 0; width: %(row)spx; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView, QMenu {
  background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; outline: 0;
  selection-background-color: %(accent_soft)s; selection-color: %(text)s;
}
QComboBox QAbstractItemView::item { min-height: %(row)spx; padding: 0 %(quiet_side)spx; }
QMenu { padding: 4px; }
QMenu::item { padding: %(pad)spx %(side)spx; border-radius: 6px; }
QMenu::item:selected { background: %(accent_soft)s; }
QScrollArea, QScrollArea > QWidget > QWidget[ground="plain"] { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: %(bar)spx; margin: 0; }
QScrollBar:horizontal { background: transparent; height: %(bar)spx; margin: 0; }
QScrollBar::handle { background: %(border)s; border-radius: 4px; min-height: 32px; min-width: 32px; margin: 1px; }
QScrollBar::handle:hover { background: %(muted)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: %(sunken)s; border: 0; border-radius: 4px; max-height: 8px; }
QProgressBar::chunk { background: %(accent)s; border-radius: 4px; }
"""
