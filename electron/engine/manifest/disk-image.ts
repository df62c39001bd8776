/** Images, partition tables and partitions as expressions see them. */
import { PyError } from './python/errors';
import { writeJson } from './python/json';
import { PyFunction } from './python/machine';
import { toIndex } from './python/numbers';
import { asInt } from './python/operators';
import { PyDict, PyObject, truth, type Value } from './python/values';

/** What of a partition is written in the manifest. */
export interface PartitionWords {
  id: Value;
  uuid: Value;
  bootable: Value;
  attrs: Value;
}
/** What of it was laid out; sfdisk passes over a partition that says nothing. */
export interface PartitionPlace {
  start: number;
  size: number;
  type: string;
  name: string | undefined;
  partnum: number;
}

const UNPLACED: Readonly<Record<string, Value>> = {
  ...{ start: null, size: null, partnum: null, type: null, name: null, index: null },
  ...{ start_in_bytes: 0n, size_in_bytes: 0n },
};

export class Partition extends PyObject {
  readonly typeName = 'Partition';
  constructor(
    private readonly words: PartitionWords,
    private readonly place: PartitionPlace | undefined,
  ) {
    super();
  }
  get id(): Value {
    return this.words.id;
  }

  override attribute(name: string): Value | undefined {
    const { words } = this;
    switch (name) {
      case 'id':
      case 'uuid':
      case 'bootable':
      case 'attrs':
        return words[name];
      case 'to_dict':
        return new PyFunction(name, () => this.toDict());
      default:
        return this.placed(name);
    }
  }

  private placed(name: string): Value | undefined {
    const { place } = this;
    if (!place) return UNPLACED[name];
    switch (name) {
      case 'start':
      case 'size':
      case 'partnum':
        return BigInt(place[name]);
      case 'type':
        return place.type;
      case 'name':
        return place.name ?? null;
      case 'index':
        return BigInt(place.partnum - 1);
      case 'start_in_bytes':
        return BigInt(place.start) * 512n;
      case 'size_in_bytes':
        return BigInt(place.size) * 512n;
      default:
        return undefined;
    }
  }

  /** The fields of the sfdisk stage's options; empty ones are left out. */
  toDict(): PyDict {
    const dict = new PyDict();
    for (const key of ['start', 'partnum', 'size', 'type', 'bootable', 'name', 'uuid', 'attrs']) {
      const value = this.attribute(key) ?? null;
      if (truth(value)) dict.set(key, value);
    }
    return dict;
  }
}

export class PartitionTable extends PyObject {
  readonly typeName = 'PartitionTable';
  constructor(
    private readonly label: string,
    private readonly uuid: Value,
    private readonly partitions: readonly Partition[],
  ) {
    super();
  }
  override attribute(name: string): Value | undefined {
    if (name === 'label') return this.label;
    if (name === 'uuid') return this.uuid;
    return name === 'partitions' ? [...this.partitions] : undefined;
  }
  override item(key: Value): Value {
    const index = asInt(key);
    const found =
      index === undefined
        ? this.partitions.find((partition) => partition.id === key)
        : this.partitions.at(toIndex(index));
    if (!found) throw new PyError('IndexError', index === undefined ? '' : 'list index out of range');
    return found;
  }
  override text(): string {
    const dict = new PyDict();
    if (truth(this.uuid)) dict.set('uuid', this.uuid);
    dict.set('label', this.label);
    dict.set(
      'partitions',
      this.partitions.map((partition) => partition.toDict()),
    );
    return writeJson(dict, { indent: '  ' });
  }
}

export class DiskImage extends PyObject {
  readonly typeName = 'Image';
  constructor(
    private readonly size: string,
    private readonly layout: PartitionTable,
  ) {
    super();
  }
  override attribute(name: string): Value | undefined {
    if (name === 'size') return this.size;
    return name === 'layout' ? this.layout : undefined;
  }
}
