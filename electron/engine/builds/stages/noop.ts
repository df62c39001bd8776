import { defineStage } from './stage';

export const noop = defineStage<object>({
  type: 'org.osbuild.noop',
  summary: 'Do nothing',
  options: {},
  inputs: {},
  tools: [],
  run: () => Promise.resolve(undefined),
});
