/** `npm run sandbox`: the sandbox as a cloud on this machine. Prints one line of JSON when it is ready, and runs until it is ended. */
import { parseArgs } from 'node:util';
import { personas } from '../personas';
import type { Persona } from '../personas';
import type { CloudOptions } from './startCloud';
import { startCloud } from './startCloud';

/** Ten times as fast as Azure, as in VS Code. */
const speeds: Readonly<Record<string, number>> = { fast: 10, real: 1 };
const worlds = ['contoso', 'empty'] as const;

class Misuse extends Error {}

function options(args: readonly string[]): CloudOptions {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, world: { type: 'string' }, as: { type: 'string' }, clock: { type: 'string' } },
    }));
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Misuse(`--port is “${values.port}”; it is a number from 0 (any free port) to 65535.`);
  return {
    port,
    world: oneOf('--world', values.world ?? 'contoso', worlds),
    persona: oneOf<Persona>('--as', values.as ?? 'owner', personas),
    speed: speeds[oneOf('--clock', values.clock ?? 'fast', Object.keys(speeds))] ?? 1,
  };
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new Misuse(`${name} is “${value}”; it is one of ${known.join(', ')}.`);
  return found;
}

async function main(): Promise<void> {
  const cloud = await startCloud(options(process.argv.slice(2)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void cloud.close().then(() => process.exit(0)));
  // Last: who reads it may end the program at once.
  process.stdout.write(`${JSON.stringify(cloud.ready)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Misuse || (error as { code?: string }).code === 'EADDRINUSE' ? (error as Error).message : String(error)}\n`,
  );
  process.exit(1);
});
