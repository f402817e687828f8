/** What everything made by a plan carries, so that it is found again, also from another machine. */
export const madeByTag = 'created-by';
export const madeByValue = 'keyless-containers';

export const tags: Readonly<Record<string, string>> = { [madeByTag]: madeByValue };

/** The `description` of a role assignment, which has no tags. */
export const assignmentDescription = 'Created by keyless-containers';
