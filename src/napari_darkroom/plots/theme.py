"""The colours of figures: for a dark window, and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Theme:
    """Colours of a figure.

    Attributes
    ----------
    ground, text, faint : str
        Of what lies behind, of words and axes, and of lines of the grid.
    mark, chosen : str
        Of what is drawn, and of what is selected of it.
    """

    ground: str
    text: str
    faint: str
    mark: str
    chosen: str

    def dress(self, figure: Figure) -> None:
        """Give a figure and its axes these colours, and take away what need not be there."""
        figure.set_facecolor(self.ground)
        for axes in figure.axes:
            self._dress_axes(axes)

    def legend(self, axes: Axes) -> None:
        """Add a legend for what has a name, if there is any."""
        if axes.get_legend_handles_labels()[0]:
            axes.legend(fontsize=8, frameon=False, labelcolor=self.text)

    def _dress_axes(self, axes: Axes) -> None:
        axes.set_facecolor(self.ground)
        axes.tick_params(colors=self.text, labelsize=8)
        for side, spine in axes.spines.items():
            spine.set_color(self.text)
            spine.set_visible(side in ("left", "bottom"))
        for words in (axes.xaxis.label, axes.yaxis.label, axes.title):
            words.set_color(self.text)
            words.set_fontsize(9)
        axes.grid(visible=True, color=self.faint, linewidth=0.5)
        axes.set_axisbelow(True)


DARK = Theme("#262930", "#c9ced6", "#3a3f48", "#7f8ea3", "#ffb454")
PAPER = Theme("#ffffff", "#222222", "#e3e3e3", "#5b7083", "#d95f02")

# Okabe and Ito's colours, told apart by those who see fewer: https://jfly.uni-koeln.de/color
GROUPS = (
    "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#0072b2", "#d55e00", "#f0e442", "#999999",
)  # fmt: skip
