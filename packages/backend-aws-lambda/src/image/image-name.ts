import { wrong } from '../settings/nested-values.js';

/** An image in a registry of ECR. */
export interface ImageName {
  /** As it was configured. */
  readonly text: string;
  /** Number of the account whose registry it is. */
  readonly account: string;
  /** Of the registry: `123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly host: string;
  readonly repository: string;
  /** One of both, or the tag `latest`. */
  readonly version: { readonly tag: string } | { readonly digest: string };
  /** It was given without a registry: `lithops runtime build` makes it. */
  readonly isOwn: boolean;
}

/** Where names without a registry belong. */
export interface ImagePlace {
  readonly account: string;
  readonly region: string;
  /** The repository of an image of this user's own. */
  repositoryOf(name: string): string;
}

const PATH = '(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
const whole = new RegExp(
  `^(?:(?<host>[^/]*[.:][^/]*|localhost)/)?(?<path>${PATH})(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);
const registry = /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.[a-z.]+$/;

/**
 * What `runtime` names: `name:tag` is an image that `lithops runtime build` has made for this user, a whole URI is any in ECR.
 *
 * @throws {LithopsError} `LITHOPS_CONFIG` for what is none, or lies where Lambda takes no images from
 */
export function parseImage(text: string, place: ImagePlace): ImageName {
  const { host, path, tag = 'latest', digest } = whole.exec(text)?.groups ?? {};
  if (path === undefined) throw wrong('runtime', 'the name of an image, such as thumbnails:1.2', text);
  const version = digest === undefined ? { tag } : { digest };
  if (host === undefined)
    return {
      text,
      account: place.account,
      host: hostOf(place),
      repository: place.repositoryOf(path),
      version,
      isOwn: true,
    };
  const { account, region } = registry.exec(host)?.groups ?? {};
  if (account === undefined)
    throw wrong(
      'runtime',
      'an image in ECR, because Lambda takes no others (begin a Dockerfile with FROM and this one, and `lithops runtime build` it)',
      text,
    );
  if (region !== place.region)
    throw wrong('runtime', `an image in ${place.region}, where the functions are`, text);
  return { text, account, host, repository: path, version, isOwn: false };
}

/** Where the image of a whole URI is; `undefined`: `runtime` is no such URI. */
export function registryOf(
  runtime: string,
): { readonly account: string; readonly region: string; readonly repository: string } | undefined {
  const { host, path } = whole.exec(runtime)?.groups ?? {};
  const { account, region } = registry.exec(host ?? '')?.groups ?? {};
  if (account === undefined || region === undefined || path === undefined) return undefined;
  return { account, region, repository: path };
}

/** As engines and Lambda take it. */
export function uriOf({ host, repository, version }: ImageName): string {
  return `${host}/${repository}${'tag' in version ? `:${version.tag}` : `@${version.digest}`}`;
}

function hostOf({ account, region }: ImagePlace): string {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${account}.dkr.ecr.${region}.${domain}`;
}
