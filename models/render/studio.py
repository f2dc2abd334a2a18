"""Blender's side: meshes, stuffs, light, a camera, and a picture out of them.

Takes the body's axes (x left, y up, z forward, metres) and turns them into Blender's.
"""

from dataclasses import dataclass
from pathlib import Path

import bpy
import cv2
import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

Array = NDArray[np.float64]
WIDTH, HEIGHT = 640, 480
SAMPLES = 4
DRAWN_PERCENT = 80  # drawn smaller, then enlarged: cheap webcams are soft


def blender(points: Array) -> Array:
    """(..., 3) points with y up in Blender's axes, z up."""
    return np.stack([points[..., 0], -points[..., 2], points[..., 1]], -1)


def fresh(threads: int, scratch: Path) -> None:
    """An empty scene, ready for quick small pictures."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y = WIDTH, HEIGHT
    scene.render.resolution_percentage = DRAWN_PERCENT
    scene.render.use_persistent_data = True
    scene.render.threads_mode, scene.render.threads = "FIXED", threads
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(scratch / "render.png")
    cycles = scene.cycles
    cycles.device, cycles.samples = "CPU", SAMPLES
    cycles.use_adaptive_sampling = False
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.denoising_quality, cycles.denoising_prefilter = "BALANCED", "FAST"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 2, 1, 1
    cycles.transmission_bounces, cycles.transparent_max_bounces = 0, 5
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 3.0
    cycles.use_auto_tile = False
    world = bpy.data.worlds.new("world")
    scene.world = world
    world.use_nodes = True


def look(view: str, exposure: float, world: tuple[float, float, float], strength: float) -> None:
    scene = bpy.context.scene
    scene.view_settings.view_transform = view
    scene.view_settings.exposure = exposure
    node = scene.world.node_tree.nodes["Background"]
    node.inputs[0].default_value = (*world, 1.0)
    node.inputs[1].default_value = strength


def stuff(
    name: str,
    colour: tuple[float, float, float] = (0.5, 0.5, 0.5),
    *,
    texture: Path | None = None,
    rough: float = 0.7,
    glow: float = 0.0,
    has_alpha: bool = False,
    subsurface: float = 0.0,
    bumps: tuple[float, float] | None = None,
    spots: float = 0.0,
    spot_scale: float = 8.0,
) -> bpy.types.Material:
    """bumps: scale and height of folds; spots: how much a noise lightens and darkens the colour."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    main = nodes["Principled BSDF"]
    main.inputs["Roughness"].default_value = rough
    main.inputs["Base Color"].default_value = (*colour, 1.0)
    main.inputs["Specular IOR Level"].default_value = 0.3
    if subsurface:
        main.inputs["Subsurface Weight"].default_value = subsurface
        main.inputs["Subsurface Radius"].default_value = (0.012, 0.005, 0.003)
    if glow:
        main.inputs["Emission Color"].default_value = (*colour, 1.0)
        main.inputs["Emission Strength"].default_value = glow
    if texture is not None:
        picture = nodes.new("ShaderNodeTexImage")
        picture.image = bpy.data.images.load(str(texture), check_existing=True)
        links.new(picture.outputs["Color"], main.inputs["Base Color"])
        if has_alpha:
            links.new(picture.outputs["Alpha"], main.inputs["Alpha"])
    elif spots:
        noise, ramp = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeMix")
        ramp.data_type = "RGBA"
        noise.inputs["Scale"].default_value = spot_scale
        ramp.inputs["A"].default_value = (*(c * (1 - spots) for c in colour), 1.0)
        ramp.inputs["B"].default_value = (*(min(1, c * (1 + spots)) for c in colour), 1.0)
        links.new(noise.outputs["Fac"], ramp.inputs["Factor"])
        links.new(ramp.outputs["Result"], main.inputs["Base Color"])
    if bumps:
        noise, bump = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeBump")
        noise.inputs["Scale"].default_value = bumps[0]
        bump.inputs["Distance"].default_value = bumps[1]
        links.new(noise.outputs["Fac"], bump.inputs["Height"])
        links.new(bump.outputs["Normal"], main.inputs["Normal"])
    return material


def thing(
    name: str,
    vertices: Array,
    faces: NDArray[np.int64],
    material: bpy.types.Material,
    uv: Array | None = None,
    *,
    is_smooth: bool = True,
    is_refined: bool = False,
) -> bpy.types.Object:
    """faces: (n, 4), -1 as the last of a triangle; uv: (n, 4, 2)."""
    corners = faces >= 0
    mesh = bpy.data.meshes.new(name)
    sides = [face[here].tolist() for face, here in zip(faces, corners, strict=True)]
    mesh.from_pydata(blender(vertices).tolist(), [], sides)
    if uv is not None:
        layer = mesh.uv_layers.new()
        layer.data.foreach_set("uv", uv[corners].astype(np.float32).ravel())
    mesh.polygons.foreach_set("use_smooth", np.full(len(faces), is_smooth))
    mesh.materials.append(material)
    made = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(made)
    if is_refined:
        finer = made.modifiers.new("finer", "SUBSURF")
        finer.levels = finer.render_levels = 1
    return made


def moved(made: bpy.types.Object, vertices: Array) -> None:
    """Puts a thing's vertices, (v, 3), elsewhere."""
    made.data.vertices.foreach_set("co", blender(vertices).astype(np.float32).ravel())
    made.data.update()


def box(name: str, low: Array, high: Array, material: bpy.types.Material) -> bpy.types.Object:
    """low, high: (3,) opposite corners."""
    low, high = np.asarray(low, float), np.asarray(high, float)
    corners = np.array([[(low, high)[(i >> a) & 1][a] for a in range(3)] for i in range(8)])
    faces = np.array(
        [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    )
    return thing(name, corners, faces, material, is_smooth=False)


def lamp(place: Array, towards: Array, size: float, watts: float, colour: Array) -> None:
    """A square lamp. place, towards: (3,). colour: (3,) RGB from 0 to 1."""
    light = bpy.data.lights.new("lamp", "AREA")
    light.energy, light.size, light.color = watts, size, tuple(colour)
    made = bpy.data.objects.new("lamp", light)
    bpy.context.collection.objects.link(made)
    _aimed(made, np.asarray(place, float), np.asarray(towards, float), 0.0)


def _aimed(made: bpy.types.Object, place: Array, towards: Array, roll_deg: float) -> None:
    back = place - towards
    back /= np.linalg.norm(back)
    right = np.cross([0, 1, 0], back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    c, s = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    right, up = c * right + s * up, c * up - s * right
    matrix = np.eye(4)
    matrix[:3, :3] = blender(np.stack([right, up, back])).T
    matrix[:3, 3] = blender(place)
    made.matrix_world = Matrix(matrix.tolist())


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A pinhole at place, (3,). towards: (3,) the point in the middle of the picture."""

    place: Array
    towards: Array
    hfov_deg: float
    roll_deg: float = 0.0

    @property
    def pitch_deg(self) -> float:
        ahead = self.towards - self.place
        return float(np.degrees(np.arctan2(ahead[1], np.hypot(ahead[0], ahead[2]))))

    def set_up(self) -> None:
        scene = bpy.context.scene
        data = bpy.data.cameras.new("camera")
        data.sensor_fit = "HORIZONTAL"
        data.angle = np.radians(self.hfov_deg)
        data.clip_start = 0.02
        made = bpy.data.objects.new("camera", data)
        bpy.context.collection.objects.link(made)
        scene.camera = made
        _aimed(made, self.place, self.towards, self.roll_deg)

    def pixels(self, points: Array) -> Array:
        """(n, 2) where points (n, 3) are seen."""
        back = self.place - self.towards
        back = back / np.linalg.norm(back)
        right = np.cross([0, 1, 0], back)
        right /= np.linalg.norm(right)
        up = np.cross(back, right)
        c, s = np.cos(np.radians(self.roll_deg)), np.sin(np.radians(self.roll_deg))
        right, up = c * right + s * up, c * up - s * right
        local = (points - self.place) @ np.stack([right, up, back]).T
        focal = WIDTH / 2 / np.tan(np.radians(self.hfov_deg) / 2)
        return np.stack(
            [
                WIDTH / 2 + focal * local[:, 0] / -local[:, 2],
                HEIGHT / 2 - focal * local[:, 1] / -local[:, 2],
            ],
            -1,
        )


def rendered() -> NDArray[np.uint8]:
    """(480, 640, 3) the scene as its camera sees it, BGR."""
    scene = bpy.context.scene
    bpy.ops.render.render(write_still=True)
    picture = cv2.imread(scene.render.filepath)
    return cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


@dataclass(frozen=True, slots=True)
class Webcam:
    """What a cheap camera does to a picture."""

    blur_px: float
    noise: float
    gain: float
    warmth: float
    quality: int

    def spoilt(self, picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        """picture: (HEIGHT, WIDTH, 3)."""
        values = cv2.GaussianBlur(picture, (0, 0), self.blur_px).astype(np.float32)
        values *= self.gain * (1 + rng.normal(0, 0.015))
        values *= np.array([1 - self.warmth, 1.0, 1 + self.warmth], np.float32)
        fine = rng.normal(0, self.noise, values.shape)
        coarse = rng.normal(0, self.noise, (HEIGHT // 2, WIDTH // 2, 3)).astype(np.float32)
        coarse = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
        return np.clip(values + 0.6 * fine + coarse, 0, 255).astype(np.uint8)
