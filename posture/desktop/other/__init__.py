"""The same on Windows and macOS.

windows.py          call, camera, lock, full screen, quiet: registry and shell
consent_store.py    who uses microphone or camera on Windows
macos.py            call and lock: CoreAudio, CoreGraphics
"""
