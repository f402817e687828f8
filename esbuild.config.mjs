import { rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import process from 'node:process';
import { context, build } from 'esbuild';

/**
 * The bundles, by name. Only `extension` is loaded when VS Code activates the extension; each of the others is loaded by the first
 * `await import()` of its entry module.
 */
const bundles = {
  extension: 'src/extension.ts',
  azure: 'src/azure/main.ts',
  identity: 'src/azure/identity/main.ts',
  signIn: 'src/ui/signIn/main.ts',
  sandbox: 'src/sandbox/main.ts',
  plans: 'src/ui/plans/main.ts',
  watch: 'src/ui/watch/main.ts',
  editing: 'src/ui/review/editing.ts',
  terminals: 'src/ui/terminals/main.ts',
};

/** Bytes, minified. */
const activationBudget = 150_000;

const root = import.meta.dirname;
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Entry modules: names of bundles by absolute path. */
const entries = new Map(Object.entries(bundles).map(([name, file]) => [resolve(root, file), name]));

/**
 * Makes `await import('…/azure/main')` load `dist/azure.js` at run time, and refuses any import that would copy an entry module, and
 * everything behind it, into another bundle.
 */
const bundleBorders = {
  name: 'bundle borders',
  setup(setup) {
    setup.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      const file = `${resolve(resolveDir, path)}.ts`;
      const name = entries.get(file);
      if (name === undefined) {
        return undefined;
      }
      return kind === 'dynamic-import'
        ? { path: `./${name}.js`, external: true }
        : { errors: [{ text: `${relative(root, file)} is the entry of another bundle: load it with await import().` }] };
    });
  },
};

/** The activation bundle stays small and free of the SDK: both are what makes activation fast. */
const activationGuard = {
  name: 'activation guard',
  setup(setup) {
    setup.onEnd(({ metafile, errors }) => {
      const output = Object.values(metafile?.outputs ?? {}).find(({ entryPoint }) => entryPoint === bundles.extension);
      if (errors.length > 0 || output === undefined) {
        return undefined;
      }
      const found = [];
      const sdk = Object.keys(output.inputs).find((input) => input.includes('node_modules/@azure/'));
      if (sdk !== undefined) {
        found.push({ text: `dist/extension.js contains ${sdk}: import it only from a bundle that is loaded on demand.` });
      }
      if (production && output.bytes > activationBudget) {
        found.push({ text: `dist/extension.js has ${output.bytes} bytes; its budget is ${activationBudget}.` });
      }
      // esbuild fails by the errors of this stage but does not print them.
      found.forEach(({ text }) => console.error(text));
      return { errors: found };
    });
  },
};

const options = {
  absWorkingDir: root,
  entryPoints: [...entries].map(([file, name]) => ({ in: file, out: name })),
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  external: ['vscode'],
  supported: { 'dynamic-import': false },
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  plugins: [bundleBorders, activationGuard],
};

if (production) {
  rmSync(resolve(root, 'dist'), { recursive: true, force: true });
}
if (watch) {
  await (await context(options)).watch();
} else {
  try {
    await build(options);
  } catch {
    // esbuild has printed what is wrong.
    process.exitCode = 1;
  }
}
