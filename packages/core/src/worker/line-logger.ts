import type { Logger } from '../executor/surface.js';
import { formatCallId } from '../storage/key-layout.js';
import type { ActivationPayload } from '../wire/index.js';

/** One line per message on stderr: workers' output goes where the backend's logs are. */
export function lineLogger(
  { executorId, jobId }: Pick<ActivationPayload, 'executorId' | 'jobId'>,
  index: number,
): Logger {
  const line = (level: string) => (message: string) =>
    void process.stderr.write(`[${level}] ${executorId}/${jobId}/${formatCallId(index)} ${message}\n`);
  return { debug: line('debug'), info: line('info'), warn: line('warning'), error: line('error') };
}
