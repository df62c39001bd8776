import { StudioError } from '../../../../shared/errors';
import { findDeployment } from './deployments';
import { readText } from './paths';
import { deployment, object, type Deployment } from './schemas';
import { activePolicy, setfiles, setfilesArgs } from './selinux-tools';
import { defineStage } from './stage';

/** Labels what deploying has written outside of the commit: /boot, /etc and /var. */
export const ostreeSelinux = defineStage<{ deployment: Deployment }>({
  type: 'org.osbuild.ostree.selinux',
  summary: 'Set SELinux labels of a deployment',
  options: object({ deployment }, ['deployment']),
  tools: ['ostree', 'setfiles'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { tree } = context;
    const found = await findDeployment(context, tree, context.options.deployment);
    for (const folder of ['etc/selinux', 'usr/etc/selinux'].map((name) => `${found.path}/${name}`)) {
      const policy = activePolicy((await readText(context, `${folder}/config`)) ?? '');
      if (policy === undefined) continue;
      const contexts = `${folder}/${policy}/contexts/files/file_contexts`;
      await setfiles(context, setfilesArgs(contexts, tree, '/boot'));
      await setfiles(context, setfilesArgs(contexts, found.path, '/etc'));
      await setfiles(context, setfilesArgs(contexts, found.stateroot, '/var'));
      return;
    }
    throw new StudioError('invalid-input', 'The deployment has no SELinux policy that is switched on.');
  },
});
