import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { FORMATS, renderReport } from '../../src/report/index.js';
import { detPlot } from '../../src/report/plots/det.js';
import { epcPlot } from '../../src/report/plots/epc.js';
import { ercPlot } from '../../src/report/plots/erc.js';
import { plotFiles } from '../../src/report/plots/index.js';
import { precisionRecallPlot } from '../../src/report/plots/precision-recall.js';
import { qualityBandsPlot } from '../../src/report/plots/quality-bands.js';
import { rocPlot } from '../../src/report/plots/roc.js';
import { percentAxis, powerOfTen, thinned } from '../../src/report/plots/style.js';
import { svgOf } from '../../src/report/plots/svg.js';
import type { Curve, Report } from '../../src/types.js';
import { SMALL } from './small-report.js';

function withCurves(...curves: Curve[]): Report {
  return { ...SMALL, curves };
}

/** What a reader of the picture reads, in the order of the document. */
function texts(svg: string): string[] {
  return Array.from(svg.matchAll(/<text[^>]*>(.*?)<\/text>/g), (match) =>
    match[1]!
      .replace(/<\/tspan>/g, ' ')
      .replace(/<[^>]*>/g, '')
      .trim(),
  );
}

describe('the plots of a report', () => {
  test('are the same bytes whenever and in whatever order they are drawn', async () => {
    const first = await plotFiles(SMALL);
    const specs = {
      'erc.svg': ercPlot(SMALL),
      'roc.svg': rocPlot(SMALL),
      'det.svg': detPlot(SMALL),
    };
    for (const [file, spec] of Object.entries(specs)) {
      expect(await svgOf(spec!)).toBe(first.get(file));
    }
    const together = await Promise.all(Object.values(specs).map((spec) => svgOf(spec!)));
    expect(together).toEqual(Object.keys(specs).map((file) => first.get(file)));
  });

  test('are those the report has curves for', async () => {
    expect([...(await plotFiles(SMALL)).keys()]).toEqual([
      'roc.svg',
      'det.svg',
      'precision_recall.svg',
      'epc.svg',
      'erc.svg',
      'quality_bands.svg',
    ]);
    expect((await plotFiles({ ...SMALL, curves: [] })).size).toBe(0);
  });

  test('are pictures that another program can draw, of more than white', async () => {
    for (const svg of (await plotFiles(SMALL)).values()) {
      const { channels, entropy } = await sharp(Buffer.from(svg)).stats();
      expect(channels).toHaveLength(4);
      expect(entropy).toBeGreaterThan(0.1);
    }
  });

  test('show names as text, never as markup', async () => {
    const subject = { ...SMALL.subject, dataset: '<script>alert(1)</script>', model: '"&<a>' };
    for (const svg of (await plotFiles({ ...SMALL, subject })).values()) {
      expect(svg).toContain('&lt;script&gt;');
      expect(svg).not.toContain('<script');
      expect(svg).not.toContain('<a>');
    }
  });

  test('say that a trial is one', async () => {
    const subject = { ...SMALL.subject, partial: 200 };
    for (const svg of (await plotFiles({ ...SMALL, subject })).values()) {
      expect(svg).toContain('PARTIAL: a trial on 200 comparisons');
    }
  });
});

describe('the ROC plot', () => {
  test('has powers of ten on its axis and the operating points by name', async () => {
    const drawn = texts(await svgOf(rocPlot(SMALL)!));
    expect(drawn).toEqual(expect.arrayContaining(['10⁻³', '10⁻²', '10⁻¹', '1']));
    expect(drawn).toContain('96.67 % at 10⁻³');
  });

  test('marks the operating points of one convention, and none whose FMR is 0', () => {
    const row = { metric: 'tar@far=1e-4', value: 0.5, count: 3000, achieved: 0, convention: 'iso' };
    const spec = JSON.stringify(rocPlot({ ...SMALL, rows: [...SMALL.rows, row] }));
    expect(spec).toContain('96.67 % at');
    expect(spec).not.toContain('97.00 % at');
    expect(spec).not.toContain('50.00 % at');
  });

  test('is not drawn where every FMR is 0 or there is none', () => {
    const curve = (fmr: number[]): Curve => ({
      name: 'roc',
      labels: {},
      columns: { fmr: Float64Array.from(fmr), tar: Float64Array.from(fmr, () => 1) },
    });
    expect(rocPlot(withCurves(curve([0])))).toBeUndefined();
    expect(rocPlot(withCurves(curve([])))).toBeUndefined();
  });
});

describe('the DET plot', () => {
  const det = (fmr: number[], fnmr: number[]): Curve => ({
    name: 'det',
    labels: {},
    columns: { fmr: Float64Array.from(fmr), fnmr: Float64Array.from(fnmr) },
  });
  const drawn = async (curve: Curve) => texts(await svgOf(detPlot(withCurves(curve))!));

  test('has the customary ticks in per cent, from the last one below the least rate', async () => {
    const found = await drawn(det([0, 0.0005, 0.2, 1], [1, 0.015, 0.002, 0]));
    const ticks = found.filter((text) => /^[\d.]+$/.test(text));
    expect(ticks).toEqual([
      ...['0.01', '0.1', '1', '2', '5', '10', '20', '40'],
      ...['0.1', '1', '2', '5', '10', '20', '40'],
    ]);
  });

  test('writes rates below 0.01 % as powers of ten', async () => {
    const found = await drawn(det([0, 1e-6, 0.2, 1], [1, 0.015, 0.002, 0]));
    expect(found).toEqual(expect.arrayContaining(['10⁻⁴', '10⁻³', '0.01']));
  });

  test('reaches up to 99 % for a system that is little better than chance', async () => {
    const found = await drawn(det([0, 0.1, 0.45, 0.9, 1], [1, 0.85, 0.43, 0.05, 0]));
    expect(found).toEqual(expect.arrayContaining(['60', '80', '99']));
  });

  test('gives equal steps of the deviates equal widths, as the normal distribution has them', () => {
    const spec = detPlot(withCurves(det([0, 0.0015, 0.5, 1], [1, 0.2, 0.02275, 0]))) as unknown as {
      layer: { data: { values: { x: number; y: number }[] } }[];
    };
    const [, at, to] = spec.layer.at(-1)!.data.values;
    expect([at!.x, at!.y]).toEqual([
      expect.closeTo(-2.9677379253417833, 12),
      expect.closeTo(-0.8416212335729143, 12),
    ]);
    expect([to!.x, to!.y]).toEqual([0, expect.closeTo(-2, 3)]);
  });

  test('is not drawn where no rate lies between 0 and 1', () => {
    expect(detPlot(withCurves(det([0, 0, 1], [1, 0, 0])))).toBeUndefined();
    expect(detPlot(withCurves(det([], [])))).toBeUndefined();
  });
});

describe('the plot of precision over recall', () => {
  test('says what guessing would give', async () => {
    const drawn = texts(await svgOf(precisionRecallPlot(SMALL)!));
    expect(drawn.join(' ')).toContain('Grey: guessing, 50 % of comparisons are genuine');
  });

  test('is not drawn without points', () => {
    const nothing = new Float64Array();
    const columns = { threshold: nothing, precision: nothing, recall: nothing };
    const empty = { name: 'precision_recall', labels: {}, columns };
    expect(precisionRecallPlot(withCurves(empty))).toBeUndefined();
  });
});

describe('the plot of the performance to expect', () => {
  test('shows the error over the weight by which thresholds were chosen', async () => {
    const drawn = texts(await svgOf(epcPlot(SMALL)!));
    expect(drawn).toEqual(
      expect.arrayContaining(['HTER (%)', 'Weight of the FMR when the threshold was chosen']),
    );
  });

  test('is not drawn without a development set', () => {
    expect(epcPlot(withCurves())).toBeUndefined();
  });
});

describe('the ERC plot', () => {
  test('names each line at its end, apart from one another', async () => {
    const svg = await svgOf(ercPlot(SMALL)!);
    expect(texts(svg)).toEqual(expect.arrayContaining(['magnitude', 'random']));
  });

  test('keeps names apart when all lines end at one value', () => {
    const erc = SMALL.curves.find(({ name }) => name === 'erc')!;
    const qualities = ['a', 'b', 'c', 'd', 'e', 'f', 'random'];
    const spec = ercPlot(
      withCurves(...qualities.map((quality) => ({ ...erc, labels: { quality, fmr: 0.001 } }))),
    ) as unknown as { layer: { data: { values: { at: number }[] } }[] };
    const heights = spec.layer.at(-1)!.data.values.map(({ at }) => at);
    const gaps = heights.slice(1).map((at, i) => at - heights[i]!);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(1e-9);
  });

  test('ends before the point at which nothing is kept', () => {
    expect(JSON.stringify(ercPlot(SMALL))).not.toContain('"discard":1,');
  });
});

describe('the plot of quality bands', () => {
  test('labels each bar by its band', async () => {
    const drawn = texts(await svgOf(qualityBandsPlot(SMALL)!)).join(' ');
    expect(drawn).toContain('9.7 – 17.2');
    expect(drawn).toContain('17.3 – 24.9');
  });

  test('tells a band without genuine comparisons from one without errors', async () => {
    const bands = SMALL.curves.find(({ name }) => name === 'quality_bands')!;
    const nothing = Float64Array.of(NaN, 0);
    const columns = { ...bands.columns, fnmr: nothing, fnmr_low: nothing, fnmr_high: nothing };
    const drawn = texts(await svgOf(qualityBandsPlot(withCurves({ ...bands, columns }))!));
    expect(drawn.filter((text) => text === 'no mated comparisons')).toHaveLength(1);
  });
});

describe('an axis', () => {
  test.each([
    { rate: 0.001, text: '10⁻³' },
    { rate: 1e-10, text: '10⁻¹⁰' },
    { rate: 0.0025, text: '2.5 × 10⁻³' },
    { rate: 0.1, text: '10⁻¹' },
    { rate: 0.25, text: '0.25' },
    { rate: 1, text: '1' },
    { rate: 0, text: '0' },
  ])('writes the rate $rate as $text', ({ rate, text }) => {
    expect(powerOfTen(rate)).toBe(text);
  });

  test.each([
    { to: 1, format: '.0f', why: 'whole per cents' },
    { to: 0.05, format: '.1f', why: 'half per cents between the ticks' },
    { to: 0.0012, format: '.2f', why: 'ticks are hundredths of a per cent apart' },
  ])('of shares up to $to has labels of the format $format: $why', ({ to, format }) => {
    expect(JSON.stringify(percentAxis('x', [0, to]))).toContain(format);
  });
});

test('thinning keeps the first and the last point of each half pixel', () => {
  const points = [0, 0.1, 0.2, 0.3, 0.6, 3];
  expect(thinned(points, (x) => x)).toEqual([0, 0.3, 0.6, 3]);
});

describe('the list of forms', () => {
  test('has a name and a summary for each, and no two write one file', async () => {
    const names = FORMATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const files = await Promise.all(
      FORMATS.map(async ({ render }) => [...(await render(SMALL)).keys()]),
    );
    expect([...(await renderReport(SMALL)).keys()]).toEqual(files.flat());
    for (const { summary } of FORMATS) expect(summary).toMatch(/^\w+\.\w+.*: /);
  });
});
