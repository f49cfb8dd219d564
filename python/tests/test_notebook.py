"""In a notebook: tables, bars that move, and the tour that shows all of it."""
import datetime as dt
import json
import os
import pathlib
import subprocess
import sys
import types

import pytest

import candlewick as cw
from candlewick import _program, _progress

from exchange import Exchange

TOUR = pathlib.Path(__file__).resolve().parents[2] / "examples" / "python" / "tour.ipynb"
DAY = ("2024-03-04", "2024-03-05")
SLOW = {"name": "slow", "rules": [{"then": {"delay_ms": 1500}}]}


def gap(begin, end):
    """These rows are nowhere to be had."""
    return {"name": "gap", "rules": [
        {"when": {"kind": "zip", "symbol": "ETHUSDT"}, "then": {"drop_rows": [begin, end]}},
        {"when": {"kind": "klines", "symbol": "ETHUSDT"}, "then": {"drop_rows": [0.0, 1.0]}}]}


def run_notebook(notebook, environment, folder):
    """Its code cells as a kernel left them."""
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    homes = {name: str(folder / name) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR",
                                                   "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute(
        env={**os.environ, **environment, **homes})
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(cell, kind):
    return "".join(output.data.get(kind, "") for output in cell.outputs if "data" in output)


@pytest.fixture
def today(settings):
    """Settings with an exchange whose clock is ours, and which stood still for a while."""
    program = os.environ.get("WICK_TEST_PROGRAM") or _program.program()
    with Exchange(program) as market:
        market.scenario(gap(760, 840))
        yield {**settings, **market.env}


def test_the_tour_runs(today, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    cells = run_notebook(nbformat.read(TOUR, 4), today, tmp_path)
    bars, chart, holes, why, frame, stream, calendar, warm = cells
    assert "168 bars" in shown(bars, "text/html") and "<table>" in shown(bars, "text/html")
    assert shown(chart, "image/png")
    assert "no_bar_at_source" in shown(holes, "text/plain")
    assert "only_value" in shown(why, "text/html")
    assert "shape: (7, 4)" in shown(frame, "text/plain")
    assert "".join(output.text for output in stream.outputs).count("\n") >= 4
    assert "2024-03-10 22:00" in shown(calendar, "text/html")
    assert "warm 2 symbols 1h  done after" in shown(warm, "text/html")
    assert "'BULK'" in shown(warm, "text/plain")


def test_the_tour_is_kept_without_what_it_said():
    text = TOUR.read_text()
    assert len(text) < 10_000
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


def test_a_kernel_shows_how_far_it_is(exchange, settings, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    exchange.scenario(SLOW)
    code = f'import candlewick as cw\nmany = cw.get_many(["BTCUSDT", "ETHUSDT"], "1h", *{DAY})'
    silent = 'cw.get("BTCUSDT", "1m", "2024-03-04", "2024-03-05", progress=False);'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code),
                                               nbformat.v4.new_code_cell(silent)])
    loud, quiet = run_notebook(notebook, settings, tmp_path)
    assert len(loud.outputs) == 1  # one, however often it was told
    assert "2 symbols 1h  48 of 48 bars after" in shown(loud, "text/html")
    assert quiet.outputs == []


class Wall:
    """A screen that remembers."""

    def __init__(self):
        self.told = []

    def show(self, text, share):
        self.told.append((text, share))

    def end(self, text):
        self.told.append(text)


@pytest.fixture
def clock(monkeypatch):
    clock = types.SimpleNamespace(now=100.0)
    monkeypatch.setattr(_progress, "monotonic", lambda: clock.now)
    return clock


def test_what_is_quick_is_not_talked_about(clock):
    wall = Wall()
    meter = _progress.Meter(wall, "BTCUSDT 1h")
    for clock.now in (100.1, 100.3, 100.49):
        meter(10, 100, "")
    meter.end(True)
    assert wall.told == []


def test_a_meter_tells_share_and_time_left(clock):
    wall = Wall()
    meter = _progress.Meter(wall, "BTCUSDT 1h")
    clock.now = 104.0
    meter(25, 100, "")
    clock.now = 104.1
    meter(26, 100, "")  # too soon after the last
    clock.now = 106.0
    meter(50, 100, "a server's pause")
    clock.now = 200.0
    meter(50, 0, "")
    meter.end(False)
    assert wall.told == [("BTCUSDT 1h  25 of 100 bars, 12 s left", 0.25),
                         ("BTCUSDT 1h  50 of 100 bars, 6.0 s left, waits for a server's pause",
                          0.5),
                         ("BTCUSDT 1h", None),
                         "BTCUSDT 1h  done, not all of it after 1 min 40 s"]


def test_lines_of_the_program_are_understood(clock):
    wall = Wall()
    meter = _progress.LineMeter(wall, "warm 2 symbols 1m", 2)
    for line in ("BTCUSDT 1m         45 %     1200 bars/s    3.1 MB     12 requests",
                 "all, 0 of 2        20 %     1200 bars/s    3.1 MB     12 requests  9 s left",
                 "BTCUSDT 1m: complete, 527040 bars", "  a note: of it"):
        meter(line)
    meter.end(True)
    assert [told[1] for told in wall.told[:-1]] == [None, 0.0, 0.2, 0.5, 0.5]
    assert "BTCUSDT 1m 45 % 1200 bars/s" in wall.told[1][0]
    alone = Wall()
    _progress.LineMeter(alone, "warm BTCUSDT 1m", 1)("BTCUSDT 1m   7 %   10 bars/s")
    assert alone.told[-1][1] == 0.07


@pytest.mark.parametrize("code, told", [
    ("progress=True", True), ("progress=False", False), ("", False),
    ("progress=lambda *at: None", False)])
def test_a_terminal_has_a_line(code, told, exchange, settings):
    pty = pytest.importorskip("pty")
    exchange.scenario(SLOW)
    text = f"import candlewick as cw\ncw.get('BTCUSDT', '1h', *{DAY}, {code})"
    ours, theirs = pty.openpty()
    with open(ours, "rb", buffering=0) as screen:
        with os.fdopen(theirs, "wb") as out:
            subprocess.run([sys.executable, "-c", text], env={**os.environ, **settings},
                           stderr=out, timeout=60, check=True)
            out.write(b"\n")
        said = screen.read(100_000).decode()
    assert ("24 of 24 bars after" in said and "\r" in said) == told
    assert told or said.strip() == ""


def test_elsewhere_it_is_silent(script, exchange):
    exchange.scenario(SLOW)
    done = script(f"import candlewick as cw\ncw.get('BTCUSDT', '1h', *{DAY}, progress=True)")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_bars_are_a_short_table(client, exchange):
    text = client.get("BTCUSDT", "1h", *DAY)._repr_html_()
    assert text.count("<tr>") == 1 + 5 + 1 + 5 and "… 14 more …" in text
    assert "<td>2024-03-04 00:00</td>" in text and "2024-03-04 23:00" in text
    assert "Without a bar" not in text
    short = client.get("BTCUSDT", "1h", *DAY)[:7]
    rows = short._repr_html_()
    assert rows.count("<tr>") == 1 + 7 and "more" not in rows
    assert all(f"<td>{bar.close:.10g}</td>" in rows for bar in short)
    exchange.scenario(gap(5, 8))
    gaps = client.get("ETHUSDT", "1h", *DAY)
    told = gaps._repr_html_()
    assert gaps.missing and told.count("<li>") == len(gaps.missing)
    assert f"{gaps.missing[0].start:%Y-%m-%d %H:%M} to" in told and "no_bar_at_source" in told
    assert "<table>" not in gaps[:0]._repr_html_()


def test_reports_are_tables(client):
    client.get("BTCUSDT", "1h", *DAY)
    known = client.why("BTCUSDT", "2024-03-04T10:00", "1h")
    told = known._repr_html_()
    assert known["served"]["checksum"] in told and "<td style=\"text-align:left\">yes</td>" in told
    assert "BTCUSDT" in client.health()._repr_html_()
    told = cw.Report({"<b>": "<script>", "list": [{"a": 1.5}, {"b": None}] * 15, "none": [],
                      "at": dt.datetime(2024, 3, 4, 5)})._repr_html_()
    assert "<script>" not in told and "&lt;script&gt;" in told and "10 more" in told
    assert ">2024-03-04 05:00<" in told
