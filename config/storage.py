"""Where attachments are kept: a folder of this machine, or a bucket that speaks S3."""

import os
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000


def attachments(folder: Path) -> dict[str, Any]:
    """Django's description of the store: the bucket that the environment names, else the folder."""
    bucket = os.environ.get("HAVARI_S3_BUCKET", "")
    if not bucket:
        return {
            "BACKEND": "core.files.folder.Folder",
            "OPTIONS": {"location": folder, "file_permissions_mode": 0o600},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": os.environ.get("HAVARI_S3_ENDPOINT") or None,
            "region_name": os.environ.get("HAVARI_S3_REGION") or None,
            "access_key": os.environ.get("HAVARI_S3_ACCESS_KEY") or None,
            "secret_key": os.environ.get("HAVARI_S3_SECRET_KEY") or None,
            "location": os.environ.get("HAVARI_S3_PREFIX", ""),
            # The same name is the same content.
            "file_overwrite": True,
            "default_acl": None,
            "addressing_style": "path" if os.environ.get("HAVARI_S3_ENDPOINT") else "auto",
            "max_memory_size": MEGABYTE,
        },
    }
