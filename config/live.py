"""What Granian serves beside the pages: the stream that keeps them up to date."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from live.asgi import application  # noqa: E402 - it needs loaded models

__all__ = ["application"]
