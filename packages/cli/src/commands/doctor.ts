import { builtins, checkConfiguration } from '@lithops/core/config';
import type { Command } from 'commander';
import { type CommonOptions, executorOptions, withCommonOptions } from '../common-options.js';
import type { Check, ConfiguredCheck, Diagnosis, Patient } from '../doctor/check.js';
import { backendCheck } from '../doctor/check-backend.js';
import { configurationCheck } from '../doctor/check-configuration.js';
import { containerEngineCheck } from '../doctor/check-container-engine.js';
import { leftoversCheck } from '../doctor/check-leftovers.js';
import { logFileCheck } from '../doctor/check-log-file.js';
import { monitorCheck } from '../doctor/check-monitor.js';
import { nodeCheck } from '../doctor/check-node.js';
import { storageCheck } from '../doctor/check-storage.js';
import { temporaryFolderCheck } from '../doctor/check-temporary-folder.js';
import { workerCheck } from '../doctor/check-worker.js';
import { examine } from '../doctor/examine.js';
import { diagnosisText, summaryText } from '../doctor/report.js';
import { ProblemsFound } from '../problems-found.js';
import type { CommandStreams } from '../streams.js';

interface DoctorOptions extends CommonOptions {
  readonly json?: boolean | undefined;
}

/** `lithops doctor`: what is configured, what works, what is missing, and the commands that mend it. */
export function addDoctorCommand(lithops: Command, streams: CommandStreams): void {
  withCommonOptions(lithops.command('doctor'))
    .description('look at everything that calls need, and say which command mends what is wrong')
    .option('--json', 'print the findings as JSON')
    .action((options: DoctorOptions) => doctor(options, streams));
}

const always: readonly Check[] = [nodeCheck(), temporaryFolderCheck(), configurationCheck];

const whenConfigured: readonly ConfiguredCheck[] = [
  logFileCheck,
  storageCheck,
  leftoversCheck,
  monitorCheck,
  containerEngineCheck,
  backendCheck,
  workerCheck,
];

/** @throws {ProblemsFound} when there is a problem; all is told by then. */
async function doctor(options: DoctorOptions, { stdout }: CommandStreams): Promise<void> {
  const found: Diagnosis[] = [];
  for await (const diagnosis of diagnose(options)) {
    found.push(diagnosis);
    if (options.json !== true) stdout.write(diagnosisText(diagnosis));
  }
  const hasProblem = found.some(({ level }) => level === 'problem');
  stdout.write(
    options.json === true
      ? `${JSON.stringify({ ok: !hasProblem, findings: found }, undefined, 2)}\n`
      : summaryText(found, isUnread(found) ? whenConfigured.map(({ name }) => name) : []),
  );
  if (hasProblem) throw new ProblemsFound([]);
}

async function* diagnose(options: DoctorOptions): AsyncGenerator<Diagnosis, void, undefined> {
  const patient: Patient = { options, check: checkConfiguration(executorOptions(options), builtins) };
  yield* examine(always, patient);
  const { configuration } = patient.check;
  if (configuration !== undefined) yield* examine(whenConfigured, { ...patient, configuration });
}

function isUnread(found: readonly Diagnosis[]): boolean {
  return found.some(({ check, level }) => check === configurationCheck.name && level === 'problem');
}
