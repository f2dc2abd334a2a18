"""The screens dimmed for some seconds.

dimmer.py     starts the overlay, at most one at a time
process.py    that process
layer_shell.py    its black surfaces where a Wayland compositor takes them
windows.py    else its black windows; the only place that imports Qt
fading.py     how dark it is at each moment
"""
