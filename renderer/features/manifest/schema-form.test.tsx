import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SchemaForm } from './schema-form';
import type { OptionOrigin } from './schema-form-context';

const schema = {
  additionalProperties: false,
  required: ['path'],
  definitions: { name: { type: 'string', pattern: '^[a-z]+$' } },
  properties: {
    path: { $ref: '#/definitions/name' },
    size: { type: 'integer', minimum: 1 },
    force: { type: 'boolean' },
    mode: { enum: ['bare', 'archive'] },
    names: { type: 'array', items: { $ref: '#/definitions/name' } },
    users: { type: 'object', additionalProperties: { type: 'object', properties: { shell: { type: 'string' } } } },
    any: {},
  },
};

function open(value: Record<string, unknown>, more: { refusal?: string; origins?: Record<string, OptionOrigin> } = {}) {
  const onSet = vi.fn();
  const onRemove = vi.fn();
  const onOpen = vi.fn();
  const form = { holdsComputed: () => false, onSet, onRemove, onOpen, refusal: more.refusal };
  render(<SchemaForm {...form} schema={schema} value={value} originOf={(path) => more.origins?.[path.join('.')]} />);
  return { onSet, onRemove, onOpen };
}
const box = (name: string) => screen.getByRole('textbox', { name });
const enter = (element: HTMLElement, value: string) => {
  fireEvent.change(element, { target: { value } });
  fireEvent.keyDown(element, { key: 'Enter' });
};

afterEach(cleanup);

describe('words and numbers', () => {
  it('count once, when the line is left or with Enter', () => {
    const { onSet } = open({ path: 'a', size: 2 });
    fireEvent.change(box('path'), { target: { value: 'abc' } });
    expect(onSet).not.toHaveBeenCalled();
    fireEvent.blur(box('path'));
    enter(box('size'), '7');
    expect(onSet.mock.calls).toEqual([
      [['path'], 'abc'],
      [['size'], 7],
    ]);
  });

  it('are not taken where the schema forbids them, and Escape brings them back', () => {
    const { onSet } = open({ path: 'a', size: 2 });
    enter(box('size'), '1.5');
    expect(screen.getByText('A whole number is expected.')).toBeTruthy();
    enter(box('size'), '0');
    expect(screen.getByText('At least 1.')).toBeTruthy();
    fireEvent.keyDown(box('size'), { key: 'Escape' });
    expect(box('size')).toHaveProperty('value', '2');
    enter(box('path'), 'A');
    expect(screen.getByText('It must match ^[a-z]+$')).toBeTruthy();
    expect(onSet).not.toHaveBeenCalled();
  });

  it('are chosen and switched', () => {
    const { onSet } = open({ path: 'a', force: false, mode: 'bare' });
    fireEvent.click(screen.getByRole('checkbox', { name: 'force' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'mode' }), { target: { value: 'archive' } });
    expect(onSet.mock.calls).toEqual([
      [['force'], true],
      [['mode'], 'archive'],
    ]);
  });
});

describe('lists and maps', () => {
  it('grow, shrink and change their order', () => {
    const { onSet, onRemove } = open({ path: 'a', names: ['x', 'y'] });
    fireEvent.click(screen.getByRole('button', { name: 'Move names 2 up' }));
    fireEvent.click(screen.getByRole('button', { name: 'Remove names.0' }));
    fireEvent.click(screen.getByTitle('Add to names'));
    enter(box('names.1'), 'z');
    expect(onRemove.mock.calls).toEqual([[['names', 0]]]);
    expect(onSet.mock.calls).toEqual([
      [['names'], ['y', 'x']],
      [['names', 2], ''],
      [['names', 1], 'z'],
    ]);
  });

  it('take new entries by name, each name once', () => {
    const { onSet } = open({ path: 'a', users: { root: { shell: '/bin/sh' } } });
    enter(box('Name of a new entry of users'), 'root');
    expect(onSet).not.toHaveBeenCalled();
    enter(box('Name of a new entry of users'), 'guest');
    expect(onSet).toHaveBeenCalledWith(['users', 'guest'], {});
  });
});

describe('options', () => {
  it('are added from what the schema knows; what is required stays', () => {
    const { onSet, onRemove } = open({ path: 'a', size: 2 });
    fireEvent.change(screen.getByRole('combobox', { name: 'Add an option' }), { target: { value: 'mode' } });
    expect(onSet).toHaveBeenCalledWith(['mode'], 'bare');
    expect(screen.queryByRole('button', { name: 'Remove path' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Remove size' }));
    expect(onRemove).toHaveBeenCalledWith(['size']);
  });

  it('without a schema are JSON', () => {
    const { onSet } = open({ path: 'a', any: null });
    const raw = box('any');
    fireEvent.change(raw, { target: { value: '{"a": ' } });
    expect(screen.getByText('It is not JSON.')).toBeTruthy();
    fireEvent.change(raw, { target: { value: '{"a": 1}' } });
    fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
    expect(onSet).toHaveBeenCalledWith(['any'], { a: 1 });
  });

  it('that are computed show their value and lead to the expression', () => {
    const place = { file: 'a.yml', line: 4, column: 2 };
    const { onOpen } = open({ path: 'host' }, { origins: { path: { place, computed: 'mpp-eval hostname' } } });
    const field = within(screen.getByRole('group', { name: 'path' }));
    expect(field.queryByRole('textbox')).toBeNull();
    expect(field.getByText('host')).toBeTruthy();
    expect(field.getByText('mpp-eval hostname')).toBeTruthy();
    fireEvent.click(field.getByRole('button', { name: 'Go to the expression' }));
    expect(onOpen).toHaveBeenCalledWith(place);
  });

  it('cannot be changed where the stage cannot', () => {
    open({ path: 'a', names: ['x'] }, { refusal: 'It is written elsewhere.' });
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('combobox')).toBeNull();
    expect(screen.getByText('a')).toBeTruthy();
  });
});
