"""What a still picture's file says about the lens that took it."""

import io
import struct
import warnings

# Exif 2.32, JEITA CP-3451: the folder of the camera's own tags and those asked for of it.
_EXIF_FOLDER, _WIDTH, _HEIGHT, _FOCAL_35MM = 0x8769, 0xA002, 0xA003, 0xA405
# Of a frame 36 mm by 24 mm.
_DIAGONAL_MM = 43.27


def focal_over_diagonal(content: bytes, size_px: tuple[int, int]) -> float | None:
    """The focal length over the picture's diagonal; None where the file does not state it.

    size_px: the picture's own. One that was cropped since it was taken has kept its lens and lost
    what the lens showed: then nothing is known.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - for stills only

    try:
        # Pillow warns of tags that are broken; they are useless, and there is no more to say.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as picture:
            tags = picture.getexif().get_ifd(_EXIF_FOLDER)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        return None
    focal_mm = tags.get(_FOCAL_35MM)
    if not isinstance(focal_mm, int) or focal_mm <= 0:
        return None
    taken = {tags.get(_WIDTH), tags.get(_HEIGHT)} - {None}
    return focal_mm / _DIAGONAL_MM if taken <= set(size_px) else None
