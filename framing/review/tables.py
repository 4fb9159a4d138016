"""Tables of the review database. Decisions and the audit log are append-only; nothing is overwritten."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

coders = Table(
    "coders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created", String(40), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("coder", Integer, ForeignKey("coders.id"), nullable=False),
    Column("expires", Float, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("outlet", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", String(40), nullable=False),
    Column("language", String(12), nullable=False),
    Column("url", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("passages", JSON, nullable=False),
)

codebooks = Table(
    "codebooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("toml", Text, nullable=False),
    Column("created", String(40), nullable=False),
    UniqueConstraint("name", "version"),
)

items = Table(
    "items",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("a", String(200), ForeignKey("articles.id"), nullable=False),
    Column("b", String(200), ForeignKey("articles.id"), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("suggestion", String(40), nullable=False),
    Column("uncertainty", Float, nullable=False),
    Column("weight", Float, nullable=False),
    Column("grounded", Boolean, nullable=False, default=True),
    Column("added_by", Integer, ForeignKey("coders.id")),
    Column("created", String(40), nullable=False),
)
Index("ix_items_pair", items.c.a, items.c.b)
# What a queue asks for first, then its order: so its front is read, and all of it counted, from an index alone.
_FOUND = (items.c.added_by, items.c.grounded)
Index("ix_items_doubt", *_FOUND, items.c.uncertainty.desc(), items.c.id)
Index("ix_items_weight", *_FOUND, items.c.weight.desc(), items.c.id)
Index("ix_items_kind_doubt", items.c.kind, *_FOUND, items.c.uncertainty.desc(), items.c.id)
Index("ix_items_kind_weight", items.c.kind, *_FOUND, items.c.weight.desc(), items.c.id)

assignments = Table(
    "assignments",
    metadata,
    Column("item", String(64), ForeignKey("items.id"), primary_key=True),
    Column("coder", Integer, ForeignKey("coders.id"), primary_key=True),
    Column("unaided", Boolean, nullable=False, default=False, server_default=false()),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item", String(64), ForeignKey("items.id"), nullable=False),
    Column("coder", Integer, ForeignKey("coders.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("label", String(60), nullable=False),
    Column("lens", String(60), nullable=False, default="", server_default=""),
    Column("frame", String(120), nullable=False, default="", server_default=""),
    Column("comment", Text, nullable=False, default=""),
    Column("flagged", Boolean, nullable=False, default=False),
    Column("marks", JSON, nullable=False),
    Column("codebook", Integer, ForeignKey("codebooks.id")),
    Column("adjudicated", Boolean, nullable=False, default=False),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("request", String(64), nullable=False),
    Column("made", String(40), nullable=False),
    UniqueConstraint("item", "coder", "revision", name="uq_decisions_revision"),
    UniqueConstraint("request", name="uq_decisions_request"),
)
Index("ix_decisions_coder", decisions.c.coder, decisions.c.item)
Index("ix_assignments_coder", assignments.c.coder)
Index("ix_sessions_expires", sessions.c.expires)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("coder", Integer),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
)
