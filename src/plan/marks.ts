/** What everything made by a plan carries, so that it is found again, also from another machine. */
export const tags: Readonly<Record<string, string>> = { 'created-by': 'keyless-containers' };

/** The `description` of a role assignment, which has no tags. */
export const assignmentDescription = 'Created by keyless-containers';
