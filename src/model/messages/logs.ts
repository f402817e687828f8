/** What is said beside a container's log. */
export const logMessages = {
  'logs.waiting': '{container} has not written anything yet. Waiting for it to start.',
  'logs.transitioning': 'The container group is on its way; waiting for it.',
  'logs.dropped': 'Azure dropped some lines of {container} here.',
  'logs.begun': '{container} was started again: its log begins anew, and what it wrote last before is gone.',
  'logs.lost': 'The connection was lost. Trying again.',
  'logs.back': 'The connection is back.',
  'logs.slowDown': 'Azure asks to slow down. Going on in {seconds} seconds.',
  'logs.deleted': 'The container group {group} was deleted by somebody else. Nothing more will come.',
  'logs.containerGone': 'The container group has no container {container} any more.',
  'logs.notGiven': 'Azure gives no log of {container}.',
  'logs.neverRan': '{container} was stopped before it ran.',
  'logs.exit.ok': '{container} has ended with exit code 0: it did what it had to.',
  'logs.exit.error': '{container} has ended with exit code {code}: the program reported an error.',
  'logs.exit.killed':
    '{container} has ended with exit code 137: it was killed, mostly because it needed more memory than its limit allows.',
  'logs.exit.segfault': '{container} has ended with exit code 139: the program made an invalid access to memory.',
  'logs.exit.terminated': '{container} has ended with exit code 143: it was asked to end (SIGTERM) and did.',
  'logs.exit.stopped': '{container} has ended with exit code 7147: Container Instances stopped it, and it ended in time.',
  'logs.exit.stoppedByForce': '{container} has ended with exit code 7148: Container Instances stopped it by force.',
  'logs.exit.unknown': '{container} has ended. Azure says no exit code.',
  'logs.ended': 'All containers have ended.',
} as const;
