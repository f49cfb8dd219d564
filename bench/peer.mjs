// JSON.parse on a page of klines, or on each line of a file of frames:
// node peer.mjs SECONDS FILE. One line of JSON, as wick_bench.
import {readFileSync} from "node:fs";

const [seconds, file] = [Number(process.argv[2]), process.argv[3]];
const text = readFileSync(file, "utf8");
const lines = text.trimEnd().split("\n");
const work = file.endsWith(".jsonl") ? () => lines.map(line => JSON.parse(line))
                                     : () => JSON.parse(text);
let rows = 0;

function repeat(budget) {
  const times = [];
  const start = performance.now();
  do {
    const begin = performance.now();
    rows = work().length;
    times.push((performance.now() - begin) / 1000);
  } while (performance.now() - start < budget * 1000);
  return times.sort((a, b) => a - b);
}

repeat(seconds / 3);
const times = repeat(seconds);
console.log(JSON.stringify(
    {seconds: times[times.length >> 1], least: times[0], calls: times.length, rows}));
