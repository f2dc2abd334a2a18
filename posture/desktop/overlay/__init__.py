"""The screens dimmed for some seconds.

dimmer.py     starts the overlay, at most one at a time
process.py    that process
windows.py    its black windows; the only place that imports Qt
"""
