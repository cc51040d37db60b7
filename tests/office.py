"""What others make of a Word file: LibreOffice, which opens it, and a validator that knows Word."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

REQUIRED = "HAVARI_REQUIRE_OFFICE"
MISSING = "There is no LibreOffice here; install libreoffice-writer-nogui."
PATIENCE = 120  # seconds, on a machine that has much else to do


def faults(content: bytes, folder: Path) -> list[str]:
    """What would make Word offer to repair the file."""
    path = folder / "report.docx"
    path.write_bytes(content)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def as_pdf(content: bytes, folder: Path) -> bytes:
    """The file as LibreOffice sets it; without one the test is left out, or fails where required."""
    program = shutil.which("soffice")
    if program is None:
        leave_out = pytest.fail if os.environ.get(REQUIRED) else pytest.skip
        leave_out(MISSING)
    (folder / "report.docx").write_bytes(content)
    # A profile of its own: LibreOffice hands over to one that already runs on the same.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)
    return (folder / "report.pdf").read_bytes()
