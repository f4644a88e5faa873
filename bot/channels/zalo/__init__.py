"""Zalo's two products: the Official Account (`oa`) and the Bot Platform (`bot`).

Facts: `docs.zaloplatforms.com` and `bot.zaloplatforms.com/docs`, as collected for the project.
"""
