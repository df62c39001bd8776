/** `range(...)`: numbers that are not made before they are asked for. */
import { PyError } from './errors';
import { toIndex } from './numbers';
import { asInt } from './operators';
import { SliceRange } from './subscript';
import { PyObject, typeName, type Value } from './values';

export class Range extends PyObject {
  readonly typeName = 'range';
  constructor(
    private readonly from: bigint,
    private readonly to: bigint,
    private readonly step: bigint,
  ) {
    super();
  }
  override *iterate(): Iterable<Value> {
    for (let at = this.from; this.step > 0n ? at < this.to : at > this.to; at += this.step) yield at;
  }
  override length(): number {
    const span = this.step > 0n ? this.to - this.from : this.from - this.to;
    const step = this.step > 0n ? this.step : -this.step;
    return span <= 0n ? 0 : toIndex((span + step - 1n) / step);
  }
  override contains(value: Value): boolean {
    const int = asInt(value);
    if (int === undefined) return false;
    const inside = this.step > 0n ? int >= this.from && int < this.to : int <= this.from && int > this.to;
    return inside && (int - this.from) % this.step === 0n;
  }
  override item(key: Value): Value {
    if (key instanceof SliceRange) return this.slice(key);
    const index = asInt(key);
    const size = BigInt(this.length());
    if (index === undefined)
      throw new PyError('TypeError', `range indices must be integers or slices, not ${typeName(key)}`);
    if (index >= size || index < -size) throw new PyError('IndexError', 'range object index out of range');
    return this.from + (index < 0n ? index + size : index) * this.step;
  }
  private slice(key: SliceRange): Range {
    const { from, to, step } = key.bounds(this.length());
    const at = (index: number): bigint => this.from + BigInt(index) * this.step;
    return new Range(at(from), at(to), this.step * BigInt(step));
  }
  override repr(): string {
    return `range(${this.from}, ${this.to}${this.step === 1n ? '' : `, ${this.step}`})`;
  }
}
