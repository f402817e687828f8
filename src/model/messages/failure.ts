/** In the tree, and so of what is loaded at activation. */
export const failureMessages = {
  'failure.line.pull': '{container}: pull refused',
  'failure.line.start': '{container}: start failed',
  'failure.line.mount': '{container}: mount failed',
  'failure.line.probe': '{container}: killed by its liveness probe',
  'failure.line.exit': '{container}: exited with {code}',
  'failure.line.exitOnce': '{container}: exited with {code}, restarted once',
  'failure.line.exitOften': '{container}: exited with {code}, restarted {count} times',
  'failure.line.killed': '{container}: killed ({code}, most often for memory)',
} as const;
