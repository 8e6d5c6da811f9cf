"""The pages of the window: their names, pictures, order, and how each is built when first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zjdesk.gui.context import Context
    from zjdesk.gui.page import Page


@dataclass(frozen=True)
class Spec:
    """One page; ``place`` is the entry of the navigation that it belongs to; a transient page is built anew."""

    name: str
    build: Callable[[Context], Page]
    place: str = ""
    transient: bool = False
    data: bool = True

    @property
    def in_navigation(self) -> bool:
        """Tell whether the page stands in the navigation itself."""
        return not self.place


def _home(ctx: Context) -> Page:
    from zjdesk.gui.screens.home import HomePage

    return HomePage(ctx)


def _projects(ctx: Context) -> Page:
    from zjdesk.gui.screens.projects import ProjectsPage

    return ProjectsPage(ctx)


def _project(ctx: Context) -> Page:
    from zjdesk.gui.screens.project import ProjectPage

    return ProjectPage(ctx)


def _questionnaires(ctx: Context) -> Page:
    from zjdesk.gui.screens.questionnaires import QuestionnairesPage

    return QuestionnairesPage(ctx)


def _keying(ctx: Context) -> Page:
    from zjdesk.gui.screens.keying import KeyingPage

    return KeyingPage(ctx)


def _keying_again(ctx: Context) -> Page:
    from zjdesk.gui.screens.keying_again import KeyingAgainPage

    return KeyingAgainPage(ctx)


def _again(ctx: Context) -> Page:
    from zjdesk.gui.screens.again import AgainPage

    return AgainPage(ctx)


def _supervision(ctx: Context) -> Page:
    from zjdesk.gui.screens.supervision import SupervisionPage

    return SupervisionPage(ctx)


def _figures(ctx: Context) -> Page:
    from zjdesk.gui.screens.figures import FiguresPage

    return FiguresPage(ctx)


def _report(ctx: Context) -> Page:
    from zjdesk.gui.screens.report import ReportPage

    return ReportPage(ctx)


def _exchange(ctx: Context) -> Page:
    from zjdesk.gui.screens.exchange import ExchangePage

    return ExchangePage(ctx)


def _settings(ctx: Context) -> Page:
    from zjdesk.gui.screens.settings import SettingsPage

    return SettingsPage(ctx)


def _laptops(ctx: Context) -> Page:
    from zjdesk.gui.screens.laptops import LaptopsPage

    return LaptopsPage(ctx)


def _entry(ctx: Context) -> Page:
    from zjdesk.gui.screens.entry import EntryPage

    return EntryPage(ctx)


def _sign_in(ctx: Context) -> Page:
    from zjdesk.gui.screens.sign_in import SignInPage

    return SignInPage(ctx)


def _handout(ctx: Context) -> Page:
    from zjdesk.gui.screens.handout import HandoutPage

    return HandoutPage(ctx)


def _subsidy(ctx: Context) -> Page:
    from zjdesk.gui.screens.subsidy import SubsidyPage

    return SubsidyPage(ctx)


def _photos(ctx: Context) -> Page:
    from zjdesk.gui.screens.photos import PhotosPage

    return PhotosPage(ctx)


def _visit(ctx: Context) -> Page:
    from zjdesk.gui.screens.visit import VisitPage

    return VisitPage(ctx)


def _meeting(ctx: Context) -> Page:
    from zjdesk.gui.screens.meeting import MeetingPage

    return MeetingPage(ctx)


def _route(ctx: Context) -> Page:
    from zjdesk.gui.screens.route import RoutePage

    return RoutePage(ctx)


def _finding(ctx: Context) -> Page:
    from zjdesk.gui.screens.finding import FindingPage

    return FindingPage(ctx)


def _records(ctx: Context) -> Page:
    from zjdesk.gui.screens.records import RecordsPage

    return RecordsPage(ctx)


def _audit(ctx: Context) -> Page:
    from zjdesk.gui.screens.audit import AuditPage

    return AuditPage(ctx)


def _erasing(ctx: Context) -> Page:
    from zjdesk.gui.screens.erasing import ErasingPage

    return ErasingPage(ctx)


def _lost(ctx: Context) -> Page:
    from zjdesk.gui.screens.lost import LostPage

    return LostPage(ctx)


def _periods(ctx: Context) -> Page:
    from zjdesk.gui.screens.periods import PeriodsPage

    return PeriodsPage(ctx)


def _messages(ctx: Context) -> Page:
    from zjdesk.gui.screens.messages import MessagesPage

    return MessagesPage(ctx)


def _board(ctx: Context) -> Page:
    from zjdesk.gui.screens.board import BoardPage

    return BoardPage(ctx)


def _street_key(ctx: Context) -> Page:
    from zjdesk.gui.screens.street_key import StreetKeyPage

    return StreetKeyPage(ctx)


def _key_return(ctx: Context) -> Page:
    from zjdesk.gui.screens.key_return import KeyReturnPage

    return KeyReturnPage(ctx)


def _pending(ctx: Context) -> Page:
    from zjdesk.gui.screens.pending import PendingPage

    return PendingPage(ctx)


def _story(ctx: Context) -> Page:
    from zjdesk.gui.screens.story import StoryPage

    return StoryPage(ctx)


def _papers(ctx: Context) -> Page:
    from zjdesk.gui.screens.papers import PapersPage

    return PapersPage(ctx)


def _deeds(ctx: Context) -> Page:
    from zjdesk.gui.screens.deeds import DeedsPage

    return DeedsPage(ctx)


PAGES: tuple[Spec, ...] = (
    Spec("home", _home),
    Spec("projects", _projects),
    Spec("questionnaires", _questionnaires),
    Spec("supervision", _supervision),
    Spec("figures", _figures),
    Spec("report", _report),
    Spec("exchange", _exchange),
    Spec("settings", _settings),
    Spec("laptops", _laptops, "settings"),
    Spec("project", _project, "projects"),
    Spec("keying", _keying, "questionnaires", transient=True),
    Spec("keying_again", _keying_again, "questionnaires", transient=True),
    Spec("again", _again, "questionnaires", transient=True),
    Spec("entry", _entry, "projects", transient=True),
    Spec("sign_in", _sign_in, "projects", transient=True),
    Spec("handout", _handout, "projects", transient=True),
    Spec("subsidy", _subsidy, "projects", transient=True),
    Spec("photos", _photos, "projects"),
    Spec("visit", _visit, "supervision", transient=True),
    Spec("meeting", _meeting, "supervision", transient=True),
    Spec("route", _route, "supervision"),
    Spec("finding", _finding, "supervision", transient=True),
    Spec("records", _records, "figures", transient=True),
    Spec("audit", _audit, "settings"),
    Spec("board", _board, "exchange"),
    Spec("messages", _messages, "exchange"),
    Spec("pending", _pending, "exchange"),
    Spec("story", _story, "projects", transient=True),
    Spec("actions", _deeds, "home"),
    Spec("street_key", _street_key, "settings"),
    Spec("key_return", _key_return, "settings", transient=True),
    Spec("lost", _lost, "settings", transient=True),
    Spec("periods", _periods, "settings"),
    Spec("papers", _papers, "projects"),
    Spec("erasing", _erasing, "settings", transient=True),
)
BY_NAME = {spec.name: spec for spec in PAGES}
NAVIGATION = tuple(spec for spec in PAGES if spec.in_navigation)
