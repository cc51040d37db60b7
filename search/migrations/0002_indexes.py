"""The words of everything that is searched; `search.selectors.passages` asks with the same expression."""

from django.db import migrations

# A vector holds less than a megabyte: what stands behind so many characters is not found.
LONGEST = 100_000
STEMMED = (
    f"to_tsvector('havari_danish'::regconfig, replace(replace(left({{0}}, {LONGEST}), 'å', 'aa'), 'Å', 'Aa'))"
    f" || to_tsvector('english'::regconfig, left({{0}}, {LONGEST}))"
)
# Rows that came at about the same time have a word in common: so the newest can be asked first.
TIMED = STEMMED + " || array_to_tsvector(ARRAY['§' || (id >> 12)::text])"


def index(name, table, *columns):
    text = columns[0] if len(columns) == 1 else "(" + r" || E'\n' || ".join(columns) + ")"
    return migrations.RunSQL(
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} USING gin (({TIMED.format(text)}))",
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
    )


class Migration(migrations.Migration):
    atomic = False  # so that nobody waits for a table while its index is made
    dependencies = [("search", "0001_words")]
    operations = [
        index("search_incident", "incidents_incident", "title", "summary"),
        index("search_entry", "incidents_timelineentry", "text"),
        index("search_action", "incidents_actionitem", "title", "evidence", "worked_basis"),
        index("search_statement", "statements_statement", "title"),
        index("search_wording", "statements_wording", "text"),
        index("search_section", "postmortems_sectiontext", "text"),
    ]
