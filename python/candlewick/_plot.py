"""A chart of candles, by matplotlib. A handful of collections, however many bars there are."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._errors import needed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._bars import Bars

RISING = "#2a9d8f"
FALLING = "#d1495b"
HOLE = "#9aa0a6"
BODY = 0.7  # of the interval
VOLUME_SHARE = 5  # volumes take the lowest fifth


def chart(bars: Bars, ax: Axes | None, volume: bool) -> Axes:
    """See Bars.plot."""
    dates = needed("matplotlib.dates", "plot")
    if ax is None:
        from matplotlib import pyplot

        ax = pyplot.subplots(figsize=(10, 5), layout="constrained")[1]
    left = dates.date2num(bars.column("open_time"))
    right = dates.date2num(bars.column("close_time"))
    rising = bars.column("close") >= bars.column("open")
    colours = [RISING if up else FALLING for up in rising.tolist()]
    draw_candles(ax, bars, left, right, colours)
    draw_holes(ax, bars)
    ax.margins(x=0.01)
    ax.autoscale_view()
    if volume and len(bars) and bars.column("volume").max() > 0:
        draw_volumes(ax, bars, left, right, colours)
    locator = dates.AutoDateLocator()
    ax.xaxis_date()
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    ax.set_title(f"{bars.symbol} {bars.interval}", loc="left")
    return ax


def boxes(left: Any, right: Any, low: Any, high: Any) -> Any:
    """Four corners for each bar."""
    import numpy

    margin = (right - left) * (1 - BODY) / 2
    left, right = left + margin, right - margin
    corners = numpy.array([[left, low], [left, high], [right, high], [right, low]])
    return corners.transpose(2, 0, 1)


def draw_candles(ax: Axes, bars: Bars, left: Any, right: Any, colours: list[str]) -> None:
    import numpy
    from matplotlib.collections import LineCollection, PolyCollection

    middle = (left + right) / 2
    wicks = numpy.array([[middle, bars.column("low")], [middle, bars.column("high")]])
    ax.add_collection(LineCollection(list(wicks.transpose(2, 0, 1)), colors=colours,
                                     linewidths=0.8, zorder=2))
    bodies = boxes(left, right, bars.column("open"), bars.column("close"))
    ax.add_collection(PolyCollection(bodies, facecolors=colours, edgecolors=colours,
                                     linewidths=0.6, zorder=3))


def draw_volumes(ax: Axes, bars: Bars, left: Any, right: Any, colours: list[str]) -> None:
    """On a scale of their own, at the foot of the chart."""
    from matplotlib.collections import PolyCollection

    volumes = bars.column("volume")
    foot = ax.twinx()
    foot.add_collection(PolyCollection(boxes(left, right, volumes * 0, volumes),
                                       facecolors=colours, alpha=0.35))
    foot.set_ylim(0, volumes.max() * VOLUME_SHARE)
    foot.axis("off")
    low, high = ax.get_ylim()
    ax.set_ylim(low - (high - low) / (VOLUME_SHARE - 1), high)


def draw_holes(ax: Axes, bars: Bars) -> None:
    """Where there are no bars, from top to bottom."""
    dates = needed("matplotlib.dates", "plot")
    spans = [dates.date2num([hole.start, hole.end]) for hole in bars.missing]
    if spans:
        ax.broken_barh([(start, end - start) for start, end in spans], (0, 1),
                       transform=ax.get_xaxis_transform(), facecolors=HOLE, alpha=0.25, zorder=1)
