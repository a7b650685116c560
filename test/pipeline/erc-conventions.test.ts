import { describe, expect, test } from '@jest/globals';
import { wholeQuality } from '../../src/metrics/combined-quality.js';
import { ISO_RULE } from '../../src/metrics/erc/rule.js';
import { findConvention, verificationInput } from '../../src/metrics/index.js';
import { rejection } from '../../src/pipeline/erc.js';
import { metricsJson } from '../../src/report/index.js';
import { ercTable } from '../../src/terminal/index.js';
import type { ScoreSet } from '../../src/types.js';
import { f1, scoreSet } from '../metrics/peer-runs.js';

/** Rejection by the set's own qualities of comparisons. */
function rejected(set: ScoreSet, ...names: string[]) {
  const quality = wholeQuality('magnitude', set.quality!);
  const rule = { ...ISO_RULE, start: { kind: 'fmr', value: 1e-2 } } as const;
  const wishes = { quality: ['magnitude'], seed: 1, draws: 20 };
  const conventions = names.map(findConvention);
  return rejection(verificationInput(set), [quality], rule, { ...wishes, conventions });
}

describe('rejection as CR-FIQA counts it', () => {
  const { rows, curves } = rejected(f1().scores, 'crfiqa');

  test('is its own three curves and their areas, and nothing of the default', () => {
    expect(curves.map(({ labels }) => labels)).toEqual(
      [1e-2, 1e-3, 1e-4].map((fmr) => ({
        quality: 'magnitude',
        fmr,
        rate: 'fnmr',
        convention: 'crfiqa',
      })),
    );
    expect(rows.map(({ metric, convention }) => `${metric} ${convention}`)).toEqual([
      'erc_auc@fmr=1e-2:magnitude crfiqa',
      'erc_auc@fmr=1e-3:magnitude crfiqa',
      'erc_auc@fmr=1e-4:magnitude crfiqa',
    ]);
    expect(rows[1]).toMatchObject({
      count: 600,
      note: 'area from discard 0 to 0.95, thresholds picked anew at each step; unsupported: 0.6 of an impostor, in 600',
    });
  });

  test('tells where it really stands: the threshold jumps from 1/n to nobody', () => {
    const { discard, attained_fmr: fmr, error } = curves[1]!.columns;
    // Strictly below the distance of its one impostor nobody is left, whatever was chosen.
    expect(fmr!.every((rate) => rate < 1e-2)).toBe(true);
    const before = [...discard!].indexOf(0.15);
    expect(error![before + 1]! / error![before]!).toBeGreaterThan(1.9);
  });

  test('stands beside the default and MagFace, each under its name', () => {
    const all = rejected(f1().scores, 'iso', 'magface', 'crfiqa');
    const text = ercTable(all.curves);
    for (const name of ['magnitude ', 'magnitude, as magface', 'magnitude, as crfiqa']) {
      expect(text).toContain(name);
    }
    const subject = {
      dataset: 'f1',
      protocol: '',
      images: '',
      model: '',
      modelDigest: '',
      preprocess: '',
    };
    const keys = Object.keys(
      JSON.parse(metricsJson({ subject, ...all })) as Record<string, number>,
    );
    expect(keys).toContain('f1/erc_auc_fmr_1e-3_magnitude');
    expect(keys).toContain('f1/erc_area_discard_0.2_magnitude');
  });

  test('is nothing where a class is missing from what is kept', () => {
    const set = { ...scoreSet([0.9, 0.8], []), quality: Float64Array.of(1, 2) };
    const found = rejected(set, 'crfiqa');
    expect(found.rows).toEqual([]);
    expect(found.curves.map(({ columns }) => columns['discard']!.length)).toEqual([0, 0, 0]);
  });
});
