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
import { bandDetsPlot } from '../../src/report/plots/band-dets.js';
import { qualityGridPlot } from '../../src/report/plots/quality-grid.js';
import { luminance, ramp } from '../../src/report/plots/ramp.js';
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

describe('the plot of quality bands with edges and thresholds of their own', () => {
  const bands = SMALL.curves.find(({ name }) => name === 'quality_bands')!;
  const drawn = async (columns: Curve['columns'], labels: Curve['labels'] = bands.labels) => {
    const curve = { ...bands, labels, columns: { ...bands.columns, ...columns } };
    return texts(await svgOf(qualityBandsPlot(withCurves(curve))!)).join(' ');
  };

  test('names bands by the edges that were given', async () => {
    const text = await drawn(
      {
        edge_low: Float64Array.of(-Infinity, 17.5),
        edge_high: Float64Array.of(17.5, Infinity),
      },
      { quality: 'sharpness', at_fmr: 0.001 },
    );
    expect(text).toContain('below 17.5');
    expect(text).toContain('17.5 and above');
    expect(text).toContain('Sharpness of the pair');
    expect(text).not.toContain('of nearly equal size');
  });

  test('says what the diamonds are, where there are any', async () => {
    expect(await drawn({ own_fnmr: Float64Array.of(0.05, NaN) })).toContain('Diamonds: ');
    expect(await drawn({ own_fnmr: Float64Array.of(NaN, NaN) })).not.toContain('Diamonds: ');
  });

  test('is not squeezed by an interval of few errors', () => {
    const columns = { ...bands.columns, fnmr_high: Float64Array.of(0.07, 0.9) };
    const spec = JSON.stringify(qualityBandsPlot(withCurves({ ...bands, columns })));
    const [, top] = /"domain":\[0,([\d.]+)\]/.exec(spec)!;
    expect(Number(top)).toBeGreaterThan(0.06);
    expect(Number(top)).toBeLessThan(0.2);
  });
});

describe('the DET of each band', () => {
  const det = (band: number, fnmr: number[], quality = 'magnitude'): Curve => ({
    name: 'quality_bands_det',
    labels: { quality, band, quality_low: 10 * band, quality_high: 10 * band + 9.96 },
    columns: { fmr: Float64Array.of(0, 0.01, 0.2, 1), fnmr: Float64Array.from(fnmr) },
  });

  test('is named by the qualities of the band, the darkest line the lowest, of the first quality', async () => {
    const report = withCurves(
      det(1, [1, 0.2, 0.05, 0]),
      det(2, [1, 0.1, 0.02, 0]),
      det(3, [1, 0.1, 0.02, 0], 'sharpness'),
    );
    const found = texts(await svgOf(bandDetsPlot(report)!));
    expect(found).toEqual(expect.arrayContaining(['magnitude', '10.0 – 20.0', '20.0 – 30.0']));
    expect(found).not.toContain('sharpness');
  });

  test('is not drawn without errors', () => {
    expect(bandDetsPlot(withCurves(det(1, [0, 0, 0, 0])))).toBeUndefined();
    expect(bandDetsPlot(withCurves())).toBeUndefined();
  });

  test.each([1, 2, 3, 10, 99])('has %d colours, each lighter than the one before', (count) => {
    const colours = ramp(count).map(luminance);
    expect(colours).toHaveLength(count);
    colours.slice(1).forEach((light, i) => {
      expect(light).toBeGreaterThan(colours[i]!);
    });
    // Against white, 1.6 to 1 and more.
    for (const light of colours) expect(1.05 / (light + 0.05)).toBeGreaterThan(1.5);
  });
});

describe('the map of both pictures', () => {
  const grid = (fnmr: number[], from = [1, 1, 3]): Curve => ({
    name: 'quality_bands_grid',
    labels: { quality: 'magnitude', at_fmr: 0.001 },
    columns: {
      worse_from: Float64Array.from(from),
      worse_to: Float64Array.of(3, 3, 5),
      better_from: Float64Array.of(from[0]!, from[2]!, from[2]!),
      better_to: Float64Array.of(3, 5, 5),
      genuine: Float64Array.of(40, 20, 0),
      genuine_errors: Float64Array.of(10, 1, 0),
      fnmr: Float64Array.from(fnmr),
      impostor: Float64Array.of(30, 30, 30),
      impostor_errors: Float64Array.of(3, 0, 1),
      fmr: Float64Array.of(0.1, 0, 1 / 30),
    },
  });

  test('has the rate and the counts in every cell, and says where there is none', async () => {
    const found = texts(await svgOf(qualityGridPlot(withCurves(grid([0.25, 0.05, NaN])))!));
    expect(found).toEqual(
      expect.arrayContaining(['25.00', '10 of 40', '5.00', '1 of 20', 'none', '3 of 30']),
    );
    expect(found).toEqual(
      expect.arrayContaining(['Magnitude of the worse picture', 'Magnitude of the better picture']),
    );
    expect(found.join(' ')).not.toContain('NaN');
  });

  test('writes on every shade in the ink that stands out from it, at 4.5 to 1 or more', () => {
    const rates = Array.from({ length: 30 }, (_, i) => i / 29);
    for (const rate of rates) {
      const spec = JSON.stringify(qualityGridPlot(withCurves(grid([1, rate, NaN]))));
      const cells = [...spec.matchAll(/"fill":"(#\w{6})","ink":"(#\w{6})"/g)];
      expect(cells.length).toBeGreaterThan(3);
      for (const [, fill, ink] of cells) {
        const [a, b] = [luminance(fill!), luminance(ink!)];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        expect({ fill, ink, readable: contrast >= 4.5 || fill === '#ffffff' }).toMatchObject({
          readable: true,
        });
      }
    }
  });

  test('is the darker the greater the rate', () => {
    const spec = JSON.stringify(qualityGridPlot(withCurves(grid([0.3, 0.1, 0]))));
    const fills = [...spec.matchAll(/"fill":"(#\w{6})"/g)].slice(0, 3).map(([, fill]) => fill!);
    const [most, some, none] = fills.map(luminance);
    expect(most!).toBeLessThan(some!);
    expect(some!).toBeLessThan(none!);
  });

  test('is not drawn of one cell', () => {
    const one = grid([0.1, 0.1, 0.1]);
    const columns = Object.fromEntries(
      Object.entries(one.columns).map(([name, values]) => [name, values.slice(0, 1)]),
    );
    expect(qualityGridPlot(withCurves({ ...one, columns }))).toBeUndefined();
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
