"""How good the angles are, on pictures whose truth is known; and the fit behind them."""
