/** A solved package as expressions see it: `rpms[pipeline][name]`. */
import { PyObject, type Value } from './python/values';
import type { SolvedPackage } from './solver-types';

export class PackageInfo extends PyObject {
  readonly typeName = 'PkgInfo';
  constructor(
    private readonly pkg: SolvedPackage,
    private readonly secrets: string | undefined,
  ) {
    super();
  }
  private get evr(): string {
    const { epoch, version, release } = this.pkg;
    return `${epoch > 0 ? `${epoch}:` : ''}${version}-${release}`;
  }
  override text(): string {
    return `${this.pkg.name}-${this.evr}.${this.pkg.arch}`;
  }
  override attribute(name: string): Value | undefined {
    const { pkg } = this;
    const attributes: Record<string, Value> = {
      name: pkg.name,
      evr: this.evr,
      evra: `${this.evr}.${pkg.arch}`,
      nevra: this.text(),
      arch: pkg.arch,
      checksum: pkg.checksum,
      url: pkg.remote_location,
      license_tag: pkg.license,
      summary: pkg.summary,
      sourcerpm: pkg.source_rpm,
      buildtime: BigInt(pkg.build_time),
      vendor: pkg.vendor,
      secrets: this.secrets ?? null,
    };
    return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  }
}
