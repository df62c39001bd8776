/** Questions to the package solver and its answers, in the words of osbuild-depsolve-dnf. */

/** A repository as a manifest may describe it. */
export interface SolverRepository {
  id: string;
  baseurl?: string[];
  metalink?: string;
  mirrorlist?: string;
  gpgcheck?: boolean;
  sslverify?: boolean;
  sslcacert?: string;
  sslclientkey?: string;
  sslclientcert?: string;
  metadata_expire?: string;
  enabled?: boolean;
  priority?: number;
  cost?: number;
  username?: string;
  password?: string;
  skip_if_unavailable?: boolean;
  rhsm?: boolean;
}

/** Each transaction starts from what the one before it installed. */
export interface SolverTransaction {
  'package-specs': string[];
  'exclude-specs': string[];
  'repo-ids': string[];
  install_weak_deps: boolean;
}

export interface SolverRequest {
  arch: string;
  releasever: string;
  module_platform_id: string;
  repos: SolverRepository[];
  root_dir?: string;
  /** No server is asked: what is kept of the repositories is used. */
  cacheonly?: boolean;
  transactions: SolverTransaction[];
}

export interface SolvedPackage {
  name: string;
  epoch: number;
  version: string;
  release: string;
  arch: string;
  repo_id: string;
  /** Relative to the repository. */
  path: string;
  remote_location: string;
  /** `sha256:…` */
  checksum: string;
  license: string;
  summary: string;
  source_rpm: string;
  /** Epoch seconds. */
  build_time: number;
  vendor: string;
  /** Bytes. */
  download_size: number;
  install_size: number;
}
