import type { PluginContext } from '@lithops/core/spec';
import type { CodeSource } from '../deploy/code-source.js';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import { type ImageName, parseImage, uriOf } from './image-name.js';
import { ImageRegistry } from './image-registry.js';

/** The image that `runtime` names. @throws {LithopsError} `LITHOPS_CONFIG` */
export function imageNamed(
  text: string,
  settings: LambdaSettings,
  context: PluginContext,
  region: string,
): ImageName {
  const { account } = settings;
  return parseImage(text, { account, region, repositoryOf: (name) => context.name(name) });
}

/**
 * The image as it is now.
 * @throws {LithopsError} `LITHOPS_RUNTIME_MISSING` when there is none
 */
export async function imageSource(
  text: string,
  settings: LambdaSettings,
  context: PluginContext,
  region: string,
): Promise<CodeSource> {
  const image = imageNamed(text, settings, context, region);
  const registry = new ImageRegistry(settings, region);
  try {
    const digest = await registry.digestOf(image);
    const uri = uriOf({ ...image, version: { digest } });
    return { kind: 'image', uri, sha256: digest.replace('sha256:', '') };
  } finally {
    registry.close();
  }
}
