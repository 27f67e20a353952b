import type { PolicyStatement } from '@lithops/core/spec';
import { registryOf } from '../image/image-name.js';
import type { Places } from './places.js';

/** What functions of images need more: to have Lambda take one, to ask its worker what it is, and to build and push it. */
export function imagePolicies(
  runtime: string,
  { functions, images, partition }: Pick<Places, 'functions' | 'images' | 'partition'>,
): readonly PolicyStatement[] {
  const given = registryOf(runtime);
  const repository =
    given === undefined
      ? images
      : `arn:${partition}:ecr:${given.region}:${given.account}:repository/${given.repository}`;
  return [
    {
      sid: 'UseImages',
      for: ['deploy'],
      actions: [
        'ecr:BatchGetImage',
        'ecr:DescribeImages',
        'ecr:GetDownloadUrlForLayer',
        'ecr:GetRepositoryPolicy',
        'ecr:SetRepositoryPolicy',
      ],
      resources: [repository],
    },
    { sid: 'AskWorkers', for: ['deploy'], actions: ['lambda:InvokeFunction'], resources: [functions] },
    { sid: 'SeeWhatTagsMean', for: ['run'], actions: ['ecr:DescribeImages'], resources: [repository] },
    { sid: 'BuildImages', for: ['deploy'], actions: [...pushing, ...making(given)], resources: [repository] },
    {
      sid: 'LogInToTheRegistry',
      for: ['deploy'],
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
    },
  ];
}

/** Asked for by docker, with what it was logged in with. */
const pushing = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/** Repositories of others are there. */
function making(given: unknown): readonly string[] {
  return given === undefined ? ['ecr:CreateRepository', 'ecr:TagResource'] : [];
}
