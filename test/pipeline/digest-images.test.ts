import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { digestList } from '../../src/pipeline/digest-images.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the digest of a list of pictures', () => {
  test.each([0, 1, 1023, 1024, 1025, 2500])('of %d names is that of all of them', (count) => {
    const ids = Array.from({ length: count }, (_, i) => `é/${i}.jpg`);
    const digests = ids.map((id) => sha256(id));
    expect(digestList(ids)).toBe(sha256(ids.map((id) => `${id}\0\n`).join('')));
    expect(digestList(ids, digests)).toBe(
      sha256(ids.map((id, i) => `${id}\0${digests[i]!}\n`).join('')),
    );
  });
});
