import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/**
 * How many threads this process can really keep busy, at least 1: the least of the cores it may run on, the CPUs that
 * Slurm gave its task (`SLURM_CPUS_PER_TASK`), and the CPU time that its control group grants.
 *
 * More threads than that are slower, not faster: four on one core took five times as long as one.
 * @param cpuMax the text of Linux's `cpu.max`, "quota period" in microseconds or "max period"; undefined where there is none
 */
export function usableThreads(
  env: Readonly<Record<string, string | undefined>> = process.env,
  cores = availableParallelism(),
  cpuMax = readCpuMax(),
): number {
  const slurm = Number(env['SLURM_CPUS_PER_TASK'] ?? NaN);
  const [quota, period] = (cpuMax ?? '').trim().split(' ').map(Number);
  const granted = Math.ceil((quota ?? NaN) / (period ?? NaN));
  return Math.min(cores, ...[slurm, granted].filter((n) => Number.isInteger(n) && n >= 1));
}

/** In a container the file of its own group; Node 20 does not look at it. */
function readCpuMax(): string | undefined {
  try {
    return readFileSync('/sys/fs/cgroup/cpu.max', 'utf8');
  } catch {
    return undefined;
  }
}
