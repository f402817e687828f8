import * as vscode from 'vscode';
import type { OsType } from '../../deploy/imageOs';
import { osOfPlatforms } from '../../deploy/imageOs';
import type { Registry } from '../../model/registry';
import type { Store } from '../store';
import type { Question } from './question';
import { pick } from './question';
import type { Answer } from './wizard';
import { next } from './wizard';

/** The system of an image's containers, or that only the person knows. */
export type OsAnswer = { readonly osType: OsType; readonly asksOs?: false } | { readonly asksOs: true };

/** @param suffix `:tag` or `@sha256:…`. */
export async function readOs(store: Store, { loginServer }: Registry, repository: string, suffix: string): Promise<OsAnswer> {
  const reference = suffix.slice(1);
  const reading = suffix.startsWith('@')
    ? store.manifest(loginServer, repository, reference)
    : store.taggedManifest(loginServer, repository, reference);
  // Who may not read it may still deploy it.
  const manifest = await reading.catch(() => undefined);
  return knownOs(manifest && osOfPlatforms(manifest.platforms));
}

export function knownOs(osType: OsType | undefined): OsAnswer {
  return osType === undefined ? { asksOs: true } : { osType, asksOs: false };
}

export async function askOs(question: Question): Promise<Answer<{ osType: OsType }>> {
  const answer = await pick<OsType>(question, {
    placeholder: vscode.l10n.t('Operating system that the image is for'),
    load: () => Promise.resolve((['Linux', 'Windows'] as const).map((osType) => ({ label: osType, value: osType, ...limits(osType) }))),
  });
  return answer.kind === 'next' ? next({ osType: answer.value }) : answer;
}

function limits(osType: OsType): { readonly detail?: string } {
  return osType === 'Windows' ? { detail: vscode.l10n.t('One container, without volumes.') } : {};
}
