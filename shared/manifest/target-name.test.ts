import { expect, test } from 'vitest';
import { editDistance, formatTargetName, nearestNames, outputName, parseTargetName } from './target-name';

test.each([
  ['starter-qemu-minimal-ostree.x86_64.qcow2', 'starter-qemu-minimal-ostree.x86_64', undefined, 'qcow2'],
  ['images/edge.mpp.yml.oci.tar', 'images/edge.mpp.yml', undefined, 'oci.tar'],
  ['cs9-qemu-upgrade-demo-ostree@try.aarch64.repo', 'cs9-qemu-upgrade-demo-ostree.aarch64', 'try', 'repo'],
])('%s, there and back', (text, target, suffix, format) => {
  const name = parseTargetName(text);
  expect(name).toEqual({ target, suffix, format });
  expect(formatTargetName(name.target, name.format, name.suffix)).toBe(text);
});

test.each([
  'minimal',
  'a-b-c-d.x86_64.iso',
  '../etc/a.x86_64.qcow2',
  '',
  'a@b@c.x86_64.img',
  '/a.mpp.yml.img',
  'a/../../b.mpp.yml.img',
  './a.mpp.yml.img',
  'a//b.mpp.yml.img',
])('%j is no target', (text) => expect(() => parseTargetName(text)).toThrow(/names no target/));

test('the nearest names come first, and far ones not at all', () => {
  expect(nearestNames('extra_rpm', ['extra_repos', 'extra_rpms', 'hostname'])).toEqual(['extra_rpms', 'extra_repos']);
  expect(editDistance('distro_verison', 'distro_version')).toBe(1);
});

test('results of a manifest that stands by itself lie as the manifests do', () => {
  expect(outputName('images/edge.mpp.yml', 'qcow2')).toBe('images/edge.qcow2');
  expect(outputName('images/edge.mpp.yml', 'qcow2', '1a2b3c4d')).toBe('images/edge@1a2b3c4d.qcow2');
  expect(outputName('a-b-c-d.x86_64', 'img', 'try')).toBe('a-b-c-d@try.x86_64.img');
});
