import { faas } from '@lithops/testing-backends';
import { type Broken, broken, never } from './broken-plugin.js';

/** The activation of a backend, counted from 1, with which something goes wrong: only a larger job has as many. */
const LATE = 25;

const every200 = 'a job › of 200 calls gives each its own result, having run it once';

/** Bodies and replies that do not arrive as they were sent. */
export const carrying: readonly Broken[] = [
  {
    that: 'drops a reply',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => {
        let count = 0;
        return {
          async invoke(activation, options) {
            const isDropped = ++count === LATE;
            const reply = await backend.invoke(activation, options);
            return isDropped ? await never() : reply;
          },
        };
      }),
    fails: { [every200]: /answers each activation with its own reply[\s\S]*had not come to its end/ },
  },
  {
    that: 'replies with the body of another activation',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => {
        let count = 0;
        let earlier: Uint8Array<ArrayBuffer> | undefined;
        return {
          async invoke(activation, options) {
            const reply = await backend.invoke(activation, options);
            const body = ++count === LATE ? earlier : reply.body;
            earlier = reply.body;
            return { ...reply, body };
          },
        };
      }),
    fails: { [every200]: /answers each activation with its own reply/ },
  },
  {
    that: 'truncates a body',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => ({
        invoke: (activation, options) =>
          backend.invoke({ ...activation, body: activation.body.slice(0, 10_000) }, options),
      })),
    fails: {
      'a job › carries bytes of every value as they are': /byte for byte/,
      'sizes › of payloads may be what is declared for inline replies': /maxPayloadBytes\.inline is 65536/,
    },
  },
  {
    that: 'claims a larger payload than it takes',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, ({ capabilities }) => ({
        capabilities: { ...capabilities, maxPayloadBytes: { inline: 131_072, none: 131_072 } },
      })),
    fails: {
      'sizes › of payloads may be what is declared for inline replies':
        /invoke takes a body of capabilities\.maxPayloadBytes\.inline[\s\S]*is 131072/,
    },
  },
  {
    that: 'claims a larger reply than it brings',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, ({ capabilities }) => ({
        capabilities: { ...capabilities, maxReplyBytes: 131_072 },
      })),
    fails: { 'sizes › of replies may be what is declared': /capabilities\.maxReplyBytes comes back whole/ },
  },
  {
    that: 'has one request id for all',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => ({
        invoke: async (activation, options) => ({
          ...(await backend.invoke(activation, options)),
          requestId: 'request',
        }),
      })),
    fails: { 'replies › have request ids of their own': /requestId is the platform's id of one request/ },
  },
  {
    that: 'says that it streams, and does not',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, ({ capabilities }) => ({
        capabilities: { ...capabilities, streamsReplies: true },
      })),
    fails: {
      'replies › come piece by piece, when they are streamed': /capabilities\.streamsReplies is true/,
    },
  },
  {
    that: 'tells of the start when all is over',
    plugin: (fleet) =>
      broken(faas({ fleet }).plugin, (backend) => ({
        capabilities: { ...backend.capabilities, tellsStart: true },
        async invoke(activation, options) {
          const reply = await backend.invoke(activation, options);
          options.onStarted?.();
          return reply;
        },
      })),
    fails: {
      'replies › begin with the start of the work, when that is told': /capabilities\.tellsStart is true/,
    },
  },
];
