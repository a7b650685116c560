/**
 * How fast pictures become vectors: magface as it runs, beside the same model driven the plain way, one picture after another
 * on one thread. Both read, decode and embed the same pictures in processes of their own, in turn; medians are printed.
 *
 * Usage: npm run build && node bench/embed.js ROOT MODEL PRESET [RUNS] [PICTURES]
 * ROOT is a folder of LFW pictures (NAME/NAME_0001.jpg).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(import.meta.url);

/** The plain way: read, decode, run, next. */
async function plain(list, root, model, preset) {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const { default: ort } = await import('onnxruntime-node');
  const { default: sharp } = await import('sharp');
  const { findPreprocess, pixelTables, writePlanes } =
    await import('../dist/inference/preprocess.js');
  const preprocess = findPreprocess(preset);
  const tables = pixelTables(preprocess);
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  const paths = readFileSync(list, 'utf8').trim().split('\n');
  const planes = new Float32Array(3 * 112 * 112);
  const began = performance.now();
  let sum = 0;
  for (const path of paths) {
    const pixels = await sharp(readFileSync(join(root, path)))
      .removeAlpha()
      .raw()
      .toBuffer();
    writePlanes(pixels, 112, preprocess, tables, planes, 0, false);
    const result = await session.run({
      [input]: new ort.Tensor('float32', planes, [1, 3, 112, 112]),
    });
    sum += result[output].data[0];
  }
  const seconds = (performance.now() - began) / 1000;
  const { maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ seconds, model: NaN, rss: maxRSS * 1024, sum }));
}

/** magface, without its store. Its own clock leaves out the start of the process, as the plain way's does. */
async function ours(list, root, model, preset, out) {
  const { main } = await import('../dist/cli.js');
  const argv = ['embed', list, '--root', root, '--model', model, '--preprocess', preset];
  const exit = await main([...argv, '--device', 'cpu', '--no-store', '--quiet', '--out', out]);
  if (exit !== 0) process.exit(exit);
  const { maxRSS } = process.resourceUsage();
  const { seconds, modelSeconds } = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
  console.log(JSON.stringify({ seconds, model: modelSeconds, rss: maxRSS * 1024 }));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function bench([root, model, preset, runs = '3', pictures = '7701']) {
  const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
  const list = join(folder, 'pictures.list');
  const names = readdirSync(root).sort();
  const all = names.flatMap((name) =>
    readdirSync(join(root, name))
      .sort()
      .map((file) => `${name}/${file}`),
  );
  const chosen = all.slice(0, Number(pictures));
  writeFileSync(list, chosen.join('\n'));
  const results = { plain: [], magface: [] };
  for (let run = 0; run < Number(runs); run++) {
    for (const [name, how] of [
      ['plain', 'plain'],
      ['magface', 'ours'],
    ]) {
      const child = spawnSync(
        process.execPath,
        [HERE, `--${how}`, list, root, model, preset, join(folder, 'out')],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
      );
      if (child.status !== 0) throw new Error(`${name} ended with ${child.status}`);
      results[name].push(JSON.parse(child.stdout.trim().split('\n').at(-1)));
    }
  }
  rmSync(folder, { recursive: true });
  console.log(
    `${chosen.length} pictures, ${runs} runs each in turn, ${availableParallelism()} cores of ${cpus()[0].model}, node ${process.version}`,
  );
  const rate = (name) => chosen.length / median(results[name].map(({ seconds }) => seconds));
  const line = (name) => {
    const memory = median(results[name].map(({ rss }) => rss)) / 2 ** 20;
    console.log(
      `${name.padEnd(8)} ${rate(name).toFixed(0).padStart(6)} pictures/s  peak ${memory.toFixed(0)} MiB`,
    );
  };
  line('plain');
  line('magface');
  const waiting = results.magface.map(({ seconds, model: busy }) => 1 - busy / seconds);
  console.log(`ratio    ${(rate('magface') / rate('plain')).toFixed(2)}`);
  console.log(`the model of magface waits ${(100 * median(waiting)).toFixed(1)} % of the time`);
}

const [how, ...rest] = process.argv.slice(2);
if (how === '--plain') await plain(...rest);
else if (how === '--ours') await ours(...rest);
else bench(process.argv.slice(2));
