/** `object.name`: methods of the built-in types, and what an object of ours shows. Nothing of JavaScript is reachable. */
import { BYTES_METHODS } from './methods-bytes';
import { DICT_METHODS } from './methods-dict';
import { LIST_METHODS, NUMBER_METHODS, SET_METHODS, TUPLE_METHODS } from './methods-list';
import { STR_METHODS } from './methods-str';
import { PyError } from './errors';
import { type Arguments, PyFunction, type Machine } from './machine';
import { PyBytes, PyDict, PyObject, PySet, PyTuple, typeName, type Value } from './values';

/** A method before it is bound to its object. */
export type Method<T> = (self: T, args: Arguments, machine: Machine) => Value;
export type Methods<T> = Readonly<Record<string, Method<T>>>;

function bound<T extends Value>(self: T, methods: Methods<T>, name: string): Value | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && new PyFunction(name, (machine, args) => method(self, args, machine));
}

function lookUp(object: Value, name: string): Value | undefined {
  if (typeof object === 'string') return bound(object, STR_METHODS, name);
  if (Array.isArray(object)) return bound(object, LIST_METHODS, name);
  if (object instanceof PyDict) return bound(object, DICT_METHODS, name);
  if (object instanceof PyTuple) return bound(object, TUPLE_METHODS, name);
  if (object instanceof PySet) return bound(object, SET_METHODS, name);
  if (object instanceof PyBytes) return bound(object, BYTES_METHODS, name);
  if (object instanceof PyObject) return object.attribute(name);
  if (object === null) return undefined;
  return bound(object, NUMBER_METHODS, name);
}

/** The attribute, or undefined if there is none. */
export function findAttribute(object: Value, name: string): Value | undefined {
  return lookUp(object, name);
}

/** @throws PyError AttributeError */
export function attributeOf(object: Value, name: string): Value {
  const value = lookUp(object, name);
  if (value === undefined)
    throw new PyError('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`);
  return value;
}
