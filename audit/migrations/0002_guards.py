"""What the database itself refuses: changing, removing or emptying the log."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_next() RETURNS TABLE (next_index bigint, recorded_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    -- Held until the transaction ends, so indexes follow the order of commits without a gap.
    PERFORM pg_advisory_xact_lock(7412025);
    RETURN QUERY SELECT coalesce(max(e.index) + 1, 0), clock_timestamp() FROM audit_entry e;
END $$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
TABLES = ("audit_entry", "audit_payload", "audit_checkpoint")
GUARD = """
CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
UNGUARD = """
DROP TRIGGER {table}_rows ON {table};
DROP TRIGGER {table}_truncate ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]
    operations = [
        migrations.RunSQL(FORWARD, "DROP FUNCTION audit_next(); DROP FUNCTION audit_refuse();"),
        *[
            migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
            for table in TABLES
        ],
    ]
