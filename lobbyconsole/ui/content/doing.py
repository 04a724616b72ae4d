"""What is done with standards: written, kept, approved, taken back, retired; always with who and why."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.services.library.book import body_of, needs_two, plain
from lobbyconsole.services.library.drafts import Draft, new_key
from lobbyconsole.services.library.shelf import Version
from lobbyconsole.ui import tasks
from lobbyconsole.ui.content.asking import Ask
from lobbyconsole.ui.content.bench import Tried
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.content.specs import begin, free_id
from lobbyconsole.ui.content.stage import ContentStage
from lobbyconsole.ui.content.words import LOCALE, standing_words
from lobbyconsole.ui.translation import language, translate

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof


class ContentDoing(QObject):
    """The verbs. Everything is asked of the services on a worker and shown when it is durable."""

    def __init__(self, screen: ContentStage) -> None:
        super().__init__(screen)
        self.screen = screen
        screen.edit.save_wanted.connect(self.save)
        screen.edit.drop_wanted.connect(self.drop_draft)
        screen.edit.draft_due.connect(self.keep_draft)
        screen.edit.number_wanted.connect(self.set_number)
        screen.edit.try_wanted.connect(lambda: screen.show_tab("try"))
        screen.try_page.came_to_end.connect(self.came_to_end)
        screen.try_page.note_wanted.connect(self.note_walk)

    def _do(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        screen = self.screen

        def went(result: Any) -> None:
            screen.close_form()
            done(result)
            screen.reload()

        tasks.run(screen, work, went, screen.tell_refused)

    def _ask(self, title: str, about: str, confirm: str, call: Callable[[str, str, Proof | None], object],
             why: bool = True,
             staff: str | None = None, danger: bool = False) -> None:  # fmt: skip
        screen = self.screen
        form = Ask(
            title, about, confirm, lambda: screen.console.work.staff, screen.staff() if staff is None else staff, why,
            danger,
        )  # fmt: skip
        form.answered.connect(lambda by, reason: call(by, reason, form.proof))
        self.screen.ask(form)

    # --- writing

    def sheet(self) -> tuple[Sheet, bool] | None:
        """What is to be written on for the open item, and whether something was written already."""
        opened, loaded = self.screen.opened, self.screen.loaded
        if opened is None or loaded is None:
            return None
        draft, entry = opened.draft, opened.entry
        names = loaded.names[language()]
        family = opened.key.partition("/")[0]
        if draft is not None:
            value = copy.deepcopy(draft.value)
            sheet = Sheet(family, value, names, draft.key, draft.base, entry is None)
            sheet.walked = dict(draft.walked)
        elif entry is not None:
            value = plain(entry.item)
            sheet = Sheet(family, value, names, opened.key, opened.version, False)
        else:
            return None
        sheet.taken = frozenset(other.id for other in loaded.entries if other.family == family)
        return sheet, draft is not None

    def keep_draft(self) -> None:
        """Write what is being written into its file."""
        screen, sheet, loaded = self.screen, self.screen.edit.sheet, self.screen.loaded
        if sheet is None or loaded is None or not screen.edit.touched:
            return
        draft = Draft(
            key=sheet.key, base=sheet.base, value=copy.deepcopy(sheet.tree), by=screen.staff(),
            walked=dict(sheet.walked),
        )  # fmt: skip
        page = screen.edit

        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                words = translate("Content", "The draft cannot be kept: {reason}")
                page.kept_draft(words.format(reason=error.strerror or str(error)))
            else:
                tasks.hub().trouble.emit(error)

        tasks.run(
            screen, lambda: loaded.drafts.keep(draft),
            lambda _: page.kept_draft(translate("Content", "Draft kept")), failed,
        )  # fmt: skip

    def drop_draft(self) -> None:
        """Give up what was written."""
        screen, sheet, loaded = self.screen, self.screen.edit.sheet, self.screen.loaded
        if sheet is None or loaded is None:
            return
        key, is_new = sheet.key, sheet.is_new
        screen.edit.clear()

        def went(_: Any) -> None:
            screen.reload()
            if is_new:
                left = (line.key for line in screen.listing.lines() if line.key not in ("", key))
                screen.open_key(next(left, ""), "preview")  # the list is older than that: it still has what is gone
            else:
                screen.open_key(key, "edit")
            screen.say(translate("Content", "The draft was discarded."))

        tasks.run(screen, lambda: loaded.drafts.drop(key), went, screen.tell_refused)

    def new(self, family: str) -> None:
        """Begin an item that is not there yet."""
        self._begin(family, begin(family))

    def copy(self) -> None:
        """Begin a new item from the open one."""
        opened, loaded = self.screen.opened, self.screen.loaded
        if opened is None or opened.entry is None or loaded is None:
            return
        entry = opened.entry
        value = plain(entry.item)
        known = [other.id for other in loaded.entries if other.family == entry.family]
        value["id"] = free_id(known, "", near=entry.id)
        self._begin(entry.family, value)

    def _begin(self, family: str, value: dict[str, Any]) -> None:
        screen, loaded = self.screen, self.screen.loaded
        if loaded is None:
            return
        draft = Draft(key=new_key(family), base="", value=value, by=screen.staff())

        def went(_: Any) -> None:
            screen.reload()
            screen.open_key(draft.key, "edit", to_edit=True)

        tasks.run(screen, lambda: loaded.drafts.keep(draft), went, screen.tell_refused)

    def save(self) -> None:
        """Ask who and why, and propose what was written."""
        screen, sheet, loaded = self.screen, self.screen.edit.sheet, self.screen.loaded
        if sheet is None or loaded is None or sheet.item is None:
            return
        item, family, key = sheet.item, sheet.family, sheet.key
        before = screen.opened.entry.item if screen.opened is not None and screen.opened.entry is not None else None
        two = needs_two(family, item) or needs_two(family, before)
        way = sheet.walked.get(version_of(body_of(item)), ())
        about = (
            translate("Content", "A second person must approve this before it is in force.")
            if two
            else translate("Content", "It is in force at once. What was done by the former version keeps it.")
        )
        if family == "plans" and not way:
            text = translate("Content", "You have not walked it to an end (5); somebody must before it is approved.")
            about = f"{about} {text}"

        def keep(by: str, why: str, proof: Proof | None) -> None:
            def work() -> None:
                loaded.book.propose(family, item, by=by, why=why, way=way, proof=proof)
                loaded.drafts.drop(key)

            def done(_: Any) -> None:
                screen.edit.clear()
                screen.open_key(f"{family}/{item.id}", "history" if two else "preview")
                screen.say(
                    translate("Content", "Proposed. It waits for a second person.")
                    if two
                    else translate("Content", "Kept. It is in force from now on.")
                )

            self._do(work, done)

        self._ask(translate("Content", "Keep this version"), about, translate("Content", "Keep"), keep)

    # --- versions

    def versions_verb(self, name: str, version: Version) -> None:
        """Approve, refuse, or go back to a version."""
        if name == "try":
            self.screen.say("")
            self.screen.show_tab("try")
            return
        {"approve": self.approve, "refuse": self.refuse, "back": self.back}[name](version)

    def _place(self) -> tuple[str, str]:
        opened = self.screen.opened
        assert opened is not None
        family, _, name = opened.key.partition("/")
        return family, name

    def approve(self, version: Version) -> None:
        screen, loaded, (family, name) = self.screen, self.screen.loaded, self._place()
        assert loaded is not None
        if version.walked is False:  # said before anybody types a PIN; the walk is the button beside
            screen.say(translate("Content", "Nobody has walked this version to an end yet (5)."), "watch")
            screen.history.lead("try")
            return
        book, opened = loaded.book, screen.opened
        stale = bool(version.base) and opened is not None and version.base != opened.version
        about = translate("Content", "Proposed by {staff}. Another person must approve it.").format(staff=version.by)
        if stale:
            about += " ▲ " + translate("Content", "It was made from an older version: look at the differences first.")
        staff = screen.staff() if screen.staff() != version.by else ""
        self._ask(
            translate("Content", "Approve this version"), about, translate("Content", "Approve"),
            lambda by, _why, proof: self._do(
                lambda: book.approve(family, name, version.version, by=by, proof=proof),
                lambda _: screen.say(translate("Content", "Approved. It is in force from now on.")),
            ),
            why=False, staff=staff,
        )  # fmt: skip

    def refuse(self, version: Version) -> None:
        screen, loaded, (family, name) = self.screen, self.screen.loaded, self._place()
        assert loaded is not None
        book = loaded.book
        about = translate("Content", "Proposed by {staff}. What is in force stays as it is.").format(staff=version.by)
        self._ask(
            translate("Content", "Do not approve this version"), about, translate("Content", "Do not approve"),
            lambda by, why, proof: self._do(
                lambda: book.refuse(family, name, version.version, by=by, why=why, proof=proof),
                lambda _: screen.say(translate("Content", "Not approved.")),
            ),
        )  # fmt: skip

    def back(self, version: Version) -> None:
        screen, loaded, (family, name) = self.screen, self.screen.loaded, self._place()
        assert loaded is not None
        book, two = loaded.book, screen.opened is not None and screen.opened.two
        about = (
            translate("Content", "A second person must approve this before it is in force.")
            if two
            else translate("Content", "It is in force at once. What was done by the former version keeps it.")
        )
        done = translate("Content", "Proposed. It waits for a second person.") if two else standing_words(
            Version("", "in_force", None)
        )[1]  # fmt: skip
        self._ask(
            translate("Content", "Go back to this version"), about, translate("Content", "Go back"),
            lambda by, why, proof: self._do(
                lambda: book.revert(family, name, version.version, by=by, why=why, proof=proof),
                lambda _: screen.say(done),
            ),
        )  # fmt: skip

    def update_verb(self, name: str) -> None:
        """Take the shipped version, or keep the branch's own."""
        screen, loaded, (family, item) = self.screen, self.screen.loaded, self._place()
        assert loaded is not None
        book = loaded.book
        if name == "take":
            self.back(Version("", "shipped", screen.opened.shipped if screen.opened else None))
            return
        self._ask(
            translate("Content", "Keep our own version"),
            translate("Content", "This shipped version is not offered again; the next one is."),
            translate("Content", "Keep our own"),
            lambda by, _why, _proof: self._do(
                lambda: book.decline_update(family, item, by=by),
                lambda _: screen.say(translate("Content", "Your own version stays in force.")),
            ),
            why=False,
        )  # fmt: skip

    def retire(self) -> None:
        """Stop using the open item, or use it again."""
        screen, loaded, opened = self.screen, self.screen.loaded, self.screen.opened
        if loaded is None or opened is None or opened.entry is None:
            return
        book, (family, name) = loaded.book, self._place()
        if opened.entry.retired:
            self._ask(
                translate("Content", "Use this again"), "", translate("Content", "Use again"),
                lambda by, _why, proof: self._do(
                    lambda: book.restore(family, name, by=by, proof=proof),
                    lambda state: screen.say(
                        translate("Content", "It is used again.")
                        if not state.retired
                        else translate("Content", "Proposed. It waits for a second person.")
                    ),
                ),
                why=False,
            )  # fmt: skip
            return
        self._ask(
            translate("Content", "Retire this"),
            translate("Content", "It is no longer offered or due. What was done by it stays, and it can come back."),
            translate("Content", "Retire"),
            lambda by, why, proof: self._do(
                lambda: book.retire(family, name, by=by, why=why, proof=proof),
                lambda state: screen.say(
                    translate("Content", "Retired.")
                    if state.retired
                    else translate("Content", "Proposed. It waits for a second person.")
                ),
            ),
            danger=True,
        )  # fmt: skip

    # --- walking a plan, and its numbers

    def tried(self) -> Tried | None:
        """What is walked of the open plan: the draft, else what waits for approval, else what is in force."""
        screen, opened = self.screen, self.screen.opened
        sheet = screen.edit.sheet
        if opened is None:
            return None
        if sheet is not None and sheet.key == opened.key and (screen.edit.touched or opened.entry is None):
            sheet.check()
            if sheet.item is None:
                return None
            version = version_of(body_of(sheet.item))
            return Tried(sheet.item, "draft", version, walked=version in sheet.walked)
        for one in opened.versions:
            if one.standing == "proposed" and one.item is not None and one.walked is not None:
                return Tried(one.item, "proposed", one.version, one.by, one.walked)
        return Tried(opened.entry.item, "in_force", opened.version) if opened.entry is not None else None

    def came_to_end(self, tried: Tried, way: tuple[str, ...]) -> None:
        """The draft was walked to an end: that goes with it when it is proposed."""
        sheet = self.screen.edit.sheet
        if tried.kind == "draft" and sheet is not None:
            sheet.walked = {tried.version: way}
            self.keep_draft()
            self.screen.try_page.noted(replace(tried, walked=True))

    def note_walk(self, tried: Tried, way: tuple[str, ...]) -> None:
        """Note that a proposal was walked to an end, and by whom."""
        screen, loaded = self.screen, self.screen.loaded
        if loaded is None:
            return
        book, (family, name) = loaded.book, self._place()

        def done(_: Any) -> None:
            screen.try_page.noted(replace(tried, walked=True))
            screen.say(translate("Content", "Noted. Another person than the proposer may approve it now."))

        self._ask(
            translate("Content", "Note that you walked this version to an end"), "", translate("Content", "Note it"),
            lambda by, _why, _proof: self._do(lambda: book.rehearse(family, name, tried.version, way, by=by), done),
            why=False,
        )  # fmt: skip

    def set_number(self, contact: str, number: str) -> None:
        """Give a contact the hall's own number."""
        screen, loaded = self.screen, self.screen.loaded
        found = loaded.book.library().contacts.get(contact) if loaded is not None else None
        if loaded is None or found is None:
            return
        defaults = {place: known for place, known in found.defaults.items() if place != LOCALE}
        changed = replace(found, defaults={**defaults, LOCALE: number} if number else defaults)
        book = loaded.book
        title = translate("Content", "Number of {who}: {number}")
        about = translate("Content", "It holds in all plans and on all printed sheets of this hall.")
        self._ask(
            title.format(who=screen.names.name("contacts", contact), number=number or "–"), about,
            translate("Content", "Keep"),
            lambda by, why, proof: self._do(
                lambda: book.propose("contacts", changed, by=by, why=why, proof=proof),
                lambda _: screen.say(translate("Content", "The number was kept.")),
            ),
        )  # fmt: skip
