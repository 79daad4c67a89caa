"""The web part: health now; webhooks and a console come later."""
