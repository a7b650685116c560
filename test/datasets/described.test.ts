import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { resolveDataset } from '../../src/datasets/index.js';
import { EXIT } from '../../src/errors.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';
import { refusalOf } from './parsing.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

function describeAs(text: string, name = 'mine.yaml'): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

async function load(path: string, place = {}) {
  const { dataset, source } = await resolveDataset(path, place, {});
  return dataset.load!(source);
}

describe('a described dataset', () => {
  const door = join(PROJECT, 'fixtures', 'protocols', 'described', 'door.yaml');

  test('is the dataset of its format under its own name', async () => {
    const { dataset } = await resolveDataset(door, {}, {});
    expect(dataset).toMatchObject({ name: 'door', title: 'Faces at the door' });
    const described = await load(door);
    const plain = await load('pairs', { root: join(PROJECT, 'fixtures', 'protocols', 'pairs') });
    expect(described.protocol).toEqual({ ...plain.protocol, name: 'door' });
    expect(described.images.describe(0)).toBe(plain.images.describe(0));
  });

  test('may be written in JSON', async () => {
    const path = describeAs('{"name": "mine", "format": "pairs"}', 'mine.json');
    writeFileSync(join(folder.path, 'pairs.txt'), 'a b 1\n');
    expect((await load(path)).protocol.name).toBe('mine');
  });

  test('lies beside its description unless told otherwise, and paths are seen from there', async () => {
    const path = describeAs('name: mine\nformat: pairs\nimages: faces\npairs: lists/p.txt\n');
    const { source } = await resolveDataset(path, {}, {});
    expect(source).toEqual({
      root: folder.path,
      images: join(folder.path, 'faces'),
      pairs: join(folder.path, 'lists', 'p.txt'),
    });
  });

  test('lies where the user says, whatever it says itself', async () => {
    const path = describeAs('name: mine\nformat: pairs\nroot: a\nimages: b\npairs: c\n');
    const place = { root: 'x', images: 'y', pairs: 'z' };
    expect((await resolveDataset(path, place, {})).source).toEqual(place);
  });

  test('is refused when the files hold other counts than it expects', async () => {
    writeFileSync(join(folder.path, 'pairs.txt'), 'a b 1\na c 0\n');
    const expecting = (counts: string) =>
      describeAs(`name: mine\nformat: pairs\nexpect: ${counts}\n`);
    const path = expecting('{images: 3, genuine: 2, impostor: 0}');
    const error = await refusalOf(load(path));
    expect(error.message).toBe(
      `E_EXPECT ${path}: 2 genuine are expected, the files hold 1, 0 impostor are expected, the files hold 1; correct the description or the files`,
    );
    expect(error.exit).toBe(EXIT.badData);
    expecting('{images: 3, genuine: 1, impostor: 1}');
    expect((await load(path)).protocol.left).toHaveLength(2);
  });

  test('knows the persons that a table names', async () => {
    const path = describeAs('name: mine\nformat: pairs\npersons: who.csv\n');
    writeFileSync(join(folder.path, 'pairs.txt'), 'a b 1\na c 0\n');
    const name = (text: string) => {
      writeFileSync(join(folder.path, 'who.csv'), `path,identity\n${text}`);
    };
    name('c,Cyd\na,Ann\nb,Ann\nd,Dan\n');
    const { protocol } = await load(path);
    expect(protocol.identities).toEqual(['Ann', 'Cyd']);
    expect([...protocol.identity]).toEqual([0, 0, 1]);
    name('a,Ann\nb,Ann\n');
    const error = await refusalOf(load(path));
    expect(error.message).toContain('E_PERSONS');
    expect(error.message).toContain('1 of 3 compared pictures are not named, such as "c"');
  });

  test('promises nothing of what the authors of its format say of theirs', async () => {
    const path = describeAs('name: mine\nformat: lfw\n');
    expect((await resolveDataset(path, {}, {})).dataset.published).toEqual({});
  });

  test.each([
    ['no text', '', 'E_DESCRIPTION FILE: Invalid input: expected object, received null'],
    [
      'no name and no format',
      'title: x\n',
      'E_DESCRIPTION FILE:1:1: name: Invalid input: expected string, received undefined, format: Invalid option: expected one of "cplfw"|"galleries"|"insightface-bin"|"lfw"|"lfw-view1"|"magface-list"|"pairs"|"sllfw"',
    ],
    [
      'an unknown format, at its place',
      'name: mine\nformat: csv\n',
      'E_DESCRIPTION FILE:2:9: format: Invalid option: expected one of "cplfw"|"galleries"|"insightface-bin"|"lfw"|"lfw-view1"|"magface-list"|"pairs"|"sllfw"',
    ],
    [
      'an unknown key, at its place',
      'name: mine\nformat: pairs\npear: x\n',
      'E_DESCRIPTION FILE:3:1: Unrecognized key: "pear"',
    ],
    [
      'an unknown key further in',
      'name: mine\nformat: pairs\nexpect:\n  faces: 3\n',
      'E_DESCRIPTION FILE:4:3: expect: Unrecognized key: "faces"',
    ],
    [
      'a count that is none',
      'name: mine\nformat: pairs\nexpect:\n  images: 1.5\n',
      'E_DESCRIPTION FILE:4:11: expect.images: Invalid input: expected int, received number',
    ],
    [
      'a name that is no name',
      'name: ../x\nformat: pairs\n',
      'E_DESCRIPTION FILE:1:7: name: expected small letters, digits, dots, dashes',
    ],
    ['a key twice', 'name: a\nname: b\n', 'E_YAML FILE:2:1: Map keys must be unique'],
    ['broken YAML', 'name: [a\n', 'E_YAML FILE:1:9: Flow sequence in block collection must be'],
    ['two documents', 'name: a\n---\nname: b\n', 'E_YAML FILE:2:1: Source contains multiple'],
    [
      'references that swell without end',
      `a: &a [x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h']
        .map((key, i) => `${key}: &${key} [${`*${'abcdefgh'[i]!},`.repeat(9)}]`)
        .join('\n')}\n`,
      'E_YAML FILE: Excessive alias count',
    ],
    ['bytes that are no text', 'name: \0\n', 'E_TEXT_NUL FILE:1:7: a NUL byte'],
  ])('is refused with %s', async (_, text, message) => {
    const path = describeAs(text);
    const error = await refusalOf(load(path));
    expect(error.message.replace(path, 'FILE')).toContain(message);
    expect(error.exit).toBe(EXIT.badData);
  });

  test('is refused when its file is not there, a folder or a pipe', async () => {
    const path = join(folder.path, 'mine.yaml');
    expect((await refusalOf(load(path))).code).toBe('E_FILE_MISSING');
    execFileSync('mkfifo', [path]);
    expect((await refusalOf(load(path))).code).toBe('E_FILE_KIND');
    mkdirSync(join(folder.path, 'x.yaml'));
    expect((await refusalOf(load(join(folder.path, 'x.yaml')))).code).toBe('E_FILE_KIND');
  });
});
