"""Others see our memory, not copies of it; and it lives as long as they look."""
import gc
import tracemalloc

import pytest

MONTHS = ("2024-02-10", "2024-03-20")
FLOATS = ["open", "high", "low", "close", "volume", "quote_asset_volume", "taker_buy_volume",
          "taker_buy_quote_volume"]
NUMBERS = ["open_time", *FLOATS[:5], "close_time", FLOATS[5], "count", *FLOATS[6:]]


@pytest.fixture
def bars(client):
    client.get("BTCUSDT", "1m", *MONTHS)
    bars = client.get("BTCUSDT", "1m", *MONTHS)  # now mapped from the cache
    assert bars.sources == {"CACHE": len(bars)} and len(bars.batches()) > 1
    return bars


def addresses(bars, column):
    return [batch.address(column) for batch in bars.batches()]


def test_pyarrow_shares_our_memory(bars):
    pyarrow = pytest.importorskip("pyarrow")
    table = bars.to_arrow()
    assert table.num_rows == len(bars)
    for name in NUMBERS:
        ours = addresses(bars, name)
        assert [chunk.buffers()[1].address for chunk in table[name].chunks] == ours
    assert str(table.schema.field("open_time").type) == "timestamp[us, tz=UTC]"
    assert str(table.schema.field("count").type) == "int64"
    assert table.schema.names[-1] == "origin"
    assert set(table["origin"].to_pylist()) <= {1, 2}
    assert not any(field.nullable for field in table.schema)
    table.validate(full=True)
    one = pyarrow.record_batch(bars.batches()[0])
    assert one["close"].buffers()[1].address == addresses(bars, "close")[0]
    assert pyarrow.schema(bars) == table.schema


def test_polars_shares_our_memory(bars):
    pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")  # to look at what Polars holds
    frame = bars.to_polars()
    assert frame.height == len(bars)
    for name in NUMBERS:
        held = pyarrow.chunked_array(frame[name]).chunks
        seen = [part.buffers()[1].address + 8 * part.offset for part in held]
        assert seen == addresses(bars, name)


def test_pandas_shares_our_memory_by_its_arrow_types(bars):
    pytest.importorskip("pandas")
    frame = bars.to_pandas(arrow=True)
    assert frame.index.name == "open_time" and len(frame) == len(bars)
    for name in FLOATS:
        chunks = frame[name].array.__arrow_array__().chunks
        assert [chunk.buffers()[1].address for chunk in chunks] == addresses(bars, name)


def test_pandas_of_numpy_costs_one_copy(bars, monkeypatch):
    pandas = pytest.importorskip("pandas")
    bars[:10].to_pandas()  # whatever is imported on the way
    monkeypatch.setattr("candlewick._pandas.KEPT_BYTES_MIN", 1 << 60)  # all where it is traced
    gc.collect()
    tracemalloc.start()
    frame = bars.to_pandas()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    one_copy = 11 * 8 * len(bars)
    assert one_copy <= peak < one_copy * 1.1 and kept < one_copy * 1.1
    assert frame.index.name == "open_time" and str(frame.index.tz) == "UTC"
    assert list(frame.columns) == NUMBERS[1:]
    assert isinstance(frame.index, pandas.DatetimeIndex)
    assert frame["close"].tolist() == [bar.close for bar in bars]
    assert frame.index[-1] == bars[-1].open_time and frame["count"].dtype == "int64"
    frame.iloc[0, 0] = 1.0  # it is the caller's own
    assert bars[0].open != 1.0


def test_memory_of_a_frame_serves_the_next(bars):
    pytest.importorskip("pandas")
    assert 11 * 8 * len(bars) > 4 << 20
    first = bars.to_pandas()
    right, place = first.copy(), first["close"].to_numpy().ctypes.data
    second = bars.to_pandas()  # while the first is there
    assert second["close"].to_numpy().ctypes.data != place
    column = first["high"]
    del first
    third = bars.to_pandas()  # a column is left of the first
    assert third["close"].to_numpy().ctypes.data != place
    assert column.equals(right["high"])
    second.iloc[:, 0] = -1.0
    del column, second  # but its index is there: right has it
    frames = [bars.to_pandas() for _ in range(3)]
    assert place in [frame["close"].to_numpy().ctypes.data for frame in frames]
    for frame in (third, *frames):
        assert frame.equals(right)


def test_memory_for_frames_is_a_buffer():
    from candlewick import _core

    for size in (1, 4096, 5 << 20):
        memory = _core.FrameMemory(size)
        view = memoryview(memory)
        assert view.nbytes == size and not view.readonly
        view[0] = view[-1] = 7
        del memory
        assert bytes(view[-1:]) == b"\x07"
    with pytest.raises(MemoryError):
        _core.FrameMemory(1 << 62)


def test_a_block_of_another_size_is_refused(bars):
    numpy = pytest.importorskip("numpy")
    grid = bars.column("open_time")[:7]
    for times, values in ((7, 69), (7, 71), (6, 70), (8, 80), (0, 0)):
        with pytest.raises(ValueError, match="size"):
            bars.lay_out(numpy.empty(times), numpy.empty(values), grid, False)
        with pytest.raises(ValueError, match="size"):
            bars.lay_out(numpy.empty(times), numpy.empty(values), None, False)
    assert bars.lay_out(numpy.empty(7), numpy.empty(70), grid, False) == 0


def test_readers_agree(bars):
    pytest.importorskip("polars")
    table, frame = bars.to_arrow(), bars.to_polars()
    for name in FLOATS:
        assert table[name].to_pylist() == frame[name].to_list() == bars.column(name).tolist()


def test_duckdb_reads_it(bars):
    duckdb = pytest.importorskip("duckdb")
    arrow = bars.to_arrow()  # noqa: F841  (named in the query)
    (rows, high), = duckdb.sql("select count(*), max(high) from arrow").fetchall()
    assert rows == len(bars) and high == max(bars.column("high"))


def test_the_forming_bar_is_marked(client):
    """The simulator's clock stands in 2024, so nothing forms; the column is there all the same."""
    pytest.importorskip("pyarrow")
    bars = client.get("BTCUSDT", "1h", end="2024-03-05", bars=5, include_open=True)
    assert len(bars) == 5 and "final" not in bars.to_arrow().schema.names


def test_memory_outlives_bars_client_and_files(client, tmp_path):
    pytest.importorskip("polars")
    bars = client.get("BTCUSDT", "1m", *MONTHS)
    bars = client.get("BTCUSDT", "1m", *MONTHS)
    expected = [bar.close for bar in bars]
    frame, table, part = bars.to_polars(), bars.to_arrow(), bars[1000:1010].to_polars()
    del bars
    client.close()
    gc.collect()
    for file in (tmp_path / "cache").rglob("*.arrow"):
        file.unlink()
    assert frame["close"].to_list() == table["close"].to_pylist() == expected
    assert part["close"].to_list() == expected[1000:1010]


def test_capsules_may_be_left_unused_or_used_once(bars):
    pyarrow = pytest.importorskip("pyarrow")
    for _ in range(100):
        bars.__arrow_c_stream__()
        bars.__arrow_c_schema__()
        bars.batches()[0].__arrow_c_array__()
    capsule = bars.__arrow_c_stream__()
    reader = pyarrow.RecordBatchReader._import_from_c_capsule(capsule)
    assert sum(batch.num_rows for batch in reader) == len(bars)
    with pytest.raises(Exception):
        pyarrow.RecordBatchReader._import_from_c_capsule(capsule)


def test_a_capsule_is_released_on_any_thread(bars):
    import threading
    held = [bars.to_arrow(), bars.__arrow_c_stream__()]
    thread = threading.Thread(target=held.clear)
    thread.start()
    thread.join()
    assert held == []
