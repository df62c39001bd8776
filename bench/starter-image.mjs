/**
 * The starter's packages as a disk, with stages that osbuild has too: its root file system, the settings of its tree and
 * its initramfs on one ext4 partition, as qcow2. Without the commit: osbuild calls rpm-ostree for that, which Debian does not have.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

function ran(program, argv, options = {}) {
  const done = spawnSync(program, argv, { encoding: 'utf8', maxBuffer: 256 * 1024 ** 2, ...options });
  if (done.status !== 0) throw new Error(`${program} ended with status ${done.status}: ${done.stderr?.slice(-2000)}`);
  return done.stdout;
}

const studio = (root, data, argv) =>
  ran(process.execPath, [path.join(root, 'out', 'cli.cjs'), ...argv, '--data-dir', data]);

/** What depmod would write into the tree: osbuild has no stage for that. */
async function moduleLists(kernel, rpm, folder) {
  const archive = ran('rpm2cpio', [rpm], { encoding: 'buffer' });
  await mkdir(folder, { recursive: true });
  ran('cpio', ['-id', '--quiet', './usr/lib/modules/*'], { input: archive, cwd: folder });
  ran('depmod', ['-b', path.join(folder, 'usr'), kernel]);
  const lists = path.join(folder, 'usr', 'lib', 'modules', kernel);
  const names = (await readdir(lists)).filter((name) => name.startsWith('modules.')).sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(path.join(lists, name)) })));
}

const isOurs = ({ type }) => type.startsWith('org.ostree-studio.');

/** The image's pipeline with one stage for both file systems, filled from the tree. */
function imageOf(image, tree) {
  const stages = image.stages.map((stage) => {
    if (stage.type !== 'org.ostree-studio.mkfs.ext4') return stage;
    const { features: _ours, ...options } = stage.options;
    return { ...stage, type: 'org.osbuild.mkfs.ext4', options };
  });
  for (const { inputs } of stages)
    for (const input of Object.values(inputs ?? {}))
      if (input.origin === 'org.osbuild.pipeline') input.references = [tree];
  return { ...image, stages: stages.filter((stage) => !isOurs(stage)) };
}

function copyOf(lists, kernel, inline) {
  const sums = lists.map(({ name, bytes }) => {
    const sum = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    inline[sum] = { encoding: 'base64', data: bytes.toString('base64') };
    return { name, sum };
  });
  const references = Object.fromEntries(sums.map(({ sum }) => [sum, {}]));
  return {
    type: 'org.osbuild.copy',
    inputs: { lists: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references } },
    options: {
      paths: sums.map(({ name, sum }) => ({
        from: `input://lists/${sum}`,
        to: `tree:///usr/lib/modules/${kernel}/${name}`,
      })),
    },
  };
}

/**
 * Makes the starter's packages in a data folder, and the manifest.
 *
 * @returns the manifest, in osbuild's version 2
 */
export async function starterImage(root, folder) {
  const data = path.join(folder, 'starter');
  studio(root, data, ['starter-repository']);
  const manifest = JSON.parse(studio(root, data, ['resolve', 'starter-qemu-minimal-ostree.x86_64.qcow2']));
  const [rootfs, tree, image, qcow2] = ['rootfs', 'ostree-tree', 'image', 'qcow2'].map((name) =>
    manifest.pipelines.find((pipeline) => pipeline.name === name),
  );
  const kernel = tree.stages.find(({ type }) => type === 'org.osbuild.dracut').options.kernel[0];
  const urls = Object.values(manifest.sources['org.osbuild.curl'].items).map((item) => item.url ?? item);
  const rpm = new URL(urls.find((url) => url.includes(`/linux-image-${kernel}`)));
  const inline = manifest.sources['org.osbuild.inline'].items;
  const lists = await moduleLists(kernel, decodeURIComponent(rpm.pathname), path.join(folder, 'kernel'));
  const rooms = { paths: ['/boot', '/var/tmp'].map((name) => ({ path: name, parents: true, exist_ok: true })) };
  const [copy, ...settings] = tree.stages.filter(({ type }) => type !== 'org.osbuild.ostree.preptree');
  const pipelines = [
    { ...rootfs, stages: rootfs.stages.filter((stage) => !isOurs(stage)) },
    {
      name: 'os-tree',
      stages: [copy, { type: 'org.osbuild.mkdir', options: rooms }, copyOf(lists, kernel, inline), ...settings],
    },
    imageOf(image, 'name:os-tree'),
    qcow2,
  ];
  const used = JSON.stringify(pipelines);
  for (const source of Object.values(manifest.sources))
    source.items = Object.fromEntries(Object.entries(source.items).filter(([sum]) => used.includes(sum)));
  return { ...manifest, pipelines };
}

/** Builds the manifest with the command line as a person would; seconds come from the caller's clock. */
export async function imageWorkspace(folder, manifest) {
  const workspace = path.join(folder, 'workspace');
  await mkdir(workspace, { recursive: true });
  await writeFile(path.join(workspace, 'image.mpp.yml'), JSON.stringify(manifest, null, 1));
  return workspace;
}
