import type { Logger } from '../../src/log/index.js';

/** Keeps what is logged, as `level message`. */
export function keptLog(): Logger & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const line = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return { lines, debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
