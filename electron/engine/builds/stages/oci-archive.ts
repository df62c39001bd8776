import { pythonJson } from '../executor/python-json';
import { inputOf, list, writeText } from './paths';
import { anyInput, object, string, strings } from './schemas';
import { defineStage, type StageContext } from './stage';

interface ExecutionParameters {
  Cmd?: string[];
  Entrypoint?: string[];
  Env?: string[];
  ExposedPorts?: string[];
  User?: string;
  Labels?: Record<string, unknown>;
  Volumes?: string[];
  WorkingDir?: string;
}

interface Options {
  architecture: string;
  variant?: string;
  filename: string;
  config?: ExecutionParameters;
  annotations?: Record<string, string>;
}

interface Blob {
  digest: string;
  size: number;
  mediaType: string;
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const MEDIA = 'application/vnd.oci.image';
/** What a file of a layer keeps: a person's own attributes, integrity measurements, capabilities. */
const ATTRIBUTES = '^(user.|security\\.ima|security\\.capability)';
const POSIX = ['--format=posix', '--pax-option', 'delete=atime,delete=ctime'];
const quiet = { quiet: true };

/** JSON with the members in the order given, spaced as osbuild does: the text's checksum names the image. */
const json = (value: unknown): string => pythonJson(value, { sort: false });

/** The `config` of an image: https://github.com/opencontainers/image-spec/blob/main/config.md */
export function executionConfig(options: ExecutionParameters): Record<string, unknown> {
  const { Cmd = ['sh'], Env = [PATH], Entrypoint, User, Labels, WorkingDir, ExposedPorts, Volumes } = options;
  const given = Object.entries({ Entrypoint, User, Labels, WorkingDir }).filter(([, value]) => value !== undefined);
  const sets = Object.entries({ ExposedPorts, Volumes }).flatMap(([name, members]) =>
    members && members.length > 0 ? [[name, Object.fromEntries(members.map((one) => [one, {}]))] as const] : [],
  );
  return { Env, Cmd, ...Object.fromEntries(given), ...Object.fromEntries(sets) };
}

async function checksum(context: StageContext<Options>, file: string): Promise<string> {
  return (await context.run('sha256sum', ['--', file], quiet)).stdout.slice(0, 64);
}

/** Gives a file the name of its checksum. */
async function blob(context: StageContext<Options>, folder: string, name: string, mediaType: string): Promise<Blob> {
  const file = `${folder}/${name}`;
  const digest = await checksum(context, file);
  const size = Number((await context.run('stat', ['-c', '%s', '--', file], quiet)).stdout);
  await context.run('mv', ['--', file, `${folder}/${digest}`], quiet);
  return { digest: `sha256:${digest}`, size, mediaType };
}

/** One layer with all of a tree; gives the checksum of what is packed, and the packed file. */
async function layer(context: StageContext<Options>, folder: string, tree: string): Promise<[string, Blob]> {
  const file = `${folder}/layer.tar`;
  const clamp = context.sourceEpoch === undefined ? [] : [`--mtime=@${context.sourceEpoch}`, '--clamp-mtime'];
  const what = ['--sort=name', '--no-selinux', '--acls', '--xattrs', `--xattrs-include=${ATTRIBUTES}`, ...POSIX];
  await context.run('tar', [...what, ...clamp, '-cf', file, '-C', tree, '--', ...(await list(context, tree))]);
  const content = `sha256:${await checksum(context, file)}`;
  await context.run('gzip', ['--no-name', file]);
  return [content, await blob(context, folder, 'layer.tar.gz', `${MEDIA}.layer.v1.tar+gzip`)];
}

async function image(context: StageContext<Options>, root: string, created: string): Promise<void> {
  const { architecture, variant, annotations = {}, config = {} } = context.options;
  const folder = `${root}/blobs/sha256`;
  await context.run('mkdir', ['-p', '--', folder], quiet);
  const layers: Blob[] = [];
  const contents: string[] = [];
  const history: unknown[] = [];
  for (const name of Object.keys(context.inputs).sort()) {
    const [content, packed] = await layer(context, folder, inputOf(context, name).path);
    contents.push(content);
    layers.push(packed);
    history.push({ created, created_by: `/bin/sh -c #(nop) osbuild input '${name}'` });
  }
  const add = async (value: unknown, kind: string): Promise<Blob> => {
    await writeText(context, `${folder}/new.json`, json(value));
    return blob(context, folder, 'new.json', `${MEDIA}${kind}+json`);
  };
  const described = await add(
    {
      ...{ created, architecture, os: 'linux', config: executionConfig(config) },
      ...{ rootfs: { type: 'layers', diff_ids: contents }, history },
      ...(variant ? { variant } : {}),
    },
    '.config.v1',
  );
  const noted = Object.keys(annotations).length > 0 ? { annotations } : {};
  const manifest = await add({ schemaVersion: 2, config: described, layers, ...noted }, '.manifest.v1');
  await writeText(context, `${root}/index.json`, json({ schemaVersion: 2, manifests: [manifest] }));
  await writeText(context, `${root}/oci-layout`, json({ imageLayoutVersion: '1.0.0' }));
}

const annotation = '^(?!org.osbuild|org.opencontainer).+';

/** https://github.com/opencontainers/image-spec/blob/main/image-layout.md, in a tar archive. */
export const ociArchive = defineStage<Options>({
  type: 'org.osbuild.oci-archive',
  summary: 'Pack trees as layers of a container image',
  options: object(
    {
      ...{ architecture: string, variant: string, filename: string },
      config: object({
        ...{ Cmd: strings, Entrypoint: strings, Env: strings, ExposedPorts: strings, User: string },
        ...{ Labels: { type: 'object' }, StopSiganl: string, Volumes: strings, WorkingDir: string },
      }),
      annotations: {
        ...object(
          Object.fromEntries(['layer', 'repo', 'ref'].map((name) => [`org.osbuild.ostree.${name}`, string] as const)),
        ),
        patternProperties: { [annotation]: string },
      },
    },
    ['architecture', 'filename'],
  ),
  inputs: { ...object({ base: anyInput }, ['base']), patternProperties: { 'layer\\.[1-9]\\d*': anyInput } },
  tools: ['tar', 'gzip', 'sha256sum'],
  async run(context) {
    const seconds = context.sourceEpoch ?? Math.floor(Date.now() / 1000);
    const created = new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00');
    const root = `${context.tree}/.studio-image`;
    await image(context, root, created);
    const same = ['--sort=name', '--no-selinux', '--no-xattrs', '--no-acls', '--owner=0', '--group=0'];
    const plain = ['--numeric-owner', '--mode=go=rX,u+rw,a-s', ...POSIX, `--mtime=@${seconds}`];
    const file = `${context.tree}/${context.options.filename.replace(/^\/+/, '')}`;
    const members = ['oci-layout', 'blobs', 'index.json'];
    await context.run('tar', ['--remove-files', ...same, ...plain, '-cf', file, `--directory=${root}`, ...members]);
    await context.run('rm', ['-rf', '--', root], quiet);
  },
});
