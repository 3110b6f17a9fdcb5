import type { ServerResponse } from 'node:http';
import type { Habits } from './habits.ts';

/** The ways a read can fail, in the specification's words (oneroster-1.1 §5). */
export type CodeMinor =
  | 'invalid_filter_field'
  | 'invalid_sort_field'
  | 'invalid_selection_field'
  | 'invalid_blank_selection_field'
  | 'invalid_data'
  | 'unauthorized'
  | 'forbidden'
  | 'unknown_object'
  | 'unsupported_operation'
  | 'conflict'
  | 'timeout'
  | 'server_busy';

export interface StatusInfo {
  codeMinor: CodeMinor;
  severity: 'error' | 'warning';
  description: string;
}

/** One entry of `statusInfoSet`, also used for warnings beside the data (oneroster-1.1 §2.1). */
export function statusInfo(info: StatusInfo): Record<string, string> {
  return {
    imsx_codeMajor: info.severity === 'error' ? 'failure' : 'success',
    imsx_severity: info.severity,
    imsx_operationRefIdentifier: 'oneroster',
    imsx_description: info.description,
    imsx_codeMinor: info.codeMinor,
  };
}

/** An error body in the chosen spelling (oneroster-1.1 §5, shapes 1 to 3). */
export function errorBody(info: StatusInfo, shape: Habits['errorShape']): unknown {
  const { codeMinor, description } = info;
  if (shape === 'statusInfoSet') return { statusInfoSet: [statusInfo(info)] };
  if (shape === 'plain') return { codeMajor: 'failure', severity: 'error', codeMinor, description };
  return {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: description,
    imsx_CodeMinor: {
      imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: codeMinor }],
    },
  };
}

export function sendError(res: ServerResponse, status: number, codeMinor: CodeMinor, description: string, habits: Habits): void {
  const info: StatusInfo = { codeMinor, severity: 'error', description };
  const headers: Record<string, string> = {};
  if (status === 401) headers['WWW-Authenticate'] = `${habits.auth.startsWith('oauth1') ? 'OAuth' : 'Bearer'} realm="OneRoster"`;
  const busy = status === 503 || status === 429;
  if (busy && habits.retryAfterSeconds !== null) headers['Retry-After'] = String(habits.retryAfterSeconds);
  sendJson(res, status, errorBody(info, habits.errorShape), headers);
}

export function sendJson(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length, ...headers });
  res.end(bytes);
}
