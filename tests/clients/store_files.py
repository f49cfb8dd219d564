"""Whether pyarrow can read each sealed file of a cache, and finds what its metadata promises."""
import datetime
import json
import pathlib
import sys

import pyarrow
import pyarrow.ipc


def ranges_of(holes):
    at = datetime.datetime.fromisoformat
    return [(at(hole["from"].replace("Z", "+00:00")), at(hole["to"].replace("Z", "+00:00")))
            for hole in holes]


def fault_of(path):
    """What is wrong with a file; nothing when it is whole."""
    with pyarrow.memory_map(str(path)) as mapped:
        table = pyarrow.ipc.open_file(mapped).read_all()
    table.validate(full=True)
    said = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    if said["date"] != path.stem or said["symbol"] != path.parts[-3]:
        return f"speaks of {said['symbol']} {said['date']}"
    if table.num_rows != int(said["rows"]):
        return f"{table.num_rows} rows, and {said['rows']} are promised"
    times = table["open_time"].to_pylist()
    if times != sorted(set(times)):
        return "rows out of order"
    holes = ranges_of(json.loads(said["holes"]))
    if any(begin <= time < end for time in times for begin, end in holes):
        return "a row where a hole is"
    if not holes and table.num_rows != int(said["expected_rows"]):
        return f"{table.num_rows} rows of {said['expected_rows']}, and no hole"
    return None


def main():
    files = sorted(pathlib.Path(sys.argv[1]).glob("binance/**/*.arrow"))
    faults = []
    for path in files:
        try:
            fault = fault_of(path)
        except (pyarrow.ArrowException, KeyError, ValueError, OSError) as error:
            fault = f"{type(error).__name__}: {error}"
        if fault:
            faults.append(f"{path}: {fault}")
    print(json.dumps({"files": len(files), "faults": faults}))


main()
