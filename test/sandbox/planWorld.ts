import { randomUUID } from 'node:crypto';
import { message } from '../../src/model/message';
import type { Registry } from '../../src/model/registry';
import type { Account } from '../../src/plan/account';
import type { Clock } from '../../src/plan/clock';
import type { RunOptions } from '../../src/plan/executor';
import { runPlan } from '../../src/plan/executor';
import type { Operation, Plan } from '../../src/plan/plan';
import type { SandboxSettings } from '../../src/sandbox/main';
import type { OpenAzure } from './openAzure';
import { idOf, openAzure } from './openAzure';

/** Contoso with a clock that moves only when a plan waits. */
export interface PlanWorld extends OpenAzure {
  readonly clock: Clock;
  run(plan: Plan, options?: Partial<RunOptions>): Promise<Account>;
  registry(name: string): Promise<Registry>;
}

const target = 'test-world';

export function planWorld(settings: SandboxSettings = {}): PlanWorld {
  const opened = openAzure(settings);
  const { clock: sandboxClock } = opened.open.sandbox;
  const clock: Clock = {
    now: () => sandboxClock.now(),
    sleep: async (ms, ...signals) => {
      if (signals.some(({ aborted }) => aborted)) return;
      sandboxClock.advance(ms);
      // Others that wait get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return {
    ...opened,
    clock,
    run: (plan, options = {}) => runPlan(plan, { azure: opened.azure, target, clock, signal: new AbortController().signal, ...options }),
    registry: async (name) => {
      const found = await opened.azure.registries.get(idOf(opened, 'registries', name));
      if (!found) throw new Error(`There is no registry ${name}.`);
      return found;
    },
  };
}

export function planOf(...operations: Operation[]): Plan {
  return { id: randomUUID(), title: message('plan.title.deploy', { name: 'test' }), target, operations };
}
