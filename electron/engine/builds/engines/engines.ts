/** The engines that there are, and which one a job gets. */
import type { EngineChoice, EngineState } from '../../../../shared/builds/types';
import type { EngineContext } from '../../context';
import { createBuiltInEngine } from './built-in';
import type { BuildEngine } from './engine';
import { createOsbuildEngine, type OsbuildEngine } from './osbuild/osbuild-engine';

export interface Engines {
  choose(choice: EngineChoice): BuildEngine;
  /** osbuild first, since it is the default where it can be used. */
  states(): Promise<EngineState[]>;
}

/** osbuild where it can run the job, else the built-in engine, which the log says with the reason. */
function automatic(osbuild: OsbuildEngine, builtIn: BuildEngine): BuildEngine {
  return {
    kind: 'osbuild',
    async state() {
      const state = await osbuild.state();
      return state.usable ? state : builtIn.state();
    },
    async run(job, listener) {
      const reason = job.keepFailed
        ? 'a failed stage is to keep its sandbox, which osbuild cannot'
        : await osbuild.unfitFor(job);
      if (reason === undefined) return osbuild.run(job, listener);
      listener.onEvent({ kind: 'note', text: `The built-in engine builds: ${reason}` });
      return builtIn.run(job, listener);
    },
  };
}

export function createEngines(ctx: EngineContext): Engines {
  const builtIn = createBuiltInEngine(ctx);
  const osbuild = createOsbuildEngine(ctx);
  const auto = automatic(osbuild, builtIn);
  return {
    choose: (choice) => (choice === 'auto' ? auto : choice === 'osbuild' ? osbuild : builtIn),
    states: () => Promise.all([osbuild.state(), builtIn.state()]),
  };
}
