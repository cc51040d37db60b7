"""How words are compared: stemmed as Danish without accents, and stemmed as English as they stand.

The unaccenting happens in a dictionary, which PostgreSQL takes as immutable, as an index needs;
the function `unaccent` is only stable.
"""

from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION havari_danish (COPY = pg_catalog.danish);
ALTER TEXT SEARCH CONFIGURATION havari_danish
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, danish_stem;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0007_discovery"),
        ("statements", "0003_approval_rules"),
        ("postmortems", "0002_roles"),
    ]
    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS unaccent", migrations.RunSQL.noop),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION havari_danish"),
    ]
