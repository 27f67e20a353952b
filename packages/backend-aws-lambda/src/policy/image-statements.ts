import type { PolicyStatement } from '@lithops/core/spec';
import type { Places } from './places.js';

/** What functions of images need more: to have Lambda take one, and to build and push it. */
export function imagePolicies({ images }: Pick<Places, 'images'>): readonly PolicyStatement[] {
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
      resources: [images],
    },
    {
      sid: 'BuildImages',
      for: ['deploy'],
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:CompleteLayerUpload',
        'ecr:CreateRepository',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:TagResource',
        'ecr:UploadLayerPart',
      ],
      resources: [images],
    },
    {
      sid: 'LogInToTheRegistry',
      for: ['deploy'],
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
    },
  ];
}
