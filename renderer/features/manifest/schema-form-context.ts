import { createContext, useContext } from 'react';
import type { Place } from '../../../shared/manifest/types';
import type { Schema } from './schema-form-kinds';

export type OptionPath = readonly (string | number)[];

/** Where an option's value comes from. */
export interface OptionOrigin {
  readonly place: Place;
  /** The directive that computed it: `mpp-eval hostname`. */
  readonly computed?: string;
}

/** What every field of a form needs to know. */
export interface FormContext {
  /** The whole schema, for its references. */
  readonly root: Schema;
  /** Why nothing can be changed; undefined if it can. */
  readonly refusal: string | undefined;
  readonly originOf: (path: OptionPath) => OptionOrigin | undefined;
  /** True if something in a value is computed: written anew it would lose its expression. */
  readonly holdsComputed: (path: OptionPath) => boolean;
  readonly onSet: (path: OptionPath, value: unknown) => void;
  readonly onRemove: (path: OptionPath) => void;
  readonly onOpen: (place: Place) => void;
}

export const FormContextProvider = createContext<FormContext | undefined>(undefined);

export function useForm(): FormContext {
  const context = useContext(FormContextProvider);
  if (!context) throw new Error('A field stands outside of its form.');
  return context;
}
