import { writeFileSync } from 'node:fs';
import { reporters, Runner, type MochaOptions } from 'mocha';

/** What a run of tests came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Mocha's `spec` reporter, which also leaves the numbers in the file that KEYLESS_TALLY names. */
export default class TallyReporter extends reporters.Spec {
  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const tally: Tally = { passed: passes, failed: failures, skipped: pending };
      const file = process.env['KEYLESS_TALLY'];
      if (file !== undefined) {
        writeFileSync(file, JSON.stringify(tally));
      }
    });
  }
}
