import { describe, expect, it } from 'vitest';
import type { WorkerHalf } from '../spec/plugin.js';
import { workerEnvironment } from './worker-credentials.js';

function half(secret: object, more: Partial<WorkerHalf> = {}): WorkerHalf {
  return {
    name: 'bell 1',
    plugin: 'bell',
    module: 'file:///bell.js',
    sections: { bell: { url: 'tcp://127.0.0.1', secret: 'ding' } },
    declared: {
      bell: {
        url: { type: 'string', doc: 'Where it rings' },
        secret: { type: 'string', secret: true, doc: 'Who may ring', ...secret },
      },
    },
    ...more,
  };
}

function credentialsOf(monitor: WorkerHalf): unknown {
  const { LITHOPS_MONITOR_CREDENTIALS: text } = workerEnvironment({ monitor });
  return text === undefined ? undefined : JSON.parse(text);
}

describe('the environment of workers that have an identity of their own', () => {
  it('holds what a plug-in cannot do without, and only its credentials', () => {
    expect(credentialsOf(half({ required: true }))).toEqual({ bell: { secret: 'ding' } });
  });

  it('holds nothing where that identity may do as well', () => {
    expect(credentialsOf(half({}))).toBeUndefined();
  });

  it('holds credentials that the client has made for workers', () => {
    expect(credentialsOf(half({}, { needsCredentials: true }))).toEqual({ bell: { secret: 'ding' } });
  });
});
