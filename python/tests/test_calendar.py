"""When markets trade: what `wick calendar` says, as datetimes."""
import datetime as dt
import json
import pickle
import subprocess

import pytest

import candlewick as cw
from candlewick import _program

UTC = dt.timezone.utc


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


def as_json(value):
    """With instants as the program writes them."""
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


@pytest.mark.parametrize("at", ["2024-03-09T12:00", "2024-03-10T22:30", "2024-06-05T14:00",
                                "2024-06-05T21:30", "1990-01-01", "2037-12-31T23:59"])
def test_it_is_what_the_program_says(at, tmp_path):
    for profile in cw.calendars():
        done = subprocess.run([_program.program(), "calendar", profile, "--at", at, "--json"],
                              cwd=tmp_path, capture_output=True, text=True, check=True)
        assert as_json(cw.calendar(profile, at)) == json.loads(done.stdout)


def test_a_weekend_of_two_clocks():
    state = cw.calendar(at="2024-03-09T12:00")  # clocks change on the 10th
    assert state["profile"] == "fxcm-default" and state["at"] == utc("2024-03-09T12:00")
    assert (state["open"], state["reason"], state["session"]) == (False, "weekend", None)
    assert state["next_open"] == utc("2024-03-10T22:00")
    assert state["next_close"] == utc("2024-03-11T21:00")
    earlier = cw.calendar(at="2024-03-02T12:00")
    assert earlier["next_open"] == utc("2024-03-03T23:00")


def test_sessions_and_their_minutes():
    state = cw.calendar("metals", utc("2024-06-05T12:00"))
    assert state["session"]["tag"] == "LDN_METALS"
    assert state["session"]["session_open_utc"] == utc("2024-06-05T07:00")
    assert state["stats"]["LDN_METALS"]["trading_minutes"] == 300
    assert state["stats"]["NY_METALS"]["trading_minutes"] == 0  # it opens this minute


def test_unsaid_it_is_now(client):
    before = dt.datetime.now(UTC)
    for state in (cw.calendar("crypto"), client.calendar("crypto")):
        assert dt.timedelta(0) <= state["at"] - before < dt.timedelta(minutes=1)
        assert state["open"] and state["next_close"] is None


def test_profiles_have_words_about_them():
    about = cw.calendars()
    assert list(about)[0] == "fxcm-default" and len(about) == 7 and all(about.values())


def test_an_unknown_profile_is_told_with_the_nearest():
    with pytest.raises(cw.InvalidRequestError, match="no calendar 'metal'; did you mean 'metals'"):
        cw.calendar("metal")
    for strange in ("", "\0", "x" * 100_000, "💥"):
        with pytest.raises(cw.InvalidRequestError):
            cw.calendar(strange)
    with pytest.raises(TypeError):
        cw.calendar(7)
    with pytest.raises(cw.InvalidRequestError):
        cw.calendar("\ud800")


@pytest.mark.parametrize("at", ["1989-12-31", "2038-01-01", dt.date(2150, 1, 1), "yesterday"])
def test_years_that_it_does_not_know(at):
    with pytest.raises(cw.InvalidRequestError):
        cw.calendar("fx", at)


def test_holidays_come_from_a_file(tmp_path, monkeypatch):
    file = tmp_path / "config" / "calendar_overrides.json"
    file.parent.mkdir()
    file.write_text('{"holidays": ["2024-12-25"]}')
    christmas = "2024-12-25T12:00"
    monkeypatch.chdir(tmp_path)
    assert cw.calendar(at=christmas)["open"]  # no file is looked for
    assert cw.calendar(at=christmas, overrides=file)["reason"] == "holiday"
    assert cw.calendar("fx", christmas, overrides=str(file))["reason"] == "holiday"
    assert cw.calendar(at=christmas)["open"] and cw.calendar("fx", christmas)["open"]
    file.write_text('{"holidays": []}')
    assert cw.calendar(at=christmas, overrides=file)["open"]  # and it is read anew
    file.write_text('{"holiday": []}')
    for wrong in (file, tmp_path / "none.json", "a\0b"):
        with pytest.raises((cw.InvalidRequestError, ValueError)):
            cw.calendar(at=christmas, overrides=wrong)


def test_it_is_a_dict_that_travels():
    state = cw.calendar(at="2024-06-05T12:00")
    assert isinstance(state, dict) and pickle.loads(pickle.dumps(state)) == state


@pytest.mark.parametrize("thing", [
    None, True, -1, 2**70, 1.5, b"fx", [], {}, object(), int, "x" * 100_000, "fx\0", "\ud800",
    "../../etc/passwd", dt.datetime.min, dt.datetime.max, dt.date.min, dt.timedelta.max])
def test_whatever_is_handed_in(client, thing):
    for asked in ({"profile": thing}, {"at": thing}, {"overrides": thing}):
        try:
            state = client.calendar(**asked)
        except (cw.CandlewickError, TypeError, ValueError, OverflowError):
            continue
        assert thing is None and state["profile"] == "fxcm-default"


def test_a_calendar_that_was_never_opened():
    cw.calendars()
    kind = cw._core.Calendar
    with pytest.raises(TypeError):
        kind()
    with pytest.raises(TypeError), pytest.warns(RuntimeWarning, match="uninitialized"):
        kind.__new__(kind).at(0)
