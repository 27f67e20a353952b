const NOT_FOR_WORKERS = /^--(inspect|import|require|loader|experimental-loader|cpu-prof|heap-prof|test)/;

/**
 * NODE_OPTIONS for workers: memory limits and the like go on, but no debugger (one port for many processes) and no
 * loaders (code arrives as JavaScript).
 */
export function workerNodeOptions(options: string | undefined): string | undefined {
  const words = (options ?? '').split(/\s+/).filter((word) => word !== '');
  const kept: string[] = [];
  for (let position = 0; position < words.length; position++) {
    const word = words[position] ?? '';
    if (word === '-r' || (NOT_FOR_WORKERS.test(word) && !word.includes('=') && takesValue(word))) position++;
    else if (!NOT_FOR_WORKERS.test(word)) kept.push(word);
  }
  return kept.length === 0 ? undefined : kept.join(' ');
}

function takesValue(word: string): boolean {
  return /^--(import|require|loader|experimental-loader)$/.test(word);
}
