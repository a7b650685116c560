import type { ProtocolCheck } from '../types.js';
import { csvText } from './csv.js';

/**
 * The text of protocol_check.csv: a line a case, those that break the protocol first. `count` is that of all cases of its finding,
 * of which no more than a thousand are listed.
 */
export function protocolCheckCsv({ dataset, findings }: ProtocolCheck): string {
  return csvText(
    ['dataset', 'severity', 'finding', 'count', 'file', 'line', 'what'],
    findings.flatMap(({ severity, name, count, cases }) =>
      cases.map(({ place, what }) => [
        dataset,
        severity,
        name,
        count,
        place?.file,
        place?.line,
        what,
      ]),
    ),
  );
}

/** The text of a check as JSON, for scripts: `{format, status, dataset, protocol, counts, findings}`; `status` is pass or fail. */
export function protocolCheckJson({ dataset, protocol, counts, findings }: ProtocolCheck): string {
  const status = findings.some(({ severity }) => severity === 'breaks') ? 'fail' : 'pass';
  const ordered = {
    format: 'magface-protocol-check/1',
    status,
    dataset,
    protocol,
    counts,
    findings,
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}
