import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { comparisonsThatShare, galleryFaults, memberFaults } from '../../src/protocols/index.js';
import type { GalleryProtocol, Templates } from '../../src/types.js';

/** Templates of these pictures, of these subjects. */
function templatesOf(
  members: readonly (readonly number[])[],
  identity: readonly number[],
): Templates {
  const offsets = [0];
  for (const own of members) offsets.push(offsets.at(-1)! + own.length);
  const flat = Uint32Array.from(members.flat());
  return {
    ids: members.map((_, t) => `t${t}`),
    identity: Int32Array.from(identity),
    identities: Array.from({ length: Math.max(0, ...identity) + 1 }, (_, i) => `s${i}`),
    offsets: Uint32Array.from(offsets),
    members: flat,
    media: flat,
  };
}

const PICTURES = 6;
const member = fc.uniqueArray(fc.nat(PICTURES - 1), { minLength: 1, maxLength: 3 });
const sets = fc
  .array(fc.tuple(member, fc.integer({ min: -1, max: 2 })), { minLength: 1, maxLength: 6 })
  .map((all) => ({ members: all.map(([own]) => own), identity: all.map(([, one]) => one) }));

describe('pictures of templates', () => {
  test('are of the subjects that a slow look at every template tells', () => {
    fc.assert(
      fc.property(sets, ({ members, identity }) => {
        const faults = memberFaults(templatesOf(members, identity), PICTURES);
        for (let picture = 0; picture < PICTURES; picture++) {
          const subjects = new Set(
            identity.filter((one, t) => one >= 0 && members[t]!.includes(picture)),
          );
          const told = subjects.size === 1 ? [...subjects][0]! : -1;
          expect(faults.identity[picture]).toBe(told);
          expect(faults.ofTwo.some(([one]) => one === picture)).toBe(subjects.size > 1);
        }
        for (const [picture, one, other] of faults.ofTwo) {
          expect(identity[one]).not.toBe(identity[other]);
          for (const t of [one, other]) expect(members[t]).toContain(picture);
        }
      }),
    );
  });

  test('that two compared templates share are found as by a slow look at every comparison', () => {
    fc.assert(
      fc.property(sets, fc.array(fc.tuple(fc.nat(5), fc.nat(5))), ({ members, identity }, all) => {
        const pairs = all.filter(([a, b]) => a < members.length && b < members.length);
        const left = Uint32Array.from(pairs, ([a]) => a);
        const right = Uint32Array.from(pairs, ([, b]) => b);
        const slow = [...pairs.keys()].filter((k) => {
          const [a, b] = pairs[k]!;
          return a !== b && members[a]!.some((one) => members[b]!.includes(one));
        });
        const templates = templatesOf(members, identity);
        expect([...comparisonsThatShare(templates, PICTURES, { left, right })]).toEqual(slow);
      }),
    );
  });
});

describe('galleries', () => {
  const protocolOf = (
    members: readonly (readonly number[])[],
    identity: readonly number[],
    galleries: readonly (readonly number[])[],
    probes: readonly number[],
  ): GalleryProtocol => ({
    kind: 'galleries',
    name: 'own',
    images: Array.from({ length: PICTURES }, (_, i) => `${i}.jpg`),
    templates: templatesOf(members, identity),
    galleries: galleries.map((own, g) => ({ name: `G${g + 1}`, templates: Uint32Array.from(own) })),
    probes: Uint32Array.from(probes),
    digest: '',
  });

  test('are counted with strangers, who are subjects of their own', () => {
    const protocol = protocolOf(
      [[0], [1], [2], [3], [4], [5]],
      [0, 0, -1, -1, 1, 0],
      [[0, 1, 2, 3]],
      [4, 5],
    );
    expect(galleryFaults(protocol).galleries).toEqual([
      { subjects: 3, mated: 1, nonMated: 1, unsought: [] },
    ]);
  });

  test('tell of subjects whom nobody seeks, or who stand in several', () => {
    const protocol = protocolOf([[0], [1], [2]], [0, 1, 1], [[0, 1], [1]], [2]);
    const { galleries, straddling } = galleryFaults(protocol);
    expect(galleries.map(({ unsought }) => unsought)).toEqual([[0], []]);
    expect(straddling).toEqual([1]);
  });

  test('tell of templates that stand twice, and of probes of nobody known', () => {
    const protocol = protocolOf([[0], [1], [2]], [0, -1, 0], [[0, 0]], [1, 2, 2]);
    const faults = galleryFaults(protocol);
    expect(faults.repeatedEntries).toEqual([[0, 0]]);
    expect(faults.repeatedProbes).toEqual([2]);
    expect(faults.unknown).toEqual([1]);
  });

  test('tell of probes with an enrolled picture as a slow look at every pair of templates does', () => {
    fc.assert(
      fc.property(
        sets,
        fc.array(fc.uniqueArray(fc.nat(5), { minLength: 1 }), { minLength: 1, maxLength: 2 }),
        fc.uniqueArray(fc.nat(5)),
        ({ members, identity }, all, searched) => {
          const there = (t: number) => t < members.length;
          const galleries = all.map((own) => own.filter(there));
          const probes = searched.filter(there);
          const slow = probes.filter((probe) =>
            galleries.some((own) =>
              own.some((entry) => members[entry]!.some((one) => members[probe]!.includes(one))),
            ),
          );
          const { enrolled } = galleryFaults(protocolOf(members, identity, galleries, probes));
          expect(enrolled.map(([probe]) => probe)).toEqual(slow.sort((a, b) => a - b));
          for (const [probe, g, entry, picture] of enrolled) {
            expect(galleries[g]).toContain(entry);
            expect(members[entry]).toContain(picture);
            expect(members[probe]).toContain(picture);
          }
        },
      ),
    );
  });
});
