import type { ContainerFailure } from '../../deploy/failure/containerFailure';
import { message } from '../../model/message';
import { render } from '../render';

/** Why a container fails, in so few words that they fit beside a node. */
export function failureLine(failure: ContainerFailure): string {
  const { container } = failure;
  switch (failure.kind) {
    case 'pull':
      return render(message('failure.line.pull', { container }));
    case 'start':
      return render(message('failure.line.start', { container }));
    case 'mount':
      return render(message('failure.line.mount', { container }));
    case 'probe':
      return render(message('failure.line.probe', { container }));
    case 'exit': {
      const { code, restarts: count } = failure;
      if (code === 137) return render(message('failure.line.killed', { container, code }));
      if (count === 0) return render(message('failure.line.exit', { container, code }));
      if (count === 1) return render(message('failure.line.exitOnce', { container, code }));
      return render(message('failure.line.exitOften', { container, code, count }));
    }
  }
}
