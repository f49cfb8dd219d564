#!/usr/bin/env python3
"""What others need for the bars that a store holds: Polars, pyarrow, and DuckDB on Parquet.

    column_peers.py FIGURE.PART SECONDS inputs=FOLDER [days=N] [months=N]
    column_peers.py parquet FOLDER MONTHS     writes the months again, as Parquet with zstd

Run by a Python that has them, see tests/clients/requirements.txt. Each sums up every column, so that
every value is looked at; none of them checks a checksum, for there is none that they know of.
"""
import datetime
import pathlib
import sys

import duckdb
import numpy
import polars
import pyarrow
import pyarrow.compute
import pyarrow.parquet

import peers

BEGIN = datetime.date(2018, 1, 1)
TIMES = ("open_time", "close_time")
COLUMNS = ("open_time", "open", "high", "low", "close", "volume", "close_time",
           "quote_asset_volume", "count", "taker_buy_volume", "taker_buy_quote_volume")


def month_name(index):
    return f"{BEGIN.year + index // 12}-{index % 12 + 1:02}"


def day_paths(options):
    folder = pathlib.Path(options["inputs"], "stored/days/binance/spot/klines/daily/BTCUSDT/1m")
    days = [BEGIN + datetime.timedelta(days=day) for day in range(int(options["days"]))]
    return [str(folder / f"{day}.arrow") for day in days]


def month_paths(options):
    folder = pathlib.Path(options["inputs"], "stored/months/binance/spot/klines/monthly/BTCUSDT/1m")
    return [str(folder / f"{month_name(index)}.arrow") for index in range(int(options["months"]))]


def parquet_paths(options):
    folder = pathlib.Path(options["inputs"], "stored/parquet")
    return [str(folder / f"{month_name(index)}.parquet")
            for index in range(int(options["months"]))]


def open_arrow(path):
    return pyarrow.ipc.open_file(pyarrow.memory_map(path)).read_all()


def write_parquet(inputs, months):
    options = {"inputs": inputs, "months": months}
    pathlib.Path(inputs, "stored/parquet").mkdir(exist_ok=True)
    for source, target in zip(month_paths(options), parquet_paths(options)):
        table = open_arrow(source).select(COLUMNS)
        for name in TIMES:  # whole numbers are what a sum takes least time for
            at = table.schema.get_field_index(name)
            table = table.set_column(at, name, table[name].cast(pyarrow.int64()))
        pyarrow.parquet.write_table(table, target, compression="zstd")


def facts_of(table):
    """See checksum.hpp."""
    total = 0
    for index, name in enumerate(COLUMNS):
        column = table[name].cast(pyarrow.int64()) if name in TIMES else table[name]
        bits = column.to_numpy().view(numpy.uint64)
        places = numpy.arange(1, len(bits) + 1, dtype=numpy.uint64)
        total += (index + 1) * int((bits * places).sum())
    return {"rows": table.num_rows, "checksum": f"{total % 2**64:016x}"}


# Each figure: a function to time, and one that tells about the rows that were read.
def polars_sums(paths_of):
    def make(options):
        paths = paths_of(options)
        sums = [polars.col(name).to_physical().sum() for name in COLUMNS]
        return (lambda: polars.scan_ipc(paths).select(sums).collect()), \
            lambda _: facts_of(polars.scan_ipc(paths).collect().to_arrow())
    return make


def pyarrow_sums(paths_of):
    def sums(paths):
        tables = [open_arrow(path) for path in paths]
        for table in tables:
            for name in COLUMNS:
                column = table[name].cast(pyarrow.int64()) if name in TIMES else table[name]
                pyarrow.compute.sum(column)
        return tables

    def make(options):
        paths = paths_of(options)
        return (lambda: sums(paths)), lambda tables: facts_of(pyarrow.concat_tables(tables))
    return make


def duckdb_sums(options):
    paths = parquet_paths(options)
    sums = ", ".join(f"sum({name})" for name in COLUMNS)
    connection = duckdb.connect()

    def rows(_):
        query = f"SELECT * FROM read_parquet({paths}) ORDER BY open_time"
        return facts_of(connection.sql(query).to_arrow_table())
    return (lambda: connection.execute(f"SELECT {sums} FROM read_parquet(?)", [paths]).fetchall()), \
        rows


FIGURES = {
    "days.polars": polars_sums(day_paths),
    "days.pyarrow": pyarrow_sums(day_paths),
    "months.polars": polars_sums(month_paths),
    "months.pyarrow": pyarrow_sums(month_paths),
    "months.duckdb": duckdb_sums,
}


def main():
    if sys.argv[1] == "parquet":
        write_parquet(sys.argv[2], int(sys.argv[3]))
    else:
        peers.report(FIGURES)


if __name__ == "__main__":
    main()
