#!/usr/bin/python3
"""Solves package sets with libdnf: one JSON request on standard input, one JSON answer on standard output.

The request and the answer have the form of osbuild-depsolve-dnf, so that either program can stand in for the other:

    {"command": "depsolve", "arch": "x86_64", "releasever": "9", "module_platform_id": "platform:el9",
     "cachedir": "/…", "cacheonly": false, "arguments": {
        "repos": [{"id": "base", "baseurl": ["file:///…"]}],
        "transactions": [{"package-specs": ["bash"], "exclude-specs": [], "repo-ids": [], "install_weak_deps": true}]}}

    {"solver": "dnf", "packages": [{"name", "epoch", "version", "release", "arch", "repo_id", "path",
        "remote_location", "checksum", …}], "repos": {id: {…}}, "modules": {}}

Each transaction starts from what the one before it installed; the packages are those of the last one. An error is
{"kind": "MarkingError" | "DepsolveError" | "RepoError" | "InvalidRequest", "reason": "…", "names": […]} with exit
status 1; `names` are package names that the reason speaks of, or the nearest ones to an unknown name.

Nothing of the host's dnf is read or written: no configuration, no repositories, no variables, no package database.
"""
import difflib
import json
import os
import signal
import sys
import tempfile


class SolverError(Exception):
    def __init__(self, kind, reason, **more):
        super().__init__(reason)
        self.answer = {"kind": kind, "reason": reason, **more}


REPO_OPTIONS = (
    "metalink", "mirrorlist", "gpgcheck", "sslverify", "sslcacert", "sslclientkey", "sslclientcert",
    "metadata_expire", "enabled", "priority", "cost", "username", "password", "skip_if_unavailable",
    "module_hotfixes",
)


def add_repository(dnf, base, wanted, cacheonly):
    repo = dnf.repo.Repo(wanted["id"], base.conf)
    if wanted.get("name"):
        repo.name = wanted["name"]
    if wanted.get("baseurl"):
        repo.baseurl = list(wanted["baseurl"])
    for option in REPO_OPTIONS:
        value = wanted.get(option)
        if value is not None and value != "":
            setattr(repo, option, value)
    # A repository on this machine may be rebuilt at any moment: its repomd.xml is read each time.
    if wanted.get("metadata_expire") is None or all(url.startswith("file:") for url in repo.baseurl):
        repo.metadata_expire = 0
    if cacheonly and not (repo.baseurl and all(url.startswith("file:") for url in repo.baseurl)):
        repo.metadata_expire = -1
        repo._repo.setSyncStrategy(dnf.repo.SYNC_ONLY_CACHE)
    base.repos.add(repo)


def open_base(request, persistdir):
    import dnf  # the slow part: after the request was read
    import dnf.module.module_base

    arguments = request["arguments"]
    conf = dnf.conf.Conf()
    # dnf would otherwise open the host's package database to find it, which fails where two programs do it at once
    conf.substitutions["releasever"] = str(request.get("releasever") or "")
    base = dnf.Base(conf)
    conf.config_file_path = "/dev/null"
    conf.reposdir = []
    conf.varsdir = []
    conf.pluginpath = []
    conf.zchunk = False
    conf.installroot = os.path.join(persistdir, "root")
    conf.persistdir = persistdir
    conf.logdir = persistdir
    conf.cachedir = request["cachedir"]
    conf.ignorearch = True
    if request.get("module_platform_id"):
        conf.module_platform_id = request["module_platform_id"]
    if request.get("proxy"):
        conf.proxy = request["proxy"]
    conf.substitutions["arch"] = request["arch"]
    conf.substitutions["basearch"] = dnf.rpm.basearch(request["arch"])
    conf.optional_metadata_types = list(arguments.get("optional-metadata") or [])
    try:
        for wanted in arguments.get("repos") or []:
            add_repository(dnf, base, wanted, bool(request.get("cacheonly")))
        if arguments.get("root_dir"):
            conf.substitutions.update_from_etc(arguments["root_dir"])
            conf.reposdir = [os.path.join(arguments["root_dir"], "etc/yum.repos.d")]
            base.read_all_repos()
        base.update_cache()
        base.fill_sack(load_system_repo=False)
    except dnf.exceptions.RepoError as error:
        raise SolverError("RepoError", str(error)) from error
    except (dnf.exceptions.Error, RuntimeError, ValueError) as error:
        raise SolverError("RepoError", str(error)) from error
    if not any(base.repos.iter_enabled()):
        raise SolverError("NoReposError", "There are no enabled repositories")
    return dnf, base


def nearest(base, spec):
    names = sorted({package.name for package in base.sack.query().available()})
    wanted = spec.lower()
    found = difflib.get_close_matches(wanted, names, n=5, cutoff=0.6)
    starts = [name for name in names if name.lower().startswith(wanted) or wanted.startswith(name.lower() + "-")]
    return list(dict.fromkeys(found + sorted(starts, key=len)))[:5]


def mark(dnf, base, transaction, installed):
    for package in installed:
        base.package_install(package, strict=True)
    try:
        if transaction.get("module-enable-specs"):
            dnf.module.module_base.ModuleBase(base).enable(transaction["module-enable-specs"])
        base.install_specs(transaction["package-specs"], transaction.get("exclude-specs") or None)
    except dnf.exceptions.MarkingErrors as error:
        unknown = list(error.no_match_pkg_specs) + list(error.no_match_group_specs)
        broken = list(error.error_pkg_specs) + list(error.error_group_specs)
        specs = unknown + broken
        raise SolverError(
            "MarkingError",
            str(error),
            names=specs,
            suggestions={spec: nearest(base, spec) for spec in unknown},
        ) from error
    except dnf.exceptions.Error as error:
        raise SolverError("MarkingError", str(error)) from error


def solve(dnf, base, transactions):
    installed = []
    for transaction in transactions:
        base.reset(goal=True)
        base.sack.reset_excludes()
        if transaction.get("repo-ids"):
            # the rest of the sack must not be used for dependencies either
            allowed = set(transaction["repo-ids"])
            for repo in base.repos.iter_enabled():
                if repo.id not in allowed:
                    base.sack.add_excludes(base.sack.query().available().filterm(reponame=repo.id))
        base.conf.install_weak_deps = bool(transaction.get("install_weak_deps"))
        mark(dnf, base, transaction, installed)
        try:
            base.resolve()
        except dnf.exceptions.Error as error:
            problems = [[str(line) for line in problem] for problem in base._goal.problem_rules()]
            raise SolverError("DepsolveError", str(error), problems=problems) from error
        installed = [item.pkg for item in base.transaction if item.action in dnf.transaction.FORWARD_ACTIONS]
    return installed


def describe(package):
    import hawkey

    algorithm, digest = package.chksum
    return {
        "name": package.name,
        "epoch": int(package.epoch),
        "version": package.version,
        "release": package.release,
        "arch": package.arch,
        "repo_id": package.repoid,
        "path": package.location,
        "remote_location": package.remote_location(),
        "checksum": f"{hawkey.chksum_name(algorithm)}:{digest.hex()}",
        "license": package.license or "",
        "summary": package.summary or "",
        "source_rpm": package.sourcerpm or "",
        "build_time": package.buildtime or 0,
        "vendor": package.vendor or "",
        "download_size": package.downloadsize or 0,
        "install_size": package.installsize or 0,
    }


def describe_repo(repo):
    return {
        "id": repo.id,
        "name": repo.name,
        "baseurl": list(repo.baseurl),
        "metalink": repo.metalink,
        "mirrorlist": repo.mirrorlist,
        "gpgcheck": repo.gpgcheck,
        "sslverify": bool(repo.sslverify),
    }


def answer(request):
    if request.get("command") != "depsolve":
        raise SolverError("InvalidRequest", f"Unknown command {request.get('command')!r}")
    with tempfile.TemporaryDirectory(prefix="solve-") as persistdir:
        dnf, base = open_base(request, persistdir)
        try:
            packages = solve(dnf, base, request["arguments"]["transactions"])
            packages.sort(key=lambda p: f"{p.name}-{p.epoch}:{p.version}-{p.release}.{p.arch}")
            return {
                "solver": "dnf",
                "packages": [describe(package) for package in packages],
                "repos": {repo.id: describe_repo(repo) for repo in {package.repo for package in packages}},
                "modules": {},
            }
        finally:
            base.close()


def main():
    # dnf turns SIGTERM into an exception that some of its locks swallow: end at once instead
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    output = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not mix with the answer
    status = 0
    try:
        result = answer(json.load(sys.stdin))
    except SolverError as error:
        result, status = error.answer, 1
    except (KeyError, TypeError, ValueError) as error:
        result, status = {"kind": "InvalidRequest", "reason": f"{type(error).__name__}: {error}"}, 1
    with os.fdopen(output, "w", encoding="utf-8") as file:
        json.dump(result, file)
    return status


if __name__ == "__main__":
    sys.exit(main())
