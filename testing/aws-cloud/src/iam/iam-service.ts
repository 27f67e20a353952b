import { operation } from '../service/operation.js';
import { queryXmlService } from '../service/query-xml.js';
import type { Service } from '../service/service.js';
import { ServiceError } from '../service/service-error.js';
import { structure } from '../shape/containers.js';
import { text } from '../shape/scalars.js';
import type { Roles } from './roles.js';

/** IAM, as far as a deploy asks it: is there such a role, and who may assume it? */
export function iamService(roles: Roles): Service {
  const getRole = operation(
    'GetRole',
    structure({ RoleName: text({ min: 1, max: 64, pattern: '[\\w+=,.@-]+' }) }, {}),
    {
      permissions: ({ RoleName }, { accountId }) => [
        { action: 'iam:GetRole', resource: `arn:aws:iam::${accountId}:role/${RoleName}` },
      ],
      run: ({ input: { RoleName } }) => {
        const role = roles.named(RoleName);
        if (role === undefined)
          throw new ServiceError('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, {
            status: 404,
          });
        const trust = {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: role.trusts }, Action: 'sts:AssumeRole' }],
        };
        return {
          body: {
            Role: {
              Path: '/',
              RoleName,
              RoleId: role.id,
              Arn: role.arn,
              CreateDate: role.createdAt,
              AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
              MaxSessionDuration: 3_600,
            },
          },
        };
      },
    },
  );
  return queryXmlService('iam', '2010-05-08', [getRole]);
}
