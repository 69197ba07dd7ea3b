"""Builds what a stage deploys: its template, its code as a zip, and the same code unzipped."""

import argparse
import compileall
import fcntl
import hashlib
import json
import os
import platform
import py_compile
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
CODE = ("app.py", "chalicelib")
LAMBDA_ROOT = "/var/task"
LAMBDA_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
LAMBDA_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_17_x86_64")  # what the runtime's libraries can load
NEEDLESS = ("*.dist-info", "bin", "tests", "__pycache__", "*.pyi", "py.typed", "stripe/params", "stripe/events")
NEEDED = ("holidays-*.dist-info",)  # read when it is imported: its version is written nowhere else
REGION = "eu-south-1"


class BuildFailed(Exception):
    """The build stopped; the message is one line for a person."""


@dataclass(frozen=True)
class Build:
    """What a finished build left on disk."""

    template: Path
    code: Path
    package: Path


def stage(name: str) -> Build:
    """Build one stage of `.chalice/config.json`, or return the last build when nothing it reads has changed."""
    target = BUILD / name
    built = Build(target / "template.json", target / "code.zip", target / "package")
    with _only_builder():
        digest = _digest(_sources(), name)
        mark = target / "digest"
        if not (mark.exists() and mark.read_text() == digest):
            shutil.rmtree(target, ignore_errors=True)
            _package(name, built)
            mark.write_text(digest)
    return built


@contextmanager
def _only_builder() -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sources() -> list[Path]:
    folders = (ROOT / "chalicelib", ROOT / ".chalice")
    inside = [path for folder in folders for path in folder.rglob("*") if path.is_file() and _is_source(path)]
    alone = [ROOT / "app.py", ROOT / "requirements.txt", ROOT / "infra/template.yaml", Path(__file__)]
    return sorted(inside + alone)


def _is_source(path: Path) -> bool:
    return not {"__pycache__", "deployments", "deployed"} & set(path.parts)


def _digest(paths: list[Path], *words: str) -> str:
    digest = hashlib.sha256(" ".join((platform.platform(), sys.version, *words)).encode())
    for path in paths:
        try:
            digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
        except FileNotFoundError as error:
            raise BuildFailed(f"{path.relative_to(ROOT)} is missing") from error
    return digest.hexdigest()


def _package(name: str, built: Build) -> None:
    made = built.package.parent / "chalice"
    _run_chalice(name, made)
    with zipfile.ZipFile(made / "deployment.zip") as archive:
        archive.extractall(built.package)
    _compile(built.package)
    shutil.copytree(_dependencies(name), built.package, dirs_exist_ok=True)
    _zip(built.package, built.code)
    _write_template(made / "sam.yaml", built)
    shutil.rmtree(made)


def _run_chalice(name: str, made: Path) -> None:
    """Package a copy of the project that requires nothing: Chalice would resolve the requirements anew each time."""
    project = made / "project"
    for code in CODE:
        _copy(ROOT / code, project / code)
    _copy(ROOT / ".chalice", project / ".chalice")
    chalice = Path(sys.executable).with_name("chalice")
    arguments = ["package", "--stage", name, "--merge-template", str(ROOT / "infra/template.yaml"), str(made)]
    _run([str(chalice), "--project-dir", str(project), *arguments])


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "deployments", "deployed"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def _dependencies(name: str) -> Path:
    """The installed and compiled runtime requirements, kept until requirements.txt changes."""
    wheels = [] if name == "local" else _lambda_wheels()
    kept = BUILD / "dependencies" / _digest([ROOT / "requirements.txt", Path(__file__)], *wheels)[:16]
    if not kept.exists():
        fresh = kept.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        pins = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if _ships_as_wheel(line)]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        _run([*pip, "--target", str(fresh), *wheels, *pins])
        for pattern in NEEDLESS:
            for path in list(fresh.rglob(pattern)):
                if not any(path.match(needed) for needed in NEEDED):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        _compile(fresh)
        fresh.rename(kept)
    return kept


def _lambda_wheels() -> list[str]:
    platforms = [word for name in LAMBDA_PLATFORMS for word in ("--platform", name)]
    return [*platforms, "--implementation", "cp", "--python-version", LAMBDA_PYTHON, "--only-binary", ":all:"]


def _ships_as_wheel(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("#", "chalice=="))


def _compile(folder: Path) -> None:
    """Add bytecode that Lambda loads without looking at the sources, whose dates a zip does not keep."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(folder, quiet=1, stripdir=folder, prependdir=LAMBDA_ROOT, invalidation_mode=mode):
        raise BuildFailed("the code does not compile (see above)")


def _zip(folder: Path, target: Path) -> None:
    """Zip a folder so that the same files give the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(folder)))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


def _write_template(source: Path, built: Build) -> None:
    template = yaml.safe_load(source.read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = built.code.name
    built.template.write_text(json.dumps(template, indent=1, ensure_ascii=False) + "\n")


def _run(command: list[str]) -> None:
    environment = {"AWS_DEFAULT_REGION": REGION} | os.environ
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise BuildFailed(f"{Path(command[0]).name} failed (see above)")


def main() -> None:
    """Build from the command line and say where the result is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", default="local")
    try:
        built = stage(parser.parse_args().stage)
    except BuildFailed as failure:
        sys.exit(f"Build failed: {failure}")
    print(f"{built.template}\n{built.code} ({built.code.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
