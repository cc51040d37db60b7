"""Where failed sign-ins are counted, for all web processes together.

The shape is that of Django's database cache. It is not worth a disk's wait: after a crash of the
database the counts begin anew.
"""

from django.db import migrations

FORWARD = """
CREATE UNLOGGED TABLE havari_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX havari_cache_expires ON havari_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_tokens_and_answers")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE havari_cache")]
