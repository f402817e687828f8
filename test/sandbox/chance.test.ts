/**
 * Truth by chance: whether a pull succeeds is decided twice, by the sandbox as Azure would and by the product as it reads Azure; a table of
 * gates says it a third time. Ten thousand worlds look for one about which they disagree.
 */
import assert from 'node:assert/strict';
import { decisiveGate, judgePull } from '../../src/access/diagnosis/judgePull';
import { pullsOfGroup } from '../../src/access/diagnosis/pullQuestion';
import { readPullFacts } from '../../src/access/diagnosis/readPullFacts';
import type { Verdict } from '../../src/access/effectiveAccess';
import { answerOf, effectiveAccess } from '../../src/access/effectiveAccess';
import type { RoleAssignment } from '../../src/model/roleAssignment';
import { mayPull, pullVerdict } from '../../src/sandbox/pull';
import { withGroups } from '../../src/sandbox/rbac';
import { someRegistry } from '../unit/someRegistry';
import type { ChanceWorld, Denial, Mode, Setting, Way } from './chanceWorld';
import { buildWorld, now, propagationMs } from './chanceWorld';
import type { Shut } from './gates';
import { eventFamilies, expected, gates, openSetting } from './gates';
import { openAzure } from './openAzure';
import { Random } from './random';
import { definitionsOf, denialsAt, worldReader } from './worldReader';

const worlds = 10_000;
/** Of so many the group is PUT, and the world read by the real SDK: every world would take minutes. */
const sentWorlds = 320;
const ways: readonly Way[] = ['identity', 'identity', 'admin', 'anonymous'];

interface Case {
  readonly seed: number;
  readonly shut: readonly Shut[];
  readonly setting: Setting;
}

const everyShut: readonly Shut[] = gates.flatMap((gate) => gate.variants.map((variant) => ({ gate, variant })));
/** Two variants of one gate exclude each other. */
const pairs: readonly (readonly Shut[])[] = everyShut.flatMap((first, index) =>
  everyShut.slice(index + 1).flatMap((second) => (first.gate === second.gate ? [] : [[first, second]])),
);
/** Open, then every gate by itself on each of its ways, then every pair; what is left of the worlds is up to chance. */
const planned: readonly (readonly Shut[])[] = [...Array<readonly Shut[]>(200).fill([]), ...everyShut.map((one) => [one]), ...pairs];

/** The world of a number: the number is its seed. */
function caseOf(seed: number): Case {
  const random = new Random(seed);
  const chosen = planned[seed] ?? (random.percent(10) ? [] : random.percent(45) ? [random.of(everyShut)] : random.of(pairs));
  const modes = chosen.flatMap(({ gate, variant }) => variant.mode ?? gate.mode ?? []);
  // Where two gates want different modes one of them is left open.
  const mode: Mode = modes[0] ?? random.of(['legacy', 'abac']);
  const shut = chosen.filter(({ gate, variant }) => (variant.mode ?? gate.mode ?? mode) === mode);
  const bearing = shut.flatMap(({ gate, variant }) => variant.ways ?? gate.ways);
  // Now and then a gate is shut on a way that does not lead through it.
  const way = bearing.length > 0 && random.percent(85) ? random.of(bearing) : random.of(ways);
  const setting = openSetting(random, way, mode);
  // The first gates last: what a later one wrote into the image's name, an earlier one overwrites.
  for (const { variant } of [...shut].sort((a, b) => gates.indexOf(b.gate) - gates.indexOf(a.gate))) variant.shut(setting, random);
  return { seed, shut, setting };
}

function described({ seed, shut, setting }: Case): string {
  const names = shut.map(({ gate, variant }) => `${gate.name} (${variant.name})`).join(' and ') || 'nothing';
  const { image, ...plain } = setting;
  return `World ${seed}, by ${setting.way}, ${setting.mode}, shut: ${names}; ${JSON.stringify(plain)}; image ${image.toString()}`;
}

/** The product's verdict, on a world read by plain copying. The SDK's reading of a part of the worlds says that the copying is right. */
function productVerdict({ world, registry, identity }: ChanceWorld, { mode, repository }: Setting): Verdict {
  // What Azure's filter `assignedTo` answers: those of the identity, and of the groups it is in.
  const held = withGroups(world, identity.principalId);
  const assignments = Object.values(world.assignments)
    .filter(({ deletedAt, principalId }) => deletedAt === undefined && held.has(principalId))
    .map(({ id, name, scope, principalId, principalType, roleId, condition }): RoleAssignment => {
      return { id, name, scope, principalId, principalType, roleId, ...(condition === undefined ? {} : { condition }) };
    });
  const definitions = definitionsOf(world);
  const authorization = { assignments, of: 'principal', definitions, denials: denialsAt(world, registry.id) } as const;
  return effectiveAccess('pull', someRegistry({ id: registry.id, mode }), identity.principalId, authorization, repository);
}

/**
 * The whole diagnosis of a pull, with what the pull then does: when everything that is written now has come into effect. Of a password nobody
 * can read whether it is right.
 */
async function diagnose(one: Case, { world, puller, groupId, image }: ChanceWorld, counts: Counts, wrong: string[]): Promise<void> {
  const group = { id: groupId, name: 'group', location: 'westeurope', definition: puller.definition };
  const [question] = pullsOfGroup(group);
  assert.ok(question);
  const diagnosis = judgePull(question, await readPullFacts(worldReader(world, now), question));
  const then = pullVerdict(world, puller, image, now + propagationMs);
  // Who is in the groups that a deny assignment names, its reader cannot be told.
  const isOfIdentity = one.setting.way === 'identity' && !one.setting.denials.some(namesGroup);
  if (isOfIdentity) counts.add(one, 'by an identity');
  if (diagnosis.answer === undefined) {
    counts.add(one, "diagnosis can't tell");
    if (isOfIdentity) counts.add(one, "can't tell of an identity");
  } else if (diagnosis.answer === then.ok) counts.add(one, 'diagnosis agrees');
  else {
    const shut = decisiveGate(diagnosis)?.kind ?? 'nothing';
    wrong.push(
      `${described(one)}\n  sandbox: ${then.ok ? 'pulls' : then.obstacle}; diagnosis: ${diagnosis.answer ? 'can pull' : `shut is ${shut}`}`,
    );
  }
}

function namesGroup({ whom, except }: Denial): boolean {
  return [whom, except].some((one) => one === 'group' || one === 'groupOfGroup' || one === 'otherGroup');
}

/** Counts by gate. */
class Counts {
  private readonly rows = new Map<string, Record<string, number>>();

  add({ shut }: Case, what: string): void {
    const names = shut.length === 0 ? ['(all open)'] : shut.map(({ gate }) => gate.name);
    for (const name of [...names, '(worlds)']) {
      const row = this.rows.get(name) ?? {};
      row[what] = (row[what] ?? 0) + 1;
      this.rows.set(name, row);
    }
  }

  of(what: string, row = '(worlds)'): number {
    return this.rows.get(row)?.[what] ?? 0;
  }

  print(title: string, columns: readonly string[]): void {
    const line = (name: string, cells: readonly (string | number)[]) =>
      `${name.padEnd(20)}${cells.map((cell) => String(cell).padStart(20)).join('')}`;
    const body = [...this.rows.keys()].map((name) =>
      line(
        name,
        columns.map((column) => this.of(column, name)),
      ),
    );
    console.log([title, line('gate', columns), ...body].map((text) => `      ${text}`).join('\n'));
  }
}

describe('Truth by chance', function () {
  this.timeout(120_000);

  it('10,000 worlds: a pull does what the table says, and what the product reads never contradicts it', async () => {
    const counts = new Counts();
    const wrong: string[] = [];
    for (let seed = 0; seed < worlds; seed++) {
      const one = caseOf(seed);
      const built = buildWorld(one.setting);
      const { world, puller, image, registry, identity } = built;
      const verdict = pullVerdict(world, puller, image, now);
      const { obstacle } = expected(one.shut, one.setting);
      const found = verdict.ok ? undefined : verdict.obstacle;
      const saysSo = verdict.ok || eventFamilies[verdict.obstacle].test(verdict.event);
      counts.add(one, found === undefined ? 'pulls' : 'does not');
      if (found !== obstacle || !saysSo) {
        counts.add(one, 'disagrees');
        wrong.push(`${described(one)}\n  table: ${obstacle ?? 'pulls'}; sandbox: ${verdict.ok ? 'pulls' : `${found}, ${verdict.event}`}`);
      } else counts.add(one, 'as the table');
      await diagnose(one, built, counts, wrong);
      if (!one.setting.identityExists || !one.setting.registryExists) continue;
      // What is written now is what the product reads; services go by it once they have heard of it.
      const allowed = mayPull(world, identity.principalId, registry, one.setting.repository, now + propagationMs);
      const product = productVerdict(built, one.setting);
      const told = answerOf(product);
      counts.add(one, told === undefined ? "product can't tell" : told === allowed ? 'product agrees' : 'product is wrong');
      if (told !== undefined && told !== allowed) {
        wrong.push(`${described(one)}\n  sandbox: ${allowed ? 'may pull' : 'may not pull'}; product: ${product.kind}`);
      }
    }
    counts.print(`${worlds} worlds, of which every gate's variants (${everyShut.length}) singly and in pairs (${pairs.length})`, [
      'pulls',
      'does not',
      'as the table',
      'product agrees',
      "product can't tell",
      'diagnosis agrees',
      "diagnosis can't tell",
    ]);
    assert.equal(wrong.length, 0, `${wrong.length} disagreements:\n${wrong.slice(0, 10).join('\n')}`);
    assert.equal(counts.of('as the table'), worlds);
    // Else nothing was compared.
    for (const gate of gates) assert.ok(counts.of('does not', gate.name) > 0, gate.name);
    assert.ok(counts.of('pulls') > worlds / 20);
    assert.ok(counts.of('product agrees') > counts.of("product can't tell"));
    const byIdentity = counts.of('by an identity');
    console.log(
      `      of ${byIdentity} pulls by an identity where no group is denied anything the diagnosis can't tell of ${counts.of("can't tell of an identity")}`,
    );
    assert.ok(counts.of("can't tell of an identity") <= byIdentity * 0.02);
  });

  it(`${sentWorlds} of them over REST: Azure's answer to a PUT is the table's, and the SDK reads what was copied`, async () => {
    const { azure, open, production } = openAzure({ world: buildWorld(caseOf(0).setting).world });
    const { sandbox } = open;
    sandbox.clock.advance(now - sandbox.clock.now());
    const token = (await open.credential.getToken('https://management.azure.com/.default'))?.token ?? '';
    const counts = new Counts();
    const wrong: string[] = [];
    for (let index = 0; index < sentWorlds; index++) {
      // Every gate by itself, then pairs from all over.
      const one = caseOf(index < everyShut.length + 20 ? 180 + index : 500 + index * 29);
      const built = buildWorld(one.setting);
      sandbox.world = built.world;
      const { answer } = expected(one.shut, one.setting);
      const response = await sandbox.handle({
        method: 'PUT',
        url: `https://management.azure.com${built.groupId}?api-version=2023-05-01`,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(built.sent),
      });
      const { error } = JSON.parse(response.body) as { error?: { code: string } };
      const given = `${response.status} ${error?.code ?? ''}`;
      counts.add(one, given === answer ? 'as the table' : 'disagrees');
      if (given !== answer) wrong.push(`${described(one)}\n  table: ${answer}; sandbox: ${given}`);
      if (!one.setting.identityExists || !one.setting.registryExists) continue;
      const registry = await azure.registries.get(built.registry.id);
      const assignments = await azure.access.assignments(built.registry.id, { principalId: built.identity.principalId });
      const read = await azure.access.definitions(`/subscriptions/${production}`);
      assert.ok(registry);
      const denials = await azure.access.denyAssignments(built.registry.id);
      const authorization = { assignments, of: 'principal', definitions: read, denials } as const;
      const byReading = effectiveAccess('pull', registry, built.identity.principalId, authorization, one.setting.repository);
      const byCopying = productVerdict(built, one.setting);
      counts.add(one, 'read by the SDK');
      if (byReading.kind !== byCopying.kind || answerOf(byReading) !== answerOf(byCopying)) {
        wrong.push(`${described(one)}\n  read: ${byReading.kind}; copied: ${byCopying.kind}`);
      }
    }
    counts.print(`${sentWorlds} worlds over REST`, ['as the table', 'read by the SDK']);
    assert.equal(wrong.length, 0, `${wrong.length} disagreements:\n${wrong.slice(0, 10).join('\n')}`);
    assert.ok(counts.of('read by the SDK') > sentWorlds / 2);
  });
});
