"""Estimated against true change, one picture a view; real people about their own limit."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.accuracy.score import Measured
from tests.accuracy.tables import VIEWS


def draw_real_people(
    sunk: Mapping[str, tuple[Sequence[float], Sequence[float]]], path: Path
) -> None:
    """Write how far heads came down, in limits, of each sitting upright and slouched, to path."""
    import matplotlib as mpl  # noqa: PLC0415 - for developers only

    mpl.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(1, len(sunk), figsize=(9, 3.4), dpi=90, sharey=True)
    for ax, (name, pair) in zip(axes, sunk.items(), strict=True):
        for label, colour, shares in zip(
            ("upright", "slouched"), ("tab:blue", "tab:orange"), pair, strict=True
        ):
            x = [(row + 0.5) / len(shares) for row in range(len(shares))]
            ax.scatter(x, shares, s=12, color=colour, label=label, alpha=0.8, linewidths=0)
        ax.axhline(1.0, color="0.4", lw=0.8)
        ax.invert_yaxis()
        ax.set(title=f"sitting {name}", xticks=[], xlabel="pictures, in the order they were taken")
    axes[0].set_ylabel("head has sunk, of the limit")
    axes[0].legend(fontsize=8, frameon=False, loc="lower left")
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def draw(measured: Sequence[Measured], folder: Path) -> list[Path]:
    """Write ``folder/VIEW.png`` for each view; random poses large, sweeps small."""
    import matplotlib as mpl  # noqa: PLC0415 - for developers only

    mpl.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    kinds = sorted({m.picture.kind for m in measured})
    colour = {kind: plt.get_cmap("tab10")(i) for i, kind in enumerate(kinds)}
    for view in VIEWS:
        figure, axes = plt.subplots(1, 2, figsize=(9, 4.4), dpi=90)
        for ax, name, row in zip(axes, ("neck", "torso"), (1, 0), strict=True):
            for kind in kinds:
                mine = [
                    m
                    for m in measured
                    if m.picture.view == view
                    and m.picture.kind == kind
                    and m.calibrated
                    and m.calibrated.neck_deg is not None
                ]
                x = [m.true_change[row] for m in mine]
                y = [getattr(m.calibrated, f"{name}_change_deg") for m in mine]
                size = [8 if m.picture.set == "sweep" else 26 for m in mine]
                ax.scatter(
                    x,
                    y,
                    s=size,
                    color=colour[kind],
                    label=kind.replace("_", " "),
                    alpha=0.8,
                    linewidths=0,
                )
            ax.plot([-12, 45], [-12, 45], color="0.6", lw=0.8, zorder=0)
            ax.set(
                xlabel=f"true change of {name} (degrees)",
                ylabel="estimated",
                xlim=(-14, 46),
                ylim=(-14, 46),
                title=f"{view.replace('_', ' ')}: {name}",
            )
        axes[0].legend(fontsize=7, frameon=False)
        figure.tight_layout()
        path = folder / f"{view}.png"
        figure.savefig(path)
        plt.close(figure)
        made.append(path)
    return made
