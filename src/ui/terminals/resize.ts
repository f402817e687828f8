import type { TerminalSize } from '../../model/containerSocket';
import { Prompt, withoutEscapes } from './prompt';

/** The protocol can't say that a terminal has another size, but a shell can be told: by `stty`, typed at its prompt and hidden. */
export class Resize {
  readonly prompt: Prompt;
  /** Whether the container has a `stty` that takes it: not known to be missing. */
  works = true;
  private wanted: TerminalSize | undefined;
  /** What is hidden while the shell is told, and what the person typed meanwhile. */
  private telling: { readonly command: string; readonly prompt: string; hidden: string; typed: string } | undefined;

  /** @param told is called whenever the shell is told: its answer may not come. */
  constructor(
    private readonly send: (text: string) => void,
    private readonly told: () => void = () => undefined,
    windows = false,
  ) {
    this.prompt = new Prompt(windows);
    // Windows has no stty.
    this.works = !windows;
  }

  /** Answers whether the shell is told at once. */
  want(size: TerminalSize): boolean {
    this.wanted = size;
    return this.tell();
  }

  /** Answers what of the output is for the person to see. */
  shown(text: string): string {
    if (!this.telling) {
      this.prompt.shown(text);
      this.tell();
      return text;
    }
    this.telling.hidden += text;
    const plain = withoutEscapes(this.telling.hidden);
    if (!/[\r\n]/.test(plain) || !plain.endsWith(this.telling.prompt)) return '';
    // A line that is longer than the terminal is wide is shown with breaks in it.
    const said = plain.replace(/\s/g, '').replace(this.telling.command.replace(/\s/g, ''), '');
    if (said !== this.telling.prompt.replace(/\s/g, '')) this.works = false;
    this.finish();
    return '';
  }

  /** What a person types. */
  typed(text: string): void {
    if (this.telling) {
      this.telling.typed += text;
      return;
    }
    this.prompt.sent(text);
    this.send(text);
  }

  /** Whether the answer of the shell is awaited. */
  get isTelling(): boolean {
    return this.telling !== undefined;
  }

  /** Where the answer does not come: answers what was hidden. */
  giveUp(): string {
    const hidden = this.telling?.hidden ?? '';
    this.works = false;
    this.prompt.shown(hidden);
    this.finish();
    return hidden;
  }

  private tell(): boolean {
    const prompt = this.prompt.text;
    if (!this.wanted || !this.works || prompt === undefined || this.telling) return false;
    const { rows, columns } = this.wanted;
    const command = `stty rows ${rows} cols ${columns}`;
    this.wanted = undefined;
    this.telling = { command, prompt, hidden: '', typed: '' };
    this.send(`${command}\r`);
    this.told();
    return true;
  }

  private finish(): void {
    const typed = this.telling?.typed ?? '';
    this.telling = undefined;
    if (typed !== '') this.typed(typed);
    else this.tell();
  }
}
