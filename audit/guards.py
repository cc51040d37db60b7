"""What the database itself refuses: changing, removing or emptying the log.

The guards stop mistakes. Whoever owns the database can take them away, so trust comes from
checkpoints; but verification says when a guard is gone.
"""

from dataclasses import dataclass

from django.db import connection

_REFUSE = """
    RAISE EXCEPTION 'The log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
"""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the database: what it takes, what it returns, and its text."""

    takes: str
    returns: str
    text: str


FUNCTIONS = {
    "audit_next": Function(
        "",
        "bigint",
        """
BEGIN
    -- Held until the transaction ends, so indexes follow the order of commits without a gap.
    PERFORM pg_advisory_xact_lock(7412025);
    RETURN (SELECT coalesce(max(index) + 1, 0) FROM audit_entry);
END
""",
    ),
    "audit_append": Function(
        "entry audit_entry, salt bytea, body bytea",
        "void",
        """
BEGIN
    INSERT INTO audit_entry SELECT entry.*;
    IF FOUND THEN
        INSERT INTO audit_payload (entry_id, salt, body) VALUES (entry.index, salt, body);
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The log did not take entry %.', entry.index;
    END IF;
    PERFORM pg_notify('havari_log', entry.index::text);
END
""",
    ),
    "audit_refuse": Function("", "trigger", f"\nBEGIN{_REFUSE}END\n"),
    "audit_refuse_unless_told": Function(
        "",
        "trigger",
        f"""
BEGIN
    -- A content goes only after the log has said that it was erased by law, by whom and why.
    IF EXISTS (
        SELECT FROM audit_entry WHERE verb = 'log.content_erased'
        AND subject_type = 'log_entry' AND subject_id = OLD.entry_id::text
    ) THEN
        RETURN OLD;
    END IF;
{_REFUSE}END
""",
    ),
}
# Word for word as PostgreSQL gives them back.
TRIGGERS = {
    f"{table}_{name}": (
        f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {function}()"
    )
    for table in ("audit_entry", "audit_payload", "audit_checkpoint")
    for name, event, each, function in (
        ("changed", "UPDATE", "ROW", "audit_refuse"),
        (
            "removed",
            "DELETE",
            "ROW",
            "audit_refuse_unless_told" if table == "audit_payload" else "audit_refuse",
        ),
        ("emptied", "TRUNCATE", "STATEMENT", "audit_refuse"),
    )
}
_STANDING_TRIGGERS = """
SELECT tgname, CASE tgenabled WHEN 'O' THEN pg_get_triggerdef(oid, true) ELSE 'switched off' END
FROM pg_trigger WHERE NOT tgisinternal
AND tgrelid IN ('audit_entry'::regclass, 'audit_payload'::regclass, 'audit_checkpoint'::regclass)
"""
_STANDING_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE proname = ANY(%s)"


def set_up() -> str:
    """The SQL that puts the guards up."""
    functions = [
        f"CREATE FUNCTION {name}({function.takes}) RETURNS {function.returns} "
        f"LANGUAGE plpgsql AS $${function.text}$$"
        for name, function in FUNCTIONS.items()
    ]
    return ";\n".join([*functions, *TRIGGERS.values()])


def take_down() -> str:
    """The SQL that takes the guards away, with everything that hangs on them."""
    return ";\n".join(f"DROP FUNCTION {name} CASCADE" for name in FUNCTIONS)


def take_turns() -> None:
    """Hold the log's lock until the transaction ends: nobody else logs anything meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_next()")


def altered() -> list[str]:
    """The guards that are missing, switched off, changed, or were not put up by Havari."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        if cursor.fetchone()[0] != "origin":
            return sorted(TRIGGERS)
        cursor.execute(_STANDING_TRIGGERS)
        standing = dict(cursor.fetchall())
        cursor.execute(_STANDING_FUNCTIONS, [list(FUNCTIONS)])
        standing |= dict(cursor.fetchall())
    expected = TRIGGERS | {name: function.text for name, function in FUNCTIONS.items()}
    names = standing.keys() | expected.keys()
    return sorted(name for name in names if standing.get(name) != expected.get(name))
