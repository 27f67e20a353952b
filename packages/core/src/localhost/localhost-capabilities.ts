import type { Capabilities } from '../spec/capabilities.js';
import { MAX_WATCHED_CALLS } from './watched-calls.js';

/** A frame's length is a u32. */
const MAX_FRAME_BYTES = 2 ** 32 - 1;
/** What a frame for an agent has beside the activation's body. */
const MAX_BODY_BYTES = MAX_FRAME_BYTES - 8;

/**
 * What worker processes on this machine can do. Everything streams, so a call's outcome is here as soon as it has ended.
 *
 * @param processes calls at once
 * @param sharesClientFilesystem false when they run in a container
 */
export function localhostCapabilities(processes: number, sharesClientFilesystem: boolean): Capabilities {
  return {
    replies: ['inline', 'none'],
    maxPayloadBytes: { inline: MAX_BODY_BYTES, none: MAX_BODY_BYTES },
    maxReplyBytes: MAX_FRAME_BYTES,
    maxCallsPerActivation: MAX_WATCHED_CALLS,
    streamsReplies: true,
    tellsStart: true,
    defaultMaxWorkers: processes,
    cancel: 'running',
    logs: true,
    sharesClientFilesystem,
  };
}
