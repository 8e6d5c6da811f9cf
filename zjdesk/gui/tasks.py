"""Runs all work with data on one thread of its own; results, errors and progress come back by signal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from zjdesk.gui.pace import Pace

if TYPE_CHECKING:
    from zjdesk.gui.backend import Backend

_TELL_EVERY = 0.1


class Progress:
    """What long work tells while it runs: call it with (done, total, key); ask ``is_set`` for a cancel."""

    def __init__(self, tell: Callable[[Pace, str], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._started = time.monotonic()
        self._told = 0.0

    def __call__(self, done: int, total: int, key: str = "") -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY or done >= total:
            self._told = now
            self._tell(Pace(done, total, now - self._started), key)

    def is_set(self) -> bool:
        """Tell whether a person asked to stop."""
        return self._stop.is_set()

    def set(self) -> None:
        """Ask the work to stop at the next safe place."""
        self._stop.set()


@dataclass(frozen=True)
class Job:
    """One piece of work: who asked for it, and what is to be done with its result or its error."""

    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    title: str = ""
    progress: Progress | None = field(default=None, compare=False)


class Tasks(QObject):
    """One worker thread that owns the open store; nothing else touches it."""

    began = Signal(str)
    moved = Signal(object, str)
    ended = Signal()
    failed = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, open_backend: Callable[[], Backend], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._jobs: dict[int, Job] = {}
        self._next = 0
        self._closed = False
        self._backend: Backend | None = None
        self._open = open_backend
        self._arrived.connect(self._finish)

    @property
    def idle(self) -> bool:
        """Tell whether nothing is waiting or running."""
        return not self._jobs

    @property
    def settled(self) -> bool:
        """Tell whether nothing but long work is waiting or running."""
        return not any(job.progress is None for job in self._jobs.values())

    @property
    def running(self) -> Progress | None:
        """Return the progress of the long work that waits or runs, if there is one."""
        return next((job.progress for job in self._jobs.values() if job.progress), None)

    def run(
        self,
        owner: QObject,
        work: Callable[[Backend], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do short work with the store; ``done`` is called on the window's thread unless ``owner`` is gone."""
        self._submit(Job(owner, done, failed or self.failed.emit), lambda: work(self._opened()))

    def run_beside(
        self,
        owner: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do work that needs no open store."""
        self._submit(Job(owner, done, failed), work)

    def enter(
        self,
        owner: QObject,
        open_backend: Callable[[], Backend],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Open a store and keep it for all work from now on."""
        self._submit(Job(owner, done, failed), lambda: self._take(open_backend))

    def run_long(
        self,
        owner: QObject,
        title: str,
        work: Callable[[Backend, Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do long work with a progress line and a way to cancel it."""
        progress = Progress(self.moved.emit)
        job = Job(owner, done, failed or self.failed.emit, title, progress)
        self.began.emit(title)
        self._submit(job, lambda: work(self._opened(), progress))

    def cancel(self) -> None:
        """Ask the long work to stop."""
        if self.running is not None:
            self.running.set()

    def leave(self) -> None:
        """Close the store once what runs and waits is done; nobody is told of its results any more."""
        if self.running is not None:
            self.ended.emit()
        self._jobs.clear()
        self._pool.submit(self._shut)

    def close(self) -> None:
        """Wait for what runs, drop what waits, close the store."""
        if self._closed:
            return
        self._closed = True
        self.cancel()
        self._jobs.clear()
        self._pool.submit(self._shut)
        self._pool.shutdown(wait=True)

    def _submit(self, job: Job, work: Callable[[], Any]) -> None:
        self._next += 1
        number = self._next
        self._jobs[number] = job
        future = self._pool.submit(work)
        future.add_done_callback(lambda made: self._tell(number, made))

    def _opened(self) -> Backend:
        if self._backend is None:
            self._backend = self._open()
        return self._backend

    def _take(self, open_backend: Callable[[], Backend]) -> None:
        self._shut()
        self._backend = open_backend()

    def _shut(self) -> None:
        if self._backend is not None:
            self._backend.close()
            self._backend = None

    def _tell(self, number: int, made: Future[Any]) -> None:
        if shiboken6.isValid(self):
            self._arrived.emit(number, made)

    def _finish(self, number: int, made: Future[Any]) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        if job.progress is not None:
            self.ended.emit()
        if not shiboken6.isValid(job.owner):
            return
        error = made.exception()
        if error is None:
            job.done(made.result())
        else:
            job.failed(error)
