import { z } from 'zod';

/** A whole number of trials. */
export const COUNT = z.int().min(0);

/** What a file says was measured: a Subject, in reports and in baselines. */
export const SUBJECT = z.strictObject({
  dataset: z.string(),
  protocol: z.string(),
  images: z.string(),
  model: z.string(),
  modelDigest: z.string(),
  preprocess: z.string(),
  partial: COUNT.exactOptional(),
});
