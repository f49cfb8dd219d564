"""What the vendor's words mean in the protocol of bridges. Pure."""
import calendar
import datetime

# The protocol's intervals, and the vendor's names of them.
TIMEFRAMES = {"1m": "m1", "5m": "m5", "15m": "m15", "30m": "m30", "1h": "H1", "2h": "H2", "4h": "H4",
              "6h": "H6", "8h": "H8", "1d": "D1", "1w": "W1", "1M": "M1"}
SIDES = ("BidOpen", "BidHigh", "BidLow", "BidClose", "AskOpen", "AskHigh", "AskLow", "AskClose")
ERRORS = (("is not ready", "not_ready"), ("no data found", "no_data"),
          ("session is not valid", "session"), ("ora-20103", "session"),
          ("user name or password", "refused"), ("incorrect user", "refused"))


def code_of(error):
    text = str(error).lower()
    for words, code in ERRORS:
        if words in text:
            return code
    return "failed"


def text_of(error, secrets):
    """One line without anything that must not be shown."""
    text = " ".join(str(error).split()) or type(error).__name__
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    return text


def millis_of(time):
    """Of a datetime in UTC or a numpy.datetime64."""
    if hasattr(time, "astype"):
        return int(time.astype("datetime64[ms]").astype("int64"))
    return calendar.timegm(time.timetuple()) * 1000 + time.microsecond // 1000


def time_of(millis):
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=millis)


def page_of(rows, begin, end):
    """The bars of [begin, end), and how far back they answer the question.

    The server gives the newest of a long range, and one bar too many at its end. How many it
    gives it does not say, so nothing before its oldest row is known.
    """
    bars = []
    for row in rows:
        at = millis_of(row["Date"])
        if begin <= at < end:
            bars.append([at] + [float(row[side]) for side in SIDES] + [float(row["Volume"])])
    bars.sort(key=lambda bar: bar[0])
    distinct = [bar for i, bar in enumerate(bars) if i == 0 or bars[i - 1][0] != bar[0]]
    return distinct, (distinct[0][0] if distinct else begin)


class MinuteVolume:
    """The venue counts ticks in the current minute; what is new of it since the last look."""

    def __init__(self):
        self._minute = None
        self._volume = 0

    def take(self, millis, volume):
        minute = millis // 60000
        new = volume - self._volume if minute == self._minute else volume
        if self._minute is not None and minute < self._minute:
            return 0  # an old row again
        self._minute, self._volume = minute, volume
        return max(0, new)
