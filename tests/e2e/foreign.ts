/** A folder of manifests that somebody else made, in the layout of the sample images, with a repository of its own. */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildRpm } from '../../electron/engine/packages/testing/rpm';

const FILES: Readonly<Record<string, string>> = {
  'distro/cs9.ipp.yml': `version: '2'
mpp-vars:
  distro_repos:
  - id: base
    baseurl: ../repo
`,
  'include/defaults.ipp.yml': `version: '2'
mpp-vars:
  extra_rpms:
    mpp-eval: locals().get('extra_rpms', [])
  extra_repos:
    mpp-eval: locals().get('extra_repos', [])
  image_size:
    mpp-eval: locals().get('image_size', '1073741824')
  root_password:
    mpp-eval: locals().get('root_password', '')
  ostree_ref: $distro_name/$arch/$target-$name
`,
  'include/target-qemu.ipp.yml': "version: '2'\nmpp-vars:\n  target_rpms: []\n",
  'include/target-rpi4.ipp.yml': "version: '2'\nmpp-vars:\n  target_rpms: [firmware]\n",
  'include/arch-x86_64.ipp.yml': "version: '2'\n",
  'include/arch-aarch64.ipp.yml': "version: '2'\n",
  'include/image-regular.ipp.yml': "version: '2'\npipelines: []\n",
  'include/image-ostree.ipp.yml': `version: '2'
pipelines:
- name: ostree-commit
  stages:
  - type: org.osbuild.ostree.init
    options:
      path: /repo
`,
  'README.md': '# Images\n',
};

/** An image's manifest: the order of its stages is what the journeys change. */
function image(name: string): string {
  return `version: '2'
mpp-vars:
  name: ${name}
pipelines:
- mpp-import-pipelines:
    path: include/defaults.ipp.yml
- mpp-import-pipelines:
    path: distro/$distro_name.ipp.yml
- mpp-import-pipelines:
    path: include/target-$target.ipp.yml
- name: rootfs
  stages:
  - type: org.osbuild.rpm
    inputs:
      packages:
        type: org.osbuild.files
        origin: org.osbuild.source
        mpp-depsolve:
          architecture: $arch
          module-platform-id: platform:el9
          repos:
            mpp-join:
            - mpp-eval: distro_repos
            - mpp-eval: extra_repos
          packages:
            mpp-join:
            - [base]
            - mpp-eval: target_rpms
            - mpp-eval: extra_rpms
  # the machine's name
  - type: org.osbuild.hostname
    options:
      hostname: ${name}
  # where it stands
  - type: org.osbuild.timezone
    options:
      zone: Europe/Berlin
- mpp-import-pipelines:
    path: include/image-$image_type.ipp.yml
`;
}

/** Writes the folder, with real RPMs in `repo`. */
export async function makeForeignWorkspace(folder: string): Promise<void> {
  const files = { ...FILES, 'images/minimal.mpp.yml': image('minimal'), 'images/qa.mpp.yml': image('qa') };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  const rpms: [string, string[]][] = [
    ['base', []],
    ['firmware', []],
    ['htop', ['libtree']],
    ['libtree', []],
  ];
  for (const [name, requires] of rpms)
    buildRpm(path.join(folder, '..', 'rpmbuild'), path.join(folder, 'repo'), {
      ...{ name, version: '1.0', summary: `The package ${name}`, requires },
      files: { [`/usr/share/${name}/readme`]: `${name}\n` },
    });
  execFileSync('createrepo_c', ['--quiet', path.join(folder, 'repo')]);
  const git = (...argv: string[]): void => {
    const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'init.defaultBranch=main'];
    execFileSync('git', [...who, ...argv], { cwd: folder, stdio: 'pipe' });
  };
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'Images as they are');
}
