import { hostname } from 'node:os';
import { errorCode } from './file-failure.js';

/** Host and process, as file names of unfinished work carry them: `node7.4711`. */
export function processName(): string {
  return `${hostname().replaceAll(/[^A-Za-z0-9-]/g, '-')}.${process.pid}`;
}

/**
 * True when the process that wrote a file under the name `owner` is certainly gone: it ran on this host, and no process
 * has its id, or this very process does but began after the last write. Of another host nothing is certain.
 * @param owner `host.pid` as processName gives it
 * @param lastWritten time of the file's last change, milliseconds since 1970
 */
export function isGone(owner: string, lastWritten: number): boolean {
  const [host, pid] = owner.split('.');
  if (host !== processName().split('.')[0] || !/^\d+$/.test(pid ?? '')) return false;
  if (Number(pid) === process.pid) {
    // Containers often give every run the same host name and the id 1.
    return lastWritten < Date.now() - process.uptime() * 1000;
  }
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}
