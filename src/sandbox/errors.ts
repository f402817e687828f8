/** Answers and refusals as Resource Manager writes them. */
import type { SandboxResponse } from './types';

export interface ArmErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

/** Thrown by a handler to answer with an error; the sandbox turns it into its response. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly response: SandboxResponse,
    message: string,
  ) {
    super(message);
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(body) };
}

export function empty(status: number, headers: Record<string, string> = {}): SandboxResponse {
  return { status, headers: { 'content-length': '0', ...headers }, body: '' };
}

/** `{"error": {code, message}}`; `details` and other members of the envelope only where the service sends them. */
export function refuse(
  status: number,
  code: string,
  message: string,
  more: { readonly details?: readonly ArmErrorDetail[]; readonly target?: string; readonly beside?: Record<string, unknown> } = {},
  headers: Record<string, string> = {},
): Refusal {
  const error = { code, message, ...(more.target ? { target: more.target } : {}), ...(more.details ? { details: more.details } : {}) };
  return new Refusal(json(status, { error, ...more.beside }, headers), `${code}: ${message}`);
}

const fromGateway = { 'x-ms-failure-cause': 'gateway' };

/** What the sandbox does not know it refuses by name, never with a made-up success. */
export function notInSandbox(what: string): Refusal {
  return refuse(501, 'NotInSandbox', `The sandbox does not know ${what}.`);
}

export function subscriptionNotFound(subscriptionId: string): Refusal {
  return refuse(404, 'SubscriptionNotFound', `The subscription '${subscriptionId}' could not be found.`, {}, fromGateway);
}

export function resourceGroupNotFound(resourceGroup: string): Refusal {
  return refuse(404, 'ResourceGroupNotFound', `Resource group '${resourceGroup}' could not be found.`, {}, fromGateway);
}

/** The gateway's own 404, which names type and name as one. Providers that answer themselves have other texts. */
export function resourceNotFound(type: string, name: string, resourceGroup: string): Refusal {
  const text =
    `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. ` +
    'For more details please go to https://aka.ms/ARMResourceNotFoundFix';
  return refuse(404, 'ResourceNotFound', text, {}, fromGateway);
}

export interface Denied {
  readonly client: string;
  readonly objectId: string;
  readonly action: string;
  readonly scope: string;
  /** A condition of a delegation stood in the way. */
  readonly byCondition?: boolean;
}

export function authorizationFailed(denied: Denied): Refusal {
  const authorization = denied.byCondition ? 'authorization or an ABAC condition not fulfilled' : 'authorization';
  const text =
    `The client '${denied.client}' with object id '${denied.objectId}' does not have ${authorization} to perform action ` +
    `'${denied.action}' over scope '${denied.scope}' or the scope is invalid. ` +
    'If access was recently granted, please refresh your credentials.';
  return refuse(403, 'AuthorizationFailed', text, {}, fromGateway);
}

/** Quoted in public of managed applications and of https://learn.microsoft.com/azure/aks/node-resource-group-lockdown. The id has no dashes. */
export function deniedByAssignment(
  denied: Denied,
  by: { readonly displayName: string; readonly name: string; readonly scope: string },
): Refusal {
  const text =
    `The client '${denied.client}' with object id '${denied.objectId}' has permission to perform action '${denied.action}' on scope ` +
    `'${denied.scope}'; however, the access is denied because of the deny assignment with name '${by.displayName}' and Id ` +
    `'${by.name.replaceAll('-', '')}' at scope '${by.scope}'.`;
  return refuse(403, 'DenyAssignmentAuthorizationFailed', text, {}, fromGateway);
}

/** The caller may write the resource but not use another one that it links to (an identity, a subnet). */
export function linkedAuthorizationFailed(denied: Denied, linkedAction: string, linkedScope: string): Refusal {
  const text =
    `The client '${denied.client}' with object id '${denied.objectId}' has permission to perform action '${denied.action}' on scope ` +
    `'${denied.scope}'; however, it does not have permission to perform action '${linkedAction}' on the linked scope(s) ` +
    `'${linkedScope}' or the linked scope(s) are invalid.`;
  return refuse(403, 'LinkedAuthorizationFailed', text, {}, fromGateway);
}

/** Source: recorded for Microsoft.RecoveryServices, quoted for Microsoft.ContainerInstance. */
export function missingRegistration(namespace: string): Refusal {
  const code = 'MissingSubscriptionRegistration';
  const text =
    `The subscription is not registered to use namespace '${namespace}'. ` +
    'See https://aka.ms/rps-not-found for how to register subscriptions.';
  return refuse(409, code, text, { details: [{ code, target: namespace, message: text }] }, fromGateway);
}

export function missingApiVersion(): Refusal {
  const text = 'The api-version query parameter (?api-version=) is required for all requests.';
  return refuse(400, 'MissingApiVersionParameter', text, {}, fromGateway);
}

export function invalidRequestContent(text: string): Refusal {
  return refuse(400, 'InvalidRequestContent', `The request content was invalid and could not be deserialized: '${text}'.`, {}, fromGateway);
}
