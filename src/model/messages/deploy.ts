export const deployMessages = {} as const;
