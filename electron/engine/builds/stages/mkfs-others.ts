/** File systems that are made with one command: xfs, btrfs. */
import { deviceOf } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Xfs {
  uuid: string;
  label?: string;
  agcount?: number;
}

export const mkfsXfs = defineStage<Xfs>({
  type: 'org.osbuild.mkfs.xfs',
  summary: 'Make an XFS file system',
  options: object({ uuid: string, label: { type: 'string', maxLength: 12 }, agcount: { type: 'integer' } }, ['uuid']),
  devices: ['device'],
  tools: ['mkfs.xfs'],
  async run(context) {
    const { uuid, label, agcount } = context.options;
    const named = label ? ['-L', label] : [];
    const groups = agcount ? ['-d', `agcount=${agcount}`] : [];
    await context.run('mkfs.xfs', ['-m', `uuid=${uuid}`, ...named, ...groups, deviceOf(context, 'device')]);
  },
});

interface Btrfs {
  uuid: string;
  label?: string;
  metadata?: string;
}

export const mkfsBtrfs = defineStage<Btrfs>({
  type: 'org.osbuild.mkfs.btrfs',
  summary: 'Make a btrfs file system',
  options: object({ uuid: string, label: { type: 'string', maxLength: 256 }, metadata: { enum: ['dup', 'single'] } }, [
    'uuid',
  ]),
  devices: ['device'],
  tools: ['mkfs.btrfs'],
  async run(context) {
    const { uuid, label, metadata } = context.options;
    const named = label ? ['-L', label] : [];
    const profile = metadata ? ['-m', metadata] : [];
    await context.run('mkfs.btrfs', ['-U', uuid, ...named, ...profile, deviceOf(context, 'device')]);
  },
});
