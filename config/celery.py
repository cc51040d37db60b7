"""The Celery application: `celery -A config.celery worker` works, `... beat` keeps the clock."""

import logging
import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.schedules import crontab
from kombu.transport import TRANSPORT_ALIASES

# Tasks are JSON: a worker that is root runs no code that came through the queue.
warnings.filterwarnings("ignore", category=SecurityWarning)
# Celery warns at every loss of the broker of a setting that is not for threads.
logging.getLogger("py.warnings").setLevel(logging.ERROR)
TRANSPORT_ALIASES["database"] = "config.broker:Transport"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("havari")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A call that waited in the queue for too long is overtaken by the next, hence "expires".
app.conf.beat_schedule = {
    "sign a checkpoint": {
        "task": "audit.tasks.sign_checkpoint",
        # Nobody can tell what was removed after the last checkpoint, so they are close.
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "check the whole log": {
        "task": "audit.tasks.verify_log",
        "schedule": crontab(minute="20", hour="3"),
        "options": {"expires": 3600},
    },
    "remind owners of their actions": {
        "task": "incidents.tasks.remind_owners",
        "schedule": crontab(minute="10", hour="8-17"),
        "options": {"expires": 3600},
    },
    "tell reviewers of reports": {
        "task": "postmortems.tasks.tell_reviewers",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "remind of reports that are due": {
        "task": "postmortems.tasks.remind_of_reports",
        "schedule": crontab(minute="15", hour="8-17"),
        "options": {"expires": 3600},
    },
    "remind of a silence": {
        "task": "statements.tasks.remind_of_silence",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "tell of promises": {
        "task": "statements.tasks.remind_of_promises",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "tell other programs": {
        "task": "webhooks.tasks.tell_programs",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "forget what was told long ago": {
        "task": "webhooks.tasks.forget_old_deliveries",
        "schedule": crontab(minute="40", hour="3"),
        "options": {"expires": 3600},
    },
    "tell what concerns people": {
        "task": "notifications.tasks.tell_people",
        "schedule": 10,
        "options": {"expires": 10},
    },
    "forget old notifications": {
        "task": "notifications.tasks.forget",
        "schedule": crontab(minute="40", hour="3"),
        "options": {"expires": 3600},
    },
    "forget answers that nobody can ask for again": {
        "task": "accounts.tasks.forget_old_answers",
        "schedule": crontab(minute="45"),
        "options": {"expires": 3600},
    },
    "sweep files that nothing tells of": {
        "task": "incidents.tasks.sweep_files",
        "schedule": crontab(minute="50", hour="3"),
        "options": {"expires": 3600},
    },
    "tell what has moved on": {
        "task": "statements.tasks.tell_what_moved",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
}
