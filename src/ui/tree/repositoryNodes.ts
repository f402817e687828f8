import * as vscode from 'vscode';
import { formatAge, formatSize, shortDigest } from '../../model/format';
import type { Manifest } from '../../model/registry';
import type { RepositoryNode, TagNode, TreeNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { emptyNode, imagesFailureNode, moreNode } from './noteNodes';
import { readPages } from './paging';
import { factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

export async function repositoryChildren(node: RepositoryNode, context: TreeContext): Promise<TreeNode[]> {
  const { registry, repository } = node;
  try {
    const { items, more } = await readPages(context.pagesShown(node.id), (next) =>
      context.store.tags(registry.loginServer, repository, next, context.signal),
    );
    if (items.length === 0) return [emptyNode(node, vscode.l10n.t('No tags'))];
    const nodes: TreeNode[] = items.map((tag): TagNode => {
      return { kind: 'tag', id: childNodeId(node.id, 'tag', tag.name), parent: node, registry, repository, tag };
    });
    return more ? [...nodes, moreNode(node, items.length)] : nodes;
  } catch (error) {
    return [imagesFailureNode(node, registry, error)];
  }
}

export function repositoryItem({ id, repository }: RepositoryNode): vscode.TreeItem {
  const item = new vscode.TreeItem(repository, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('repo');
  item.contextValue = contextValue('repository');
  item.accessibilityInformation = { label: vscode.l10n.t('Repository {0}', repository) };
  return item;
}

export function repositoryTooltip({ registry, repository }: RepositoryNode): vscode.MarkdownString {
  return factsTooltip(repository, [[vscode.l10n.t('Image'), `${registry.loginServer}/${repository}`]]);
}

export function tagItem({ id, tag, manifest }: TagNode, { language, session }: TreeContext): vscode.TreeItem {
  const item = new vscode.TreeItem(tag.name);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('tag');
  item.description = [
    formatAge(tag.updatedOn, session.clock.now(), language),
    manifest ? platforms(manifest) : '',
    manifest?.size === undefined ? '' : formatSize(manifest.size, language),
    shortDigest(tag.digest),
  ]
    .filter((word) => word !== '')
    .join(' · ');
  item.contextValue = contextValue('tag');
  item.accessibilityInformation = { label: vscode.l10n.t('Tag {0}, {1}', tag.name, item.description) };
  return item;
}

export function tagTooltip({ registry, repository, tag, manifest }: TagNode, { language }: TreeContext): vscode.MarkdownString {
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return factsTooltip(`${repository}:${tag.name}`, [
    [vscode.l10n.t('Image'), `${registry.loginServer}/${repository}:${tag.name}`],
    [vscode.l10n.t('Digest'), tag.digest],
    [vscode.l10n.t('Platforms'), manifest && platforms(manifest)],
    [vscode.l10n.t('Size'), manifest?.size === undefined ? undefined : formatSize(manifest.size, language)],
    [vscode.l10n.t('Pushed'), date.format(new Date(tag.createdOn))],
    [vscode.l10n.t('Updated'), date.format(new Date(tag.updatedOn))],
  ]);
}

function platforms(manifest: Manifest): string {
  return manifest.platforms.map(({ os, architecture }) => `${os}/${architecture}`).join(', ');
}
