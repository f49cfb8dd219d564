// An Arrow file or stream through the npm package `apache-arrow`: what its columns are and hold.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
import { answer, wanted } from './simulator.mjs';

// The values, one after the other, as a machine holds them.
function packed(column) {
  const type = String(column.type);
  if (type === 'Utf8') return Buffer.from(column.toArray().join('\n'));
  if (type === 'Bool') return Buffer.from([...column].map(Number));
  return Buffer.concat(column.data.map(({ values, length }) =>
    Buffer.from(values.buffer, values.byteOffset, length * values.BYTES_PER_ELEMENT)));
}

const table = tableFromIPC(readFileSync(wanted.path));
const found = {
  rows: table.numRows, types: {}, digests: {}, nulls: 0,
};
for (const { name, type } of table.schema.fields) {
  const column = table.getChild(name);
  found.types[name] = String(type);
  found.digests[name] = createHash('sha256').update(packed(column)).digest('hex');
  found.nulls += column.nullCount;
}
answer(found);
