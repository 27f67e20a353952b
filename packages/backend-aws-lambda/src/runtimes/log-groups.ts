import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig, failureOf, serviceError, withoutNodeWarning } from '@lithops/aws';
import type { LambdaSettings } from '../settings/lambda-settings.js';

/** The log groups that functions make for themselves, under their role. */
export class LogGroups {
  readonly #client: CloudWatchLogsClient;
  readonly #settings: LambdaSettings;

  constructor(settings: LambdaSettings, region: string) {
    const { credentials } = settings;
    this.#settings = settings;
    this.#client = withoutNodeWarning(
      () => new CloudWatchLogsClient(clientConfig({ region, endpoint: undefined, credentials })),
    );
  }

  /** That of one function. One that never ran has none. */
  async deleteOf(functionName: string): Promise<void> {
    const logGroupName = `/aws/lambda/${functionName}`;
    try {
      await this.#client.send(new DeleteLogGroupCommand({ logGroupName }));
    } catch (error) {
      if (failureOf(error).code === 'ResourceNotFoundException') return;
      const { credentials, region } = this.#settings;
      throw serviceError(error, {
        service: 'CloudWatch Logs',
        section: 'aws_lambda',
        endpoint: `CloudWatch Logs${region === undefined ? '' : ` in region ${region}`}`,
        what: `to delete the log group ${logGroupName}`,
        hasKeys: credentials.kind === 'keys',
      });
    }
  }

  close(): void {
    this.#client.destroy();
  }
}
