import importlib.util
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path

import flatbuffers
import numpy as np
import pytest
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
from mediapipe.tasks.metadata import schema_py_generated as tflite

from posture.errors import ModelError
from posture.system.paths import resource
from posture.vision.models import verified_model

SHIPPED = ("lite", "full")


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("models_build", resource("models/build.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["models_build"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copied_models(tmp_path: Path) -> Path:
    for name in ("manifest.toml", "pose_landmarker_lite.task"):
        shutil.copy(resource("models") / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("level", SHIPPED)
def test_the_shipped_models_are_the_ones_in_the_manifest(level, build):
    entry = tomllib.loads(resource("models/manifest.toml").read_text())["bundles"][level]
    path = verified_model(level)
    assert path.name == entry["file"]
    assert build.sha256(path) == entry["sha256"]
    assert path.stat().st_size == entry["size_bytes"]
    assert entry["licence"] == "Apache-2.0"


def test_one_flipped_byte_is_refused_with_the_remedy(copied_models):
    path = copied_models / "pose_landmarker_lite.task"
    content = bytearray(path.read_bytes())
    content[1_000_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"models/build\.py lite"):
        verified_model("lite", copied_models)


def test_a_missing_model_is_refused_with_the_remedy(copied_models):
    (copied_models / "pose_landmarker_lite.task").unlink()
    with pytest.raises(ModelError, match=r"missing.*models/build\.py lite"):
        verified_model("lite", copied_models)


def test_an_emptied_model_is_refused(copied_models):
    (copied_models / "pose_landmarker_lite.task").write_bytes(b"")
    with pytest.raises(ModelError, match="not the one"):
        verified_model("lite", copied_models)


def test_the_heavy_model_says_it_must_be_built(copied_models):
    with pytest.raises(ModelError, match=r"not shipped.*build\.py heavy"):
        verified_model("heavy", copied_models)


def test_an_unknown_level_names_the_known_ones():
    with pytest.raises(ModelError, match="lite, full, heavy"):
        verified_model("huge")


def test_a_broken_manifest_is_one_clear_line(copied_models):
    (copied_models / "manifest.toml").write_text("= nonsense")
    with pytest.raises(ModelError, match=r"Reinstall"):
        verified_model("lite", copied_models)


def _tiny_network() -> bytes:
    """A TFLite file with one graph of one input and two outputs, and one weight buffer."""
    graph = tflite.SubGraphT()
    graph.inputs, graph.outputs = [0], [1, 2]
    graph.tensors = [tflite.TensorT() for _ in range(3)]
    weights = tflite.BufferT()
    weights.data = np.arange(200, dtype=np.uint8)
    model = tflite.ModelT()
    model.version, model.subgraphs, model.buffers = 3, [graph], [tflite.BufferT(), weights]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def test_metadata_goes_in_and_comes_out_with_the_weights_untouched(build):
    described = build.with_metadata(_tiny_network(), build.Normalisation(mean=3.0, std=7.0))
    model = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(described, 0))
    assert bytes(model.buffers[1].data) == bytes(range(200))
    entry = model.metadata[0]
    assert entry.name == b"TFLITE_METADATA"
    content = bytes(model.buffers[entry.buffer].data)
    assert content[4:8] == b"M001"
    read = metadata.ModelMetadataT.InitFromObj(metadata.ModelMetadata.GetRootAs(content, 0))
    graph = read.subgraphMetadata[0]
    assert len(graph.outputTensorMetadata) == 2
    unit = graph.inputTensorMetadata[0].processUnits[0]
    assert unit.optionsType == metadata.ProcessUnitOptions.NormalizationOptions
    assert (list(unit.options.mean), list(unit.options.std)) == ([3.0], [7.0])


def test_building_twice_gives_the_same_bytes(build, tmp_path):
    for name in (build.DETECTOR_SOURCE, build.landmark_source("lite")):
        (tmp_path / name).write_bytes(_tiny_network())
    for target in ("a.task", "b.task"):
        build.build(tmp_path, "lite", tmp_path / target)
    assert (tmp_path / "a.task").read_bytes() == (tmp_path / "b.task").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.task") as bundle:
        assert bundle.namelist() == [build.DETECTOR_NAME, build.LANDMARKS_NAME]
        assert {entry.compress_type for entry in bundle.infolist()} == {zipfile.ZIP_STORED}
