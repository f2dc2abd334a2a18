"""``python -m models.fit --truth DIR``: writes models/angles.json."""

from models.fit.fit import main

main()
