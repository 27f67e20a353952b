import { readProjectFile } from '../../scripts/workspace.js';

/** Address of the project's files on its main branch, when package.json says where the project lives; ends with `/`. */
export function repositoryFiles(manifest = readProjectFile('package.json') ?? '{}'): string | undefined {
  const { repository } = JSON.parse(manifest);
  const url = typeof repository === 'string' ? repository : repository?.url;
  const match = /github(?:\.com)?[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url ?? '');
  return match === null ? undefined : `https://github.com/${match[1]}/blob/main/`;
}
