"""Charts: right in place and colour, quick, and shown by nobody but the caller."""
import time

import pytest

import candlewick as cw

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
pytest.importorskip("numpy")
from matplotlib import dates, pyplot  # noqa: E402
from matplotlib.colors import to_hex  # noqa: E402

DAY = ("2024-03-04", "2024-03-05")


@pytest.fixture(autouse=True)
def no_figure_stays():
    yield
    pyplot.close("all")


def bodies_of(ax):
    return next(part for part in ax.collections if type(part).__name__ == "PolyCollection")


def wicks_of(ax):
    return next(part for part in ax.collections if type(part).__name__ == "LineCollection")


def test_every_candle_is_where_it_belongs(client):
    bars = client.get("BTCUSDT", "1h", *DAY)
    ax = bars.plot()
    bodies, wicks = bodies_of(ax), wicks_of(ax)
    assert len(bodies.get_paths()) == len(wicks.get_segments()) == 24
    colours = set()
    for bar, path, line, colour in zip(bars, bodies.get_paths(), wicks.get_segments(),
                                       bodies.get_facecolor()):
        begin, end = dates.date2num([bar.open_time, bar.close_time])
        x, y = path.vertices[:, 0], path.vertices[:, 1]
        assert begin < x.min() < x.max() < end
        assert (y.min(), y.max()) == (min(bar.open, bar.close), max(bar.open, bar.close))
        assert list(line[:, 1]) == [bar.low, bar.high]
        assert line[0, 0] == line[1, 0] == pytest.approx((begin + end) / 2)
        colours.add((bar.close >= bar.open, to_hex(colour)))
    assert len(colours) == len({colour for _, colour in colours}) == 2  # one rises, one falls
    low, high = ax.get_ylim()
    assert low < min(bar.low for bar in bars) and max(bar.high for bar in bars) <= high
    assert ax.get_title(loc="left") == "BTCUSDT 1h"


def test_it_draws_where_it_is_told_to(client):
    bars = client.get("BTCUSDT", "1h", *DAY)
    figure, (upper, lower) = pyplot.subplots(2)
    assert bars.plot(ax=upper) is upper
    assert len(figure.axes) == 3  # volumes have a scale of their own
    foot = figure.axes[2]
    heights = [path.vertices[:, 1].max() for path in foot.collections[0].get_paths()]
    assert heights == [bar.volume for bar in bars]
    assert foot.get_ylim()[1] == pytest.approx(5 * max(heights))
    assert bars.plot(ax=lower, volume=False) is lower
    assert len(figure.axes) == 3 and pyplot.get_fignums() == [figure.number]


def test_nothing_is_shown_by_itself(client, monkeypatch):
    monkeypatch.setattr(pyplot, "show", lambda *_: pytest.fail("it shows"))
    client.get("BTCUSDT", "1h", *DAY).plot()


def test_holes_are_grey(client, exchange):
    exchange.scenario({"name": "gap", "rules": [
        {"when": {"kind": "zip", "symbol": "ETHUSDT"}, "then": {"drop_rows": [5, 8]}},
        {"when": {"kind": "klines", "symbol": "ETHUSDT"}, "then": {"drop_rows": [0.0, 1.0]}}]})
    bars = client.get("ETHUSDT", "1h", *DAY)
    ax = bars.plot(volume=False)
    grey = next(part for part in ax.collections if part not in (bodies_of(ax), wicks_of(ax)))
    spans = [(path.vertices[:, 0].min(), path.vertices[:, 0].max()) for path in grey.get_paths()]
    assert spans == [tuple(dates.date2num([hole.start, hole.end])) for hole in bars.missing]
    assert spans and ax.get_ylim()[0] > 0.9 * min(bar.low for bar in bars)


def test_none_and_one(client):
    bars = client.get("BTCUSDT", "1h", *DAY)
    for some in (bars[:0], bars[:1]):
        some.plot().figure.canvas.draw()


def test_thousands_are_quick(client):
    bars = client.get("BTCUSDT", "1m", "2024-03-04", "2024-03-11")
    assert len(bars) == 10080
    begun = time.process_time()
    ax = bars.plot()
    ax.figure.canvas.draw()
    assert time.process_time() - begun < 5
    assert len(ax.get_children()) < 20  # not an artist for each bar


def test_without_matplotlib_it_says_what_to_install(script):
    done = script("""
import sys
class Nobody:
    def find_spec(self, name, path=None, target=None):
        if name in ("matplotlib", "polars", "pandas", "pyarrow", "numpy"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Nobody())
import candlewick as cw
bars = cw.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05")
for what in (bars.plot, bars.to_polars, bars.to_pandas, bars.to_arrow, lambda: bars.column("low")):
    try:
        what()
    except ImportError as error:
        assert isinstance(error, cw.MissingPackageError) and isinstance(error, cw.CandlewickError)
        print(error)
""")
    assert done.stdout.splitlines() == [
        f"{what} needs {name}, which is not installed: pip install {name}" for what, name in (
            ("plot", "matplotlib"), ("to_polars", "polars"), ("to_pandas", "pandas"),
            ("to_arrow", "pyarrow"), ("column", "numpy"))], done.stderr


def test_fundings_have_no_volumes(client):
    bars = client.get("BTCUSDT", "8h", *DAY, market="um", chart="mark")
    ax = bars.plot()
    assert isinstance(bars, cw.Bars) and len(ax.figure.axes) == 1
