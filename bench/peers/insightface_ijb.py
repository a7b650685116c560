"""IJB-C as InsightFace's scripts evaluate it, stage after stage: pandas, a loop over templates, batches of gathered rows,
scikit-learn's roc_curve; 1:N with a sorted row for every probe.

After the algorithms of recognition/arcface_torch/onnx_ijbc.py (1:1; norms kept, no detector's score, no mirrored picture) and
recognition/_evaluation_/ijb/ijb_evals.py (evaluation_1N) in deepinsight/insightface, on vectors from a file.

Usage: insightface_ijb.py ROOT (with ROOT/meta and ROOT/embeddings.npy)
"""
import sys

import numpy as np
import pandas as pd
from sklearn.metrics import roc_curve
from sklearn.preprocessing import normalize

from stages import found, stage

BATCH = 100_000
FARS = [10.0**-exponent for exponent in range(6, 0, -1)]
FPIRS = [0.01, 0.1]


def read(path, columns, **how):
    table = pd.read_csv(path, header=None, **how).values
    return [table[:, column].astype(int) for column in columns]


def parse(meta):
    return (
        read(f'{meta}/ijbc_face_tid_mid.txt', [1, 2], sep=' '),
        read(f'{meta}/ijbc_template_pair_label.txt', [0, 1, 2], sep=' '),
    )


def pool(path, templates, media):
    features = np.load(path)
    names = np.unique(templates)
    pooled = np.zeros((len(names), features.shape[1]))
    for row, name in enumerate(names):
        (of_template,) = np.where(templates == name)
        own, own_media = features[of_template], media[of_template]
        means = []
        for medium, count in zip(*np.unique(own_media, return_counts=True)):
            (of_medium,) = np.where(own_media == medium)
            means.append(own[of_medium] if count == 1 else own[of_medium].mean(axis=0, keepdims=True))
        pooled[row] = np.array(means).sum(axis=0)
    return normalize(pooled), names


def score(pooled, names, left, right):
    index = np.zeros((names.max() + 1, 1), dtype=int)
    for row, name in enumerate(names):
        index[name] = row
    scores = np.zeros(len(left))
    comparisons = np.arange(len(left))
    for batch in [comparisons[k : k + BATCH] for k in range(0, len(left), BATCH)]:
        first, second = pooled[index[left[batch]]], pooled[index[right[batch]]]
        scores[batch] = np.sum(first * second, -1).flatten()
    return scores


def tars(label, scores):
    fpr, tpr, _ = roc_curve(label, scores)
    fpr, tpr = np.flipud(fpr), np.flipud(tpr)
    nearest = [min(zip(abs(fpr - far), range(len(fpr))))[1] for far in FARS]
    return [tpr[index] for index in nearest]


def search(pooled, names, tables):
    row_of = np.zeros(names.max() + 1, dtype=int)
    row_of[names] = np.arange(len(names))
    probes, persons = tables['probe_mixed']
    tpirs = []
    for gallery in ('gallery_G1', 'gallery_G2'):
        entries, registered = tables[gallery]
        similarity = np.dot(pooled[row_of[probes]], pooled[row_of[entries]].T)
        first, mated, wrong, unknown = 0, [], [], []
        for row, person in enumerate(persons):
            if person not in registered:
                unknown.append(similarity[row])
                continue
            mate = np.argwhere(registered == person)[0, 0]
            first += mate in np.argsort(similarity[row])[::-1][:1]
            mated.append(similarity[row][registered == person][0])
            wrong.append(similarity[row][registered != person])
        mated, wrong = np.array(mated), np.array(wrong).max(1)
        alarms = np.sort(np.array(unknown).max(1))[::-1]
        for fpir in FPIRS:
            threshold = alarms[max(int(len(alarms) * fpir) - 1, 0)]
            tpirs.append(np.mean((mated > wrong) & (mated > threshold)))
    return tpirs


def read_tables(meta):
    def first_lines(name):
        templates, persons = read(f'{meta}/ijbc_1N_{name}.csv', [0, 1], sep=',', skiprows=1)
        templates, first = np.unique(templates, return_index=True)
        return templates, persons[first]

    return {name: first_lines(name) for name in ('gallery_G1', 'gallery_G2', 'probe_mixed')}


root = sys.argv[1]
(templates, media), (left, right, label) = stage('parse', lambda: parse(f'{root}/meta'))
pooled, names = stage('pool', lambda: pool(f'{root}/embeddings.npy', templates, media))
scores = stage('score', lambda: score(pooled, names, left, right))
tar = stage('tar', lambda: tars(label, scores))
tables = read_tables(f'{root}/meta')
tpir = stage('search', lambda: search(pooled, names, tables))
found(tar=tar, tpir=tpir)
