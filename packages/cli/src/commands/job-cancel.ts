import { cancelJob } from '@lithops/core/jobs';
import { type CommonOptions, executorOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';

/** Cancels a persisted job, and says what that means for it. */
export async function cancelOneJob(
  name: string,
  options: CommonOptions,
  streams: CommandStreams,
): Promise<void> {
  const { state, done, failed } = await cancelJob(name, executorOptions(options));
  const ended = `${done + failed} calls had ended`;
  if (state === 'cancelled') streams.stdout.write(`Job ${name} was cancelled before.\n`);
  else if (state === 'running')
    streams.stdout.write(`Job ${name} is cancelled: its program stops it now. ${ended}.\n`);
  else streams.stdout.write(`Job ${name} is cancelled: nobody continues it. ${ended}.\n`);
}
