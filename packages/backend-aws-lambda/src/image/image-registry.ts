import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ListTagsForResourceCommand,
  paginateDescribeRepositories,
  type Repository,
} from '@aws-sdk/client-ecr';
import { clientConfig, failureOf, serviceError, withoutNodeWarning } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import { OWNER_TAG } from '../deploy/function-plan.js';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import { buildCommand } from './build-command.js';
import type { ImageName } from './image-name.js';

/** What an engine logs in with. */
export interface RegistryLogin {
  readonly user: string;
  /** Never in an argument or a log. */
  readonly password: string;
}

/** A repository that `lithops runtime build` has made, and whose it is. */
export interface OwnRepository {
  readonly name: string;
  readonly uri: string;
  readonly owner: string;
}

/** ECR, as far as images of workers need it. */
export class ImageRegistry {
  readonly #client: ECRClient;
  readonly #settings: LambdaSettings;

  constructor(settings: LambdaSettings, region: string) {
    const { credentials } = settings;
    this.#settings = settings;
    this.#client = withoutNodeWarning(
      () => new ECRClient(clientConfig({ region, endpoint: undefined, credentials })),
    );
  }

  /**
   * The digest of an image, as it is now.
   * @throws {LithopsError} `LITHOPS_RUNTIME_MISSING` when there is no such image
   */
  async digestOf(image: ImageName): Promise<string> {
    const { account: registryId, repository: repositoryName, version } = image;
    if ('digest' in version) return version.digest;
    const imageIds = [{ imageTag: version.tag }];
    try {
      const command = new DescribeImagesCommand({ registryId, repositoryName, imageIds });
      const { imageDetails = [] } = await this.#client.send(command);
      const digest = imageDetails[0]?.imageDigest;
      if (digest !== undefined) return digest;
    } catch (error) {
      if (!isMissing(error)) throw this.#explained(error, `to tell of the image "${image.text}"`);
    }
    throw noImage(image);
  }

  /** Makes the repository of an image where there is none. Others' are left as they are. */
  async ensureRepository(
    { repository: repositoryName, text, isOwn }: ImageName,
    owner: string,
  ): Promise<void> {
    if (!isOwn) return;
    try {
      const tags = [{ Key: OWNER_TAG, Value: owner }];
      await this.#client.send(new CreateRepositoryCommand({ repositoryName, tags }));
    } catch (error) {
      if (failureOf(error).code === 'RepositoryAlreadyExistsException') return;
      throw this.#explained(error, `to make the repository of "${text}"`);
    }
  }

  async login(): Promise<RegistryLogin> {
    const { authorizationData } = await this.#send('to log in to the registry', () =>
      this.#client.send(new GetAuthorizationTokenCommand({})),
    );
    const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
    const [user = '', password = ''] = token.split(':');
    return { user, password };
  }

  /** Those with our tag whose name begins like that. */
  async *repositories(prefix: string): AsyncGenerator<OwnRepository> {
    const pages = paginateDescribeRepositories({ client: this.#client }, {});
    try {
      for await (const { repositories = [] } of pages) {
        for (const one of repositories) {
          if (one.repositoryName?.startsWith(prefix) !== true) continue;
          const owner = await this.#ownerOf(one);
          if (owner !== undefined) yield { name: one.repositoryName, uri: one.repositoryUri ?? '', owner };
        }
      }
    } catch (error) {
      throw this.#explained(error, 'to list repositories of images');
    }
  }

  /** With all its images. One that is gone already is as good. */
  async deleteRepository(repositoryName: string): Promise<void> {
    try {
      await this.#client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    } catch (error) {
      if (!isMissing(error)) throw this.#explained(error, `to delete the repository ${repositoryName}`);
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async #ownerOf({ repositoryArn: resourceArn }: Repository): Promise<string | undefined> {
    try {
      const { tags = [] } = await this.#client.send(new ListTagsForResourceCommand({ resourceArn }));
      return tags.find(({ Key }) => Key === OWNER_TAG)?.Value;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async #send<T>(what: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw this.#explained(error, what);
    }
  }

  #explained(error: unknown, what: string): Error {
    if (error instanceof LithopsError) return error;
    const { region, credentials } = this.#settings;
    const endpoint = process.env['AWS_ENDPOINT_URL_ECR'] || process.env['AWS_ENDPOINT_URL'];
    return serviceError(error, {
      service: 'ECR',
      section: 'aws_lambda',
      endpoint: endpoint || `ECR${region === undefined ? '' : ` in region ${region}`}`,
      what,
      hasKeys: credentials.kind === 'keys',
    });
  }
}

function isMissing(error: unknown): boolean {
  const { code } = failureOf(error);
  return code === 'ImageNotFoundException' || code === 'RepositoryNotFoundException';
}

function noImage({ text, host, repository }: ImageName): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_RUNTIME_MISSING',
    message: `Expected an image "${text}" (aws_lambda.runtime), found none in ${host}/${repository}. Build it: ${buildCommand(text)}`,
  });
}
