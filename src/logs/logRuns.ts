import type { News } from './follow';
import { LogFollower } from './follow';

/** Part of a log as it is shown. */
export interface LogRun {
  /** When its first line was written, as Azure wrote it; empty where it said nothing. */
  readonly since: string;
  readonly lines: readonly string[];
  /** Lines before its first one are gone. */
  readonly isCut: boolean;
}

/** Of one container: more than two of the windows that Azure keeps. */
const mostCharacters = 10 * 1024 * 1024;

/** A container's log, read now and then: what was read stays, also of runs whose log Azure no longer has. */
export class LogRuns {
  private readonly follower = new LogFollower();
  private parts: { since: string; lines: string[]; isCut: boolean }[] = [];

  get runs(): readonly LogRun[] {
    return this.parts;
  }

  /** @param text the whole log, with timestamps. */
  take(text: string, isEnded: boolean): void {
    for (const news of this.follower.take({ text, isEnded }) ?? []) this.add(news);
    while (this.parts.length > 1 && this.characters() > mostCharacters) this.parts.shift();
  }

  private add(news: News): void {
    if (news.kind !== 'line') {
      this.parts.push({ since: '', lines: [], isCut: news.kind === 'dropped' });
      return;
    }
    const part = this.parts.at(-1);
    if (part) {
      if (part.lines.length === 0) part.since = news.line.stamp;
      part.lines.push(news.line.text);
    } else {
      this.parts.push({ since: news.line.stamp, lines: [news.line.text], isCut: false });
    }
  }

  private characters(): number {
    return this.parts.reduce((sum, { lines }) => sum + lines.reduce((most, line) => most + line.length + 1, 0), 0);
  }
}
