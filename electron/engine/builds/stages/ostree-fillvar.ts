import { findDeployment } from './deployments';
import { exists } from './paths';
import { deployment, object, type Deployment } from './schemas';
import { defineStage } from './stage';

interface Options {
  deployment: Deployment;
}

const FOLDERS = ['home', 'roothome', 'lib/rpm', 'opt', 'srv', 'usrlocal', 'mnt', 'media', 'spool', 'spool/mail'];

/** Creates in the stateroot's /var what the deployment's tmpfiles.d says. */
export const ostreeFillvar = defineStage<Options>({
  type: 'org.osbuild.ostree.fillvar',
  summary: 'Fill /var of the deployment',
  options: object({ deployment }, ['deployment']),
  tools: ['ostree', 'systemd-tmpfiles'],
  async run(context) {
    const found = await findDeployment(context, context.tree, context.options.deployment);
    const binds = [[`${found.stateroot}/var`, `${found.path}/var`]] as const;
    await context.run('mkdir', ['-p', `${found.stateroot}/var/lib`, `${found.stateroot}/var/log`], { quiet: true });
    for (const folder of FOLDERS) {
      if (await exists(context, `${found.stateroot}/var/${folder}`)) continue;
      const argv = ['--create', '--boot', `--root=${found.path}`, `--prefix=/var/${folder}`];
      // 65: a line of some tmpfiles.d was not understood, which is not about these folders
      await context.run('systemd-tmpfiles', argv, { binds, ok: [0, 65] });
    }
  },
});
