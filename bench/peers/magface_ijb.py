"""IJB-C as MagFace's script evaluates it, stage after stage: lines split in a loop, a loop over templates, angles of gathered rows by
torch, scikit-learn's roc_curve.

After the algorithm of eval/eval_recognition/eval_ijb.py in IrvingMeng/MagFace (magface_qlt 1, where templates point as InsightFace's
do), on vectors from a .npy: its own text of features would take minutes more. It has no 1:N.

Usage: magface_ijb.py ROOT (with ROOT/meta and ROOT/embeddings.npy)
"""
import math
import sys

import numpy as np
import torch
from sklearn.metrics import auc, roc_curve

from stages import found, stage

BATCH = 100_000
FARS = [10.0**-exponent for exponent in range(6, 0, -1)]


def read(path, first):
    columns = [[] for _ in range(first, 3)]
    with open(path) as file:
        lines = file.readlines()
    for line in lines:
        fields = line.strip().split(' ')
        for column, field in zip(columns, fields[first:]):
            column.append(int(field))
    return [np.array(column) for column in columns]


def parse(meta):
    return read(f'{meta}/ijbc_face_tid_mid.txt', 1), read(f'{meta}/ijbc_template_pair_label.txt', 0)


def pool(path, templates, media):
    features = np.load(path)
    names = np.unique(templates)
    pooled = torch.zeros((len(names), features.shape[1]))
    for row, name in enumerate(names):
        (of_template,) = np.where(templates == name)
        own, own_media = features[of_template], media[of_template]
        means = [own[np.where(own_media == medium)[0]].mean(axis=0) for medium in np.unique(own_media)]
        pooled[row] = torch.mean(torch.tensor(np.array(means)), 0)
    return pooled, names


def score(pooled, names, left, right):
    index = np.zeros(names.max() + 1, dtype=int)
    for row, name in enumerate(names):
        index[name] = row
    scores = np.zeros(len(left))
    comparisons = np.arange(len(left))
    cosine = torch.nn.CosineSimilarity(dim=1, eps=0)
    for batch in [comparisons[k : k + BATCH] for k in range(0, len(left), BATCH)]:
        first, second = pooled[index[left[batch]]], pooled[index[right[batch]]]
        angle = torch.acos(torch.clamp(cosine(first, second), min=-1, max=1)) / math.pi
        scores[batch] = 1 - angle.numpy()
    return scores


def tars(label, scores):
    fpr, tpr, _ = roc_curve(label, scores)
    auc(fpr, tpr)
    fpr, tpr = np.flipud(fpr), np.flipud(tpr)
    nearest = [min(zip(abs(fpr - far), range(len(fpr))))[1] for far in FARS]
    return [tpr[index] for index in nearest]


root = sys.argv[1]
(templates, media), (left, right, label) = stage('parse', lambda: parse(f'{root}/meta'))
pooled, names = stage('pool', lambda: pool(f'{root}/embeddings.npy', templates, media))
scores = stage('score', lambda: score(pooled, names, left, right))
tar = stage('tar', lambda: tars(label, scores))
found(tar=tar)
