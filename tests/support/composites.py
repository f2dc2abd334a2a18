"""Pictures of what a webcam may come to see, made in memory out of the bundled samples.

Every picture is (height, width, 3) uint8 RGB.
"""

import functools

import cv2
import numpy as np

from posture.capture import read_picture
from posture.system.paths import resource
from tests.support.clips import first, frames

WIDTH_PX, HEIGHT_PX = 640, 480
USER_CLIP = "f1_front"


@functools.cache
def picture(name):
    """One of samples/pictures, by its name without the suffix."""
    return read_picture(resource(f"samples/pictures/{name}.jpg")).rgb


@functools.cache
def room():
    """The empty room."""
    return cv2.resize(frames("empty_room")[0], (WIDTH_PX, HEIGHT_PX))


@functools.cache
def cut_out(name):
    """Somebody without the room around them: the picture, and a mask of 0 to 1."""
    rgb = picture(name)
    mask = np.zeros(rgb.shape[:2], np.uint8)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    body = (110, 20, 420, 459)
    cv2.setRNGSeed(1)
    cv2.grabCut(rgb, mask, body, *models, 4, cv2.GC_INIT_WITH_RECT)
    inside = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside)
    largest = 1 + int(np.argmax(stats[1:count, cv2.CC_STAT_AREA]))
    return rgb, cv2.GaussianBlur((labels == largest).astype(np.float32), (0, 0), 1.5)


def with_person(scene, name, scale, left_px, top_px):
    """Somebody pasted before the scene, their picture's corner at (left, top)."""
    rgb, mask = cut_out(name)
    size = round(WIDTH_PX * scale), round(HEIGHT_PX * scale)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    opaque = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)[..., None]
    moved = np.array([[1, 0, left_px], [0, 1, top_px]], np.float32)
    over = cv2.warpAffine(small, moved, (WIDTH_PX, HEIGHT_PX))
    share = cv2.warpAffine(opaque, moved, (WIDTH_PX, HEIGHT_PX))[..., None]
    return np.rint(over * share + scene * (1 - share)).astype(np.uint8)


def with_poster(scene, name, width_px, left_px, top_px):
    """A framed photo of somebody on the wall."""
    photo = picture(name)[20:480, 120:520]
    height_px = round(width_px * photo.shape[0] / photo.shape[1])
    framed = cv2.copyMakeBorder(
        cv2.resize(photo, (width_px, height_px), interpolation=cv2.INTER_AREA),
        4,
        4,
        4,
        4,
        cv2.BORDER_CONSTANT,
        value=(40, 30, 25),
    )
    height_px, width_px = framed.shape[:2]
    hung = scene.copy()
    hung[top_px : top_px + height_px, left_px : left_px + width_px] = framed
    return hung


def moved_out(rgb, left_px):
    """The camera turned aside: everything this much farther left; the room's edge goes on."""
    moved = np.array([[1, 0, -left_px], [0, 1, 0]], np.float32)
    return cv2.warpAffine(rgb, moved, (rgb.shape[1], rgb.shape[0]), borderMode=cv2.BORDER_REPLICATE)


def noisy(rgb, seed):
    """With a sensor's noise, without which a camera counts as frozen."""
    noise = np.random.default_rng(seed).normal(0, 2, rgb.shape)
    return np.clip(rgb + noise, 0, 255).astype(np.uint8)


def user(doing="upright"):
    """The user of the clip, settled in a posture, at her desk."""
    at = round(first(USER_CLIP, doing) * 2)
    return cv2.resize(frames(USER_CLIP)[at], (WIDTH_PX, HEIGHT_PX))
