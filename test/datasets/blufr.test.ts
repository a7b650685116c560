import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawTrials } from '../../src/datasets/blufr-draw.js';
import { parseBlufrList } from '../../src/datasets/formats/blufr-lists.js';
import { linesOf } from '../../src/files/text-lines.js';

const parse = (text: string) =>
  parseBlufrList(linesOf([Buffer.from(text)], 'list.txt'), 'list.txt');

describe("BLUFR's lists", () => {
  test('hold a block of pictures for each trial', () => {
    const trials = parse('2\n1\n4, Aaron_Peirsol_0001.jpg\n2\n9, Al_0002.jpg\n16, Bo_0011.jpg\n');
    expect(
      trials.map((trial) => trial.map(({ person, number, line }) => [person, number, line])),
    ).toEqual([
      [['Aaron_Peirsol', 1, 3]],
      [
        ['Al', 2, 5],
        ['Bo', 11, 6],
      ],
    ]);
  });

  test.each([
    ['', 'list.txt:1: is empty'],
    ['2\n1\n4, Al_0001.jpg\n', 'list.txt:3: ends 1 trials too early'],
    ['1\n2\n4, Al_0001.jpg\n', 'list.txt:3: ends 1 pictures too early'],
    ['1\n1\n4, Al_0001.jpg\n3\n', 'list.txt:4: more than 1 trials'],
    ['ten\n', 'E_NUMBER list.txt:1:1: expected the number of trials'],
    ['1\nx\n', 'E_NUMBER list.txt:2:1: expected the number of pictures of a trial'],
    ['1\n1\nAl_0001.jpg\n', 'list.txt:3: expected INDEX, NAME_0001.jpg, found "Al_0001.jpg"'],
    ['1\n1\n4, ../up_0001.jpg\n', 'E_PATH_TRAVERSAL list.txt:3:4'],
  ])('%j are refused: %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

describe('trials drawn in their place', () => {
  /** As many persons and pictures as LFW has: 4,069 persons with one, 1,680 with 9,164 together. */
  const persons = () => {
    let next = 0;
    return Array.from({ length: 5749 }, (_, person) => {
      const count = person >= 1680 ? 1 : person === 0 ? 530 : person < 238 ? 6 : 5;
      return Array.from({ length: count }, () => next++);
    });
  };

  test("have BLUFR's numbers of persons, and about its numbers of pictures", () => {
    const all = persons();
    const personOf = new Map(all.flatMap((own, person) => own.map((picture) => [picture, person])));
    const trials = drawTrials(all);
    expect(trials).toHaveLength(10);
    for (const { gallery, probes } of trials) {
      const enrolled = new Set(Array.from(gallery, (picture) => personOf.get(picture)!));
      const searched = new Set(Array.from(probes, (picture) => personOf.get(picture)!));
      expect([gallery.length, enrolled.size]).toEqual([1000, 1000]);
      expect([...enrolled].every((person) => searched.has(person))).toBe(true);
      expect(searched.size).toBe(4249);
      expect(new Set([...gallery, ...probes]).size).toBe(gallery.length + probes.length);
    }
    // Of the ten published trials: 3,907 to 4,832 mated and 4,032 to 4,862 non-mated probes.
    const sum = trials.reduce((total, { probes }) => total + probes.length, 0);
    expect(sum / 10).toBeGreaterThan(8000);
    expect(sum / 10).toBeLessThan(9700);
  });

  test('of every number of persons keep training apart, and are the same each time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 6, maxLength: 40 }),
        (counts) => {
          let next = 0;
          const all = counts.map((count) => Array.from({ length: count }, () => next++));
          const trials = drawTrials(all);
          expect(drawTrials(all)).toEqual(trials);
          for (const { gallery, probes } of trials) {
            const used = new Set([...gallery, ...probes]);
            expect(used.size).toBe(gallery.length + probes.length);
            for (const own of all) {
              const inTrial = own.filter((picture) => used.has(picture)).length;
              expect([0, own.length]).toContain(inTrial);
              expect(own.filter((picture) => gallery.includes(picture)).length).toBeLessThan(2);
            }
          }
        },
      ),
    );
  });
});
