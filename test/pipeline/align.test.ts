import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { alignPictures } from '../../src/pipeline/align.js';
import { digestFaces } from '../../src/pipeline/digest-images.js';
import { SILENT } from '../../src/talk.js';
import { inMemory } from '../support/faces.js';
import { temporaryFolder } from '../support/run-cli.js';
import { pointsAfter, tilt } from '../support/tilted-lfw.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const named = (...ids: string[]) => ({ ...inMemory(ids.map((id) => Buffer.from(id))), ids });

let files = 0;
function file(...lines: string[]): string {
  const path = join(folder.path, `${files++}.txt`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const line = (name: string, points: readonly number[]) => `${name} ${points.join(' ')} 0.9`;
const STRAIGHT = pointsAfter(tilt(0, 1));

function aligned(ids: string[], landmarks: string) {
  const remarks: string[] = [];
  const talk = { ...SILENT, remark: (text: string) => remarks.push(text) };
  return { images: alignPictures(named(...ids), { landmarks }, talk), remarks };
}

describe('landmarks', () => {
  test.each([
    { why: 'the whole name', ids: ['a/1.jpg'], entry: 'a/1.jpg' },
    { why: 'the bare name of a file', ids: ['a/1.jpg'], entry: '1.jpg' },
    { why: 'a path of another machine', ids: ['a/1.jpg'], entry: '/data/a/1.jpg' },
    { why: 'another extension', ids: ['a/1.png'], entry: 'a/1.jpg' },
  ])('are found by $why', ({ ids, entry }) => {
    const { images } = aligned(ids, file(line('other.jpg', STRAIGHT), line(entry, STRAIGHT)));
    const { a, b, x } = images.alignment!.placeOf(0);
    expect(a).toBeCloseTo(1);
    expect(b).toBeCloseTo(0);
    expect(x).toBeCloseTo(44);
  });

  test('that are not there are counted and named', () => {
    const path = file(line('a', STRAIGHT));
    expect(() => aligned(['a', 'b', 'c', 'd', 'e'], path)).toThrow(
      `E_LANDMARKS_MISSING ${path} has no landmarks of 4 of 5 pictures: "b", "c", "d", ...; it names "a"; name`,
    );
  });

  test('that may be of several pictures are refused', () => {
    const path = file(line('1.jpg', STRAIGHT));
    expect(() => aligned(['a/1.jpg', 'b/1.jpg'], path)).toThrow(
      `E_LANDMARKS_AMBIGUOUS ${path}:1:1`,
    );
  });

  test('that show no face are refused with their line', () => {
    const path = file(
      line('a', STRAIGHT),
      line(
        'b',
        STRAIGHT.map((v) => v / 200),
      ),
    );
    expect(() => aligned(['a', 'b'], path)).toThrow(`E_LANDMARKS_DEGENERATE ${path}:2:1`);
    expect(aligned(['a'], path).images.alignment?.text).toBe('align=landmarks');
  });

  test('may lie outside of the picture', () => {
    const outside = STRAIGHT.map((value) => value - 900);
    const place = aligned(['a'], file(line('a', outside))).images.alignment!.placeOf(0);
    expect(place.x).toBeCloseTo(44 - 900);
  });

  test('of a mirrored face are told of', () => {
    const [a, b, c, d, e, f, g, h, i, j] = STRAIGHT as [number, ...number[]];
    const exchanged = [c, d, a, b, e, f, i, j, g, h] as number[];
    const path = file(line('a', STRAIGHT), line('b', exchanged));
    expect(aligned(['a', 'b'], path).remarks).toEqual([
      'landmarks of 1 of 2 pictures would fit better in a mirror: left is meant as seen in the picture',
    ]);
  });

  test('belong to what a stored vector is found by', async () => {
    const never = new AbortController().signal;
    const digests = async (...lines: string[]) =>
      digestFaces(aligned(['a', 'b'], file(...lines)).images, SILENT, never);
    const first = await digests(line('a', STRAIGHT), line('b', STRAIGHT));
    const again = await digests(line('b', STRAIGHT), line('a', STRAIGHT), line('c', STRAIGHT));
    const moved = await digests(line('a', STRAIGHT), line('b', pointsAfter(tilt(1, 1))));
    const plain = await digestFaces(named('a', 'b'), SILENT, never);
    expect(again).toEqual(first);
    expect(moved[0]).toBe(first[0]);
    expect(moved[1]).not.toBe(first[1]);
    expect(new Set([...plain, ...first, moved[1]]).size).toBe(5);
  });
});

describe('flags', () => {
  const images = named('a');
  test.each([
    { why: 'landmarks that are not used', request: { align: 'none', landmarks: 'x' } },
    { why: 'landmarks beside a square for all', request: { align: 'lfw-crop', landmarks: 'x' } },
    { why: 'no landmarks to align by', request: { align: 'landmarks' } },
  ] as const)('refuse $why', ({ request }) => {
    expect(() => alignPictures(images, request, SILENT)).toThrow('E_ALIGN ');
  });

  test('leave pictures as they are without a wish', () => {
    expect(alignPictures(images, {}, SILENT)).toBe(images);
    expect(alignPictures(images, { align: 'none' }, SILENT)).toBe(images);
  });
});
