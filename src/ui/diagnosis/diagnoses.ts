import type * as vscode from 'vscode';
import type { PullQuestion } from '../../access/diagnosis/pullQuestion';
import type { App } from '../app';
import type { Plans } from '../plans/plans';
import type { TreeNode } from '../tree/node';
import { DiagnosisSession } from './diagnosisSession';
import { askIdentityId, subjectWizard } from './subjectWizard';
import type { Subject } from './subject';
import { subjectKey } from './subject';

/** The diagnoses that are open, one page a subject. */
export class Diagnoses implements vscode.Disposable {
  private readonly sessions = new Map<string, DiagnosisSession>();

  constructor(
    private readonly app: App,
    private readonly plans: Plans,
  ) {}

  /**
   * @param given what it was asked for: a node of the tree, a container group's resource id, or nothing.
   * @param isFailure whether it was asked why that fails.
   */
  async diagnose(given: TreeNode | string | undefined, isFailure = false): Promise<void> {
    const subject: Subject | undefined =
      typeof given === 'string' ? { kind: 'group', groupId: given } : await subjectWizard(this.app, given);
    if (subject) await this.open(subject, isFailure);
  }

  /** Diagnoses a pull that is still to come. */
  async diagnosePull(question: PullQuestion): Promise<void> {
    await this.open({ kind: 'pull', question });
  }

  dispose(): void {
    for (const session of this.sessions.values()) session.dispose();
  }

  private async open(subject: Subject, isFailure = false): Promise<void> {
    const key = subjectKey(subject);
    const there = this.sessions.get(key);
    if (there) {
      there.reveal();
      return there.diagnose();
    }
    const session = new DiagnosisSession(this.app, this.plans, subject, isFailure, () => askIdentityId(this.app));
    this.sessions.set(key, session);
    session.onDidClose(() => this.sessions.delete(key));
    await session.diagnose();
  }
}
