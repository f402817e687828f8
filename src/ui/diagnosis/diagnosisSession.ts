import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Diagnosis } from '../../access/diagnosis/judgePull';
import { judgePull } from '../../access/diagnosis/judgePull';
import type { ChosenRepair, RepairPlan } from '../../access/diagnosis/planRepair';
import { bestRepairs, planRepair } from '../../access/diagnosis/planRepair';
import { misfitsOf } from '../../access/diagnosis/misfits';
import { readPullFacts } from '../../access/diagnosis/readPullFacts';
import { jsonReport, markdownReport } from '../../access/diagnosis/report';
import { containerFailures } from '../../deploy/failure/containerFailure';
import type { Cause } from '../../deploy/failure/judgeFailure';
import { judgeFailure } from '../../deploy/failure/judgeFailure';
import { missingRights } from '../../access/missingRights';
import { AppError, isCancelled } from '../../model/appError';
import { message } from '../../model/message';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { rightsReader } from '../rightsReader';
import type { Plans } from '../plans/plans';
import { WebPage } from '../webPage';
import type { DiagnosisCommand, DiagnosisView } from './diagnosisHtml';
import { diagnosisBody, titleOf } from './diagnosisHtml';
import { repairFailure, untilSettled } from './repairFailure';
import { storeReader } from './storeReader';
import type { Subject } from './subject';
import { questionsOf, subjectTitle } from './subject';

/** One page about one subject: it reads, shows, repairs, and reads again. */
export class DiagnosisSession implements vscode.Disposable {
  private readonly page: WebPage;
  private readonly title: string;
  private view: DiagnosisView;
  private reading = new AbortController();
  readonly onDidClose: vscode.Event<void>;

  constructor(
    private readonly app: App,
    private readonly plans: Plans,
    private readonly subject: Subject,
    /** Whether it was asked for why something fails. */
    isFailure: boolean,
    /** Asks for the identity to pull with; undefined where the person chose none. */
    private readonly askIdentityId: () => Promise<string | undefined>,
  ) {
    this.title = subjectTitle(subject);
    const isSandbox = app.sessions.current?.kind === 'sandbox';
    this.view = { name: this.title, isFailure, isSandbox, state: { kind: 'reading' } };
    this.page = new WebPage({
      type: 'keylessContainers.diagnosis',
      title: titleOf(this.view),
      column: vscode.ViewColumn.Active,
      body: diagnosisBody(this.view),
      handle: (command, argument) => void app.commands.run('diagnosis', () => this.perform(command as DiagnosisCommand, argument)),
    });
    this.onDidClose = this.page.onDidClose;
    this.page.onDidClose(() => this.reading.abort());
  }

  reveal(): void {
    this.page.reveal();
  }

  /** Reads and judges, and shows it. @param isUnsettled after a repair, where it can't be told yet whether the group runs. */
  async diagnose(isUnsettled = false): Promise<void> {
    this.view = { ...this.view, isUnsettled };
    this.reading.abort();
    this.reading = new AbortController();
    const { signal } = this.reading;
    this.show({ kind: 'reading' });
    try {
      const diagnoses = await this.read(signal);
      const causes = await this.causesOf(diagnoses, signal);
      const repair = await this.offer(bestRepairs(diagnoses));
      // What is kept already is answered although it was cancelled: a newer diagnosis, or nobody, has the page now.
      signal.throwIfAborted();
      this.show({ kind: 'done', causes, diagnoses, ...(repair ? { repair } : {}) });
      if (repair) await this.askRights(repair, causes, diagnoses, signal);
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.app.log.error(`diagnosing ${this.title}`, error);
      this.show({ kind: 'failed', error });
    }
  }

  dispose(): void {
    this.reading.abort();
    this.page.dispose();
  }

  private async read(signal: AbortSignal): Promise<readonly Diagnosis[]> {
    const { store, sessions } = this.app;
    const reader = storeReader(store, await sessions.require());
    const questions = await questionsOf(this.subject, store, signal);
    return Promise.all(questions.map(async (question) => judgePull(question, await readPullFacts(reader, question, signal))));
  }

  /** One request more: for what the first container that ended wrote last. */
  private async causesOf(diagnoses: readonly Diagnosis[], signal: AbortSignal): Promise<readonly Cause[]> {
    const group = diagnoses[0]?.question.group;
    if (!group) return [];
    const misfits = misfitsOf(diagnoses);
    const ended = containerFailures(group).find(({ kind }) => kind === 'exit');
    if (!ended) return judgeFailure(group, { misfits });
    const { azure } = await this.app.sessions.require();
    try {
      const log = await azure.containerGroups.logs(group.id, ended.container, { tail: 20 }, signal);
      return judgeFailure(group, { misfits, logs: { [ended.container]: log } });
    } catch (error) {
      if (isCancelled(error)) throw error;
      this.app.log.error(`reading the log of ${ended.container}`, error);
      return judgeFailure(group, { misfits });
    }
  }

  private async repairCause(causes: readonly Cause[], diagnoses: readonly Diagnosis[], place: string): Promise<void> {
    const [at = 0, index = 0] = place.split('.').map(Number);
    const repair = causes[at]?.repairs[index];
    const group = diagnoses[0]?.question.group;
    if (!repair || !group) return;
    if (!(await repairFailure(this.app, this.plans, group, repair))) return;
    await this.follow(group.id, diagnoses);
  }

  /** Diagnoses again, once it can be told whether the group runs. */
  private async follow(groupId: string, diagnoses: readonly Diagnosis[]): Promise<void> {
    const { signal } = this.reading;
    this.show({ kind: 'following', diagnoses });
    let isSettled = true;
    try {
      isSettled = await untilSettled(this.app, groupId, signal);
    } catch (error) {
      if (!isCancelled(error)) this.app.log.error(`following ${this.title}`, error);
    }
    // Closed, or diagnosed again meanwhile.
    if (!signal.aborted) await this.diagnose(!isSettled);
  }

  private async offer(chosen: readonly ChosenRepair[] | undefined): Promise<RepairPlan | undefined> {
    const { target } = await this.app.sessions.require();
    return chosen && planRepair(target, chosen);
  }

  /** The repair is shown before it is known whether the person may make it. Where that can't be told, Azure decides when it runs. */
  private async askRights(
    repair: RepairPlan,
    causes: readonly Cause[],
    diagnoses: readonly Diagnosis[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const { missing } = await missingRights(repair.plan, rightsReader(this.app));
      // Meanwhile it may have been pressed.
      if (!signal.aborted && this.view.state.kind === 'done')
        this.show({ kind: 'done', causes, diagnoses, repair: { ...repair, missing } });
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.app.log.error(`reading the rights to repair ${this.title}`, error);
    }
  }

  private async perform(command: DiagnosisCommand, argument: string | undefined): Promise<void> {
    const { state } = this.view;
    if (command === 'again') return this.diagnose();
    if (state.kind !== 'done') return;
    switch (command) {
      case 'repair':
        return state.repair && this.repair(state.repair, state.diagnoses);
      case 'review':
        return state.repair && this.plans.show(state.repair.plan);
      case 'script':
        return state.repair && this.plans.openScriptOf(state.repair.plan);
      case 'repairOne':
        return this.repairOne(state.diagnoses, argument ?? '');
      case 'cause':
        return this.repairCause(state.causes, state.diagnoses, argument ?? '');
      case 'markdown':
        return this.openReport('markdown', state.diagnoses);
      case 'json':
        return this.openReport('json', state.diagnoses);
    }
  }

  private async repair({ plan, asksForSecrets }: RepairPlan, diagnoses: readonly Diagnosis[]): Promise<void> {
    if (asksForSecrets) return this.plans.show(plan);
    this.show({ kind: 'repairing', diagnoses });
    // Pressed again after a failure, it is another run.
    const run: Plan = { ...plan, id: randomUUID() };
    const account = await this.plans.runNow(run).catch(async (error: unknown) => {
      await this.diagnose();
      throw error;
    });
    const group = diagnoses[0]?.question.group;
    return group && account.status === 'succeeded' ? this.follow(group.id, diagnoses) : this.diagnose();
  }

  /** One gate's repair, reviewed before it runs: other gates may still be shut. */
  private async repairOne(diagnoses: readonly Diagnosis[], place: string): Promise<void> {
    const [at = 0, gate = 0, index = 0] = place.split('.').map(Number);
    const diagnosis = diagnoses[at];
    const repair = diagnosis?.gates[gate]?.repairs?.[index];
    if (!diagnosis || !repair) return;
    const chosen = repair.kind === 'useIdentity' ? await this.withIdentity(diagnosis, repair.identityId) : { diagnosis, repair };
    if (!chosen) return;
    const made = await this.offer([chosen]);
    if (made) return this.plans.show(made.plan);
    // What can't be decided here is for the wizard: a condition that can't be read.
    if (repair.kind === 'grant') await vscode.commands.executeCommand('keylessContainers.grantAccess');
    else throw new AppError('NothingToRepair', message('error.nothingToRepair'));
  }

  private async withIdentity(diagnosis: Diagnosis, given: string | undefined): Promise<ChosenRepair | undefined> {
    const identityId = given ?? (await this.askIdentityId());
    if (identityId === undefined) return undefined;
    const question = { ...diagnosis.question, puller: { kind: 'identity', id: identityId, attached: true } } as const;
    const reader = storeReader(this.app.store, await this.app.sessions.require());
    const withIdentity = judgePull(question, await readPullFacts(reader, question, this.reading.signal));
    return { diagnosis, repair: { kind: 'useIdentity', identityId }, withIdentity };
  }

  private async openReport(kind: 'markdown' | 'json', diagnoses: readonly Diagnosis[]): Promise<void> {
    const { clock } = await this.app.sessions.require();
    const subject = {
      title: this.title,
      at: new Date(clock.now()).toISOString(),
      ...(this.view.isSandbox ? { note: 'Made in the sandbox: the names and ids in it exist only there.' } : {}),
    };
    const content = kind === 'markdown' ? markdownReport(subject, diagnoses) : jsonReport(subject, diagnoses);
    const document = await vscode.workspace.openTextDocument({ language: kind, content });
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Once it has been read, whether something fails is known. */
  private show(state: DiagnosisView['state']): void {
    this.view = { ...this.view, state, ...(state.kind === 'done' ? { isFailure: state.causes.length > 0 } : {}) };
    this.page.show(diagnosisBody(this.view), titleOf(this.view));
  }
}
