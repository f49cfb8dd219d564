"""Writes day files as crypto-kline-vision-data and its predecessors wrote them, from a description.

    foreign_files.py PLAN
    foreign_files.py -    asked by lines, each the arguments as JSON

PLAN is a JSON file: a list of {"path", "variant", "interval_us", "rows", "modified"}. A row is
[open_time_us, open, high, low, close, volume, quote, count, taker, taker_quote]; null stays null.
"""
import json
import os
import pathlib
import sys

import polars
import pyarrow
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet

NUMBERS = ("open", "high", "low", "close", "volume", "quote_asset_volume", "count",
           "taker_buy_volume", "taker_buy_quote_volume")
ORDER = ("open_time", *NUMBERS[:5], "close_time", *NUMBERS[5:])


def frame_of(rows, step, unit="ns", zone="UTC"):
    """The schema that was meant: CACHE_SCHEMA."""
    scale = {"ns": 1000, "us": 1}.get(unit)
    columns = {name: [row[i + 1] for row in rows] for i, name in enumerate(NUMBERS)}
    opens = [row[0] for row in rows]
    closes = [at + step - 1000 for at in opens]  # the last millisecond, as the exchange counts
    if unit == "ms":
        times = [[at // 1000 for at in column] for column in (opens, closes)]
    else:
        times = [[at * scale for at in column] for column in (opens, closes)]
    kind = polars.Datetime(unit, zone)
    schema = {"open_time": kind, "close_time": kind, "count": polars.Int64}
    data = {"open_time": times[0], "close_time": times[1], **columns}
    return polars.DataFrame([
        polars.Series(name, data[name], dtype=polars.Int64, strict=True).cast(kind)
        if name.endswith("_time") else
        polars.Series(name, data[name], dtype=schema.get(name, polars.Float64), strict=False)
        for name in ORDER])


def vision_spot(rows, step):
    frame = frame_of(rows, step, "us")
    return frame.with_columns(
        polars.lit(0, dtype=polars.Int64).alias("ignore"),
        polars.col("open_time").alias("original_timestamp"),
        polars.lit("VISION").alias("_data_source"))


def vision_futures(rows, step):
    return vision_spot(rows, step).rename({"quote_asset_volume": "quote_volume"})


def rest(rows, step):
    return frame_of(rows, step, "ms").with_columns(polars.lit("REST").alias("_data_source"))


def integers(rows, step):
    """Columns that look like integers were read as such."""
    return vision_futures(rows, step).with_columns(
        *(polars.col(name).cast(polars.Int64) for name in NUMBERS
          if name not in ("quote_asset_volume", "count")),
        polars.col("count").cast(polars.Float64))


def narrow(rows, step):
    return frame_of(rows, step).with_columns(
        polars.col("open", "high", "low", "close").cast(polars.Float32),
        polars.col("volume", "count").cast(polars.Int32),
        polars.col("taker_buy_volume").cast(polars.UInt32))


def ipc(frame, path):
    frame.write_ipc(path)


def by_pyarrow(table, path, **options):
    with pyarrow.OSFile(str(path), "wb") as sink:
        with pyarrow.ipc.new_file(sink, table.schema,
                                  options=pyarrow.ipc.IpcWriteOptions(**options)) as writer:
            writer.write_table(table, max_chunksize=7)


def seconds_without_zone(rows, step):
    table = frame_of(rows, step, "us").to_arrow()
    kind = pyarrow.timestamp("s")
    index = table.schema.get_field_index("open_time")
    at = [row[0] // 1_000_000 for row in rows]
    return table.set_column(index, "open_time", pyarrow.array(at, kind)).drop_columns(
        ["close_time"])


def as_parquet(table, path, **options):
    pyarrow.parquet.write_table(table, str(path), **options)


def ninety_six_bits(rows, step, path):
    as_parquet(frame_of(rows, step).to_arrow(), path, use_deprecated_int96_timestamps=True)


def by_pandas(rows, step, path):
    """The frame that the predecessor handed out: open_time is its index."""
    frame_of(rows, step).to_arrow().to_pandas().set_index("open_time").to_parquet(path)


def odd_company(rows, step):
    """Columns nobody wants, of kinds nobody reads, between those that are wanted."""
    table = frame_of(rows, step).to_arrow()
    count = len(rows)
    extra = {
        "tag": pyarrow.array(["VISION"] * count).dictionary_encode(),
        "note": pyarrow.array(["x" * 40] * count, pyarrow.large_string()),
        "view": pyarrow.array(["y" * 40] * count, pyarrow.string_view()),
        "list": pyarrow.array([[1, 2]] * count),
        "struct": pyarrow.array([{"a": 1, "b": "z"}] * count),
        "flag": pyarrow.array([None] * count, pyarrow.bool_()),
        "nothing": pyarrow.nulls(count),
        "day": pyarrow.array([1] * count, pyarrow.date32())}
    for place, (name, column) in enumerate(extra.items()):
        table = table.add_column(2 * place, name, column)
    return table


def fundings(rows):
    """Rows are [time_us, symbol, rate]."""
    return polars.DataFrame({
        "symbol": [row[1] for row in rows],
        "funding_time": polars.Series([row[0] for row in rows], dtype=polars.Int64).cast(
            polars.Datetime("us", "UTC")),
        "funding_rate": polars.Series([row[2] for row in rows], dtype=polars.Float64),
        "interval": ["8h"] * len(rows)})


def fundings_of_pandas(rows, path):
    frame = fundings(rows).to_arrow().cast(pyarrow.schema([
        ("symbol", pyarrow.string()), ("funding_time", pyarrow.timestamp("ns", "UTC")),
        ("funding_rate", pyarrow.float64()), ("interval", pyarrow.string())]))
    by_pyarrow(frame, path)


WRITERS = {
    "fundings-polars": lambda r, s, p: ipc(fundings(r), p),
    "fundings-older-polars": lambda r, s, p: fundings(r).write_ipc(
        p, compat_level=polars.CompatLevel.oldest()),
    "fundings-pandas": lambda r, s, p: fundings_of_pandas(r, p),
    "fundings-parquet": lambda r, s, p: fundings(r).write_parquet(p),
    "fundings-without-symbol": lambda r, s, p: ipc(fundings(r).drop("symbol"), p),
    "polars-intended": lambda r, s, p: ipc(frame_of(r, s), p),
    "vision-spot": lambda r, s, p: ipc(vision_spot(r, s), p),
    "vision-futures": lambda r, s, p: ipc(vision_futures(r, s), p),
    "rest": lambda r, s, p: ipc(rest(r, s), p),
    "rest-without-zone": lambda r, s, p: ipc(frame_of(r, s, "ms", None), p),
    "integers": lambda r, s, p: ipc(integers(r, s), p),
    "narrow": lambda r, s, p: ipc(narrow(r, s), p),
    "any-order": lambda r, s, p: ipc(
        (lambda f: f.select(sorted(f.columns)))(vision_spot(r, s)), p),
    "several-batches": lambda r, s, p: by_pyarrow(vision_spot(r, s).to_arrow(), p),
    "seconds-without-zone": lambda r, s, p: by_pyarrow(seconds_without_zone(r, s), p),
    "odd-company": lambda r, s, p: by_pyarrow(odd_company(r, s), p),
    "older-polars": lambda r, s, p: vision_spot(r, s).write_ipc(
        p, compat_level=polars.CompatLevel.oldest()),
    "lz4": lambda r, s, p: frame_of(r, s).write_ipc(p, compression="lz4"),
    "zstd": lambda r, s, p: frame_of(r, s).write_ipc(p, compression="zstd"),
    "feather-lz4": lambda r, s, p: pyarrow.feather.write_feather(
        frame_of(r, s).to_arrow(), str(p), compression="lz4"),
    "parquet-polars": lambda r, s, p: frame_of(r, s).write_parquet(p),
    "parquet-pages-2-zstd": lambda r, s, p: as_parquet(
        vision_spot(r, s).to_arrow(), p, data_page_version="2.0", compression="zstd",
        compression_level=19),
    "parquet-brotli": lambda r, s, p: frame_of(r, s).write_parquet(p, compression="brotli"),
    "parquet-delta": lambda r, s, p: as_parquet(
        frame_of(r, s).to_arrow(), p, use_dictionary=False,
        column_encoding={"count": "DELTA_BINARY_PACKED"}),
    "parquet-text-prices": lambda r, s, p: vision_spot(r, s).with_columns(
        polars.col("open").cast(polars.String)).write_parquet(p, compression="snappy"),
    "parquet-without-count": lambda r, s, p: frame_of(r, s).drop("count").write_parquet(
        p, compression="snappy"),
    "parquet-polars-snappy": lambda r, s, p: vision_spot(r, s).write_parquet(
        p, compression="snappy"),
    "parquet-polars-gzip": lambda r, s, p: vision_futures(r, s).write_parquet(
        p, compression="gzip"),
    "parquet-polars-plain": lambda r, s, p: rest(r, s).write_parquet(
        p, compression="uncompressed"),
    "parquet-pyarrow": lambda r, s, p: as_parquet(vision_spot(r, s).to_arrow(), p),
    "parquet-pyarrow-1.0": lambda r, s, p: as_parquet(frame_of(r, s).to_arrow(), p, version="1.0"),
    "parquet-pyarrow-pages-2": lambda r, s, p: as_parquet(
        vision_spot(r, s).to_arrow(), p, data_page_version="2.0", compression="gzip"),
    "parquet-pyarrow-pages-2-plain": lambda r, s, p: as_parquet(
        rest(r, s).to_arrow(), p, data_page_version="2.0", use_dictionary=False),
    "parquet-small-pages": lambda r, s, p: as_parquet(
        vision_spot(r, s).to_arrow(), p, data_page_size=16, write_batch_size=5,
        dictionary_pagesize_limit=64),
    "parquet-row-groups": lambda r, s, p: as_parquet(
        vision_spot(r, s).to_arrow(), p, row_group_size=7),
    "parquet-int96": ninety_six_bits,
    "parquet-pandas": by_pandas,
    "parquet-integers": lambda r, s, p: as_parquet(integers(r, s).to_arrow(), p),
    "parquet-narrow": lambda r, s, p: as_parquet(narrow(r, s).to_arrow(), p),
    "parquet-without-zone": lambda r, s, p: as_parquet(
        seconds_without_zone(r, s), p, compression="none"),
    "parquet-odd-company": lambda r, s, p: as_parquet(
        odd_company(r, s).drop_columns(["view"]), p),
    "stream": lambda r, s, p: frame_of(r, s).write_ipc_stream(p),
    "without-count": lambda r, s, p: ipc(frame_of(r, s).drop("count"), p),
    "without-taker": lambda r, s, p: ipc(frame_of(r, s).drop("taker_buy_volume"), p),
    "text-prices": lambda r, s, p: ipc(
        frame_of(r, s).with_columns(polars.col("open").cast(polars.String)), p),
    "empty": lambda r, s, p: ipc(frame_of([], s), p),
}


def write(plan):
    for file in json.loads(pathlib.Path(plan).read_text()):
        path = pathlib.Path(file["path"])
        path.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[file["variant"]](file["rows"], file["interval_us"], path)
        if file["modified"] is not None:
            os.utime(path, (file["modified"], file["modified"]))


for question in map(json.loads, sys.stdin) if sys.argv[1] == "-" else [sys.argv[1:]]:
    write(*question)
    print(json.dumps(sorted(WRITERS)), flush=True)
