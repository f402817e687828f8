import { AccessJudge } from '../../src/access/effectiveAccess';
import { repositoryCondition } from '../../src/access/repositoryCondition';
import type { RoleAssignment, RoleDefinition } from '../../src/model/roleAssignment';
import { roles } from '../../src/model/roles';
import { builtInRoles } from '../../src/sandbox/roleDefinitions';
import { someRegistry } from '../unit/someRegistry';
import { median } from './fresh';

const identities = 200;
const repositories = 50;
const assignments = 2000;
const runs = 15;
const targetMs = 100;

const definitions: readonly RoleDefinition[] = builtInRoles.map(({ id, name, permissions }) => {
  return { id, roleId: id, roleName: name, custom: false, permissions };
});
const assignable = [roles.repositoryReader, roles.repositoryWriter, roles.acrPull, roles.catalogLister, roles.reader];

/** Prints how long it takes to judge every identity at every repository of an ABAC registry. */
export function benchAccess(): void {
  const registry = someRegistry({ mode: 'abac' });
  const given = Array.from({ length: assignments }, (_unused, index): RoleAssignment => {
    const role = assignable[index % assignable.length] ?? roles.reader;
    const isNarrowed = index % 2 === 0 && role !== roles.catalogLister;
    const selection = { repositories: [`team-${index % 7}/app-${index % repositories}`], prefixes: [`team-${index % 5}/`] };
    return {
      id: `a${index}`,
      name: `a${index}`,
      scope: index % 4 === 0 ? '/subscriptions/s' : registry.id,
      principalId: `principal-${index % identities}`,
      principalType: 'ServicePrincipal',
      roleId: role.id,
      ...(isNarrowed ? { condition: repositoryCondition('pull', selection) } : {}),
    };
  });
  const once = (): number => {
    const start = performance.now();
    const judge = new AccessJudge(registry, { assignments: given, of: 'everybody', definitions, denials: [] });
    let can = 0;
    for (let identity = 0; identity < identities; identity++) {
      for (let at = 0; at < repositories; at++) {
        if (judge.verdict('pull', `principal-${identity}`, `team-${at % 7}/app-${at}`).kind === 'yes') can++;
      }
    }
    if (can === 0) throw new Error('Nobody could pull: nothing was judged.');
    return performance.now() - start;
  };
  const times = Array.from({ length: runs }, once);
  const ms = median(times);
  console.log(`\nAccess, ${identities} identities × ${repositories} repositories × ${assignments} assignments, median of ${runs}`);
  console.log(
    `  ${ms.toFixed(0)} ms, ${(ms / targetMs).toFixed(2)} of the ${targetMs} ms it may take; the first time ${times[0]?.toFixed(0)} ms`,
  );
}
