import { appendFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Option, type Command } from '@commander-js/extra-typings';
import { EXIT, type ExitCode, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { CheckStatus, Verdict } from '../types.js';
import * as flags from './options.js';

/** What the gate's answer means to a shell; an answer that could not be had is an error of its own. */
const EXITS: Readonly<Record<Exclude<CheckStatus, 'error'>, ExitCode>> = {
  pass: EXIT.ok,
  fail: EXIT.gateFailed,
  inconclusive: EXIT.inconclusive,
};

export function registerCheck(program: Command, io: Io): void {
  program
    .command('check')
    .description(
      'hold a run against a baseline, for CI: exit 0 as good, 1 worse, 3 cannot tell, 65 or 66 no comparison',
    )
    .argument('<report>', 'output folder of `magface eval`, or its report.json')
    .requiredOption('--baseline <file>', 'what `magface baseline` wrote')
    .addOption(flags.FLOOR)
    .option('--junit <file>', 'write the checks as JUnit XML')
    .option('--markdown <file>', 'write the checks as Markdown')
    .addOption(
      new Option('--github', 'annotations, and the Markdown appended to $GITHUB_STEP_SUMMARY'),
    )
    .option('--json', 'print the verdict as JSON instead of the table')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface check out --baseline ci/lfw.baseline.yaml --junit check.xml\n' +
        "  $ magface check out --baseline ci/lfw.baseline.yaml --floor 'lfw/tar_far_1e-3 >= 0.98'\n",
    )
    .action(async (report, { baseline, floor = [], ...options }) => {
      const [{ check }, { MEANS }, { unreadable }] = await Promise.all([
        import('../pipeline/check.js'),
        import('../pipeline/check-means.js'),
        import('../gate/index.js'),
      ]);
      let verdict: Verdict;
      try {
        verdict = await check({ report, baseline, floors: floor }, MEANS);
      } catch (error) {
        if (error instanceof UserError) {
          // What CI collects has to say so, or a stale file would speak for this run.
          const verdict = unreadable(error.message, baseline);
          await write(verdict, options, io);
          if (options.json === true) await print(verdict, options, io);
        }
        throw error;
      }
      await write(verdict, options, io);
      await print(verdict, options, io);
      if (verdict.status === 'error') throw refusal(verdict);
      io.leaveWith(EXITS[verdict.status]);
    });
}

interface Outputs {
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
  readonly github?: true | undefined;
  readonly json?: true | undefined;
}

/** Writes the files that were asked for. */
async function write(verdict: Verdict, { junit, markdown, github }: Outputs, io: Io) {
  const { githubAnnotations, prepareOutput, verdictJunit, verdictMarkdown, writeFiles } =
    await import('../report/index.js');
  const files: [string, string][] = [];
  if (junit !== undefined) files.push([junit, verdictJunit(verdict)]);
  if (markdown !== undefined) files.push([markdown, verdictMarkdown(verdict)]);
  for (const [path, text] of files) {
    await prepareOutput(dirname(path));
    await writeFiles(dirname(path), new Map([[basename(path), text]]));
  }
  if (github !== true) return;
  io.stderr.write(githubAnnotations(verdict));
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (summary === undefined || summary === '') return;
  try {
    await appendFile(summary, `${verdictMarkdown(verdict)}\n`);
  } catch (cause) {
    const what = `${summary} cannot be written (${(cause as Error).message})`;
    throw new UserError('E_OUT_WRITE', what, 'unset GITHUB_STEP_SUMMARY', EXIT.ioError, { cause });
  }
}

async function print(verdict: Verdict, { json }: Outputs, { stdout, env }: Io): Promise<void> {
  const [{ verdictJson }, { checkTable, colourWanted, writeOut }] = await Promise.all([
    import('../report/index.js'),
    import('../terminal/index.js'),
  ]);
  const style = { columns: stdout.columns, colour: colourWanted(stdout, env) };
  await writeOut(stdout, json === true ? verdictJson(verdict) : checkTable(verdict, style));
}

function refusal({ checks, summary, baseline }: Verdict): UserError {
  return checks[0]?.kind === 'subject'
    ? new UserError(
        'E_BASELINE_PROTOCOL',
        summary,
        `run the evaluation that ${baseline} was written from, or write another baseline`,
        EXIT.badData,
      )
    : new UserError('E_CHECK', summary, `see the table, and docs/ci.md`, EXIT.badData);
}
