/** Where the bundle of plans begins: wizards, review and running, loaded when a command or an open definition first asks for them. */
import type { App } from '../app';
import { Diagnoses } from '../diagnosis/diagnoses';
import type { PlanCommand } from '../planFeature';
import type { PlanArgument } from './planCommands';
import { planCommands } from './planCommands';
import { Plans } from './plans';
import type { DefinitionFiles } from '../review/definitionFiles';

export interface PlanFeature {
  readonly files: DefinitionFiles;
  /** @param which of several things that the argument holds, where a command takes it. */
  readonly run: (command: PlanCommand, argument: PlanArgument, which?: unknown) => unknown;
}

export function createPlanFeature(app: App): PlanFeature {
  const plans = app.disposables.add(new Plans(app));
  const diagnoses = app.disposables.add(new Diagnoses(app, plans));
  plans.onDidWantDiagnosis((question) => void app.commands.run('diagnosis', () => diagnoses.diagnosePull(question)));
  const commands = planCommands(app, plans, diagnoses);
  return { files: plans.files, run: (command, argument, which) => commands[command](argument, which) };
}
