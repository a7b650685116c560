import type { Report } from '../../types.js';
import { degradationPlot, similarityPlot } from './degradation.js';
import { bandDetsPlot } from './band-dets.js';
import { detPlot } from './det.js';
import { epcPlot } from './epc.js';
import { cmcPlot } from './cmc.js';
import { fnirPlot } from './fnir.js';
import { rejectPlot } from './reject.js';
import { ercDetsPlot } from './erc-dets.js';
import { ercPlot } from './erc.js';
import { groupErrorsPlot } from './group-errors.js';
import { groupPairsPlot } from './group-pairs.js';
import { precisionRecallPlot } from './precision-recall.js';
import { predictCalibrationPlot } from './predict-calibration.js';
import { predictSimilarityPlot } from './predict-similarity.js';
import { qualityBandsPlot } from './quality-bands.js';
import { qualityHistogramPlot } from './quality-histogram.js';
import { qualityGridPlot } from './quality-grid.js';
import { rocPlot } from './roc.js';
import type { Spec } from './style.js';
import { svgOf } from './svg.js';

/** Every plot: the file it is drawn to, and its specification, undefined where a report lacks what it shows. */
export const PLOTS: readonly {
  readonly file: string;
  readonly spec: (report: Report) => Spec | undefined;
}[] = [
  { file: 'roc.svg', spec: rocPlot },
  { file: 'det.svg', spec: detPlot },
  { file: 'precision_recall.svg', spec: precisionRecallPlot },
  { file: 'epc.svg', spec: epcPlot },
  { file: 'erc.svg', spec: ercPlot },
  { file: 'erc_det.svg', spec: ercDetsPlot },
  { file: 'quality_bands.svg', spec: qualityBandsPlot },
  { file: 'predict_calibration.svg', spec: predictCalibrationPlot },
  { file: 'predict_similarity.svg', spec: predictSimilarityPlot },
  { file: 'quality_histogram.svg', spec: qualityHistogramPlot },
  { file: 'quality_bands_det.svg', spec: bandDetsPlot },
  { file: 'quality_bands_grid.svg', spec: qualityGridPlot },
  { file: 'cmc.svg', spec: cmcPlot },
  { file: 'group_errors.svg', spec: groupErrorsPlot },
  { file: 'group_pairs.svg', spec: groupPairsPlot },
  { file: 'fnir.svg', spec: fnirPlot },
  { file: 'reject.svg', spec: rejectPlot },
  { file: 'degradation.svg', spec: degradationPlot },
  { file: 'degradation_similarity.svg', spec: similarityPlot },
];

/** The SVG of every plot the report has curves for, by file name. */
export async function plotFiles(report: Report): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { file, spec } of PLOTS) {
    const drawn = spec(report);
    if (drawn !== undefined) files.set(file, await svgOf(drawn));
  }
  return files;
}
