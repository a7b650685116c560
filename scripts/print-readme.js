/**
 * Prints README.md with its tables as the lists are now, and its sample run as it is now.
 * Usage: npm run build && node scripts/print-readme.js [--write] [--demo]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATASETS } from '../dist/datasets/index.js';
import { EMBEDDING_FORMATS } from '../dist/embeddings/formats.js';
import { POOLING_RULES } from '../dist/embeddings/pooling.js';
import { PRESETS } from '../dist/inference/preprocess.js';
import { IDENTIFICATION_CONVENTIONS } from '../dist/metrics/identification/index.js';
import { CONVENTIONS, INTERVALS, METRICS } from '../dist/metrics/index.js';
import { QUALITIES } from '../dist/qualities/index.js';
import { filled } from './marked-blocks.js';

const README = new URL('../README.md', import.meta.url);
const BIN = new URL('../bin/magface.js', import.meta.url).pathname;

const LISTS = {
  presets: [PRESETS, 'name', 'summary'],
  datasets: [DATASETS, 'name', 'summary', 'files'],
  embeddings: [EMBEDDING_FORMATS, 'name', 'summary', 'reference'],
  pooling: [POOLING_RULES, 'name', 'summary', 'reference'],
  qualities: [QUALITIES, 'name', 'summary', 'reference'],
  metrics: [METRICS, 'name', 'summary', 'reference'],
  intervals: [INTERVALS, 'name', 'summary', 'reference'],
  conventions: [CONVENTIONS, 'name', 'summary', 'reference'],
  identification: [IDENTIFICATION_CONVENTIONS, 'name', 'summary', 'reference'],
};

function table([records, ...columns]) {
  const cell = (text) => text.replaceAll('|', '\\|');
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const name = (record) => `\`${record.name}\``;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...records.map((record) =>
      line(columns.map((column) => (column === 'name' ? name(record) : cell(record[column])))),
    ),
  ].join('\n');
}

export function blocks() {
  return Object.fromEntries(
    Object.entries(LISTS).map(([name, list]) => [`list:${name}`, table(list)]),
  );
}

function demo() {
  const out = mkdtempSync(join(tmpdir(), 'magface-readme-'));
  const text = execFileSync(process.execPath, [BIN, 'demo', '--out', out, '--quiet'], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  return `\`\`\`\n${String(text).trim()}\n\`\`\``;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const wanted = { ...blocks(), ...(process.argv.includes('--demo') ? { demo: demo() } : {}) };
  const text = filled(readFileSync(README, 'utf8'), wanted);
  if (process.argv.includes('--write')) writeFileSync(README, text);
  else process.stdout.write(text);
}
