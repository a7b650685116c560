"""IJB-C as numpy can be made to evaluate it fast, stage after stage: columns of 32 bits, pooling as one sparse product, scores picked
from blocks of a matrix product, thresholds by selection; 1:N by faiss's exact search, or by numpy where faiss is missing.

Usage: numpy_ijb.py ROOT (with ROOT/meta and ROOT/embeddings.npy)
"""
import sys

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from stages import found, stage

try:
    import faiss
except ImportError:
    faiss = None

BLOCK = 256
FARS = [10.0**-exponent for exponent in range(6, 0, -1)]
FPIRS = [0.01, 0.1]
TOP = 20


def parse(meta):
    media = pd.read_csv(f'{meta}/ijbc_face_tid_mid.txt', sep=' ', header=None, usecols=[1, 2], dtype=np.uint32, engine='c')
    pairs = np.loadtxt(f'{meta}/ijbc_template_pair_label.txt', dtype=np.uint32)
    return media.values, pairs


def pool(path, templates, media):
    features = np.load(path)
    names, of_template = np.unique(templates, return_inverse=True)
    # Media of different templates have nothing in common.
    keys = of_template.astype(np.uint64) << 32 | media
    _, of_medium, frames = np.unique(keys, return_inverse=True, return_counts=True)
    weights = (1 / frames[of_medium]).astype(np.float32)
    pictures = np.arange(len(templates))
    pooled = csr_matrix((weights, (of_template, pictures))) @ features
    pooled /= np.sqrt(np.einsum('ij,ij->i', pooled, pooled))[:, None]
    return pooled, names


def score(pooled, names, pairs):
    row_of = np.zeros(names.max() + 1, dtype=np.int32)
    row_of[names] = np.arange(len(names), dtype=np.int32)
    left, right = row_of[pairs[:, 0]], row_of[pairs[:, 1]]
    order = None
    if np.any(left[1:] < left[:-1]):
        order = np.argsort(left, kind='stable')
        left, right = left[order], right[order]
    rows, starts = np.unique(left, return_index=True)
    ends = np.append(starts[1:], len(left))
    columns = np.unique(right)
    column_of = np.zeros(len(names), dtype=np.int32)
    column_of[columns] = np.arange(len(columns), dtype=np.int32)
    others = np.ascontiguousarray(pooled[columns].T)
    scores = np.empty(len(left), dtype=np.float32)
    for first in range(0, len(rows), BLOCK):
        block = rows[first : first + BLOCK]
        products = pooled[block] @ others
        taken = slice(starts[first], ends[first + len(block) - 1])
        scores[taken] = products[np.searchsorted(block, left[taken]), column_of[right[taken]]]
    if order is None:
        return scores
    unsorted = np.empty_like(scores)
    unsorted[order] = scores
    return unsorted


def tars(label, scores):
    genuine, impostor = scores[label == 1], scores[label == 0]
    # The lowest threshold that accepts at most so many impostors is just above the first that must not be accepted.
    places = [len(impostor) - 1 - int(len(impostor) * far) for far in FARS]
    ordered = np.partition(impostor, places)
    return [np.mean(genuine > ordered[place]) for place in places]


def best(probes, entries):
    if faiss is not None:
        index = faiss.IndexFlatIP(entries.shape[1])
        index.add(entries)
        return index.search(probes, TOP)
    products = probes @ entries.T
    some = np.argpartition(-products, TOP, axis=1)[:, :TOP]
    values = np.take_along_axis(products, some, axis=1)
    order = np.argsort(-values, axis=1)
    return np.take_along_axis(values, order, axis=1), np.take_along_axis(some, order, axis=1)


def search(pooled, names, tables):
    row_of = np.zeros(names.max() + 1, dtype=int)
    row_of[names] = np.arange(len(names))
    probes, persons = tables['probe_mixed']
    rows = pooled[row_of[probes]]
    tpirs = []
    for gallery in ('gallery_G1', 'gallery_G2'):
        entries, registered = tables[gallery]
        values, found = best(rows, pooled[row_of[entries]])
        mated = np.isin(persons, registered)
        alarms = np.sort(values[~mated, 0])[::-1]
        right = registered[found[mated, 0]] == persons[mated]
        for fpir in FPIRS:
            threshold = alarms[max(int(len(alarms) * fpir) - 1, 0)]
            tpirs.append(np.mean(right & (values[mated, 0] > threshold)))
    return tpirs


def read_tables(meta):
    def first_lines(name):
        table = pd.read_csv(f'{meta}/ijbc_1N_{name}.csv', usecols=[0, 1])
        table = table.drop_duplicates('TEMPLATE_ID')
        return table['TEMPLATE_ID'].values, table['SUBJECT_ID'].values

    return {name: first_lines(name) for name in ('gallery_G1', 'gallery_G2', 'probe_mixed')}


root = sys.argv[1]
media, pairs = stage('parse', lambda: parse(f'{root}/meta'))
pooled, names = stage('pool', lambda: pool(f'{root}/embeddings.npy', media[:, 0], media[:, 1]))
scores = stage('score', lambda: score(pooled, names, pairs))
tar = stage('tar', lambda: tars(pairs[:, 2], scores))
tables = read_tables(f'{root}/meta')
tpir = stage('search', lambda: search(pooled, names, tables))
found(tar=tar, tpir=tpir, search='numpy' if faiss is None else 'faiss')
