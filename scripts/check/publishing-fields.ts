import type { WorkspacePackage } from '../workspace.js';

/**
 * What is wrong with the fields that a registry shows, and with how a package is published. Provenance is refused when
 * `repository` is not where the release runs: so there is one address, that of the root's package.json.
 *
 * @param repositoryUrl such as `git+https://example.org/owner/name.git`
 */
export function wrongPublishingFields(one: WorkspacePackage, repositoryUrl: string): readonly string[] {
  const { folder, manifest } = one;
  const page = repositoryUrl.replace(/^git\+|\.git$/g, '');
  const expected: Readonly<Record<string, unknown>> = {
    homepage: `${page}/tree/main/${folder}#readme`,
    bugs: `${page}/issues`,
    repository: { type: 'git', url: repositoryUrl, directory: folder },
    publishConfig: { access: 'public', provenance: true },
  };
  const keywords = manifest['keywords'];
  return [
    ...Object.entries(expected)
      .filter(([field, value]) => JSON.stringify(manifest[field]) !== JSON.stringify(value))
      .map(([field, value]) => `"${field}" must be ${JSON.stringify(value)}.`),
    ...(Array.isArray(keywords) && keywords[0] === 'lithops'
      ? []
      : ['"keywords" must be a list that begins with "lithops".']),
  ];
}
