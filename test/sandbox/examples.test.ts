/** Microsoft's own examples of requests and answers, each tried on a world in which what it is about exists. */
import assert from 'node:assert/strict';
import type { Example, Recorded } from './corpus';
import { corpusMissing, examples } from './corpus';
import type { Outcome } from './replay';
import { notComparable, Replay } from './replay';

const zeros = '00000000-0000-0000-0000-000000000000';
const kinds = ['equal', 'apart', 'refused', 'not comparable'] as const;

/** What the sandbox claims to know; the rest of the descriptions is counted all the same. */
const claimed =
  /^(ContainerGroups|Containers|Location|Registries|UserAssignedIdentities|RoleAssignments|RoleDefinitions|ResourceGroups|Providers|Resources)_/;

function valueOf({ parameters }: Example, name: string): string {
  const value = name === 'subscriptionId' ? zeros : parameters[name];
  return typeof value === 'string' ? value.replace(/^\//, '') : '';
}

/** The answers of an example that are no errors: a resource that is made anew is answered otherwise than one that is there. */
function statusesOf({ responses }: Example): readonly string[] {
  return Object.keys(responses).filter((code) => code < '300');
}

/** An example as it would have been recorded. */
function toRecorded(example: Example, template = example.template, status = statusesOf(example)[0] ?? '200'): Recorded {
  const { parameters, responses } = example;
  const named = template.replace(/\{(\w+)\}/g, (_whole, name: string) => valueOf(example, name)).replace(/^\/+/, '/');
  const path = named.replace(/^\/subscriptions\/[^/]+/i, `/subscriptions/${zeros}`);
  const query = new URLSearchParams({ 'api-version': String(parameters['api-version']) });
  for (const [name, value] of Object.entries(parameters)) if (name.startsWith('$')) query.set(name, String(value));
  const body = Object.values(parameters).find((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  const text = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value ?? null).replaceAll(/\/subscriptions\/[^/"]+/gi, `/subscriptions/${zeros}`)) as unknown;
  return {
    method: example.method,
    url: `https://management.azure.com${path}?${query.toString()}`,
    request: ['PUT', 'PATCH', 'POST'].includes(example.method) ? text(body) : null,
    status: Number(status),
    response: text(responses[status]?.body),
  };
}

/** For each resource on the way to what the example is about, the examples of its creation. */
function creations(example: Example, all: readonly Example[]): Recorded[][] {
  const segments = example.template.split('/');
  return segments.map((_segment, index) => {
    const above = segments.slice(0, index + 1).join('/');
    // A PUT that shows no 201 is of what is there.
    if (above === example.template && example.method === 'PUT' && statusesOf(example).includes('201')) return [];
    return all
      .filter((each) => each.method === 'PUT' && nameless(each.template) === nameless(above))
      .map((each) => ({ ...toRecorded({ ...each, parameters: { ...each.parameters, ...textsOf(example) } }, above), status: 201 }))
      .map((creation) => withContainer(creation, textsOf(example)['containerName']));
  });
}

/** A container is created with its group: where an example is about one, the first of the group has its name. */
function withContainer(creation: Recorded, name: unknown): Recorded {
  const request = structuredClone(creation.request) as { properties?: { containers?: { name?: unknown }[] } } | null;
  const [container] = request?.properties?.containers ?? [];
  if (typeof name !== 'string' || !container) return creation;
  container.name = name;
  return { ...creation, request };
}

/** Names of parameters differ between operations on the same resource. */
function nameless(template: string): string {
  return template.replaceAll(/\{\w+\}/g, '{}').toLowerCase();
}

function textsOf({ parameters }: Example): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).filter(([name, value]) => typeof value === 'string' && name !== 'api-version'));
}

/** By the first that the sandbox takes. */
async function create(replay: Replay, candidates: readonly Recorded[]): Promise<void> {
  for (const candidate of candidates) {
    const outcome = await replay.send(candidate);
    replay.settle();
    const isMade = outcome.kind === 'equal' || (outcome.kind === 'apart' && !/ here [45]/.test(outcome.how));
    if (isMade) return;
  }
}

/** What must have been done to a resource before, by the example of it. */
const first: Readonly<Record<string, string>> = {
  // Enables the admin user.
  Registries_RegenerateCredential: 'Registries_Update',
};

/** The best of what the answers that the example shows come to. */
async function tried(example: Example, all: readonly Example[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const status of statusesOf(example)) {
    const replay = new Replay();
    for (const candidates of creations(example, all)) await create(replay, candidates);
    const { [example.operation]: earlier } = first;
    const change = all.find(({ operation }) => operation === earlier);
    if (change) await create(replay, [toRecorded({ ...change, parameters: { ...change.parameters, ...textsOf(example) } })]);
    outcomes.push(await replay.send(toRecorded(example, example.template, status)));
  }
  return (
    outcomes.find(({ kind }) => kind === 'equal') ??
    outcomes.find((outcome) => outcome.kind === 'apart' && !/^\d+ here/.test(outcome.how)) ??
    outcomes[0] ?? { kind: 'not comparable', why: 'shows nothing but errors' }
  );
}

/** Where the sandbox is known to part from an example, and why that is right. */
const named: readonly [RegExp, string][] = [
  [/^Registries_Delete: /, 'Azure was recorded to answer either; the sandbox keeps to the one by which a client must wait'],
  [/^RoleDefinitions_List: 200 here 403/, 'the example has no scope, but the word for it'],
  [/^RoleDefinitions_CreateOrUpdate: 201 here 400/, 'the example sends an empty role, under a name that is no GUID'],
  [/^Registries_ImportImage: \d+ here 403 LinkedAuthorizationFailed/, 'the source is in a subscription that the world has not'],
  [/^Registries_CheckNameAvailability: without \.reason/, 'the name is taken by someone whom the world has not'],
  [
    /^Registries_(Create|Update): without \.properties\.networkRuleSet/,
    'only Premium registries have network rules, and the example sends another SKU than it shows',
  ],
  [
    /^ContainerGroups_(Get: (Failed Pending|Succeeded Succeeded)|(Update|Delete): Succeeded) here Succeeded Running/,
    'the group that another example makes runs; this one shows a group that failed, that ended, or not how it is',
  ],
  [/^ContainerGroups_CreateOrUpdate: Succeeded Running here Pending Pending/, 'Azure was recorded to answer before the group runs'],
  [/^PrivateEndpointConnections_Get: without .*actionsRequired$/, 'recordings of the same version do not have it'],
  [/^Subscriptions_Get: without \.managedByTenants/, 'a subscription that is managed by another tenant, and has tags'],
];
/** May only fall. */
const refusedAtMost = 87;
const notComparableAtMost = 7;

describe('official examples', function () {
  this.timeout(120_000);
  before(function () {
    if (corpusMissing()) this.skip();
  });

  it('are answered in the shape that they show, or parted from for a reason', async () => {
    const { found, absent } = examples();
    const table = new Map<string, Record<Outcome['kind'], number>>();
    const ways = new Map<string, string>();
    for (const example of found) {
      const outcome = await tried(example, found);
      const row = table.get(example.operation) ?? { equal: 0, apart: 0, refused: 0, 'not comparable': 0 };
      row[outcome.kind]++;
      table.set(example.operation, row);
      if (outcome.kind === 'apart' || outcome.kind === 'not comparable') {
        ways.set(`${example.operation}: ${outcome.kind === 'apart' ? outcome.how : outcome.why}`, example.file);
      }
    }
    const rows = [...table].sort(([a], [b]) => a.localeCompare(b));
    const line = (label: string, numbers: readonly unknown[]): void =>
      console.log(`      ${label.padEnd(60)} ${numbers.map((each) => String(each).padStart(14)).join('')}`);
    line('operation', kinds);
    for (const [operation, row] of rows)
      line(
        operation,
        kinds.map((kind) => row[kind]),
      );
    const total = (kind: Outcome['kind'], of = /./): number =>
      rows.filter(([operation]) => of.test(operation)).reduce((sum, [, row]) => sum + row[kind], 0);
    line(
      'all',
      kinds.map((kind) => total(kind)),
    );
    line(
      'of what the sandbox claims to know',
      kinds.map((kind) => total(kind, claimed)),
    );
    console.log(`      ${absent} further examples are named and not there`);
    for (const [way, file] of ways) console.log(`      ${way} (${file})`);
    const unnamed = [...ways.keys()].filter((way) => !named.some(([known]) => known.test(way)));
    assert.deepEqual(
      unnamed.filter((way) => !way.endsWith(notComparable)),
      [],
    );
    assert.ok(total('refused') <= refusedAtMost, `${total('refused')} were refused`);
    assert.ok(total('not comparable') <= notComparableAtMost, `${total('not comparable')} could not be compared`);
  });
});
