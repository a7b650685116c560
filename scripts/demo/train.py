"""Trains the demonstration's network with the MagFace loss and writes it as ONNX, with its description beside it.

Usage: python3 scripts/demo/train.py FOLDER fixtures/demo/model.onnx

FOLDER holds what draw.js wrote for `training` and `validation`. Needs Debian's python3-torch, python3-numpy and
python3-onnx; some 20 minutes on two cores. Every number that decides the result stands below by name.
"""

import hashlib
import json
import math
import os
import sys
import time
from pathlib import Path

# Threads that wait without spinning: on a shared machine the training is several times faster so.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

SEED = 20210301
DIM = 128
EPOCHS = 7
BATCH = 128
RATE = 0.1
MOMENTUM = 0.9
WEIGHT_DECAY = 5e-4
WARM_UP_STEPS = 200
# MagFace, section 3: magnitudes in [L_A, U_A], margins in [L_M, U_M], weight LAMBDA_G of g(a); all the paper's but L_M, which is
# 0.45 there. So small a network cannot hold that margin even on good pictures: the loss then pushes nearly as hard on them as
# on bad ones, and the magnitudes stay close together. LAMBDA_G has to exceed
# SCALE * U_A^2 * L_A^2 / (U_A^2 - L_A^2) * (U_M - L_M) / (U_A - L_A) = 17.7 for the loss to have one best magnitude within the bounds.
L_A, U_A, L_M, U_M, LAMBDA_G = 10.0, 110.0, 0.25, 0.8, 35.0
# 32 in place of the paper's 64: 4,000 classes in place of 85,742.
SCALE = 32.0
# The margin grows from 0 over this share of the training, or so small a network never starts to learn.
MARGIN_RAMP = 0.25


def convolution(inputs, outputs, kernel, stride=1, groups=1, active=True):
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.PReLU(outputs)) if active else nn.Sequential(*layers)


class Bottleneck(nn.Module):
    """The inverted residual of MobileFaceNet (Chen et al., 2018)."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        inner = inputs * expansion
        self.residual = stride == 1 and inputs == outputs
        self.body = nn.Sequential(
            convolution(inputs, inner, 1),
            convolution(inner, inner, 3, stride, groups=inner),
            convolution(inner, outputs, 1, active=False),
        )

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


class Network(nn.Module):
    """MobileFaceNet at half resolution and small widths. No batch normalisation after the last layer: it would fix the
    spread of every component, and the magnitude could no longer follow the quality."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.AvgPool2d(2),
            convolution(3, 32, 3, 2),
            convolution(32, 32, 3, groups=32),
            Bottleneck(32, 48, 2, 2),
            Bottleneck(48, 48, 1, 2),
            Bottleneck(48, 48, 1, 2),
            Bottleneck(48, 64, 2, 3),
            Bottleneck(64, 64, 1, 2),
            Bottleneck(64, 64, 1, 2),
            convolution(64, 192, 1),
            nn.Conv2d(192, 192, 7, groups=192, bias=False),
            nn.BatchNorm2d(192),
            nn.Flatten(),
        )
        self.embedding = nn.Linear(192, DIM)

    def forward(self, x):
        return self.embedding(self.body(x))


class MagFace(nn.Module):
    """cos(theta + m(a)) for the true class, and g(a); both with a clamped to [l_a, u_a], and the easy margin."""

    def __init__(self, classes):
        super().__init__()
        self.centres = nn.Parameter(torch.randn(classes, DIM) * 0.05)

    def forward(self, x, labels, ramp):
        a = x.norm(dim=1, keepdim=True).clamp(L_A, U_A)
        cosine = F.linear(F.normalize(x), F.normalize(self.centres)).clamp(-1 + 1e-6, 1 - 1e-6)
        margin = ramp * ((U_M - L_M) / (U_A - L_A) * (a - L_A) + L_M)
        true = cosine.gather(1, labels[:, None])
        sine = torch.sqrt(1 - true * true)
        shifted = true * torch.cos(margin) - sine * torch.sin(margin)
        shifted = torch.where(true > 0, shifted, true)
        logits = SCALE * cosine.scatter(1, labels[:, None], shifted)
        g = a / (U_A * U_A) + 1 / a
        return F.cross_entropy(logits, labels), g.mean()


def read(folder, name):
    with open(f"{folder}/{name}.json") as file:
        about = json.load(file)
    count = about["persons"] * about["each"]
    pictures = np.memmap(f"{folder}/{name}.u8", np.uint8, "c", shape=(count, 112, 112, 3))
    labels = np.repeat(np.arange(about["persons"]), about["each"])
    return pictures, labels, about["labels"]


def tensor(pictures):
    """The preprocessing `insightface`: RGB, (x - 127.5) / 127.5."""
    return (torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() - 127.5) / 127.5


def validate(network, pictures, persons, kinds):
    network.eval()
    with torch.no_grad():
        x = torch.cat([network(tensor(pictures[i : i + 256])) for i in range(0, len(pictures), 256)])
    network.train()
    a = x.norm(dim=1).numpy()
    u = F.normalize(x).numpy()
    scores = u @ u.T
    i, j = np.triu_indices(len(u), 1)
    same = persons[i] == persons[j]
    genuine, impostor = scores[i, j][same], np.sort(scores[i, j][~same])[::-1]
    fnmr = (genuine <= impostor[int(0.01 * len(impostor))]).mean()
    quality = np.minimum(a[i], a[j])[same]
    order = np.argsort(quality)[int(0.3 * len(quality)) :]
    kept = (genuine[order] <= impostor[int(0.01 * len(impostor))]).mean()
    means = " ".join(
        f"{kind}:{np.mean([m for m, k in zip(a, kinds) if k == kind]):.1f}"
        for kind in ["clean"] + sorted({k for k in kinds if "+" not in k and k != "clean"})
    )
    print(f"  FNMR at FMR 1e-2: {100 * fnmr:.2f} %, at 30 % rejected {100 * kept:.2f} %\n  {means}", flush=True)


def export(network, out):
    """The network as it is, float32, any number of pictures at once."""
    network.eval()
    torch.onnx.export(
        network,
        torch.zeros(1, 3, 112, 112),
        out,
        input_names=["input"],
        output_names=["embedding"],
        dynamic_axes={"input": {0: "n"}, "embedding": {0: "n"}},
        opset_version=13,
    )
    network.train()


def main(folder, out):
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    torch.set_num_threads(2)
    pictures, labels, _ = read(folder, "training")
    watched = read(folder, "validation")
    # Channels last: the pictures lie so in their file, and the convolutions are faster.
    network = Network().to(memory_format=torch.channels_last)
    head = MagFace(int(labels.max()) + 1)
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {len(labels)} pictures")
    decayed = [p for p in [*network.parameters(), *head.parameters()] if p.dim() > 1]
    free = [p for p in network.parameters() if p.dim() <= 1]
    optimiser = torch.optim.SGD(
        [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": free, "weight_decay": 0.0}],
        RATE,
        MOMENTUM,
        nesterov=True,
    )
    per_epoch = len(labels) // BATCH
    total = EPOCHS * per_epoch
    step, started = 0, time.time()
    for epoch in range(EPOCHS):
        order = random.permutation(len(labels))
        losses = []
        for b in range(per_epoch):
            rate = RATE * min(1, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * step / total))
            for group in optimiser.param_groups:
                group["lr"] = rate
            rows = np.sort(order[b * BATCH : (b + 1) * BATCH])
            batch = tensor(pictures[rows])
            mirrored = torch.from_numpy(random.random(BATCH) < 0.5)
            batch[mirrored] = batch[mirrored].flip(3)
            x = network(batch)
            loss, g = head(x, torch.from_numpy(labels[rows]), min(1, step / (MARGIN_RAMP * total)))
            optimiser.zero_grad()
            (loss + LAMBDA_G * g).backward()
            nn.utils.clip_grad_norm_([*network.parameters(), *head.parameters()], 5.0)
            optimiser.step()
            losses.append(loss.item())
            step += 1
            if step % 100 == 0:
                print(f"step {step} of {total}: loss {np.mean(losses[-100:]):.3f}, {step * BATCH / (time.time() - started):.0f} pictures/s", flush=True)
        speed = step * BATCH / (time.time() - started)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {speed:.0f} pictures/s", flush=True)
        validate(network, *watched)
        export(network, out)
    network.eval()
    # What compare.js holds the exported model against.
    probe = tensor(watched[0][:8])
    with torch.no_grad():
        np.save(f"{folder}/probe.npy", network(probe).numpy())
    digest = hashlib.sha256(Path(out).read_bytes()).hexdigest()
    about = f"preprocess: insightface\nsize: 112\ndim: {DIM}\nsha256: {digest}\n"
    Path(out).with_suffix(".yaml").write_text(about)


if __name__ == "__main__":
    main(*sys.argv[1:])
