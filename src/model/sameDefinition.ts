import type { ContainerGroupDefinition } from './containerGroup';
import { secretProperties } from './secrets';

/** Whether a group is as its definition asks. By which api-version it asks is no part of that. */
export function isAsDefined(asked: ContainerGroupDefinition, actual: ContainerGroupDefinition): boolean {
  return isSatisfiedBy({ ...asked, apiVersion: undefined }, actual);
}

/**
 * Whether everything that a definition asks for is already so. Only what is asked is compared: what Azure fills in does not count.
 * Property names and resource ids are compared without regard to case, as Azure does; what Azure never gives back (`secureValue`,
 * `password`) is passed over.
 */
export function isSatisfiedBy(asked: unknown, actual: unknown): boolean {
  if (asked === undefined || asked === null) return true;
  if (Array.isArray(asked)) {
    return Array.isArray(actual)
      ? asked.length === actual.length && asked.every((item, index) => isSatisfiedBy(item, actual[index]))
      : asked.length === 0 && (actual === undefined || actual === null);
  }
  if (typeof asked === 'object') {
    const there = new Map(Object.entries(isObject(actual) ? actual : {}).map(([name, value]) => [name.toLowerCase(), value]));
    return Object.entries(asked).every(
      ([name, value]) => secretProperties.has(name.toLowerCase()) || isSatisfiedBy(value, there.get(name.toLowerCase())),
    );
  }
  if (typeof asked === 'string' && typeof actual === 'string') {
    return asked === actual || (asked.startsWith('/subscriptions/') && asked.toLowerCase() === actual.toLowerCase());
  }
  return asked === actual;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
