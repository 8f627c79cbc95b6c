#!/usr/bin/env python3
"""Computes the numbers of the hold that holdfast-benchmark has left with numpy and scipy, and prints both costs; see run.

The onset and the baseline are Holdfast's own, and so are the ends of the plateau: finding them is not timed here, which is in
scipy's favour. Everything else is written as one would write it with the two libraries, without loops over samples where they have
a function.
"""
import json
import sys
import time

import numpy as np
from scipy import integrate, optimize, signal, stats

BANDS = {"drift": (0.5, 4), "4_8": (4, 8), "8_12": (8, 12), "12_15": (12, 15), "15_35": (15, 35), "total": (0.5, 35)}


def explosive(t, net, rate, onset, out):
    at = lambda moment: np.interp(moment, t, net)
    start = at(onset)
    for ms in (50, 100, 150, 200, 250):
        end = onset + ms / 1000
        out[f"rfd_0_{ms}"] = (at(end) - start) / (ms / 1000)
        out[f"force_{ms}"] = at(end)
        inside = (t > onset) & (t < end)
        ts = np.concatenate(([onset], t[inside], [end]))
        out[f"impulse_net_0_{ms}"] = integrate.trapezoid(np.interp(ts, t, net), ts)
    peak = int(np.argmax(net))
    out["peak_net_force"] = net[peak]
    width = round(0.02 * rate)
    rise = net[(t >= onset) & (np.arange(len(t)) <= peak)]
    out["peak_rfd_20"] = np.max(rise[width:] - rise[:-width]) * rate / width
    x = np.arange(width + 1) - width / 2
    slopes = np.lib.stride_tricks.sliding_window_view(rise, width + 1) @ x / (x @ x) * rate
    out["peak_rfd_20_fit"] = slopes.max()
    for ms in (250, 500, 1000, 3000):
        window = round(ms / 1000 * rate)
        total = np.concatenate(([0.0], np.cumsum(net)))
        out[f"mvc_{ms}"] = np.max(total[window:] - total[:-window]) / window
    chosen = (t >= onset) & (t < onset + 1)
    ts, fs = t[chosen] - onset, net[chosen]
    half = ts[np.argmax(fs >= fs.max() / 2)]
    (force, constant, _), _ = optimize.curve_fit(
        lambda t, f, k, d: f * (1 - np.exp(-k * (t - d))), ts, fs, [fs.max(), 1 / half, 0])
    out["fit_exp_force"], out["fit_exp_rate"] = force, constant
    sigmoid = lambda t, f, k, m: f * (1 / (1 + np.exp(-k * (t - m))) - 1 / (1 + np.exp(k * m)))
    (force, constant, _), _ = optimize.curve_fit(sigmoid, ts, fs, [fs.max(), 2 / half, half])
    out["fit_sigmoid_force"], out["fit_sigmoid_rate"] = force, constant


def steadiness(plateau, baseline, rate, out):
    trim = round(0.5 * rate)
    steady = signal.sosfiltfilt(signal.butter(2, 20, fs=rate, output="sos"), plateau)[trim:-trim]
    ts = np.arange(len(steady)) / rate
    slope, level = np.polyfit(ts, steady, 1)
    out["plateau_mean"], out["plateau_sd"] = steady.mean(), steady.std(ddof=1)
    out["plateau_cv"] = 100 * out["plateau_sd"] / out["plateau_mean"]
    out["plateau_slope"] = slope
    out["plateau_sd_detrended"] = (steady - slope * ts - level).std(ddof=1)
    lag = round(0.025 * rate)
    out["plateau_rmssd_25"] = np.sqrt(np.mean((steady[lag:] - steady[:-lag]) ** 2))
    net = steady - baseline
    second = round(rate)
    out["fatigue_index"] = 100 * (1 - net[-second:].mean() / net[:second].mean())
    # About 300 means at most, of 0.1 s or more.
    length = round(max(0.1, len(net) / rate / 300) * rate)
    means = net[: len(net) // length * length].reshape(-1, length).mean(axis=1)
    out["decline_robust"] = stats.theilslopes(means, np.arange(len(means)) * length / rate).slope
    return steady


def complexity(steady, rate, out):
    ts = np.arange(min(int(60 * 100), int((len(steady) - 1) / rate * 100) + 1)) / 100
    series = signal.detrend(np.interp(ts, np.arange(len(steady)) / rate, steady))
    n, r = len(series), 0.2 * series.std()

    def alike(m, count):
        templates = np.lib.stride_tricks.sliding_window_view(series, m)[:count]
        counts = np.empty(count)
        for start in range(0, count, 256):
            far = np.abs(templates[start : start + 256, None, 0] - templates[None, :, 0])
            for k in range(1, m):
                np.maximum(far, np.abs(templates[start : start + 256, None, k] - templates[None, :, k]), out=far)
            counts[start : start + 256] = (far <= r).sum(axis=1)
        return counts

    two, three = alike(2, n - 1), alike(3, n - 2)
    # SampEn leaves the last template of length two out, ApEn does not: one more row.
    last = np.abs(np.lib.stride_tricks.sliding_window_view(series, 2)[:-1] - series[-2:]).max(axis=1)
    pairs_two = (two[:-1].sum() - (last <= r).sum()) - (n - 2)
    out["sample_entropy"] = np.log(pairs_two / (three.sum() - (n - 2)))
    out["approximate_entropy"] = np.log(two / (n - 1)).mean() - np.log(three / (n - 2)).mean()
    for order in (3, 5):
        ranks = np.argsort(np.lib.stride_tricks.sliding_window_view(series, order), axis=1, kind="stable")
        _, counts = np.unique(ranks @ order ** np.arange(order), return_counts=True)
        share = counts / counts.sum()
        out[f"permutation_entropy_{order}"] = -(share * np.log(share)).sum() / np.log(np.prod(np.arange(1, order + 1)))
    walk = np.cumsum(series - series.mean())
    scales = np.unique(np.geomspace(4, n / 4, 20).astype(int))
    fluctuations = [
        np.sqrt((signal.detrend(walk[: n // s * s].reshape(-1, s), axis=1) ** 2).mean(axis=1)).mean() for s in scales]
    out["dfa_alpha"] = np.polyfit(np.log(scales), np.log(fluctuations), 1)[0]


def tremor(plateau, rate, out):
    trim = round(0.5 * rate)
    kept = plateau[trim:-trim]
    welch = lambda values, seconds, detrend: signal.welch(
        values, rate, "hann", round(seconds * rate), detrend=detrend, scaling="density")
    fine = welch(kept, 2 if len(kept) >= 10 * rate else 1, "linear")
    slow = welch(signal.detrend(kept), 4, "constant")

    def power(spectrum, low, high):
        f, p = spectrum
        inside = (f > low) & (f < high)
        fs = np.concatenate(([low], f[inside], [high]))
        return integrate.trapezoid(np.interp(fs, f, p), fs)

    for name, (low, high) in BANDS.items():
        out[f"tremor_rms_{name}"] = np.sqrt(power(slow if low < 4 else fine, low, high))
        out[f"tremor_index_{name}"] = 100 * out[f"tremor_rms_{name}"] / kept.mean()
    f, p = fine
    ground = (f >= 2) & (f <= 25) & ~((f >= 6) & (f <= 14))
    line = np.polynomial.Polynomial.fit(np.log10(f[ground]), np.log10(p[ground]), 1)
    inside = np.flatnonzero((f >= 4) & (f <= 14))
    tops = inside[(p[inside] > p[inside - 1]) & (p[inside] > p[inside + 1])]
    height = 10 * (np.log10(p[tops]) - line(np.log10(f[tops])))
    top = tops[np.argmax(height)]
    a, b, c = np.log(p[top - 1 : top + 2])
    out["tremor_peak_frequency"] = f[top] + 0.5 * (a - c) / (a - 2 * b + c) * f[1]
    out["tremor_peak_prominence"] = height.max()
    f, p = slow
    fs = np.concatenate(([0.5], f[(f > 0.5) & (f < 35)], [35]))
    ps = np.interp(fs, f, p)
    out["tremor_mean_frequency_total"] = integrate.trapezoid(fs * ps, fs) / integrate.trapezoid(ps, fs)


def shaking(plateau, rate, start, out):
    trim = round(0.5 * rate)
    band = signal.sosfiltfilt(
        signal.butter(4, [4, 14], "bandpass", fs=rate, output="sos"), plateau - plateau.mean())[trim:-trim]
    total = np.concatenate(([0.0], np.cumsum(band**2)))
    window, starts = round(rate), np.arange(0, len(band) - round(rate) + 1, round(0.1 * rate))
    amplitude = np.sqrt((total[starts + window] - total[starts]) / window)
    ts = (starts + (window - 1) / 2) / rate
    best = (np.inf, None, None)
    for moment in np.arange(ts[0] + 2, ts[-1] - 2, 0.05):
        line, residual, *_ = np.linalg.lstsq(
            np.column_stack((np.ones_like(ts), np.maximum(0, ts - moment))), amplitude, rcond=None)
        if residual[0] < best[0]:
            best = (residual[0], moment, line)
    out["shaking_onset"] = start + trim / rate + best[1]
    out["shaking_level"], out["shaking_growth"] = best[2]


def numbers(force, t, told):
    rate, base, own = told["rate"], told["baseline"], told["numbers"]
    out = {}
    explosive(t, force - base, rate, told["onset"], out)
    plateau = force[(t >= own["plateau_start"] - 1e-9) & (t <= own["plateau_end"] + 1e-9)]
    complexity(steadiness(plateau, base, rate, out), rate, out)
    tremor(plateau, rate, out)
    shaking(plateau, rate, own["plateau_start"], out)
    return out


def main():
    folder = sys.argv[1]
    with open(f"{folder}/holdfast.json") as file:
        told = json.load(file)
    raw = np.fromfile(f"{folder}/record.f64", "<f8")
    force, t = raw[: len(raw) // 2], raw[len(raw) // 2 :]
    found, best = numbers(force, t, told), np.inf
    # Time on the processor, as on the other side, and of this thread alone.
    for _ in range(5):
        began = time.thread_time()
        numbers(force, t, told)
        best = min(best, 1000 * (time.thread_time() - began))
    print(f"{'number':28}{'holdfast':>16}{'scipy':>16}{'difference':>12}")
    for name, value in found.items():
        own = told["numbers"].get(name)
        difference = "null" if own is None else f"{abs(own - value) / max(abs(value), 1e-12):.1e}"
        print(f"{name:28}{'' if own is None else format(own, '16.8g'):>16}{value:16.8g}{difference:>12}")
    print()
    for live in told["live"]:
        print(f"live, {live['sensors']:2} sensors at 1 kHz: {100 * live['share']:.2f} % of one core")
    print(f"spectrum of the last second, a sensor: {100 * told['spectrum_share']:.4f} % of one core")
    for ring in told["rings"]:
        boost = "not installed" if ring.get("boost") is None else f"{ring['boost']:.1f}"
        print(f"ring, {ring['way']}: {ring['holdfast']:.1f} ns an element; the same in C {ring['c']:.1f}, boost's spsc_queue {boost}")
    print(
        f"final analysis of 60 s at 1 kHz: {told['final_ms']:.1f} ms for {len(told['numbers'])} numbers (longest slice "
        f"{told['longest_slice_ms']:.1f} ms); scipy {best:.1f} ms for {len(found)} of them")
    print("of that, ms: " + ", ".join(f"{group} {spent:.2f}" for group, spent in told["groups_ms"].items()))
    print(f"ratio scipy / holdfast: {best / told['final_ms']:.2f}")


if __name__ == "__main__":
    main()
