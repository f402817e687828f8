import './vscodeStandIn';
import assert from 'node:assert/strict';
import type { App } from '../../src/ui/app';
import { diagnosisBody } from '../../src/ui/diagnosis/diagnosisHtml';
import { untilSettled } from '../../src/ui/diagnosis/repairFailure';

/** Of which a group's one container is as a look finds it: the last state stays. */
function appOf(...states: readonly object[]): { readonly app: App; readonly sleptMs: () => number } {
  let [now, looks] = [0, 0];
  const get = async (): Promise<object> => {
    const currentState = states[Math.min(looks++, states.length - 1)];
    return { definition: { properties: { containers: [{ name: 'api', properties: { instanceView: { currentState } } }] } } };
  };
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const session = { azure: { containerGroups: { get } }, clock };
  return { app: { sessions: { require: async () => session } } as unknown as App, sleptMs: () => now };
}

describe('Following a group after a repair', () => {
  it('ends as soon as it fails again', async () => {
    const { app, sleptMs } = appOf({ state: 'Waiting' }, { state: 'Waiting', detailStatus: 'CrashLoopBackOff' });
    assert.equal(await untilSettled(app, '/g', new AbortController().signal), true);
    assert.equal(sleptMs(), 3_000);
  });

  it('gives up after five minutes, and the page says so', async () => {
    const { app, sleptMs } = appOf({ state: 'Waiting' });
    assert.equal(await untilSettled(app, '/g', new AbortController().signal), false);
    assert.equal(sleptMs(), 300_000);
    const done = { name: 'g', isFailure: true, isSandbox: false, state: { kind: 'done', causes: [], diagnoses: [] } } as const;
    assert.match(diagnosisBody({ ...done, isUnsettled: true }), /can’t be told yet whether the group runs/);
    assert.doesNotMatch(diagnosisBody(done), /can’t be told yet/);
  });
});
