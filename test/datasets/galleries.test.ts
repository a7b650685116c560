import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseGalleryTable } from '../../src/datasets/formats/gallery-table.js';
import { resolveDataset } from '../../src/datasets/index.js';
import { UserError } from '../../src/errors.js';
import type { GalleryProtocol } from '../../src/types.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';
import { lines, refusalOf } from './parsing.js';

const FIXTURE = join(PROJECT, 'fixtures', 'protocols', 'galleries');

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const load = async (root = folder.path, name = 'galleries') => {
  const { dataset, source } = await resolveDataset(name, { root }, {});
  return dataset.loadGalleries!(source);
};

function put(gallery: string, probes = 'path,identity\np.jpg,Ada\n'): void {
  mkdirSync(folder.path, { recursive: true });
  writeFileSync(join(folder.path, 'gallery.csv'), gallery);
  writeFileSync(join(folder.path, 'probes.csv'), probes);
}

/** Each template as `id of subject: pictures`. */
function shown({ images, templates }: GalleryProtocol): string[] {
  const { ids, identity, identities, offsets, members } = templates;
  return ids.map((id, t) => {
    const own = [...members.subarray(offsets[t], offsets[t + 1])].map((m) => images[m]);
    return `${id} of ${identities[identity[t]!] ?? 'nobody'}: ${own.join(' ')}`;
  });
}

describe('galleries of two tables', () => {
  test('hold templates that are pooled, in several galleries, with strangers', async () => {
    const { protocol, images, place } = await load(FIXTURE);
    expect(shown(protocol)).toEqual([
      'ada of Ada: ada/1.jpg ada/2.jpg',
      'grace of Grace: grace/1.jpg',
      'stray of nobody: stray.jpg',
      'ada/3.jpg of Ada: ada/3.jpg',
      'grace/2.jpg of Grace: grace/2.jpg',
      'emmy/1.jpg of Emmy: emmy/1.jpg',
      'nobody.jpg of nobody: nobody.jpg',
    ]);
    const named = protocol.galleries.map(({ name, templates }) => [name, ...templates]);
    expect(named).toEqual([
      ['G1', 0, 1],
      ['G2', 0, 2],
    ]);
    expect([...protocol.probes]).toEqual([3, 4, 5, 6]);
    expect(images.ids).toEqual(protocol.images);
    expect(images.describe(0)).toBe(join(FIXTURE, 'ada', '1.jpg'));
    expect(place!(1)).toEqual({ file: join(FIXTURE, 'gallery.csv'), line: 4 });
    expect(place!(3)).toEqual({ file: join(FIXTURE, 'probes.csv'), line: 2 });
  });

  test('have the digest of both tables one after the other', async () => {
    const hash = createHash('sha256');
    for (const name of ['gallery.csv', 'probes.csv']) {
      hash.update(readFileSync(join(FIXTURE, name)));
    }
    expect((await load(FIXTURE)).protocol.digest).toBe(hash.digest('hex'));
  });

  test('are one gallery of a template a picture where the table says no more', async () => {
    put('identity;path\nAda;a.jpg\nAda;b.jpg\n');
    const { protocol } = await load();
    expect(shown(protocol).slice(0, 2)).toEqual(['a.jpg of Ada: a.jpg', 'b.jpg of Ada: b.jpg']);
    expect(protocol.galleries).toEqual([{ name: 'gallery', templates: Uint32Array.of(0, 1) }]);
  });

  test('may search with what is enrolled: `protocol check` tells of it', async () => {
    put('path,identity\np.jpg,Ada\n');
    const { protocol } = await load();
    expect([...protocol.probes]).toEqual([0]);
  });

  test.each([
    [
      'a template of two persons',
      'path,identity,template\na.jpg,Ada,t\nb.jpg,Bo,t\n',
      undefined,
      'E_GALLERY_TABLE GALLERY:3:1: template "t" is of "Bo" here and of "Ada" in GALLERY:2; give a template one person',
    ],
    [
      'a template that is of somebody in one table and of nobody in the other',
      'path,identity\np.jpg,\n',
      undefined,
      'E_GALLERY_TABLE PROBES:2:1: template "p.jpg" is of "Ada" here and of nobody known in GALLERY:2',
    ],
    [
      'a picture twice in a template',
      'path,identity\na.jpg,Ada\na.jpg,Ada\n',
      undefined,
      'E_GALLERY_TABLE GALLERY:3:1: "a.jpg" stands twice in template "a.jpg" of gallery "gallery"; name a picture once',
    ],
    [
      'a probe twice',
      'path,identity\na.jpg,Ada\n',
      'path,identity\nb.jpg,Bo\nb.jpg,Bo\n',
      'E_GALLERY_TABLE PROBES:3:1: "b.jpg" stands twice in template "b.jpg" of the probes',
    ],
    [
      'a template with other pictures in another gallery',
      'path,identity,template,gallery\na.jpg,Ada,t,G1\na.jpg,Ada,t,G2\nb.jpg,Ada,t,G2\n',
      undefined,
      'E_GALLERY_TABLE GALLERY:2:1: template "t" has other pictures elsewhere',
    ],
    [
      'a gallery among the probes',
      'path,identity\na.jpg,Ada\n',
      'path,identity,gallery\nb.jpg,Bo,G1\n',
      'E_GALLERY_TABLE PROBES:2:1: a gallery is named among the probes',
    ],
    [
      'an empty name of a template',
      'path,template,identity\na.jpg,,Ada\n',
      undefined,
      'E_GALLERY_TABLE GALLERY:2:7: an empty name',
    ],
    [
      'a path that climbs',
      'path,identity\n../a.jpg,Ada\n',
      undefined,
      'E_PATH_TRAVERSAL GALLERY:2:1: a path that climbs with ".."',
    ],
    [
      'no picture',
      'path,identity\n',
      undefined,
      'E_GALLERY_TABLE GALLERY:1: the table names no picture',
    ],
    [
      'no columns',
      'a.jpg,Ada\n',
      undefined,
      'E_GALLERY_TABLE GALLERY:1:1: no column is called path',
    ],
  ])('are refused with %s', async (_, gallery, probes, says) => {
    put(gallery, probes);
    const error = await refusalOf(load());
    const message = error.message
      .replaceAll(join(folder.path, 'gallery.csv'), 'GALLERY')
      .replaceAll(join(folder.path, 'probes.csv'), 'PROBES');
    expect(message).toContain(says);
  });

  test('name their files where there are none, and the flag that helps', async () => {
    const error = await refusalOf(load());
    expect(error.message).toBe(
      `E_PROTOCOL_MISSING no protocol file at ${join(folder.path, 'gallery.csv')}; point --root at the folder that holds gallery.csv and probes.csv`,
    );
  });

  test('may be described, with counts that must hold', async () => {
    put('path,identity\na.jpg,Ada\n');
    const path = join(folder.path, 'own.yaml');
    const text = 'name: own\nformat: galleries\ndisjoint: true\n';
    writeFileSync(path, `${text}expect: { images: 2, galleries: 1, probes: 1 }\n`);
    const { dataset, source } = await resolveDataset(path, {}, {});
    expect((await dataset.loadGalleries!(source)).protocol.name).toBe('own');
    expect(dataset.load).toBeUndefined();
    expect(dataset.published).toEqual({ disjoint: true });
    writeFileSync(path, `${text}expect: { probes: 2, genuine: 3 }\n`);
    const again = await resolveDataset(path, {}, {});
    expect((await refusalOf(again.dataset.loadGalleries!(again.source))).message).toContain(
      'E_EXPECT ' +
        `${path}: 3 genuine are expected, the files hold none, 2 probes are expected, the files hold 1`,
    );
    writeFileSync(path, `${text}persons: who.csv\n`);
    expect((await refusalOf(resolveDataset(path, {}, {}))).message).toContain(
      'E_DESCRIPTION ' + `${path}: persons with the format galleries`,
    );
  });

  test('are never anything but read or refused, whatever the bytes', () => {
    const valid = readFileSync(join(FIXTURE, 'gallery.csv'));
    const mutated = fc
      .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 })
      .map((changes) => {
        const bytes = Uint8Array.from(valid);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(mutated, (bytes) => {
        try {
          for (const { template } of parseGalleryTable(lines(bytes), 'file.txt')) {
            expect(template).not.toBe('');
          }
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message).toMatch(/^E_[A-Z_]+ file\.txt:\d+/);
        }
      }),
    );
  });
});
