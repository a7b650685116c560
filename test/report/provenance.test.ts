import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors.js';
import {
  provenance,
  type ProvenanceFacts,
  provenanceJson,
  runClock,
} from '../../src/report/provenance.js';
import { SMALL } from './small-report.js';

const FACTS: ProvenanceFacts = {
  versions: { node: 'v20.19.0', magface: '0.1.0' },
  subject: SMALL.subject,
  device: { ran: 'cpu', tried: [{ device: 'cuda', reason: 'no library' }] },
  flags: { out: undefined, far: [0.1, 0.001], dataset: 'lfw' },
  seed: 1,
  threads: 2,
  batch: 8,
  counts: { images: 7701, comparisons: 6000 },
  failures: [{ image: 'a.jpg', reason: 'E_EMPTY' }],
  timings: { total: 3.5, embedding: 3 },
  clock: runClock(new Date(0), new Date(3500)),
};

describe('provenance.json', () => {
  test('holds every fact, records sorted, unset flags left out', () => {
    expect(provenanceJson(provenance(FACTS))).toMatchInlineSnapshot(`
     "{
       "format": "magface-provenance/1",
       "versions": {
         "magface": "0.1.0",
         "node": "v20.19.0"
       },
       "subject": {
         "dataset": "lfw",
         "protocol": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
         "images": "b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
         "model": "model.onnx",
         "modelDigest": "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
         "preprocess": "insightface RGB 112 flip=none"
       },
       "device": {
         "ran": "cpu",
         "tried": [
           {
             "device": "cuda",
             "reason": "no library"
           }
         ]
       },
       "flags": {
         "dataset": "lfw",
         "far": [
           0.1,
           0.001
         ]
       },
       "seed": 1,
       "threads": 2,
       "batch": 8,
       "counts": {
         "comparisons": 6000,
         "images": 7701
       },
       "failures": [
         {
           "image": "a.jpg",
           "reason": "E_EMPTY"
         }
       ],
       "timings": {
         "embedding": 3,
         "total": 3.5
       },
       "clock": {
         "started": "1970-01-01T00:00:00.000Z",
         "finished": "1970-01-01T00:00:03.500Z",
         "fixed": false
       }
     }
     "
    `);
  });

  test('leaves out what a run without a model does not have', () => {
    const { versions, subject, flags, counts, failures, timings, clock } = FACTS;
    const facts = { versions, subject, flags, counts, failures, timings, clock };
    expect(Object.keys(provenance(facts)).sort()).toEqual([...Object.keys(facts), 'format'].sort());
  });

  test('is the same of two runs under SOURCE_DATE_EPOCH, whatever time they took', () => {
    const [first, second] = [1000, 99_000].map((finished) =>
      provenanceJson(
        provenance({
          ...FACTS,
          timings: { total: finished },
          clock: runClock(new Date(0), new Date(finished), '86400'),
        }),
      ),
    );
    expect(first).toBe(second);
    expect(first).toContain('"started": "1970-01-02T00:00:00.000Z"');
  });

  test.each(['x', '-1', '1.5', '1e3', ' 1', '8640000000001', '99999999999999'])(
    'refuses SOURCE_DATE_EPOCH=%j',
    (text) => {
      expect(() => runClock(new Date(0), new Date(0), text)).toThrow(UserError);
      expect(() => runClock(new Date(0), new Date(0), text)).toThrow('E_SOURCE_DATE_EPOCH');
    },
  );

  test('takes an empty SOURCE_DATE_EPOCH as unset', () => {
    expect(runClock(new Date(0), new Date(1000), '')).toEqual({
      started: '1970-01-01T00:00:00.000Z',
      finished: '1970-01-01T00:00:01.000Z',
      fixed: false,
    });
  });
});
