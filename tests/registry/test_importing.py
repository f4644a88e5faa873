from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.registry.cleaning import clean
from bot.registry.importing import Outcome, import_file
from bot.registry.reading import LONGEST, FileError, Problem, read_lines
from bot.registry.stored import listings, records, words_of
from bot.storage.database import open_database
from bot.storage.registry import Registry
from tests.registry.raw import raw

NOW = datetime(2026, 11, 23, 2)  # noqa: DTZ001 (UTC, as stored)
LATER = NOW + timedelta(days=1)
ONE, TWO, THREE = (raw(f"id-{i}", f"1.00000{i}", name=f"Cấp thẻ {i}") for i in (1, 2, 3))

Write = Callable[..., Path]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'motcua.db').as_posix()}"


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    engine = open_database(url)
    yield Registry(engine)
    engine.dispose()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(*lines: Any, name: str = "x.jsonl") -> Path:
        path = tmp_path / name
        path.write_bytes(_bytes(*lines))
        return path

    return writing


def _bytes(*lines: Any) -> bytes:
    """Lines of a file: objects as JSON, bytes as they are."""
    given = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return b"".join(line + b"\n" for line in given)


def _codes(registry: Registry) -> list[str]:
    return [listing.code for listing in listings(registry)]


def _state(registry: Registry) -> dict[str, Any]:
    return {**registry.known()}


def test_records_are_taken_over(registry: Registry, write: Write) -> None:
    outcome = import_file(write(ONE, TWO), registry, NOW)
    assert outcome == Outcome(new=["1.000001", "1.000002"])
    [record] = records(registry, "1.000001")
    assert record == clean(ONE)
    [first, _] = listings(registry)
    assert (first.name, first.kind, first.levels) == ("Cấp thẻ 1", "standard", ("xã",))
    assert first.words == words_of(clean(ONE))


def test_words_are_folded_phrases_none_twice() -> None:
    record = clean(raw(cases=[{"name": "THẺ THƯ VIỆN"}], requirementsAndConditions="Đủ 18 tuổi"))
    assert words_of(record).split("\n") == [
        "thu vien",
        "the thu vien",
        "uy ban nhan dan cap xa",
        "to khai",
        "du 18 tuoi",
        "cong dan viet nam",
    ]


def test_a_second_run_writes_nothing(registry: Registry, write: Write, url: str) -> None:
    path = write(ONE, TWO)
    import_file(path, registry, NOW)
    database = Path(url.removeprefix("sqlite:///"))
    files = [database, database.with_name(database.name + "-wal")]
    before = [file.read_bytes() for file in files]
    assert import_file(path, registry, LATER) == Outcome(unchanged=2)
    assert [file.read_bytes() for file in files] == before


def test_a_changed_record_is_brought_up_to_date_and_its_history_kept(
    registry: Registry, write: Write
) -> None:
    import_file(write(ONE, TWO), registry, NOW)
    outcome = import_file(write({**ONE, "name": "Đổi thẻ"}, TWO, THREE), registry, LATER)
    assert outcome == Outcome(new=["1.000003"], changed=["1.000001"], unchanged=1)
    assert records(registry, "1.000001")[0].name == "Đổi thẻ"
    assert registry.former("id-1") == [(LATER, clean(ONE).to_json())]


def test_what_the_cleaning_does_not_keep_changes_nothing(registry: Registry, write: Write) -> None:
    import_file(write(ONE), registry, NOW)
    assert import_file(write({**ONE, "createdAt": 7}), registry, LATER).unchanged == 1


def test_one_code_of_two_provinces_is_two_records(registry: Registry, write: Write) -> None:
    agency = "UBND tỉnh Lào Cai"
    other = {**ONE, "id": "id-9", "code": " 1.000001", "departmentPromulgateName": agency}
    import_file(write(ONE, other), registry, NOW)
    assert {record.province for record in records(registry, "1.000001")} == {None, "Lào Cai"}


BAD_LINES = [
    (b'{"id": "id-2", "code":', "không phải JSON, hỏng ở ký tự 23"),
    (b"[1, 2]", "không có 'id' dùng được"),
    (_bytes({**TWO, "id": None}).strip(), "không có 'id' dùng được"),
    (_bytes({**TWO, "id": "x" * 65}).strip(), "không có 'id' dùng được"),
    (_bytes({**TWO, "code": None}).strip(), "thiếu 'code'"),
    (_bytes({**TWO, "code": "1" * 65}).strip(), "'code' quá dài"),
    (_bytes({**TWO, "name": ["x"]}).strip(), "'name' phải là chữ"),
    (_bytes({**TWO, "executionMethods": [{"submissionMethod": 1}]}).strip(), "phải là chữ"),
    (b'{"id": "id-2", "name": "\xff"}', "không phải UTF-8 ở byte 25"),
    (b'{"id": NaN}', "JSON có giá trị không dùng được"),
    (b"[" * 100_000, "JSON có giá trị không dùng được"),
    (b'{"id": ' + b"9" * 5000 + b"}", "JSON có giá trị không dùng được"),
    (b'{"id": "' + b"x" * LONGEST + b'"}', f"dài hơn {LONGEST} byte"),
    (b'{"id": "' + b"x" * 3 * LONGEST + b'"}', f"dài hơn {LONGEST} byte"),
    (_bytes(ONE).strip(), "trùng id với dòng 1"),
    (b"\x00\x01\x02", "không phải JSON"),
]


@pytest.mark.parametrize(("bad", "message"), BAD_LINES, ids=[message for _, message in BAD_LINES])
def test_a_bad_line_is_told_and_loses_no_other(
    registry: Registry, write: Write, bad: bytes, message: str
) -> None:
    outcome = import_file(write(ONE, bad, THREE), registry, NOW)
    assert outcome.bad == 1
    assert outcome.problems[0].line == 2
    assert message in outcome.problems[0].message
    assert str(outcome.problems[0]).startswith("dòng 2: ")
    assert _codes(registry) == ["1.000001", "1.000003"]


def test_a_bad_line_leaves_the_record_that_was_there(registry: Registry, write: Write) -> None:
    import_file(write(ONE, TWO), registry, NOW)
    import_file(write({**ONE, "name": 7}, TWO), registry, LATER)
    assert records(registry, "1.000001") == [clean(ONE)]


def test_after_a_bad_line_a_good_one_with_its_id_counts(registry: Registry, write: Write) -> None:
    outcome = import_file(write({**ONE, "name": 7}, ONE), registry, NOW)
    assert (outcome.bad, outcome.new) == (1, ["1.000001"])


def test_characters_that_no_database_takes_are_left_out(registry: Registry, write: Write) -> None:
    line = json.dumps({**ONE, "name": "Cấp\x00 thẻ \ud800"}).encode()
    assert import_file(write(line), registry, NOW).bad == 0
    assert records(registry, "1.000001")[0].name == "Cấp thẻ"


def test_of_very_many_bad_lines_the_first_are_kept(registry: Registry, write: Write) -> None:
    outcome = import_file(write(*[b"x"] * 1500, ONE), registry, NOW)
    assert (outcome.bad, len(outcome.problems), outcome.read) == (1500, 1000, 1)


def test_a_byte_order_mark_empty_lines_and_a_missing_last_break_are_no_errors(
    registry: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + _bytes(ONE, b"", b" \r") + _bytes(TWO).strip())
    assert import_file(path, registry, NOW) == Outcome(new=["1.000001", "1.000002"])


@pytest.mark.parametrize("name", ["x.jsonl.gz", "x.jsonl"])
def test_a_compressed_file_is_known_by_its_first_bytes(
    registry: Registry, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(_bytes(ONE, TWO)))
    assert import_file(path, registry, NOW).new == ["1.000001", "1.000002"]


def test_of_a_file_that_breaks_off_what_is_whole_is_taken(
    registry: Registry, tmp_path: Path
) -> None:
    many = [raw(f"id-{i}", f"1.{i:06}", name=f"Cấp thẻ {i * 7919}") for i in range(300)]
    whole = gzip.compress(_bytes(*many))
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    outcome = import_file(path, registry, NOW)
    assert outcome.cut
    assert 50 < outcome.read < 250
    assert outcome.problems == [
        Problem(outcome.read + 1, "tệp nén bị cắt hoặc hỏng từ đây", last=True)
    ]

    path.write_bytes(whole)
    again = import_file(path, registry, LATER)
    assert (again.unchanged, len(again.new)) == (outcome.read, 300 - outcome.read)


def test_a_damaged_file_is_told(registry: Registry, tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(_bytes(ONE)))
    whole[20:40] = b"\x00" * 20
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(whole)
    assert import_file(path, registry, NOW).cut


def test_a_file_that_is_not_there_is_told(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="không đọc được tệp"):
        import_file(tmp_path / "none.jsonl", registry, NOW)
    with pytest.raises(FileError):
        import_file(tmp_path, registry, NOW)


def test_an_empty_file_changes_nothing(registry: Registry, write: Write) -> None:
    assert import_file(write(), registry, NOW) == Outcome()


def test_a_dry_run_tells_and_writes_nothing(registry: Registry, write: Write) -> None:
    import_file(write(ONE, TWO), registry, NOW)
    before = _state(registry)
    path = write({**ONE, "name": "Đổi thẻ"}, THREE, b"x")
    outcome = import_file(path, registry, LATER, dry_run=True, complete=True)
    assert (outcome.new, outcome.changed) == (["1.000003"], ["1.000001"])
    assert (outcome.missing, outcome.bad) == (["1.000002"], 1)
    assert _state(registry) == before


def test_a_part_of_the_list_marks_nothing_as_gone(registry: Registry, write: Write) -> None:
    import_file(write(ONE, TWO), registry, NOW)
    outcome = import_file(write(ONE), registry, LATER)
    assert (outcome.missing, outcome.marked) == (["1.000002"], False)
    assert _codes(registry) == ["1.000001", "1.000002"]


def test_what_the_complete_list_lacks_is_marked_and_may_come_back(
    registry: Registry, write: Write
) -> None:
    import_file(write(ONE, TWO), registry, NOW)
    outcome = import_file(write(ONE), registry, LATER, complete=True)
    assert (outcome.missing, outcome.marked) == (["1.000002"], True)
    assert _codes(registry) == ["1.000001"]
    assert records(registry, "1.000002") == []

    again = import_file(write(ONE), registry, LATER, complete=True)
    assert again == Outcome(unchanged=1)
    back = import_file(write(ONE, TWO), registry, LATER, complete=True)
    assert (back.returned, back.unchanged) == (["1.000002"], 1)
    assert _codes(registry) == ["1.000001", "1.000002"]


def test_nothing_is_marked_where_a_line_might_have_been_any_record(
    registry: Registry, write: Write
) -> None:
    import_file(write(ONE, TWO), registry, NOW)
    outcome = import_file(write(ONE, b"x"), registry, LATER, complete=True)
    assert (outcome.missing, outcome.marked) == (["1.000002"], False)
    assert _codes(registry) == ["1.000001", "1.000002"]


def test_a_record_whose_line_is_bad_is_not_gone(registry: Registry, write: Write) -> None:
    import_file(write(ONE, TWO, THREE), registry, NOW)
    path = write(ONE, {**TWO, "name": 7})
    outcome = import_file(path, registry, LATER, complete=True)
    assert (outcome.missing, outcome.marked) == (["1.000003"], True)
    assert _codes(registry) == ["1.000001", "1.000002"]


KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from bot.registry.importing import import_file
from bot.storage.database import open_database
from bot.storage.registry import Registry

class Killed(Registry):
    puts = 0
    def put(self, rows, now):
        super().put(rows, now)
        self.puts += 1
        if self.puts == 2:
            os.kill(os.getpid(), 9)

import_file(Path(sys.argv[1]), Killed(open_database(sys.argv[2])), datetime(2026, 11, 23))
"""


def test_killed_in_the_middle_it_is_consistent_and_completes(
    registry: Registry, write: Write, url: str
) -> None:
    many = [raw(f"id-{i}", f"1.{i:06}") for i in range(500)]
    path = write(*many)
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), url], check=False)
    assert done.returncode != 0
    assert registry.count() == 400
    again = import_file(path, registry, LATER)
    assert (again.unchanged, len(again.new)) == (400, 100)


def test_the_progress_ends_with_the_file(registry: Registry, write: Write) -> None:
    path = write(ONE, TWO)
    seen: list[int] = []
    import_file(path, registry, NOW, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == path.stat().st_size


def test_no_more_than_a_line_is_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    filler = "x" * 100_000
    with gzip.open(path, "wb") as file:
        for i in range(300):
            file.write(_bytes({"id": str(i), "filler": filler}))
    tracemalloc.start()
    assert sum(1 for _ in read_lines(path)) == 300
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
