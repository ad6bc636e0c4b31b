"""Pages ask and show; they decide nothing."""
