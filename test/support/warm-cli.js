/**
 * Runs of `magface` in one process that has loaded the program once, asked for by messages `{ argv }` and answered in their order:
 * starting the program takes longer than most of what tests ask of it.
 */
import { Writable } from 'node:stream';
import { main } from '../../dist/cli.js';

function collector() {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

async function run({ argv }) {
  const [out, err] = [collector(), collector()];
  const exit = await main(argv, {
    stdout: out.stream,
    stderr: err.stream,
    env: process.env,
    on: process.on.bind(process),
    off: process.off.bind(process),
  });
  return { exit, stdout: out.text(), stderr: err.text() };
}

let last = Promise.resolve();
process.on('message', (message) => {
  last = last.then(async () => {
    const answer = await run(message);
    if (process.connected) process.send(answer);
  });
});
process.on('disconnect', () => process.exit());
