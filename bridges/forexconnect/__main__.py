"""A bridge to FXCM through the vendor's own package forexconnect. docs/bridge.md has the rules.

Usage: python3 bridges/forexconnect   (FXCM_USERNAME, FXCM_PASSWORD, FXCM_CONNECTION, FXCM_HOST_URL)
Python 3.7, because the vendor's package is for that.
"""
import os
import sys

import bridge
import speech


def main():
    voice = speech.Voice(sys.stdout.buffer)
    try:
        import forexconnect
    except ImportError as error:
        voice.say("error", code="unsupported", text=(
            "the vendor's package forexconnect cannot be imported by %s (Python %d.%d): %s"
            % (sys.executable, sys.version_info[0], sys.version_info[1], error)))
        return 1
    missing = [name for name in ("FXCM_USERNAME", "FXCM_PASSWORD") if not os.environ.get(name)]
    if missing:
        voice.say("error", code="unsupported", text=" and ".join(missing) + ": not set")
        return 1
    return bridge.Bridge(forexconnect, voice, os.environ).run(sys.stdin.buffer)


code = main()
sys.stdout.flush()
os._exit(code)  # the vendor's threads do not end by themselves
