import { readFileSync, writeFileSync } from 'node:fs';

/** What `work` resolves to, once a line of JSON has told what it cost; as stages.py of the peers tells it. */
export async function stage(name, work) {
  resetPeak();
  const [began, before] = [performance.now(), processor()];
  const found = await work();
  const [wall, cpu] = [(performance.now() - began) / 1000, processor() - before];
  console.log(JSON.stringify({ stage: name, wall, cpu, peak: peak() }));
  return found;
}

/** From here on the peak of resident memory is counted anew, where the kernel allows it. */
function resetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak since the start, then.
  }
}

/** Highest resident memory since the last reset, in bytes. */
function peak() {
  const status = readFileSync('/proc/self/status', 'utf8');
  return 1024 * Number(/^VmHWM:\s*(\d+)/m.exec(status)[1]);
}

function processor() {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e6;
}
