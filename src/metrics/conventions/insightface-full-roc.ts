import { nearestPoint } from '../nearest-fmr.js';
import { excess, NEAREST } from '../reasons.js';
import type { Convention } from './convention.js';

export const INSIGHTFACE_FULL_ROC: Convention = {
  name: 'insightface-full-roc',
  summary:
    'TAR: the point of the whole ROC nearest to the FAR, above or below it: insightface without the thinning. Accuracy as insightface, the rest as iso',
  reference:
    'deepinsight/insightface recognition/arcface_torch/onnx_ijbc.py @7fadd42, with roc_curve(drop_intermediate=False)',
  defects: [
    'the FMR attained may exceed the FAR asked for',
    'the published scripts thin their ROC, so no published table is counted so; it shows what thinning does',
  ],
  tarAtFar: ({ sweep }, far) => nearestPoint(sweep, far),
  why: { tarAtFar: (_, own) => excess(own, NEAREST) },
};
