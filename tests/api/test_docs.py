"""What the page for newcomers shows is carried out, command by command, with curl."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import ApiToken
from alerts.reading.presets import PRESETS
from incidents.models import Incident

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
COUNTING = """
set -eu
curl() {
    command curl -sS --dump-header headers "$@"
    head -1 headers | cut -d' ' -f2 >> statuses
}
"""
ANSWERED = (
    "200 201 201 201 200 409 200 200 412 200 200 201 200 200 200 201 200 200 200 201 200 "
    "200 200 201 200 201 200 200 200 200 200 201 201 201 200 200"
)


@pytest.fixture
def shown():
    # The year of an incident is that in which it is declared.
    text = PAGE.read_text().replace("INC-2026-", f"INC-{timezone.localdate().year}-")
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_what_is_shown_is_what_happens(live_server, commander, person, shown, tmp_path):
    _token, key = ApiToken.objects.create(user=commander.user, name="docs")
    _token, speaker = ApiToken.objects.create(user=person("communications"), name="docs")
    _token, setter = ApiToken.objects.create(user=person("administrator"), name="docs")
    programs = {
        "HAVARI": f"{live_server.url}/api/v1",
        "TOKEN": key,
        "SPEAKER": speaker,
        "ADMIN": setter,
    }
    carried_out = subprocess.run(
        ["bash", "-c", COUNTING + shown],
        env={"PATH": "/usr/bin:/bin"} | programs,
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert carried_out.returncode == 0, carried_out.stderr
    assert (tmp_path / "statuses").read_text().split() == ANSWERED.split()
    incident, alerted = Incident.objects.order_by("number")
    assert (alerted.title, alerted.severity) == ("Many login attempts fail", "sev1")
    assert (incident.severity, incident.timeline.count()) == ("sev1", 3)
    said = incident.statements.get().release.words
    assert said == "About 350,000 customers could not sign in."
    assert (tmp_path / f"{incident.reference}-en.pdf").read_bytes().startswith(b"%PDF")


def test_the_mappings_that_are_shown_are_those_that_are_offered():
    blocks = re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (shown,) = [block for block in blocks if '"cloudwatch"' in block]
    assert json.loads(shown) == PRESETS
