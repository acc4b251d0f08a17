"""The schema, as the steps that led to it.

A released step is never changed: databases that took it exist. sqlite-utils' ``transform``
drops the triggers of its table, so a step that uses it has to make them again.

Tables have an integer key ``seq`` besides their ``id`` because the search index refers to
rows by number, and only a declared number survives VACUUM; it is also the order of
creation, which a clock that was set back cannot disturb.
"""

from indoors.store.driver import Database, ForeignKey, Migrations

SCHEMA = Migrations("indoors")

TOKENIZER = "unicode61 remove_diacritics 2"
"""Letters and digits make words, without regard to case or accents."""


@SCHEMA()
def m001_conversations(db: Database) -> None:
    """Conversations, with their leaf and their own parameters."""
    db.table("conversation").create(
        {
            "seq": int,
            "id": str,
            "title": str,
            "created_ms": int,
            "updated_ms": int,
            "deleted_ms": int,  # null: not deleted
            "pinned": int,
            "used_cloud": int,
            "leaf_id": str,
            "moves": int,  # counts changes of the leaf; stamps message.used
            "parameters": str,  # JSON
        },
        pk="seq",
        not_null={"id", "title", "created_ms", "updated_ms", "parameters"},
        defaults={"pinned": 0, "used_cloud": 0, "moves": 0},
        strict=True,
    ).create_index(["id"], unique=True)


@SCHEMA()
def m002_messages(db: Database) -> None:
    """Messages: a tree in each conversation."""
    in_conversation = ForeignKey(
        "message", "conversation_id", "conversation", "id", on_delete="CASCADE"
    )
    # A parent in the same conversation; no cascade: a long conversation would exceed
    # SQLite's depth of nested triggers, and all of it goes by the other key anyway.
    under_parent = ForeignKey(
        "message",
        None,
        "message",
        None,
        columns=("conversation_id", "parent_id"),
        other_columns=("conversation_id", "id"),
        is_compound=True,
    )
    table = db.table("message").create(
        {
            "seq": int,
            "id": str,
            "conversation_id": str,
            "parent_id": str,  # null: a first question
            "role": str,
            "text": str,
            "state": str,
            "created_ms": int,
            "used": int,  # the conversation's count of moves when this was its leaf last
            "model": str,
            "report": str,  # JSON, null without one
            "fault": str,
            "facts": str,  # JSON
            "dropped_turns": int,
        },
        pk="seq",
        foreign_keys=[in_conversation, under_parent],
        not_null={"id", "conversation_id", "role", "text", "state", "created_ms", "facts"},
        defaults={"used": 0, "dropped_turns": 0},
        strict=True,
    )
    table.create_index(["id"], unique=True)
    table.create_index(["conversation_id", "id"], unique=True)
    table.create_index(["conversation_id", "parent_id"])
    table.create_index(["state"])
    table.create_index(["role", "created_ms"])


@SCHEMA()
def m003_attachments(db: Database) -> None:
    """Text files inside questions."""
    table = db.table("attachment").create(
        {"seq": int, "message_id": str, "name": str, "text": str, "bytes": int},
        pk="seq",
        foreign_keys=[ForeignKey("attachment", "message_id", "message", "id", on_delete="CASCADE")],
        not_null={"message_id", "name", "text", "bytes"},
        strict=True,
    )
    table.create_index(["message_id"])


@SCHEMA()
def m004_drafts_and_settings(db: Database) -> None:
    """Unsent text, and one row for each section of the settings."""
    db.table("draft").create(
        {"conversation_id": str, "text": str, "attachments": str},  # JSON
        pk="conversation_id",
        not_null={"text", "attachments"},
        strict=True,
    )
    db.table("setting").create(
        {"section": str, "value": str},  # JSON
        pk="section",
        not_null={"value"},
        strict=True,
    )


@SCHEMA()
def m005_search(db: Database) -> None:
    """The search index over titles, messages and attached files."""
    # An answer is indexed when it is finished, not each second while it is written: the
    # index reads it through a view that does not show it before.
    db.create_view(
        "message_finished", "select seq, text, state from message where state <> 'writing'"
    )
    _index(db, "conversation", ("title",))
    _index(db, "message", ("text",), view="message_finished", unless="writing")
    _index(db, "attachment", ("name", "text"))


@SCHEMA()
def m006_models(db: Database) -> None:
    """How single models are loaded, the speeds they reached, and facts of the computer."""
    db.table("model_setting").create(
        {"path": str, "value": str},  # JSON
        pk="path",
        not_null={"value"},
        strict=True,
    )
    table = db.table("model_speed").create(
        {
            "seq": int,
            "model": str,
            "kind": str,
            "speed": float,  # tokens per second, as all below but the workload
            "at_ms": int,
            "on_card": int,
            "amount": float,
            "layers": int,
            "factor": float,
            "predicted": float,
            "low": float,
            "high": float,
        },
        pk="seq",
        not_null={"model", "kind", "speed", "at_ms", "on_card", "amount", "layers", "factor"},
        defaults={"predicted": 0.0, "low": 0.0, "high": 0.0},
        strict=True,
    )
    table.create_index(["model", "kind"])
    db.table("computer_fact").create(
        {"name": str, "value": float}, pk="name", not_null={"value"}, strict=True
    )


@SCHEMA()
def m007_history(db: Database) -> None:
    """Figures of each answer, which outlive it, and what each day took beside its answers."""
    table = db.table("answer_history").create(
        {
            "seq": int,
            "message_id": str,  # null: its conversation was removed for good
            "at_ms": int,
            "model": str,
            "place": str,
            "task": str,
            "continued": int,
            "prompt_tokens": int,
            "reused_tokens": int,
            "previous_tokens": int,
            "seconds_since": int,
            "script": str,
            "generated_tokens": int,
            "ttft_ms": float,
            "tokens_per_second": float,
            "prefill_ms": float,
            "decode_ms": float,
            "energy": str,  # JSON
            "likely": str,  # JSON, as the next: savings
            "hosted": str,
        },
        pk="seq",
        foreign_keys=[
            ForeignKey("answer_history", "message_id", "message", "id", on_delete="SET NULL")
        ],
        not_null={"at_ms", "model", "place", "task", "continued", "energy"},
        defaults={"place": "local", "task": "chat", "continued": 0, "energy": "{}"},
        strict=True,
    )
    table.create_index(["message_id"])
    table.create_index(["at_ms"])
    db.table("energy_day").create(
        {"day": str, "value": str},  # JSON
        pk="day",
        not_null={"value"},
        strict=True,
    )
    names = {"prompt_tokens": "integer", "reused_tokens": "integer", "generated_tokens": "integer"}
    names |= dict.fromkeys(("ttft_ms", "tokens_per_second", "prefill_ms", "decode_ms"), "real")
    figures = ", ".join(_figure(name, kind) for name, kind in names.items())
    db.execute(
        f"insert into answer_history (at_ms, message_id, model, {', '.join(names)})"  # noqa: S608
        f" select created_ms, id, coalesce(model, ''), {figures} from message"
        " where role = 'assistant' and report is not null and json_valid(report)"
        " order by created_ms, seq"
    )
    db.execute(
        "update answer_history as h set previous_tokens = b.prompt_tokens,"
        " seconds_since = max(0, h.at_ms - b.at_ms) / 1000"
        " from message m join message q on q.id = m.parent_id"
        " join answer_history b on b.message_id = q.parent_id"
        " where m.id = h.message_id and b.prompt_tokens is not null"
    )


def _figure(name: str, kind: str) -> str:
    """Return the SQL of a report's number; what is none, in a damaged report, is null."""
    kinds = "'integer'" if kind == "integer" else "'integer', 'real'"
    path = f"'$.{name}'"
    return f"iif(json_type(report, {path}) in ({kinds}), json_extract(report, {path}), null)"


@SCHEMA()
def m008_search_by_beginnings(db: Database) -> None:
    """Index the first two and three letters of words.

    The beginning of a word is looked for at each key that is typed. Without this all words
    that begin so are put together first, which in a long history takes a second.
    """
    views = {"message": "message_finished"}
    indexed = {"conversation": "title", "message": "text", "attachment": "name, text"}
    for table, names in indexed.items():
        db.execute(f"drop table {table}_fts")  # its triggers are the table's, and stay
        db.execute(
            f"create virtual table {table}_fts using fts5({names},"
            f" content='{views.get(table, table)}', content_rowid='seq',"
            f" tokenize='{TOKENIZER}', prefix='2 3')"
        )
        db.execute(f"insert into {table}_fts({table}_fts) values ('rebuild')")  # noqa: S608


def _index(
    db: Database,
    table: str,
    columns: tuple[str, ...],
    *,
    view: str | None = None,
    unless: str | None = None,
) -> None:
    """Create ``<table>_fts`` over columns of a table, and the triggers that keep it.

    Like sqlite-utils' ``enable_fts``, but an update of other columns leaves the index
    alone, and rows in the state ``unless`` are not in it.
    """
    names = ", ".join(columns)
    db.execute(
        f"create virtual table {table}_fts using fts5({names}, content='{view or table}',"
        f" content_rowid='seq', tokenize='{TOKENIZER}')"
    )

    def entry(row: str, command: str = "") -> str:
        values = ", ".join(f"{row}.{column}" for column in columns)
        head = f"{table}_fts, " if command else ""
        first = f"'{command}', " if command else ""
        condition = f"where {row}.state <> '{unless}'" if unless else ""
        return (
            f"insert into {table}_fts ({head}rowid, {names})"
            f" select {first}{row}.seq, {values} {condition};"
        )

    watched = f"{names}, state" if unless else names
    gone, come = entry("old", "delete"), entry("new")
    db.execute(f"create trigger {table}_ai after insert on {table} begin {come} end")
    db.execute(f"create trigger {table}_ad after delete on {table} begin {gone} end")
    db.execute(
        f"create trigger {table}_au after update of {watched} on {table} begin {gone} {come} end"
    )
