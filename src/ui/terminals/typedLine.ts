/** A line that makes a shell write a mark, run a command, and write a mark with the command's exit status. */
export interface TypedLine {
  /** Undefined where the command is longer than a terminal takes. */
  readonly line: string | undefined;
  /** Whether each mark has a line of its own, and a line break before it that is not the command's. */
  readonly ownLine: boolean;
}

/** What a terminal takes as one line: N_TTY_BUF_SIZE of Linux, less the end of the line. */
const longestInLinux = 4095;
/** https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation */
const longestInWindows = 8191;

/** For `/bin/sh`. @param mark made by chance, for this one time; letters and digits. */
export function lineForShell(command: string, mark: string): TypedLine {
  // The mark and the rest of it are apart in what is typed, so that its echo is not taken for it. With the trap Ctrl+C ends the command alone.
  const script = 'trap : INT; printf "\\n%s-%s\\n" "$1" begin; sh -c "$0"; printf "\\n%s=%s\\n" "$1" "$?"';
  const line = `exec sh -c '${script}' '${command.replaceAll("'", `'\\''`)}' ${mark}\r`;
  return { line: new TextEncoder().encode(line).length > longestInLinux ? undefined : line, ownLine: true };
}

/**
 * For `cmd.exe`, whose prompt this is typed at. A cmd within it runs the command, so that a mistake in it takes no mark along. A caret in each mark
 * keeps its echo from being taken for it; `call` reads the exit status once it is there.
 */
export function lineForCmd(command: string, mark: string): TypedLine {
  const apart = `${mark.slice(0, 1)}^${mark.slice(1)}`;
  const line = `echo ${apart}-begin& cmd /d /s /c ^"${escapedForCmd(command)}^"& call echo ${apart}=%^errorlevel%\r`;
  return { line: line.length - 1 > longestInWindows ? undefined : line, ownLine: false };
}

/**
 * A command as the cmd at whose prompt it is typed must be given it, so that the one within gets it as it is: each sign that means something behind a
 * caret, quotes too, so that none of it counts as being in quotes. Behind a percent sign a caret makes the name one that no variable has: at a
 * prompt it stays as it is, and the caret goes. https://learn.microsoft.com/windows-server/administration/windows-commands/cmd
 */
export function escapedForCmd(command: string): string {
  return command.replace(/[\^&|<>()"%!]/g, '^$&');
}
