"""Builds `data/registry/procedures.tsv` from the National Public Service Portal's records.

    python -m scripts.build_registry FILE.jsonl.gz DATE

The file has one record a line, as the portal's interface returns them; DATE is the day they were
taken from it (2026-07-18). Only facts and figures go into the table; the portal's own texts stay
in the file.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.registry.cleaning import RecordError, clean
from bot.registry.compact import line_of
from bot.registry.reading import Problem, read_lines
from bot.registry.record import Record

TARGET = Path(__file__).resolve().parents[1] / "data" / "registry" / "procedures.tsv"
SOURCE = "Cổng Dịch vụ công quốc gia (dichvucong.gov.vn), dữ liệu từng thủ tục"
HEAD = f"""\
# Mọi thủ tục trên Cổng Dịch vụ công quốc gia: số liệu, không có lời văn của Cổng.
# mã, tên, lĩnh vực, loại (standard: của bộ; province: của riêng tỉnh; internal: nội bộ), tỉnh,
# cấp, thời hạn, phí, cơ quan thực hiện, quyết định công bố, ngày Cổng cập nhật, từ để tìm
# Cách nộp: T trực tiếp, O trực tuyến, B bưu chính. Thời hạn: lv ngày làm việc, ng ngày, gi giờ,
# th tháng, na năm. Phí: p phí, l lệ phí, g giá; $ đô la Mỹ; ? Cổng chỉ ghi bằng lời.
# source: {SOURCE}
"""


def read(path: Path) -> list[Record]:
    """Reads all records.

    Raises:
        ValueError: A line cannot be used; all must.
    """
    records = []
    for found in read_lines(path):
        if isinstance(found, tuple):
            number, raw = found
            try:
                records.append(clean(raw))
                continue
            except RecordError as error:
                found = Problem(number, str(error))
        raise ValueError(str(found))
    return records


def write(records: Iterable[Record], day: dt.date, target: Path) -> None:
    """Writes the table, sorted by code, the records of one code by province."""
    ordered = sorted(records, key=lambda record: (record.code, record.province or "", record.id))
    lines = [f"{HEAD}# date: {day.isoformat()}", *map(line_of, ordered)]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Builds the table from the file named on the command line."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    records = read(Path(sys.argv[1]))
    write(records, dt.date.fromisoformat(sys.argv[2]), TARGET)
    print(f"{len(records)} thủ tục, {TARGET.stat().st_size:,} byte")


if __name__ == "__main__":
    main()
