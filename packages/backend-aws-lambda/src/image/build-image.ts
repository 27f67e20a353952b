import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { LithopsError } from '@lithops/core';
import type { PluginContext, RuntimeRecipe, RuntimeSpec } from '@lithops/core/spec';
import { nodeMajor } from '../deploy/function-plan.js';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import { wrong } from '../settings/nested-values.js';
import { makeContext } from './build-context.js';
import { ImageEngine } from './image-engine.js';
import { type ImageName, uriOf } from './image-name.js';
import { ImageRegistry } from './image-registry.js';
import { imageNamed } from './image-source.js';

const PLATFORMS = { x86_64: 'linux/amd64', arm64: 'linux/arm64' } as const;

/** Builds an image with the worker in it, and pushes it to ECR. */
export async function buildImage(
  spec: RuntimeSpec,
  recipe: RuntimeRecipe,
  place: { readonly settings: LambdaSettings; readonly context: PluginContext; readonly region: string },
  signal: AbortSignal,
): Promise<void> {
  const { settings, context, region } = place;
  const image = imageOf(spec, place);
  const engine = await ImageEngine.find(recipe.onOutput, signal);
  const registry = new ImageRegistry(settings, region);
  try {
    // First what may be refused, then what takes its time.
    await registry.ensureRepository(image, context.userHash);
    await logIn(engine, registry, image);
    await build(engine, recipe, { platform: PLATFORMS[settings.architecture], uri: uriOf(image) });
    await engine.run({ arguments: ['push', uriOf(image)] });
  } finally {
    registry.close();
  }
}

function imageOf({ name }: RuntimeSpec, place: Parameters<typeof buildImage>[2]): ImageName {
  if (name === undefined)
    throw new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message:
        'Expected the name of the image to build, got none: set "aws_lambda.runtime", or `lithops runtime build thumbnails`.',
    });
  const image = imageNamed(name, place.settings, place.context, place.region);
  if ('tag' in image.version) return image;
  throw wrong('runtime', 'a name with a tag, because a digest is what building comes to', name);
}

async function logIn(engine: ImageEngine, registry: ImageRegistry, { host }: ImageName): Promise<void> {
  const { user, password } = await registry.login();
  await engine.run({ arguments: ['login', '--username', user, '--password-stdin', host], input: password });
}

/** The user's image first, then ours on top of it: their Dockerfile need not know of us. */
async function build(
  engine: ImageEngine,
  { worker, dockerfile }: RuntimeRecipe,
  { platform, uri }: { readonly platform: string; readonly uri: string },
): Promise<void> {
  const make = (tag: string, ...rest: readonly string[]): Promise<void> =>
    engine.run({ arguments: ['build', '--platform', platform, '--tag', tag, ...rest] });
  const standard = `public.ecr.aws/lambda/nodejs:${nodeMajor()}`;
  const base =
    dockerfile === undefined ? standard : `localhost/lithops-base:${randomBytes(8).toString('hex')}`;
  if (dockerfile !== undefined)
    await make(base, '--file', path.resolve(dockerfile), path.dirname(path.resolve(dockerfile)));
  try {
    await using context = await makeContext(base, worker);
    await make(uri, context.folder);
  } finally {
    // Its name only: the image itself is part of ours.
    if (dockerfile !== undefined) await engine.run({ arguments: ['rmi', base] });
  }
}
