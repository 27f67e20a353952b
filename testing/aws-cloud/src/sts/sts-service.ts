import type { Roles } from '../iam/roles.js';
import type { Identities } from '../identity/identities.js';
import { operation } from '../service/operation.js';
import { queryXmlService } from '../service/query-xml.js';
import type { Service } from '../service/service.js';
import { ServiceError } from '../service/service-error.js';
import { structure } from '../shape/containers.js';
import { integer, text } from '../shape/scalars.js';

/** The Security Token Service: who am I, and let me be a role. */
export function stsService(identities: Identities, roles: Roles): Service {
  const getCallerIdentity = operation('GetCallerIdentity', structure({}, {}), {
    // Everybody may, whatever policies say; that it was asked for is on record all the same.
    run: ({ identity, accountId }) => ({
      body: { UserId: identity.userId, Account: accountId, Arn: identity.arn },
    }),
  });
  const assumeRole = operation(
    'AssumeRole',
    structure(
      {
        RoleArn: text({ min: 20, max: 2_048 }),
        RoleSessionName: text({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' }),
      },
      { DurationSeconds: integer({ min: 900, max: 43_200 }), ExternalId: text({ min: 2, max: 1_224 }) },
    ),
    {
      permissions: ({ RoleArn }) => [{ action: 'sts:AssumeRole', resource: RoleArn }],
      run: ({ input, identity }) => {
        const role = roles.assumableBy('aws', input.RoleArn);
        if (role === undefined)
          throw new ServiceError(
            'AccessDenied',
            `User: ${identity.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
            { status: 403 },
          );
        const session = identities.addSession({
          roleName: role.name,
          sessionName: input.RoleSessionName,
          allow: role.allow,
          expiresAt: new Date(Date.now() + (input.DurationSeconds ?? 3_600) * 1_000),
          ...(role.keys && { keys: role.keys }),
        });
        const { accessKeyId, secretAccessKey, sessionToken } = session.credentials;
        return {
          body: {
            Credentials: {
              AccessKeyId: accessKeyId,
              SecretAccessKey: secretAccessKey,
              SessionToken: sessionToken,
              Expiration: session.expiresAt,
            },
            AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
          },
        };
      },
    },
  );
  return queryXmlService('sts', '2011-06-15', [getCallerIdentity, assumeRole]);
}
