import assert from 'node:assert/strict';
import { gigabyte, marksUpTo, megabyte, mostLines, timeMarks, usagePlot } from '../../src/logs/usagePlot';
import type { ContainerGroup } from '../../src/model/containerGroup';
import type { ContainerMetric, GroupMetrics, MetricSpan } from '../../src/model/metrics';

const minute = 60_000;
const from = Date.parse('2026-06-01T08:00:00Z');
const span: MetricSpan = { from, to: from + 10 * minute, stepMs: minute };

interface Resources {
  readonly requests: { readonly cpu: number; readonly memoryInGB: number };
  readonly limits?: { readonly cpu?: number; readonly memoryInGB?: number };
}

const usual: Resources = { requests: { cpu: 0.5, memoryInGB: 1 } };

function group(...containers: readonly (readonly [name: string, resources?: Resources])[]): ContainerGroup {
  const all = containers.map(([name, resources = usual]) => ({ name, properties: { image: 'a', resources } }));
  return { id: '/g', name: 'g', location: 'westeurope', definition: { properties: { containers: all } } };
}

function series(container: string, ...values: readonly (number | undefined)[]): ContainerMetric {
  return { container, points: values.map((value, index) => ({ at: from + index * minute, value })) };
}

function cpu(...all: readonly ContainerMetric[]): GroupMetrics {
  return { span, cpu: all, memory: [] };
}

function memory(...all: readonly ContainerMetric[]): GroupMetrics {
  return { span, cpu: [], memory: all };
}

describe('marks of an axis', () => {
  const cases: readonly (readonly [value: number, marks: readonly number[]])[] = [
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [0.5, [0, 0.2, 0.4, 0.6]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [4, [0, 1, 2, 3, 4]],
    [0.0004, [0, 0.0001, 0.0002, 0.0003, 0.0004]],
    [149, [0, 50, 100, 150]],
    [1024, [0, 500, 1000, 1500]],
    [7.1, [0, 2, 4, 6, 8]],
    [0, [0, 0.25]],
  ];
  for (const [value, marks] of cases) it(`are ${marks.join(', ')} for ${value}`, () => assert.deepEqual(marksUpTo(value), marks));

  it('hold every value in two to five steps', () => {
    for (let value = 0.0001; value < 1e6; value *= 1.07) {
      const marks = marksUpTo(value);
      assert.ok((marks.at(-1) ?? 0) >= value * 0.999 && marks.length >= 3 && marks.length <= 6, `${value}: ${marks.join()}`);
    }
  });
});

describe('marks of time', () => {
  const hour = 60 * minute;
  const utc = (text: string): number => Date.parse(`2026-06-01T${text}Z`);
  const cases: readonly (readonly [what: string, to: string, hours: number, aheadMs: number, marks: readonly string[]])[] = [
    ['an hour', '08:07:00', 1, 0, ['07:15', '07:30', '07:45', '08:00']],
    ['an hour that begins at a mark', '08:00:00', 1, 0, ['07:00', '07:15', '07:30', '07:45', '08:00']],
    ['six hours', '08:07:00', 6, 0, ['04:00', '06:00', '08:00']],
    ['six hours in India', '08:07:00', 6, 5.5 * hour, ['02:30', '04:30', '06:30']],
  ];
  for (const [what, to, hours, aheadMs, marks] of cases) {
    it(`of ${what} are ${marks.join(', ')}`, () => {
      const found = timeMarks({ from: utc(to) - hours * hour, to: utc(to) }, aheadMs);
      assert.deepEqual(
        found.map((at) => new Date(at).toISOString().slice(11, 16)),
        marks,
      );
    });
  }
});

describe('a plot of what containers use', () => {
  it('is none where nothing was measured', () => {
    assert.equal(usagePlot(group(['web']), cpu(), 'cpu'), undefined);
    assert.equal(usagePlot(group(['web']), cpu(series('web', undefined, undefined)), 'cpu'), undefined);
    assert.equal(usagePlot(group(['web']), cpu(series('web', 1)), 'memory'), undefined);
  });

  it('says what was latest, average and highest of what was measured', () => {
    const [line] = usagePlot(group(['web']), cpu(series('web', undefined, 0.1, 0.4, undefined, 0.1, undefined)), 'cpu')?.lines ?? [];
    assert.deepEqual([line?.latest, line?.average.toFixed(6), line?.maximum], [{ at: from + 4 * minute, value: 0.1 }, '0.200000', 0.4]);
  });

  it('breaks a line where nothing was measured, also where points are left out, and puts an average in the middle of its time', () => {
    const { points } = series('web', 0.5, 0.25, undefined, 0.5, 0.5);
    const plot = usagePlot(group(['web']), cpu({ container: 'web', points: [...points, { at: from + 9 * minute, value: 0.5 }] }), 'cpu');
    assert.equal(plot?.top, 0.6);
    const rounded = plot.lines[0]?.pieces.map((piece) => piece.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join(', '));
    assert.deepEqual(rounded, ['0.05 0.83, 0.15 0.42', '0.35 0.83, 0.45 0.83', '0.95 0.83']);
  });

  const ceilings: readonly (readonly [what: string, group: ContainerGroup, value: number, top: number, ceilings: string])[] = [
    ['what is asked for, where there is no limit', group(['web']), 0.2, 0.6, 'requested 0.5 of web'],
    ['the limit, where there is one', group(['web', { ...usual, limits: { cpu: 2 } }]), 0.6, 2, 'limit 2 of web'],
    [
      'what is asked for, where the limit is of memory',
      group(['web', { ...usual, limits: { memoryInGB: 2 } }]),
      0.2,
      0.6,
      'requested 0.5 of web',
    ],
    [
      'a limit far above what is used, without making room for it',
      group(['web', { ...usual, limits: { cpu: 2 } }]),
      0.1,
      0.1,
      'limit 2 of web',
    ],
    ['nothing of a container that is not in the definition', group(['other']), 0.1, 0.1, ''],
    ['more than is allowed, if that is what was used', group(['web']), 0.9, 1, 'requested 0.5 of web'],
  ];
  for (const [what, of, value, top, expected] of ceilings) {
    it(`has for its ceiling ${what}`, () => {
      const plot = usagePlot(of, cpu(series('web', value)), 'cpu');
      const words = plot?.ceilings.map((each) => `${each.isLimit ? 'limit' : 'requested'} ${each.value} of ${each.containers.join()}`);
      assert.deepEqual([plot?.top, words?.join('; ')], [top, expected]);
    });
  }

  it('has each ceiling once, the highest first', () => {
    const small: Resources = { requests: { cpu: 0.25, memoryInGB: 0.5 } };
    const plot = usagePlot(group(['a'], ['b', small], ['c']), cpu(series('a', 0.1), series('b', 0.1), series('c', 0.1)), 'cpu');
    assert.deepEqual(
      plot?.ceilings.map(({ value, containers }) => [value, containers]),
      [
        [0.5, ['a', 'c']],
        [0.25, ['b']],
      ],
    );
    assert.equal(plot.lines[1]?.ceiling?.value, 0.25);
  });

  it('counts memory in MB, and in GB where one is reached', () => {
    const of = (bytes: number) => usagePlot(group(['web']), memory(series('web', bytes)), 'memory');
    assert.deepEqual([of(100 * megabyte)?.unit, (of(100 * megabyte)?.top ?? 0) / megabyte], [megabyte, 100]);
    assert.deepEqual([of(600 * megabyte)?.unit, of(600 * megabyte)?.top], [gigabyte, gigabyte]);
  });

  it('draws the lines that go highest where there are more than can be told apart, and tells of all', () => {
    const names = Array.from({ length: mostLines + 3 }, (_, index) => `c${index}`);
    const all = names.map((name, index) => series(name, 0.01 * (index + 1), 0.01));
    const plot = usagePlot(group(...names.map((name) => [name] as const)), cpu(...all), 'cpu');
    assert.equal(plot?.lines.length, names.length);
    assert.deepEqual(
      plot.lines.filter(({ pieces }) => pieces.length > 0).map(({ container }) => container),
      names.slice(3),
    );
  });
});
