"""The porch: joins the two apps, serves them and owns no rule."""
