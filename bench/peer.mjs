// JSON.parse on a page of klines: node peer.mjs SECONDS PAGE. One line of JSON, as wick_bench.
import {readFileSync} from "node:fs";

const [seconds, page] = [Number(process.argv[2]), readFileSync(process.argv[3], "utf8")];
let rows = 0;

function repeat(budget) {
  const times = [];
  const start = performance.now();
  do {
    const begin = performance.now();
    rows = JSON.parse(page).length;
    times.push((performance.now() - begin) / 1000);
  } while (performance.now() - start < budget * 1000);
  return times.sort((a, b) => a - b);
}

repeat(seconds / 3);
const times = repeat(seconds);
console.log(JSON.stringify(
    {seconds: times[times.length >> 1], least: times[0], calls: times.length, rows}));
