import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openModel } from '../../src/inference/model.js';
import { readModelFile } from '../../src/inference/model-file.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';

const MODELS = join(PROJECT, 'fixtures', 'models');
const MEANS = readFileSync(join(MODELS, 'means.onnx'));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const folder = temporaryFolder();
afterAll(folder.remove);
let count = 0;

/** A model in a folder of its own, with what lies beside it. */
function place(model: Uint8Array | string, beside: Record<string, string | Uint8Array> = {}) {
  const home = join(folder.path, String(count++));
  mkdirSync(home);
  writeFileSync(join(home, 'model.onnx'), model);
  for (const [name, content] of Object.entries(beside)) writeFileSync(join(home, name), content);
  return join(home, 'model.onnx');
}

describe("a model's file", () => {
  test('is known by the sha256 of its bytes', async () => {
    const file = await readModelFile(place(MEANS));
    expect(file.sha256).toBe(sha256(MEANS));
    expect(file.digest).toBe(file.sha256);
  });

  test.each([
    { what: 'a Git LFS pointer', bytes: 'version https://git-lfs.github.com/spec/v1\n' },
    { what: 'an HTML page', bytes: '<!DOCTYPE html>' },
    { what: 'an HTML page', bytes: '\n<html><body>404' },
    { what: 'is empty', bytes: '' },
  ])('is refused by name when it is $what', async ({ what, bytes }) => {
    const refused = readModelFile(place(bytes));
    await expect(refused).rejects.toMatchObject({ code: 'E_MODEL_FORMAT', exit: 69 });
    await expect(refused).rejects.toThrow(what);
  });

  test.each([
    { what: 'nothing is there', path: 'none.onnx', code: 'E_MODEL_MISSING', exit: 66 },
    { what: 'it is a folder', path: '.', code: 'E_MODEL_FORMAT', exit: 69 },
    {
      what: 'a folder in its path is a file',
      path: 'file/m.onnx',
      code: 'E_MODEL_MISSING',
      exit: 66,
    },
    {
      what: 'its link leads round in a circle',
      path: 'loop',
      code: 'E_MODEL_UNREADABLE',
      exit: 74,
    },
    { what: 'it is a pipe nobody writes to', path: 'pipe', code: 'E_MODEL_FORMAT', exit: 69 },
  ])('is $code where $what', async ({ path, code, exit }) => {
    const home = join(folder.path, String(count++));
    mkdirSync(home);
    writeFileSync(join(home, 'file'), '');
    symlinkSync('loop', join(home, 'loop'));
    execFileSync('mkfifo', [join(home, 'pipe')]);
    await expect(readModelFile(join(home, path))).rejects.toMatchObject({ code, exit });
  });

  test('reached through a link is loaded from where it lies', async () => {
    const path = place(MEANS);
    symlinkSync(path, `${path}.link`);
    expect((await readModelFile(`${path}.link`)).path).toBe(path);
  });
});

describe('weights in a file of their own', () => {
  const model = readFileSync(join(MODELS, 'outside-weights.onnx'));
  const weights = readFileSync(join(MODELS, 'outside-weights.bin'));
  const digest = async (content: Uint8Array) =>
    (await readModelFile(place(model, { 'outside-weights.bin': content }))).digest;

  test("are part of the model's digest, so that vectors of other weights are not taken for its own", async () => {
    const one = await digest(weights);
    expect(await digest(weights)).toBe(one);
    expect(await digest(Buffer.from('0000a040', 'hex'))).not.toBe(one);
    expect(one).not.toBe(sha256(model));
  });

  test.each([0, 1, 2, 9, 10, 11, 30, 31, 32, 33])(
    'are found also where their name lies across two chunks of the file, %i bytes before the end of the first',
    async (before) => {
      const tag = model.indexOf('\x0a\x08location\x12');
      const padded = Buffer.concat([Buffer.alloc((1 << 20) - tag - before), model]);
      const path = place(padded, { 'outside-weights.bin': weights });
      expect((await readModelFile(path)).digest).not.toBe(sha256(padded));
    },
  );

  test('of a long name are found', async () => {
    const long = 'w'.repeat(200);
    const entry = Buffer.concat([
      Buffer.from('\x0a\x08location\x12\xc8\x01', 'latin1'),
      Buffer.from(long),
    ]);
    const path = place(entry, { [long]: weights });
    const other = place(entry, { [long]: 'other' });
    expect((await readModelFile(path)).digest).not.toBe((await readModelFile(other)).digest);
  });

  test('that are not there are named', async () => {
    const refused = readModelFile(place(model));
    await expect(refused).rejects.toMatchObject({ code: 'E_MODEL_FORMAT', exit: 69 });
    await expect(refused).rejects.toThrow(
      'model.onnx keeps weights in "outside-weights.bin", which cannot be read; put the file beside the model',
    );
  });

  test.each([
    { name: '../outside-weights.bin', why: 'a folder above' },
    { name: 'a/../../b', why: 'a way round to it' },
    { name: '/etc/passwd', why: 'an absolute path' },
    { name: '..\\b', why: "Windows' own separator" },
    { name: 'weights.bin\0x', why: 'a NUL, at which the runtime would cut' },
  ])('outside its folder are refused: $why', async ({ name }) => {
    const entry = Buffer.from(
      `\x0a\x08location\x12${String.fromCharCode(name.length)}${name}`,
      'latin1',
    );
    const refused = readModelFile(place(entry, { 'weights.bin': 'x' }));
    await expect(refused).rejects.toThrow(
      `asks for weights in ${JSON.stringify(name)}, outside its folder`,
    );
  });
});

describe('the description beside a model', () => {
  const open = (yaml: string, preset?: string) =>
    openModel(place(MEANS, { 'model.yaml': yaml }), preset);

  test('names a preset, or gives the numbers themselves', async () => {
    expect((await open('preprocess: magface')).preprocess.name).toBe('magface');
    const own = await open('preprocess: {channels: bgr, mean: [1, 2, 3], std: [4, 5.5, 6]}');
    expect(own.preprocess).toMatchObject({ channels: 'bgr', mean: [1, 2, 3], std: [4, 5.5, 6] });
  });

  test('gives way to what is said by flag, and keeps the rest of its word', async () => {
    const model = await open('preprocess: magface\ndim: 48\n', 'adaface');
    expect([model.preprocess.name, model.dim]).toEqual(['adaface', 48]);
  });

  test('is believed about the file when it is right', async () => {
    const model = await open(`preprocess: magface\nsize: 112\nsha256: ${sha256(MEANS)}`);
    expect(model.digest).toBe(sha256(MEANS));
  });

  test('lies beside the link, not beside what it leads to', async () => {
    const path = place(MEANS, { 'model.yaml': 'preprocess: magface' });
    const link = place('', { 'model.yaml': 'preprocess: adaface' }).replace('model.onnx', 'm.onnx');
    symlinkSync(path, link);
    writeFileSync(link.replace('.onnx', '.yaml'), 'preprocess: imagenet');
    expect((await openModel(link, undefined)).preprocess.name).toBe('imagenet');
  });

  test.each([
    { what: 'an unknown key', yaml: 'preproces: magface', said: 'Unrecognized key: "preproces"' },
    {
      what: 'an unknown preset',
      yaml: 'preprocess: magfcae',
      said: 'preprocess is neither a preset (insightface,',
    },
    {
      what: 'only half of the numbers',
      yaml: 'preprocess: {channels: rgb, mean: [0, 0, 0]}',
      said: 'preprocess is neither a preset',
    },
    {
      what: 'a deviation of zero',
      yaml: 'preprocess: {channels: rgb, mean: [0, 0, 0], std: [0, 1, 1]}',
      said: 'preprocess.std.0: Too small',
    },
    { what: 'another size', yaml: 'preprocess: magface\nsize: 160', said: 'size: ' },
    { what: 'no length', yaml: 'preprocess: magface\ndim: 0', said: 'dim: ' },
    {
      what: 'a digest cut short',
      yaml: 'preprocess: magface\nsha256: abcd',
      said: 'sha256: expected 64 hexadecimal digits in lower case',
    },
    { what: 'nothing', yaml: '', said: 'Invalid input' },
  ])('with $what is refused', async ({ yaml, said }) => {
    const refused = open(yaml);
    await expect(refused).rejects.toMatchObject({ code: 'E_SIDECAR', exit: 65 });
    await expect(refused).rejects.toThrow(said);
  });

  test('that is no YAML is refused with the place', async () => {
    const refused = open('preprocess: magface\ndim: [1,\n');
    await expect(refused).rejects.toMatchObject({ code: 'E_SIDECAR', exit: 65 });
    await expect(refused).rejects.toThrow(/model\.yaml:\d+:\d+: /);
  });

  test('of another file is refused', async () => {
    const refused = open(`preprocess: magface\nsha256: ${'ab'.repeat(32)}`);
    await expect(refused).rejects.toMatchObject({ code: 'E_MODEL_DIGEST', exit: 69 });
    await expect(refused).rejects.toThrow(`has sha256 ${sha256(MEANS)}, its sidecar says abab`);
  });

  test('or a flag is needed: nothing is guessed', async () => {
    const path = place(MEANS);
    await expect(openModel(path, undefined)).rejects.toMatchObject({
      code: 'E_PREPROCESS_UNKNOWN',
      exit: 2,
    });
    expect((await openModel(path, 'magface')).path).toBe(path);
    expect(basename(path)).toBe('model.onnx');
  });

  test('is not asked for where the flag names no preset, nor is the model', async () => {
    await expect(openModel(join(folder.path, 'none.onnx'), 'magfcae')).rejects.toMatchObject({
      code: 'E_PREPROCESS',
      exit: 2,
    });
  });
});
