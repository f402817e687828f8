import { join, resolve } from 'node:path';

/** The project's folder, which is also the extension's folder in development. */
export const projectFolder = resolve(__dirname, '../..');

/** VS Code, and what it needs, is installed here; git ignores it. */
export const cacheFolder = join(projectFolder, '.vscode-test');

/** Bundled tests and results of test runs; git ignores it. */
export const outFolder = join(projectFolder, 'out');

export const sampleWorkspace = join(projectFolder, 'test/fixtures/workspace');
