import { Argument, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly reference?: string;
  readonly defects?: readonly string[];
  readonly standard?: boolean;
}

/** Every list of records a user may ask for; each is imported only when asked for. */
const LISTS: Readonly<Record<string, () => Promise<readonly Entry[]>>> = {
  datasets: async () => (await import('../datasets/index.js')).DATASETS,
  metrics: async () => (await import('../metrics/index.js')).METRICS,
  conventions: async () => (await import('../metrics/conventions/index.js')).CONVENTIONS,
  identification: async () =>
    (await import('../metrics/identification/index.js')).IDENTIFICATION_CONVENTIONS,
  intervals: async () => (await import('../metrics/interval-methods.js')).INTERVALS,
  landmarks: async () => (await import('../landmarks/index.js')).LANDMARKS_FORMATS,
  qualities: async () => (await import('../qualities/index.js')).QUALITIES,
  presets: async () => (await import('../inference/preprocess.js')).PRESETS,
  devices: async () =>
    (await import('../inference/devices.js')).listDevices().map(({ device, obstacle }) => ({
      name: device,
      summary: obstacle ?? 'nothing stands in its way here',
    })),
  formats: async () => (await import('../report/index.js')).FORMATS,
  embeddings: async () => (await import('../embeddings/formats.js')).EMBEDDING_FORMATS,
  pooling: async () => (await import('../embeddings/pooling.js')).POOLING_RULES,
  scores: async () => (await import('../scores/index.js')).SCORE_FORMATS,
  degradations: async () => (await import('../synthetic/degrade.js')).DEGRADATIONS,
};

export function registerList(program: Command, io: Io): void {
  program
    .command('list')
    .description(
      'what there is: datasets, metrics, conventions, identification, intervals, landmarks, qualities, presets, devices, formats, embeddings, pooling, scores, degradations',
    )
    .addArgument(new Argument('<what>', 'which list').choices(Object.keys(LISTS)))
    .option('--json', 'print the records as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ magface list datasets\n  $ magface list conventions --json\n',
    )
    .action(async (what, { json }) => {
      const { colourWanted, entryTable, writeOut } = await import('../terminal/index.js');
      const entries = (await LISTS[what]!()).map(
        ({ name, summary, reference, defects, standard }) => ({
          name,
          summary,
          ...(reference === undefined ? {} : { reference }),
          ...(defects === undefined ? {} : { defects }),
          ...(standard === undefined ? {} : { standard }),
        }),
      );
      await writeOut(
        io.stdout,
        json
          ? `${JSON.stringify(entries, null, 2)}\n`
          : entryTable(entries, io.stdout.columns, colourWanted(io.stdout, io.env)),
      );
    });
}
