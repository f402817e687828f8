/** Microsoft's `az`, as Debian packages it, signed in to a sandbox on this machine. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { startCloud } from '../../src/sandbox/server/startCloud';
import { projectFolder } from '../launch/paths';

const run = promisify(execFile);

/** Minutes become seconds: most of the time goes by in `az` itself. */
const speed = 60;

export class Az {
  private constructor(
    private readonly folder: string,
    readonly cloud: Cloud,
  ) {}

  static async isInstalled(): Promise<boolean> {
    return run('az', ['version'], { env: { ...process.env, AZURE_CORE_COLLECT_TELEMETRY: 'false' } }).then(
      () => true,
      () => false,
    );
  }

  /** Starts a cloud and signs in to it, as a person would who keeps to the README. */
  static async signIn(): Promise<Az> {
    const az = new Az(await mkdtemp(join(tmpdir(), 'keyless-az-')), await startCloud({ speed }));
    const { resourceManager, authority, graph, registrySuffix, tenantId, clientId, clientSecret } = az.cloud.ready;
    const endpoints = {
      resourceManager,
      management: resourceManager,
      activeDirectory: `${authority}/adfs`,
      activeDirectoryResourceId: resourceManager,
      activeDirectoryGraphResourceId: graph,
      microsoftGraphResourceId: graph,
    };
    const config = await az.file('cloud.json', JSON.stringify({ endpoints, suffixes: { acrLoginServerEndpoint: registrySuffix } }));
    await az.text('cloud', 'register', '--name', 'Sandbox', '--cloud-config', `@${config}`);
    await az.text('cloud', 'set', '--name', 'Sandbox');
    await az.text('login', '--service-principal', '--username', clientId, '--password', clientSecret, '--tenant', tenantId);
    return az;
  }

  /** The path of a new file in a folder of its own. */
  async file(name: string, content: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  /** What a command prints. Rejects with what it says on standard error. */
  async text(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('az', [...args], { env: this.environment(), cwd: this.folder });
    return stdout.trim();
  }

  async json(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.text(...args)) as unknown;
  }

  /** What `--query` picks, as text. */
  async value(query: string, ...args: readonly string[]): Promise<string> {
    return this.text(...args, '--query', query, '--output', 'tsv');
  }

  async close(): Promise<void> {
    await this.cloud.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      AZURE_CONFIG_DIR: join(this.folder, 'config'),
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      AZURE_CORE_NO_COLOR: 'true',
      AZURE_EXTENSION_DIR: join(this.folder, 'extensions'),
      PYTHONDONTWRITEBYTECODE: '1',
      REQUESTS_CA_BUNDLE: this.cloud.ready.caCertificate,
      PYTHONPATH: [join(projectFolder, 'test/az/python'), process.env['PYTHONPATH']].filter(Boolean).join(delimiter),
    };
  }
}
