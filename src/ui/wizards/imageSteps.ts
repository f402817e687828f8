import * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import { formatAge } from '../../model/format';
import { parseImageReference } from '../../model/imageReference';
import type { Registry } from '../../model/registry';
import { renderError } from '../render';
import type { Store } from '../store';
import type { Choice, Question } from './question';
import { pick } from './question';
import type { Answer } from './wizard';

/** An image within a registry: a repository, and its tag or digest where that has been said too. */
export interface ImageAnswer {
  readonly repository: string;
  /** `:tag` or `@sha256:…`. */
  readonly suffix?: string;
}

/** Asks for a repository, or for what `first` offers; a typed reference is taken as well, since not everybody may list repositories. */
export async function askRepository<Other = never>(
  store: Store,
  registry: Registry,
  question: Question,
  first?: Choice<Other>,
): Promise<Answer<ImageAnswer | Other>> {
  return pick<ImageAnswer | Other>(question, {
    placeholder: vscode.l10n.t('Repository, or type a reference such as {0}/app:1.0', registry.loginServer),
    load: async (signal) => [...(first ? [first] : []), ...(await repositoryChoices(store, registry, signal))],
    typed: (text) => typedImage(registry, text),
  });
}

/** Asks for a tag of a repository, or for what `first` offers; a typed tag or digest is taken as well. */
export async function askTag<Other = never>(
  store: Store,
  registry: Registry,
  repository: string,
  now: number,
  question: Question,
  first?: Choice<Other>,
): Promise<Answer<{ suffix: string } | Other>> {
  return pick<{ suffix: string } | Other>(question, {
    placeholder: vscode.l10n.t('Tag of {0}', repository),
    load: async (signal) => [...(first ? [first] : []), ...(await tagChoices(store, registry, repository, now, signal))],
    typed: (text) => {
      const suffix = /^sha256:/.test(text) ? `@${text}` : `:${text.replace(/^[:@]/, '')}`;
      if (!parseImageReference(`${registry.loginServer}/${repository}${suffix}`)) return [];
      return [{ label: vscode.l10n.t('Use “{0}”', `${repository}${suffix}`), value: { suffix } }];
    },
  });
}

async function repositoryChoices(store: Store, registry: Registry, signal: AbortSignal): Promise<readonly Choice<ImageAnswer>[]> {
  try {
    const { items } = await store.repositories(registry.loginServer, undefined, signal);
    if (items.length > 0) return items.map((repository) => ({ label: `$(repo) ${repository}`, value: { repository } }));
    return [said(vscode.l10n.t('No repositories'), vscode.l10n.t('Type a reference, or import an image first.'))];
  } catch (error) {
    if (!isRefused(error)) throw error;
    return [said(vscode.l10n.t('You may not list the repositories of {0}.', registry.name), refusal(error))];
  }
}

async function tagChoices(
  store: Store,
  registry: Registry,
  repository: string,
  now: number,
  signal: AbortSignal,
): Promise<readonly Choice<{ suffix: string }>[]> {
  try {
    const { items } = await store.tags(registry.loginServer, repository, undefined, signal);
    if (items.length === 0) return [said(vscode.l10n.t('No tags'), vscode.l10n.t('Type a tag or a digest.'))];
    return [...items]
      .sort((a, b) => b.updatedOn.localeCompare(a.updatedOn))
      .map((tag) => ({
        label: `$(tag) ${tag.name}`,
        description: formatAge(tag.updatedOn, now, vscode.env.language),
        value: { suffix: `:${tag.name}` },
      }));
  } catch (error) {
    if (!isRefused(error)) throw error;
    return [said(vscode.l10n.t('You may not list the tags of {0}.', repository), refusal(error))];
  }
}

/** The person's own access to the data plane says nothing about the identity's: typing goes on. */
function isRefused(error: unknown): boolean {
  return AppError.is(error, 'UNAUTHORIZED', 'DENIED');
}

function refusal(error: unknown): string {
  return vscode.l10n.t('Type the reference instead: the identity that pulls may still have access. ({0})', renderError(error));
}

function said<T>(label: string, detail: string): Choice<T> {
  return { label: `$(info) ${label}`, detail, alwaysShow: true };
}

function typedImage(registry: Registry, text: string): readonly Choice<ImageAnswer>[] {
  const own = `${registry.loginServer.toLowerCase()}/`;
  const reference = text.toLowerCase().startsWith(own) ? text : `${registry.loginServer}/${text}`;
  const image = parseImageReference(reference);
  if (!image || image.server !== registry.loginServer.toLowerCase()) return [];
  const explicit = image.digest ? `@${image.digest}` : /:[^/]+$/.test(text) ? `:${image.tag ?? ''}` : undefined;
  const label = vscode.l10n.t('Use “{0}”', `${image.repository}${explicit ?? ''}`);
  return [{ label, value: { repository: image.repository, ...(explicit ? { suffix: explicit } : {}) } }];
}
