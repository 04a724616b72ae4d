"""Profiles: what is shipped loads, what is wrong is refused with file, line and reason, and a query can only read."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain.words import Message
from lobbyconsole.feeds.profile import (
    ProfileError,
    dump_profile,
    load_profile,
    parse_profile,
    refuse_unless_select,
)

PROFILES = Path(__file__).resolve().parents[2] / "resources" / "profiles"
SHIPPED = sorted(PROFILES.glob("*.toml"))

GOOD = """
name = "hall"
transport = "sql"
zone = "Asia/Shanghai"

[sql]
query = "SELECT id, no, created, state FROM q"

[columns]
native = "id"
number = "no"
status = "state"

[times.created]
column = "created"
format = "local"

[status]
W = "waiting"
"""


def test_these_profiles_are_shipped():
    names = {"anonbank", "fqm", "jackqchen", "mado", "novosga", "theq", "warsaw"}
    names |= {"fqm_api", "mado_display", "novosga_push", "theq_push"}
    assert {path.stem for path in SHIPPED} == names


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_profile_loads_and_survives_being_written(path):
    profile = load_profile(path)
    assert profile.name == path.stem
    assert profile.title("zh") != profile.title("en")
    assert parse_profile(dump_profile(profile), profile.file) == profile


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_profile_reads_no_person(path):
    query = (load_profile(path).sql or pytest.skip("no query")).query.lower()
    for word in ("idcard", "qnmae", "citizen_name", "notification_", "nome_cliente", "documento", "phone", "email"):
        assert word not in query


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('transport = "sql"', 'transport = "pigeon"'), 3, "pigeon"),
        (('zone = "Asia/Shanghai"', 'zone = "Asia/Nowhere"'), 4, "Asia/Nowhere"),
        (('format = "local"', 'format = "sundial"'), 16, "sundial"),
        (('W = "waiting"', 'W = "dancing"'), 19, "dancing"),
        (('number = "no"', 'number = "身份证号"'), 11, "personal"),
        (('status = "state"', 'statis = "state"'), 12, "statis"),
        (("SELECT id", "DELETE id"), 7, "SELECT"),
        (('native = "id"\n', ""), 0, "native"),
        (('name = "hall"', 'name = "hall'), 2, ""),
        (('zone = "Asia/Shanghai"', "lost_after_s = 3"), 4, "15 seconds"),
        (("[sql]", '[sql]\nurl = "mysql://me:secret@host/db"'), 7, "password"),
    ],
)
def test_a_wrong_profile_is_refused_with_file_line_and_reason(change, line, words):
    with pytest.raises(ProfileError) as refused:
        parse_profile(GOOD.replace(*change), "/etc/lobby/hall.toml")
    assert isinstance(refused.value.message, Message)
    assert "hall.toml" in str(refused.value)
    assert words in str(refused.value)
    if line:
        assert refused.value.line == line


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(ProfileError):
        load_profile(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("name = '窗口'".encode("gb18030"))
    with pytest.raises(ProfileError, match="UTF-8"):
        load_profile(tmp_path / "gbk.toml")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM t",
        "  select 1 ; ",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "SELECT update_time, deleted, created FROM t -- the set of today\n",
        'SELECT `update`, "delete", [insert] FROM t /* drop me not */',
        "SELECT REPLACE(no, 'x', '; delete from t') FROM t",
        "SELECT a FROM t WHERE b LIKE '%:30' AND c::text = 'it''s'",
    ],
)
def test_a_reading_query_is_let_through(query):
    assert refuse_unless_select(query)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "DELETE FROM t",
        "UPDATE t SET a = 1",
        "SELECT 1; DELETE FROM t",
        "SELECT 1;; DROP TABLE t",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
        "WITH x AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM x",
        "SELECT * INTO new FROM t",
        "SELECT * FROM t INTO OUTFILE '/tmp/x'",
        "SELECT * FROM t FOR UPDATE",
        "SELECT * FROM t for  no  key update",
        "SELECT /*! 1; DELETE FROM t */ 1",
        "SELECT nextval('s')",
        "SELECT a[nextval('s')] FROM t",
        "SELECT pg_sleep(10)",
        "SELECT pg_advisory_lock(1)",
        "SELECT sleep(10)",
        "SELECT '\\'; DELETE FROM t -- '",
        "SELECT 'open",
        "SELECT /* open",
        "EXPLAIN SELECT 1",
        "PRAGMA journal_mode = delete",
        "CALL p()",
        "SELECT 1 # delete\n",
        "SELECT $$x$$",
        "(SELECT 1)",
    ],
)
def test_a_query_that_could_do_more_than_read_is_refused(query):
    with pytest.raises(ValueError, match=r"\w"):
        refuse_unless_select(query)


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["select", "delete", ";", "'", '"', "--", "/*", "*/", "`", "\n", "t", "from", "update", "(", ")"]
        ),
        max_size=14,
    )
)
def test_no_mixture_of_signs_smuggles_a_write_past_the_check(parts):
    query = " ".join(parts)
    try:
        kept = refuse_unless_select(query)
    except ValueError:
        return
    # What is let through has its write words only inside quotes or comments: SQLite is asked.
    with sqlite3.connect(":memory:") as memory:
        memory.execute("CREATE TABLE t (t)")
        memory.execute("INSERT INTO t VALUES (1)")
        memory.commit()
        with contextlib.suppress(sqlite3.Error):
            memory.execute(kept)
        assert memory.execute("SELECT count(*) FROM t").fetchone() == (1,)
        assert not memory.in_transaction
    memory.close()
