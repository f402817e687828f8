import './vscodeStandIn';
import assert from 'node:assert/strict';
import { timelineOf } from '../../src/logs/timeline';
import { AppError } from '../../src/model/appError';
import type { ContainerGroup } from '../../src/model/containerGroup';
import { message } from '../../src/model/message';
import type { GroupMetrics } from '../../src/model/metrics';
import { usageSection } from '../../src/ui/watch/usageHtml';
import type { UsageState } from '../../src/ui/watch/usageWatch';
import { idOf, openAzure } from './openAzure';

const hour = 3_600_000;
const world = openAzure();
const now = world.open.sandbox.clock.now();
const span = { from: now - hour, to: now, stepMs: 60_000 };
const nothing: GroupMetrics = { span, cpu: [], memory: [] };
const refused = new AppError('AuthorizationFailed', message('error.forbiddenBare'), { status: 403 });
const failed = new AppError('BadGateway', message('error.azureBare', { status: 502, code: 'BadGateway' }), { status: 502 });

async function group(name: string): Promise<ContainerGroup> {
  const found = await world.azure.containerGroups.get(idOf(world, 'containerGroups', name));
  assert.ok(found);
  return found;
}

async function section(
  name: string,
  usage: Partial<UsageState>,
  change: (group: ContainerGroup) => void = () => undefined,
): Promise<string> {
  const shown = await group(name);
  change(shown);
  return usageSection({ group: shown, timeline: timelineOf(shown, now), usage: { hours: 1, at: now, ...usage }, language: 'en' });
}

function windows({ definition }: ContainerGroup): void {
  definition.properties.osType = 'Windows';
}

describe('what a timeline says in place of plots', () => {
  const cases: readonly (readonly [what: string, section: () => Promise<string>, says: RegExp, buttons: number])[] = [
    ['of Windows', () => section('storefront', {}, windows), /Azure Monitor has no metrics of Windows container groups\./, 0],
    ['while it reads', () => section('storefront', {}), /Reading CPU and memory from Azure Monitor…/, 3],
    [
      'of a group that runs and has no values',
      () => section('storefront', { metrics: nothing }),
      /Azure Monitor has no values yet: the first/,
      3,
    ],
    [
      'of a group that is stopped',
      () => section('storefront-preview', { metrics: nothing }),
      /no values of this period\. Values take some minutes/,
      3,
    ],
    [
      'to whoever may not read metrics',
      () => section('storefront', { error: refused }),
      /✗ You may not read the metrics of this container group/,
      3,
    ],
    ['when Azure Monitor fails', () => section('storefront', { error: failed }), /✗ CPU and memory can’t be read/, 3],
  ];
  for (const [what, html, says, buttons] of cases) {
    it(`is one sentence ${what}`, async () => {
      const text = await html();
      assert.match(text, says);
      assert.deepEqual([text.match(/<p class="(hint )?usage/g)?.length, text.match(/<button /g)?.length ?? 0], [1, buttons]);
      assert.doesNotMatch(text, /<table/);
    });
  }

  it('is a sentence above what was read before, where it can’t be read again', async () => {
    const metrics = await world.azure.containerGroups.metrics(idOf(world, 'containerGroups', 'storefront'), span);
    const text = await section('storefront', { metrics, error: failed });
    assert.match(text, /✗ CPU and memory can’t be read[^]*<table[^]*<table/);
  });

  it('is of memory alone where only CPU was measured', async () => {
    const { cpu } = await world.azure.containerGroups.metrics(idOf(world, 'containerGroups', 'storefront'), span);
    assert.match(
      await section('storefront', { metrics: { span, cpu, memory: [] } }),
      /CPU \(cores\)[^]*<table[^]*Memory<[^]*no values yet\./,
    );
  });

  it('keeps what a container is called from being read as a tag', async () => {
    const rename = ({ definition }: ContainerGroup): void => {
      for (const container of definition.properties.containers) container.name = '<b>bold';
    };
    const points = [{ at: now - 600_000, value: 0.1 }];
    const text = await section('storefront', { metrics: { span, cpu: [{ container: '<b>bold', points }], memory: [] } }, rename);
    assert.match(text, /&#60;b&#62;bold/);
    assert.doesNotMatch(text, /<b>/);
  });
});
