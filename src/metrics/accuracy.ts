import { bestThreshold } from './best-threshold.js';
import { insightfaceAccuracy } from './conventions/insightface.js';
import type { Metric } from './metric.js';
import { decidedInfluence } from './sampling.js';
import { mean } from './spread.js';
import type { Sweep } from './sweep.js';

export const ACCURACY: Metric = {
  name: 'accuracy',
  title: 'Accuracy over folds',
  summary:
    'mean share of right decisions on each test fold, at a threshold chosen on all other comparisons',
  reference: 'Huang et al., Labeled Faces in the Wild, 2007, View 2',
  better: 'higher',
  standard: true,
  compute: (input, convention) => {
    const rule = convention.accuracy ?? insightfaceAccuracy;
    const result = rule(input);
    const counted = convention.accuracy === undefined ? 'insightface' : convention.name;
    const { correct, count, notes, standardError, right, inSample = false } = result;
    const share = correct / count;
    if (count === 0) {
      const reason = inSample ? 'no comparisons' : 'no fold can be scored';
      const note = [`undefined: ${reason}`, ...notes].join('; ');
      return [{ metric: 'accuracy', value: NaN, count: 0, convention: counted, note }];
    }
    const shared = {
      count,
      convention: counted,
      ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    };
    return [
      {
        metric: 'accuracy',
        value: result.mean,
        hits: correct,
        threshold: mean(result.thresholds),
        ...shared,
        sampling: {
          range: 'share',
          influence: decidedInfluence(right, share, count, { genuine: true, impostor: true }),
          further: inSample ? 0 : missedBy(input.sweep, share) ** 2,
          decisions: () => right,
        },
      },
      ...(inSample ? [] : [spreadRow('accuracy_std', result.std, shared)]),
      ...(standardError === undefined ? [] : [spreadRow('accuracy_se', standardError, shared)]),
    ];
  },
};

/** A row for the spread over folds, with the reason where one fold alone has none. */
function spreadRow(
  metric: string,
  value: number,
  shared: { readonly count: number; readonly convention: string; readonly note?: string },
) {
  if (!Number.isNaN(value)) return { metric, value, ...shared };
  const note = ['undefined: one fold has no spread', ...(shared.note ? [shared.note] : [])];
  return { metric, value, ...shared, count: 0, note: note.join('; ') };
}

/**
 * By how much the threshold that is best in hindsight would have been better than those chosen on other folds.
 *
 * What the choice loses varies from benchmark to benchmark about as much as it is: simulation, docs/intervals.md.
 */
function missedBy(sweep: Sweep, share: number): number {
  const { genuineAccepted, impostorAccepted, genuineTotal, impostorTotal } = sweep;
  const best = bestThreshold(sweep, (genuine, impostor) => genuine - impostor);
  const right = (genuineAccepted[best] ?? 0) + impostorTotal - (impostorAccepted[best] ?? 0);
  return Math.max(0, right / (genuineTotal + impostorTotal) - share);
}
