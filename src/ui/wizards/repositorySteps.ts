import * as vscode from 'vscode';
import type { RepositorySelection } from '../../access/repositoryCondition';
import { AppError } from '../../model/appError';
import { parseImageReference } from '../../model/imageReference';
import type { Registry } from '../../model/registry';
import type { Store } from '../store';
import type { Choice, Question, TypedChoice } from './question';
import { pickMany, separator } from './question';
import type { Answer } from './wizard';
import { next } from './wizard';

/** A repository, or (ending with a slash) what the names of several begin with. */
type Part = string;

/** Asks for repositories and prefixes: of those that can be listed, and typed ones, since not everybody may list them. */
export async function askRepositories(
  store: Store,
  registries: readonly Registry[],
  question: Question,
): Promise<Answer<RepositorySelection>> {
  const answer = await pickMany<Part>(question, {
    placeholder: vscode.l10n.t('Repositories, such as team-a/web, or all below a prefix: team-a/'),
    load: (signal) => choices(store, registries, signal),
    whenEmpty: vscode.l10n.t('None can be listed here. Type team-a/web, or team-a/ for all below.'),
    typed,
  });
  if (answer.kind !== 'next') return answer;
  const parts = [...new Set(answer.value)];
  return next({ repositories: parts.filter((part) => !part.endsWith('/')), prefixes: parts.filter((part) => part.endsWith('/')) });
}

async function choices(store: Store, registries: readonly Registry[], signal: AbortSignal): Promise<readonly Choice<Part>[]> {
  const read = await Promise.all(registries.map((registry) => listed(store, registry, signal)));
  const names = [...new Set(read.flatMap((one) => one ?? []))].sort();
  const prefixes = [...new Set(names.flatMap((name) => (name.includes('/') ? [name.slice(0, name.indexOf('/') + 1)] : [])))];
  const unread = registries.filter((_registry, index) => read[index] === undefined).map(({ name }) => name);
  return [
    ...(unread.length > 0
      ? [separator<Part>(vscode.l10n.t('{0}: you may not list the repositories. Type their names.', unread.join(', ')))]
      : []),
    ...(prefixes.length > 0
      ? [separator<Part>(vscode.l10n.t('all below a prefix, also those to come')), ...prefixes.map(prefixChoice)]
      : []),
    ...(names.length > 0 ? [separator<Part>(vscode.l10n.t('repositories')), ...names.map(repositoryChoice)] : []),
  ];
}

/** Undefined where the person may not list them: that says nothing about those who are granted something. */
async function listed(store: Store, registry: Registry, signal: AbortSignal): Promise<readonly string[] | undefined> {
  try {
    return (await store.repositories(registry.loginServer, undefined, signal)).items;
  } catch (error) {
    if (AppError.is(error, 'UNAUTHORIZED', 'DENIED')) return undefined;
    throw error;
  }
}

function repositoryChoice(name: string): Choice<Part> {
  return { label: `$(repo) ${name}`, value: name };
}

function prefixChoice(prefix: string): Choice<Part> {
  return { label: `$(list-tree) ${prefix}`, description: vscode.l10n.t('all repositories whose names begin so'), value: prefix };
}

/** A prefix ends with a slash: a condition compares texts, so that one without lets neighbours in. */
function typed(text: string): readonly TypedChoice<Part>[] {
  const name = text.replace(/\/?\*?$/, '');
  if (!isRepository(name)) return [];
  const prefix = `${name}/`;
  if (/\/\*?$/.test(text)) return [prefixChoice(prefix)];
  const reason = vscode.l10n.t('With the slash: without it, “{0}” would also match “{1}”.', name, `${name}-infra/…`);
  const offered = { ...prefixChoice(prefix), detail: reason, differs: true };
  return text.endsWith('*') ? [offered] : [repositoryChoice(name), offered];
}

function isRepository(name: string): boolean {
  return !/[:@]/.test(name) && parseImageReference(`registry.example/${name}`) !== undefined;
}
