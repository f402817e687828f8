/** Reads the error out of the many shapes in which Azure's services wrap one. */
export interface SaidError {
  readonly code?: string;
  /** On one line. */
  readonly message?: string;
  /** Of `RequestDisallowedByPolicy`, as far as the body names them. */
  readonly policies?: readonly ViolatedPolicy[];
}

export interface ViolatedPolicy {
  readonly policy: string;
  /** What its assignment is called. */
  readonly assignment?: string;
}

/** Deeper than any body seen: a deployment of deployments wraps four times. */
const deepest = 12;

/** Codes that only say that something inside failed. */
const wrappers: readonly string[] = [
  'DeploymentFailed',
  'DeploymentOperationFailed',
  'ResourceDeploymentFailure',
  'MultipleErrorsOccurred',
];

/**
 * The innermost code that a service chose, with its sentence. Shapes read: Resource Manager's `{error: {code, message, details}}`, with or
 * without the envelope or a `status`; a registry's `{errors: [{code, message}]}`; a failed deployment, whose inner error is JSON text in
 * `details[].message`; JSON text within JSON text; a failed container group operation, which has events and no error.
 * Undefined where there is none of it.
 */
export function readErrorBody(body: unknown, depth = 0): SaidError | undefined {
  if (depth > deepest) return undefined;
  if (typeof body === 'string') return readErrorBody(parseNested(body), depth + 1);
  if (!isRecord(body)) return undefined;
  if (Array.isArray(body['errors'])) return firstOf(body['errors'], depth);
  if (body['error'] !== undefined && body['error'] !== null) return readErrorBody(body['error'], depth + 1);
  return readError(body, depth) ?? readEvents(body);
}

function readError(error: Record<string, unknown>, depth: number): SaidError | undefined {
  const code = text(error['code']);
  const message = text(error['message']);
  const nested = message === undefined ? undefined : readErrorBody(parseNested(message), depth + 1);
  if (nested?.code !== undefined) return nested;
  const details = Array.isArray(error['details']) ? firstOf(error['details'], depth) : undefined;
  if (details?.code !== undefined && (code === undefined || wrappers.includes(code))) return details;
  if (code === undefined && message === undefined) return details;
  const policies = violatedPolicies(error, message);
  return { ...said(code, message), ...(policies.length > 0 ? { policies } : {}) };
}

/**
 * By `additionalInfo`, or, where there is none, by the list in the sentence. Names that people gave come before those that Azure makes.
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy
 */
function violatedPolicies(error: Record<string, unknown>, sentence: string | undefined): readonly ViolatedPolicy[] {
  const more = Array.isArray(error['additionalInfo']) ? error['additionalInfo'].filter(isRecord) : [];
  const infos = more.flatMap(({ type, info }) => (type === 'PolicyViolation' && isRecord(info) ? [info] : []));
  if (infos.length > 0) {
    return infos.flatMap((info) =>
      violated(
        text(info['policyDefinitionDisplayName']) ?? text(info['policyDefinitionName']),
        text(info['policyAssignmentDisplayName']) ?? text(info['policyAssignmentName']),
      ),
    );
  }
  const listed = /Policy identifiers: '(\[.*\])'/s.exec(sentence ?? '')?.[1];
  const identifiers = listed === undefined ? undefined : parseNested(listed);
  return (Array.isArray(identifiers) ? identifiers.filter(isRecord) : []).flatMap((each) =>
    violated(nameOf(each['policyDefinition']), nameOf(each['policyAssignment'])),
  );
}

function violated(policy: string | undefined, assignment: string | undefined): readonly ViolatedPolicy[] {
  const name = policy ?? assignment;
  if (name === undefined) return [];
  return [{ policy: name, ...(assignment === undefined || assignment === name ? {} : { assignment }) }];
}

function nameOf(value: unknown): string | undefined {
  return isRecord(value) ? text(value['name']) : undefined;
}

/** A failed operation of Container Instances has its reason in the last event, named `InsufficientCapacity.` with the full stop. */
function readEvents(body: Record<string, unknown>): SaidError | undefined {
  const properties = isRecord(body['properties']) ? body['properties'] : body;
  const events = Array.isArray(properties['events']) ? properties['events'].filter(isRecord) : [];
  const last = events.findLast((event) => event['type'] === 'Warning') ?? events.at(-1);
  return last && said(text(last['name'])?.replace(/\.$/, ''), text(last['message']));
}

function firstOf(errors: readonly unknown[], depth: number): SaidError | undefined {
  for (const error of errors) {
    const read = readErrorBody(error, depth + 1);
    if (read) return read;
  }
  return undefined;
}

function said(code: string | undefined, message: string | undefined): SaidError {
  return { ...(code !== undefined ? { code } : {}), ...(message !== undefined ? { message: message.replace(/\s+/g, ' ').trim() } : {}) };
}

function parseNested(value: string): unknown {
  const start = value.trimStart()[0];
  if (start !== '{' && start !== '[' && start !== '"') return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
