"""The reader's language: switched live; sentences of Qt-free rooms; how spans, times and dates are written."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.ui.icons import RESOURCES

if TYPE_CHECKING:
    from lobbyconsole.domain.waits import Estimate

log = logging.getLogger(__name__)

CATALOGUES = RESOURCES.parent / "i18n"
LANGUAGES = {"zh": "zh_CN", "en": "en"}  # what settings call it -> the locale
# What a kind of hall calls things otherwise than a bank, in Chinese; words as long as those they stand for.
SECTOR_WORDS: Mapping[str, Mapping[str, str]] = {"telecom": {"窗口": "台席", "网点": "厅店"}}


class Languages(QObject):
    """Keeps the application's translators. Widgets hear of a switch by QEvent.LanguageChange."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._installed: list[QTranslator] = []

    def use(self, wish: str, sector: str = "") -> str:
        """Switch to `wish` ("system", "zh" or "en") in the words of a `sector` (empty: as before)."""
        language = resolved(wish)
        app = QCoreApplication.instance()
        assert app is not None
        sector = sector or spoken_sector()
        same_words = SECTOR_WORDS.get(sector) == SECTOR_WORDS.get(spoken_sector()) or language == "en"
        app.setProperty("sector", sector)
        if app.property("language") == language and same_words:
            return language
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
            translator.deleteLater()
        self._installed = []
        locale = QLocale(LANGUAGES[language])
        QLocale.setDefault(locale)
        app.setProperty("language", language)
        if language != "en":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._load(f"qtbase_{locale.name()}", folder)
            self._install(catalogue(language, sector), f"lobbyconsole_{locale.name()}")
        else:
            # Nothing to install, so Qt would not tell the widgets by itself.
            empty = QTranslator(self)
            QCoreApplication.installTranslator(empty)
            QCoreApplication.removeTranslator(empty)
        return language

    def _load(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        self._install(translator if translator.load(name, folder) else None, name)

    def _install(self, translator: QTranslator | None, name: str) -> None:
        if translator is None:
            log.info("there is no translation %s", name)
            return
        translator.setParent(self)
        QCoreApplication.installTranslator(translator)
        self._installed.append(translator)


def resolved(wish: str) -> str:
    """The language a setting stands for: "zh" or "en"."""
    if wish in LANGUAGES:
        return wish
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def language() -> str:
    """The language on screen: "zh" or "en"."""
    app = QCoreApplication.instance()
    return str(app.property("language") or "en") if app else "en"


def spoken_sector() -> str:
    """In whose words the program speaks: "bank" or "telecom"; from any thread."""
    app = QCoreApplication.instance()
    return str(app.property("sector") or "bank") if app else "bank"


def in_sector(text: str, sector: str = "") -> str:
    """A Chinese text from elsewhere than the catalogue (content, registers) in the words of the hall's sector."""
    for usual, word in SECTOR_WORDS.get(sector or spoken_sector(), {}).items():
        text = text.replace(usual, word)
    return text


class _Catalogue(QTranslator):
    """A catalogue read from memory, which Qt does not copy."""

    kept = b""


def catalogue(language: str, sector: str) -> QTranslator | None:
    """The compiled catalogue in the words of a sector: UTF-16 in it, so that words of equal length change places."""
    try:
        content = (CATALOGUES / f"lobbyconsole_{LANGUAGES[language]}.qm").read_bytes()
    except OSError:
        return None
    for usual, word in SECTOR_WORDS.get(sector, {}).items():
        content = content.replace(usual.encode("utf-16-be"), word.encode("utf-16-be"))
    made = _Catalogue()
    made.kept = content
    return made if made.load(made.kept) else None


@lru_cache(maxsize=4096)
def _places(text: str) -> frozenset[str] | None:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:  # a lonely brace: fine in a text that is never formatted
        return None


def translate(context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
    """QCoreApplication.translate, but a translation whose {places} differ is not used: better English than a crash."""
    found = QCoreApplication.translate(context, text, disambiguation, n)
    if found is not text and _places(found) != _places(text):
        log.warning("the translation of %r in %s has other places; showing English", text, context)
        return text
    return found


def counted(one: str, many: str, count: int) -> str:
    """What is said of one thing, or of another number of them; both in the reader's language. Chinese has one form."""
    return one if count == 1 else many


def say(message: Message) -> str:
    """A sentence of a Qt-free room in the reader's language."""
    text = translate(message.context, message.text)
    if not message.values:
        return text
    # A value may be a sentence itself, and a service id has no business here: rooms give what a reader knows.
    values = {name: say(value) if isinstance(value, Message) else value for name, value in message.values.items()}
    try:
        return text.format(**values)
    except (KeyError, IndexError, ValueError):
        log.warning("the values of %r do not fit its places", message.text)
        return text


@lru_cache(maxsize=4)
def _catalogue(language: str, sector: str) -> QTranslator:
    return catalogue(language, sector) or QTranslator()


def say_in(message: Message, language: str) -> str:
    """A sentence in "zh" or "en", whatever the screen speaks: for call pads, from any thread."""
    text = _catalogue(language, spoken_sector()).translate(message.context, message.text) or message.text
    if _places(text) != _places(message.text):
        text = message.text
    values = {
        name: say_in(value, language) if isinstance(value, Message) else value for name, value in message.values.items()
    }
    return text.format(**values) if values else text


# ---------------------------------------------------------------------------------------- words beside and after others
def _joined(parts: Iterable[str], chinese: str, english: str) -> str:
    return (chinese if language() == "zh" else english).join(part for part in parts if part)


def listed(names: Iterable[str]) -> str:
    """Names one after another, as the reader's language sets them apart."""
    return _joined(names, "、", ", ")


def phrases(*parts: str) -> str:
    """Parts of one sentence, e.g. what a line of a table says aloud."""
    return _joined(parts, "，", ", ")


def sentences(*parts: str) -> str:
    """Sentences without their stops, one after another."""
    return _joined(parts, "。", ". ")


def in_a_row(*parts: str) -> str:
    """Whole sentences, one after another: Chinese leaves no room between them."""
    return _joined(parts, "", " ")


def headed(title: str, text: str) -> str:
    """Title: text."""
    return _joined((title, text), "：", ": ")


def with_aside(text: str, aside: str) -> str:
    """Text (aside)."""
    return (f"{text}（{aside}）" if language() == "zh" else f"{text} ({aside})") if aside else text


# ------------------------------------------------------------------------------------------------------ times and dates
_WEEKDAYS = (
    QT_TRANSLATE_NOOP("Dates", "Mon"),
    QT_TRANSLATE_NOOP("Dates", "Tue"),
    QT_TRANSLATE_NOOP("Dates", "Wed"),
    QT_TRANSLATE_NOOP("Dates", "Thu"),
    QT_TRANSLATE_NOOP("Dates", "Fri"),
    QT_TRANSLATE_NOOP("Dates", "Sat"),
    QT_TRANSLATE_NOOP("Dates", "Sun"),
)
_MONTHS = (
    QT_TRANSLATE_NOOP("Dates", "Jan"),
    QT_TRANSLATE_NOOP("Dates", "Feb"),
    QT_TRANSLATE_NOOP("Dates", "Mar"),
    QT_TRANSLATE_NOOP("Dates", "Apr"),
    QT_TRANSLATE_NOOP("Dates", "May"),
    QT_TRANSLATE_NOOP("Dates", "Jun"),
    QT_TRANSLATE_NOOP("Dates", "Jul"),
    QT_TRANSLATE_NOOP("Dates", "Aug"),
    QT_TRANSLATE_NOOP("Dates", "Sep"),
    QT_TRANSLATE_NOOP("Dates", "Oct"),
    QT_TRANSLATE_NOOP("Dates", "Nov"),
    QT_TRANSLATE_NOOP("Dates", "Dec"),
)


def weekday_text(index: int) -> str:
    """0 is Monday: 周一, Mon."""
    return translate("Dates", _WEEKDAYS[index])


def clock_text(at: datetime, zone: tzinfo) -> str:
    """The time of day in the hall, e.g. 10:42."""
    return f"{at.astimezone(zone):%H:%M}"


def date_text(day: date, year: bool = False) -> str:
    """11月21日 周六, Sat 21 Nov; with the year when asked."""
    pattern = translate("Dates", "{weekday} {day} {month}")
    if year:
        pattern = translate("Dates", "{weekday} {day} {month} {year}")
    month = translate("Dates", _MONTHS[day.month - 1])
    return pattern.format(weekday=weekday_text(day.weekday()), day=day.day, month=month, year=day.year)


def mss(seconds: float) -> str:
    """A span as m:ss, from an hour on h:mm:ss; e.g. 14:32."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def minutes_between(p10: float, p90: float) -> str:
    """Two spans in seconds as whole minutes, e.g. 11–17; one number when both round to it."""
    low, high = int(max(0.0, p10) // 60), -int(-max(0.0, p90) // 60)
    return str(low) if low == high else f"{low}–{high}"


def minutes_range(p10: float, p90: float) -> str:
    """The same with its unit: 11–17 分, 11–17 min."""
    return translate("Time", "{minutes} min").format(minutes=minutes_between(p10, p90))


def about_wait(wait: Estimate, drift: float = 0.0) -> str:
    """An expected wait as it is said, `drift` seconds later: about 12 min (8–18); no range where none is known."""
    from lobbyconsole.domain.waits import aged  # not before the first paint: it brings msgspec

    later = aged(wait, drift)
    if later.p90 < 60 and wait.learned:
        return translate("Time", "less than a minute")
    text = translate("Time", "about {minutes} min ({range})")
    if not wait.learned:
        text = translate("Time", "about {minutes} min, rough so far")
    return text.format(minutes=-int(-later.p50 // 60), range=minutes_between(later.p10, later.p90))
