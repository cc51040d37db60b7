"""The words of titles and factors, stemmed as Danish and as English, to find what looks alike.

`postmortems.selectors.similarity` asks with the same expression.
"""

from django.db import migrations

STEMMED = (
    "(to_tsvector('danish'::regconfig, COALESCE({0}, '')) || "
    "to_tsvector('english'::regconfig, COALESCE({0}, '')))"
)


def index(name, table, column):
    return migrations.RunSQL(
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} "
        f"USING gin ({STEMMED.format(column)})",
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
    )


class Migration(migrations.Migration):
    atomic = False  # so that nobody waits for a table while its index is made
    dependencies = [("incidents", "0004_effect_checks")]
    operations = [
        index("incident_title_stems", "incidents_incident", "title"),
        index("factor_text_stems", "incidents_contributingfactor", "text"),
    ]
