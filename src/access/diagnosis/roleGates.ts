import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { Registry } from '../../model/registry';
import { resourceName } from '../../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../../model/roleAssignment';
import { roleName } from '../../model/roles';
import { conditionInWords } from '../conditionWords';
import type { Authorization, Denial, Verdict } from '../effectiveAccess';
import { AccessJudge, answerOf, changedAt } from '../effectiveAccess';
import { grantRole } from '../grantRole';
import type { Gate } from './gate';
import { factGate, gate } from './makeGate';
import type { PullFacts } from './pullFacts';

const rolesPage = 'https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions';
const denyPage = 'https://learn.microsoft.com/azure/role-based-access-control/deny-assignments';
const effectPage = 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting';
const membershipPage =
  'https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations';

/** Roles take up to ten minutes, and the registry's token service up to another ten. */
export const effectiveAfterMinutes = 20;
const minute = 60_000;

/** Does a role let it pull, does its condition admit the repository, is it denied, is it in effect yet? */
export function roleGates(
  registry: Registry,
  principalId: string,
  repository: string | undefined,
  facts: PullFacts,
  isOfGroup: boolean,
): readonly Gate[] {
  const { assignments, definitions, denials } = facts;
  if (!assignments?.known) return [factGate('role', assignments?.error)];
  if (!definitions?.known) return [factGate('role', definitions?.error)];
  const authorization: Authorization = {
    assignments: assignments.value,
    of: 'principal',
    definitions: definitions.value,
    denials: denials?.known ? denials.value : undefined,
  };
  const judge = new AccessJudge(registry, authorization);
  const verdict = judge.verdict('pull', principalId, repository);
  const named = namer(definitions.value);
  const denied = denials?.known ? deniedGate(judge.denial('pull', principalId, repository)) : factGate('denied', denials?.error);
  const given = [
    roleGate(registry, verdict, facts, named),
    conditionGate(verdict, repository, named),
    denied,
    effectiveGate(verdict, principalId, facts.now, isOfGroup),
  ];
  return given.filter((one) => one !== undefined);
}

type Namer = (assignments: readonly RoleAssignment[]) => string;

function namer(definitions: readonly RoleDefinition[]): Namer {
  const names = new Map(definitions.map(({ roleId, roleName: name }) => [roleId, name]));
  return (assignments) => [...new Set(assignments.map(({ roleId }) => names.get(roleId) ?? roleName(roleId)))].join(', ');
}

function roleGate(registry: Registry, verdict: Verdict, { misdirected = [], identity }: PullFacts, named: Namer): Gate {
  const more = { source: rolesPage, repairs: [{ kind: 'grant' }] } as const;
  const wanted = grantRole('pull', registry.mode).name;
  if (verdict.kind !== 'no') {
    const scopes = [...new Set(verdict.via.map(({ scope }) => resourceName(scope)))].join(', ');
    return gate('role', 'open', message('diagnosis.role.has', { role: named(verdict.via), registry: registry.name, scope: scopes }), {
      source: rolesPage,
    });
  }
  const { groups, unread, ignored } = verdict;
  if (groups.length > 0) return gate('role', 'unknown', message('diagnosis.role.group', { role: named(groups) }), more);
  if (unread.length > 0) return gate('role', 'unknown', message('diagnosis.role.unread', { role: named(unread) }), more);
  if (misdirected.length > 0 && identity?.known && identity.value) {
    const { clientId, principalId } = identity.value;
    const args = { role: named(misdirected), registry: registry.name, clientId, principalId, wanted };
    return gate('role', 'shut', message('diagnosis.role.clientId', args), more);
  }
  if (ignored.length === 0) return gate('role', 'shut', message('diagnosis.role.none', { registry: registry.name, wanted }), more);
  const mode = registry.mode === 'abac' ? 'RBAC Registry + ABAC Repository Permissions' : 'RBAC Registry Permissions';
  return gate('role', 'shut', message('diagnosis.role.ignored', { role: named(ignored), registry: registry.name, mode, wanted }), more);
}

function conditionGate(verdict: Verdict, repository: string | undefined, named: Namer): Gate | undefined {
  if (verdict.kind === 'no') return undefined;
  const conditions = verdict.via.flatMap(({ condition }) => (condition === undefined ? [] : [conditionInWords(condition)]));
  const [first, ...others] = conditions;
  if (!first) return undefined;
  const role = named(verdict.via);
  if (repository === undefined) {
    return gate('condition', 'unknown', message('diagnosis.condition.anyRepository', { role }), { source: rolesPage, more: conditions });
  }
  switch (verdict.kind) {
    case 'narrowed':
      return gate(
        'condition',
        answerOf(verdict) === false ? 'shut' : 'unknown',
        message('diagnosis.condition.excludes', { role, repository }),
        {
          source: rolesPage,
          more: [...conditions, ...perhaps(verdict, named)],
          repairs: [{ kind: 'grant' }],
        },
      );
    case 'conditional':
      return gate('condition', 'unknown', message('diagnosis.condition.untold', { role, repository }), {
        source: rolesPage,
        more: conditions,
        repairs: [{ kind: 'grant' }],
      });
    case 'yes':
    case 'denied':
      return gate('condition', 'open', first, { source: rolesPage, more: others });
  }
}

/** By what it might pull all the same. */
function perhaps({ groups, unread }: Extract<Verdict, { kind: 'narrowed' }>, named: Namer): readonly Message[] {
  return [
    ...(groups.length > 0 ? [message('diagnosis.role.group', { role: named(groups) })] : []),
    ...(unread.length > 0 ? [message('diagnosis.role.unread', { role: named(unread) })] : []),
  ];
}

function deniedGate(denial: Denial | undefined): Gate {
  if (!denial) return gate('denied', 'open', message('diagnosis.denied.no'), { source: denyPage });
  const args = { name: denial.by.denyAssignmentName, scope: resourceName(denial.by.scope) };
  return denial.certain
    ? gate('denied', 'shut', message('diagnosis.denied.yes', args), { source: denyPage })
    : gate('denied', 'unknown', message('diagnosis.denied.perhaps', args), { source: denyPage });
}

/** Only who pulls can observe that a role is in effect. */
function effectiveGate(verdict: Verdict, principalId: string, now: number, isOfGroup: boolean): Gate | undefined {
  if (verdict.kind !== 'yes') return undefined;
  const minutes = Math.floor((now - Math.max(...verdict.via.map(changedAt))) / minute);
  const isThroughGroup = verdict.via.some((one) => one.principalId.toLowerCase() !== principalId.toLowerCase());
  // When it joined is nowhere to be read.
  if (minutes >= effectiveAfterMinutes && isThroughGroup) {
    return gate('effective', 'warning', message('diagnosis.effective.group'), { source: membershipPage });
  }
  if (minutes >= effectiveAfterMinutes) return gate('effective', 'open', message('diagnosis.effective.long'), { source: effectPage });
  const args = { minutes: Math.max(0, minutes), limit: effectiveAfterMinutes };
  return gate('effective', 'unknown', message('diagnosis.effective.recent', args), {
    source: effectPage,
    repairs: isOfGroup ? [{ kind: 'wait' }] : [],
  });
}
