"""The timetable: one row per timed job, each a service function. APScheduler in memory; the store tells what ran."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

LATE_S = 6 * 3600  # a job missed by sleep or a busy hall still runs, once, within this time


@dataclass(frozen=True, slots=True)
class Job:
    """One timed job. `at` runs daily at that local time, else `every_s` seconds."""

    name: str
    work: Callable[[], object]
    at: time | None = None
    every_s: int = 0


class Timetable:
    """Runs jobs on two threads; a job never overlaps itself and missed runs collapse into one."""

    def __init__(self, zone: ZoneInfo, jobs: tuple[Job, ...]) -> None:
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATE_S},
            timezone=zone,
        )
        self._zone = zone
        for job in jobs:
            trigger = self._daily(job.at) if job.at is not None else IntervalTrigger(seconds=job.every_s)
            self._scheduler.add_job(_guarded(job), trigger, id=job.name, name=job.name)

    def _daily(self, at: time) -> CronTrigger:
        return CronTrigger(hour=at.hour, minute=at.minute, timezone=self._zone)

    def next_run(self, name: str) -> datetime | None:
        """When this job runs next; None while it does not."""
        job = self._scheduler.get_job(name)
        found: datetime | None = job.next_run_time if job is not None else None
        return found

    def start(self) -> None:
        """Begin to run."""
        self._scheduler.start()

    def run_soon(self, name: str) -> None:
        """Run this job once now, beside its usual times: it was missed while the computer was off."""
        self._scheduler.modify_job(name, next_run_time=datetime.now(self._scheduler.timezone) + timedelta(seconds=30))

    def move(self, name: str, at: time) -> None:
        """Run this daily job at another time from now on."""
        self._scheduler.reschedule_job(name, trigger=self._daily(at))

    def stop(self) -> None:
        """Let running jobs end, then stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


def _guarded(job: Job) -> Callable[[], None]:
    def run() -> None:
        try:
            job.work()
        except Exception:
            log.exception("job %s failed", job.name)

    return run
