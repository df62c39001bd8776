/** A manifest that makes a commit of a few files and a disk, as small as ostree allows. */
import { createHash } from 'node:crypto';
import type { Manifest, Stage } from '../../shared/manifest/types';

export const TINY_REF = 'test/x86_64/tiny';

const KERNEL = ['/usr', '/usr/lib', '/usr/lib/modules', '/usr/lib/modules/6.1', '/etc', '/var', '/var/lib'];
const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const loop = { type: 'org.osbuild.loopback', options: { filename: 'disk.img' } };
const put = (sum: string, ...to: string[]): Stage => ({
  type: 'org.osbuild.copy',
  inputs: { e: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references: { [sum]: {} } } },
  options: { paths: to.map((name) => ({ from: `input://e/${sum}`, to: `tree://${name}` })) },
});
const treeOf = (pipeline: string): object => ({
  tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: [`name:${pipeline}`] },
});

const image: Stage[] = [
  { type: 'org.osbuild.truncate', options: { filename: 'disk.img', size: '16M' } },
  {
    type: 'org.osbuild.mkfs.ext4',
    options: { uuid: '76a22bf4-f153-4541-b6c7-0332c0dfaeac' },
    devices: { device: loop },
  },
  {
    type: 'org.osbuild.copy',
    inputs: treeOf('ostree-commit') as NonNullable<Stage['inputs']>,
    options: { paths: [{ from: 'input://tree/compose.json', to: 'mount://root/compose.json' }] },
    devices: { root: loop },
    mounts: [{ name: 'root', type: 'org.osbuild.ext4', source: 'root', target: '/' }],
  },
];

/**
 * Pipelines `ostree-tree`, `ostree-commit`, and `image` with a file `disk.img`.
 *
 * @param payload what one more file of the tree holds; without it nothing in the tree takes room
 */
export function tinyCommit(version: string, parent?: string, payload = Buffer.alloc(0)): Manifest {
  const modules = '/usr/lib/modules/6.1';
  const sum = `sha256:${createHash('sha256').update(payload).digest('hex')}`;
  const items = {
    [EMPTY]: { encoding: 'base64', data: '' },
    [sum]: { encoding: 'base64', data: payload.toString('base64') },
  };
  return {
    version: '2',
    pipelines: [
      {
        name: 'ostree-tree',
        stages: [
          { type: 'org.osbuild.mkdir', options: { paths: KERNEL.map((name) => ({ path: name, mode: 0o755 })) } },
          put(EMPTY, `${modules}/vmlinuz`, `${modules}/initramfs.img`, `/etc/version-${version}`),
          put(sum, '/usr/payload'),
          { type: 'org.osbuild.hostname', options: { hostname: 'tiny' } },
          { type: 'org.osbuild.ostree.preptree' },
        ],
      },
      {
        name: 'ostree-commit',
        stages: [
          { type: 'org.osbuild.ostree.init', options: { mode: 'bare' } },
          {
            type: 'org.osbuild.ostree.commit',
            inputs: treeOf('ostree-tree') as NonNullable<Stage['inputs']>,
            options: { ref: TINY_REF, os_version: version, ...(parent === undefined ? {} : { parent }) },
          },
        ],
      },
      { name: 'image', stages: image },
    ],
    sources: { 'org.osbuild.inline': { items } },
  };
}
