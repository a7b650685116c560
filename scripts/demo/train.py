"""Trains the demonstration's model with the MagFace loss and writes it as ONNX.

    python3 scripts/demo/train.py FOLDER MODEL.onnx [--epochs N]

FOLDER holds pixels.npy and labels.npy of `node scripts/demo/draw.js train FOLDER`. Needs torch and numpy. Every seed and setting is a
constant below, so the same pictures, library versions and number of threads give the same model.
"""

import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SEED = 20210311
THREADS = 2
EPOCHS = 9
BATCH = 128
LEARNING_RATE = 0.1
WARM_UP = 400  # steps
MOMENTUM = 0.9
WEIGHT_DECAY = 5e-4
DIM = 128

# Meng et al., MagFace, CVPR 2021: the paper's bounds, margins and weight. The scale is half the paper's 64: with a few thousand
# people instead of 85,742 the cross-entropy saturates early at 64. lambda_g stays above s*K*u_a^2*l_a^2/(u_a^2-l_a^2) = 11.3 for s = 32.
L_A, U_A = 10.0, 110.0
L_M, U_M = 0.45, 0.80
LAMBDA_G = 35.0
SCALE = 32.0
RAMP = 0.25  # share of the steps over which the margin grows from nothing to its full size


class Bottleneck(nn.Module):
    """Inverted residual: widen, filter each channel, narrow again (Sandler et al. 2018; MobileFaceNet, Chen et al. 2018)."""

    def __init__(self, inputs, outputs, widened, stride):
        super().__init__()
        self.residual = stride == 1 and inputs == outputs
        self.body = nn.Sequential(
            nn.Conv2d(inputs, widened, 1, bias=False),
            nn.BatchNorm2d(widened),
            nn.PReLU(widened),
            nn.Conv2d(widened, widened, 3, stride, 1, groups=widened, bias=False),
            nn.BatchNorm2d(widened),
            nn.PReLU(widened),
            nn.Conv2d(widened, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


def make_body():
    """The network on pictures of half the size. No batch normalisation at the end: it would squeeze the magnitudes."""
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, 2, 1, bias=False),
        nn.BatchNorm2d(32),
        nn.PReLU(32),
        Bottleneck(32, 32, 64, 1),
        Bottleneck(32, 32, 64, 1),
        Bottleneck(32, 64, 128, 2),
        Bottleneck(64, 64, 128, 1),
        Bottleneck(64, 64, 128, 1),
        Bottleneck(64, 64, 128, 1),
        Bottleneck(64, 80, 160, 2),
        Bottleneck(80, 80, 160, 1),
        nn.Conv2d(80, 192, 1, bias=False),
        nn.BatchNorm2d(192),
        nn.PReLU(192),
        nn.Conv2d(192, 192, 7, groups=192, bias=False),
        nn.BatchNorm2d(192),
        nn.Flatten(),
        nn.Linear(192, DIM),
    )


class MagFaceLoss(nn.Module):
    """Cross-entropy with a margin that grows with the magnitude, plus lambda_g times the mean of g (models/magface.py of the authors)."""

    def __init__(self, people):
        super().__init__()
        self.centres = nn.Parameter(torch.empty(people, DIM).uniform_(-1, 1))

    def forward(self, embedding, label, ramp):
        magnitude = embedding.norm(dim=1).clamp(L_A, U_A)
        margin = ramp * ((U_M - L_M) / (U_A - L_A) * (magnitude - L_A) + L_M)
        cosine = F.normalize(embedding) @ F.normalize(self.centres).t()
        own = cosine.gather(1, label[:, None]).squeeze(1).clamp(-1, 1)
        sine = (1 - own * own).clamp_min(1e-9).sqrt()
        pushed = own * margin.cos() - sine * margin.sin()
        pushed = torch.where(own > 0, pushed, own)  # easy margin
        logits = SCALE * cosine.scatter(1, label[:, None], pushed[:, None])
        g = magnitude / U_A**2 + 1 / magnitude
        return F.cross_entropy(logits, label) + LAMBDA_G * g.mean(), logits


def halve(pixels):
    """The sums of 2x2 pixels as uint16, channels first: what the exported model's average pooling sees, without its rounding."""
    count = len(pixels)
    halved = np.empty((count, 3, 56, 56), np.uint16)
    for first in range(0, count, 1000):
        part = np.asarray(pixels[first : first + 1000])
        sums = part.reshape(len(part), 56, 2, 56, 2, 3).sum(axis=(2, 4), dtype=np.uint16)
        halved[first : first + 1000] = sums.transpose(0, 3, 1, 2)
    return torch.from_numpy(halved.astype(np.int16))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('model', type=Path)
    parser.add_argument('--epochs', type=int, default=EPOCHS)
    options = parser.parse_args()

    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    pixels = halve(np.load(options.folder / 'pixels.npy', mmap_mode='r'))
    labels = torch.from_numpy(np.load(options.folder / 'labels.npy').astype(np.int64))
    people = int(labels.max()) + 1

    body = make_body()
    loss_of = MagFaceLoss(people)
    parameters = [*body.parameters(), *loss_of.parameters()]
    print(f'{sum(p.numel() for p in body.parameters())} parameters, {people} people, {len(labels)} pictures', flush=True)
    optimiser = torch.optim.SGD(parameters, LEARNING_RATE, MOMENTUM, weight_decay=WEIGHT_DECAY)
    per_epoch = len(labels) // BATCH
    total = per_epoch * options.epochs
    step = 0
    started = time.time()
    for epoch in range(options.epochs):
        body.train()
        order = torch.randperm(len(labels))
        tally = []
        for at in range(per_epoch):
            chosen = order[at * BATCH : (at + 1) * BATCH]
            x = (pixels[chosen].float() / 4 - 127.5) / 127.5
            flip = torch.rand(BATCH) < 0.5
            x[flip] = x[flip].flip(3)
            rate = LEARNING_RATE * min(1, (step + 1) / WARM_UP) * (1 + math.cos(math.pi * step / total)) / 2
            for group in optimiser.param_groups:
                group['lr'] = rate
            embedding = body(x)
            loss, logits = loss_of(embedding, labels[chosen], min(1, step / (RAMP * total)))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 5)
            optimiser.step()
            right = (logits.argmax(1) == labels[chosen]).float().mean()
            tally.append((loss.item(), right.item(), embedding.detach().norm(dim=1).mean().item()))
            step += 1
            if step % 50 == 0:
                rate_now = step * BATCH / (time.time() - started)
                print(f'step {step}/{total} loss %.3f right %.3f magnitude %.2f' % tuple(np.mean(tally[-50:], 0)), f'{rate_now:.0f} pictures/s', flush=True)
        print(f'epoch {epoch + 1}: loss %.3f right %.3f magnitude %.2f' % tuple(np.mean(tally, 0)), flush=True)

    model = nn.Sequential(nn.AvgPool2d(2), body).eval()
    example = torch.zeros(2, 3, 112, 112)
    torch.onnx.export(
        model,
        example,
        options.model,
        opset_version=13,
        input_names=['input'],
        output_names=['embedding'],
        dynamic_axes={'input': {0: 'batch'}, 'embedding': {0: 'batch'}},
    )
    # What the exported model must repeat elsewhere: 64 pictures and their embeddings.
    with torch.no_grad():
        source = np.load(options.folder / 'pixels.npy', mmap_mode='r')[:64]
        x = (torch.from_numpy(np.array(source)).permute(0, 3, 1, 2).float() - 127.5) / 127.5
        np.save(options.folder / 'embeddings.npy', model(x).numpy())
    print(f'wrote {options.model}, {options.model.stat().st_size} bytes, {time.time() - started:.0f} s', flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
