"""What 50,000 incidents with 300,000 times show together, beside reading the same rows raw."""

from collections.abc import Iterator
from functools import partial

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from benchmarks.figures import Figure, fastest
from incidents.models import Incident
from insights.selectors.insights import Insights, insights_of
from insights.selectors.selection import Period

INCIDENTS, ACTIONS, FACTORS = 50_000, 20_000, 30_000
# Every time is one row more that is worked out in Python, not only read.
BOUND = 4
_FILL = """
INSERT INTO incidents_incident (year, number, title, summary, severity, status, category, malice,
    malice_basis, discovery, is_restricted, declared_at, version)
SELECT 2017 + i / 5000, i %% 5000 + 1, 'Payments fail ' || i, '', 'sev' || 1 + i %% 4,
    CASE WHEN i %% 100 = 0 THEN 'monitoring' ELSE 'closed' END, 'outage', 'unknown', '',
    CASE WHEN i %% 3 = 0 THEN 'customers' ELSE 'monitoring' END, i %% 100 = 1, NULL, 1
FROM generate_series(0, %(incidents)s - 1) i;
INSERT INTO incidents_timelineentry (incident_id, occurred_at, precision, kind, milestone, text,
    evidence_links, recorded_at, reason, is_retraction)
SELECT id, make_timestamptz(year, 1 + number %% 12, 1, 8, 0, 0)
        + place * (1 + power(10, id %% 40 / 10.0)) * interval '1 minute',
    'minute', 'note', milestone, 'It was seen that payments fail', '{}', now(), '', false
FROM incidents_incident, unnest(array['cause_began', 'impact_started', 'detected',
    'first_message', 'mitigated', 'resolved']) WITH ORDINALITY AS told (milestone, place)
WHERE NOT (status = 'monitoring' AND milestone = 'resolved');
INSERT INTO incidents_contributingfactor (incident_id, text, kind, accepted_reason, version,
    withdrawn_reason)
SELECT id, 'It rained', (array['technical', 'process', 'information', 'workload'])[1 + id %% 4],
    '', 1, '' FROM incidents_incident ORDER BY id LIMIT %(factors)s;
INSERT INTO incidents_actionitem (incident_id, title, kind, due_on, tracker_url, evidence,
    worked_basis, version)
SELECT id, 'Look again', 'prevent', current_date + (id %% 400)::int - 200, '', '', '', 1
FROM incidents_incident ORDER BY id LIMIT %(actions)s
"""
_SAME_ROWS = """
SELECT id, year, number, title, severity, status, discovery FROM incidents_incident;
SELECT incident_id, milestone, occurred_at, precision FROM incidents_timelineentry
WHERE milestone <> '';
SELECT incident_id, kind FROM incidents_contributingfactor;
SELECT incident_id, due_on FROM incidents_actionitem
"""


def figures() -> Iterator[Figure]:
    """The six figures, then the page with them, as somebody who sees no restricted incident."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"incidents": INCIDENTS, "actions": ACTIONS, "factors": FACTORS})
        # Outside of a transaction the server does it by itself.
        cursor.execute("VACUUM ANALYZE")
    reader = User.objects.create_user("reader@example.org", full_name="Reader")
    reader.groups.add(Group.objects.get(name="commander"))
    told, limit = fastest(partial(_tell, reader), _read_raw, times=5)
    about = f"{INCIDENTS:,} incidents"
    yield Figure(f"six figures of {about}", told, limit, "the same rows read raw", BOUND)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(reader)
        page, limit = fastest(partial(client.get, "/insights"), _read_raw, times=5)
    yield Figure(f"the page of {about}", page, limit, "the same rows read raw", BOUND)


def _tell(reader: User) -> Insights:
    found = insights_of(Incident.objects.visible_to(reader), Period(), timezone.now())
    if found.counted != INCIDENTS * 99 // 100:
        raise RuntimeError(f"{found.counted} incidents are counted")
    return found


def _read_raw() -> int:
    with connection.cursor() as cursor:
        read = 0
        for question in _SAME_ROWS.split(";"):
            cursor.execute(question)
            read += len(cursor.fetchall())
    return read
