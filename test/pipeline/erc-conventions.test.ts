import { describe, expect, test } from '@jest/globals';
import { findConvention, verificationInput } from '../../src/metrics/index.js';
import { rejection } from '../../src/pipeline/erc.js';
import { metricsJson } from '../../src/report/index.js';
import { ercTable } from '../../src/terminal/index.js';
import { f1, f2, scoreSet } from '../metrics/peer-runs.js';

const wishes = (...names: string[]) => ({
  fmr: 1e-2,
  quality: ['magnitude'] as const,
  seed: 1,
  conventions: names.map(findConvention),
});

describe('rejection as CR-FIQA counts it', () => {
  const { rows, curves } = rejection(verificationInput(f1().scores), wishes('crfiqa'));

  test('is its own three curves and their areas, and nothing of the default', () => {
    expect(curves.map(({ labels }) => labels)).toEqual(
      [1e-2, 1e-3, 1e-4].map((fmr) => ({ quality: 'magnitude', fmr, convention: 'crfiqa' })),
    );
    expect(rows.map(({ metric, convention }) => `${metric} ${convention}`)).toEqual([
      'erc_auc@fmr=1e-2 crfiqa',
      'erc_auc@fmr=1e-3 crfiqa',
      'erc_auc@fmr=1e-4 crfiqa',
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
    const all = rejection(verificationInput(f1().scores), wishes('iso', 'magface', 'crfiqa'));
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
    expect(keys).toContain('f1/erc_auc_fmr_1e-3');
    expect(keys).toContain('f1/erc_area_discard_0.2');
  });

  test('is nothing without qualities, or where a class is missing from what is kept', () => {
    const oneClass = { ...scoreSet([0.9, 0.8], []), quality: Float64Array.of(1, 2) };
    for (const set of [f2(), oneClass]) {
      const found = rejection(verificationInput(set), wishes('crfiqa'));
      expect(found.rows).toEqual([]);
      expect(found.curves.map(({ columns }) => columns['discard']!.length)).toEqual([0, 0, 0]);
    }
  });
});
