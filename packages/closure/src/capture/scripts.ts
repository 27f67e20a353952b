import type { Debugger } from 'node:inspector';
import { inspector } from './inspector.js';

/** A script as the engine runs it, after whatever transpiler. */
export interface Script {
  readonly id: string;
  /** `file:` URL, path, or what a loader made of it; empty for `eval`. */
  readonly url: string;
  readonly source: string;
}

const urls = new Map<string, string>();
const sources = new Map<string, string>();

/** URL of a script. The debugger is on only while it lists the scripts that are not known yet: that costs milliseconds. */
export function scriptUrl(scriptId: string): string {
  if (!urls.has(scriptId)) withDebugger(() => undefined);
  const url = urls.get(scriptId) ?? '';
  urls.set(scriptId, url);
  return url;
}

/** Id and URL of each script that was listed so far. */
export function knownScripts(): (readonly [id: string, url: string])[] {
  return [...urls];
}

export function scriptOf(scriptId: string): Script {
  const known = sources.get(scriptId);
  const source = known ?? withDebugger(() => sourceOf(scriptId));
  sources.set(scriptId, source);
  return { id: scriptId, url: scriptUrl(scriptId), source };
}

function sourceOf(scriptId: string): string {
  return inspector().post<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', { scriptId })
    .scriptSource;
}

function withDebugger<T>(action: () => T): T {
  const off = inspector().onEvent('Debugger.scriptParsed', rememberUrl);
  try {
    inspector().post('Debugger.enable');
    return action();
  } finally {
    inspector().post('Debugger.disable');
    off();
  }
}

function rememberUrl(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('params' in message)) return;
  const { params } = message;
  if (typeof params !== 'object' || params === null || !('scriptId' in params && 'url' in params)) return;
  urls.set(String(params.scriptId), String(params.url));
}
