"""One table of tokens for all themes; everything painted or styled takes its colours and sizes from here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QFont

FAMILIES = ("Lobby Sans", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "sans-serif")
RADIUS = 10  # px, cards
TARGET = 36  # px, least height of what can be pressed


def font_of(px: int, weight: QFont.Weight = QFont.Weight.Normal, *, narrow: bool) -> QFont:
    """A font of our families. `narrow`: English; the font's quotes and dots are full-width unless told otherwise."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(px)
    font.setWeight(weight)
    # Said both ways: a new QFont begins with the features of the application's font.
    font.setFeature(QFont.Tag("pwid"), int(narrow))
    return font


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role, as #RRGGBB. `scale` is the text size, 1.0 to 2.0."""

    name: str
    dark: bool
    background: str
    surface: str
    sunken: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    watch: str
    watch_soft: str
    act: str
    act_soft: str
    on_act: str
    rail: str
    rail_text: str
    rail_active: str
    on_rail: str
    # Deep tones of ok and watch: the plain ones are for fills and marks, these for words (4.5 : 1 on every ground).
    ok_text: str
    watch_text: str
    scale: float = 1.0
    narrow_quotes: bool = False  # English: quotes and dots of the bundled font are full-width unless told otherwise

    def color(self, role: str) -> QColor:
        """A token as a QColor, e.g. theme.color("watch_soft")."""
        return QColor(str(getattr(self, role)))

    def level(self, level: str) -> QColor:
        """The colour of a status level: ok, watch or act."""
        return self.color(level)

    def level_text(self, level: str) -> QColor:
        """The same for words and numbers; readable on background, surface, sunken and the level's own soft tone."""
        return self.color({"ok": "ok_text", "watch": "watch_text"}.get(level, level))

    def px(self, size: float) -> int:
        """A length in pixels at this text scale, for whatever must grow with the text."""
        return round(size * self.scale)

    def font(self, size: float = 14, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """A font of `size` px (12 caption, 14 body, 16 title, 20 number, 30 KPI) at this text scale."""
        return font_of(self.px(size), weight, narrow=self.narrow_quotes)

    def scaled(self, percent: int) -> Theme:
        """The same theme at another text size, 100 to 200 percent."""
        return replace(self, scale=percent / 100)

    def worded(self, language: str) -> Theme:
        """The same theme for a language: "zh" or "en"."""
        return replace(self, narrow_quotes=language == "en")


LIGHT = Theme(
    name="light",
    dark=False,
    background="#EEF1F4",
    surface="#FFFFFF",
    sunken="#F6F8FA",
    border="#DCE2E8",
    text="#15202B",
    muted="#5C6B7A",
    accent="#0A66C2",
    accent_soft="#E5F0FB",
    on_accent="#FFFFFF",
    ok="#17835A",
    ok_soft="#E2F4EC",
    watch="#A86A00",
    watch_soft="#FFF3D9",
    act="#C42B35",
    act_soft="#FCE8E9",
    on_act="#FFFFFF",
    rail="#12202E",
    rail_text="#A9B8C6",
    rail_active="#2A3846",
    on_rail="#FFFFFF",
    ok_text="#10704E",
    watch_text="#8F5A00",
)
DARK = Theme(
    name="dark",
    dark=True,
    background="#0E1419",
    surface="#161D25",
    sunken="#1B242D",
    border="#2A3540",
    text="#E7EDF3",
    muted="#98A6B4",
    accent="#58A6FF",
    accent_soft="#14304D",
    on_accent="#0E1419",
    ok="#3FCB8D",
    ok_soft="#123527",
    watch="#F0B548",
    watch_soft="#3A2D10",
    act="#FF6B70",
    act_soft="#421B1F",
    on_act="#0E1419",
    rail="#0A0F14",
    rail_text="#8394A4",
    rail_active="#1B242D",
    on_rail="#FFFFFF",
    ok_text="#3FCB8D",
    watch_text="#F0B548",
)
CONTRAST = Theme(
    name="contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    sunken="#101010",
    border="#FFFFFF",
    text="#FFFFFF",
    muted="#E0E0E0",
    accent="#FFE94A",
    accent_soft="#33300A",
    on_accent="#000000",
    ok="#5CFFB0",
    ok_soft="#00331D",
    watch="#FFC933",
    watch_soft="#332600",
    act="#FF8A8A",
    act_soft="#400000",
    on_act="#000000",
    rail="#000000",
    rail_text="#FFFFFF",
    rail_active="#333333",
    on_rail="#FFFFFF",
    ok_text="#5CFFB0",
    watch_text="#FFC933",
)
THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
