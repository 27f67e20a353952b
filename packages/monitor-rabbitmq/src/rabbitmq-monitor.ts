import type {
  DoctorFinding,
  Monitor,
  MonitorClient,
  MonitorContext,
  PluginContext,
  Reporter,
} from '@lithops/core/spec';
import type { RabbitmqSection } from './rabbitmq-section.js';
import type { RabbitmqSettings } from './rabbitmq-settings.js';
import { Publisher } from './worker/publisher.js';
import { RabbitmqReporter } from './worker/rabbitmq-reporter.js';

/** Larger results go to storage, bytes: what waits in a broker lies in its memory. */
const MAX_REPORT_BYTES = 256 * 1024;

/** Outcomes by a queue for each executor. */
export class RabbitmqMonitor implements Monitor {
  readonly specVersion = 1;
  readonly name = 'rabbitmq';
  readonly tellsAtOnce = true;
  readonly maxReportBytes = MAX_REPORT_BYTES;
  readonly workerSection: Monitor['workerSection'];
  readonly #settings: RabbitmqSettings;
  readonly #log: PluginContext['log'];
  /** One connection for all reporters of this process. */
  #publisher: Publisher | undefined;

  constructor(section: RabbitmqSection, settings: RabbitmqSettings, log: PluginContext['log']) {
    this.workerSection = { ...section };
    this.#settings = settings;
    this.#log = log;
  }

  /** What only the client needs is loaded there. */
  async open({ executorId }: MonitorContext): Promise<MonitorClient> {
    const { RabbitmqClient } = await import('./client/rabbitmq-client.js');
    return await RabbitmqClient.open(this.#settings, this.#log, executorId);
  }

  createReporter({ executorId }: MonitorContext): Reporter {
    this.#publisher ??= new Publisher(this.#settings);
    this.#publisher.warmUp();
    return new RabbitmqReporter(executorId, this.#publisher);
  }

  async doctor(signal: AbortSignal): Promise<readonly DoctorFinding[]> {
    const { examine } = await import('./client/rabbitmq-doctor.js');
    return await examine(this.#settings, signal);
  }

  async close(): Promise<void> {
    this.#publisher?.close();
  }
}
