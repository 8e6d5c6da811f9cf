"""What stands before a closed store: decides which page asks the person, and leads from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from zjdesk.errors import UserError
from zjdesk.gui.attempts import Attempts
from zjdesk.gui.context import Context
from zjdesk.gui.door import Door
from zjdesk.gui.screens.door_page import DoorPage
from zjdesk.gui.screens.unlock import WHO, WRONG, UnlockPage
from zjdesk.gui.window import Window

NONE, NO_STORE = "store.no_passphrase", "store.no_store"


def can_ask(error: BaseException) -> bool:
    """Tell whether a person can do something about a store that did not open."""
    return isinstance(error, UserError) and error.key in (NONE, WRONG, WHO, NO_STORE)


class Lobby(QObject):
    """Shows the pages before the store in one window; ``entered`` is called when the worker holds it open."""

    def __init__(self, ctx: Context, window: Window, door: Door, entered: Callable[[], None]) -> None:
        super().__init__(window)
        self._ctx = ctx
        self._window = window
        self._door = door
        self._entered = entered
        self._attempts = Attempts(ctx.preferences, door.store)

    def receive(self, error: BaseException) -> None:
        """Show the page for what kept the store from opening."""
        if isinstance(error, UserError) and error.key == NO_STORE:
            self.show("first_start")
            return
        page = self.unlock()
        if isinstance(error, UserError) and error.key == WHO:
            page.refused(error)
        elif isinstance(error, UserError) and error.key == WRONG:
            page.trouble(error)

    def unlock(self, *, left: bool = False) -> UnlockPage:
        """Show the page that asks for the passphrase; ``left`` when it was locked just now."""
        page = UnlockPage(self._ctx, self._door, self._attempts, left=left)
        self._put(page)
        return page

    def show(self, name: str) -> None:
        """Show one of the pages by its name."""
        if name == "first_start":
            from zjdesk.gui.screens.first_start import FirstStartPage

            self._put(FirstStartPage(self._ctx, self._door))
        elif name == "recovery":
            from zjdesk.gui.screens.recovery import RecoveryPage

            self._put(RecoveryPage(self._ctx, self._door, self._attempts))
        else:
            self._say_recovered(self.unlock(), name)

    def _say_recovered(self, page: UnlockPage, name: str) -> None:
        if name == "recovered":
            from zjdesk.gui.widgets.notices import Notice

            page.notices.show_notice(Notice(self._ctx, "ok", self._ctx.t("unlock.recovered")))

    def _put(self, page: DoorPage) -> None:
        page.entered.connect(self._entered)
        page.wanted.connect(self.show)
        self._window.show_door(page)
        page.arrive()
