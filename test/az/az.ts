/** Microsoft's `az`, as Debian packages it, against a sandbox on this machine, in a folder of its own. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { projectFolder } from '../launch/paths';

const run = promisify(execFile);

export class Az {
  private constructor(
    private readonly folder: string,
    private readonly cloud: Cloud,
  ) {}

  static async at(cloud: Cloud): Promise<Az> {
    return new Az(await mkdtemp(join(tmpdir(), 'keyless-az-')), cloud);
  }

  /** Skips the tests that follow, by name, where there is no `az`. */
  static async orSkip(context: Mocha.Context): Promise<void> {
    const isInstalled = await run('az', ['version'], { env: { ...process.env, AZURE_CORE_COLLECT_TELEMETRY: 'false' } }).then(
      () => true,
      () => false,
    );
    if (isInstalled) return;
    console.log('      az (the Azure CLI) is not installed: its tests are skipped.');
    context.skip();
  }

  /** Registers the cloud, as a person would who keeps to the README. */
  async register(): Promise<void> {
    const { resourceManager, authority, graph, registrySuffix } = this.cloud.ready;
    const endpoints = {
      resourceManager,
      management: resourceManager,
      activeDirectory: `${authority}/adfs`,
      activeDirectoryResourceId: resourceManager,
      activeDirectoryGraphResourceId: graph,
      microsoftGraphResourceId: graph,
    };
    const config = JSON.stringify({ endpoints, suffixes: { acrLoginServerEndpoint: registrySuffix } });
    await this.text('cloud', 'register', '--name', 'Sandbox', '--cloud-config', config);
    await this.text('cloud', 'set', '--name', 'Sandbox');
  }

  async signInWithSecret(): Promise<void> {
    const { tenantId, clientId, clientSecret } = this.cloud.ready;
    await this.text('login', '--service-principal', '--username', clientId, '--password', clientSecret, '--tenant', tenantId);
  }

  /** Enters the code that `az` names at the page that it names. */
  async signInWithCode(): Promise<void> {
    const login = run('az', ['login', '--use-device-code', '--tenant', this.cloud.ready.tenantId], this.options());
    let said = '';
    login.child.stderr?.on('data', (chunk: Buffer | string) => {
      said += chunk.toString();
      const [, page, code] = /open the page (\S+) and enter the code (\w+) to/.exec(said) ?? [];
      if (page === undefined || code === undefined) return;
      said = '';
      this.approve(page, code);
    });
    await login;
  }

  /** The path of a new file in a folder of its own. */
  async file(name: string, content: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  /** What a command prints. Rejects with what it says on standard error. */
  async text(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('az', [...args], this.options());
    return stdout.trim();
  }

  /**
   * What a command shows in a terminal, where so much is typed whenever it shows what is waited for. `script`, of util-linux, makes the terminal.
   */
  async typed(steps: readonly (readonly [when: RegExp, typed: string])[], ...args: readonly string[]): Promise<string> {
    const command = ['az', ...args].map((arg) => `'${arg}'`).join(' ');
    const running = run('script', ['--quiet', '--return', '--command', command, '/dev/null'], this.options());
    const left = [...steps];
    let shown = '';
    running.child.stdout?.on('data', (chunk: Buffer | string) => {
      shown += chunk.toString();
      const [step] = left;
      if (!step?.[0].test(shown)) return;
      left.shift();
      running.child.stdin?.write(step[1]);
    });
    await running;
    return shown;
  }

  /** Runs a script of commands. */
  async script(content: string): Promise<void> {
    await run('bash', [await this.file('script.sh', content)], this.options());
  }

  async json(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.text(...args)) as unknown;
  }

  /** What `--query` picks, as text. */
  async value(query: string, ...args: readonly string[]): Promise<string> {
    return this.text(...args, '--query', query, '--output', 'tsv');
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private approve(page: string, code: string): void {
    const ca = readFileSync(this.cloud.ready.caCertificate);
    const { port, pathname } = new URL(page);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    request({ host: '127.0.0.1', servername: 'localhost', port, path: pathname, method: 'POST', ca, headers }, (answer) =>
      answer.resume(),
    ).end(new URLSearchParams({ code, answer: 'approve' }).toString());
  }

  private options(): { env: NodeJS.ProcessEnv; cwd: string } {
    return { env: { ...process.env, ...this.environment }, cwd: this.folder };
  }

  /** With which every `az` is this one. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AZURE_CONFIG_DIR: join(this.folder, 'config'),
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      AZURE_CORE_NO_COLOR: 'true',
      AZURE_EXTENSION_DIR: join(this.folder, 'extensions'),
      PYTHONDONTWRITEBYTECODE: '1',
      REQUESTS_CA_BUNDLE: this.cloud.ready.caCertificate,
      // Of the library by which `az container exec` reaches a container.
      WEBSOCKET_CLIENT_CA_BUNDLE: this.cloud.ready.caCertificate,
      PYTHONPATH: [join(projectFolder, 'test/az/python'), process.env['PYTHONPATH']].filter(Boolean).join(delimiter),
    };
  }
}
