import { jsonRpcService } from '../service/json-rpc.js';
import { operation, type Permission, type Scope } from '../service/operation.js';
import type { Service } from '../service/service.js';
import { ServiceError } from '../service/service-error.js';
import { list, map, structure } from '../shape/containers.js';
import { flag, integer, oneOf, text } from '../shape/scalars.js';
import { type Image, type ImageRegistry, manifestMediaType, type Repository } from './image-registry.js';

const repositoryName = text({
  min: 2,
  max: 256,
  pattern: '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*',
});
const accountId = text({ pattern: '[0-9]{12}' });
const imageIdentifier = structure({}, { imageDigest: text(), imageTag: text({ min: 1, max: 300 }) });
const paging = { nextToken: text(), maxResults: integer({ min: 1, max: 1_000 }) };

/** The container registry, as far as a login, a repository and the digest of an image. */
export function ecrService(registry: ImageRegistry): Service {
  return jsonRpcService('ecr', 'AmazonEC2ContainerRegistry_V20150921', [
    getAuthorizationToken(registry),
    createRepository(registry),
    describeRepositories(registry),
    deleteRepository(registry),
    describeImages(registry),
    batchGetImage(registry),
    listTagsForResource(registry),
  ]);
}

function getAuthorizationToken(registry: ImageRegistry) {
  return operation(
    'GetAuthorizationToken',
    structure({}, { registryIds: list(accountId, { min: 1, max: 10 }) }),
    {
      permissions: () => [{ action: 'ecr:GetAuthorizationToken', resource: '*' }],
      run: ({ region }) => ({
        body: {
          authorizationData: [
            {
              authorizationToken: Buffer.from(`AWS:${registry.newPassword()}`).toString('base64'),
              expiresAt: Math.floor(Date.now() / 1_000) + 12 * 3_600,
              proxyEndpoint: `https://${registry.hostOf(region)}`,
            },
          ],
        },
      }),
    },
  );
}

function createRepository(registry: ImageRegistry) {
  return operation(
    'CreateRepository',
    structure(
      { repositoryName },
      {
        registryId: accountId,
        tags: list(structure({ Key: text(), Value: text() }, {})),
        imageTagMutability: oneOf('MUTABLE', 'IMMUTABLE'),
        imageScanningConfiguration: structure({}, { scanOnPush: flag }),
        encryptionConfiguration: map(text(), text()),
      },
    ),
    {
      permissions: (input, scope) => [
        ...permission('ecr:CreateRepository', input.repositoryName, scope),
        ...(input.tags === undefined ? [] : permission('ecr:TagResource', input.repositoryName, scope)),
      ],
      run: ({ input, region, accountId: registryId }) => {
        const tags = new Map(input.tags?.map(({ Key, Value }) => [Key, Value]));
        const repository = registry.create(region, input.repositoryName, tags);
        if (repository === undefined)
          throw new ServiceError(
            'RepositoryAlreadyExistsException',
            `The repository with name '${input.repositoryName}' already exists in the registry with id '${registryId}'`,
          );
        return { body: { repository: shownRepository(repository, registryId) } };
      },
    },
  );
}

function describeRepositories(registry: ImageRegistry) {
  return operation(
    'DescribeRepositories',
    structure({}, { registryId: accountId, repositoryNames: list(repositoryName), ...paging }),
    {
      permissions: (_input, scope) => permission('ecr:DescribeRepositories', '*', scope),
      run: ({ input, region, accountId: registryId }) => {
        const found =
          input.repositoryNames?.map((name) => repositoryOf(registry, region, name, registryId)) ??
          registry.list(region);
        const { items, nextToken } = page(found, input);
        return { body: { repositories: items.map((item) => shownRepository(item, registryId)), nextToken } };
      },
    },
  );
}

function deleteRepository(registry: ImageRegistry) {
  return operation(
    'DeleteRepository',
    structure({ repositoryName }, { registryId: accountId, force: flag }),
    {
      permissions: (input, scope) => permission('ecr:DeleteRepository', input.repositoryName, scope),
      run: ({ input, region, accountId: registryId }) => {
        const repository = repositoryOf(registry, region, input.repositoryName, registryId);
        if (repository.images.length > 0 && input.force !== true)
          throw new ServiceError(
            'RepositoryNotEmptyException',
            `The repository with name '${repository.name}' in registry with id '${registryId}' cannot be deleted because it still contains images`,
          );
        registry.remove(region, repository.name);
        return { body: { repository: shownRepository(repository, registryId) } };
      },
    },
  );
}

function describeImages(registry: ImageRegistry) {
  return operation(
    'DescribeImages',
    structure(
      { repositoryName },
      { registryId: accountId, imageIds: list(imageIdentifier, { min: 1, max: 100 }), ...paging },
    ),
    {
      permissions: (input, scope) => permission('ecr:DescribeImages', input.repositoryName, scope),
      run: ({ input, region, accountId: registryId }) => {
        const repository = repositoryOf(registry, region, input.repositoryName, registryId);
        const found = input.imageIds?.map((id) => {
          const image = imageBy(repository, id);
          if (image !== undefined) return image;
          throw new ServiceError(
            'ImageNotFoundException',
            `The image with imageId ${JSON.stringify(id)} does not exist within the repository with name '${repository.name}' in the registry with id '${registryId}'`,
          );
        });
        const { items, nextToken } = page(found ?? repository.images, input);
        const imageDetails = items.map((image) => ({
          registryId,
          repositoryName: repository.name,
          imageDigest: image.digest,
          imageTags: [...image.tags],
          imageSizeInBytes: image.manifest.length,
          imagePushedAt: image.pushedAt.getTime() / 1_000,
          imageManifestMediaType: manifestMediaType,
        }));
        return { body: { imageDetails, nextToken } };
      },
    },
  );
}

function batchGetImage(registry: ImageRegistry) {
  return operation(
    'BatchGetImage',
    structure(
      { repositoryName, imageIds: list(imageIdentifier, { min: 1, max: 100 }) },
      { registryId: accountId, acceptedMediaTypes: list(text(), { min: 1, max: 100 }) },
    ),
    {
      permissions: (input, scope) => permission('ecr:BatchGetImage', input.repositoryName, scope),
      run: ({ input, region, accountId: registryId }) => {
        const repository = repositoryOf(registry, region, input.repositoryName, registryId);
        const wanted = input.imageIds.map((imageId) => ({ imageId, image: imageBy(repository, imageId) }));
        return {
          body: {
            images: wanted.flatMap(({ imageId, image }) =>
              image === undefined
                ? []
                : [
                    {
                      registryId,
                      repositoryName: repository.name,
                      imageId: { ...imageId, imageDigest: image.digest },
                      imageManifest: image.manifest,
                      imageManifestMediaType: manifestMediaType,
                    },
                  ],
            ),
            failures: wanted
              .filter(({ image }) => image === undefined)
              .map(({ imageId }) => ({
                imageId,
                failureCode: 'ImageNotFound',
                failureReason: 'Requested image not found',
              })),
          },
        };
      },
    },
  );
}

function listTagsForResource(registry: ImageRegistry) {
  return operation('ListTagsForResource', structure({ resourceArn: text() }, {}), {
    permissions: ({ resourceArn: resource }) => [{ action: 'ecr:ListTagsForResource', resource }],
    run: ({ input }) => {
      const repository = registry.byArn(input.resourceArn);
      if (repository === undefined)
        throw new ServiceError('RepositoryNotFoundException', `There is no repository ${input.resourceArn}`);
      return { body: { tags: [...repository.tags].map(([Key, Value]) => ({ Key, Value })) } };
    },
  });
}

function permission(action: string, name: string, scope: Scope): readonly Permission[] {
  return [{ action, resource: `arn:aws:ecr:${scope.region}:${scope.accountId}:repository/${name}` }];
}

function repositoryOf(registry: ImageRegistry, region: string, name: string, registryId: string): Repository {
  const repository = registry.find(region, name);
  if (repository !== undefined) return repository;
  throw new ServiceError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );
}

function imageBy(
  { images }: Repository,
  id: { readonly imageDigest?: string; readonly imageTag?: string },
): Image | undefined {
  return images.find(
    ({ digest, tags }) =>
      (id.imageDigest === undefined || id.imageDigest === digest) &&
      (id.imageTag === undefined || tags.has(id.imageTag)),
  );
}

function page<Item>(
  items: readonly Item[],
  { nextToken = '0', maxResults = 100 }: { readonly nextToken?: string; readonly maxResults?: number },
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const end = Number(nextToken) + maxResults;
  return {
    items: items.slice(Number(nextToken), end),
    nextToken: end < items.length ? String(end) : undefined,
  };
}

function shownRepository({ arn, name, uri, createdAt }: Repository, registryId: string) {
  return {
    repositoryArn: arn,
    registryId,
    repositoryName: name,
    repositoryUri: uri,
    createdAt: createdAt.getTime() / 1_000,
    imageTagMutability: 'MUTABLE',
  };
}
