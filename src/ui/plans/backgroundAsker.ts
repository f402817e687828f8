import { missingRights } from '../../access/missingRights';
import { definitionOf, deployedGroup, planUpdate, withDelegation } from '../../deploy/planDeploy';
import { isCancelled } from '../../model/appError';
import type { App } from '../app';
import { rightsReader } from '../rightsReader';
import type { OpenPlan } from './openPlan';
import { askPreflight, preflightKey } from './preflightAsker';

/** Asking waits for a pause in typing. */
const typingPauseMs = 500;

/** What is asked of Azure about open plans, in the background; the answers go into the plans. */
export class BackgroundAsker {
  /** For each plan what Azure was last asked about it, and how to stop asking. */
  private readonly preflights = new Map<OpenPlan, { readonly key: string; readonly stop: () => void }>();

  constructor(private readonly app: App) {}

  /** Reads the group that is there under the plan's name, so that the page can say what becomes of it. */
  compare(open: OpenPlan): void {
    const group = deployedGroup(open.plan);
    if (!group || (open.account && open.account.status !== 'succeeded')) return;
    open.comparing = this.app
      .azure()
      .then((azure) => azure.containerGroups.get(group.id))
      .then(
        (existing) => this.update(open, { existing }),
        (error: unknown) => {
          // Azure decides when the plan runs.
          if (!isCancelled(error)) this.app.log.error('reading the group that is there', error);
        },
      );
  }

  /** The plan deletes the group first where that can't be changed in place. */
  update(open: OpenPlan, part: Parameters<OpenPlan['update']>[0]): void {
    open.update(part);
    if (!open.effect || open.running) return;
    const plan = planUpdate(open.plan, open.effect);
    if (plan === open.plan) return;
    open.update({ plan });
    this.askRights(open);
  }

  /** Asks what the signed-in person lacks to run the plan. */
  askRights(open: OpenPlan): void {
    void missingRights(open.plan, rightsReader(this.app)).then(
      (rights) => open.update(rights),
      (error: unknown) => {
        // What it is about may be gone by now. Azure decides when the plan runs; only the page must not say forever that it is checking.
        if (!isCancelled(error)) this.app.log.error('asking what may be done', error);
        open.update({ missing: [], unsure: [] });
      },
    );
  }

  /** Asks Azure about the container group, in the background and after a pause in typing; nothing where nothing that matters has changed. */
  askBeforehand(open: OpenPlan, pauseMs = typingPauseMs): void {
    const key = preflightKey(open.plan);
    const last = this.preflights.get(open);
    if (last?.key === key || !definitionOf(open.plan) || open.running || open.account?.status === 'succeeded') return;
    last?.stop();
    const asking = new AbortController();
    const timer = setTimeout(() => void this.readBeforehand(open, asking.signal), pauseMs);
    const stop = (): void => {
      clearTimeout(timer);
      asking.abort();
    };
    this.preflights.set(open, { key, stop });
  }

  /** Why it failed may be what has become of the quota meanwhile. */
  askAfterFailure(open: OpenPlan): void {
    this.forget(open);
    this.askBeforehand(open, 0);
  }

  private async readBeforehand(open: OpenPlan, signal: AbortSignal): Promise<void> {
    try {
      const preflight = await askPreflight(open.plan, this.app.store, await this.app.sessions.require(), signal);
      // A plan that runs stays as it is.
      if (signal.aborted || open.running) return;
      const plan = withDelegation(open.plan, preflight.delegate);
      const isOther = plan !== open.plan;
      open.update({ preflight, plan, ...(isOther ? { missing: undefined } : {}) });
      if (isOther) this.askRights(open);
    } catch (error) {
      if (signal.aborted) return;
      // Azure decides when the plan runs; only the page must not say forever that it is asking.
      if (!isCancelled(error)) this.app.log.error('asking Azure beforehand', error);
      open.update({ preflight: { findings: [], pulls: [] } });
    }
  }

  /** Forgets what was asked: the answers may be others now. */
  forget(open: OpenPlan): void {
    this.preflights.get(open)?.stop();
    this.preflights.delete(open);
  }

  dispose(): void {
    for (const { stop } of this.preflights.values()) stop();
  }
}
