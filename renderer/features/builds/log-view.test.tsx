import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { record } from '../../testing/samples';
import { EMPTY_LOG, foldLog } from './log-model';
import { LogView } from './log-view';

const model = foldLog(EMPTY_LOG, [
  record(0, 'stage-start', 'org.osbuild.rpm'),
  record(1, 'output', 'Preparing \x1b[31m<b>curl</b>\x1b[0m'),
  record(2, 'output', 'installing strace'),
  record(3, 'stage-end', '2.4 s', { time: 3400 }),
  record(4, 'stage-start', 'org.osbuild.dracut', { stage: 'org.osbuild.dracut' }),
  record(5, 'output', 'curl is not a dracut module', { stage: 'org.osbuild.dracut' }),
]);

const open = (given = model) => {
  const copy = vi.fn();
  render(<LogView model={given} running={false} failed={undefined} copy={copy} />);
  return copy;
};

afterEach(cleanup);

describe('LogView', () => {
  it('has only the rows in sight in the document', () => {
    open(
      foldLog(
        EMPTY_LOG,
        Array.from({ length: 100_000 }, (_, seq) => record(seq, 'output', `line ${seq}`)),
      ),
    );
    expect(screen.getByText('100,000 lines')).toBeTruthy();
    expect(document.querySelectorAll('.log-row').length).toBeLessThan(100);
  });

  it('shows colours as styles and markup as text', () => {
    open();
    const red = screen.getByText('<b>curl</b>');
    expect(red.style.color).toBe('var(--ansi-1)');
    expect(document.querySelector('.log-text b')).toBeNull();
  });

  it('folds a stage away, and says how many lines that hides', () => {
    open();
    fireEvent.click(screen.getByRole('button', { name: /org\.osbuild\.rpm/ }));
    expect(screen.queryByText('installing strace')).toBeNull();
    expect(screen.getByText('2 lines')).toBeTruthy();
    expect(screen.getByText('curl is not a dracut module')).toBeTruthy();
  });

  it('searches, counts, steps, and unfolds what it finds', () => {
    open();
    fireEvent.click(screen.getByRole('button', { name: /org\.osbuild\.rpm/ }));
    fireEvent.keyDown(screen.getByRole('log'), { key: 'f', ctrlKey: true });
    const input = screen.getByRole('textbox', { name: 'Search in the log' });
    fireEvent.change(input, { target: { value: 'CURL' } });
    expect(screen.getByText('– of 2')).toBeTruthy();
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(screen.getByText('1 of 2')).toBeTruthy();
    expect(screen.getByText('installing strace')).toBeTruthy();
    expect(document.querySelectorAll('mark').length).toBe(2);
    fireEvent.keyDown(input, { key: 'Enter', shiftKey: true });
    expect(screen.getByText('2 of 2')).toBeTruthy();
    fireEvent.keyDown(input, { key: 'Escape' });
    expect(document.querySelector('mark')).toBeNull();
  });

  it('copies chosen lines, or all of them', () => {
    const copy = open();
    fireEvent.click(screen.getByRole('button', { name: '2' }));
    fireEvent.click(screen.getByRole('button', { name: '3' }), { shiftKey: true });
    fireEvent.keyDown(screen.getByRole('log'), { key: 'c', ctrlKey: true });
    expect(copy).toHaveBeenLastCalledWith('Preparing <b>curl</b>\ninstalling strace', 'Lines copied');
    fireEvent.click(screen.getByRole('button', { name: 'Copy log' }));
    expect(copy.mock.lastCall?.[0]).toMatch(/^rootfs {2}org\.osbuild\.rpm\n/);
  });
});
