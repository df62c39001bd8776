/** A workspace with one target in a temporary folder, its real solver, and web servers. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Workspace } from '../../../../shared/manifest/types';
import type { InstalledPackage } from '../../../../shared/packages/types';
import { studioPaths, type EngineContext, type StudioPaths } from '../../context';
import { temporaryFolder, testContext, testWorkspace, type Emitted } from '../../history/testing/ostree';
import { createManifests, type Manifests } from '../../manifest/manifests';
import { createPackages, type Packages } from '../packages';
import { buildRpm, type Spec } from './rpm';

export const TARGET = 'starter-qemu-minimal-ostree.x86_64';

const EXTRA_REPOS = `  extra_repos:
    mpp-eval: locals().get('extra_repos', own_repos)`;

/** A manifest that installs `base` and what is picked, from ./main and from `extra_repos` if it takes them. */
export function manifestText({ extra = true, own = '[]' }: { extra?: boolean; own?: string } = {}): string {
  return `version: '2'
mpp-vars:
  own_repos: ${own}
${extra ? EXTRA_REPOS : ''}
  extra_rpms:
    mpp-eval: locals().get('extra_rpms', [])
  ostree_ref: test/x86_64/minimal
pipelines:
- name: rootfs
  stages:
  - type: org.osbuild.rpm
    inputs:
      packages:
        type: org.osbuild.files
        origin: org.osbuild.source
        mpp-depsolve:
          architecture: $arch
          module-platform-id: platform:test
          releasever: '1'
          repos:
            mpp-join:
            - - id: main
                baseurl: ../main
            - mpp-eval: ${extra ? 'extra_repos' : "'[]'"}
          packages:
            mpp-join:
            - [base]
            - mpp-eval: extra_rpms
`;
}

export interface Place {
  readonly folder: string;
  readonly workspace: Workspace;
  readonly manifests: Manifests;
  readonly packages: Packages;
  readonly emitted: readonly Emitted[];
  /** What the head commit of the target's ref holds, or why it cannot be read; none: there is no commit. */
  readonly paths: StudioPaths;
  head: readonly InstalledPackage[] | Error | undefined;
  /** Builds packages into a folder of the workspace. */
  rpms(name: string, specs: readonly Spec[]): void;
  /** Makes the folder's metadata. */
  index(name: string, ...argv: string[]): void;
  close(): Promise<void>;
}

export function makePlace(manifest = manifestText()): Place {
  const folder = temporaryFolder();
  const targets = [
    {
      ...{ layout: 'images', name: TARGET, distro: 'starter', target: 'qemu', image: 'minimal', type: 'ostree' },
      ...{ arch: 'x86_64', formats: ['img'], manifest: 'images/minimal.mpp.yml' },
    },
  ] as Workspace['targets'];
  const workspace = testWorkspace(folder, { targets, files: [{ path: 'images/minimal.mpp.yml', kind: 'image' }] });
  mkdirSync(path.join(folder, 'images'));
  writeFileSync(path.join(folder, 'images', 'minimal.mpp.yml'), manifest);
  const base = testContext(folder);
  const paths = studioPaths(path.join(folder, 'data'), path.resolve(__dirname, '../../../../assets'));
  const ctx: EngineContext = { ...base, paths };
  const workspaces = { current: () => workspace };
  const manifests = createManifests(ctx, { workspaces });
  const place: Place = {
    ...{ folder, paths, workspace, manifests, emitted: base.emitted, head: undefined },
    packages: createPackages(ctx, {
      ...{ workspaces, manifests },
      history: {
        head: async () => place.head && 'c'.repeat(64),
        async packagesOf() {
          if (place.head instanceof Error) throw place.head;
          return [...(place.head ?? [])];
        },
      },
    }),
    rpms(name, specs) {
      for (const spec of specs) buildRpm(path.join(folder, 'build'), path.join(folder, name), spec);
    },
    index(name, ...argv) {
      execFileSync('createrepo_c', ['--quiet', '--compatibility', ...argv, path.join(folder, name)]);
    },
    async close() {
      await place.packages.close();
      await manifests.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
}

export interface Served {
  readonly url: string;
  /** `200 /repodata/repomd.xml`: what was asked, and how it was answered. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Serves a folder with entity tags; `before` may answer instead, by returning true. */
export async function serve(
  root: string,
  before?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean,
): Promise<Served> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    response.on('finish', () => asked.push(`${response.statusCode} ${request.url ?? ''}`));
    if (before?.(request, response)) return;
    try {
      const bytes = readFileSync(path.join(root, decodeURIComponent(request.url ?? '')));
      const etag = `"${bytes.length}-${bytes.reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7)}"`;
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
