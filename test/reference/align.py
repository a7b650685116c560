"""What scikit-image and OpenCV give for points and pictures that the tests make themselves: fixtures/alignment/expected.json.

python3 test/reference/align.py, with Debian's python3-skimage and python3-opencv. Pictures are the upper bytes of multiples of
2654435761; a face is the picture warped by the similarity of its five points to ArcFace's template.
"""
import hashlib
import json
import pathlib

import cv2
import numpy as np
import skimage
from skimage.transform import SimilarityTransform

TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])


def similarity(points):
    transform = SimilarityTransform()
    assert transform.estimate(points, TEMPLATE)
    return transform.params[:2]


def picture(width, height, seed):
    numbers = np.arange(1, 3 * width * height + 1, dtype=np.uint64) + np.uint64(seed)
    return ((numbers * np.uint64(2654435761)) % np.uint64(2**32) >> np.uint64(24)).astype(np.uint8).reshape(height, width, 3)


def case(random, number):
    width, height = (int(side) for side in random.integers(1, 400, 2))
    angle, size = random.uniform(-3.2, 3.2), float(random.choice([0.2, 0.7, 1.0, 1.6, 4.0]))
    turn = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = (TEMPLATE - 56) @ turn.T + random.uniform(0, [width, height]) + random.normal(0, 3 * size, (5, 2))
    points = points.round(2)
    matrix = similarity(points)
    face = cv2.warpAffine(picture(width, height, number), matrix, (112, 112), borderValue=0.0)
    return {
        'width': width,
        'height': height,
        'seed': number,
        'points': points.ravel().tolist(),
        'matrix': matrix.ravel().tolist(),
        'sha256': hashlib.sha256(face.tobytes()).hexdigest(),
    }


random = np.random.default_rng(1)
expected = {'skimage': skimage.__version__, 'opencv': cv2.__version__, 'cases': [case(random, number) for number in range(40)]}
target = pathlib.Path(__file__).parents[2] / 'fixtures' / 'alignment' / 'expected.json'
target.write_text(json.dumps(expected, indent=1) + '\n')
